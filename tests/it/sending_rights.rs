//! Rights to send externally, granted templates, and stopped accounts.

use chrono::{TimeDelta, Utc};
use serde_json::{Value, json};
use shared::accounts::Role;

use crate::harness::{Caller, Options, PASSWORD, TestApp};
use crate::otp::{MOBILE, get_code, verify};
use crate::user_management::path_of;
use crate::whatsapp_numbers::{business, claim};

const PHONE: &str = "+15550100009";

async fn start(policy: &str) -> TestApp {
    TestApp::with(Options { env: vec![("EXTERNAL_SENDING", policy.into())], ..Options::default() }).await
}

async fn signed_up_with_number(app: &TestApp, username: &str, mobile: &str) -> String {
    let body = json!({"username": username, "password": PASSWORD, "mobile": mobile});
    app.anonymous().post("/v1/auth/signup", &body).await.expect(201)["id"].as_str().unwrap().to_owned()
}

fn external_message() -> Value {
    json!({"channel": "whatsapp", "to": PHONE, "body": "hello"})
}

async fn is_refused(caller: &Caller<'_>, code: &str) -> Value {
    let dry = caller.post("/v1/messages?dry_run=true", &external_message()).await.expect(200);
    assert_eq!((&dry["accepted"], &dry["refusals"][0]["code"]), (&json!(false), &json!(code)));
    caller.post("/v1/messages", &external_message()).await.problem(403, code)
}

async fn sending(caller: &Caller<'_>) -> Value {
    caller.get("/v1/me").await.expect(200)["sending"].take()
}

