//! Recipients that cause a failure.

use serde_json::{Value, json};

use crate::harness::{Harness, refusal, template, text, wamid};

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
async fn every_code_can_fail_always_once_or_later() {
    let mut harness = Harness::start().await;
    let table = harness.get("/simulator/whatsapp/magic-recipients").await;
    let known = table["codes"].as_array().unwrap().iter();
    let known = known.map(|row| (row["code"].as_u64().unwrap(), row["http_status"].as_u64().unwrap()));
    let unknown = [(131_999, 400), (999_999, 400), (999_500, 500), (250, 403)];
    for (code, status) in known.chain(unknown) {
        let expected = (u16::try_from(status).unwrap(), code);
        for _ in 0..2 {
            assert_eq!(harness.refused(&text(&format!("+9991{code:06}"), "a")).await, expected);
        }
        let once = format!("+9992{code:06}");
        assert_eq!(harness.refused(&text(&once, "a")).await, expected);
        assert_eq!(harness.refused(&text(&once, "b")).await, expected);
        let id = harness.accepted(&text(&once, "a")).await;
        harness.delivered(&id).await;

        let id = harness.accepted(&template(&format!("+9993{code:06}"), "hello", &[])).await;
        let error = &harness.status("failed", &id).await["errors"][0];
        assert_eq!(error["code"], code);
        assert!(
            error["title"].is_string() && error["message"].is_string() && error["error_data"]["details"].is_string()
        );
    }
    harness.close().await;
}

#[tokio::test]
async fn a_delayed_answer_does_not_delay_the_message() {
    let mut harness = Harness::start().await;
    let id = harness.accepted(&text("+9994000001", "a")).await;
    harness.delivered(&id).await;

    let request = text("+9994099999", "b");
    let mut never = Box::pin(harness.send(&request));
    while harness.get("/simulator/whatsapp/messages?to=9994099999").await["data"] == json!([]) {
        tokio::select! {
            answer = &mut never => panic!("{answer:?}"),
            () = tokio::task::yield_now() => {}
        }
    }
    drop(never);
    harness.close().await;
}

#[tokio::test]
async fn disconnecting_before_a_late_answer_keeps_the_statuses() {
    let mut harness = Harness::start().await;
    let request = text("+9994000200", "a");
    let mut call = Box::pin(harness.send(&request));
    while harness.get("/simulator/whatsapp/messages").await["data"] == json!([]) {
        tokio::select! {
            answer = &mut call => panic!("{answer:?}"),
            () = tokio::task::yield_now() => {}
        }
    }
    drop(call);
    for name in ["sent", "delivered"] {
        assert_eq!(harness.webhook().await.status()["status"], name);
    }
    harness.close().await;
}

#[tokio::test]
async fn statuses_can_repeat_reverse_or_be_missing() {
    let mut harness = Harness::start().await;
    for (recipient, expected, last) in [
        ("+9995000001", &["sent", "sent", "delivered", "delivered"][..], "delivered"),
        ("+9995000002", &["read", "delivered", "sent"], "read"),
        ("+9995000003", &[], "accepted"),
        ("+9995000005", &["sent", "read"], "read"),
        ("+9995000006", &["sent", "delivered", "failed"], "delivered"),
        ("+9996000005", &["sent", "failed"], "failed"),
    ] {
        let id = harness.accepted(&text(recipient, recipient)).await;
        let mut timestamps = Vec::new();
        for name in expected {
            let status = harness.status(name, &id).await;
            assert_eq!(status["biz_opaque_callback_data"], recipient);
            assert_eq!(status.get("errors").is_some(), *name == "failed");
            timestamps.push(status["timestamp"].as_str().unwrap().parse::<i64>().unwrap());
        }
        if recipient == "+9995000002" {
            assert!(timestamps.is_sorted_by(|one, other| one > other), "{timestamps:?}");
        }
        let message = &harness.get(&format!("/simulator/whatsapp/messages?to={}", &recipient[1..])).await["data"][0];
        assert_eq!(message["status"], last, "{recipient}");
    }
    harness.close().await;
}

#[tokio::test]
async fn statuses_can_precede_the_answer() {
    let mut harness = Harness::start().await;
    let request = text("+9995000004", "a");
    let url = harness.send_url();
    let call = harness.client.post(url).bearer_auth(&harness.config.access_token).json(&request);
    let answer = call.send();
    let mut answer = Box::pin(answer);
    for name in ["sent", "delivered"] {
        tokio::select! {
            biased;
            webhook = harness.webhook() => assert_eq!(webhook.status()["status"], name),
            answer = &mut answer => panic!("{answer:?}"),
        }
    }
    wamid(answer.await.unwrap()).await;
    harness.close().await;
}

