//! Inbound messages from phones, and hostile webhooks.

use chrono::TimeDelta;
use futures::StreamExt;
use futures::stream;
use hmac::{Hmac, Mac};
use reqwest::Method;
use serde_json::{Value, json};
use sha2::Sha256;

use crate::harness::{Caller, Options, TestApp, eventually};
use crate::hooks::{deliver, status, timestamp};

pub(super) const PHONE: &str = "+15550100001";

pub(super) fn webhook(number: &str, messages: &[Value]) -> String {
    json!({"object": "whatsapp_business_account", "entry": [{"id": "WABA1", "changes": [{"field": "messages", "value": {
        "messaging_product": "whatsapp", "metadata": {"phone_number_id": number},
        "contacts": [{"profile": {"name": "Ada"}, "wa_id": "15550100001"}], "messages": messages,
    }}]}]})
    .to_string()
}

pub(super) fn text(id: &str, body: &str) -> Value {
    json!({"id": id, "from": "15550100001", "timestamp": timestamp(), "type": "text", "text": {"body": body}})
}

pub(super) fn platform(app: &TestApp) -> String {
    app.app.config.whatsapp.as_ref().unwrap().phone_number_id.clone()
}

/// Sends a message until delivered; returns it.
pub(super) async fn delivered(app: &TestApp, sender: &Caller<'_>, to: &str) -> Value {
    let message = sender.send("whatsapp", to).await;
    app.drain_jobs().await;
    let wamid = sender.message(&message).await["provider_message_id"].as_str().unwrap().to_owned();
    deliver(app, &crate::hooks::webhook(&[status(&wamid, "delivered")])).await.expect(200);
    app.drain_jobs().await;
    sender.message(&message).await
}

/// Receives and stores inbound messages.
pub(super) async fn receive(app: &TestApp, messages: &[Value]) {
    deliver(app, &webhook(&platform(app), messages)).await.expect(200);
    app.drain_jobs().await;
}

