//! Sending by WhatsApp: each class of error and each kind of message.

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Caller, TestApp};

/// A number that the simulator refuses with this code: always, only the first time, or after accepting the message.
fn refused(code: u32) -> String {
    format!("+9991{code:06}")
}

fn refused_once(code: u32) -> String {
    format!("+9992{code:06}")
}

fn fails_later(code: u32) -> String {
    format!("+9993{code:06}")
}

/// Codes about the message: it fails immediately.
const PERMANENT: [(u32, &str); 31] = [
    (131_026, "recipient_unreachable"),
    (131_047, "outside_service_window"),
    (131_049, "marketing_limit_reached"),
    (131_050, "recipient_opted_out"),
    (130_472, "recipient_in_experiment"),
    (131_021, "recipient_is_sender"),
    (131_030, "recipient_not_allowed"),
    (131_062, "recipient_not_supported"),
    (131_063, "marketing_not_enabled"),
    (33, "provider_refused_request"),
    (100, "provider_refused_request"),
    (131_008, "provider_refused_request"),
    (131_009, "provider_refused_request"),
    (135_000, "provider_refused_request"),
    (131_051, "message_type_not_supported"),
    (132_000, "template_parameters_invalid"),
    (132_001, "template_not_found"),
    (132_005, "template_too_long"),
    (132_007, "template_refused"),
    (132_008, "template_refused"),
    (132_012, "template_parameters_invalid"),
    (132_018, "template_refused"),
    (132_015, "template_paused"),
    (132_016, "template_disabled"),
    (137_000, "recipient_identity_changed"),
    (368, "account_blocked"),
    (131_031, "account_blocked"),
    (130_497, "country_restricted"),
    (131_037, "display_name_not_approved"),
    (131_042, "payment_problem"),
    (131_045, "number_not_registered"),
];

#[tokio::test]
async fn permanent_errors_fail_at_once_and_are_refunded() {
    let app = TestApp::for_a_day().await;
    let alice = app.user("alice").await;
    for (code, name) in PERMANENT {
        let message = alice.send("whatsapp", &refused(code)).await;
        app.drain_jobs().await;
        let (message, job) = (alice.message(&message).await, alice.job(&message).await);
        assert_eq!((&message["status"], &message["error"]["code"]), (&json!("failed"), &json!(name)), "{code}");
        assert_eq!(message["error"]["retryable"], false);
        assert_eq!((&job["state"], &job["attempt"], &job["error"]), (&json!("failed"), &json!(1), &message["error"]));
        let raw = &message["provider_error"];
        assert_eq!(raw["code"], code);
        assert!(raw["message"].is_string() && raw["request_id"].is_string(), "{raw}");
        // Account errors stop the number; later the next message probes it.
        app.advance(TimeDelta::minutes(16));
    }
    assert_eq!(alice.balance().await, 100);
    app.finish().await;
}

#[tokio::test]
async fn permanent_errors_in_a_status_fail_an_accepted_message() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    for (code, name) in
        [(131_026, "recipient_unreachable"), (131_047, "outside_service_window"), (999_999, "provider_refused")]
    {
        let message = alice.send("whatsapp", &fails_later(code)).await;
        app.drain_jobs().await;
        let taken = alice.message(&message).await;
        crate::hooks::deliver(&app, &failed(&taken, code)).await.expect(200);
        app.drain_jobs().await;
        let message = alice.message(&message).await;
        assert_eq!((&message["status"], &message["error"]["code"]), (&json!("failed"), &json!(name)), "{message}");
        assert_eq!(message["provider_error"]["code"], code);
        assert_eq!(message["provider_error"]["details"], "for a reason");
    }
    assert_eq!(alice.balance().await, 100);
    app.finish().await;
}

fn failed(message: &Value, code: u32) -> String {
    let error = json!({"code": code, "title": "Failed", "error_data": {"details": "for a reason"}, "href": "https://example.com"});
    let status = json!({
        "id": message["provider_message_id"], "status": "failed", "timestamp": crate::hooks::timestamp(), "errors": [error],
    });
    crate::hooks::webhook(&[status])
}

