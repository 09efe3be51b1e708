use chrono::{TimeDelta, Utc};
use hmac::{Hmac, Mac};
use reqwest::Method;
use serde_json::{Value, json};
use sha2::Sha256;

use crate::harness::{Answer, Caller, TestApp};

const HOOK: &str = "/v1/hooks/whatsapp";
/// The id of the platform's number at the simulator.
pub(super) const SHARED_NUMBER: &str = "100000000000001";

fn signature(app: &TestApp, body: &str) -> String {
    let secret = app.env.iter().find(|(name, _)| name == "WHATSAPP_APP_SECRET").unwrap().1.clone();
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(body.as_bytes());
    format!("sha256={}", hex::encode(mac.finalize().into_bytes()))
}

pub(super) async fn deliver(app: &TestApp, body: &str) -> Answer {
    let anonymous = app.anonymous();
    let request = anonymous.request(Method::POST, HOOK).header("x-hub-signature-256", signature(app, body));
    anonymous.call(request.body(body.to_owned())).await
}

pub(super) fn webhook(statuses: &[Value]) -> String {
    json!({"object": "whatsapp_business_account", "entry": [{"id": "WABA1", "changes": [{"field": "messages", "value": {
        "messaging_product": "whatsapp", "metadata": {"phone_number_id": SHARED_NUMBER}, "statuses": statuses, "new": {"field": 1},
    }}]}]})
    .to_string()
}

pub(super) fn status(wamid: &str, status: &str) -> Value {
    json!({"id": wamid, "status": status, "timestamp": timestamp()})
}

/// The current time in WhatsApp's format.
pub(super) fn timestamp() -> String {
    Utc::now().timestamp().to_string()
}

/// Sends a message that the provider accepts; returns it with the provider's id.
pub(super) async fn sent_message(app: &TestApp, caller: &Caller<'_>) -> (Value, String) {
    let message = caller.send("whatsapp", "+15550100001").await;
    app.drain_jobs().await;
    let message = caller.message(&message).await;
    assert_eq!(message["status"], "sent");
    let wamid = message["provider_message_id"].as_str().unwrap().to_owned();
    (message, wamid)
}

#[tokio::test]
async fn the_handshake_echoes_the_challenge() {
    let app = TestApp::start().await;
    let token = app.env.iter().find(|(name, _)| name == "WHATSAPP_VERIFY_TOKEN").unwrap().1.clone();
    let anonymous = app.anonymous();
    let ask = |mode: &str, token: &str| {
        let query = [("hub.mode", mode), ("hub.challenge", "1158201444"), ("hub.verify_token", token)];
        anonymous.call(anonymous.request(Method::GET, HOOK).query(&query))
    };
    let answer = ask("subscribe", &token).await;
    assert!(answer.headers["content-type"].to_str().unwrap().starts_with("text/plain"));
    assert_eq!(answer.expect(200), json!(1_158_201_444), "the bare challenge");
    ask("subscribe", "another").await.problem(403, "forbidden");
    ask("unsubscribe", &token).await.problem(403, "forbidden");
    anonymous.get(HOOK).await.problem(403, "forbidden");
    app.finish().await;
}

#[tokio::test]
async fn only_signed_webhooks_are_accepted() {
    let app = TestApp::start().await;
    let body = webhook(&[status("wamid.1", "delivered")]);
    let anonymous = app.anonymous();
    let post = || anonymous.request(Method::POST, HOOK);
    anonymous.call(post().body(body.clone())).await.problem(401, "bad_signature");
    for wrong in ["sha256=00", "sha256=", "nonsense", &signature(&app, "another body")] {
        let request = post().header("x-hub-signature-256", wrong).body(body.clone());
        anonymous.call(request).await.problem(401, "bad_signature");
    }
    let bare = signature(&app, &body)["sha256=".len()..].to_owned();
    anonymous.call(post().header("x-hub-signature-256", bare).body(body)).await.problem(401, "bad_signature");
    assert_eq!(app.count("SELECT count(*) FROM jobs").await, 0);
    app.finish().await;
}

#[tokio::test]
async fn statuses_apply_in_any_order_repeated_or_batched() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let (message, wamid) = sent_message(&app, &alice).await;
    let body = webhook(&[
        status(&wamid, "read"),
        status(&wamid, "sent"),
        status("wamid.unknown", "read"),
        status(&wamid, "delivered"),
    ]);
    for _ in 0..3 {
        deliver(&app, &body).await.expect(200);
    }
    assert_eq!(app.drain_jobs().await, 1, "the same webhook again is one job");
    let read = alice.message(&message).await;
    assert_eq!(read["status"], "read");
    for at in ["sent_at", "delivered_at", "read_at"] {
        assert!(read[at].is_string(), "{at}");
    }
    deliver(&app, &webhook(&[status(&wamid, "failed")])).await.expect(200);
    app.drain_jobs().await;
    assert_eq!(alice.message(&message).await["status"], "read", "a status never moves back");
    assert_eq!(alice.balance().await, 99);
    app.finish().await;
}