pub(super) async fn received(caller: &Caller<'_>) -> Vec<Value> {
    let page = caller.get("/v1/messages?direction=received").await.expect(200);
    page["data"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_reply_reaches_the_account_that_it_answers() {
    let app = TestApp::start().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let first = alice.send("whatsapp", PHONE).await;
    app.drain_jobs().await;
    let second = delivered(&app, &bob, PHONE).await;
    receive(&app, &[text("wamid.IN1", "for bob, whose message alone was delivered")]).await;
    let mut quoting = text("wamid.IN2", "for alice");
    let wamid = alice.message(&first).await["provider_message_id"].clone();
    quoting["context"] = json!({"from": "1", "id": wamid});
    receive(&app, &[quoting]).await;
    assert_eq!(second["status"], "delivered");
    let (to_alice, to_bob) = (received(&alice).await, received(&bob).await);
    assert_eq!((to_alice.len(), to_bob.len()), (1, 1));
    let message = &to_alice[0];
    assert_eq!(
        (&message["body"], &message["from"], &message["sender"], &message["channel"], &message["status"]),
        (&json!("for alice"), &json!(PHONE), &Value::Null, &json!("whatsapp"), &json!("delivered"))
    );
    assert_eq!(
        (&message["price"], &message["job_id"], &message["provider_error"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );
    assert_eq!(message["recipient"]["username"], "alice");
    assert_eq!(message["metadata"], json!({"type": "text"}));
    let note = json!({"channel": "in_app", "to": "alice", "body": "hello", "metadata": {"order": 7}});
    bob.post("/v1/messages", &note).await.expect(202);
    app.drain_jobs().await;
    let from_bob = received(&alice).await.remove(0);
    assert_eq!(
        (&from_bob["body"], &from_bob["metadata"]),
        (&json!("hello"), &json!({})),
        "each account sees its own data"
    );
    assert_eq!(bob.message(&to_bob[0]).await["body"], "for bob, whose message alone was delivered");
    assert_eq!((&message["reference_id"], &to_bob[0]["reference_id"]), (&wamid, &Value::Null));
    bob.get(&format!("/v1/messages/{}", message["id"].as_str().unwrap())).await.problem(404, "not_found");
    eventually("an event", || async {
        let page = alice.get("/v1/events?limit=100").await.expect(200);
        let found = page["data"].as_array().unwrap().iter().find(|it| it["type"] == "message.received").cloned();
        found.filter(|event| event["data"]["id"] == message["id"] && event["data"]["from"] == PHONE)
    })
    .await;
    let read =
        alice.post(&format!("/v1/messages/{}/read", message["id"].as_str().unwrap()), &json!({})).await.expect(200);
    assert_eq!(read["status"], "read");
    bob.post(&format!("/v1/messages/{}/read", message["id"].as_str().unwrap()), &json!({}))
        .await
        .problem(404, "not_found");
    app.finish().await;
}

#[tokio::test]
async fn inbound_messages_are_stored_once_and_independently() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    delivered(&app, &alice, PHONE).await;
    let image = json!({"id": "wamid.IN3", "from": "15550100001", "timestamp": timestamp(), "type": "image",
        "image": {"id": "77", "mime_type": "image/png", "caption": "look"}});
    let broken = json!({"id": 17, "from": [], "type": "text"});
    let hidden = json!({"id": "wamid.IN4", "from_user_id": "US.1349000000000000", "type": "unsupported"});
    let messages = [text("wamid.IN1", "one"), broken, text("wamid.IN1", "one"), image, hidden];
    receive(&app, &messages).await;
    receive(&app, &messages[..1]).await;
    let stored = received(&alice).await;
    assert_eq!(stored.len(), 2, "the message with a hidden number has no owner: {stored:?}");
    assert_eq!(stored[0]["content"]["media"], json!({"type": "image", "id": "77", "caption": "look"}));
    assert_eq!(app.count("SELECT count(*) FROM messages WHERE from_number = 'US.1349000000000000'").await, 1);
    app.finish().await;
}

#[tokio::test]
async fn marketing_opt_outs_still_allow_other_messages() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    for (name, category) in [("offer", "marketing"), ("note", "utility")] {
        let body = json!({"name": name, "language": "en", "category": category, "body": "Hello"});
        alice.post("/v1/templates", &body).await.expect(201);
    }
    for to in ["+9991131050", "+9993131050"] {
        let send = async |name: &str| {
            alice.post("/v1/messages", &json!({"channel": "whatsapp", "to": to, "template": {"name": name}})).await
        };
        let message = send("offer").await.expect(202)["message"].take();
        app.drain_jobs().await;
        if to == "+9993131050" {
            let wamid = alice.message(&message).await["provider_message_id"].clone();
            let error = json!({"code": 131_050, "title": "stopped"});
            let status = json!({"id": wamid, "status": "failed", "timestamp": timestamp(), "errors": [error]});
            deliver(&app, &crate::hooks::webhook(&[status])).await.expect(200);
            app.drain_jobs().await;
        }
        assert_eq!(alice.message(&message).await["error"]["code"], "recipient_opted_out");
        send("offer").await.problem(422, "recipient_opted_out");
        send("note").await.expect(202);
        app.drain_jobs().await;
    }
    let scopes = alice.get("/v1/opt-outs").await.expect(200);
    assert!(scopes["data"].as_array().unwrap().iter().all(|it| it["scope"] == "marketing"), "{scopes}");
    app.finish().await;
}

#[tokio::test]
async fn a_dry_run_reports_the_service_window() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    delivered(&app, &alice, PHONE).await;
    let mut message = text("wamid.IN1", "hello");
    let now = app.app.clock.now();
    message["timestamp"] = json!(now.timestamp().to_string());
    receive(&app, &[message]).await;
    let body = json!({"channel": "whatsapp", "to": PHONE, "body": "hello"});
    let ends = async || alice.post("/v1/messages?dry_run=true", &body).await.expect(200)["window_ends_at"].clone();
    let end: chrono::DateTime<chrono::Utc> = ends().await.as_str().unwrap().parse().unwrap();
    assert!((end - now - TimeDelta::hours(24)).abs() < TimeDelta::seconds(2), "{end}");
    app.advance(TimeDelta::hours(25));
    assert_eq!(alice.post("/v1/messages?dry_run=true", &body).await.status, 401, "the token has expired a day later");
    let alice = app.log_in("alice").await;
    let answer = alice.post("/v1/messages?dry_run=true", &body).await.expect(200);
    assert_eq!(answer["window_ends_at"], Value::Null);
    app.finish().await;
}

#[tokio::test]
async fn messages_from_simulated_phones_arrive() {
    let app = TestApp::with(Options { statuses: true, ..Options::default() }).await;
    let alice = app.user("alice").await;
    alice.send("whatsapp", PHONE).await;
    app.drain_jobs().await;
    eventually("the statuses are in", || async {
        app.drain_jobs().await;
        let sent = alice.get("/v1/messages?direction=sent").await.expect(200);
        (sent["data"][0]["status"] == "delivered").then_some(())
    })
    .await;
    let answer = app.control(Method::POST, "inbound", &json!({"from": PHONE, "text": "h\u{e9}llo"})).await;
    assert_eq!(answer["http_status"], 200);
    app.drain_jobs().await;
    let stored = received(&alice).await;
    assert_eq!((&stored[0]["body"], &stored[0]["provider_message_id"]), (&json!("h\u{e9}llo"), &answer["id"]));
    app.finish().await;
}

fn signed(app: &TestApp, body: &[u8]) -> String {
    let secret = app.env.iter().find(|(name, _)| name == "WHATSAPP_APP_SECRET").unwrap().1.clone();
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(body);
    format!("sha256={}", hex::encode(mac.finalize().into_bytes()))
}

#[tokio::test]
async fn hostile_webhooks_leave_no_row_and_break_nothing() {
    let app = TestApp::start().await;
    let anonymous = app.anonymous();
    let post = async |body: Vec<u8>, signature: Option<String>| {
        let mut request = anonymous.request(Method::POST, "/v1/hooks/whatsapp");
        if let Some(signature) = signature {
            request = request.header("x-hub-signature-256", signature);
        }
        anonymous.call(request.body(body)).await.status
    };
    let rows = async || app.count("SELECT (SELECT count(*) FROM jobs) + (SELECT count(*) FROM messages)").await;
    let good = webhook(&platform(&app), &[text("wamid.IN1", "hello")]).into_bytes();
    assert_eq!(post(good.clone(), None).await, 401);
    assert_eq!(post(good.clone(), Some(signed(&app, b"other"))).await, 401);
    let large = vec![b' '; 10 * 1024 * 1024];
    let answer =
        anonymous.request(Method::POST, "/v1/hooks/whatsapp").header("x-hub-signature-256", signed(&app, &large));
    match answer.body(large).send().await {
        Ok(answer) => assert_eq!(answer.status(), 413),
        Err(error) => assert!(error.is_request() || error.is_body(), "the connection was closed early: {error}"),
    }
    let wrong = [
        json!(null),
        json!([]),
        json!("text"),
        json!({"entry": 1}),
        json!({"entry": [null, 1, "x", {"changes": {}}, {"changes": [null, {"value": 5}, {"value": {"statuses": "x", "messages": 7}}]}]}),
        json!({"entry": [{"changes": [{"value": {"statuses": [null, 1, {}, {"id": 1, "status": "sent"}, {"id": "", "status": "sent"},
            {"id": "wamid.1", "status": 7}, {"id": "wamid.1", "status": "exploded"}, {"id": "wamid\u{0}", "status": "sent"}]}}]}]}),
        json!({"entry": [{"changes": [{"value": {"messages": [null, {}, {"id": "x"}, {"id": "x", "type": "text"}, {"type": "text"},
            {"id": "x", "from": "1", "type": 5}]}}]}]}),
        json!({"unknown": {"fields": [1, 2, 3]}, "entry": [{"more": true, "changes": [{"field": "other", "value": {"errors": [{"code": "x"}]}}]}]}),
    ];
    for body in wrong {
        let body = body.to_string().into_bytes();
        let signature = signed(&app, &body);
        assert_eq!(post(body.clone(), Some(signature)).await, 200, "{}", String::from_utf8_lossy(&body));
    }
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)).into_bytes();
    for body in [deep, b"{".to_vec(), b"\xff\xfe".to_vec(), Vec::new()] {
        let signature = signed(&app, &body);
        assert_eq!(post(body, Some(signature)).await, 400);
    }
    assert_eq!(rows().await, 0, "nothing of this was stored");
    // A valid one, a thousand times: stored once.
    let signature = signed(&app, &good);
    let answers = stream::iter(0..1000).map(|_| post(good.clone(), Some(signature.clone())));
    let answers: Vec<_> = answers.buffer_unordered(32).collect().await;
    assert!(answers.iter().all(|status| *status == 200), "{answers:?}");
    assert_eq!(rows().await, 1);
    app.drain_jobs().await;
    assert_eq!(app.count("SELECT count(*) FROM messages").await, 1);
    app.finish().await;
}
