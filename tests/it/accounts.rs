use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use hmac::{Hmac, Mac};
use reqwest::Method;
use serde_json::{Value, json};
use sha2::Sha256;
use shared::accounts::Role;

use crate::harness::{PASSWORD, TestApp};

#[tokio::test]
async fn users_sign_up_log_in_and_read_their_profile() {
    let app = TestApp::start().await;
    let anonymous = app.anonymous();
    let body = json!({"username": "Alice", "password": PASSWORD, "email": "alice@example.test", "mobile": "+15550100001",
        "first_name": "Alice"});
    let user = anonymous.post("/v1/auth/signup", &body).await.expect(201);
    assert_eq!(
        (&user["username"], &user["role"], &user["status"]),
        (&json!("Alice"), &json!("user"), &json!("active"))
    );
    assert!(user["id"].as_str().unwrap().starts_with("usr_"));
    assert!(!user.to_string().contains("password"), "{user}");
    let form = [("grant_type", "password"), ("username", "alice"), ("password", PASSWORD)];
    let by_form = anonymous.call(anonymous.request(Method::POST, "/v1/auth/token").form(&form)).await;
    assert_eq!(by_form.headers["cache-control"], "no-store");
    let login = by_form.expect(200);
    assert_eq!((&login["token_type"], &login["expires_in"], &login["user"]), (&json!("bearer"), &json!(3600), &user));
    let alice = app.log_in("ALICE").await;
    let mut me = alice.get("/v1/me").await.expect(200);
    assert_eq!(me.as_object_mut().unwrap().remove("sending").unwrap()["stopped_at"], Value::Null);
    assert_eq!(me, user);
    assert_eq!(
        alice.get("/v1/credits/balance").await.expect(200),
        json!({"balance": 100, "promotional": 0, "asset": "CREDIT", "source": "postgres"})
    );
    assert_eq!(alice.statement().await, ["grant"]);
    app.finish().await;
}

#[tokio::test]
async fn usernames_emails_and_mobiles_are_unique() {
    let app = TestApp::start().await;
    let anonymous = app.anonymous();
    let sign_up = |username: &str, email: &str, mobile: &str| json!({"username": username, "password": PASSWORD, "email": email, "mobile": mobile});
    anonymous.post("/v1/auth/signup", &sign_up("alice", "a@example.test", "+15550100001")).await.expect(201);
    for (body, code) in [
        (sign_up("ALICE", "b@example.test", "+15550100002"), "username_taken"),
        (sign_up("bob", "A@example.test", "+15550100002"), "email_taken"),
        (sign_up("bob", "b@example.test", "+15550100001"), "mobile_taken"),
    ] {
        anonymous.post("/v1/auth/signup", &body).await.problem(409, code);
    }
    assert_eq!(app.count("SELECT count(*) FROM users").await + app.count("SELECT count(*) FROM wallets").await, 2);
    app.finish().await;
}

#[tokio::test]
async fn sign_up_is_idempotent_by_key() {
    let app = TestApp::start().await;
    let anonymous = app.anonymous();
    let body = |username: &str, password: &str| json!({"username": username, "password": password});
    let first = anonymous.post_once("/v1/auth/signup", "key", &body("alice", PASSWORD)).await.expect(201);
    let again = anonymous.post_once("/v1/auth/signup", "key", &body("alice", PASSWORD)).await;
    assert_eq!(again.headers["idempotent-replayed"], "true");
    assert_eq!(again.expect(201), first);
    let other = anonymous.post_once("/v1/auth/signup", "key", &body("alice", "another password")).await;
    other.problem(422, "idempotency_key_reused");
    // Idempotency keys are scoped: another caller may use the same key.
    anonymous.post_once("/v1/auth/signup", "key", &body("bob", PASSWORD)).await.expect(201);
    app.finish().await;
}

#[tokio::test]
async fn sign_up_is_validated() {
    let app = TestApp::start().await;
    let anonymous = app.anonymous();
    for (body, field) in [
        (json!({"username": "al", "password": PASSWORD}), "username"),
        (json!({"username": "al ice", "password": PASSWORD}), "username"),
        (json!({"username": "usr_alice", "password": PASSWORD}), "username"),
        (json!({"username": "alice", "password": "short"}), "password"),
        (json!({"username": "alice_the_first", "password": "Alice_the_First"}), "password"),
        (json!({"username": "alice", "password": "P@ssw0rd1!"}), "password"),
        (
            json!({"username": "alice", "password": "MillerAlice7", "first_name": "Alice", "last_name": "Miller"}),
            "password",
        ),
        (json!({"username": "alice"}), "password"),
        (json!({"username": "alice", "password": PASSWORD, "mobile": "555"}), "mobile"),
        (json!({"username": "alice", "password": PASSWORD, "email": "nowhere"}), "email"),
    ] {
        let problem = anonymous.post("/v1/auth/signup", &body).await.problem(422, "validation_failed");
        assert_eq!(problem["errors"][0]["field"], field, "{problem}");
    }
    app.finish().await;
}

#[tokio::test]
async fn every_byte_of_a_password_counts() {
    let app = TestApp::start().await;
    let anonymous = app.anonymous();
    let long = "p".repeat(100);
    let body = json!({"username": "alice", "password": format!("{long}1")});
    anonymous.post("/v1/auth/signup", &body).await.expect(201);
    let log_in = |password: String| json!({"username": "alice", "password": password});
    for wrong in [format!("{long}2"), long.clone(), format!("{long}1 ")] {
        anonymous.post("/v1/auth/token", &log_in(wrong)).await.problem(401, "invalid_credentials");
    }
    anonymous.post("/v1/auth/token", &log_in(format!("{long}1"))).await.expect(200);
    app.finish().await;
}

