//! What WhatsApp's client libraries send and expect.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Harness, refusal, template, text, wamid};

const ANYONE: &str = "+15550100001";
const INBOUND: &str = "/simulator/whatsapp/inbound";
const FORMAT: &str = "/simulator/whatsapp/webhook-format";

impl Harness {
    async fn graph(&self, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
        let request = self.client.request(method, self.url(path)).bearer_auth(&self.config.access_token);
        let request = if let Some(body) = body { request.json(&body) } else { request };
        let response = request.send().await.unwrap();
        (response.status().as_u16(), response.json().await.unwrap())
    }

    async fn is_sent_as(&self, type_name: &str, content: Value, shown: &str) {
        let request =
            json!({"messaging_product": "whatsapp", "to": "+9995000003", "type": type_name, type_name: content});
        self.accepted(&request).await;
        let message = self.get("/simulator/whatsapp/messages?limit=1").await["data"][0].take();
        assert_eq!((&message["type"], &message["body"]), (&json!(type_name), &json!(shown)));
    }
}

#[tokio::test]
async fn a_message_can_be_of_any_kind() {
    let harness = Harness::start().await;
    let body = json!({"text": "Choose"});
    let reply = |id: &str| json!({"type": "reply", "reply": {"id": id, "title": "Yes"}});
    let row = json!({"id": "a", "title": "A", "description": "The first"});
    for interactive in [
        json!({"type": "button", "body": body, "action": {"buttons": [reply("1"), reply("2")]}}),
        json!({"type": "button", "body": body, "footer": {"text": "f"}, "action": {"buttons": [reply("1")]},
            "header": {"type": "image", "image": {"link": "https://files.example/a"}}}),
        json!({"type": "list", "body": body, "header": {"type": "text", "text": "h"},
            "action": {"button": "Open", "sections": [{"title": "S", "rows": [row]}]}}),
        json!({"type": "cta_url", "body": body, "action": {"name": "cta_url",
            "parameters": {"display_text": "Open", "url": "https://files.example/a"}}}),
        json!({"type": "location_request_message", "body": body, "action": {"name": "send_location"}}),
        json!({"type": "flow", "body": body, "action": {"name": "flow", "parameters": {"flow_id": "1"}}}),
        json!({"type": "catalog_message", "body": body, "action": {"name": "catalog_message"}}),
    ] {
        harness.is_sent_as("interactive", interactive, "Choose").await;
    }
    for buttons in [json!([]), json!([reply("1"), reply("1")]), json!([reply("1"), reply("2"), reply("3"), reply("4")])]
    {
        let request = json!({"messaging_product": "whatsapp", "to": ANYONE, "type": "interactive",
            "interactive": {"type": "button", "body": body, "action": {"buttons": buttons}}});
        assert_eq!(harness.refused(&request).await, (400, 131_009), "{buttons}");
    }
    harness.is_sent_as("reaction", json!({"message_id": "wamid.X", "emoji": "👍"}), "👍").await;
    harness.is_sent_as("location", json!({"latitude": 52.5, "longitude": "13.4", "name": "Berlin"}), "Berlin").await;
    let card = json!([{"name": {"formatted_name": "Ada", "first_name": "Ada"}, "phones": [{"phone": ANYONE}]}]);
    harness.is_sent_as("contacts", card.clone(), "Ada").await;
    harness.is_sent_as("contacts", json!(card.to_string()), "Ada").await;
    harness
        .is_sent_as("audio", json!({"link": "https://files.example/a", "voice": true}), "https://files.example/a")
        .await;
    let mut untyped = text("+9995000003", "a");
    untyped.as_object_mut().unwrap().remove("type");
    harness.accepted(&untyped).await;
    let mut to_user_id = text(ANYONE, "a");
    to_user_id.as_object_mut().unwrap().remove("to");
    assert_eq!(harness.refused(&to_user_id).await, (400, 100));
    to_user_id["recipient"] = json!("US.1349000000000000");
    assert_eq!(harness.refused(&to_user_id).await, (400, 131_062));
    to_user_id["recipient"] = json!("US.9000009995000003");
    harness.accepted(&to_user_id).await;
    assert_eq!(harness.get("/simulator/whatsapp/messages?limit=1").await["data"][0]["to"], "+9995000003");
    harness.close().await;
}

