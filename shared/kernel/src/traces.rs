//! Traces: the time of a request, through its jobs to a provider's answer.
//!
//! All spans are created here, so that their contents are easy to review: our ids, kinds, route patterns, codes.
//! Without a collector no spans are created, at no cost.

use std::borrow::Cow;
use std::future::Future;
use std::time::SystemTime;

use futures::future::Either;
use opentelemetry::propagation::{Extractor, TextMapPropagator};
use opentelemetry::trace::{FutureExt, SpanBuilder, SpanKind, Status, TraceContextExt, Tracer, TracerProvider};
use opentelemetry::{Context, KeyValue, Value};
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::{SdkTracer, SdkTracerProvider};

/// Creates spans, if enabled. Clones share the collector.
#[derive(Debug, Clone, Default)]
pub struct Traces(Option<(SdkTracerProvider, SdkTracer)>);

/// A span, ended when dropped.
#[derive(Debug)]
pub struct Span(Option<Context>);

impl Traces {
    /// Spans for a collector.
    #[must_use]
    pub fn new(provider: SdkTracerProvider) -> Self {
        let tracer = provider.tracer("switchboard");
        Self(Some((provider, tracer)))
    }

    /// The handling of a request, possibly part of a client's trace.
    #[must_use]
    pub fn request(&self, method: &str, route: &str, traceparent: Option<&str>) -> Span {
        self.span(SpanKind::Server, parent(traceparent), || {
            let attributes = vec![
                KeyValue::new("http.request.method", method.to_owned()),
                KeyValue::new("http.route", route.to_owned()),
            ];
            (format!("{method} {route}").into(), attributes)
        })
    }

    /// The acceptance of jobs, under their origin. It is the parent of the jobs' own spans.
    #[must_use]
    pub fn enqueue(&self, jobs: usize) -> Span {
        self.span(SpanKind::Producer, Context::current, || ("enqueue".into(), vec![count(jobs)]))
    }

    /// The claim of a job, started at `from` and already over.
    pub fn claimed(&self, kind: &str, traceparent: Option<&str>, from: SystemTime) {
        let Some((_, tracer)) = &self.0 else { return };
        let span = SpanBuilder::from_name("claim")
            .with_kind(SpanKind::Internal)
            .with_start_time(from)
            .with_attributes([job_kind(kind)]);
        tracer.build_with_context(span, &parent(traceparent)());
    }

    /// An attempt at a job, under its originating request.
    #[must_use]
    pub fn job(&self, kind: &str, id: impl ToString, attempt: i32, traceparent: Option<&str>) -> Span {
        self.span(SpanKind::Consumer, parent(traceparent), || {
            let attributes = vec![
                job_kind(kind),
                KeyValue::new("switchboard.job.id", id.to_string()),
                KeyValue::new("switchboard.job.attempt", i64::from(attempt)),
            ];
            (kind.to_owned().into(), attributes)
        })
    }

    /// A step of the current work.
    #[must_use]
    pub fn step(&self, name: &'static str) -> Span {
        self.span(SpanKind::Internal, Context::current, || (name.into(), Vec::new()))
    }

    /// A call of a provider. It carries no trace header: the provider is not part of our traces.
    #[must_use]
    pub fn call(&self, provider: &'static str) -> Span {
        self.span(SpanKind::Client, Context::current, || {
            (provider.into(), vec![KeyValue::new("switchboard.provider", provider)])
        })
    }

    /// Runs work that belongs to no single trace: its spans start traces of their own.
    pub fn apart<F: Future>(&self, work: F) -> impl Future<Output = F::Output> + use<F> {
        Span(self.0.as_ref().map(|_| Context::new())).scope(work)
    }

    /// Exports the remaining spans.
    pub async fn close(&self) {
        let Some((provider, _)) = self.0.clone() else { return };
        let closed = tokio::task::spawn_blocking(move || provider.shutdown()).await;
        if let Ok(Err(error)) = closed {
            tracing::warn!(%error, "the last spans were not exported");
        }
    }

    fn span(
        &self,
        kind: SpanKind,
        parent: impl FnOnce() -> Context,
        describe: impl FnOnce() -> (Cow<'static, str>, Vec<KeyValue>),
    ) -> Span {
        Span(self.0.as_ref().map(|(_, tracer)| {
            let (parent, (name, attributes)) = (parent(), describe());
            let span = SpanBuilder::from_name(name).with_kind(kind).with_attributes(attributes);
            parent.with_span(tracer.build_with_context(span, &parent))
        }))
    }
}

impl Span {
    /// Runs work inside this span: new spans become its children.
    pub fn scope<F: Future>(&self, work: F) -> impl Future<Output = F::Output> + use<F> {
        match &self.0 {
            Some(context) => Either::Left(work.with_context(context.clone())),
            None => Either::Right(work),
        }
    }