#[tokio::test]
async fn an_unknown_user_looks_like_a_wrong_password() {
    let app = TestApp::start().await;
    app.user("alice").await;
    let anonymous = app.anonymous();
    let mut answers = Vec::new();
    for username in ["alice", "nobody"] {
        let body = json!({"username": username, "password": "a wrong password"});
        let mut answer = anonymous.post("/v1/auth/token", &body).await.problem(401, "invalid_credentials");
        answer["request_id"] = Value::Null;
        answers.push(answer);
    }
    assert_eq!(answers[0], answers[1]);
    app.finish().await;
}

#[tokio::test]
async fn a_suspended_user_cannot_log_in() {
    let app = TestApp::start().await;
    app.user("alice").await;
    sqlx::query("UPDATE users SET status = 'suspended'").execute(app.app.db.pool()).await.unwrap();
    let body = json!({"username": "alice", "password": PASSWORD});
    app.anonymous().post("/v1/auth/token", &body).await.problem(401, "invalid_credentials");
    app.finish().await;
}

#[tokio::test]
async fn only_valid_tokens_are_accepted() {
    let app = TestApp::start().await;
    let mut alice = app.user("alice").await;
    let body = json!({"username": "alice", "password": PASSWORD});
    let login = alice.post("/v1/auth/token", &body).await.expect(200);
    let good = alice.token.clone().unwrap();
    let parts: Vec<_> = good.split('.').map(str::to_owned).collect();
    let part =
        |index: usize| -> Value { serde_json::from_slice(&URL_SAFE_NO_PAD.decode(&parts[index]).unwrap()).unwrap() };
    assert_eq!(part(0), json!({"typ": "at+jwt", "alg": "HS256"}));
    let claims = part(1);
    for claim in ["iss", "aud", "exp", "nbf", "sub", "sid", "jti", "iat"] {
        assert!(!claims[claim].is_null(), "{claim}");
    }
    let with = |change: &dyn Fn(&mut Value, &mut Value)| {
        let (mut header, mut claims) = (part(0), part(1));
        change(&mut header, &mut claims);
        sign(&header, &claims)
    };
    assert_eq!(with(&|_, _| {}).split('.').count(), 3);
    let without = |claim: &'static str| with(&move |_, claims| drop(claims.as_object_mut().unwrap().remove(claim)));
    let mut bad = vec![
        String::new(),
        "nonsense".into(),
        format!("{}x", good),
        format!("{}.{}.", parts[0], parts[1]),
        with(&|header, _| header["alg"] = json!("none")),
        with(&|header, _| header["alg"] = json!("HS512")),
        with(&|header, _| header["typ"] = json!("JWT")),
        with(&|_, claims| claims["aud"] = json!("another")),
        with(&|_, claims| claims["iss"] = json!("another")),
        with(&|_, claims| claims["exp"] = json!(1)),
        with(&|_, claims| claims["nbf"] = json!(claims["exp"].as_i64().unwrap() - 1)),
        with(&|_, claims| claims["sub"] = json!("job_01h2xcejqtf2nbrexx3vqjhp41")),
    ];
    bad.extend(["iss", "aud", "exp", "nbf", "sub", "sid"].map(without));
    bad.push(sign_with(b"another secret for tests, not a real one", &part(0), &part(1)));
    bad.push(login["refresh_token"].as_str().unwrap().to_owned());
    for token in bad {
        alice.token = Some(token.clone());
        let answer = alice.get("/v1/me").await;
        assert_eq!(answer.headers["www-authenticate"], "Bearer");
        answer.problem(401, "unauthenticated");
    }
    alice.token = Some(with(&|_, _| {}));
    alice.get("/v1/me").await.expect(200);
    app.advance(TimeDelta::minutes(61));
    alice.get("/v1/me").await.problem(401, "unauthenticated");
    app.finish().await;
}

fn sign(header: &Value, claims: &Value) -> String {
    sign_with(b"a secret for tests, not a real one", header, claims)
}

fn sign_with(key: &[u8], header: &Value, claims: &Value) -> String {
    let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let text = format!("{}.{}", encode(header), encode(claims));
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}

#[tokio::test]
async fn only_admins_mint_credits_and_read_the_proof() {
    let app = TestApp::start().await;
    let (alice, admin) = (app.user("alice").await, app.admin().await);
    let reseller = app.user_with_role("reseller", Role::Reseller).await;
    let body = json!({"user": "alice", "credits": 50, "note": "for testing"});
    for nobody in [&alice, &reseller] {
        nobody.post("/v1/credits/mint", &body).await.problem(403, "forbidden");
        nobody.get("/v1/ledger/proof").await.problem(403, "forbidden");
    }
    app.anonymous().get("/v1/ledger/proof").await.problem(401, "unauthenticated");
    let minted = admin.post_once("/v1/credits/mint", "key", &body).await.expect(201);
    assert_eq!(
        (&minted["amount"], &minted["balance_after"], &minted["note"]),
        (&json!(50), &json!(150), &json!("for testing"))
    );
    assert_eq!(admin.post_once("/v1/credits/mint", "key", &body).await.expect(201), minted);
    let page = alice.get("/v1/credits/transactions").await.expect(200);
    assert_eq!(page["data"][0], minted);
    for (body, field) in [
        (json!({"user": "nobody", "credits": 1}), "user"),
        (json!({"user": "alice", "credits": 0}), "credits"),
        (json!({"user": "alice", "credits": 1.5}), "credits"),
    ] {
        let answer = admin.post("/v1/credits/mint", &body).await;
        assert_eq!((answer.status, &answer.body["errors"][0]["field"]), (422, &json!(field)), "{}", answer.body);
    }
    assert_eq!(alice.balance().await, 150);
    app.finish().await;
}