#[tokio::test]
async fn template_components_are_read_as_clients_write_them() {
    let harness = Harness::start().await;
    let mut request = template("+9995000003", "delivery_note", &[]);
    request["template"]["language"] = json!({"code": "en_US", "policy": "deterministic"});
    let named = |name: &str, text: &str| json!({"type": "text", "parameter_name": name, "text": text});
    let currency = json!({"fallback_value": "$10", "code": "USD", "amount_1000": 10_000});
    let date = json!({"fallback_value": "1 May", "calendar": "GREGORIAN", "year": 2026});
    for (components, shown) in [
        (json!([{"type": "BODY", "parameters": [{"type": "TEXT", "text": "Ada"}]}]), "Ada"),
        (json!([{"type": "body", "parameters": [named("first_name", "Ada"), named("order_1", "A-17")]}]), "Ada, A-17"),
        (
            json!([{"type": "body", "parameters": [{"type": "currency", "currency": currency},
            {"type": "date_time", "date_time": date}]}]),
            "$10, 1 May",
        ),
        (
            json!([{"type": "HEADER", "parameters": [{"type": "location", "location": {"latitude": "1", "name": "Here"}}]}]),
            "Here",
        ),
        (
            json!([{"type": "BUTTON", "sub_type": "QUICK_REPLY", "index": 0,
            "parameters": [{"type": "payload", "payload": "yes"}]}]),
            "yes",
        ),
        (
            json!([{"type": "button", "sub_type": "copy_code", "index": "0",
            "parameters": [{"type": "coupon_code", "coupon_code": "SAVE"}]}]),
            "SAVE",
        ),
        (
            json!([{"type": "button", "sub_type": "flow", "index": "0",
            "parameters": [{"type": "action", "action": {"flow_token": "t"}}]}]),
            "[action]",
        ),
    ] {
        request["template"]["components"] = components;
        harness.accepted(&request).await;
        let body = harness.get("/simulator/whatsapp/messages?limit=1").await["data"][0]["body"].take();
        assert_eq!(body, format!("delivery_note (en_US): {shown}"));
    }
    for (components, code) in [
        (json!([{"type": "body", "parameters": [named("a", "b"), {"type": "text", "text": "c"}]}]), 100),
        (json!([{"type": "body", "parameters": [named("First", "b")]}]), 131_009),
        (json!([{"type": "button", "sub_type": "copy_code", "index": 0}]), 131_009),
        (
            json!([{"type": "button", "sub_type": "copy_code", "index": 0, "parameters": [{"type": "text", "text": "a"}]}]),
            132_012,
        ),
    ] {
        request["template"]["components"] = components;
        assert_eq!(harness.refused(&request).await.1, code);
    }
    request["template"]["components"] = json!([]);
    request["template"]["language"]["policy"] = json!("fallback");
    assert_eq!(harness.refused(&request).await, (400, 131_009));
    harness.close().await;
}

#[tokio::test]
async fn a_received_message_is_marked_as_read() {
    let mut harness = Harness::start().await;
    let received: Value = harness.post(INBOUND, &json!({"from": ANYONE, "text": "Hi"})).await.json().await.unwrap();
    harness.webhook().await;
    let read = |id: &Value| json!({"messaging_product": "whatsapp", "status": "read", "message_id": id});
    let state = async |member: &str| harness.get(&format!("{INBOUND}?limit=1")).await["data"][0][member].take();
    assert_eq!(state("is_read").await, false);
    let mut typing = read(&received["id"]);
    for (request, is_typed) in [
        (read(&received["id"]), false),
        (
            {
                typing["typing_indicator"] = json!({"type": "text"});
                typing.clone()
            },
            true,
        ),
    ] {
        let answer: Value = harness.send(&request).await.unwrap().json().await.unwrap();
        assert_eq!(answer, json!({"success": true}));
        assert_eq!((state("is_read").await, state("is_answer_typed").await), (json!(true), json!(is_typed)));
    }
    assert_eq!(harness.refused(&read(&json!("wamid.X"))).await, (400, 131_009));
    let other = harness.send_as("42", "simulator-token-42", &read(&received["id"])).await.unwrap();
    assert_eq!(refusal(other).await, (400, 131_009), "another number received it");
    typing["status"] = json!("unread");
    assert_eq!(harness.refused(&typing).await, (400, 131_009));
    assert_eq!(harness.get("/simulator/whatsapp/messages").await["data"], json!([]), "nothing is sent");
    harness.close().await;
}

#[tokio::test]
async fn webhooks_identify_people_as_configured() {
    let mut harness = Harness::start().await;
    let user_id = "US.9000015550100001";
    let profile = json!({"name": "Simulated person"});
    for (identity, number, id) in [
        ("both", Some("15550100001"), Some(user_id)),
        ("user_id", None, Some(user_id)),
        ("phone_number", Some("15550100001"), None),
    ] {
        harness.put(FORMAT, &json!({"identity": identity})).await;
        assert_eq!(harness.get(FORMAT).await, json!({"identity": identity}));
        let wamid = harness.accepted(&text(ANYONE, "a")).await;
        for _ in 0..2 {
            let value = harness.webhook().await.value();
            let status = &value["statuses"][0];
            assert_eq!((status["recipient_id"].as_str(), status["recipient_user_id"].as_str()), (number, id));
            assert_eq!((value.get("contacts").is_some(), &status["id"]), (id.is_some(), &json!(wamid)));
            if id.is_some() {
                let contact = &value["contacts"][0];
                assert_eq!((contact["wa_id"].as_str(), contact["user_id"].as_str()), (number, id));
                assert_eq!(contact["profile"], profile);
            }
        }
        harness.post(INBOUND, &json!({"from": ANYONE})).await;
        let value = harness.webhook().await.value();
        let (contact, message) = (&value["contacts"][0], &value["messages"][0]);
        assert_eq!((contact["wa_id"].as_str(), contact["user_id"].as_str()), (number, id));
        assert_eq!((message["from"].as_str(), message["from_user_id"].as_str()), (number, id));
    }
    harness.put_in_vain(FORMAT, &json!({"identity": "name"})).await;
    harness.close().await;
}

