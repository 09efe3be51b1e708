//! Forgotten and changed passwords, and profile updates.

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Answer, Caller, Options, PASSWORD, TestApp};

const MOBILE: &str = "+15550100001";
const NEW: &str = "an owl at night";

async fn alice(app: &TestApp) -> Caller<'_> {
    let body = json!({"username": "alice", "password": PASSWORD, "mobile": MOBILE, "first_name": "Alicia"});
    app.anonymous().post("/v1/auth/signup", &body).await.expect(201);
    app.log_in("alice").await
}

async fn log_in(app: &TestApp, password: &str) -> Answer {
    app.anonymous().post("/v1/auth/token", &json!({"username": "alice", "password": password})).await
}

async fn code(app: &TestApp) -> String {
    app.anonymous().post("/v1/auth/password/forgot", &json!({"mobile": MOBILE})).await.expect(202);
    app.drain_jobs().await;
    app.code(MOBILE).await
}

async fn reset(app: &TestApp, code: &str, password: &str) -> Answer {
    let body = json!({"mobile": MOBILE, "code": code, "new_password": password});
    app.anonymous().post("/v1/auth/password/reset", &body).await
}

async fn change(caller: &Caller<'_>, current: &str, new: &str) -> Answer {
    caller.post("/v1/auth/password/change", &json!({"current_password": current, "new_password": new})).await
}

async fn patch(caller: &Caller<'_>, body: &Value) -> Answer {
    caller.call(caller.request(Method::PATCH, "/v1/me").json(body)).await
}

#[tokio::test]
async fn a_password_reset_ends_all_sessions() {
    let app = TestApp::start().await;
    let (first, second) = (alice(&app).await, app.log_in("alice").await);
    let code = code(&app).await;
    assert!(app.texts(MOBILE).await[0].contains("new Switchboard password"));
    reset(&app, &code, NEW).await.expect(204);
    let written = "SELECT count(*) FROM audit_log WHERE action = 'password.changed' AND actor_id = subject_id";
    assert_eq!(app.count(written).await, 1);
    for caller in [&first, &second] {
        caller.get("/v1/me").await.problem(401, "unauthenticated");
    }
    log_in(&app, PASSWORD).await.problem(401, "invalid_credentials");
    log_in(&app, NEW).await.expect(200);
    reset(&app, &code, PASSWORD).await.problem(401, "invalid_code");
    app.finish().await;
}

#[tokio::test]
async fn a_user_without_a_password_sets_one_by_code() {
    let app = TestApp::start().await;
    app.anonymous().post("/v1/auth/otp", &json!({"mobile": MOBILE})).await.expect(202);
    app.drain_jobs().await;
    let body = json!({"mobile": MOBILE, "code": app.code(MOBILE).await});
    let login = app.anonymous().post("/v1/auth/otp/verify", &body).await.expect(200);
    let code = code(&app).await;
    reset(&app, &code, NEW).await.expect(204);
    let body = json!({"username": login["user"]["username"], "password": NEW});
    app.anonymous().post("/v1/auth/token", &body).await.expect(200);
    app.finish().await;
}

#[tokio::test]
async fn wrong_reset_codes_invalidate_the_right_one() {
    let app = TestApp::start().await;
    alice(&app).await;
    let code = code(&app).await;
    for by in 1..=10 {
        let wrong = format!("{:06}", (code.parse::<u32>().unwrap() + by) % 1_000_000);
        reset(&app, &wrong, NEW).await.problem(401, "invalid_code");
    }
    reset(&app, &code, NEW).await.problem(401, "invalid_code");
    log_in(&app, PASSWORD).await.expect(200);
    app.finish().await;
}

#[tokio::test]
async fn a_code_sets_one_password() {
    let app = TestApp::start().await;
    alice(&app).await;
    let code = code(&app).await;
    let passwords: Vec<_> = (0..4).map(|number| format!("an owl at night {number}")).collect();
    let answers = futures::future::join_all(passwords.iter().map(|password| reset(&app, &code, password))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 204).count(), 1);
    let winner = answers.iter().position(|answer| answer.status == 204).unwrap();
    log_in(&app, &passwords[winner]).await.expect(200);
    app.finish().await;
}

#[tokio::test]
async fn a_rejected_password_leaves_the_code_usable() {
    let app = TestApp::start().await;
    alice(&app).await;
    let code = code(&app).await;
    for bad in ["short", "password1", "Alicia1999", "alice12345", "15550100001"] {
        let problem = reset(&app, &code, bad).await.problem(422, "validation_failed");
        assert_eq!(problem["errors"][0]["field"], "new_password", "{problem}");
    }
    reset(&app, &code, NEW).await.expect(204);
    app.finish().await;
}

