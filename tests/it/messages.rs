use chrono::{TimeDelta, Utc};
use futures::future::join_all;
use serde_json::{Value, json};

use crate::harness::{Caller, Options, TestApp, eventually};

const REFUSED: &str = "+15550000026";
const FAILS_LATER: &str = "+15550000126";

#[tokio::test]
async fn in_app_messages_are_charged_delivered_and_visible_to_both() {
    let app = TestApp::start().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let body = json!({"channel": "in_app", "to": "BOB", "body": "hello", "metadata": {"order": 17}});
    let answer = alice.post("/v1/messages", &body).await;
    let location = answer.headers["location"].to_str().unwrap().to_owned();
    let accepted = answer.expect(202);
    let (message, job) = (&accepted["message"], &accepted["job"]);
    assert_eq!(location, format!("/v1/jobs/{}", job["id"].as_str().unwrap()));
    assert_eq!(message["job_id"], job["id"]);
    assert_eq!(
        (&message["status"], &job["state"], &job["kind"]),
        (&json!("queued"), &json!("queued"), &json!("message.send"))
    );
    assert_eq!((&message["price"], &message["segments"]), (&json!(1), &json!(1)));
    assert_eq!(message["recipient"]["username"], "bob");
    assert_eq!(alice.balance().await, 99);
    assert_eq!(bob.get("/v1/messages").await.expect(200)["data"], json!([]), "not before it is delivered");
    assert_eq!(&alice.job(message).await, job, "the answer equals the stored job");

    assert_eq!(app.drain_jobs().await, 1);

    let sent = alice.message(message).await;
    assert_eq!(sent["status"], "delivered");
    assert_eq!(sent["metadata"], json!({"order": 17}));
    assert!(sent["delivered_at"].is_string() && sent["sent_at"].is_string());
    let job = alice.job(message).await;
    assert_eq!((&job["state"], &job["attempt"]), (&json!("succeeded"), &json!(1)));
    assert_eq!(job["result"], json!({"message_id": message["id"]}));
    let received = bob.message(message).await;
    assert_eq!((&received["body"], &received["sender"]["username"]), (&json!("hello"), &json!("alice")));
    for private in ["price", "job_id"] {
        assert_eq!(received[private], Value::Null, "{private} is visible to the sender only");
    }
    assert_eq!(received["metadata"], json!({}));
    assert_eq!((alice.balance().await, bob.balance().await), (99, 100));
    app.finish().await;
}

#[tokio::test]
async fn whatsapp_messages_follow_the_provider_statuses() {
    let app = TestApp::with(Options { statuses: true, ..Options::default() }).await;
    let alice = app.user("alice").await;
    let message = alice.send("whatsapp", "+15550100001").await;
    app.drain_jobs().await;
    let delivered = eventually("delivered", || async {
        app.drain_jobs().await;
        Some(alice.message(&message).await).filter(|message| message["status"] == "delivered")
    })
    .await;
    let phone = app.simulated("messages").await;
    assert_eq!(phone[0]["body"], "hello");
    assert_eq!(phone[0]["callback_data"], message["id"]);
    assert_eq!(delivered["provider_message_id"], phone[0]["wamid"]);
    let times = ["created_at", "sent_at", "delivered_at"].map(|at| delivered[at].as_str().unwrap().to_owned());
    assert!(times[1] <= times[2], "{times:?}");
    assert_eq!(alice.job(&message).await["result"]["provider_message_id"], phone[0]["wamid"]);
    assert_eq!(alice.balance().await, 99);
    app.finish().await;
}

#[tokio::test]
async fn permanent_refusals_are_refunded() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let message = alice.send("whatsapp", REFUSED).await;
    assert_eq!(alice.balance().await, 99);
    assert_eq!(app.drain_jobs().await, 1, "a permanent refusal is not retried");
    let (message, job) = (alice.message(&message).await, alice.job(&message).await);
    assert_eq!((&message["status"], &job["state"]), (&json!("failed"), &json!("failed")));
    assert_eq!(message["error"]["code"], "recipient_unreachable");
    assert_eq!(message["error"], job["error"]);
    assert_eq!(job["error"]["retryable"], false);
    assert_eq!(alice.balance().await, 100);
    assert_eq!(alice.statement().await, ["refund", "charge", "grant"]);
    assert_eq!(app.simulated("requests").await.as_array().unwrap().len(), 1);
    app.finish().await;
}