#[tokio::test]
async fn a_persons_user_id_does_not_depend_on_the_spelling_of_the_number() {
    let mut harness = Harness::start().await;
    harness.put(FORMAT, &json!({"identity": "both"})).await;
    harness.accepted(&text("+9995000007", "a")).await;
    let status = harness.webhook().await.status();
    let expected = (&json!("99995000007"), &json!("US.9000009995000007"));
    assert_eq!((&status["recipient_id"], &status["recipient_user_id"]), expected);
}

#[tokio::test]
async fn a_version_and_a_bearer_header_are_optional() {
    let harness = Harness::start().await;
    let own = &harness.config.phone_number_id;
    let request = text("+9995000003", "a");
    let token = &harness.config.access_token;
    for path in [format!("/v25.0/{own}/messages"), format!("/{own}/messages"), format!("/{own}/messages/")] {
        let url = harness.url(&path);
        wamid(harness.client.post(&url).bearer_auth(token).json(&request).send().await.unwrap()).await;
        wamid(harness.client.post(format!("{url}?access_token={token}")).json(&request).send().await.unwrap()).await;
        let wrong = harness.client.post(format!("{url}?access_token=other")).json(&request).send().await.unwrap();
        assert_eq!(refusal(wrong).await, (401, 190));
    }
    harness.close().await;
}

#[tokio::test]
async fn numbers_and_profiles_are_read_and_changed() {
    let harness = Harness::start().await;
    let own = harness.config.phone_number_id.clone();
    let (status, number) = harness.graph(Method::GET, &format!("/v25.0/{own}"), None).await;
    assert_eq!(
        (status, &number["display_phone_number"], &number["quality_rating"]),
        (200, &json!("+15550109999"), &json!("GREEN"))
    );
    let (_, few) = harness.graph(Method::GET, &format!("/v25.0/{own}?fields=status,username"), None).await;
    assert_eq!(few, json!({"id": own, "status": "CONNECTED"}));
    assert_eq!(harness.graph(Method::GET, &format!("/v25.0/{own}?fields=odd"), None).await.1["error"]["code"], 100);
    let (_, all) = harness.graph(Method::GET, &format!("/v25.0/7{own}/phone_numbers"), None).await;
    assert_eq!(all["data"], json!([number]));
    assert_eq!(harness.graph(Method::GET, "/v25.0/742/phone_numbers", None).await.1["error"]["code"], 33);

    let path = format!("/v25.0/{own}/whatsapp_business_profile");
    let change =
        json!({"messaging_product": "whatsapp", "email": "shop@example.test", "websites": ["https://a.example"]});
    assert_eq!(harness.graph(Method::POST, &path, Some(change)).await, (200, json!({"success": true})));
    let (_, profile) = harness.graph(Method::GET, &format!("{path}?fields=email,websites"), None).await;
    let expected =
        json!({"messaging_product": "whatsapp", "email": "shop@example.test", "websites": ["https://a.example"]});
    assert_eq!(profile["data"], json!([expected]));
    for (wrong, code) in [
        (json!({"email": "a"}), 100),
        (json!({"messaging_product": "whatsapp", "odd": 1}), 100),
        (json!({"messaging_product": "whatsapp", "about": "a".repeat(140)}), 131_009),
        (json!({"messaging_product": "whatsapp", "websites": ["a", "b", "c"]}), 131_009),
    ] {
        assert_eq!(harness.graph(Method::POST, &path, Some(wrong)).await.1["error"]["code"], code);
    }
    harness.close().await;
}

#[tokio::test]
async fn files_can_be_deleted() {
    let mut harness = Harness::start().await;
    harness.post(INBOUND, &json!({"from": ANYONE, "type": "image"})).await;
    let id = harness.webhook().await.value()["messages"][0]["image"]["id"].as_str().unwrap().to_owned();
    let path = format!("/v25.0/{id}");
    let foreign = harness.client.delete(harness.url(&path)).bearer_auth("simulator-token-42").send().await.unwrap();
    assert_eq!(refusal(foreign).await, (400, 100));
    assert_eq!(harness.graph(Method::DELETE, &path, None).await, (200, json!({"success": true})));
    for method in [Method::GET, Method::DELETE] {
        assert_eq!(harness.graph(method, &path, None).await.1["error"]["code"], 100);
    }
    harness.close().await;
}
