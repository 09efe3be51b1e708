//! Pausing queues.

use serde_json::{Value, json};
use shared::jobs::Queue;
use tokio_util::sync::CancellationToken;
use worker::Engine;

use crate::harness::{Caller, METRICS_TOKEN, TestApp, eventually};

async fn pause(admin: &Caller<'_>, queue: &str, paused: bool) -> Value {
    admin.patch(&format!("/v1/queues/{queue}"), &json!({"paused": paused})).await.expect(200)
}

#[tokio::test]
async fn a_paused_queue_keeps_its_jobs_until_it_is_resumed() {
    let app = TestApp::start().await;
    let (alice, admin) = (app.user("alice").await, app.admin().await);
    let before = alice.send("in_app", "alice").await;
    let paused = pause(&admin, "messages", true).await;
    assert_eq!((&paused["queue"], &paused["paused"]), (&json!("messages"), &json!(true)));
    assert_eq!(pause(&admin, "messages", true).await["paused_at"], paused["paused_at"], "paused before");
    let after = alice.send("in_app", "alice").await;
    let other = alice.send("whatsapp", "+15550100001").await;
    assert_eq!(app.drain_jobs().await, 1);
    assert_eq!(alice.job(&other).await["state"], "succeeded", "only this queue is paused");
    for message in [&before, &after] {
        let path = format!("/v1/jobs/{}?expand=explain", message["job_id"].as_str().unwrap());
        let job = alice.get(&path).await.expect(200);
        assert_eq!((&job["state"], &job["attempt"]), (&json!("queued"), &json!(0)));
        assert!(job["explanation"].as_str().unwrap().starts_with("Its queue is paused since "), "{job}");
    }
    let queues = admin.get("/v1/queues").await.expect(200);
    let are_paused = queues["data"].as_array().unwrap().iter().filter(|it| it["paused"] == true);
    assert_eq!(are_paused.map(|it| it["queue"].as_str().unwrap()).collect::<Vec<_>>(), ["messages"]);
    let metrics = app.http.get(format!("{}/metrics", app.base)).bearer_auth(METRICS_TOKEN);
    let metrics = metrics.send().await.unwrap().text().await.unwrap();
    assert!(metrics.contains("switchboard_queue_paused{queue=\"messages\"} 1"), "{metrics}");
    assert!(metrics.contains("switchboard_queue_paused{queue=\"whatsapp\"} 0"), "{metrics}");

    let resumed = pause(&admin, "messages", false).await;
    assert_eq!((&resumed["paused"], &resumed["paused_at"]), (&json!(false), &Value::Null));
    assert_eq!(app.drain_jobs().await, 2);
    for message in [&before, &after] {
        assert_eq!(alice.job(message).await["state"], "succeeded");
    }
    let entries = admin.get("/v1/audit").await.expect(200);
    let of_queue = |it: &&Value| it["target"] == "messages";
    let actions = entries["data"].as_array().unwrap().iter().filter(of_queue).map(|it| it["action"].as_str().unwrap());
    assert_eq!(actions.collect::<Vec<_>>(), ["queue.resumed", "queue.paused"], "only changes");
    alice.patch("/v1/queues/messages", &json!({"paused": true})).await.problem(403, "forbidden");
    admin.patch("/v1/queues/nonsense", &json!({"paused": true})).await.problem(404, "not_found");
    admin.patch("/v1/queues/messages", &json!({})).await.problem(422, "validation_failed");
    app.finish().await;
}

/// Waits until a worker has read a queue's state.
async fn knows(engine: &Engine, is_open: bool) {
    eventually("the queue's state", async || (engine.is_open(Queue::Messages) == is_open).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn running_and_restarted_workers_take_nothing_from_a_paused_queue() {
    let app = TestApp::start().await;
    let (alice, admin) = (app.user("alice").await, app.admin().await);
    let start = || {
        let (engine, stop) = (Engine::new(app.app.clone()).unwrap(), CancellationToken::new());
        let worker = tokio::spawn(worker::serve(engine.clone(), stop.clone()));
        (engine, stop, worker)
    };
    let (engine, stop, worker) = start();
    let ended = async |message: &Value| {
        eventually("the job's end", async || {
            let job = alice.job(message).await;
            (!job["finished_at"].is_null()).then_some(job)
        })
        .await
    };
    assert_eq!(ended(&alice.send("in_app", "alice").await).await["state"], "succeeded");
    pause(&admin, "messages", true).await;
    knows(&engine, false).await;
    // The worker waits for entries at this moment, so it gets this one, and returns it.
    let waiting = alice.send("in_app", "alice").await;
    ended(&alice.send("whatsapp", "+15550100001").await).await;
    stop.cancel();
    worker.await.unwrap().unwrap();
    let (engine, stop, worker) = start();
    ended(&alice.send("whatsapp", "+15550100001").await).await;
    let job = alice.job(&waiting).await;
    assert_eq!((&job["state"], &job["attempt"]), (&json!("queued"), &json!(0)));
    pause(&admin, "messages", false).await;
    knows(&engine, true).await;
    let job = ended(&waiting).await;
    assert_eq!((&job["state"], &job["attempt"]), (&json!("succeeded"), &json!(1)));
    stop.cancel();
    worker.await.unwrap().unwrap();
    app.finish().await;
}
