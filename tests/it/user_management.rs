//! Users created and changed by admins and resellers.

use secrecy::ExposeSecret;
use serde_json::{Value, json};
use shared::accounts::Role;

use crate::harness::{Caller, Options, PASSWORD, TestApp};

pub(super) fn new(username: &str, more: &Value) -> Value {
    let mut body = json!({"username": username, "password": PASSWORD});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

pub(super) async fn log_in(app: &TestApp, username: &str) -> u16 {
    app.anonymous().post("/v1/auth/token", &json!({"username": username, "password": PASSWORD})).await.status
}

pub(super) async fn path_of(user: &Caller<'_>) -> String {
    format!("/v1/users/{}", user.id().await)
}

#[tokio::test]
async fn admins_create_users_in_any_role() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let reseller = admin.post("/v1/users", &new("reseller", &json!({"role": "reseller"}))).await.expect(201);
    let more = json!({"role": "business_owner", "parent_id": reseller["id"], "email": "shop@example.test"});
    let shop = admin.post("/v1/users", &new("shop", &more)).await.expect(201);
    assert_eq!((&shop["role"], &shop["parent_id"]), (&json!("business_owner"), &reseller["id"]));
    assert_eq!(app.log_in("shop").await.balance().await, 0);
    for (more, field) in [
        (json!({}), "role"),
        (json!({"role": "emperor"}), "role"),
        (json!({"role": "business_owner"}), "parent_id"),
        (json!({"role": "business_owner", "parent_id": shop["id"]}), "parent_id"),
        (json!({"role": "user", "parent_id": reseller["id"]}), "parent_id"),
        (json!({"role": "user", "mobile": 5}), "mobile"),
    ] {
        let problem = admin.post("/v1/users", &new("other", &more)).await.problem(422, "validation_failed");
        assert_eq!(problem["errors"][0]["field"], field, "{problem}");
    }
    admin.post("/v1/users", &new("SHOP", &json!({"role": "user"}))).await.problem(409, "username_taken");
    let body = new("keyed", &json!({"role": "user"}));
    let once = admin.post_once("/v1/users", "once", &body).await.expect(201);
    assert_eq!(admin.post_once("/v1/users", "once", &body).await.expect(201), once);
    app.finish().await;
}

#[tokio::test]
async fn users_cannot_choose_their_own_role() {
    let app = TestApp::start().await;
    for more in [json!({"role": "admin"}), json!({"parent_id": "usr_01h2xcejqtf2nbrexx3vqjhp41"}), json!({"role": 7})] {
        let refused = app.anonymous().post("/v1/auth/signup", &new("eve", &more)).await;
        let problem = refused.problem(422, "validation_failed");
        assert!(more.get(problem["errors"][0]["field"].as_str().unwrap()).is_some(), "{problem}");
    }
    assert_eq!(app.count("SELECT count(*) FROM users").await, 0);
    app.finish().await;
}

