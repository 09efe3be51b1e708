//! Limits, the service window and outages.

use serde_json::{Value, json};

use crate::harness::{Harness, refusal, template, text, wamid};

const ANYONE: &str = "+15550100001";
const LIMITS: &str = "/simulator/whatsapp/limits";
const OUTAGE: &str = "/simulator/whatsapp/outage";

/// Sends until the rate limit is hit.
async fn exhaust(harness: &Harness) -> reqwest::Response {
    for _ in 0..100 {
        let response = harness.send(&text(ANYONE, "a")).await.unwrap();
        if response.status() != 200 {
            return response;
        }
    }
    panic!("no limit was hit");
}

#[tokio::test]
async fn each_number_has_its_own_rate_limit() {
    let harness = Harness::start().await;
    let off = json!({
        "messages_per_second": null, "retry_after_seconds": null, "window": "off", "answer_delay_ms": 0, "reverse_statuses": false,
    });
    assert_eq!(harness.get(LIMITS).await, off);
    harness.put(LIMITS, &json!({"messages_per_second": 1})).await;
    let refused = exhaust(&harness).await;
    assert!(refused.headers().get("retry-after").is_none());
    assert_eq!(refusal(refused).await, (429, 130_429));
    wamid(harness.send_as("42", "simulator-token-42", &text(ANYONE, "a")).await.unwrap()).await;

    harness.put(LIMITS, &json!({"messages_per_second": 1, "retry_after_seconds": 7})).await;
    assert_eq!(exhaust(&harness).await.headers()["retry-after"], "7");
    assert_eq!(harness.put(LIMITS, &json!({})).await, off);
    harness.accepted(&text(ANYONE, "a")).await;
}

#[tokio::test]
async fn bursts_of_a_tenth_of_a_second_are_allowed() {
    let harness = Harness::start().await;
    harness.put(LIMITS, &json!({"messages_per_second": 200})).await;
    for _ in 0..20 {
        harness.accepted(&text(ANYONE, "a")).await;
    }
}

#[tokio::test]
async fn invalid_limits_are_rejected() {
    let harness = Harness::start().await;
    for wrong in [
        json!({"messages_per_second": 0}),
        json!({"messages_per_second": -1}),
        json!({"retry_after_seconds": 3601}),
        json!({"window": "closed"}),
        json!({"answer_delay_ms": 60_001}),
        json!({"messages_per_minute": 1}),
    ] {
        harness.put_in_vain(LIMITS, &wrong).await;
    }
}

#[tokio::test]
async fn free_form_messages_outside_the_window_are_refused_or_fail() {
    let mut harness = Harness::start().await;
    harness.accepted(&text("+9995000003", "off")).await;
    harness.put(LIMITS, &json!({"window": "refuse"})).await;
    assert_eq!(harness.refused(&text(ANYONE, "a")).await, (400, 131_047));
    let id = harness.accepted(&template(ANYONE, "hello", &[])).await;
    harness.delivered(&id).await;

    harness.put(LIMITS, &json!({"window": "fail"})).await;
    let id = harness.accepted(&text(ANYONE, "a")).await;
    assert_eq!(harness.status("failed", &id).await["errors"][0]["code"], 131_047);
    let id = harness.accepted(&template(ANYONE, "hello", &[])).await;
    harness.delivered(&id).await;
    harness.close().await;
}

#[tokio::test]
async fn an_inbound_message_opens_the_window_of_its_number_for_a_day() {
    let mut harness = Harness::start().await;
    harness.put(LIMITS, &json!({"window": "refuse"})).await;
    let day_ago = chrono::Utc::now().timestamp() - 24 * 3600;
    for old_or_elsewhere in [
        json!({"from": ANYONE, "text": "hi", "timestamp": day_ago}),
        json!({"from": ANYONE, "text": "hi", "phone_number_id": "42"}),
        json!({"from": "+15550100002", "text": "hi"}),
    ] {
        harness.post("/simulator/whatsapp/inbound", &old_or_elsewhere).await;
        harness.webhook().await;
        assert_eq!(harness.refused(&text(ANYONE, "a")).await, (400, 131_047), "{old_or_elsewhere}");
    }
    for still_open in [json!({"timestamp": day_ago + 600}), json!({}), json!({"timestamp": day_ago})] {
        let mut inbound = json!({"from": ANYONE, "text": "hi"});
        inbound.as_object_mut().unwrap().extend(still_open.as_object().unwrap().clone());
        harness.post("/simulator/whatsapp/inbound", &inbound).await;
        harness.webhook().await;
        let id = harness.accepted(&text(ANYONE, "a")).await;
        harness.delivered(&id).await;
    }
    harness.close().await;
}

#[tokio::test]
async fn an_outage_lasts_until_it_is_cleared() {
    let harness = Harness::start().await;
    assert_eq!(harness.get(OUTAGE).await, json!({"code": null, "recipient": null}));
    for (code, status) in [(131_016, 500), (190, 401), (999_999, 400)] {
        let outage = harness.put(OUTAGE, &json!({"code": code})).await;
        assert_eq!(outage, json!({"code": code, "recipient": null}));
        for _ in 0..2 {
            assert_eq!(harness.refused(&text(ANYONE, "a")).await, (status, code));
        }
    }
    harness.put(OUTAGE, &json!({"code": 131_026, "recipient": "15550100002"})).await;
    harness.accepted(&text(ANYONE, "a")).await;
    assert_eq!(harness.refused(&text("+15550100002", "a")).await, (400, 131_026));
    harness.put(OUTAGE, &json!({"code": null})).await;
    harness.accepted(&text("+15550100002", "a")).await;
    harness.put_in_vain(OUTAGE, &json!({"code": "down"})).await;
}

#[tokio::test]
async fn every_answer_can_be_delayed() {
    let harness = Harness::start().await;
    harness.put(LIMITS, &json!({"answer_delay_ms": 60_000})).await;
    let request = text(ANYONE, "a");
    let accepted = harness.send(&request);
    let mut accepted = std::pin::pin!(accepted);
    while harness.get("/simulator/whatsapp/messages").await["data"] == json!([]) {
        tokio::select! {
            answer = &mut accepted => panic!("{answer:?}"),
            () = tokio::task::yield_now() => {}
        }
    }
    harness.put(LIMITS, &json!({"answer_delay_ms": 1})).await;
    assert_eq!(harness.refused(&text("+9991000190", "b")).await, (401, 190));
    let calls: Value = harness.get("/simulator/whatsapp/requests").await;
    assert_eq!(calls["data"].as_array().unwrap().len(), 2);
}
