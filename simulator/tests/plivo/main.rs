//! The simulated Plivo Message API, called by a client.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::time::Duration;

use axum::{
    Router,
    extract::Query,
    http::{HeaderMap, StatusCode},
    routing::any,
};
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::{Value, json};
use simulator::{Config, plivo};
use tokio::{net::TcpListener, sync::mpsc};
use tokio_util::sync::{CancellationToken, DropGuard};

struct Harness {
    config: plivo::Config,
    client: Client,
    base: String,
    _stop: DropGuard,
}

impl Harness {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let (config, stop) = (plivo::Config::test_credentials(), CancellationToken::new());
        let simulated = Config { plivo: config.clone(), ..Config::fake() };
        tokio::spawn(simulator::run(simulated, listener, stop.clone()));
        let client = Client::builder().no_proxy().timeout(Duration::from_secs(10)).build().unwrap();
        Self { config, client, base, _stop: stop.drop_guard() }
    }

    fn request(&self) -> RequestBuilder {
        let url = format!("{}/v1/Account/{}/Message/", self.base, self.config.auth_id);
        self.client.post(url).basic_auth(&self.config.auth_id, Some(&self.config.auth_token))
    }

    async fn send(&self, change: impl FnOnce(&mut Value)) -> Response {
        let mut body = json!({"src": self.config.source, "dst": "15550100001", "text": "Hello", "log": false});
        change(&mut body);
        self.request().json(&body).send().await.unwrap()
    }

    async fn send_to(&self, to: &str) -> Response {
        self.send(|body| body["dst"] = json!(to)).await
    }

    async fn report(&self, what: &str) -> Value {
        let answer = self.client.get(format!("{}/simulator/plivo/{what}", self.base)).send().await.unwrap();
        answer.json::<Value>().await.unwrap()["data"].take()
    }
}

async fn error(response: Response, status: u16) -> Value {
    assert_eq!(response.status(), status);
    let mut body: Value = response.json().await.unwrap();
    assert!(body["api_id"].is_string());
    body["error"].take()
}

#[tokio::test]
async fn a_message_arrives() {
    let plivo = Harness::start().await;
    for to in ["15550100001", "+15550100001"] {
        let response = plivo.send_to(to).await;
        assert_eq!(response.status(), 202);
        let answer: Value = response.json().await.unwrap();
        assert_eq!(answer["message_uuid"].as_array().unwrap().len(), 1);
        let messages = plivo.report("messages?to=%2B15550100001").await;
        assert_eq!(messages[0]["message_uuid"], answer["message_uuid"][0]);
        assert_eq!((&messages[0]["to"], &messages[0]["text"]), (&json!("+15550100001"), &json!("Hello")));
    }
    assert_eq!(plivo.report("messages").await.as_array().unwrap().len(), 2);
    assert_eq!(plivo.report("messages?to=15550100002").await, json!([]));
}

#[tokio::test]
async fn only_the_account_credentials_are_accepted() {
    let plivo = Harness::start().await;
    let url = format!("{}/v1/Account/{}/Message/", plivo.base, plivo.config.auth_id);
    let body = json!({"src": plivo.config.source, "dst": "15550100001", "text": "Hello"});
    let (id, token) = (&plivo.config.auth_id, &plivo.config.auth_token);
    for request in [
        plivo.client.post(&url),
        plivo.client.post(&url).basic_auth(id, Some("another")),
        plivo.client.post(&url).basic_auth("another", Some(token)),
        plivo.client.post(url.replace(id.as_str(), "another")).basic_auth(id, Some(token)),
        plivo.client.post(&url).bearer_auth(token),
    ] {
        error(request.json(&body).send().await.unwrap(), 401).await;
    }
    assert_eq!(plivo.report("messages").await, json!([]));
}

