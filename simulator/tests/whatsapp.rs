//! The WhatsApp Cloud API as its adapter and its webhooks' receiver see it, over real HTTP.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod harness;

use harness::{Harness, refusal, text};
use serde_json::{Value, json};

const ANYONE: &str = "+15550100001";

#[tokio::test]
async fn a_message_is_accepted_sent_and_delivered() {
    let mut harness = Harness::start().await;
    let response = harness.send(&text(ANYONE, "msg_zażółć")).await.unwrap();
    assert_eq!(response.status(), 200);
    let answer: Value = response.json().await.unwrap();
    let wamid = answer["messages"][0]["id"].as_str().unwrap();
    assert!(wamid.starts_with("wamid."));
    assert_eq!(answer["messaging_product"], "whatsapp");
    assert_eq!(answer["contacts"], json!([{"input": ANYONE, "wa_id": "15550100001"}]));

    for name in ["sent", "delivered"] {
        let webhook = harness.webhook().await;
        assert_eq!(webhook.signature, harness.sign(&webhook.body));
        assert!(webhook.body.is_ascii());
        let status = webhook.status();
        assert_eq!((&status["id"], &status["status"]), (&json!(wamid), &json!(name)));
        assert_eq!(status["recipient_id"], "15550100001");
        assert_eq!(status["biz_opaque_callback_data"], "msg_zażółć");
        assert!(status["timestamp"].as_str().unwrap().parse::<i64>().unwrap() > 0);
    }

    let messages = harness.get("/simulator/whatsapp/messages").await;
    let message = &messages["data"][0];
    assert_eq!((&message["to"], &message["status"]), (&json!(ANYONE), &json!("delivered")));
    assert_eq!(message["body"], "Your order left the depot.");
    harness.close().await;
}

#[tokio::test]
async fn a_number_without_a_plus_is_the_same_and_ids_are_unique() {
    let mut harness = Harness::start().await;
    let mut request = text("15550100001", "a");
    request.as_object_mut().unwrap().remove("biz_opaque_callback_data");
    let first = harness.accepted(&request).await;
    harness.status("sent", &first).await;
    let status = harness.status("delivered", &first).await;
    assert!(status.get("biz_opaque_callback_data").is_none());
    assert_ne!(harness.accepted(&request).await, first);
    let filtered = harness.get("/simulator/whatsapp/messages?to=%2B15550100001&limit=1").await;
    assert_eq!(filtered["data"].as_array().unwrap().len(), 1);
    let nobody = harness.get("/simulator/whatsapp/requests?to=%2B15550100009").await;
    assert_eq!(nobody["data"], json!([]));
}

#[tokio::test]
async fn a_wrong_call_is_refused_in_graphs_shape() {
    let harness = Harness::start().await;
    let body = text(ANYONE, "a");
    let url = harness.send_url();
    let call = |url: &str| harness.client.post(url).bearer_auth(&harness.config.access_token);

    let anonymous = harness.client.post(&url).json(&body).send().await.unwrap();
    assert_eq!(refusal(anonymous).await, (401, 190));
    let wrong = harness.client.post(&url).bearer_auth("other").json(&body).send().await.unwrap();
    assert_eq!(refusal(wrong).await, (401, 190));
    let other_number = url.replace(&harness.config.phone_number_id, "100000000000009");
    assert_eq!(refusal(call(&other_number).json(&body).send().await.unwrap()).await, (400, 33));
    let as_text = call(&url).body(body.to_string()).send().await.unwrap();
    assert_eq!(refusal(as_text).await, (400, 100));
    let cut = call(&url).header("content-type", "application/json").body("{").send().await.unwrap();
    assert_eq!(refusal(cut).await, (400, 100));
    for unknown in [url.replace("v25.0", "v25"), url.replace("messages", "massages")] {
        assert_eq!(refusal(call(&unknown).json(&body).send().await.unwrap()).await, (404, 2500));
    }
    assert_eq!(refusal(harness.client.get(&url).send().await.unwrap()).await, (404, 2500));

    let calls = harness.get("/simulator/whatsapp/requests").await;
    let codes: Vec<_> = calls["data"].as_array().unwrap().iter().map(|call| &call["error_code"]).collect();
    assert_eq!(codes, [100, 100, 33, 190, 190]);
    assert_eq!(harness.get("/simulator/whatsapp/messages").await["data"], json!([]));
    harness.close().await;
}

#[tokio::test]
async fn a_wrong_member_is_refused() {
    let harness = Harness::start().await;
    for (pointer, value, code) in [
        ("/messaging_product", Value::Null, 100),
        ("/messaging_product", json!("sms"), 131_009),
        ("/recipient_type", json!("group"), 131_009),
        ("/to", Value::Null, 100),
        ("/to", json!("555-0100"), 131_009),
        ("/type", Value::Null, 100),
        ("/type", json!("image"), 131_051),
        ("/text", json!({"body": "a", "preview": true}), 100),
        ("/text/body", json!(""), 131_009),
        ("/text/body", json!("é".repeat(4097)), 131_009),
        ("/biz_opaque_callback_data", json!("x".repeat(513)), 131_009),
    ] {
        let mut request = text(ANYONE, "a");
        *request.pointer_mut(pointer).unwrap() = value;
        assert_eq!(harness.refused(&request).await, (400, code), "{pointer}");
    }
    let mut longest = text(ANYONE, "a");
    longest["text"]["body"] = json!("🦀".repeat(4096));
    harness.accepted(&longest).await;
}