/// Drains until the job has ended, moving the clock to each attempt; returns it with its attempts.
async fn ended(app: &TestApp, caller: &Caller<'_>, message: &Value) -> Value {
    for _ in 0..20 {
        app.drain_jobs().await;
        let path = format!("/v1/jobs/{}?expand=attempts", message["job_id"].as_str().unwrap());
        let job = caller.get(&path).await.expect(200);
        if !job["finished_at"].is_null() {
            return job;
        }
        app.advance(TimeDelta::minutes(6));
    }
    panic!("the job does not end");
}

#[tokio::test]
async fn transient_errors_are_retried_up_to_their_limit() {
    let app = TestApp::for_a_day().await;
    let alice = app.user("alice").await;
    for (code, name) in [
        (2, "provider_unavailable"),
        (131_016, "provider_unavailable"),
        (131_057, "provider_maintenance"),
        (1, "provider_error"),
    ] {
        let message = alice.send("whatsapp", &refused_once(code)).await;
        let job = ended(&app, &alice, &message).await;
        assert_eq!((&job["state"], &job["attempt"]), (&json!("succeeded"), &json!(2)), "{code}");
        assert_eq!(job["attempts"][0]["error"]["code"], name);
    }
    for (code, attempts) in [(1, 3), (131_000, 3), (131_052, 2), (131_053, 2), (131_016, 6), (999_500, 6)] {
        let message = alice.send("whatsapp", &refused(code)).await;
        let job = ended(&app, &alice, &message).await;
        assert_eq!((&job["state"], &job["attempt"]), (&json!("failed"), &json!(attempts)), "{code}");
        assert_eq!(job["error"]["retryable"], true);
        assert_eq!(job["attempts"].as_array().unwrap().len(), attempts);
    }
    app.finish().await;
}

#[tokio::test]
async fn rate_limits_of_a_number_use_no_attempt() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    for code in [4, 80_007, 130_429] {
        let message = alice.send("whatsapp", &refused_once(code)).await;
        let job = ended(&app, &alice, &message).await;
        assert_eq!((&job["state"], &job["attempt"]), (&json!("succeeded"), &json!(1)), "{code}");
        assert_eq!(job["attempts"].as_array().unwrap().len(), 1);
        let calls = app.simulated("requests?limit=2").await;
        assert_eq!((&calls[1]["error_code"], &calls[0]["error_code"]), (&json!(code), &Value::Null));
        assert_eq!(alice.message(&message).await["provider_error"]["code"], code);
    }
    app.finish().await;
}

#[tokio::test]
async fn rate_limits_of_a_recipient_delay_only_that_recipient() {
    let app = TestApp::for_a_day().await;
    let alice = app.user("alice").await;
    let (first, second) = (alice.send("whatsapp", "+9997003000").await, alice.send("whatsapp", "+9997003000").await);
    app.drain_jobs().await;
    let other = alice.send("whatsapp", "+15550100001").await;
    app.drain_jobs().await;
    assert_eq!(alice.message(&other).await["status"], "sent");
    let states = [alice.job(&first).await["state"].clone(), alice.job(&second).await["state"].clone()];
    assert!(states.contains(&json!("succeeded")) && states.contains(&json!("queued")), "{states:?}");
    let waits = if states[0] == "queued" { &first } else { &second };
    assert_eq!(alice.job(waits).await["error"]["code"], "recipient_rate_limited");
    // The simulator has its own clock.
    crate::harness::eventually("the pair's limit ends", || async {
        app.advance(TimeDelta::minutes(5));
        app.drain_jobs().await;
        (alice.job(waits).await["state"] == "succeeded").then_some(())
    })
    .await;
    assert_eq!(alice.job(waits).await["attempt"], 1);
    app.finish().await;
}

