//! Names: reserved usernames, normalization, and protection against impersonating the platform.

use reqwest::Method;
use serde_json::{Value, json};
use shared::accounts::Role;

use crate::harness::{Caller, PASSWORD, TestApp};

async fn rename(caller: &Caller<'_>, username: &str) -> crate::harness::Answer {
    caller.call(caller.request(Method::PATCH, "/v1/me").json(&json!({"username": username}))).await
}

#[tokio::test]
async fn reserved_usernames_can_be_assigned_but_not_chosen() {
    let app = TestApp::start().await;
    let (anonymous, admin) = (app.anonymous(), app.admin().await);
    let new = |username: &str| json!({"username": username, "password": PASSWORD});
    let hashes = app.app.metrics.password_hashes.get();
    for reserved in
        ["admin", "Administrator", "sup.port", "SYSTEM", "issuer", "revenue", "external", "switchboard", "billing"]
    {
        let refused = anonymous.post("/v1/auth/signup", &new(reserved)).await.problem(422, "validation_failed");
        assert_eq!(refused["errors"][0]["field"], "username", "{refused}");
    }
    assert_eq!(app.app.metrics.password_hashes.get(), hashes);
    let alice = app.user("alice").await;
    let refused = rename(&alice, "Support").await.problem(422, "validation_failed");
    assert_eq!(refused["errors"][0]["field"], "username", "{refused}");
    // The command line and admins may assign them, resellers may not.
    let support = app.user_with_role("support", Role::User).await;
    let mut of_admin = new("helpdesk");
    of_admin["role"] = "user".into();
    admin.post("/v1/users", &of_admin).await.expect(201);
    let reseller = app.user_with_role("reseller", Role::Reseller).await;
    let path = format!("/v1/resellers/{}/business-owners", reseller.id().await);
    reseller.post(&path, &new("security")).await.problem(422, "validation_failed");
    admin.post(&path, &new("security")).await.expect(201);
    // A user with a reserved username keeps it.
    rename(&support, "SUPPORT").await.expect(200);
    rename(&support, "billing").await.problem(422, "validation_failed");
    app.finish().await;
}

#[tokio::test]
async fn names_are_stored_normalized_without_invisible_characters() {
    let app = TestApp::start().await;
    let body = json!({"username": "alice", "password": PASSWORD, "first_name": "Jose\u{301}\u{202e}", "last_name": "\u{0}A\u{200b}nn\n"});
    let made = app.anonymous().post("/v1/auth/signup", &body).await.expect(201);
    assert_eq!((&made["first_name"], &made["last_name"]), (&json!("Jos\u{e9}"), &json!("Ann")));
    let (alice, admin) = (app.log_in("alice").await, app.admin().await);
    let change = json!({"first_name": "\u{2066}Zoe\u{308}\u{2069}"});
    let changed = alice.call(alice.request(Method::PATCH, "/v1/me").json(&change)).await.expect(200);
    assert_eq!(changed["first_name"], "Zo\u{eb}");
    let path = format!("/v1/users/{}", alice.id().await);
    let changed = admin.patch(&path, &json!({"last_name": "Mu\u{308}ller\u{feff}"})).await.expect(200);
    assert_eq!(changed["last_name"], "M\u{fc}ller");
    let found = admin.get("/v1/users?q=mu%CC%88ller").await.expect(200);
    assert_eq!(found["data"][0]["id"], changed["id"]);
    app.user("bob").await;
    let lunch = alice.create_conversation(&["bob"], Some("Cafe\u{301}\u{200f}\u{7}")).await;
    assert_eq!(lunch["name"], "Caf\u{e9}");
    let path = format!("/v1/conversations/{}", lunch["id"].as_str().unwrap());
    alice.patch(&path, &json!({"name": "\u{202e}\u{200b}"})).await.problem(422, "validation_failed");
    assert_eq!(alice.patch(&path, &json!({"name": "\u{202e}rennid"})).await.expect(200)["name"], "rennid");
    let key = alice.post("/v1/api-keys", &json!({"name": "n\u{202e}ightly\n"})).await.expect(201);
    assert_eq!(key["name"], "nightly");
    alice.post("/v1/api-keys", &json!({"name": "\u{200b}"})).await.problem(422, "validation_failed");
    let shop = app.user_with_role("shop", Role::Reseller).await;
    let profile = shop.patch("/v1/me/profile", &json!({"business_name": "Cafe\u{301} \u{202e}enO\u{0}"})).await;
    assert_eq!(profile.expect(200)["business_name"], "Caf\u{e9} enO");
    shop.patch("/v1/me/profile", &json!({"business_name": "\u{2066}"})).await.problem(422, "validation_failed");
    // Usernames with such characters are refused.
    for name in ["al\u{202e}ice", "ali\u{200b}ce", "jose\u{301}"] {
        let body = json!({"username": name, "password": PASSWORD});
        app.anonymous().post("/v1/auth/signup", &body).await.problem(422, "validation_failed");
    }
    app.finish().await;
}

#[tokio::test]
async fn statements_distinguish_users_from_system_accounts() {
    let app = TestApp::start().await;
    let (issuer, admin) = (app.user_with_role("issuer", Role::User).await, app.admin().await);
    let alice = app.user("alice").await;
    app.fund(&issuer, 500).await;
    issuer.post("/v1/transfers", &json!({"receiver": "alice", "amount": "5.00"})).await.expect(201);
    let minted = admin.post("/v1/credits/mint", &json!({"user": "alice", "credits": 5})).await.expect(201);
    let row = async |path: &str| alice.get(path).await.expect(200)["data"][0].clone();
    let of_user = row("/v1/wallet/transactions").await;
    let of_platform = row("/v1/credits/transactions").await;
    let system = json!({"kind": "system", "id": null, "name": "issuer"});
    // The name alone is ambiguous.
    assert_eq!((&of_user["counterparty"], &of_platform["counterparty"]), (&json!("issuer"), &json!("issuer")));
    assert_eq!(of_user["counterparty_account"], json!({"kind": "user", "id": issuer.id().await, "name": "issuer"}));
    assert_eq!(of_platform["counterparty_account"], system);
    assert_eq!(minted["counterparty_account"], system);
    let funded: Value = issuer.get("/v1/wallet/transactions").await.expect(200)["data"][1].clone();
    assert_eq!(funded["counterparty_account"], json!({"kind": "system", "id": null, "name": "external"}));
    app.finish().await;
}