#[tokio::test]
async fn invalid_requests_are_refused() {
    let plivo = Harness::start().await;
    let source = plivo.config.source.clone();
    let changes: [&dyn Fn(&mut Value); 8] = [
        &|body| drop(body.as_object_mut().unwrap().remove("src")),
        &|body| body["src"] = json!("15550108888"),
        &|body| drop(body.as_object_mut().unwrap().remove("dst")),
        &|body| body["dst"] = json!("0555"),
        &|body| body["dst"] = json!(source),
        &|body| body["text"] = json!(""),
        &|body| body["text"] = json!("x".repeat(1601)),
        &|body| body["to"] = json!("15550100001"),
    ];
    for change in changes {
        error(plivo.send(change).await, 400).await;
    }
    error(plivo.request().body("{}").send().await.unwrap(), 400).await;
    error(plivo.request().header("content-type", "application/json").body("{").send().await.unwrap(), 400).await;
}

#[tokio::test]
async fn paths_are_exact() {
    let plivo = Harness::start().await;
    let url = format!("{}/v1/Account/{}/Message", plivo.base, plivo.config.auth_id);
    error(plivo.client.post(&url).send().await.unwrap(), 404).await;
    error(plivo.client.request(Method::PUT, format!("{url}/")).send().await.unwrap(), 405).await;
}

#[tokio::test]
async fn magic_numbers_behave_as_documented() {
    let plivo = Harness::start().await;
    assert!(error(plivo.send_to("15550000400").await, 400).await.is_object());
    assert!(error(plivo.send_to("15550000403").await, 403).await.is_string());
    error(plivo.send_to("15550000500").await, 500).await;
    let bulk: Value = plivo.send_to("15550000422").await.json().await.unwrap();
    assert_eq!((&bulk["message_uuid"], &bulk["invalid_number"]), (&json!([]), &json!(["15550000422"])));
    let page = plivo.send_to("15550000502").await;
    assert_eq!(page.status(), 502);
    assert!(page.text().await.unwrap().starts_with('<'));
    for (to, status) in [("15550000002", 503), ("15550000429", 429)] {
        for _ in 0..2 {
            let refused = plivo.send_to(to).await;
            assert_eq!(refused.headers().contains_key("retry-after"), status == 429);
            error(refused, status).await;
            assert_eq!(plivo.send_to(to).await.status(), 202);
        }
    }
    let lost = json!({"src": plivo.config.source, "dst": "15550000408", "text": "Hello"});
    assert!(plivo.request().json(&lost).send().await.is_err());
    assert_eq!(plivo.report("messages?to=15550000408").await.as_array().unwrap().len(), 1);
    assert_eq!(plivo.report("requests?to=15550000408").await[0]["http_status"], Value::Null);
    assert_eq!(plivo.report("magic-recipients").await.as_array().unwrap().len(), 8);
}

#[tokio::test]
async fn the_calls_of_plivos_libraries_are_accepted() {
    let plivo = Harness::start().await;
    assert_eq!((plivo.config.auth_id.len(), &plivo.config.auth_id[..2]), (20, "MA"), "the libraries check this");
    for log in [json!(true), json!("true"), json!("false"), json!("content_only"), json!("number_only")] {
        assert_eq!(plivo.send(|body| body["log"] = log.clone()).await.status(), 202, "{log}");
    }
    for log in [json!("yes"), json!(1)] {
        error(plivo.send(|body| body["log"] = log.clone()).await, 400).await;
    }
    let pool = json!({"dst": "15550100001", "text": "Hello", "powerpack_uuid": "a1b2"});
    assert_eq!(plivo.request().json(&pool).send().await.unwrap().status(), 202);
    error(plivo.send(|body| body["powerpack_uuid"] = json!("a1b2")).await, 400).await;
}

#[tokio::test]
async fn a_call_can_have_several_recipients() {
    let plivo = Harness::start().await;
    let answer: Value = plivo.send_to("15550100001<+15550100002<0<15550000422").await.json().await.unwrap();
    assert_eq!(answer["message_uuid"].as_array().unwrap().len(), 2);
    assert_eq!(answer["invalid_number"], json!(["0", "15550000422"]));
    let messages = plivo.report("messages").await;
    let to: Vec<_> = messages.as_array().unwrap().iter().map(|message| message["to"].as_str().unwrap()).collect();
    assert_eq!(to, ["+15550100002", "+15550100001"]);
    error(plivo.send_to(&vec!["15550100001"; 1001].join("<")).await, 400).await;
    error(plivo.send_to("0<1").await, 400).await;
}

