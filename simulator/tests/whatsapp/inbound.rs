//! Inbound messages.

use serde_json::{Value, json};

use crate::harness::Harness;

const INBOUND: &str = "/simulator/whatsapp/inbound";

#[tokio::test]
async fn an_inbound_message_is_delivered_by_webhook() {
    let mut harness = Harness::start().await;
    let wanted = json!({"from": "+15550100001", "text": "grüß dich", "name": "Ada", "context": "wamid.X"});
    let answer: Value = harness.post(INBOUND, &wanted).await.json().await.unwrap();
    assert_eq!(answer["http_status"], 200);
    let webhook = harness.webhook().await;
    assert_eq!(webhook.signature, harness.sign(&webhook.body));
    assert!(webhook.body.is_ascii());
    let value = webhook.value();
    let own = harness.config.phone_number_id.clone();
    assert_eq!(value["metadata"], json!({"phone_number_id": own, "display_phone_number": "15550109999"}));
    assert_eq!(value["contacts"], json!([{"profile": {"name": "Ada"}, "wa_id": "15550100001"}]));
    let timestamp = value["messages"][0]["timestamp"].clone();
    assert!(timestamp.as_str().unwrap().parse::<i64>().unwrap() > 0);
    let expected = json!([{
        "from": "15550100001", "id": answer["id"], "timestamp": timestamp, "type": "text",
        "text": {"body": "grüß dich"}, "context": {"from": "15550109999", "id": "wamid.X"},
    }]);
    assert_eq!(value["messages"], expected);

    let noted = harness.get(&format!("{INBOUND}?from=15550100001&limit=1")).await;
    let noted = &noted["data"][0];
    assert_eq!((&noted["id"], &noted["from"]), (&answer["id"], &json!("+15550100001")));
    assert_eq!((&noted["body"], &noted["type"]), (&json!("grüß dich"), &json!("text")));
    assert_eq!((&noted["http_status"], &noted["phone_number_id"]), (&json!(200), &json!(own)));
    assert_eq!(harness.get(&format!("{INBOUND}?from=15550100002")).await["data"], json!([]));
    harness.close().await;
}

#[tokio::test]
async fn repeated_messages_are_not_redelivered() {
    let mut harness = Harness::start().await;
    harness.answers.lock().unwrap().extend([200, 200, 503]);
    let wanted = json!({"from": "+15550100001", "text": "hi", "times": 3, "timestamp": 1_767_312_000});
    let answer: Value = harness.post(INBOUND, &wanted).await.json().await.unwrap();
    assert_eq!(answer["http_status"], 503);
    for _ in 0..3 {
        let message = &harness.webhook().await.value()["messages"][0];
        assert_eq!((&message["id"], &message["timestamp"]), (&answer["id"], &json!("1767312000")));
    }
    assert_eq!(harness.get(INBOUND).await["data"].as_array().unwrap().len(), 1);
    harness.close().await;
}

#[tokio::test]
async fn a_sender_without_a_phone_number_has_a_user_id() {
    let mut harness = Harness::start().await;
    let wanted = json!({"user_id": "US.1349000000000000", "text": "hi", "phone_number_id": "42"});
    harness.post(INBOUND, &wanted).await;
    let value = harness.webhook().await.value();
    assert_eq!(value["metadata"]["phone_number_id"], "42");
    assert_eq!(value["contacts"][0]["user_id"], "US.1349000000000000");
    assert!(value["contacts"][0].get("wa_id").is_none());
    let message = &value["messages"][0];
    assert_eq!(message["from_user_id"], "US.1349000000000000");
    assert!(message.get("from").is_none());

    harness.post(INBOUND, &json!({"user_id": "US.ENT.7", "from": "+15550100001"})).await;
    let both = harness.webhook().await.value();
    assert_eq!(
        (&both["messages"][0]["from"], &both["contacts"][0]["wa_id"]),
        (&json!("15550100001"), &json!("15550100001"))
    );
    assert_eq!(both["messages"][0]["from_user_id"], "US.ENT.7");
    harness.close().await;
}

#[tokio::test]
async fn every_message_type_has_its_own_member() {
    let mut harness = Harness::start().await;
    for (type_name, pointer, expected) in [
        ("text", "/text/body", json!("hi")),
        ("button", "/button/text", json!("hi")),
        ("interactive", "/interactive/button_reply/title", json!("hi")),
        ("reaction", "/reaction/message_id", json!("wamid.X")),
        ("reaction", "/reaction/emoji", json!("hi")),
        ("location", "/location/latitude", json!(52.52)),
        ("contacts", "/contacts/0/name/formatted_name", json!("hi")),
        ("order", "/order/text", json!("hi")),
        ("system", "/system/body", json!("hi")),
        ("unsupported", "/errors/0/code", json!(131_051)),
        ("image", "/image/caption", json!("hi")),
        ("video", "/video/mime_type", json!("video/mp4")),
        ("audio", "/audio/voice", json!(false)),
        ("document", "/document/filename", json!("simulated.pdf")),
        ("sticker", "/sticker/mime_type", json!("image/webp")),
        ("from_the_future", "/from_the_future", json!({})),
    ] {
        let wanted = json!({"from": "+15550100001", "type": type_name, "text": "hi", "context": "wamid.X"});
        assert_eq!(harness.post(INBOUND, &wanted).await.status(), 200);
        let message = harness.webhook().await.value()["messages"][0].clone();
        assert_eq!(message["type"], type_name);
        assert_eq!(message.pointer(pointer), Some(&expected), "{message}");
        assert_eq!(message.get("context").is_none(), type_name == "reaction");
    }
    harness.close().await;
}

#[tokio::test]
async fn the_file_of_a_message_can_be_downloaded() {
    let mut harness = Harness::start().await;
    harness.post(INBOUND, &json!({"from": "+15550100001", "type": "image", "phone_number_id": "42"})).await;
    let image = harness.webhook().await.value()["messages"][0]["image"].clone();
    let url = harness.url(&format!("/v25.0/{}", image["id"].as_str().unwrap()));
    let token = "simulator-token-42";
    let found: Value = harness.client.get(url).bearer_auth(token).send().await.unwrap().json().await.unwrap();
    assert_eq!((&found["sha256"], &found["mime_type"]), (&image["sha256"], &image["mime_type"]));
    let file = harness.client.get(found["url"].as_str().unwrap()).bearer_auth(token).send().await.unwrap();
    assert_eq!(file.text().await.unwrap(), "a simulated image");
    harness.close().await;
}

#[tokio::test]
async fn invalid_inbound_messages_are_rejected() {
    let harness = Harness::start().await;
    for wrong in [
        json!({"text": "hi"}),
        json!({"from": "555-0100"}),
        json!({"user_id": "US-1349"}),
        json!({"user_id": "us.1349"}),
        json!({"from": "+15550100001", "type": "Text"}),
        json!({"from": "+15550100001", "times": 0}),
        json!({"from": "+15550100001", "times": 101}),
        json!({"from": "+15550100001", "phone_number_id": "a"}),
        json!({"from": "+15550100001", "text": "é".repeat(4097)}),
        json!({"from": "+15550100001", "body": "hi"}),
    ] {
        assert!(harness.post(INBOUND, &wrong).await.status().is_client_error(), "{wrong}");
    }
    assert_eq!(harness.get(INBOUND).await["data"], json!([]));
    harness.close().await;
}
