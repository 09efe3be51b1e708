//! Webhooks on demand, and their redelivery.

use serde_json::{Value, json};

use crate::harness::{Harness, text, wamid};

const ANYONE: &str = "+15550100001";
const WEBHOOK: &str = "/simulator/whatsapp/webhook";
const STATUSES: &str = "/simulator/whatsapp/statuses";

#[tokio::test]
async fn a_webhook_is_redelivered_until_acknowledged() {
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
async fn stopping_drops_pending_redeliveries() {
    let mut harness = Harness::start().await;
    harness.answers.lock().unwrap().extend([500; 10]);
    let wamid = harness.accepted(&text(ANYONE, "a")).await;
    harness.status("sent", &wamid).await;
    harness.end().await;
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
async fn handshake_page_and_magic_table_are_served() {
    let harness = Harness::start().await;
    let handshake = harness.post("/simulator/whatsapp/handshake", &json!({})).await;
    let report: Value = handshake.json().await.unwrap();
    assert_eq!(report, json!({"status": 200, "challenge_echoed": true}));
    assert_eq!(harness.get("/health").await, json!({"status": "healthy"}));
    let table = harness.get("/simulator/whatsapp/magic-recipients").await;
    assert!(table["codes"].is_array());
    harness.close().await;
}
#[tokio::test]
async fn invalid_handshakes_can_be_sent() {
    let harness = Harness::start().await;
    for (variant, status) in [("right", 200), ("wrong_token", 403), ("missing_mode", 403)] {
        let report: Value =
            harness.post("/simulator/whatsapp/handshake", &json!({"variant": variant})).await.json().await.unwrap();
        assert_eq!(report, json!({"status": status, "challenge_echoed": status == 200}));
    }
    let bare = harness.client.post(harness.url("/simulator/whatsapp/handshake")).send().await.unwrap();
    assert_eq!(bare.json::<Value>().await.unwrap()["status"], 200);
    harness.close().await;
}

#[tokio::test]
async fn statuses_can_be_batched_in_one_webhook() {
    let mut harness = Harness::start().await;
    let own = harness.accepted(&text("+9995000003", "a")).await;
    let other = wamid(harness.send_as("42", "simulator-token-42", &text("+9995000003", "b")).await.unwrap()).await;
    let wanted = json!({"statuses": [
        {"wamid": own, "status": "sent", "timestamp": 1_767_312_000},
        {"wamid": other, "status": "failed", "error_code": 131_026},
        {"wamid": own, "status": "delivered", "timestamp": "soon"},
        {"wamid": "wamid.UNKNOWN", "status": "unheard_of"},
        {"wamid": own, "status": "read"},
    ]});
    let response = harness.post(STATUSES, &wanted).await;
    assert_eq!(response.json::<Value>().await.unwrap(), json!({"http_status": 200}));
    let webhook = harness.webhook().await;
    assert_eq!(webhook.signature, harness.sign(&webhook.body));
    let entries = webhook.json()["entry"].as_array().unwrap().clone();
    assert_eq!(entries.len(), 2);
    let values: Vec<_> =
        entries.iter().flat_map(|entry| entry["changes"].as_array().unwrap()).map(|change| &change["value"]).collect();
    let numbers: Vec<_> = values.iter().map(|value| value["metadata"]["phone_number_id"].as_str().unwrap()).collect();
    let configured = harness.config.phone_number_id.as_str();
    assert_eq!(numbers, [configured, "42", configured, configured]);
    let statuses: Vec<_> = values.iter().flat_map(|value| value["statuses"].as_array().unwrap()).collect();
    let ids: Vec<_> = statuses.iter().map(|status| status["id"].as_str().unwrap()).collect();
    assert_eq!(ids, [&own, &other, &own, "wamid.UNKNOWN", &own]);
    assert_eq!((&statuses[0]["timestamp"], &statuses[2]["timestamp"]), (&json!("1767312000"), &json!("soon")));
    assert_eq!((&statuses[1]["errors"][0]["code"], &statuses[3]["status"]), (&json!(131_026), &json!("unheard_of")));
    assert_eq!(statuses[1]["biz_opaque_callback_data"], "b");
    harness.close().await;
}

#[tokio::test]
async fn a_webhook_holds_up_to_a_thousand_statuses() {
    let mut harness = Harness::start().await;
    let status = |number: usize| json!({"wamid": format!("wamid.{number:0100}"), "status": "sent"});
    let statuses: Vec<_> = (0..1000).map(status).collect();
    assert_eq!(harness.post(STATUSES, &json!({"statuses": statuses})).await.status(), 200);
    let sent = harness.webhook().await.json();
    let entries = sent["entry"].as_array().unwrap();
    let changes: Vec<_> = entries.iter().flat_map(|entry| entry["changes"].as_array().unwrap()).collect();
    assert_eq!((entries.len(), changes.len()), (2, 4));
    let ids: Vec<_> = changes.iter().flat_map(|change| change["value"]["statuses"].as_array().unwrap()).collect();
    assert!(ids.iter().enumerate().all(|(number, status)| status["id"] == format!("wamid.{number:0100}")));
    assert_eq!(ids.len(), 1000);

    let too_many: Vec<_> = (0..1001).map(status).collect();
    for wrong in [
        json!({"statuses": too_many}),
        json!({"statuses": []}),
        json!({"statuses": [status(1)], "wamid": "wamid.1"}),
        json!({"wamid": "wamid.1"}),
        json!({"wamid": "wamid.1", "status": "sent", "times": 101}),
        json!({"wamid": "wamid.1", "status": "sent", "time": 1}),
    ] {
        assert_eq!(harness.post(STATUSES, &wrong).await.status(), 400);
    }
    harness.close().await;
}

#[tokio::test]
async fn any_webhook_can_be_sent() {
    let mut harness = Harness::start().await;
    harness.answers.lock().unwrap().extend([200, 401, 403, 500]);
    let raw = "{\"object\": 1,  \"object\": \"é";
    for (wanted, status) in [
        (json!({"raw": raw}), 200),
        (json!({"raw": raw, "signature": "wrong"}), 401),
        (json!({"raw": raw, "signature": "missing"}), 403),
        (json!({"body": {"entry": ["é"]}, "signature": "right"}), 500),
    ] {
        let answer = harness.post(WEBHOOK, &wanted).await;
        assert_eq!(answer.json::<Value>().await.unwrap(), json!({"http_status": status}));
    }
    let right = harness.webhook().await;
    assert_eq!((right.body.as_ref(), &right.signature), (raw.as_bytes(), &harness.sign(raw.as_bytes())));
    let wrong = harness.webhook().await;
    assert_eq!((wrong.body.as_ref(), wrong.signature.len()), (raw.as_bytes(), right.signature.len()));
    assert_ne!(wrong.signature, right.signature);
    assert_eq!(harness.webhook().await.signature, "");
    let json = harness.webhook().await;
    assert_eq!(json.body, "{\"entry\":[\"\\u00e9\"]}");
    assert_eq!(json.signature, harness.sign(&json.body));

    harness.post(WEBHOOK, &json!({"raw": "", "times": 2})).await;
    for _ in 0..2 {
        assert!(harness.webhook().await.body.is_empty());
    }
    for wrong in [json!({}), json!({"raw": "a", "body": 1}), json!({"raw": "a", "signature": "none"})] {
        assert!(harness.post(WEBHOOK, &wrong).await.status().is_client_error());
    }
    harness.close().await;
}
