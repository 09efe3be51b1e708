//! Waiting for jobs, cancelling and retrying them.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};
use shared::ids::JobId;
use shared::jobs;

use crate::harness::{Options, Stream, TestApp, within};
use crate::messages::delivered_without_an_answer;

const REFUSED: &str = "+15550000026";

fn job_path(message: &Value) -> String {
    format!("/v1/jobs/{}", message["job_id"].as_str().unwrap())
}

#[tokio::test]
async fn a_client_can_wait_for_a_job_to_end() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let message = alice.send("whatsapp", "+15550100001").await;
    let waiting =
        alice.call(alice.request(Method::GET, &job_path(&message)).header("prefer", "respond-async, wait=20"));
    let began = Instant::now();
    let (answer, _) = tokio::join!(waiting, async {
        // The job runs only once the client waits, so the answer cannot be ready earlier.
        while app.app.hub.watched().is_empty() {
            tokio::task::yield_now().await;
        }
        app.drain_jobs().await
    });
    assert_eq!(answer.headers["preference-applied"], "wait");
    assert_eq!(answer.expect(200)["state"], "succeeded");
    assert!(began.elapsed() < Duration::from_secs(15), "the end was not announced");
    assert!(app.app.hub.watched().is_empty());
    app.finish().await;
}

#[tokio::test]
async fn a_wait_times_out_while_the_job_is_open() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let body = json!({"channel": "whatsapp", "to": "+15550100001", "body": "hello"});
    let answer = alice.call(alice.request(Method::POST, "/v1/messages").header("prefer", "wait=1").json(&body)).await;
    assert_eq!(answer.headers["preference-applied"], "wait");
    assert!(answer.headers.contains_key("location"));
    let accepted = answer.expect(202);
    assert_eq!(accepted["job"]["state"], "queued");
    let answer = alice.get(&job_path(&accepted["message"])).await;
    assert!(!answer.headers.contains_key("preference-applied"));
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn a_client_can_wait_for_a_send() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let body = json!({"channel": "whatsapp", "to": REFUSED, "body": "hello"});
    let sending = alice.call(alice.request(Method::POST, "/v1/messages").header("prefer", "wait=20").json(&body));
    let (answer, _) = tokio::join!(sending, async {
        while app.app.hub.watched().is_empty() {
            tokio::task::yield_now().await;
        }
        app.drain_jobs().await
    });
    let accepted = answer.expect(202);
    assert_eq!((&accepted["job"]["state"], &accepted["message"]["status"]), (&json!("failed"), &json!("failed")));
    app.finish().await;
}

#[tokio::test]
async fn a_repeated_send_waits_like_the_first() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let body = json!({"channel": "whatsapp", "to": REFUSED, "body": "hello"});
    let first = alice.post_once("/v1/messages", "key-1", &body).await;
    let location = first.headers["location"].clone();
    assert_eq!(first.expect(202)["job"]["state"], "queued");
    let again = alice.request(Method::POST, "/v1/messages").header("idempotency-key", "key-1");
    let waiting = alice.call(again.header("prefer", "wait=20").json(&body));
    let (answer, _) = tokio::join!(waiting, async {
        within(Duration::from_secs(15), "the replay waits", async || (!app.app.hub.watched().is_empty()).then_some(()))
            .await;
        app.drain_jobs().await
    });
    let headers = ["preference-applied", "idempotent-replayed"].map(|name| answer.headers[name].clone());
    assert_eq!((headers, &answer.headers["location"]), (["wait", "true"].map(|it| it.parse().unwrap()), &location));
    let accepted = answer.expect(202);
    assert_eq!((&accepted["job"]["state"], &accepted["message"]["status"]), (&json!("failed"), &json!("failed")));
    app.finish().await;
}

#[tokio::test]
async fn an_unannounced_end_is_found_by_polling() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let message = alice.send("whatsapp", "+15550100001").await;
    let waiting = alice.call(alice.request(Method::GET, &job_path(&message)).header("prefer", "wait=20"));
    let (answer, ()) = tokio::join!(waiting, async {
        while app.app.hub.watched().is_empty() {
            tokio::task::yield_now().await;
        }
        // As another process would, whose message was lost.
        let sql = "UPDATE jobs SET state = 'succeeded', finished_at = now()";
        sqlx::query(sql).execute(app.app.db.pool()).await.unwrap();
    });
    assert_eq!(answer.expect(200)["state"], "succeeded");
    app.abandon().await;
}

#[tokio::test]
async fn a_job_can_be_streamed_to_its_end() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let message = alice.send("whatsapp", "+15550100001").await;
    let mut stream = Stream::open(&alice, &format!("{}/events", job_path(&message)), None).await;
    assert_eq!(stream.next().await.unwrap().data["state"], "queued");
    app.drain_jobs().await;
    let mut last = Value::Null;
    while let Some(event) = stream.next().await {
        assert_eq!(event.kind, "job");
        last = event.data;
    }
    assert_eq!(last["state"], "succeeded", "the stream ends with the job");
    let eve = app.user("eve").await;
    eve.get(&format!("{}/events", job_path(&message))).await.problem(404, "not_found");
    app.finish().await;
}