#[tokio::test]
async fn failures_reported_later_are_refunded() {
    let app = TestApp::with(Options { statuses: true, ..Options::default() }).await;
    let alice = app.user("alice").await;
    let message = alice.send("whatsapp", FAILS_LATER).await;
    let failed = eventually("failed", || async {
        app.drain_jobs().await;
        Some(alice.message(&message).await).filter(|message| message["status"] == "failed")
    })
    .await;
    assert_eq!(failed["error"]["code"], "recipient_unreachable");
    assert_eq!(alice.job(&message).await["state"], "succeeded", "the provider accepted it");
    assert_eq!(alice.balance().await, 100);
    app.finish().await;
}

#[tokio::test]
async fn a_failed_first_attempt_is_retried() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    // One after the other: a number's rate limit affects all of its messages.
    let unavailable = alice.send("whatsapp", "+15550000002").await;
    app.drain_jobs().await;
    // Full jitter: the retry may be due at once.
    app.advance(TimeDelta::seconds(2));
    app.drain_jobs().await;
    let limited = alice.send("whatsapp", "+15550000429").await;
    app.drain_jobs().await;
    app.advance(TimeDelta::seconds(2));
    app.drain_jobs().await;
    let (job, other) = (alice.job(&unavailable).await, alice.job(&limited).await);
    assert_eq!(job["attempt"], 2, "the first retry comes within two seconds");
    assert_eq!(other["attempt"], 1, "a rate limit uses no attempt");
    assert_eq!(app.simulated("requests").await.as_array().unwrap().len(), 4);
    for message in [unavailable, limited] {
        assert_eq!(alice.message(&message).await["status"], "sent");
        assert_eq!(alice.job(&message).await["error"], Value::Null);
    }
    assert_eq!(alice.balance().await, 98);
    app.finish().await;
}

#[tokio::test]
async fn a_send_with_a_lost_answer_is_never_repeated() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let message = alice.send("whatsapp", "+15550000409").await;
    app.drain_jobs().await;
    assert_eq!(alice.message(&message).await["status"], "queued");
    app.advance(TimeDelta::seconds(16));
    app.drain_jobs().await;
    let (message, job) = (alice.message(&message).await, alice.job(&message).await);
    assert_eq!((&message["status"], &job["state"]), (&json!("unknown"), &json!("failed")));
    assert_eq!(job["error"]["code"], "outcome_unknown");
    assert_eq!(alice.balance().await, 99, "it may have arrived: the charge stays");
    assert_eq!(app.simulated("requests").await.as_array().unwrap().len(), 1);
    app.finish().await;
}

/// A send whose answer is lost and whose delivery a status reports.
pub(super) async fn delivered_without_an_answer(app: &TestApp, sender: &Caller<'_>) -> Value {
    let message = sender.send("whatsapp", "+15550000408").await;
    app.drain_jobs().await;
    eventually("delivered", || async {
        app.drain_jobs().await;
        (sender.message(&message).await["status"] == "delivered").then_some(())
    })
    .await;
    message
}

#[tokio::test]
async fn a_status_resolves_an_uncertain_send() {
    let app = TestApp::with(Options { statuses: true, ..Options::default() }).await;
    let alice = app.user("alice").await;
    let message = delivered_without_an_answer(&app, &alice).await;
    app.advance(TimeDelta::seconds(16));
    app.drain_jobs().await;
    assert_eq!(alice.job(&message).await["state"], "succeeded");
    assert_eq!(app.simulated("requests").await.as_array().unwrap().len(), 1);
    app.finish().await;
}

#[tokio::test]
async fn concurrent_sends_never_overdraw_the_balance() {
    let env = vec![("SIGNUP_CREDITS", "20".into()), ("WORKER_CONCURRENCY", "64".into())];
    let app = TestApp::with(Options { env, ..Options::default() }).await;
    let alice = app.user("alice").await;
    let body = json!({"channel": "whatsapp", "to": "+15550100001", "body": "hello"});
    let answers = join_all((0..50).map(|_| alice.post("/v1/messages", &body))).await;
    let (accepted, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 202);
    assert_eq!((accepted.len(), refused.len()), (20, 30));
    for answer in refused {
        answer.problem(402, "insufficient_credits");
    }
    assert_eq!(alice.balance().await, 0);
    assert_eq!(app.drain_jobs().await, 20);
    let proof = app.admin().await.get("/v1/ledger/proof").await.expect(200);
    assert_eq!((&proof["holds"], &proof["orphan_charges"]), (&json!(true), &json!(0)));
    assert_eq!((&proof["assets"][0]["asset"], &proof["assets"][0]["sum"]), (&json!("CREDIT"), &json!(0)));
    app.finish().await;
}