#[tokio::test]
async fn a_number_verified_by_code_allows_external_sends() {
    let app = start("proven").await;
    let id = signed_up_with_number(&app, "alice", MOBILE).await;
    let (alice, admin) = (app.log_in("alice").await, app.admin().await);
    let refusal = is_refused(&alice, "external_sending_not_allowed").await;
    assert!(refusal["detail"].as_str().unwrap().contains("one-time code"), "{refusal}");
    assert_eq!(alice.balance().await, 100);
    alice.send("in_app", "alice").await;

    let code = get_code(&app, MOBILE).await;
    verify(&app, MOBILE, &code).await.expect(200);
    alice.send("whatsapp", PHONE).await;
    let now = sending(&alice).await;
    assert_eq!((&now["external"], &now["external_granted_by"]), (&json!(true), &Value::Null));
    assert!(now["mobile_verified_at"].is_string());

    let path = format!("/v1/users/{id}");
    admin.patch(&path, &json!({"mobile": MOBILE, "first_name": "Alice"})).await.expect(200);
    assert_eq!(sending(&alice).await["external"], true, "it is the same number");
    admin.patch(&path, &json!({"mobile": "+15550100002"})).await.expect(200);
    is_refused(&alice, "external_sending_not_allowed").await;
    assert_eq!(sending(&alice).await["mobile_verified_at"], Value::Null);
    // The old number now belongs to another user and proves nothing.
    let code = get_code(&app, MOBILE).await;
    let other = verify(&app, MOBILE, &code).await.expect(200);
    assert_ne!(other["user"]["id"], json!(id));
    is_refused(&alice, "external_sending_not_allowed").await;
    let mut newcomer = app.anonymous();
    newcomer.token = Some(other["access_token"].as_str().unwrap().into());
    newcomer.send("whatsapp", PHONE).await;
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn a_password_reset_by_code_verifies_the_number() {
    let app = start("proven").await;
    signed_up_with_number(&app, "alice", MOBILE).await;
    app.anonymous().post("/v1/auth/password/forgot", &json!({"mobile": MOBILE})).await.expect(202);
    app.drain_jobs().await;
    let code = app.code(MOBILE).await;
    let reset = json!({"mobile": MOBILE, "code": code, "new_password": PASSWORD});
    app.anonymous().post("/v1/auth/password/reset", &reset).await.expect(204);
    app.log_in("alice").await.send("whatsapp", PHONE).await;
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn a_verified_number_is_not_enough_where_a_grant_is_required() {
    let app = start("granted").await;
    signed_up_with_number(&app, "alice", MOBILE).await;
    let (alice, admin) = (app.log_in("alice").await, app.admin().await);
    let code = get_code(&app, MOBILE).await;
    verify(&app, MOBILE, &code).await.expect(200);
    let refusal = is_refused(&alice, "external_sending_not_allowed").await;
    assert!(!refusal["detail"].as_str().unwrap().contains("one-time code"), "{refusal}");
    let path = path_of(&alice).await;
    let granted = admin.patch(&path, &json!({"external_sending": true})).await.expect(200);
    assert_eq!(
        (&granted["sending"]["external"], &granted["sending"]["external_granted_by"]),
        (&json!(true), &json!("admin"))
    );
    alice.send("whatsapp", PHONE).await;
    let entry = admin.get("/v1/audit?action=user.sending_changed").await.expect(200)["data"][0].take();
    assert_eq!(entry["subject"]["username"], "alice");
    assert_eq!(entry["after"], json!({"external_granted_by": "admin"}));
    admin.patch(&path, &json!({"external_sending": false})).await.expect(200);
    is_refused(&alice, "external_sending_not_allowed").await;
    // Admins and users created on the command line need no grant.
    admin.post("/v1/credits/mint", &json!({"user": "the_admin", "credits": 1})).await.expect(201);
    admin.send("whatsapp", PHONE).await;
    let by_operator = app.user_with_role("by_operator", Role::User).await;
    assert_eq!(sending(&by_operator).await["external"], true);
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn resellers_grant_only_rights_that_they_have() {
    let app = start("granted").await;
    let admin = app.admin().await;
    let body = json!({"username": "reseller", "password": PASSWORD, "role": "reseller"});
    let id = admin.post("/v1/users", &body).await.expect(201)["id"].as_str().unwrap().to_owned();
    let reseller = app.log_in("reseller").await;
    let (own, path_of_reseller) = (format!("/v1/resellers/{id}/business-owners"), format!("/v1/users/{id}"));
    let make = async |name: &str| {
        let made = reseller.post(&own, &json!({"username": name, "password": PASSWORD})).await.expect(201);
        (made["sending"]["external"].as_bool().unwrap(), format!("{own}/{}", made["id"].as_str().unwrap()))
    };
    let (may, path_of_first) = make("first").await;
    assert!(!may);
    let grant = json!({"external_sending": true});
    reseller.patch(&path_of_first, &grant).await.problem(403, "external_sending_not_allowed");
    admin.patch(&path_of_reseller, &grant).await.expect(200);
    let granted = reseller.patch(&path_of_first, &grant).await.expect(200);
    assert_eq!(granted["sending"]["external_granted_by"], "reseller");
    let (may, path_of_second) = make("second").await;
    assert!(may, "a business owner gets what its reseller was granted");
    reseller.patch(&path_of_second, &json!({"external_daily_limit": 5})).await.problem(422, "validation_failed");
    admin.patch(&path_of_second, &grant).await.expect(200);
    // Grants by the reseller end with its own right; grants by an admin stay.
    admin.patch(&path_of_reseller, &json!({"external_sending": false})).await.expect(200);
    let (first, second) = (app.log_in("first").await, app.log_in("second").await);
    assert_eq!(
        (&sending(&first).await["external"], &sending(&second).await["external"]),
        (&json!(false), &json!(true))
    );
    is_refused(&first, "external_sending_not_allowed").await;
    // Business owners of other resellers are hidden.
    let other = app.user_with_role("other", Role::Reseller).await;
    let path = format!("/v1/resellers/{}/business-owners/{}", other.id().await, first.id().await);
    other.patch(&path, &grant).await.problem(404, "not_found");
    app.finish().await;
}

fn templated(name: &str, language: &str) -> Value {
    json!({"channel": "whatsapp", "to": PHONE, "template": {"name": name, "language": language}})
}

async fn create_template(caller: &Caller<'_>, name: &str, language: &str) {
    let body = json!({"name": name, "language": language, "body": "Hello"});
    caller.post("/v1/templates", &body).await.expect(201);
}

#[tokio::test]
async fn templates_of_the_shared_number_require_a_grant() {
    let app = start("granted").await;
    let (alice, bob, admin) = (app.user("alice").await, app.user("bob").await, app.admin().await);
    for user in [&alice, &bob] {
        admin.patch(&path_of(user).await, &json!({"external_sending": true})).await.expect(200);
        create_template(user, "hello", "en").await;
    }
    create_template(&alice, "hello", "de").await;
    let send = async |who: &Caller<'_>, language: &str| who.post("/v1/messages", &templated("hello", language)).await;
    send(&alice, "en").await.problem(403, "template_not_granted");
    let dry = alice.post("/v1/messages?dry_run=true", &templated("hello", "en")).await.expect(200);
    assert_eq!(dry["refusals"][0]["code"], "template_not_granted");
    let in_app = json!({"channel": "in_app", "to": "bob", "template": {"name": "hello", "language": "en"}});
    alice.post("/v1/messages", &in_app).await.expect(202);

    let grant = json!({"user": "alice", "name": "hello", "language": "en"});
    alice.post("/v1/template-grants", &grant).await.problem(403, "forbidden");
    let granted = admin.post("/v1/template-grants", &grant).await.expect(201);
    admin.post("/v1/template-grants", &grant).await.problem(409, "template_grant_exists");
    admin.post("/v1/template-grants", &json!({"user": "nobody", "name": "hello"})).await.problem(422, "user_not_found");
    let first = send(&alice, "en").await.expect(202);
    send(&alice, "de").await.problem(403, "template_not_granted");
    send(&bob, "en").await.problem(403, "template_not_granted");
    let in_all = admin.post("/v1/template-grants", &json!({"user": "alice", "name": "hello"})).await.expect(201);
    send(&alice, "de").await.expect(202);
    assert_eq!(alice.get("/v1/template-grants").await.expect(200)["data"], json!([in_all, granted]));
    assert_eq!(bob.get("/v1/template-grants").await.expect(200)["data"], json!([]));
    let of_alice = format!("/v1/template-grants?user={}", alice.id().await);
    bob.get(&of_alice).await.problem(404, "not_found");
    assert_eq!(admin.get(&of_alice).await.expect(200)["data"].as_array().unwrap().len(), 2);
    app.drain_jobs().await;
    assert_eq!(alice.message(&first["message"]).await["status"], "sent");

    // Waiting sends are refunded when their grant is revoked.
    let waits = send(&alice, "en").await.expect(202);
    let balance = alice.balance().await;
    for grant in [&granted, &in_all] {
        let path = format!("/v1/template-grants/{}", grant["id"].as_str().unwrap());
        admin.delete(&path).await.expect(204);
        admin.delete(&path).await.problem(404, "not_found");
    }
    app.drain_jobs().await;
    let failed = alice.message(&waits["message"]).await;
    assert_eq!((&failed["status"], &failed["error"]["code"]), (&json!("failed"), &json!("template_not_granted")));
    assert_eq!(alice.balance().await, balance + 1);
    let again = format!("/v1/jobs/{}/retry", failed["job_id"].as_str().unwrap());
    alice.post(&again, &json!({})).await.problem(403, "template_not_granted");
    let actions = admin.get("/v1/audit?action=template.grant_revoked").await.expect(200);
    assert_eq!(actions["data"].as_array().unwrap().len(), 2);
    app.finish().await;
}

#[tokio::test]
async fn an_own_number_sends_its_own_templates_until_it_is_removed() {
    let app = start("granted").await;
    let admin = app.admin().await;
    let alice = business(&app, &admin, "alice").await;
    admin.patch(&path_of(&alice).await, &json!({"external_sending": true})).await.expect(200);
    create_template(&alice, "mine", "en").await;
    let channel = claim(&app, &alice, "106540352249999", "simulator-token-106540352249999").await;
    assert_eq!(channel["status"], "active");
    let sent = alice.post("/v1/messages", &templated("mine", "en")).await.expect(202);
    // It would now be sent from the shared number.
    alice.delete("/v1/channels/whatsapp").await.expect(204);
    app.drain_jobs().await;
    let failed = alice.message(&sent["message"]).await;
    assert_eq!((&failed["status"], &failed["error"]["code"]), (&json!("failed"), &json!("template_not_granted")));
    assert_eq!(alice.balance().await, 100);
    app.finish().await;
}

#[tokio::test]
async fn grants_of_an_account_are_bounded() {
    let app = start("granted").await;
    let (alice, admin) = (app.user("alice").await, app.admin().await);
    let many = "INSERT INTO template_grants (id, user_id, name, created_at)
        SELECT gen_random_uuid(), (SELECT id FROM users WHERE username = 'alice'), 'template_' || n, now()
        FROM generate_series(1, 199) n";
    sqlx::query(many).execute(app.app.db.pool()).await.unwrap();
    let grant = |name: &str| json!({"user": "alice", "name": name});
    admin.post("/v1/template-grants", &grant("last")).await.expect(201);
    admin.post("/v1/template-grants", &grant("another")).await.problem(409, "too_many_template_grants");
    admin.post("/v1/template-grants", &json!({"user": "the_admin", "name": "another"})).await.expect(201);
    assert_eq!(alice.get("/v1/template-grants?limit=100").await.expect(200)["data"].as_array().unwrap().len(), 100);
    app.finish().await;
}

async fn events_of(caller: &Caller<'_>, kind: &str) -> Vec<Value> {
    let events = caller.get("/v1/events?limit=100").await.expect(200);
    let found = events["data"].as_array().unwrap().iter().filter(|event| event["type"] == kind);
    found.map(|event| event["data"].clone()).collect()
}

#[tokio::test]
async fn stopped_sends_wait_and_resume() {
    let app = TestApp::start().await;
    let (alice, bob, admin) = (app.user("alice").await, app.user("bob").await, app.admin().await);
    let later = json!({"channel": "in_app", "to": "bob", "body": "x", "send_at": Utc::now() + TimeDelta::minutes(5)});
    let scheduled = alice.post("/v1/messages", &later).await.expect(202)["message"].take();
    let waiting = [alice.send("in_app", "bob").await, alice.send("whatsapp", PHONE).await, scheduled];
    let path = path_of(&alice).await;
    admin.patch(&path, &json!({"reason": "spam"})).await.problem(422, "validation_failed");
    let stop = json!({"sending_stopped": true, "reason": "Complaints about spam"});
    let stopped = admin.patch(&path, &stop).await.expect(200);
    assert_eq!((&stopped["status"], &stopped["sending"]["stopped_by"]), (&json!("active"), &json!("admin")));
    assert_eq!(sending(&alice).await["stopped_reason"], "Complaints about spam");
    for body in [external_message(), json!({"channel": "in_app", "to": "bob", "body": "hello"})] {
        let refusal = alice.post("/v1/messages", &body).await.problem(403, "sending_stopped");
        assert_eq!(refusal["detail"], "Sending is stopped for this account: Complaints about spam");
    }
    is_refused(&alice, "sending_stopped").await;
    bob.send("in_app", "alice").await;

    app.advance(TimeDelta::minutes(6));
    app.drain_jobs().await;
    for message in &waiting {
        let job = alice.job(message).await;
        assert_eq!(
            (&job["state"], &job["error"]["code"], &job["attempt"]),
            (&json!("queued"), &json!("sending_stopped"), &json!(0))
        );
        assert_ne!(alice.message(message).await["status"], "failed");
    }
    assert_eq!(alice.balance().await, 97, "waiting sends stay charged");
    let received = bob.get("/v1/messages?direction=received").await.expect(200);
    assert_eq!(received["data"], json!([]), "no waiting send was delivered");
    assert_eq!(app.drain_jobs().await, 0, "the jobs do not run repeatedly");

    admin.patch(&path, &json!({"sending_stopped": false})).await.expect(200);
    app.drain_jobs().await;
    let status = async |message: &Value| alice.message(message).await["status"].take();
    let ends = [status(&waiting[0]).await, status(&waiting[1]).await, status(&waiting[2]).await];
    assert_eq!(ends, ["delivered", "sent", "delivered"]);
    alice.send("in_app", "bob").await;
    app.drain_jobs().await;
    let stops = events_of(&alice, "account.sending_stopped").await;
    assert_eq!((stops.len(), &stops[0]["reason"]), (1, &json!("Complaints about spam")));
    assert_eq!(events_of(&alice, "account.sending_resumed").await.len(), 1);
    let entries = admin.get("/v1/audit?action=user.sending_changed").await.expect(200);
    assert_eq!(entries["data"].as_array().unwrap().len(), 2);
    app.finish().await;
}

#[tokio::test]
async fn resellers_stop_their_business_owners_and_admins_override() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let reseller = app.user_with_role("reseller", Role::Reseller).await;
    let shop = app.business_owner("shop", &reseller).await;
    let path = format!("/v1/resellers/{}/business-owners/{}", reseller.id().await, shop.id().await);
    let (stop, go_on) = (json!({"sending_stopped": true, "reason": "late"}), json!({"sending_stopped": false}));
    reseller.patch(&path, &stop).await.expect(200);
    is_refused(&shop, "sending_stopped").await;
    reseller.patch(&path, &go_on).await.expect(200);
    reseller.patch(&path, &stop).await.expect(200);
    admin.patch(&path, &json!({"sending_stopped": true, "reason": "fraud"})).await.expect(200);
    let kept = reseller.patch(&path, &stop).await.expect(200);
    assert_eq!(
        (&kept["sending"]["stopped_by"], &kept["sending"]["stopped_reason"]),
        (&json!("admin"), &json!("fraud"))
    );
    reseller.patch(&path, &go_on).await.problem(409, "sending_stopped_by_admin");
    admin.patch(&path_of(&shop).await, &go_on).await.expect(200);
    assert_eq!(sending(&shop).await["stopped_at"], Value::Null);
    app.finish().await;
}