#[tokio::test]
async fn contacts_can_differ_or_be_missing() {
    let mut harness = Harness::start().await;
    for contacts in [json!([{"input": "+9995000007", "wa_id": "99995000007"}]), Value::Null] {
        let response: Value = harness.send(&text("+9995000007", "a")).await.unwrap().json().await.unwrap();
        assert_eq!(response["contacts"], contacts);
        let id = response["messages"][0]["id"].as_str().unwrap();
        for name in ["sent", "delivered"] {
            assert_eq!(harness.status(name, id).await["recipient_id"], "99995000007");
        }
    }
    harness.close().await;
}

#[tokio::test]
async fn an_accepted_message_can_get_a_malformed_answer() {
    let mut harness = Harness::start().await;
    for (recipient, content_type) in [("+9995000008", "text/html"), ("+9995000009", "application/json")] {
        let response = harness.send(&text(recipient, recipient)).await.unwrap();
        assert_eq!(response.status(), 200);
        assert!(response.headers()["content-type"].to_str().unwrap().starts_with(content_type));
        assert!(serde_json::from_str::<Value>(&response.text().await.unwrap()).is_err());
        for name in ["sent", "delivered"] {
            let status = harness.webhook().await.status();
            assert_eq!((&status["status"], &status["biz_opaque_callback_data"]), (&json!(name), &json!(recipient)));
        }
    }
    harness.close().await;
}

#[tokio::test]
async fn failures_before_acceptance_leave_no_message() {
    let harness = Harness::start().await;
    for _ in 0..2 {
        let page = harness.send(&text("+9996000001", "a")).await.unwrap();
        assert_eq!(page.status(), 502);
        assert!(page.text().await.unwrap().starts_with('<'));
        let error = harness.send(&text("+9996000002", "a")).await.unwrap_err();
        assert!(error.is_request() && !error.is_timeout() && !error.is_connect(), "{error:?}");
    }
    let calls = harness.get("/simulator/whatsapp/requests").await;
    let statuses: Vec<_> = calls["data"].as_array().unwrap().iter().map(|call| &call["http_status"]).collect();
    assert_eq!(json!(statuses), json!([null, 502, null, 502]));
    assert_eq!(harness.get("/simulator/whatsapp/messages").await["data"], json!([]));
    harness.close().await;
}

#[tokio::test]
async fn the_throughput_error_has_variants() {
    let mut harness = Harness::start().await;
    for (recipient, status) in [("+9996000003", 400), ("+9996000004", 429)] {
        let response = harness.send(&text(recipient, "a")).await.unwrap();
        assert!(response.headers().get("retry-after").is_none());
        assert_eq!(refusal(response).await, (status, 130_429));
        let id = harness.accepted(&text(recipient, "a")).await;
        harness.delivered(&id).await;
    }
    harness.close().await;
}

#[tokio::test]
async fn a_sender_recipient_pair_has_a_rate_limit() {
    let harness = Harness::start().await;
    harness.accepted(&text("+9997999999", "a")).await;
    assert_eq!(harness.refused(&text("+9997999999", "b")).await, (429, 131_056));
    harness.accepted(&text("+9997999998", "c")).await;
    wamid(harness.send_as("42", "simulator-token-42", &text("+9997999999", "d")).await.unwrap()).await;
    for _ in 0..3 {
        harness.accepted(&text("+9997000000", "e")).await;
    }
}

#[tokio::test]
async fn every_magic_number_is_listed_and_documented() {
    let harness = Harness::start().await;
    let table = harness.get("/simulator/whatsapp/magic-recipients").await;
    let rows = table["data"].as_array().unwrap();
    assert_eq!(rows.len(), 6 + 9 + 5 + 5);
    for row in rows {
        assert!(row["family"].is_string() && row["effect"].is_string());
        let is_pattern = row["number"].as_str().unwrap().contains(|character: char| character.is_ascii_uppercase());
        assert_eq!(row["examples"].as_array().is_some_and(|examples| !examples.is_empty()), is_pattern, "{row}");
    }
    let page = harness.client.get(harness.url("/")).send().await.unwrap().text().await.unwrap();
    assert!(page.contains("/magic-recipients") && !page.contains("innerHTML"));
    harness.close().await;
}
