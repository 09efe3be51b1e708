//! Trace export: a collector that accepts OTLP over HTTP. The libraries' own variables (`OTEL_…`) set the rest:
//! sampling, headers, sizes and intervals of batches.

use anyhow::Context;
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SdkTracerProvider;
use shared::traces::Traces;
use tokio::runtime::Handle;

/// Sends on the process's own runtime: the thread that collects spans has none.
#[derive(Debug)]
struct Client {
    http: reqwest::Client,
    runtime: Handle,
}

#[async_trait::async_trait]
impl HttpClient for Client {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let http = self.http.clone();
        self.runtime.spawn(async move { http.send_bytes(request).await }).await?
    }
}

/// Exports spans to the configured collector, if any. `process` is their service name, unless `OTEL_SERVICE_NAME` is
/// set.
pub(crate) fn start(config: &shared::config::Traces, process: &'static str) -> anyhow::Result<Traces> {
    let Some(endpoint) = &config.endpoint else { return Ok(Traces::default()) };
    let exporter = SpanExporter::builder()
        .with_http()
        .with_http_client(Client { http: reqwest::Client::builder().build()?, runtime: Handle::current() })
        .with_endpoint(endpoint)
        .build()
        .context("traces can't be sent")?;
    let mut resource = Resource::builder();
    if std::env::var_os("OTEL_SERVICE_NAME").is_none() {
        resource = resource.with_service_name(process);
    }
    Ok(Traces::new(SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(resource.build()).build()))
}
