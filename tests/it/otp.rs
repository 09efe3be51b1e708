//! Logins by one-time code.

use chrono::TimeDelta;
use futures::future::join_all;
use serde_json::{Value, json};
use sqlx::Row;

use crate::harness::{Answer, Caller, Options, PASSWORD, TestApp};

pub(super) const MOBILE: &str = "+15550100001";

pub(super) async fn with(env: &[(&'static str, &str)]) -> TestApp {
    let env = env.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    TestApp::with(Options { env, ..Options::default() }).await
}

pub(super) async fn ask(app: &TestApp, mobile: &str) -> Answer {
    app.anonymous().post("/v1/auth/otp", &json!({"mobile": mobile})).await
}

pub(super) async fn verify(app: &TestApp, mobile: &str, code: &str) -> Answer {
    app.anonymous().post("/v1/auth/otp/verify", &json!({"mobile": mobile, "code": code})).await
}

/// A code that was sent to a number.
pub(super) async fn get_code(app: &TestApp, mobile: &str) -> String {
    ask(app, mobile).await.expect(202);
    app.drain_jobs().await;
    app.code(mobile).await
}

/// Another code than this one.
fn wrong_code(code: &str, by: u32) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + by) % 1_000_000)
}

fn as_caller<'a>(app: &'a TestApp, login: &Value) -> Caller<'a> {
    let mut caller = app.anonymous();
    caller.token = Some(login["access_token"].as_str().unwrap().into());
    caller
}

#[tokio::test]
async fn an_unknown_number_signs_up_and_logs_in_again() {
    let app = TestApp::start().await;
    let code = get_code(&app, MOBILE).await;
    let answer = verify(&app, MOBILE, &code).await;
    assert_eq!(answer.headers["cache-control"], "no-store");
    let login = answer.expect(200);
    assert_eq!((&login["token_type"], &login["expires_in"]), (&json!("bearer"), &json!(3600)));
    let user = &login["user"];
    assert!(user["username"].as_str().unwrap().starts_with("user_"), "{user}");
    assert_eq!((&user["mobile"], &user["role"]), (&json!(MOBILE), &json!("user")));
    let caller = as_caller(&app, &login);
    let mut me = caller.get("/v1/me").await.expect(200);
    assert!(me["sending"].take()["mobile_verified_at"].is_string());
    me.as_object_mut().unwrap().remove("sending");
    assert_eq!(&me, user);
    assert_eq!((caller.balance().await, caller.statement().await), (100, vec!["grant".to_owned()]));
    // Without a password, password logins fail.
    let by_password = json!({"username": user["username"], "password": ""});
    app.anonymous().post("/v1/auth/token", &by_password).await.problem(401, "invalid_credentials");

    verify(&app, MOBILE, &code).await.problem(401, "invalid_code");
    let code = get_code(&app, MOBILE).await;
    assert_eq!(&verify(&app, MOBILE, &code).await.expect(200)["user"], user);
    assert_eq!(app.count("SELECT count(*) FROM users").await, 1);
    app.finish().await;
}

#[tokio::test]
async fn a_known_number_logs_its_user_in() {
    let app = TestApp::start().await;
    let body = json!({"username": "alice", "password": PASSWORD, "mobile": MOBILE});
    let alice = app.anonymous().post("/v1/auth/signup", &body).await.expect(201);
    let code = get_code(&app, MOBILE).await;
    let login = verify(&app, MOBILE, &code).await.expect(200);
    assert_eq!(login["user"], alice);
    assert_eq!(as_caller(&app, &login).balance().await, 100, "no second sign-up grant");
    app.finish().await;
}

#[tokio::test]
async fn answers_do_not_reveal_whether_a_number_is_known() {
    let app = TestApp::start().await;
    let body = json!({"username": "alice", "password": PASSWORD, "mobile": MOBILE});
    app.anonymous().post("/v1/auth/signup", &body).await.expect(201);
    for path in ["/v1/auth/otp", "/v1/auth/password/forgot"] {
        let mut answers = Vec::new();
        for mobile in [MOBILE, "+15550100002"] {
            let answer = app.anonymous().post(path, &json!({"mobile": mobile})).await;
            assert!(!answer.headers.contains_key("location"));
            answers.push(answer.expect(202));
        }
        assert_eq!(answers[0], answers[1]);
        assert_eq!(answers[0], json!({"expires_in": 300}), "and no job");
    }
    app.drain_jobs().await;
    assert_eq!(app.texts(MOBILE).await.len(), 2);
    assert_eq!(app.texts("+15550100002").await.len(), 1, "no text message about a password that does not exist");
    let jobs = sqlx::query("SELECT payload, owner_id FROM jobs").fetch_all(app.app.db.pool()).await.unwrap();
    assert_eq!(jobs.len(), 4);
    for job in jobs {
        let (payload, owner): (Value, Option<uuid::Uuid>) = (job.get(0), job.get(1));
        assert_eq!((payload.as_object().unwrap().len(), owner), (1, None), "{payload}");
        assert!(payload["otp_id"].as_str().unwrap().starts_with("otp_"));
    }
    assert_eq!(app.count("SELECT count(*) FROM events WHERE type LIKE 'job.%'").await, 0);
    // An unsent code is stored like any other, so that verifying it behaves the same.
    assert_eq!(app.count("SELECT count(*) FROM otps WHERE code_hash IS NULL").await, 0);
    for mobile in [MOBILE, "+15550100002"] {
        let body = json!({"mobile": mobile, "code": "000000", "new_password": "an owl at night"});
        app.anonymous().post("/v1/auth/password/reset", &body).await.problem(401, "invalid_code");
    }
    app.finish().await;
}