    /// Sets an attribute.
    pub fn set(&self, key: &'static str, value: impl Into<Value>) {
        if let Some(context) = &self.0 {
            context.span().set_attribute(KeyValue::new(key, value));
        }
    }

    /// Marks the span as failed with `code`.
    pub fn fail(&self, code: &str) {
        if let Some(context) = &self.0 {
            context.span().set_attribute(KeyValue::new("error.type", code.to_owned()));
            context.span().set_status(Status::error(""));
        }
    }

    /// A W3C `traceparent` for child spans of other processes.
    #[must_use]
    pub fn traceparent(&self) -> Option<String> {
        let span = self.0.as_ref()?.span();
        let it = span.span_context();
        Some(format!("00-{}-{}-{:02x}", it.trace_id(), it.span_id(), it.trace_flags()))
    }

    /// Its trace id, if exported.
    #[must_use]
    pub fn trace_id(&self) -> Option<String> {
        let span = self.0.as_ref()?.span();
        span.span_context().is_sampled().then(|| span.span_context().trace_id().to_string())
    }
}

impl Drop for Span {
    fn drop(&mut self) {
        if let Some(context) = &self.0 {
            context.span().end();
        }
    }
}

/// A header, or a column.
struct Traceparent<'a>(&'a str);

impl Extractor for Traceparent<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        (key == "traceparent").then_some(self.0)
    }

    fn keys(&self) -> Vec<&str> {
        vec!["traceparent"]
    }
}

/// The parent span from another process; an invalid one counts as none.
fn parent(traceparent: Option<&str>) -> impl FnOnce() -> Context {
    move || {
        let none = Context::new();
        traceparent
            .map_or(none, |it| TraceContextPropagator::new().extract_with_context(&Context::new(), &Traceparent(it)))
    }
}

fn job_kind(kind: &str) -> KeyValue {
    KeyValue::new("switchboard.job.kind", kind.to_owned())
}

fn count(jobs: usize) -> KeyValue {
    KeyValue::new("switchboard.jobs", i64::try_from(jobs).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use opentelemetry_sdk::trace::{InMemorySpanExporter, Sampler};

    use super::*;

    fn traces(sampler: Sampler) -> (Traces, InMemorySpanExporter) {
        let exporter = InMemorySpanExporter::default();
        let provider =
            SdkTracerProvider::builder().with_simple_exporter(exporter.clone()).with_sampler(sampler).build();
        (Traces::new(provider), exporter)
    }

    const CLIENT: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    #[tokio::test]
    async fn one_trace_spans_request_job_and_provider_call() {
        let (traces, exporter) = traces(Sampler::AlwaysOn);
        let request = traces.request("POST", "/v1/messages", Some(CLIENT));
        let traceparent = request.scope(async { traces.enqueue(1).traceparent() }).await;
        drop(request);
        let job = traces.job("whatsapp.deliver", "job_1", 1, traceparent.as_deref());
        job.scope(async { traces.call("whatsapp").fail("transient") }).await;
        drop(job);
        let spans = exporter.get_finished_spans().unwrap();
        let names: Vec<_> = spans.iter().map(|span| span.name.as_ref()).collect();
        assert_eq!(names, ["enqueue", "POST /v1/messages", "whatsapp", "whatsapp.deliver"]);
        let parent = |child: usize| spans[child].parent_span_id;
        let id = |span: usize| spans[span].span_context.span_id();
        assert_eq!(parent(1).to_string(), "00f067aa0ba902b7");
        assert_eq!((parent(0), parent(3), parent(2)), (id(1), id(0), id(3)));
        for span in &spans {
            assert_eq!(span.span_context.trace_id().to_string(), "4bf92f3577b34da6a3ce929d0e0e4736", "{}", span.name);
        }
    }

    #[test]
    fn an_unreadable_parent_starts_a_new_trace() {
        let (traces, exporter) = traces(Sampler::AlwaysOn);
        for broken in ["", "00-2-01", "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "é-é-é-é"] {
            drop(traces.request("GET", "none", Some(broken)));
        }
        let spans = exporter.get_finished_spans().unwrap();
        assert_eq!(spans.len(), 4);
        assert!(spans.iter().all(|span| !span.parent_span_is_remote), "{spans:?}");
    }

    #[test]
    fn sampling_decisions_propagate_to_other_processes() {
        let (traces, exporter) = traces(Sampler::ParentBased(Box::new(Sampler::AlwaysOff)));
        let traceparent = traces.enqueue(1).traceparent().unwrap();
        assert!(traceparent.ends_with("-00"), "{traceparent}");
        assert_eq!(traces.job("message.send", "job_1", 1, Some(&traceparent)).trace_id(), None);
        assert!(exporter.get_finished_spans().unwrap().is_empty());
    }

    #[test]
    fn without_a_collector_no_spans_are_recorded() {
        let traces = Traces::default();
        let span = traces.request("GET", "/health", Some(CLIENT));
        assert_eq!((span.traceparent(), span.trace_id()), (None, None));
    }
}