#[tokio::test]
async fn templates_are_filled_and_sent_by_name() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let body = json!({"name": "delivery_note", "language": "en_US", "header": "image", "buttons": 1,
        "body": "Hello {{first_name}}, parcel {{ parcel }} is yours, {{first_name}}."});
    let template = alice.post("/v1/templates", &body).await.expect(201);
    assert_eq!(template["parameters"], json!(["first_name", "parcel"]));
    alice.post("/v1/templates", &body).await.problem(409, "template_exists");
    let header = json!({"type": "image", "link": "https://example.com/a.png"});
    let using = json!({"name": "delivery_note", "parameters": {"first_name": "Ada", "parcel": "A-17"},
        "header_media": header, "button_parameters": ["A-17"]});
    let send = json!({"channel": "whatsapp", "to": "+15550100001", "template": using});
    let message = alice.post("/v1/messages", &send).await.expect(202)["message"].take();
    assert_eq!(message["body"], "Hello Ada, parcel A-17 is yours, Ada.");
    // An accepted message is sent as accepted.
    let path = format!("/v1/templates/{}", template["id"].as_str().unwrap());
    let changed = json!({"name": "delivery_note", "language": "en_US", "body": "Other"});
    let request = alice.request(Method::PUT, &path).json(&changed);
    assert_eq!(alice.call(request).await.expect(200)["body"], "Other");
    app.drain_jobs().await;
    assert_eq!(alice.message(&message).await["status"], "sent");
    let taken = app.simulated("messages?limit=1").await;
    assert_eq!(taken[0]["type"], "template");
    let shown = taken[0]["body"].as_str().unwrap();
    assert!(shown.contains("delivery_note") && shown.contains("Ada") && shown.contains("A-17"), "{shown}");

    let in_app = json!({"channel": "in_app", "to": "alice", "template": {"name": "delivery_note"}});
    let message = alice.post("/v1/messages", &in_app).await.expect(202)["message"].take();
    assert_eq!((&message["body"], &message["content"]), (&json!("Other"), &Value::Null));
    let bob = app.user("bob").await;
    bob.get(&path).await.problem(404, "not_found");
    bob.call(bob.request(Method::PUT, &path).json(&changed)).await.problem(404, "not_found");
    bob.call(bob.request(Method::DELETE, &path)).await.problem(404, "not_found");
    bob.post("/v1/messages", &in_app).await.problem(422, "template_not_found");
    assert_eq!(alice.get("/v1/templates").await.expect(200)["data"].as_array().unwrap().len(), 1);
    assert_eq!(alice.call(alice.request(Method::DELETE, &path)).await.status, 204);
    alice.get(&path).await.problem(404, "not_found");
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn misused_templates_cost_nothing() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let body = json!({"name": "note", "language": "en", "body": "Hello {{name}}"});
    alice.post("/v1/templates", &body).await.expect(201);
    let send = async |using: Value| {
        alice.post("/v1/messages", &json!({"channel": "whatsapp", "to": "+15550100001", "template": using})).await
    };
    send(json!({"name": "nothing"})).await.problem(422, "template_not_found");
    send(json!({"name": "note", "language": "de"})).await.problem(422, "template_not_found");
    let problem =
        send(json!({"name": "note", "parameters": {"nom": "Ada"}})).await.problem(422, "template_parameters_invalid");
    let fields: Vec<_> = problem["errors"].as_array().unwrap().iter().map(|it| it["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["template.parameters.name", "template.parameters.nom"]);
    send(json!({"name": "note", "parameters": {"name": "Ada"}, "header_text": "x"}))
        .await
        .problem(422, "template_parameters_invalid");
    send(json!({"name": "note", "parameters": {"name": " "}})).await.problem(422, "validation_failed");
    let german = json!({"name": "note", "language": "de", "body": "Hallo {{name}}"});
    alice.post("/v1/templates", &german).await.expect(201);
    send(json!({"name": "note", "parameters": {"name": "Ada"}})).await.problem(422, "template_ambiguous");
    for wrong in ["Hello {{name", "Hello {{Name}}", "{{}}", " "] {
        let body = json!({"name": "wrong", "language": "en", "body": wrong});
        alice.post("/v1/templates", &body).await.problem(422, "validation_failed");
    }
    for (name, language) in [("Note", "en"), ("note", "english"), ("", "en"), ("note", "EN")] {
        let body = json!({"name": name, "language": language, "body": "x"});
        alice.post("/v1/templates", &body).await.problem(422, "validation_failed");
    }
    assert_eq!(alice.balance().await, 100);
    app.finish().await;
}

#[tokio::test]
async fn files_are_sent_by_link_or_id() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let send = async |media: Value| {
        alice.post("/v1/messages", &json!({"channel": "whatsapp", "to": "+15550100001", "media": media})).await
    };
    let link = "https://example.com/invoice-17.pdf";
    let document = json!({"type": "document", "link": link, "caption": "Invoice 17", "filename": "invoice-17.pdf"});
    let message = send(document.clone()).await.expect(202)["message"].take();
    assert_eq!((&message["body"], &message["content"]["media"]), (&json!("Invoice 17"), &document));
    for kind in ["image", "video", "audio", "sticker"] {
        send(json!({"type": kind, "link": link})).await.expect(202);
    }
    app.drain_jobs().await;
    let taken = app.simulated("messages?limit=5").await;
    let kinds: Vec<_> = taken.as_array().unwrap().iter().map(|it| it["type"].as_str().unwrap()).collect();
    assert_eq!(kinds.len(), 5);
    assert!(kinds.contains(&"document") && kinds.contains(&"sticker"), "{kinds:?}");
    for (wrong, field) in [
        (json!({"type": "image"}), "media.link"),
        (json!({"type": "image", "link": link, "id": "17"}), "media.link"),
        (json!({"type": "image", "link": "http://example.com/a.png"}), "media.link"),
        (json!({"type": "image", "link": "https://user:pw@example.com/a.png"}), "media.link"),
        (json!({"type": "image", "link": "https://localhost/a.png"}), "media.link"),
        (json!({"type": "image", "link": "https://169.254.169.254/a.png"}), "media.link"),
        (json!({"type": "image", "id": "../17"}), "media.id"),
        (json!({"type": "audio", "link": link, "caption": "x"}), "media.caption"),
        (json!({"type": "image", "link": link, "caption": "x".repeat(1025)}), "media.caption"),
        (json!({"type": "image", "link": link, "filename": "a.png"}), "media.filename"),
        (json!({"type": "image", "link": link, "size": 1}), "media.size"),
        (json!({"type": "hologram", "link": link}), "media.type"),
    ] {
        let problem = send(wrong.clone()).await.problem(422, "validation_failed");
        assert!(
            problem["errors"][0]["field"].as_str().unwrap().starts_with(field.split('.').next().unwrap()),
            "{wrong} {problem}"
        );
    }
    let both = json!({"channel": "whatsapp", "to": "+15550100001", "body": "x", "media": document});
    alice.post("/v1/messages", &both).await.problem(422, "validation_failed");
    let nothing = json!({"channel": "whatsapp", "to": "+15550100001"});
    alice.post("/v1/messages", &nothing).await.problem(422, "validation_failed");
    let in_app = json!({"channel": "in_app", "to": "alice", "media": document});
    alice.post("/v1/messages", &in_app).await.problem(422, "validation_failed");
    app.finish().await;
}

