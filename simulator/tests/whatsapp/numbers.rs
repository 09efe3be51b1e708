//! Numbers of businesses.

use serde_json::{Value, json};

use crate::harness::{Harness, refusal, text, wamid};

const ANYONE: &str = "+15550100001";

#[tokio::test]
async fn each_number_has_its_own_token() {
    let mut harness = Harness::start().await;
    let id = wamid(harness.send_as("42", "simulator-token-42", &text(ANYONE, "a")).await.unwrap()).await;
    let value = harness.webhook().await.value();
    assert_eq!(value["metadata"], json!({"phone_number_id": "42", "display_phone_number": "15550000042"}));
    harness.status("delivered", &id).await;
    assert_eq!(harness.get("/simulator/whatsapp/messages").await["data"][0]["phone_number_id"], "42");

    let own = harness.config.phone_number_id.clone();
    for (number, token, expected) in [
        ("42", "simulator-token-43", (400, 33)),
        ("42", harness.config.access_token.as_str(), (400, 33)),
        (own.as_str(), "simulator-token-42", (400, 33)),
        (own.as_str(), &format!("simulator-token-{own}"), (401, 190)),
        ("42", "42", (401, 190)),
        ("a", "simulator-token-a", (401, 190)),
    ] {
        let refused = refusal(harness.send_as(number, token, &text(ANYONE, "a")).await.unwrap()).await;
        assert_eq!(refused, expected, "{number} {token}");
    }
    harness.close().await;
}

#[tokio::test]
async fn a_number_is_registered_changed_and_revoked() {
    let mut harness = Harness::start().await;
    let path = "/simulator/whatsapp/numbers/42";
    harness.put(path, &json!({"access_token": "first", "display_phone_number": "+15550142000"})).await;
    let number = harness.put(path, &json!({"access_token": "second"})).await;
    assert_eq!(number, json!({"access_token": "second", "display_phone_number": "15550142000"}));
    for stale in ["first", "simulator-token-42"] {
        assert_eq!(refusal(harness.send_as("42", stale, &text(ANYONE, "a")).await.unwrap()).await, (401, 190));
    }
    let id = wamid(harness.send_as("42", "second", &text(ANYONE, "a")).await.unwrap()).await;
    assert_eq!(harness.webhook().await.value()["metadata"]["display_phone_number"], "15550142000");
    harness.status("delivered", &id).await;

    let own = harness.config.phone_number_id.clone();
    for (number, token) in [("42", "second"), (own.as_str(), harness.config.access_token.as_str())] {
        let url = harness.url(&format!("/simulator/whatsapp/numbers/{number}"));
        let revoked: Value = harness.client.delete(url).send().await.unwrap().json().await.unwrap();
        assert_eq!(revoked["access_token"], Value::Null);
        assert_eq!(refusal(harness.send_as(number, token, &text(ANYONE, "a")).await.unwrap()).await, (401, 190));
    }
    harness.put(path, &json!({"access_token": "third"})).await;
    wamid(harness.send_as("42", "third", &text("+9995000003", "a")).await.unwrap()).await;
    let all = harness.get("/simulator/whatsapp/numbers").await;
    assert_eq!(all["data"]["42"]["access_token"], "third");
    assert_eq!(all["data"][&own]["access_token"], Value::Null);

    harness.put_in_vain(path, &json!({"display_phone_number": "+15550142000"})).await;
    harness.put_in_vain(path, &json!({"access_token": ""})).await;
    harness.put_in_vain(path, &json!({"access_token": "a", "display_phone_number": "a"})).await;
    harness.put_in_vain("/simulator/whatsapp/numbers/a", &json!({"access_token": "a"})).await;
    harness.close().await;
}

#[tokio::test]
async fn a_token_reads_its_number_and_subscribed_apps() {
    let harness = Harness::start().await;
    let ask = async |path: &str, token: &str| {
        let url = harness.url(&format!("/v25.0/{path}"));
        harness.client.get(url).bearer_auth(token).send().await.unwrap()
    };
    let json = async |path: &str, token: &str| ask(path, token).await.json::<Value>().await.unwrap();
    let number = json("42?fields=display_phone_number,verified_name", "simulator-token-42").await;
    assert_eq!(
        number,
        json!({"id": "42", "display_phone_number": "+15550000042", "verified_name": "Simulated business"})
    );
    let account = json("42?fields=whatsapp_business_account", "simulator-token-42").await;
    assert_eq!(account["whatsapp_business_account"]["id"], "742");
    let apps = json("742/subscribed_apps", "simulator-token-42").await;
    assert_eq!(apps["data"][0]["whatsapp_business_api_data"]["id"], "600000000000001");
    for (path, token, expected) in [
        ("42?fields=verified_name", "simulator-token-43", (400, 33)),
        ("42?fields=verified_name", "42", (401, 190)),
        ("42?fields=color", "simulator-token-42", (400, 100)),
        ("742/subscribed_apps", "simulator-token-43", (400, 33)),
        ("742/subscribed_apps", "", (401, 190)),
        ("42/subscribed_apps", "simulator-token-42", (400, 33)),
        ("9991131016?fields=verified_name", "simulator-token-9991131016", (500, 131_016)),
    ] {
        assert_eq!(refusal(ask(path, token).await).await, expected, "{path} {token}");
    }
    assert_eq!(json("799931/subscribed_apps", "simulator-token-99931").await, json!({"data": []}));
    let body = json!({"access_token": "first", "other_tokens": ["second"], "unsubscribed": true});
    harness.put("/simulator/whatsapp/numbers/42", &body).await;
    for token in ["first", "second"] {
        assert_eq!(json("742/subscribed_apps", token).await, json!({"data": []}));
    }
    harness.put("/simulator/whatsapp/outage", &json!({"code": 2})).await;
    assert_eq!(refusal(ask("42?fields=verified_name", "first").await).await, (503, 2));
    harness.close().await;
}