#[tokio::test]
async fn waiting_sends_can_be_cancelled_and_are_refunded() {
    let app = TestApp::start().await;
    let (alice, eve) = (app.user("alice").await, app.user("eve").await);
    let first = alice.send("whatsapp", "+15550100001").await;
    let second = alice.send("in_app", "eve").await;
    let nothing = json!({});
    let cancel = |message: &Value| format!("{}/cancel", job_path(message));
    eve.post(&cancel(&first), &nothing).await.problem(404, "not_found");
    let job = alice.call(alice.request(Method::POST, &cancel(&first))).await.expect(200);
    assert_eq!(job["state"], "cancelled");
    assert!(job["finished_at"].is_string());
    let message =
        alice.post(&format!("/v1/messages/{}/cancel", second["id"].as_str().unwrap()), &nothing).await.expect(200);
    assert_eq!(message["status"], "cancelled");
    assert_eq!(alice.message(&first).await["status"], "cancelled");
    assert_eq!(alice.balance().await, 100);
    assert_eq!(alice.statement().await, ["refund", "refund", "charge", "charge", "grant"]);
    alice.post(&cancel(&first), &nothing).await.problem(409, "job_not_cancellable");
    assert_eq!(app.drain_jobs().await, 0);
    assert_eq!(app.simulated("requests").await, json!([]));
    app.finish().await;
}

#[tokio::test]
async fn running_and_sent_jobs_cannot_be_cancelled() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let lost = alice.send("whatsapp", "+15550000409").await;
    app.drain_jobs().await;
    assert_eq!(alice.job(&lost).await["state"], "queued", "it waits for a status");
    let running = alice.send("whatsapp", "+15550100001").await;
    let id: JobId = running["job_id"].as_str().unwrap().parse().unwrap();
    jobs::claim(&app.app, &[id], &["whatsapp.deliver".into()], "one").await.unwrap();
    for message in [&lost, &running] {
        let answer = alice.call(alice.request(Method::POST, &format!("{}/cancel", job_path(message)))).await;
        answer.problem(409, "job_not_cancellable");
    }
    assert_eq!(alice.balance().await, 98);
    app.advance(TimeDelta::seconds(16));
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn a_send_delivered_without_an_answer_cannot_be_cancelled() {
    let app = TestApp::with(Options { statuses: true, ..Options::default() }).await;
    let alice = app.user("alice").await;
    let message = delivered_without_an_answer(&app, &alice).await;
    assert_eq!(alice.job(&message).await["state"], "queued");
    alice.post(&format!("{}/cancel", job_path(&message)), &json!({})).await.problem(409, "job_not_cancellable");
    app.advance(TimeDelta::seconds(16));
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn a_failed_send_can_be_retried() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let body = json!({"channel": "whatsapp", "to": REFUSED, "body": "hello", "metadata": {"order": 17}});
    let failed = alice.post("/v1/messages", &body).await.expect(202)["message"].take();
    let retry = format!("{}/retry", job_path(&failed));
    let nothing = json!({});
    alice.post(&retry, &nothing).await.problem(409, "job_not_retryable");
    app.drain_jobs().await;
    let before = (alice.message(&failed).await, alice.job(&failed).await);

    let again = alice.post_once(&retry, "key", &nothing).await.expect(202);
    assert_eq!((&again["job"]["retried_from"], &again["message"]["retry_of"]), (&failed["job_id"], &failed["id"]));
    assert_eq!((&again["message"]["metadata"], &again["message"]["body"]), (&json!({"order": 17}), &json!("hello")));
    assert_eq!(alice.post_once(&retry, "key", &nothing).await.expect(202), again);
    assert_eq!(alice.job(&again["message"]).await["retried_from"], failed["job_id"]);
    assert_eq!(alice.balance().await, 99, "a new charge");
    app.drain_jobs().await;
    assert_eq!(alice.balance().await, 100);
    assert_eq!(
        (alice.message(&failed).await, alice.job(&failed).await),
        before,
        "the old message and job never change"
    );
    app.user("eve").await.post(&retry, &nothing).await.problem(404, "not_found");
    app.finish().await;
}

#[tokio::test]
async fn attempts_are_recorded() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let message = alice.send("whatsapp", "+15550000002").await;
    let expanded = format!("{}?expand=attempts", job_path(&message));
    assert_eq!(alice.get(&expanded).await.expect(200)["attempts"], json!([]));
    app.drain_jobs().await;
    app.advance(TimeDelta::seconds(2));
    app.drain_jobs().await;
    let job = alice.get(&expanded).await.expect(200);
    let attempts = job["attempts"].as_array().unwrap();
    assert_eq!(
        attempts.iter().map(|it| it["outcome"].as_str().unwrap()).collect::<Vec<_>>(),
        ["retrying", "succeeded"]
    );
    assert_eq!(attempts.iter().map(|it| it["number"].as_i64().unwrap()).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(attempts[0]["error"]["code"], "provider_unavailable");
    assert_eq!(attempts[1]["error"], Value::Null);
    assert!(
        attempts
            .iter()
            .all(|it| it["worker"].is_string() && it["started_at"].is_string() && it["ended_at"].is_string())
    );
    assert!(alice.get(&job_path(&message)).await.expect(200).get("attempts").is_none());
    alice.get(&format!("{}?expand=nonsense", job_path(&message))).await.problem(422, "validation_failed");
    app.finish().await;
}