#[tokio::test]
async fn a_repeated_key_replays_the_answer_and_charges_once() {
    let app = TestApp::start().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let body = json!({"channel": "in_app", "to": "bob", "body": "hello"});
    let first = alice.post_once("/v1/messages", "key-1", &body).await;
    assert!(!first.headers.contains_key("idempotent-replayed"));
    app.drain_jobs().await;
    let again = alice.post_once("/v1/messages", "\"key-1\"", &body).await;
    assert_eq!(again.headers["idempotent-replayed"], "true");
    assert_eq!(again.headers["location"], first.headers["location"]);
    assert_eq!((again.status, &again.body), (first.status, &first.body));
    let other = json!({"channel": "in_app", "to": "bob", "body": "something else"});
    alice.post_once("/v1/messages", "key-1", &other).await.problem(422, "idempotency_key_reused");
    assert_eq!(alice.balance().await, 99);
    bob.post_once("/v1/messages", "key-1", &body).await.expect(202);
    app.advance(TimeDelta::hours(25));
    // Access tokens have expired by now, too.
    let alice = app.log_in("alice").await;
    alice.post_once("/v1/messages", "key-1", &other).await.expect(202);
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn concurrent_requests_with_one_key_send_once() {
    let app = TestApp::start().await;
    let (alice, _) = (app.user("alice").await, app.user("bob").await);
    let body = json!({"channel": "in_app", "to": "bob", "body": "hello"});
    let answers = join_all((0..20).map(|_| alice.post_once("/v1/messages", "key", &body))).await;
    for answer in answers {
        match answer.status {
            202 => {}
            _ => {
                assert_eq!(answer.headers["retry-after"], "1");
                answer.problem(409, "idempotency_in_flight");
            }
        }
    }
    assert_eq!(alice.balance().await, 99);
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn refusals_are_not_stored_under_their_key() {
    let app = TestApp::with(Options { env: vec![("SIGNUP_CREDITS", "0".into())], ..Options::default() }).await;
    let (alice, admin) = (app.user("alice").await, app.admin().await);
    let body = json!({"channel": "whatsapp", "to": "+15550100001", "body": "hello"});
    alice.post_once("/v1/messages", "key", &body).await.problem(402, "insufficient_credits");
    assert_eq!(app.count("SELECT count(*) FROM jobs").await + app.count("SELECT count(*) FROM messages").await, 0);
    admin.post("/v1/credits/mint", &json!({"user": "alice", "credits": 1})).await.expect(201);
    alice.post_once("/v1/messages", "key", &body).await.expect(202);
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn invalid_sends_are_refused() {
    let app = TestApp::start().await;
    let (alice, eve) = (app.user("alice").await, app.user("eve").await);
    let send = |channel: &str, to: &str, body: &str| json!({"channel": channel, "to": to, "body": body});
    for (body, code, field) in [
        (send("in_app", "nobody", "hello"), "recipient_not_found", "to"),
        (send("whatsapp", "0123", "hello"), "validation_failed", "to"),
        (send("whatsapp", "+0123456789", "hello"), "validation_failed", "to"),
        (send("whatsapp", "+15550100001", ""), "validation_failed", "body"),
        (send("whatsapp", "+15550100001", &"x".repeat(4097)), "validation_failed", "body"),
        (send("whatsapp", "+15550100001", "nul \0"), "validation_failed", "body"),
        (send("pigeon", "+15550100001", "hello"), "validation_failed", "channel"),
        (json!({"channel": "whatsapp", "to": "+15550100001"}), "validation_failed", "body"),
        (json!({"channel": "whatsapp", "to": 15_550_100_001_u64, "body": "hello"}), "validation_failed", "to"),
    ] {
        let problem = alice.post("/v1/messages", &body).await.problem(422, code);
        assert_eq!(problem["errors"][0]["field"], field, "{problem}");
    }
    app.anonymous().post("/v1/messages", &send("in_app", "eve", "hello")).await.problem(401, "unauthenticated");
    let message = alice.send("whatsapp", "+15550100001").await;
    app.drain_jobs().await;
    for path in ["messages", "jobs"] {
        let id = message[if path == "jobs" { "job_id" } else { "id" }].as_str().unwrap();
        eve.get(&format!("/v1/{path}/{id}")).await.problem(404, "not_found");
        alice.get(&format!("/v1/{path}/{id}")).await.expect(200);
        alice.get(&format!("/v1/{path}/nonsense")).await.problem(404, "not_found");
    }
    assert_eq!(alice.balance().await, 99, "only accepted messages are charged");
    app.finish().await;
}

#[tokio::test]
async fn an_unconfigured_channel_is_refused() {
    let none = ["API_URL", "ACCESS_TOKEN", "PHONE_NUMBER_ID", "APP_SECRET", "VERIFY_TOKEN"]
        .map(|name| (&*format!("WHATSAPP_{name}").leak(), String::new()));
    let app = TestApp::with(Options { env: none.into(), ..Options::default() }).await;
    let alice = app.user("alice").await;
    let body = json!({"channel": "whatsapp", "to": "+15550100001", "body": "hello"});
    alice.post("/v1/messages", &body).await.problem(422, "channel_not_configured");
    app.anonymous().get("/v1/hooks/whatsapp").await.problem(404, "not_found");
    app.finish().await;
}

#[tokio::test]
async fn the_history_is_filtered() {
    let app = TestApp::start().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let first = alice.send("in_app", "bob").await;
    alice.send("whatsapp", "+15550100001").await;
    alice.send("whatsapp", REFUSED).await;
    bob.send("in_app", "alice").await;
    let own = alice.send("in_app", "alice").await;
    app.drain_jobs().await;
    let list = async |query: &str| {
        let page = alice.get(&format!("/v1/messages?{query}")).await.expect(200);
        page["data"].as_array().unwrap().clone()
    };
    assert_eq!(list("").await.len(), 5, "a message to oneself is listed once");
    assert_eq!(list("").await[0]["id"], own["id"], "newest first");
    assert_eq!(list("direction=sent").await.len(), 4);
    assert_eq!(list("direction=received").await.len(), 2);
    assert_eq!(list("channel=whatsapp").await.len(), 2);
    assert_eq!(list("status=failed").await.len(), 1);
    assert_eq!(list("channel=in_app&status=delivered&direction=sent").await.len(), 2);
    let since = |message: &Value| message["created_at"].as_str().unwrap().to_owned();
    assert_eq!(list(&format!("since={}", since(&own))).await.len(), 1);
    assert_eq!(list(&format!("until={}", since(&own))).await.len(), 4);
    assert_eq!(list(&format!("until={}", since(&first))).await.len(), 0);
    alice.get("/v1/messages?status=lost").await.problem(422, "validation_failed");
    alice.get("/v1/messages?since=yesterday").await.problem(422, "validation_failed");
    app.finish().await;
}

#[tokio::test]
async fn pages_have_no_gaps_or_duplicates() {
    let app = TestApp::start().await;
    let (alice, _) = (app.user("alice").await, app.user("bob").await);
    for _ in 0..7 {
        alice.send("in_app", "bob").await;
    }
    app.drain_jobs().await;
    for list in ["messages", "jobs", "credits/transactions"] {
        let mut ids = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = alice.get(&format!("/v1/{list}?limit=3{cursor}")).await.expect(200);
            let rows = page["data"].as_array().unwrap();
            assert!(rows.len() <= 3);
            ids.extend(rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()));
            let Some(next) = page["next_cursor"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        let mut sorted = ids.clone();
        sorted.sort_unstable_by(|one, other| other.cmp(one));
        sorted.dedup();
        assert_eq!(ids, sorted, "{list}");
        assert_eq!(ids.len(), if list == "credits/transactions" { 8 } else { 7 });
        alice.get(&format!("/v1/{list}?cursor=nonsense")).await.problem(400, "invalid_cursor");
    }
    let page = alice.get("/v1/messages?limit=3").await.expect(200);
    let cursor = page["next_cursor"].as_str().unwrap();
    alice.get(&format!("/v1/messages?channel=in_app&cursor={cursor}")).await.problem(400, "invalid_cursor");
    app.finish().await;
}

#[tokio::test]
async fn scheduled_messages_wait_for_their_time() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let send_at = Utc::now() + TimeDelta::minutes(10);
    let body = json!({"channel": "whatsapp", "to": "+15550100001", "body": "later", "send_at": send_at});
    let accepted = alice.post("/v1/messages", &body).await.expect(202);
    assert_eq!(accepted["message"]["status"], "scheduled");
    assert_eq!(app.drain_jobs().await, 0);
    app.advance(TimeDelta::minutes(11));
    assert_eq!(app.drain_jobs().await, 1);
    assert_eq!(alice.message(&accepted["message"]).await["status"], "sent");
    let body =
        json!({"channel": "whatsapp", "to": "+15550100001", "body": "x", "send_at": send_at + TimeDelta::days(400)});
    alice.post("/v1/messages", &body).await.problem(422, "validation_failed");
    app.finish().await;
}
