//! Data that must never reach the log.

use std::collections::BTreeSet;
use std::path::Path;

use reqwest::Method;
use serde_json::{Value, json};
use shared::accounts::Role;
use tracing::Level;

use crate::harness::{Caller, Log, Options, PASSWORD, Socket, TestApp, at};
use crate::hooks::{deliver, status, webhook};

const EMAIL: &str = "alice.private@example.test";
const MOBILE: &str = "+15550100077";
const BODY: &str = "meet me at the old mill";
const NOTE: &str = "kept-between-us";
const BUSINESS: &str = "The Quiet Shop";
const ACCOUNT: &str = "000000987654";

/// Sign-up, logins, sends with every outcome, webhooks, refusals; returns the tokens used.
async fn use_all_features(app: &TestApp) -> Vec<String> {
    let anonymous = app.anonymous();
    let new =
        json!({"username": "alice", "password": PASSWORD, "email": EMAIL, "mobile": MOBILE, "first_name": "Alicia"});
    anonymous.post_once("/v1/auth/signup", "key-of-a-client", &new).await.expect(201);
    let wrong = json!({"username": "alice", "password": "a wrong password"});
    anonymous.post("/v1/auth/token", &wrong).await.problem(401, "invalid_credentials");
    let alice = app.log_in("alice").await;
    let mut secret = use_all_logins(app).await;
    for to in ["+15550100001", "+15550000026", "+15550000002", "+15550000429", "+15550000409", "not a number"] {
        let body = json!({"channel": "whatsapp", "to": to, "body": BODY, "metadata": {"note": NOTE}});
        alice.post_once("/v1/messages", &format!("key-{to}").replace(' ', "-"), &body).await;
    }
    alice.post("/v1/messages", &json!({"channel": "in_app", "to": "alice", "body": BODY})).await.expect(202);
    app.drain_jobs().await;
    deliver(app, &webhook(&[status("wamid.private", "delivered")])).await.expect(200);
    deliver(app, &format!("{{\"{BODY}\": \"{MOBILE}\"")).await.problem(400, "malformed_json");
    let unsigned = anonymous.request(Method::POST, "/v1/hooks/whatsapp").body(BODY);
    anonymous.call(unsigned.header("x-hub-signature-256", "sha256=00ff")).await.problem(401, "bad_signature");
    app.drain_jobs().await;
    let broken = alice.request(Method::POST, "/v1/messages").header("content-type", "application/json");
    alice.call(broken.body(format!("{{\"body\": \"{BODY}\","))).await.problem(400, "malformed_json");
    for path in ["/v1/me", "/v1/messages", "/v1/events", &format!("/v1/users/{EMAIL}?mobile={MOBILE}"), "/metrics"] {
        alice.get(path).await;
    }
    app.user("bob").await;
    let group = alice.create_conversation(&["bob"], Some(NOTE)).await;
    // The rate limit is hit even on a slow machine.
    app.stop_clock();
    let message = alice.post_chat(&group, BODY).await;
    let (messages, body) = (at(&group, "/messages"), json!({"body": BODY, "client_id": NOTE}));
    alice.post(&messages, &body).await.problem(429, "sending_too_fast");
    let path = format!("{messages}/{}", message["id"].as_str().unwrap());
    alice.patch(&path, &body).await.expect(200);
    alice.get(&format!("{}?q={}", at(&group, "/search"), BODY.replace(' ', "+"))).await.expect(200);
    alice.post(&at(&group, "/members"), &json!({"user": MOBILE})).await.problem(422, "participant_not_found");
    secret.push(over_a_socket(app, &alice, &at(&group, "/ws")).await);
    app.start_clock();
    for prompt in [BODY, "sim:unsafe", "sim:error-late", "sim:status:400", "sim:bad-key"] {
        alice.ask(&alice.chatroom().await, prompt).await;
        app.drain_jobs().await;
    }
    let key = alice.key(&["read"]).await["key"].as_str().unwrap().to_owned();
    app.program(&json!({"key": key})).get("/v1/me").await.expect(200);
    let reseller = app.user_with_role("reseller", Role::Reseller).await;
    let profile = json!({"business_name": BUSINESS, "bank": {"account_number": ACCOUNT}});
    reseller.patch("/v1/me/profile", &profile).await.expect(200);
    secret.extend([alice.token.clone().unwrap(), key]);
    secret
}

/// A socket opened with a ticket, with valid and invalid frames; returns the ticket.
async fn over_a_socket(app: &TestApp, alice: &Caller<'_>, path: &str) -> String {
    let ticket = alice.post("/v1/ws-tickets", &json!({})).await.expect(200)["ticket"].as_str().unwrap().to_owned();
    let mut socket = Socket::try_open(None, &app.base, &format!("{path}?ticket={ticket}"), None).await.unwrap();
    for frame in [json!({"message": BODY, "client_id": NOTE}), json!({"type": "typing"}), json!(BODY)] {
        socket.send(&frame).await;
        if frame.is_string() {
            assert_eq!(socket.next_of("error").await["code"], "sending_too_fast");
            assert_eq!(socket.next_of("error").await["code"], "malformed_frame");
        }
    }
    socket.close().await;
    ticket
}