#[tokio::test]
async fn messages_can_be_read_and_listed() {
    let plivo = Harness::start().await;
    let sent: Value = plivo.send_to("15550100001").await.json().await.unwrap();
    plivo.send_to("15550100002").await;
    let (id, uuid) = (&plivo.config.auth_id, sent["message_uuid"][0].as_str().unwrap());
    let base = format!("{}/v1/Account/{id}/Message/", plivo.base);
    let get = |path: String| plivo.client.get(path).basic_auth(id, Some(&plivo.config.auth_token)).send();
    let message: Value = get(format!("{base}{uuid}/")).await.unwrap().json().await.unwrap();
    assert_eq!((&message["message_uuid"], &message["to_number"]), (&json!(uuid), &json!("15550100001")));
    assert_eq!((&message["units"], &message["message_direction"]), (&json!(1), &json!("outbound")));
    error(get(format!("{base}none/")).await.unwrap(), 404).await;
    error(plivo.client.get(format!("{base}{uuid}/")).send().await.unwrap(), 401).await;
    let page: Value = get(format!("{base}?limit=1")).await.unwrap().json().await.unwrap();
    assert_eq!((&page["meta"]["total_count"], &page["meta"]["previous"]), (&json!(2), &Value::Null));
    assert_eq!(page["objects"][0]["to_number"], "15550100002");
    let next = format!("{}{}", plivo.base, page["meta"]["next"].as_str().unwrap());
    let page: Value = get(next).await.unwrap().json().await.unwrap();
    assert_eq!((&page["objects"][0]["message_uuid"], &page["meta"]["next"]), (&json!(uuid), &Value::Null));
    let page: Value = get(format!("{base}?to_number=15550100001")).await.unwrap().json().await.unwrap();
    assert_eq!(page["objects"].as_array().unwrap().len(), 1);
    for query in ["limit=0", "limit=21", "limit=a", "odd=1", "message_time__gte=soon"] {
        error(get(format!("{base}?{query}")).await.unwrap(), 400).await;
    }
}

#[tokio::test]
async fn states_are_reported_by_callbacks() {
    let plivo = Harness::start().await;
    let (sender, mut callbacks) = mpsc::unbounded_channel();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let hook = format!("http://{}/hook?tenant=7", listener.local_addr().unwrap());
    let take = move |method: Method, headers: HeaderMap, Query(query): Query<Value>, body: String| {
        let signature = headers["x-plivo-signature-v3"].to_str().unwrap().to_owned();
        assert!(headers.contains_key("x-plivo-signature-v3-nonce"));
        sender.send((method, query, body, signature)).unwrap();
        std::future::ready(StatusCode::OK)
    };
    tokio::spawn(async move { axum::serve(listener, Router::new().route("/hook", any(take))).await });
    plivo.send(|body| body["url"] = json!(hook)).await;
    for state in ["queued", "sent", "delivered"] {
        let (method, query, body, signature) = callbacks.recv().await.unwrap();
        assert_eq!((method, query), (Method::POST, json!({"tenant": "7"})));
        assert!(body.contains(&format!("Status={state}")) && body.contains("To=15550100001"), "{body}");
        assert_eq!(signature.len(), 44, "base64 of 32 bytes");
    }
    plivo.send(|body| (body["url"], body["method"]) = (json!(hook), json!("GET"))).await;
    let (method, query, body, _) = callbacks.recv().await.unwrap();
    assert_eq!((method, &query["Status"], body.as_str()), (Method::GET, &json!("queued"), ""));
    error(plivo.send(|body| body["url"] = json!("somewhere")).await, 400).await;
}
