use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};
use shared::accounts::Role;

use crate::harness::{Caller, PASSWORD, TestApp};

async fn entries(reader: &Caller<'_>, query: &str) -> Vec<Value> {
    let page = reader.get(&format!("/v1/audit?limit=100&{query}")).await.expect(200);
    page["data"].as_array().unwrap().clone()
}

fn actions(entries: &[Value]) -> Vec<&str> {
    entries.iter().map(|entry| entry["action"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn actions_of_admins_are_audited() {
    let app = TestApp::start().await;
    let (admin, alice) = (app.admin().await, app.user("alice").await);
    let id = alice.id().await;
    let path = format!("/v1/users/{id}");
    let request = admin.request(Method::PATCH, &path).header("x-request-id", "the-request");
    admin.call(request.json(&json!({"first_name": "Alice", "status": "suspended"}))).await.expect(200);
    admin.patch(&path, &json!({"status": "active"})).await.expect(200);
    admin.patch(&path, &json!({"status": "active", "first_name": "Alice"})).await.expect(200);
    let mint = admin.post("/v1/credits/mint", &json!({"user": "alice", "credits": 5})).await.expect(201);
    // Failed actions are not recorded.
    admin.post("/v1/credits/mint", &json!({"user": "nobody", "credits": 5})).await.problem(422, "user_not_found");
    let all = entries(&admin, &format!("subject={id}")).await;
    assert_eq!(actions(&all), ["credits.minted", "user.reactivated", "user.suspended", "user.changed"]);
    assert_eq!((&all[0]["target"], &all[0]["after"]["amount"]), (&mint["id"], &json!(5)));
    let changed = &all[3];
    assert_eq!(
        (&changed["before"], &changed["after"]),
        (&json!({"first_name": null}), &json!({"first_name": "Alice"}))
    );
    assert_eq!((&changed["request_id"], &changed["address"]), (&json!("the-request"), &json!("127.0.0.1")));
    assert_eq!(
        (&changed["actor"]["username"], &changed["subject"]["username"]),
        (&json!("the_admin"), &json!("alice"))
    );
    // An action on the command line has no user.
    let created = entries(&admin, "action=user.created").await;
    assert_eq!((created.len(), &created[0]["actor"]), (1, &Value::Null));
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn users_see_audit_entries_by_or_about_them() {
    let app = TestApp::start().await;
    let (admin, alice, bob) = (app.admin().await, app.user("alice").await, app.user("bob").await);
    let key = alice.key(&["admin"]).await;
    app.program(&key).key(&["admin"]).await;
    admin.post("/v1/credits/mint", &json!({"user": "alice", "credits": 5})).await.expect(201);
    let of_alice = entries(&alice, "").await;
    assert_eq!(actions(&of_alice), ["credits.minted", "api_key.created", "api_key.created"]);
    // Only admins see the addresses of other actors.
    assert_eq!((&of_alice[0]["address"], &of_alice[0]["request_id"]), (&Value::Null, &Value::Null));
    assert_eq!((&of_alice[1]["address"], &of_alice[1]["api_key_id"]), (&json!("127.0.0.1"), &key["id"]));
    assert!(entries(&bob, "").await.is_empty());
    assert!(entries(&bob, &format!("subject={}", alice.id().await)).await.is_empty());
    assert_eq!(entries(&admin, &format!("actor={}", alice.id().await)).await.len(), 2);
    app.finish().await;
}

#[tokio::test]
async fn the_audit_log_is_paged_and_filtered_by_time() {
    let app = TestApp::for_a_day().await;
    let (admin, alice) = (app.admin().await, app.user("alice").await);
    for _ in 0..3 {
        alice.key(&["read"]).await;
        app.advance(TimeDelta::hours(1));
    }
    let first = alice.get("/v1/audit?limit=2").await.expect(200);
    let cursor = first["next_cursor"].as_str().unwrap();
    let rest = alice.get(&format!("/v1/audit?limit=2&cursor={cursor}")).await.expect(200);
    assert_eq!((rest["data"].as_array().unwrap().len(), &rest["next_cursor"]), (1, &Value::Null));
    admin.get(&format!("/v1/audit?limit=2&cursor={cursor}")).await.problem(400, "invalid_cursor");
    let (from, to) = (&first["data"][1]["created_at"], &first["data"][0]["created_at"]);
    let between = entries(&admin, &format!("from={}&to={}", from.as_str().unwrap(), to.as_str().unwrap())).await;
    assert_eq!((between.len(), &between[0]["id"]), (1, &first["data"][1]["id"]));
    app.finish().await;
}

#[tokio::test]
async fn account_changes_by_users_are_audited() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let own = alice.get("/v1/sessions").await.expect(200)["data"][0]["id"].take();
    for _ in 0..2 {
        alice.patch("/v1/me", &json!({"first_name": "Alice"})).await.expect(200);
    }
    let other = app.log_in("alice").await;
    let sessions = alice.get("/v1/sessions").await.expect(200);
    let ended = sessions["data"].as_array().unwrap().iter().find(|it| it["current"] == false).unwrap()["id"].clone();
    alice.delete(&format!("/v1/sessions/{}", ended.as_str().unwrap())).await.expect(204);
    other.get("/v1/me").await.problem(401, "unauthenticated");
    let change = json!({"current_password": PASSWORD, "new_password": "a password of its own"});
    alice.post("/v1/auth/password/change", &change).await.expect(204);
    let all = entries(&alice, "").await;
    assert_eq!(actions(&all), ["password.changed", "session.ended", "user.changed"]);
    for entry in &all {
        assert_eq!((&entry["session_id"], &entry["address"]), (&own, &json!("127.0.0.1")), "{entry}");
        assert_eq!(entry["actor"], entry["subject"]);
    }
    assert_eq!(all[1]["target"], ended);
    assert_eq!((&all[2]["before"], &all[2]["after"]), (&json!({"first_name": null}), &json!({"first_name": "Alice"})));
    alice.call(alice.request(Method::POST, "/v1/auth/logout")).await.expect(204);
    assert_eq!(app.count("SELECT count(*) FROM audit_log WHERE action = 'session.ended'").await, 2);
    app.finish().await;
}

/// All audited actions; their entries contain no secret.
#[tokio::test]
async fn all_auditable_actions_are_recorded_without_secrets() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let reseller = app.user_with_role("reseller", Role::Reseller).await;
    let path = format!("/v1/resellers/{}/business-owners", reseller.id().await);
    let bank = json!({"account_number": "000000001234"});
    let new = json!({"username": "shop", "password": "a password of its own", "profile": {"bank": bank}});
    let shop = reseller.post(&path, &new).await.expect(201);
    reseller
        .patch(&format!("{path}/{}", shop["id"].as_str().unwrap()), &json!({"status": "suspended"}))
        .await
        .expect(200);
    let key = admin.key(&["read"]).await;
    admin.delete(&format!("/v1/api-keys/{}", key["id"].as_str().unwrap())).await.expect(204);
    let template = json!({"name": "hello", "language": "en", "body": "Hello {{name}}"});
    let made = reseller.post("/v1/templates", &template).await.expect(201);
    let at = format!("/v1/templates/{}", made["id"].as_str().unwrap());
    let other = json!({"name": "hello", "language": "en", "body": "Hi {{name}}"});
    reseller.call(reseller.request(Method::PUT, &at).json(&other)).await.expect(200);
    reseller.delete(&at).await.expect(204);
    let number = json!({"phone_number_id": "106540352242999", "access_token": "EAAfake-token-for-tests"});
    reseller.call(reseller.request(Method::PUT, "/v1/channels/whatsapp").json(&number)).await.expect(202);
    reseller.delete("/v1/channels/whatsapp").await.expect(204);
    reseller.patch("/v1/me/profile", &json!({"business_name": "Wholesale"})).await.expect(200);
    let all = entries(&admin, "").await;
    let wanted = [
        "profile.changed",
        "whatsapp_number.removed",
        "whatsapp_number.set",
        "template.removed",
        "template.replaced",
        "template.created",
        "api_key.revoked",
        "api_key.created",
        "user.suspended",
        "profile.changed",
        "user.created",
        "user.created",
        "user.created",
    ];
    assert_eq!(actions(&all), wanted);
    let replaced = &all[4];
    assert_eq!(
        (&replaced["before"]["body"], &replaced["after"]["body"]),
        (&json!("Hello {{name}}"), &json!("Hi {{name}}"))
    );
    let text = json!(all).to_string();
    let secrets = ["000000001234", "EAAfake-token-for-tests", "a password of its own", key["key"].as_str().unwrap()];
    for secret in secrets {
        assert!(!text.contains(secret), "{secret}");
    }
    assert!(text.contains("****1234"), "{text}");
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn the_audit_log_is_append_only() {
    let app = TestApp::start().await;
    app.user("alice").await.key(&["read"]).await;
    for statement in ["UPDATE audit_log SET action = 'nothing'", "DELETE FROM audit_log"] {
        let refused = sqlx::query(statement).execute(app.app.db.pool()).await.unwrap_err();
        assert!(refused.to_string().contains("never changed"), "{refused}");
    }
    assert_eq!(app.count("SELECT count(*) FROM audit_log").await, 1);
    app.finish().await;
}