/// Correct, wrong and undelivered codes, refreshes, new passwords; returns the codes and tokens.
async fn use_all_logins(app: &TestApp) -> Vec<String> {
    let anonymous = app.anonymous();
    for mobile in [MOBILE, "+15550000400", "+15550000408", "+15550000502"] {
        anonymous.post("/v1/auth/otp", &json!({"mobile": mobile})).await.expect(202);
    }
    app.drain_jobs().await;
    let code = app.code(MOBILE).await;
    let body = json!({"mobile": MOBILE, "code": code});
    let login = anonymous.post("/v1/auth/otp/verify", &body).await.expect(200);
    anonymous.post("/v1/auth/otp/verify", &body).await.problem(401, "invalid_code");
    let refresh = json!({"refresh_token": login["refresh_token"]});
    let second = anonymous.post("/v1/auth/refresh", &refresh).await.expect(200);
    anonymous.post("/v1/auth/refresh", &refresh).await.problem(401, "invalid_refresh_token");
    anonymous.post("/v1/auth/password/forgot", &json!({"mobile": MOBILE})).await.expect(202);
    app.drain_jobs().await;
    let reset = app.code(MOBILE).await;
    let body = json!({"mobile": MOBILE, "code": reset, "new_password": "password1"});
    anonymous.post("/v1/auth/password/reset", &body).await.problem(422, "validation_failed");
    let tokens = [&login, &second].into_iter().flat_map(|it| [&it["access_token"], &it["refresh_token"]]);
    let tokens = tokens.map(|it| it.as_str().unwrap().to_owned());
    // A code is six digits, which an id may contain by chance; with quotes or a space it is a code.
    let codes =
        [code, reset].into_iter().flat_map(|code| [format!("\"{code}"), format!(" {code} "), format!("{code} is")]);
    tokens.chain(codes).collect()
}

fn secrets(app: &TestApp) -> Vec<String> {
    let of_config = |name: &&str| app.env.iter().find(|(it, _)| it == name).unwrap().1.clone();
    let names = [
        "JWT_SECRET",
        "WHATSAPP_ACCESS_TOKEN",
        "WHATSAPP_APP_SECRET",
        "WHATSAPP_VERIFY_TOKEN",
        "PLIVO_AUTH_TOKEN",
        "METRICS_TOKEN",
        "STRIPE_SECRET_KEY",
        "STRIPE_WEBHOOK_SECRET",
        "GEMINI_API_KEY",
    ];
    let database: reqwest::Url = of_config(&"DATABASE_URL").parse().unwrap();
    names.iter().map(of_config).chain(database.password().map(str::to_owned)).collect()
}

#[tokio::test]
async fn personal_data_never_reaches_the_log() {
    let env = vec![("METRICS_TOKEN", "a token for tests, not a real one".into())];
    let app = TestApp::with(Options { env, ..Options::default() }).await;
    let (log, guard) = Log::start(Level::DEBUG);
    let mut private = use_all_features(&app).await;
    drop(guard);
    private.extend(secrets(&app));
    private.extend(
        [EMAIL, BODY, NOTE, BUSINESS, ACCOUNT, "Alicia", "a wrong password", PASSWORD, "key-of-a-client"]
            .map(str::to_owned),
    );
    private.extend(
        ["15550100077", "15550100001", "15550000026", "15550000429", "15550000400", "15550000502"].map(str::to_owned),
    );
    let lines = log.lines();
    assert!(lines.iter().any(|line| line["level"] == "DEBUG"), "no line has that level");
    for message in ["request", "job succeeded", "job failed", "job waits for its next attempt"] {
        assert!(lines.iter().any(|line| line["message"] == message), "no line with the message: {message}");
    }
    for line in lines.iter().map(Value::to_string) {
        for it in &private {
            assert!(!line.contains(it.as_str()), "{it} is in {line}");
        }
    }
    app.abandon().await;
}

#[tokio::test]
async fn every_log_field_is_documented() {
    let app = TestApp::start().await;
    let (log, guard) = Log::start(Level::DEBUG);
    use_all_features(&app).await;
    drop(guard);
    let documents = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/logging.md")).unwrap();
    let ours = ["api::", "worker::", "scheduler::", "shared::", "simulator::", "apalis_redis_fair::", "switchboard"];
    let frame = ["timestamp", "level", "target", "message", "span", "spans", "name"];
    let mut unknown = BTreeSet::new();
    for line in log.lines() {
        let target = line["target"].as_str().unwrap();
        if ours.iter().any(|crate_| target.starts_with(crate_)) {
            let parts = [Some(&line), line.get("span")];
            let fields = parts.into_iter().flatten().flat_map(|part| part.as_object().unwrap().keys());
            unknown.extend(fields.filter(|field| !documents.contains(&format!("`{field}`"))).cloned());
        }
    }
    assert!(unknown.iter().all(|field| frame.contains(&field.as_str())), "not in docs/logging.md: {unknown:?}");
    app.abandon().await;
}