#[tokio::test]
async fn a_failure_is_refunded_once_and_a_late_delivery_corrects_the_status() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let (message, wamid) = sent_message(&app, &alice).await;
    let mut failed = status(&wamid, "failed");
    failed["errors"] = json!([{"code": 131_047, "title": "Re-engagement message"}]);
    let again =
        json!({"id": wamid, "status": "failed", "timestamp": timestamp(), "new": 1, "errors": [{"code": 131_026}]});
    for body in [webhook(&[failed.clone(), failed]), webhook(&[again])] {
        deliver(&app, &body).await.expect(200);
        app.drain_jobs().await;
        let failed = alice.message(&message).await;
        assert_eq!((&failed["status"], &failed["error"]["code"]), (&json!("failed"), &json!("outside_service_window")));
        assert_eq!(alice.balance().await, 100);
    }
    deliver(&app, &webhook(&[status(&wamid, "delivered")])).await.expect(200);
    app.drain_jobs().await;
    let delivered = alice.message(&message).await;
    assert_eq!((&delivered["status"], &delivered["error"]), (&json!("delivered"), &Value::Null));
    assert_eq!(alice.balance().await, 100, "the refund stays");
    assert_eq!(alice.statement().await, ["refund", "charge", "grant"]);
    app.finish().await;
}

#[tokio::test]
async fn a_status_can_precede_the_send_response() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let send_at = Utc::now() + TimeDelta::minutes(1);
    let body = json!({"channel": "whatsapp", "to": "+15550100001", "body": "hello", "send_at": send_at});
    let message = alice.post("/v1/messages", &body).await.expect(202)["message"].take();
    let mut early = status("wamid.early", "delivered");
    early["biz_opaque_callback_data"] = message["id"].clone();
    deliver(&app, &webhook(&[early])).await.expect(200);
    app.drain_jobs().await;
    app.advance(TimeDelta::minutes(2));
    app.drain_jobs().await;
    assert_eq!(alice.job(&message).await["state"], "succeeded");
    assert_eq!(app.simulated("requests").await, json!([]), "it is already sent");
    let delivered = alice.message(&message).await;
    assert_eq!((&delivered["status"], &delivered["provider_message_id"]), (&json!("delivered"), &json!("wamid.early")));
    app.finish().await;
}

#[tokio::test]
async fn only_what_can_be_read_is_acknowledged() {
    let app = TestApp::start().await;
    for body in ["", "{", "{]}", "<html>"] {
        deliver(&app, body).await.problem(400, "malformed_json");
    }
    for body in ["[]", "{}", r#"{"entry":[{"changes":[{"value":{"statuses":[{"id":1}]}}]}]}"#] {
        deliver(&app, body).await.expect(200);
    }
    deliver(&app, &webhook(&[status("wamid.1", "teleported")])).await.expect(200);
    deliver(&app, &webhook(&[])).await.expect(200);
    assert_eq!(app.count("SELECT count(*) FROM jobs").await, 0);
    app.finish().await;
}

#[tokio::test]
async fn an_unreadable_character_costs_no_webhook() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let (message, wamid) = sent_message(&app, &alice).await;
    // Half of an emoji, a control character, an unknown escape, and a number out of range.
    for (number, text) in [r"cut \ud83d", "tab\there", r"c:\x", r"\ude00"].into_iter().enumerate() {
        let inbound = format!(
            r#"{{"id": "wamid.IN{number}", "from": "15550100001", "timestamp": "{}", "type": "text", "text": {{"body": "{text}"}},
            "context": {{"id": "{wamid}"}}, "new": 1e999}}"#,
            timestamp(),
        );
        let statuses = json!([status(&wamid, "delivered")]);
        let value = format!(
            r#"{{"metadata": {{"phone_number_id": "{SHARED_NUMBER}"}}, "statuses": {statuses}, "messages": [{inbound}]}}"#
        );
        deliver(&app, &format!(r#"{{"entry": [{{"changes": [{{"value": {value}}}]}}]}}"#)).await.expect(200);
    }
    app.drain_jobs().await;
    assert_eq!(alice.message(&message).await["status"], "delivered");
    let page = alice.get("/v1/messages?direction=received").await.expect(200);
    let mut bodies: Vec<_> = page["data"].as_array().unwrap().iter().map(|it| it["body"].as_str().unwrap()).collect();
    bodies.sort_unstable();
    assert_eq!(bodies, [r"c:\x", "cut \u{fffd}", "tab\there", "\u{fffd}"]);
    app.finish().await;
}
