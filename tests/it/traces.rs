//! Traces from a client's request to the provider's answer, as received by a collector.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::process::Command;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message;
use reqwest::Method;
use serde_json::json;

use crate::harness::{Process, TestApp, eventually, free_port};

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT: &str = "00f067aa0ba902b7";

/// Spans, each with its service.
type Spans = Arc<Mutex<Vec<(String, Span)>>>;

/// A collector that receives OTLP over HTTP.
async fn collector() -> (String, Spans) {
    async fn take(State(spans): State<Spans>, body: Bytes) {
        let request = ExportTraceServiceRequest::decode(body).unwrap();
        for of_resource in request.resource_spans {
            let attributes = of_resource.resource.unwrap().attributes;
            let service = attributes.iter().find(|it| it.key == "service.name").unwrap().value.clone();
            let service = format!("{:?}", service.unwrap().value);
            let of_scopes = of_resource.scope_spans.into_iter().flat_map(|it| it.spans);
            spans.lock().unwrap().extend(of_scopes.map(|span| (service.clone(), span)));
        }
    }
    let spans = Spans::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().route("/v1/traces", post(take)).with_state(spans.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, spans)
}

fn process(app: &TestApp, command: &str, env: &[(&str, &str)]) -> Process {
    let mut process = Command::new(env!("CARGO_BIN_EXE_switchboard"));
    Process::start(process.arg(command).envs(app.env.clone()).envs(env.iter().copied()))
}

/// An API process and its address.
async fn api(app: &TestApp, env: &[(&str, &str)]) -> (Process, String) {
    let port = free_port().to_string();
    let api = process(app, "api", &[env, &[("PORT", &port)]].concat());
    let base = format!("http://127.0.0.1:{port}");
    eventually("the API", || async { app.http.get(format!("{base}/health/live")).send().await.ok() }).await;
    (api, base)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_trace_spans_the_request_and_the_provider_call() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let (collector, spans) = collector().await;
    // Trace headers of a trusted proxy are accepted.
    let env = [("OTEL_EXPORTER_OTLP_ENDPOINT", collector.as_str()), ("TRUSTED_PROXIES", "127.0.0.1")];
    let ((mut api, base), mut worker) = (api(&app, &env).await, process(&app, "worker", &env));
    let token = alice.token.clone().unwrap();
    let body = json!({"channel": "whatsapp", "to": "+15550100001", "body": "the text of a message"});
    let send = app.http.post(format!("{base}/v1/messages")).bearer_auth(&token).json(&body);
    let answer = send.header("traceparent", format!("00-{TRACE}-{PARENT}-01")).send().await.unwrap();
    let message = answer.json::<serde_json::Value>().await.unwrap()["message"].take();
    let path = format!("/v1/jobs/{}", message["job_id"].as_str().unwrap());
    let job = alice.call(alice.request(Method::GET, &path).header("prefer", "wait=20")).await.expect(200);
    assert_eq!(job["state"], "succeeded", "{job}");
    // Pending spans are exported at shutdown.
    assert!(worker.terminate().await && api.terminate().await);

    let spans = spans.lock().unwrap().clone();
    let of_trace: Vec<_> = spans.iter().filter(|(_, span)| hex::encode(&span.trace_id) == TRACE).collect();
    let by_name: BTreeMap<_, _> =
        of_trace.iter().map(|(service, span)| (span.name.as_str(), (service, span))).collect();
    let parents = [
        ("POST /v1/messages", "api", PARENT.to_owned()),
        ("enqueue", "api", id(&by_name, "POST /v1/messages")),
        ("claim", "worker", id(&by_name, "enqueue")),
        ("whatsapp.deliver", "worker", id(&by_name, "enqueue")),
        ("run", "worker", id(&by_name, "whatsapp.deliver")),
        ("whatsapp", "worker", id(&by_name, "run")),
        ("finish", "worker", id(&by_name, "whatsapp.deliver")),
    ];
    assert_eq!(of_trace.len(), parents.len(), "{:?}", by_name.keys());
    for (name, service, parent) in parents {
        let (from, span) = by_name[name];
        assert_eq!(hex::encode(&span.parent_span_id), parent, "{name}");
        assert!(from.contains(&format!("switchboard-{service}")), "{name}: {from}");
        assert!(span.end_time_unix_nano >= span.start_time_unix_nano, "{name}");
    }
    let all = format!("{spans:?}");
    for unwanted in ["the text of", "15550100001", token.as_str(), "alice"] {
        assert!(!all.contains(unwanted), "{unwanted} is in a span");
    }
    app.finish().await;
}

fn id(spans: &BTreeMap<&str, (&String, &Span)>, name: &str) -> String {
    hex::encode(&spans.get(name).unwrap_or_else(|| panic!("no {name} in {:?}", spans.keys())).1.span_id)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn untrusted_clients_cannot_control_traces() {
    let app = TestApp::start().await;
    let (collector, spans) = collector().await;
    let (mut api, base) = api(&app, &[("OTEL_EXPORTER_OTLP_ENDPOINT", collector.as_str())]).await;
    // Neither the sampling decision nor the trace id.
    for flags in ["00", "01"] {
        let request =
            app.http.get(format!("{base}/v1/me")).header("traceparent", format!("00-{TRACE}-{PARENT}-{flags}"));
        assert_eq!(request.send().await.unwrap().status(), 401);
    }
    assert!(api.terminate().await);
    let spans = spans.lock().unwrap().clone();
    let requests: Vec<_> = spans.iter().filter(|(_, span)| span.name == "GET /v1/me").collect();
    assert_eq!(requests.len(), 2, "{spans:?}");
    assert!(requests.iter().all(|(_, span)| hex::encode(&span.trace_id) != TRACE && span.parent_span_id.is_empty()));
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn unsampled_traces_are_not_exported() {
    let app = TestApp::start().await;
    let (collector, spans) = collector().await;
    let env = [("OTEL_EXPORTER_OTLP_ENDPOINT", collector.as_str()), ("OTEL_TRACES_SAMPLER", "always_off")];
    let (mut api, base) = api(&app, &env).await;
    app.http.get(format!("{base}/health")).send().await.unwrap();
    assert!(api.terminate().await);
    assert!(spans.lock().unwrap().is_empty());
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unavailable_collector_fails_no_request() {
    let app = TestApp::start().await;
    let nowhere = format!("http://{}", TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap());
    let (mut api, base) = api(&app, &[("OTEL_EXPORTER_OTLP_ENDPOINT", &nowhere)]).await;
    for _ in 0..10 {
        assert_eq!(app.http.get(format!("{base}/health/live")).send().await.unwrap().status(), 200);
    }
    assert!(api.terminate().await, "it exits cleanly");
    app.finish().await;
}

#[tokio::test]
async fn without_a_collector_jobs_carry_no_trace_context() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let body = json!({"channel": "in_app", "to": "alice", "body": "hello"});
    let send = alice.request(Method::POST, "/v1/messages").header("traceparent", format!("00-{TRACE}-{PARENT}-01"));
    alice.call(send.json(&body)).await.expect(202);
    assert_eq!(app.count("SELECT count(trace_context) FROM jobs").await, 0);
    app.drain_jobs().await;
    app.finish().await;
}