#[tokio::test]
async fn five_wrong_codes_invalidate_the_code() {
    let app = TestApp::start().await;
    let code = get_code(&app, MOBILE).await;
    for by in 1..5 {
        verify(&app, MOBILE, &wrong_code(&code, by)).await.problem(401, "invalid_code");
    }
    verify(&app, MOBILE, &code).await.expect(200);

    let code = get_code(&app, MOBILE).await;
    for by in 1..=10 {
        verify(&app, MOBILE, &wrong_code(&code, by)).await.problem(401, "invalid_code");
    }
    verify(&app, MOBILE, &code).await.problem(401, "invalid_code");
    let code = get_code(&app, MOBILE).await;
    verify(&app, MOBILE, &code).await.expect(200);
    app.finish().await;
}

#[tokio::test]
async fn concurrent_wrong_codes_are_all_counted() {
    let app = TestApp::start().await;
    let code = get_code(&app, MOBILE).await;
    let guesses: Vec<_> = (1..=20).map(|by| wrong_code(&code, by)).collect();
    let answers = join_all(guesses.iter().map(|guess| verify(&app, MOBILE, guess))).await;
    assert!(answers.iter().all(|answer| answer.status == 401));
    assert_eq!(app.count("SELECT tries::bigint FROM otps").await, 5);
    verify(&app, MOBILE, &code).await.problem(401, "invalid_code");
    app.finish().await;
}

#[tokio::test]
async fn a_code_submitted_concurrently_logs_in_once() {
    let app = TestApp::start().await;
    let code = get_code(&app, MOBILE).await;
    let answers = join_all((0..8).map(|_| verify(&app, MOBILE, &code))).await;
    let mut statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 401, 401, 401, 401, 401, 401, 401]);
    assert_eq!(app.count("SELECT count(*) FROM sessions").await, 1);
    app.finish().await;
}

#[tokio::test]
async fn a_code_is_valid_for_one_purpose_until_expired_or_replaced() {
    let app = TestApp::start().await;
    let first = get_code(&app, MOBILE).await;
    let second = get_code(&app, MOBILE).await;
    if first != second {
        verify(&app, MOBILE, &first).await.problem(401, "invalid_code");
    }
    let reset = json!({"mobile": MOBILE, "code": second, "new_password": "an owl at night"});
    app.anonymous().post("/v1/auth/password/reset", &reset).await.problem(401, "invalid_code");
    verify(&app, "+15550100002", &second).await.problem(401, "invalid_code");
    app.advance(TimeDelta::minutes(4));
    verify(&app, MOBILE, &second).await.expect(200);

    let late = get_code(&app, MOBILE).await;
    app.advance(TimeDelta::minutes(5));
    verify(&app, MOBILE, &late).await.problem(401, "invalid_code");
    app.finish().await;
}

#[tokio::test]
async fn only_a_keyed_hash_is_stored() {
    let app = TestApp::start().await;
    let code = get_code(&app, MOBILE).await;
    let kept: Vec<String> =
        sqlx::query_scalar("SELECT otps::text || coalesce(encode(code_hash, 'escape'), '') FROM otps")
            .fetch_all(app.app.db.pool())
            .await
            .unwrap();
    let jobs: Vec<String> =
        sqlx::query_scalar("SELECT jobs::text FROM jobs").fetch_all(app.app.db.pool()).await.unwrap();
    assert_eq!((kept.len(), jobs.len()), (1, 1));
    assert!(kept.iter().chain(&jobs).all(|row| !row.contains(&code)));
    assert!(jobs.iter().all(|row| !row.contains(MOBILE.trim_start_matches('+'))));
    app.finish().await;
}