#[tokio::test]
async fn users_are_filtered_by_role_status_and_text() {
    let app = TestApp::start().await;
    let (admin, alice) = (app.admin().await, app.user("alice").await);
    let reseller = app.user_with_role("the_reseller", Role::Reseller).await;
    app.business_owner("shop", &reseller).await;
    admin.patch(&path_of(&alice).await, &json!({"status": "suspended", "last_name": "Weiß_%"})).await.expect(200);
    let names = |query: &'static str| {
        let admin = &admin;
        async move {
            let page = admin.get(&format!("/v1/users?{query}")).await.expect(200);
            let data = page["data"].as_array().unwrap().clone();
            data.iter().map(|user| user["username"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        }
    };
    assert_eq!(names("").await, ["shop", "the_reseller", "alice", "the_admin"]);
    assert_eq!(names("role=reseller").await, ["the_reseller"]);
    assert_eq!(names("status=suspended").await, ["alice"]);
    assert_eq!(names("q=THE_&status=active").await, ["the_reseller", "the_admin"]);
    assert_eq!(names("q=%25").await, ["alice"], "no wildcard");
    let first = admin.get("/v1/users?limit=3").await.expect(200);
    let cursor = first["next_cursor"].as_str().unwrap();
    let rest = admin.get(&format!("/v1/users?limit=3&cursor={cursor}")).await.expect(200);
    assert_eq!((rest["data"].as_array().unwrap().len(), &rest["next_cursor"]), (1, &Value::Null));
    admin.get(&format!("/v1/users?role=user&cursor={cursor}")).await.problem(400, "invalid_cursor");
    admin.get("/v1/users?role=emperor").await.problem(422, "validation_failed");
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn admins_change_users_but_cannot_remove_themselves() {
    let app = TestApp::start().await;
    let (admin, alice) = (app.admin().await, app.user("alice").await);
    let own = path_of(&admin).await;
    for change in [json!({"status": "suspended"}), json!({"role": "user"})] {
        admin.patch(&own, &change).await.problem(409, "not_to_yourself");
    }
    let other = app.user_with_role("other_admin", Role::Admin).await;
    admin.patch(&path_of(&other).await, &json!({"role": "user"})).await.expect(200);
    other.get("/v1/users").await.problem(403, "forbidden");
    assert_eq!(app.count("SELECT count(*) FROM users WHERE role = 'admin' AND status = 'active'").await, 1);
    let path = path_of(&alice).await;
    let changed = admin.patch(&path, &json!({"email": "a@example.test", "first_name": "Alice"})).await.expect(200);
    assert_eq!((&changed["email"], &changed["first_name"]), (&json!("a@example.test"), &json!("Alice")));
    let changed = admin.patch(&path, &json!({"email": null})).await.expect(200);
    assert_eq!((&changed["email"], &changed["first_name"]), (&Value::Null, &json!("Alice")));
    let bob = app.user("bob").await;
    admin.patch(&path_of(&bob).await, &json!({"mobile": "+15550100001"})).await.expect(200);
    admin.patch(&path, &json!({"mobile": "+15550100001"})).await.problem(409, "mobile_taken");
    for (change, field) in [
        (json!({"email": "nowhere"}), "email"),
        (json!({"role": "business_owner"}), "parent_id"),
        (json!({"parent_id": bob.id().await}), "parent_id"),
        (json!({"status": "gone"}), "status"),
    ] {
        let problem = admin.patch(&path, &change).await.problem(422, "validation_failed");
        assert_eq!(problem["errors"][0]["field"], field, "{problem}");
    }
    admin.patch("/v1/users/usr_01h2xcejqtf2nbrexx3vqjhp41", &json!({})).await.problem(404, "not_found");
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_admins_suspending_each_other_leave_one_active() {
    let app = TestApp::start().await;
    let one = app.admin().await;
    let other = app.user_with_role("other_admin", Role::Admin).await;
    let (of_one, of_other) = (path_of(&one).await, path_of(&other).await);
    let stop = json!({"status": "suspended"});
    let (a, b) = tokio::join!(one.patch(&of_other, &stop), other.patch(&of_one, &stop));
    let mut answers = [a.status, b.status];
    answers.sort_unstable();
    assert!(answers[0] == 200 && [401, 403].contains(&answers[1]), "{answers:?}");
    assert_eq!(app.count("SELECT count(*) FROM users WHERE status = 'active'").await, 1);
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn role_changes_respect_reseller_relations() {
    let app = TestApp::start().await;
    let (admin, alice) = (app.admin().await, app.user("alice").await);
    let reseller = app.user_with_role("reseller", Role::Reseller).await;
    let shop = app.business_owner("shop", &reseller).await;
    let refused = admin.patch(&path_of(&reseller).await, &json!({"role": "user"})).await;
    refused.problem(409, "reseller_has_business_owners");
    let change = json!({"role": "business_owner", "parent_id": reseller.id().await});
    let now = admin.patch(&path_of(&alice).await, &change).await.expect(200);
    assert_eq!(now["parent_id"], json!(reseller.id().await));
    // A business owner stays with its reseller.
    let elsewhere = app.user_with_role("elsewhere", Role::Reseller).await;
    let change = json!({"role": "business_owner", "parent_id": elsewhere.id().await});
    admin.patch(&path_of(&shop).await, &change).await.problem(422, "validation_failed");
    let now = admin.patch(&path_of(&shop).await, &json!({"role": "user"})).await.expect(200);
    assert_eq!((&now["role"], &now["parent_id"]), (&json!("user"), &Value::Null));
    app.finish().await;
}

#[tokio::test]
async fn resellers_manage_only_their_own_business_owners() {
    let app = TestApp::start().await;
    let reseller = app.user_with_role("reseller", Role::Reseller).await;
    let other = app.user_with_role("other_reseller", Role::Reseller).await;
    let own = format!("/v1/resellers/{}/business-owners", reseller.id().await);
    let profile = json!({"business_name": "Corner Shop", "whatsapp_mode": "unofficial"});
    let shop = reseller.post(&own, &new("shop", &json!({"profile": profile}))).await.expect(201);
    assert_eq!((&shop["role"], &shop["parent_id"]), (&json!("business_owner"), &json!(reseller.id().await)));
    assert_eq!(
        (&shop["profile"]["business_name"], &shop["profile"]["whatsapp_mode"]),
        (&json!("Corner Shop"), &json!("unofficial"))
    );
    assert_eq!(app.log_in("shop").await.balance().await, 0);
    app.business_owner("others_shop", &other).await;
    let page = reseller.get(&own).await.expect(200);
    assert_eq!((page["data"].as_array().unwrap().len(), &page["data"][0]["id"]), (1, &shop["id"]));
    let admin = app.admin().await;
    admin.post(&own, &new("by_an_admin", &json!({}))).await.expect(201);
    assert_eq!(reseller.get(&own).await.expect(200)["data"].as_array().unwrap().len(), 2);
    // Business owners of other resellers are hidden, and a plain user is not a reseller.
    other.get(&own).await.problem(404, "not_found");
    let of_admin = format!("/v1/resellers/{}/business-owners", admin.id().await);
    admin.get(&of_admin).await.problem(404, "not_found");
    app.log_in("shop").await.get(&own).await.problem(403, "forbidden");
    let of_other = format!("/v1/resellers/{}/business-owners/{}", other.id().await, shop["id"].as_str().unwrap());
    other.patch(&of_other, &json!({"status": "suspended"})).await.problem(404, "not_found");
    other.get(&of_other).await.problem(404, "not_found");
    let path = format!("{own}/{}", shop["id"].as_str().unwrap());
    assert_eq!(reseller.get(&path).await.expect(200), shop, "as it was created");
    assert_eq!(admin.get(&path).await.expect(200), shop);
    let not_a_client = format!("{own}/{}", reseller.id().await);
    admin.get(&not_a_client).await.problem(404, "not_found");
    let changed = reseller.patch(&path, &json!({"profile": {"business_name": null}})).await.expect(200);
    assert_eq!(
        (&changed["profile"]["business_name"], &changed["profile"]["whatsapp_mode"]),
        (&Value::Null, &json!("unofficial"))
    );
    reseller.patch(&path, &json!({"role": "admin"})).await.problem(422, "validation_failed");
    app.finish().await;
}

#[tokio::test]
async fn bank_details_are_sealed_and_shown_masked() {
    let app = TestApp::start().await;
    let reseller = app.user_with_role("reseller", Role::Reseller).await;
    let shop = app.business_owner("shop", &reseller).await;
    let update = json!({
        "business_name": "Corner Shop", "whatsapp_mode": "official", "settings": {"theme": "dark"},
        "address": {"line1": "1 Example Street", "city": "Sampletown"},
        "bank": {"account_holder": "Corner Shop", "account_number": "000000001234", "ifsc": "TEST0000001"},
    });
    let profile = shop.patch("/v1/me/profile", &update).await.expect(200);
    let bank = json!({"account_holder": "Corner Shop", "account_number": "****1234", "ifsc": "****0001"});
    assert_eq!(profile["bank"], bank);
    for field in ["business_name", "whatsapp_mode", "settings", "address"] {
        assert_eq!(profile[field], update[field]);
    }
    assert_eq!(shop.get("/v1/me").await.expect(200)["profile"], profile);
    let admin = app.admin().await;
    assert_eq!(admin.get(&path_of(&shop).await).await.expect(200)["profile"], profile);
    assert!(reseller.get("/v1/me").await.expect(200).get("profile").is_none());
    // Stored sealed; the sealed value opens only in this row.
    let row: (String, String) =
        sqlx::query_as("SELECT bank, profiles::text FROM profiles").fetch_one(app.app.db.pool()).await.unwrap();
    assert!(!row.1.contains("00000000123") && !row.1.contains("TEST0000001"), "{}", row.1);
    let place = |user: &str| ["profiles".to_owned(), "bank".into(), user.into()];
    let opened = app.app.sealer.open(&place(&shop.id().await), &row.0).unwrap();
    assert_eq!(serde_json::from_str::<Value>(opened.expose_secret()).unwrap(), update["bank"]);
    assert!(app.app.sealer.open(&place(&reseller.id().await), &row.0).is_err());
    // Absent fields stay; null removes a field.
    let profile = shop.patch("/v1/me/profile", &json!({"address": null})).await.expect(200);
    assert_eq!((&profile["bank"], &profile["address"]), (&bank, &Value::Null));
    let profile = shop.patch("/v1/me/profile", &json!({"bank": null})).await.expect(200);
    assert_eq!(profile["bank"], Value::Null);
    assert_eq!(app.count("SELECT count(*) FROM profiles WHERE bank IS NOT NULL").await, 0);
    for (update, field) in [
        (json!({"bank": {}}), "bank"),
        (json!({"bank": {"Account Number": "1"}}), "bank"),
        (json!({"settings": {"long": "x".repeat(5000)}}), "settings"),
        (json!({"whatsapp_mode": "smoke"}), "whatsapp_mode"),
        (json!({"business_name": "\0"}), "business_name"),
    ] {
        let problem = shop.patch("/v1/me/profile", &update).await.problem(422, "validation_failed");
        assert_eq!(problem["errors"][0]["field"], field, "{problem}");
    }
    app.user("alice").await.patch("/v1/me/profile", &json!({})).await.problem(403, "forbidden");
    app.finish().await;
}

#[tokio::test]
async fn without_a_key_no_bank_details_are_stored() {
    let env = vec![("DATA_ENCRYPTION_KEYS", String::new())];
    let app = TestApp::with(Options { env, ..Options::default() }).await;
    let reseller = app.user_with_role("reseller", Role::Reseller).await;
    let bank = json!({"business_name": "Corner Shop", "bank": {"account_number": "000000001234"}});
    reseller.patch("/v1/me/profile", &bank).await.problem(503, "encryption_not_configured");
    assert_eq!(app.count("SELECT count(*) FROM profiles").await, 0);
    let path = format!("/v1/resellers/{}/business-owners", reseller.id().await);
    reseller.post(&path, &new("shop", &json!({"profile": bank}))).await.problem(503, "encryption_not_configured");
    reseller.post(&path, &new("shop", &json!({"profile": {"business_name": "Shop"}}))).await.expect(201);
    reseller.patch("/v1/me/profile", &json!({"business_name": "Corner Shop"})).await.expect(200);
    app.finish().await;
}