#[tokio::test]
async fn a_dry_run_reports_and_changes_nothing() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let state = async || {
        let tables = app.count("SELECT (SELECT count(*) FROM messages) + (SELECT count(*) FROM jobs) + (SELECT count(*) FROM transfers) + (SELECT count(*) FROM events) + (SELECT count(*) FROM idempotency_records)").await;
        (tables, alice.balance().await)
    };
    let before = state().await;
    let try_it = async |body: Value| alice.post_once("/v1/messages?dry_run=true", "a key", &body).await;
    let answer = try_it(json!({"channel": "whatsapp", "to": "+15550100001", "body": "hello"})).await.expect(200);
    assert_eq!(
        (&answer["accepted"], &answer["price"], &answer["segments"], &answer["refusals"], &answer["body"]),
        (&json!(true), &json!(1), &json!(1), &json!([]), &json!("hello"))
    );
    assert_eq!((&answer["expected_delay_seconds"], &answer["window_ends_at"]), (&json!(0.0), &Value::Null));
    let answer = try_it(json!({"channel": "in_app", "to": "nobody", "body": "hello"})).await.expect(200);
    assert_eq!((&answer["accepted"], &answer["refusals"][0]["code"]), (&json!(false), &json!("recipient_not_found")));
    assert_eq!(answer["refusals"][0]["errors"][0]["field"], "to");
    try_it(json!({"channel": "whatsapp", "to": "1", "body": "hello"})).await.problem(422, "validation_failed");
    assert_eq!(state().await, before);
    let poor = app.user_with_role("poor", shared::accounts::Role::User).await;
    let answer =
        poor.post("/v1/messages?dry_run=true", &json!({"channel": "in_app", "to": "alice", "body": "x"})).await;
    assert_eq!(answer.expect(200)["refusals"][0]["code"], "insufficient_credits");
    app.finish().await;
}