#[tokio::test]
async fn codes_are_limited_by_number_and_by_address() {
    let app = with(&[("RATE_LIMIT_OTPS_PER_NUMBER", "2"), ("RATE_LIMIT_OTPS_PER_ADDRESS", "5")]).await;
    let body = json!({"username": "alice", "password": PASSWORD, "mobile": MOBILE});
    app.anonymous().post("/v1/auth/signup", &body).await.expect(201);
    for _ in 0..2 {
        ask(&app, MOBILE).await.expect(202);
    }
    let limited = ask(&app, MOBILE).await;
    let wait: i64 = limited.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1700..=1800).contains(&wait), "{wait}");
    assert_eq!(limited.problem(429, "too_many_codes")["retryable"], true);
    let forgot = app.anonymous().post("/v1/auth/password/forgot", &json!({"mobile": MOBILE})).await;
    forgot.problem(429, "too_many_codes");
    // Another number has its own limit, until the limit of the address is reached.
    ask(&app, "+15550100002").await.expect(202);
    ask(&app, "+15550100003").await.problem(429, "too_many_codes");
    app.advance(TimeDelta::seconds(wait));
    ask(&app, MOBILE).await.expect(202);
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn wrong_codes_count_as_failed_logins_of_the_address() {
    let app = with(&[("RATE_LIMIT_LOGINS_PER_ADDRESS", "3")]).await;
    let code = get_code(&app, MOBILE).await;
    for number in 2..5 {
        verify(&app, &format!("+1555010000{number}"), &code).await.problem(401, "invalid_code");
    }
    verify(&app, MOBILE, &code).await.problem(429, "too_many_logins");
    app.finish().await;
}

#[tokio::test]
async fn malformed_numbers_and_codes_are_refused() {
    let app = TestApp::start().await;
    for mobile in ["", "15550100001", "+0555", "+1555010000x", "+12345678901234567"] {
        let problem = ask(&app, mobile).await.problem(422, "validation_failed");
        assert_eq!(problem["errors"][0]["field"], "mobile");
    }
    for code in ["12345", "1234567", "12345a", ""] {
        let problem = verify(&app, MOBILE, code).await.problem(422, "validation_failed");
        assert_eq!(problem["errors"][0]["field"], "code");
    }
    app.finish().await;
}

#[tokio::test]
async fn a_suspended_user_is_refused() {
    let app = TestApp::start().await;
    let code = get_code(&app, MOBILE).await;
    verify(&app, MOBILE, &code).await.expect(200);
    sqlx::query("UPDATE users SET status = 'suspended'").execute(app.app.db.pool()).await.unwrap();
    let code = get_code(&app, MOBILE).await;
    verify(&app, MOBILE, &code).await.problem(401, "invalid_code");
    let forgot = app.anonymous().post("/v1/auth/password/forgot", &json!({"mobile": MOBILE})).await;
    forgot.expect(202);
    app.drain_jobs().await;
    let code = app.code(MOBILE).await;
    let body = json!({"mobile": MOBILE, "code": code, "new_password": "an owl at night"});
    app.anonymous().post("/v1/auth/password/reset", &body).await.problem(401, "invalid_code");
    app.finish().await;
}

#[tokio::test]
async fn a_number_has_one_spelling_and_a_code_may_be_pasted() {
    let app = TestApp::start().await;
    ask(&app, "+44 (0)7400 123456").await.expect(202);
    app.drain_jobs().await;
    let code = app.code("+447400123456").await;
    let pasted = format!("{} {}", &code[..3], &code[3..]);
    let login = verify(&app, "+4407400123456", &pasted).await.expect(200);
    assert_eq!(login["user"]["mobile"], "+447400123456");
    let code = get_code(&app, "+447400123456").await;
    let again = verify(&app, "+44 7400 123456", &format!(" {}-{}\n", &code[..3], &code[3..])).await.expect(200);
    assert_eq!(again["user"]["id"], login["user"]["id"]);
    let taken = json!({"username": "other", "password": "correct horse battery", "mobile": "+44 07400 123456"});
    app.anonymous().post("/v1/auth/signup", &taken).await.problem(409, "mobile_taken");
    for wrong in ["12 34 5", "1234567", "12345a", "١٢٣٤٥٦"] {
        verify(&app, "+447400123456", wrong).await.problem(422, "validation_failed");
    }
    for none in ["+1555", "07400123456", "+15550100001x5"] {
        ask(&app, none).await.problem(422, "validation_failed");
    }
    app.finish().await;
}

#[tokio::test]
async fn codes_go_to_ordinary_numbers_of_the_configured_countries() {
    let env = [("OTP_COUNTRIES", "us, gb"), ("RATE_LIMIT_OTPS_PER_BLOCK", "3"), ("RATE_LIMIT_OTPS_PER_HOUR", "5")];
    let env = env.map(|(name, value)| (name, value.to_owned())).to_vec();
    let app = TestApp::with(crate::harness::Options { env, ..Default::default() }).await;
    for refused in [
        "+19005551234",
        "+447012345678",
        "+870773111632",
        "+881612345678",
        "+979123456789",
        "+491712345678",
        "+99912345678",
    ] {
        ask(&app, refused).await.problem(422, "number_not_allowed");
        let body = json!({"mobile": refused});
        app.anonymous().post("/v1/auth/password/forgot", &body).await.problem(422, "number_not_allowed");
    }
    for number in 1..=3 {
        ask(&app, &format!("+1555010000{number}")).await.expect(202);
    }
    ask(&app, "+15550100004").await.problem(429, "too_many_codes");
    for number in 1..=2 {
        ask(&app, &format!("+1555011000{number}")).await.expect(202);
    }
    ask(&app, "+447400123456").await.problem(429, "too_many_codes");
    app.drain_jobs().await;
    app.finish().await;
}
