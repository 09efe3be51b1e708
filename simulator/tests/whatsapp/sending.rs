//! The send call and common fields of all messages.

use serde_json::{Value, json};

use crate::harness::{Harness, refusal, template, text};

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
async fn a_number_without_a_plus_is_equivalent_and_ids_are_unique() {
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
async fn invalid_calls_get_graph_api_errors() {
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
async fn invalid_members_are_refused() {
    let harness = Harness::start().await;
    for (pointer, value, code) in [
        ("/messaging_product", Value::Null, 100),
        ("/messaging_product", json!("sms"), 131_009),
        ("/recipient_type", json!("group"), 131_009),
        ("/to", Value::Null, 100),
        ("/to", json!("555-0100"), 131_009),
        ("/type", Value::Null, 100),
        ("/type", json!("location"), 100),
        ("/type", json!("fax"), 131_051),
        ("/type", json!(1), 100),
        ("/type", json!("image"), 100),
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
async fn every_message_type_is_accepted_and_listed() {
    let harness = Harness::start().await;
    let link = "https://files.example/a";
    for (type_name, content, body) in [
        ("image", json!({"link": link, "caption": "A picture"}), "A picture"),
        ("video", json!({"link": link, "caption": "é".repeat(1024)}), &*"é".repeat(1024)),
        ("audio", json!({"link": "http://files.example/b"}), "http://files.example/b"),
        ("document", json!({"link": link, "filename": "invoice-17.pdf"}), "invoice-17.pdf"),
        ("document", json!({"link": link, "filename": "a.pdf", "caption": "Invoice 17"}), "Invoice 17"),
        ("sticker", json!({"link": link}), link),
    ] {
        let mut request = of_type(type_name, content);
        request["context"] = json!({"message_id": "wamid.X"});
        let response: Value = harness.send(&request).await.unwrap().json().await.unwrap();
        assert!(response["messages"][0].get("message_status").is_none());
        let message = &harness.get("/simulator/whatsapp/messages?limit=1").await["data"][0];
        assert_eq!((&message["type"], &message["body"]), (&json!(type_name), &json!(body)));
        assert_eq!(message["wamid"], response["messages"][0]["id"]);
        assert_eq!(message["phone_number_id"], harness.config.phone_number_id);
    }
}

#[tokio::test]
async fn invalid_content_is_refused() {
    let harness = Harness::start().await;
    let link = "https://files.example/a";
    for (type_name, content, code) in [
        ("image", json!({}), 131_009),
        ("image", json!({"id": "1", "link": link}), 131_009),
        ("image", json!({"id": "1"}), 100),
        ("image", json!({"link": link, "filename": "a.png"}), 100),
        ("image", json!({"link": link, "captions": "a"}), 100),
        ("image", json!({"link": link, "caption": "é".repeat(1025)}), 131_009),
        ("image", json!({"link": "ftp://files.example/a"}), 131_009),
        ("image", json!({"link": "files.example/a"}), 131_009),
        ("image", json!("a"), 100),
        ("audio", json!({"link": link, "caption": "a"}), 100),
        ("sticker", json!({"link": link, "caption": "a"}), 100),
        ("video", json!({"link": link, "filename": "a.mp4"}), 100),
        ("document", json!({"link": link, "filename": ""}), 131_009),
        ("image", json!({"link": link, "voice": true}), 100),
        ("reaction", json!({"message_id": "wamid.X"}), 100),
        ("reaction", json!({"message_id": "", "emoji": "👍"}), 131_009),
        ("location", json!({"latitude": 91, "longitude": 0}), 131_009),
        ("location", json!({"latitude": 1, "longitude": "east"}), 131_009),
        ("location", json!({"latitude": 1, "longitude": 2, "street": "a"}), 100),
        ("contacts", json!([]), 131_009),
        ("contacts", json!([{"phones": []}]), 100),
        ("interactive", json!({"type": "button", "action": {"buttons": []}}), 131_009),
        ("interactive", json!({"type": "button", "body": {"text": "a"}, "action": {"buttons": []}}), 131_009),
        ("interactive", json!({"type": "fax", "body": {"text": "a"}, "action": {}}), 100),
        ("interactive", json!({"type": "flow", "body": {"text": "a"}, "action": {}}), 100),
    ] {
        assert_eq!(harness.refused(&of_type(type_name, content.clone())).await, (400, code), "{type_name} {content}");
    }
    let mut two = of_type("image", json!({"link": link}));
    two["text"] = json!({"body": "a"});
    assert_eq!(harness.refused(&two).await, (400, 100));
    let mut wrong_context = of_type("image", json!({"link": link}));
    wrong_context["context"] = json!({"id": "wamid.X"});
    assert_eq!(harness.refused(&wrong_context).await, (400, 100));
}

#[tokio::test]
async fn the_journal_records_each_request() {
    let harness = Harness::start().await;
    harness.refused(&template("+9991131047", "delivery_note", &["Ada"])).await;
    harness.send_as("7", "wrong", &text(ANYONE, "b")).await.unwrap();
    let calls = harness.get("/simulator/whatsapp/requests").await;
    let summary = |call: &Value| {
        ["phone_number_id", "to", "type", "template", "callback_data", "http_status", "error_code"]
            .map(|name| call[name].clone())
    };
    assert_eq!(summary(&calls["data"][0]), json_array(json!(["7", ANYONE, "text", null, "b", 401, 190])));
    let own = &harness.config.phone_number_id;
    let expected = json!([own, "+9991131047", "template", "delivery_note", null, 400, 131_047]);
    assert_eq!(summary(&calls["data"][1]), json_array(expected));
}

fn json_array(value: Value) -> [Value; 7] {
    value.as_array().unwrap().clone().try_into().unwrap()
}

fn of_type(type_name: &str, content: Value) -> Value {
    json!({"messaging_product": "whatsapp", "to": ANYONE, "type": type_name, type_name: content})
}