#[tokio::test]
async fn a_changed_password_ends_the_other_sessions() {
    let app = TestApp::start().await;
    let (mine, other) = (alice(&app).await, app.log_in("alice").await);
    change(&mine, "a wrong password", NEW).await.problem(401, "invalid_credentials");
    let problem = change(&mine, PASSWORD, "Alicia1999").await.problem(422, "validation_failed");
    assert_eq!(problem["errors"][0]["field"], "new_password");
    other.get("/v1/me").await.expect(200);
    change(&mine, PASSWORD, NEW).await.expect(204);
    mine.get("/v1/me").await.expect(200);
    other.get("/v1/me").await.problem(401, "unauthenticated");
    log_in(&app, PASSWORD).await.problem(401, "invalid_credentials");
    log_in(&app, NEW).await.expect(200);
    app.anonymous().post("/v1/auth/password/change", &json!({})).await.problem(401, "unauthenticated");
    app.finish().await;
}

#[tokio::test]
async fn every_byte_of_a_new_password_counts() {
    let app = TestApp::start().await;
    let mine = alice(&app).await;
    let long = "x".repeat(127);
    change(&mine, PASSWORD, &format!("{long}1")).await.expect(204);
    for wrong in [format!("{long}2"), long.clone()] {
        log_in(&app, &wrong).await.problem(401, "invalid_credentials");
    }
    log_in(&app, &format!("{long}1")).await.expect(200);
    app.finish().await;
}

#[tokio::test]
async fn wrong_current_passwords_count_as_failed_logins() {
    let env = vec![("RATE_LIMIT_LOGINS_PER_ACCOUNT", "2".into())];
    let app = TestApp::with(Options { env, ..Options::default() }).await;
    let mine = alice(&app).await;
    for _ in 0..2 {
        change(&mine, "a wrong password", NEW).await.problem(401, "invalid_credentials");
    }
    change(&mine, PASSWORD, NEW).await.problem(429, "too_many_logins");
    log_in(&app, PASSWORD).await.problem(429, "too_many_logins");
    app.advance(TimeDelta::minutes(15));
    change(&mine, PASSWORD, NEW).await.expect(204);
    app.finish().await;
}

#[tokio::test]
async fn profile_updates_change_only_named_fields() {
    let app = TestApp::start().await;
    let mine = alice(&app).await;
    let before = mine.get("/v1/me").await.expect(200);
    assert_eq!(patch(&mine, &json!({})).await.expect(200), before);
    let changes = json!({"email": "alice@example.test", "last_name": "Miller", "username": "alice_m"});
    let changed = patch(&mine, &changes).await.expect(200);
    for (field, value) in changes.as_object().unwrap() {
        assert_eq!(&changed[field], value);
    }
    assert_eq!((&changed["first_name"], &changed["mobile"]), (&json!("Alicia"), &json!(MOBILE)));
    assert_eq!(mine.get("/v1/me").await.expect(200), changed);
    let removed = patch(&mine, &json!({"email": null, "first_name": null})).await.expect(200);
    assert_eq!((&removed["email"], &removed["first_name"]), (&Value::Null, &Value::Null));
    // Users cannot change their role or mobile number.
    let same = patch(&mine, &json!({"role": "admin", "mobile": "+15550100009", "status": "suspended"})).await;
    assert_eq!(same.expect(200), removed);
    let body = json!({"username": "alice_m", "password": PASSWORD});
    app.anonymous().post("/v1/auth/token", &body).await.expect(200);
    app.finish().await;
}

#[tokio::test]
async fn taken_or_invalid_profile_values_are_refused() {
    let app = TestApp::start().await;
    let mine = alice(&app).await;
    let body = json!({"username": "bob", "password": PASSWORD, "email": "bob@example.test"});
    app.anonymous().post("/v1/auth/signup", &body).await.expect(201);
    patch(&mine, &json!({"email": "BOB@example.test"})).await.problem(409, "email_taken");
    patch(&mine, &json!({"username": "Bob"})).await.problem(409, "username_taken");
    for (body, field) in [
        (json!({"username": "al"}), "username"),
        (json!({"username": null}), "username"),
        (json!({"email": "nowhere"}), "email"),
        (json!({"first_name": "x".repeat(101)}), "first_name"),
    ] {
        let problem = patch(&mine, &body).await.problem(422, "validation_failed");
        assert_eq!(problem["errors"][0]["field"], field, "{problem}");
    }
    patch(&app.anonymous(), &json!({})).await.problem(401, "unauthenticated");
    app.finish().await;
}
