//! The provider throttle of WhatsApp numbers: paced, paused and stopped; numbers of businesses.

use std::time::Duration;

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};
use shared::accounts::Role;
use shared::ids::JobId;
use shared::jobs;
use shared::messaging;
use shared::provider_limits::Grant;

use crate::harness::{Caller, Options, TestApp};
use crate::whatsapp_numbers::{business, claim};

const CHANNEL: &str = "/v1/channels/whatsapp";

async fn explanation(caller: &Caller<'_>, message: &Value) -> String {
    let path = format!("/v1/jobs/{}?expand=explain", message["job_id"].as_str().unwrap());
    caller.get(&path).await.expect(200)["explanation"].as_str().unwrap().to_owned()
}

async fn kinds_of_events(caller: &Caller<'_>) -> Vec<String> {
    let page = caller.get("/v1/events?limit=100").await.expect(200);
    page["data"].as_array().unwrap().iter().map(|it| it["type"].as_str().unwrap().to_owned()).collect()
}

/// Waits until events are visible, which requires that no older transaction runs.
async fn count_of(caller: &Caller<'_>, kind: &str, count: usize) {
    crate::harness::eventually(kind, || async {
        let kinds = kinds_of_events(caller).await;
        (kinds.iter().filter(|it| *it == kind).count() == count).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_stopped_channel_keeps_its_queue_and_resumes_by_itself() {
    for (code, name, pause) in [(190, "provider_auth", 1), (131_048, "channel_restricted", 15)] {
        let app = TestApp::for_a_day().await;
        let (admin, alice) = (app.admin().await, app.user("alice").await);
        app.control(Method::PUT, "outage", &json!({"code": code})).await;
        let messages = [alice.send("whatsapp", "+15550100001").await, alice.send("whatsapp", "+15550100002").await];
        app.drain_jobs().await;
        let calls = app.simulated("requests").await.as_array().unwrap().len();
        for message in &messages {
            let job = alice.job(message).await;
            assert_eq!(
                (&job["state"], &job["attempt"], &job["error"]["code"]),
                (&json!("queued"), &json!(0), &json!(name))
            );
        }
        assert!(explanation(&alice, &messages[0]).await.contains("stopped"));
        let channel = alice.get(CHANNEL).await.expect(200);
        assert_eq!((&channel["status"], &channel["code"]), (&json!("stopped"), &json!(name)));
        let mut queues = admin.get("/v1/queues").await.expect(200);
        assert_eq!(queues["lanes"], queues["throttles"], "the former name");
        let throttles = queues["throttles"].take();
        assert_eq!(throttles[0]["lane"], throttles[0]["throttle"], "the former name");
        assert_eq!((&throttles[0]["stopped"], &throttles[0]["code"]), (&json!(true), &json!(name)), "{throttles}");
        count_of(&admin, "channel.stopped", 1).await;
        // While it is stopped, one message at a time probes it.
        app.advance(TimeDelta::minutes(pause) + TimeDelta::seconds(10));
        app.drain_jobs().await;
        let tried = app.simulated("requests").await.as_array().unwrap().len() - calls;
        assert_eq!(tried, 1, "calls while it was stopped");
        app.control(Method::PUT, "outage", &json!({"code": null})).await;
        for _ in 0..3 {
            app.advance(TimeDelta::minutes(pause) + TimeDelta::seconds(10));
            app.drain_jobs().await;
        }
        for message in &messages {
            assert_eq!(alice.job(message).await["state"], "succeeded");
        }
        assert_eq!(alice.get(CHANNEL).await.expect(200)["status"], "active");
        count_of(&admin, "channel.resumed", 1).await;
        count_of(&admin, "channel.stopped", 1).await;
        app.finish().await;
    }
}

#[tokio::test]
async fn a_business_sends_from_its_own_number() {
    let app = TestApp::for_a_day().await;
    let (admin, bob) = (app.admin().await, app.user("bob").await);
    let alice = business(&app, &admin, "alice").await;
    assert_eq!(alice.get(CHANNEL).await.expect(200)["number"], Value::Null);
    let channel = claim(&app, &alice, "200000000000001", "simulator-token-200000000000001").await;
    assert_eq!(channel["status"], "active");
    let platform = app.app.config.whatsapp.as_ref().unwrap().phone_number_id.clone();
    let kept = "SELECT count(*) FROM whatsapp_numbers WHERE access_token LIKE 'test:%' AND access_token NOT LIKE '%simulator%'";
    assert_eq!(app.count(kept).await, 1, "sealed");

    alice.send("whatsapp", "+15550100001").await;
    bob.send("whatsapp", "+15550100001").await;
    app.drain_jobs().await;
    let calls = app.simulated("requests").await;
    let mut numbers: Vec<_> =
        calls.as_array().unwrap().iter().map(|it| it["phone_number_id"].as_str().unwrap()).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, [platform.as_str(), "200000000000001"]);

    // Its token is revoked: its own channel stops, it is notified, and nobody else is affected.
    app.control(Method::PUT, "numbers/200000000000001", &json!({"access_token": "another"})).await;
    let waits = alice.send("whatsapp", "+15550100002").await;
    let goes = bob.send("whatsapp", "+15550100003").await;
    app.drain_jobs().await;
    assert_eq!(alice.job(&waits).await["error"]["code"], "provider_auth");
    assert_eq!(bob.job(&goes).await["state"], "succeeded");
    count_of(&alice, "channel.stopped", 1).await;
    count_of(&admin, "channel.stopped", 0).await;
    // A new token opens it immediately, including for waiting messages.
    app.control(Method::PUT, "numbers/200000000000001", &json!({"access_token": "another-one"})).await;
    claim(&app, &alice, "200000000000001", "another-one").await;
    app.advance(TimeDelta::minutes(2));
    app.drain_jobs().await;
    assert_eq!(alice.job(&waits).await["state"], "succeeded");

    assert_eq!(alice.call(alice.request(Method::DELETE, CHANNEL)).await.status, 204);
    alice.call(alice.request(Method::DELETE, CHANNEL)).await.problem(404, "not_found");
    alice.send("whatsapp", "+15550100004").await;
    app.drain_jobs().await;
    assert_eq!(app.simulated("requests?limit=1").await[0]["phone_number_id"], platform);
    app.finish().await;
}

#[tokio::test]
async fn without_a_key_no_token_is_stored() {
    let app = TestApp::with(Options { env: vec![("DATA_ENCRYPTION_KEYS", String::new())], ..Options::default() }).await;
    let alice = app.user_with_role("alice", Role::Reseller).await;
    let number = json!({"phone_number_id": "200000000000001", "access_token": "simulator-token-200000000000001"});
    let answer = alice.call(alice.request(Method::PUT, CHANNEL).json(&number)).await;
    answer.problem(503, "encryption_not_configured");
    app.finish().await;
}

#[tokio::test]
async fn a_job_explains_its_wait() {
    let app = TestApp::for_a_day().await;
    let alice = app.user("alice").await;
    let later =
        json!({"channel": "in_app", "to": "alice", "body": "x", "send_at": app.app.clock.now() + TimeDelta::hours(1)});
    let scheduled = alice.post("/v1/messages", &later).await.expect(202)["message"].take();
    assert!(explanation(&alice, &scheduled).await.starts_with("It is scheduled for "));
    let queued = alice.send("in_app", "alice").await;
    assert_eq!(explanation(&alice, &queued).await, "It is queued and waits for a worker.");
    let retried = alice.send("whatsapp", "+9992131057").await;
    app.drain_jobs().await;
    assert!(explanation(&alice, &queued).await.starts_with("It succeeded at "));
    let text = explanation(&alice, &retried).await;
    assert!(text.starts_with("Attempt 1 failed: ") && text.contains("Attempt 2 of 6 follows at "), "{text}");
    let refused = alice.send("whatsapp", "+9991131026").await;
    app.drain_jobs().await;
    assert!(explanation(&alice, &refused).await.starts_with("It failed at "));
    app.advance(TimeDelta::hours(2));
    app.drain_jobs().await;
    let throttle = messaging::throttle(&app.app.config.whatsapp.as_ref().unwrap().phone_number_id);
    app.app.throttles.close(&throttle, Duration::from_secs(60), "provider_rate_limited").await;
    let limited = alice.send("whatsapp", "+15550100001").await;
    app.drain_jobs().await;
    let text = explanation(&alice, &limited).await;
    assert!(text.contains("paused (provider_rate_limited) until "), "{text}");
    app.advance(TimeDelta::minutes(5));
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn a_job_explains_a_full_queue_window() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let mut last = Value::Null;
    for _ in 0..4 {
        last = alice.send("in_app", "alice").await;
    }
    // As if its queue had no room for it.
    let id: JobId = last["job_id"].as_str().unwrap().parse().unwrap();
    jobs::unmark_enqueued(&app.app, &[id]).await.unwrap();
    let text = explanation(&alice, &last).await;
    assert_eq!(text, "The window of its queue is full; 3 of your jobs are ahead of it.");
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn the_pace_is_learned_from_refusals() {
    let app = TestApp::start().await;
    let throttles = &app.app.throttles;
    let (probe, start) = (Duration::from_secs(60), 80.0);
    let take = async || throttles.take("test", 1000, start, probe).await;
    assert_eq!(take().await, Grant::Go(1), "the pace is unknown: one at a time");
    app.advance(TimeDelta::seconds(1));
    let Grant::Go(count) = take().await else { panic!("it is open") };
    assert!((4..=9).contains(&count), "50 ms of a pace that doubles: {count}");
    throttles.slow_down("test", start, Duration::ZERO, None, "limit").await;
    let halved = throttles.state("test").await.unwrap().unwrap().rate.unwrap();
    assert!((79.0..90.0).contains(&halved), "{halved}");
    throttles.slow_down("test", start, Duration::from_secs(5), None, "limit").await;
    assert_eq!(throttles.state("test").await.unwrap().unwrap().rate, Some(halved), "an earlier call has no effect");
    app.advance(TimeDelta::seconds(3));
    take().await;
    throttles.slow_down("test", start, Duration::ZERO, Some(Duration::from_secs(7)), "limit").await;
    let Grant::Closed(wait) = take().await else { panic!("the provider asked for a pause") };
    assert!(wait <= Duration::from_secs(7) && wait > Duration::ZERO, "{wait:?}");
    // Each wait is measured from its own call, so the resulting times are compared.
    let until = throttles.state("test").await.unwrap().unwrap().closed_until.unwrap();
    let defer = async || {
        let (before, wait) = (app.app.clock.now(), throttles.defer("test", start, 0).await);
        (before + wait, app.app.clock.now() + wait)
    };
    let (one, two) = (defer().await, defer().await);
    assert!(one.1 > until && two.1 > one.0, "they resume after it, one after the other: {until} {one:?} {two:?}");
    app.finish().await;
}
