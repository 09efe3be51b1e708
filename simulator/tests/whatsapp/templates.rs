//! Template messages.

use serde_json::{Value, json};

use crate::harness::{Harness, template};

const ANYONE: &str = "+15550100001";

#[tokio::test]
async fn unregistered_templates_are_accepted() {
    let mut harness = Harness::start().await;
    let mut request = template(ANYONE, "delivery_note_v2", &[]);
    request["template"]["components"] = json!([
        {"type": "header", "parameters": [{"type": "document",
            "document": {"link": "https://files.example/a.pdf", "filename": "a.pdf"}}]},
        {"type": "body", "parameters": [{"type": "text", "text": "Ada"}, {"type": "text", "text": "A-17"}]},
        {"type": "button", "sub_type": "url", "index": "0", "parameters": [{"type": "text", "text": "x"}]},
        {"type": "button", "sub_type": "quick_reply", "index": 1, "parameters": [{"type": "payload", "payload": "y"}]},
    ]);
    let response: Value = harness.send(&request).await.unwrap().json().await.unwrap();
    assert_eq!(response["messages"][0]["message_status"], "accepted");
    harness.delivered(response["messages"][0]["id"].as_str().unwrap()).await;
    let message = &harness.get("/simulator/whatsapp/messages").await["data"][0];
    assert_eq!((&message["type"], &message["status"]), (&json!("template"), &json!("delivered")));
    assert_eq!(message["body"], "delivery_note_v2 (en_US): a.pdf, Ada, A-17, x, y");
    let mut bare = template(ANYONE, "hello", &[]);
    bare["template"].as_object_mut().unwrap().remove("components");
    harness.accepted(&bare).await;
}

#[tokio::test]
async fn invalid_templates_are_refused() {
    let harness = Harness::start().await;
    let body = |parameters: Value| json!([{"type": "body", "parameters": parameters}]);
    let header = |parameters: Value| json!([{"type": "header", "parameters": parameters}]);
    let button = |sub_type: &str, index: Value, parameter: Value| json!([{"type": "button", "sub_type": sub_type, "index": index, "parameters": [parameter]}]);
    let text = || json!({"type": "text", "text": "a"});
    let image = |image: Value| json!([{"type": "image", "image": image}]);
    for (pointer, value, code) in [
        ("/template/name", json!(""), 131_009),
        ("/template/name", json!("Delivery"), 131_009),
        ("/template/name", json!("a".repeat(513)), 131_009),
        ("/template/name", Value::Null, 100),
        ("/template/language", json!("en_US"), 100),
        ("/template/language", json!({"code": "english"}), 131_009),
        ("/template/language", json!({"code": "en_US", "name": "English"}), 100),
        ("/template/components", json!([{"type": "footer", "parameters": [text()]}]), 100),
        ("/template/components", json!([{"type": "body"}]), 100),
        ("/template/components", body(json!([])), 131_009),
        ("/template/components", body(json!([{"type": "text", "text": ""}])), 131_009),
        ("/template/components", body(json!([{"type": "text", "body": "a"}])), 100),
        ("/template/components", body(image(json!({"link": "https://files.example/a"}))), 132_012),
        ("/template/components", json!([body(json!([text()]))[0], body(json!([text()]))[0]]), 131_009),
        ("/template/components", header(json!([text(), text()])), 131_009),
        ("/template/components", header(image(json!({"id": "1"}))), 100),
        ("/template/components", header(image(json!({"link": "https://files.example/a", "caption": "a"}))), 100),
        ("/template/components", header(image(json!({}))), 131_009),
        ("/template/components", button("url", json!("10"), text()), 131_009),
        ("/template/components", button("url", json!(0), json!({"type": "payload", "payload": "a"})), 132_012),
        ("/template/components", button("quick_reply", json!(0), text()), 132_012),
        ("/template/components", button("phone", json!(0), text()), 100),
    ] {
        let mut request = template(ANYONE, "hello", &[]);
        *request.pointer_mut(pointer).unwrap() = value.clone();
        assert_eq!(harness.refused(&request).await, (400, code), "{pointer} {value}");
    }
    let mut unknown = template(ANYONE, "hello", &[]);
    unknown["template"]["namespace"] = json!("a");
    assert_eq!(harness.refused(&unknown).await, (400, 100));
}

#[tokio::test]
async fn registered_templates_are_validated() {
    let harness = Harness::start().await;
    let path = "/simulator/whatsapp/templates/order_shipped";
    let registration = json!({"language": "en_US", "body_parameters": 2, "status": "approved"});
    assert_eq!(harness.put(path, &registration).await, registration);
    harness.accepted(&template(ANYONE, "order_shipped", &["Ada", "A-17"])).await;
    assert_eq!(harness.refused(&template(ANYONE, "order_shipped", &["Ada"])).await, (400, 132_000));
    assert_eq!(harness.refused(&template(ANYONE, "order_shipped", &[])).await, (400, 132_000));
    let mut with_header = template(ANYONE, "order_shipped", &["Ada", "A-17"]);
    let components = with_header["template"]["components"].as_array_mut().unwrap();
    components.push(json!({"type": "header", "parameters": [{"type": "text", "text": "Hello"}]}));
    harness.accepted(&with_header).await;
    let mut german = template(ANYONE, "order_shipped", &["Ada", "A-17"]);
    german["template"]["language"]["code"] = json!("de");
    assert_eq!(harness.refused(&german).await, (404, 132_001));

    let request = template(ANYONE, "order_shipped", &["Ada", "A-17"]);
    for (status, code) in [("paused", 132_015), ("disabled", 132_016)] {
        harness.put(path, &json!({"language": "en_US", "body_parameters": 2, "status": status})).await;
        assert_eq!(harness.refused(&request).await, (400, code));
    }
    let known = harness.get("/simulator/whatsapp/templates").await;
    assert_eq!(known["data"]["order_shipped"]["status"], "disabled");
    assert_eq!(harness.client.delete(harness.url(path)).send().await.unwrap().status(), 204);
    assert_eq!(harness.client.delete(harness.url(path)).send().await.unwrap().status(), 404);
    harness.accepted(&request).await;

    assert_eq!(harness.refused(&template(ANYONE, "missing_note", &[])).await, (404, 132_001));
    harness.put_in_vain(path, &json!({"language": "english", "body_parameters": 2})).await;
    harness.put_in_vain(path, &json!({"language": "en", "body_parameters": 2, "status": "rejected"})).await;
    harness.put_in_vain("/simulator/whatsapp/templates/Upper", &registration).await;
}