#[tokio::test]
async fn magic_26_is_refused_and_126_fails_later() {
    let mut harness = Harness::start().await;
    assert_eq!(harness.refused(&text("+15550000026", "a")).await, (400, 131_026));
    assert_eq!(harness.refused(&text("+15550000026", "a")).await, (400, 131_026));

    let wamid = harness.accepted(&text("+15550000126", "b")).await;
    let status = harness.status("failed", &wamid).await;
    assert_eq!(status["errors"][0]["code"], 131_026);
    assert!(status.get("pricing").is_none());
    let read = harness.post(&format!("/simulator/whatsapp/messages/{wamid}/read"), &json!({})).await;
    assert_eq!(read.status(), 409);
    harness.close().await;
}

#[tokio::test]
async fn magic_2_and_429_are_refused_once_for_the_same_callback_data() {
    let mut harness = Harness::start().await;
    for (recipient, status, code) in [("+15550000002", 503, 2), ("+15550000429", 429, 130_429)] {
        for callback_data in ["a", "b"] {
            let response = harness.send(&text(recipient, callback_data)).await.unwrap();
            let retry_after = response.headers().get("retry-after").cloned();
            assert_eq!(retry_after.is_some_and(|value| value == "1"), status == 429);
            assert_eq!(refusal(response).await, (status, code));
            let wamid = harness.accepted(&text(recipient, callback_data)).await;
            harness.status("sent", &wamid).await;
            harness.status("delivered", &wamid).await;
        }
    }
    harness.close().await;
}

#[tokio::test]
async fn magic_408_and_409_lose_the_answer() {
    let mut harness = Harness::start().await;
    for recipient in ["+15550000409", "+15550000408"] {
        let error = harness.send(&text(recipient, recipient)).await.unwrap_err();
        assert!(error.is_request() && !error.is_timeout() && !error.is_connect(), "{error:?}");
    }
    for name in ["sent", "delivered"] {
        let status = harness.webhook().await.status();
        assert_eq!(status["status"], name);
        assert_eq!(status["biz_opaque_callback_data"], "+15550000408");
    }
    let messages = harness.get("/simulator/whatsapp/messages").await;
    let statuses: Vec<_> = messages["data"].as_array().unwrap().iter().map(|row| &row["status"]).collect();
    assert_eq!(statuses, ["delivered", "accepted"]);
    let calls = harness.get("/simulator/whatsapp/requests").await;
    assert_eq!(calls["data"].as_array().unwrap().len(), 2);
    assert_eq!(calls["data"][0]["http_status"], Value::Null);
    harness.close().await;
}

#[tokio::test]
async fn a_webhook_is_redelivered_until_it_is_taken() {
    let mut harness = Harness::start().await;
    harness.answers.lock().unwrap().extend([500, 204]);
    let wamid = harness.accepted(&text(ANYONE, "a")).await;
    let first = harness.webhook().await;
    for _ in 0..2 {
        let again = harness.webhook().await;
        assert_eq!((again.body, again.signature), (first.body.clone(), first.signature.clone()));
    }
    harness.status("delivered", &wamid).await;
    harness.close().await;
}

#[tokio::test]
async fn stopping_drops_what_is_still_to_be_redelivered() {
    let mut harness = Harness::start().await;
    harness.answers.lock().unwrap().extend([500; 10]);
    let wamid = harness.accepted(&text(ANYONE, "a")).await;
    harness.status("sent", &wamid).await;
    harness.end().await;
}

#[tokio::test]
async fn reading_a_message_sends_its_status() {
    let mut harness = Harness::start().await;
    let wamid = harness.accepted(&text(ANYONE, "a")).await;
    harness.status("sent", &wamid).await;
    harness.status("delivered", &wamid).await;
    let path = format!("/simulator/whatsapp/messages/{wamid}/read");
    let message: Value = harness.post(&path, &json!({})).await.json().await.unwrap();
    assert_eq!(message["status"], "read");
    assert_eq!(harness.status("read", &wamid).await["biz_opaque_callback_data"], "a");
    let unknown = harness.post("/simulator/whatsapp/messages/wamid.X/read", &json!({})).await;
    assert_eq!(unknown.status(), 404);
    harness.close().await;
}

#[tokio::test]
async fn any_status_can_be_sent_and_is_not_redelivered() {
    let mut harness = Harness::start().await;
    harness.answers.lock().unwrap().extend([200, 503]);
    let wanted = json!({"wamid": "wamid.UNKNOWN", "status": "failed", "times": 2, "error_code": 131_049});
    let response = harness.post("/simulator/whatsapp/statuses", &wanted).await;
    assert_eq!(response.json::<Value>().await.unwrap(), json!({"http_status": 503}));
    for _ in 0..2 {
        let status = harness.status("failed", "wamid.UNKNOWN").await;
        assert_eq!(status["errors"][0]["code"], 131_049);
        assert!(status.get("recipient_id").is_none());
    }
    harness.close().await;
}

#[tokio::test]
async fn the_handshake_the_page_and_the_magic_table_answer() {
    let harness = Harness::start().await;
    let handshake = harness.post("/simulator/whatsapp/handshake", &json!({})).await;
    let report: Value = handshake.json().await.unwrap();
    assert_eq!(report, json!({"status": 200, "challenge_echoed": true}));
    assert_eq!(harness.get("/health").await, json!({"status": "healthy"}));
    let table = harness.get("/simulator/whatsapp/magic-recipients").await;
    assert_eq!(table["data"].as_array().unwrap().len(), 6);
    harness.close().await;
}
