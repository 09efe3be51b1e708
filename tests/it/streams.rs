//! Event streams: their cost while idle, and their end with the session or key that opened them.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use futures::stream::{self, StreamExt};
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Caller, Options, Process, Stream, TestApp, eventually, free_port, within};

const EVENTS: &str = "/v1/events/stream";

fn unlimited() -> Options {
    let limits = ["RATE_LIMIT_REQUESTS_PER_SECOND", "RATE_LIMIT_SIGNUPS_PER_HOUR"];
    Options { env: limits.map(|name| (name, "0".into())).into(), ..Options::default() }
}

/// The path of the events of a job that does not end.
async fn job_stream(caller: &Caller<'_>) -> String {
    let message = caller.send("whatsapp", "+15550100001").await;
    format!("/v1/jobs/{}/events", message["job_id"].as_str().unwrap())
}

/// Reads a stream to its end; returns the last event and the kinds of the earlier ones.
async fn rest(mut stream: Stream) -> (Value, Vec<String>) {
    let mut kinds = Vec::new();
    let mut last = Value::Null;
    while let Some(frame) = stream.next().await {
        kinds.push(frame.kind);
        last = frame.data;
    }
    assert_eq!(kinds.pop().as_deref(), Some("end"), "after {kinds:?}");
    (last, kinds)
}

/// Waits until the caller's log shows all events, so that events held back by other transactions do not appear later.
async fn caught_up(app: &TestApp, caller: &Caller<'_>) {
    let all = "SELECT count(*) FROM events JOIN users ON users.id = owner_id WHERE username = 'alice'";
    eventually("all events are visible", async || {
        let page = caller.get("/v1/events?limit=100").await.expect(200);
        (page["data"].as_array().unwrap().len() as i64 == app.count(all).await).then_some(())
    })
    .await;
}

/// Both kinds of streams of a caller; that of the job has sent the job.
async fn both(app: &TestApp, caller: &Caller<'_>, job: &str) -> [Stream; 2] {
    caught_up(app, caller).await;
    let events = Stream::open(caller, EVENTS, None).await;
    let mut job = Stream::open(caller, job, None).await;
    assert_eq!(job.next().await.unwrap().kind, "job");
    [events, job]
}

async fn ends_with(streams: [Stream; 2], reason: &str) {
    for stream in streams {
        let (end, before) = rest(stream).await;
        assert_eq!(end, json!({"reason": reason}));
        assert_eq!(before, [""; 0], "nothing is sent after the end");
    }
}

#[tokio::test]
async fn streams_end_with_their_session() {
    let app = TestApp::start().await;
    let (alice, bob, admin) = (app.user("alice").await, app.user("bob").await, app.admin().await);
    let path = format!("/v1/users/{}", alice.id().await);
    let job = job_stream(&alice).await;
    let streams = both(&app, &alice, &job).await;
    alice.post("/v1/auth/logout", &json!({})).await.expect(204);
    // An event of the user follows immediately.
    bob.send("in_app", "alice").await;
    ends_with(streams, "session_ended").await;

    let alice = app.log_in("alice").await;
    let streams = both(&app, &alice, &job).await;
    admin.patch(&path, &json!({"status": "suspended"})).await.expect(200);
    ends_with(streams, "session_ended").await;

    admin.patch(&path, &json!({"status": "active"})).await.expect(200);
    let alice = app.log_in("alice").await;
    let streams = both(&app, &alice, &job).await;
    app.advance(app.app.config.auth.token_lifetime + TimeDelta::seconds(1));
    ends_with(streams, "token_expired").await;
    app.drain_jobs().await;
    app.abandon().await;
}

#[tokio::test]
async fn streams_end_with_their_api_key() {
    let app = TestApp::start().await;
    let (alice, bob, admin) = (app.user("alice").await, app.user("bob").await, app.admin().await);
    let job = job_stream(&alice).await;
    let key = alice.key(&["read"]).await;
    let streams = both(&app, &app.program(&key), &job).await;
    alice.delete(&format!("/v1/api-keys/{}", key["id"].as_str().unwrap())).await.expect(204);
    // This wakes the stream immediately, long before keys are checked.
    bob.send("in_app", "alice").await;
    app.drain_jobs().await;
    let [events, of_job] = streams;
    assert_eq!(rest(events).await, (json!({"reason": "key_revoked"}), Vec::new()));
    assert_eq!(rest(of_job).await, (json!({"reason": "key_revoked"}), Vec::new()));

    let job = job_stream(&alice).await;
    let until = app.app.clock.now() + TimeDelta::minutes(5);
    let key = alice.post("/v1/api-keys", &json!({"name": "short", "expires_at": until})).await.expect(201);
    let streams = both(&app, &app.program(&key), &job).await;
    app.advance(TimeDelta::minutes(6));
    ends_with(streams, "key_revoked").await;

    let key = alice.key(&["read"]).await;
    let streams = both(&app, &app.program(&key), &job).await;
    let path = format!("/v1/users/{}", alice.id().await);
    admin.patch(&path, &json!({"status": "suspended"})).await.expect(200);
    ends_with(streams, "key_revoked").await;
    app.drain_jobs().await;
    app.abandon().await;
}

#[tokio::test]
async fn streams_of_other_processes_end_too() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let job = job_stream(&alice).await;
    let port = free_port();
    let process = Process::api(&app, port).await;
    let other = format!("http://127.0.0.1:{port}");
    let key = alice.key(&["read"]).await;
    for (caller, reason) in [(app.program(&key), "key_revoked"), (app.log_in("alice").await, "session_ended")] {
        let events = Stream::open_at(&caller, &other, EVENTS, None).await;
        let mut of_job = Stream::open_at(&caller, &other, &job, None).await;
        assert_eq!(of_job.next().await.unwrap().kind, "job");
        if reason == "key_revoked" {
            alice.delete(&format!("/v1/api-keys/{}", key["id"].as_str().unwrap())).await.expect(204);
        } else {
            caller.post("/v1/auth/logout", &json!({})).await.expect(204);
        }
        ends_with([events, of_job], reason).await;
    }
    drop(process);
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn a_long_poll_is_refused_once_its_session_or_key_has_ended() {
    let app = TestApp::start().await;
    let (alice, admin) = (app.user("alice").await, app.admin().await);
    let job = job_stream(&alice).await;
    let key = alice.key(&["read"]).await;
    for (minted, caller) in [(false, app.program(&key)), (true, app.log_in("alice").await)] {
        let is_last = |event: &Value| match minted {
            true => event["data"]["transaction"]["kind"] == "mint",
            false => event["type"] == "job.queued",
        };
        // Events are served once no older transaction runs, in any database of the server.
        let log = within(Duration::from_secs(30), "all events so far", || async {
            let log = alice.get("/v1/events?limit=100").await.expect(200);
            log["data"].as_array().unwrap().iter().any(is_last).then_some(log)
        });
        let log = log.await;
        let after = log["next_cursor"].as_str().unwrap();
        let paths = [format!("/v1/events?after={after}"), job.strip_suffix("/events").unwrap().to_owned()];
        let waiting =
            paths.iter().map(|path| caller.call(caller.request(Method::GET, path).header("prefer", "wait=30")));
        let open = || async { (app.app.metrics.long_polls.get() == 2).then_some(()) };
        let (answers, ()) = tokio::join!(futures::future::join_all(waiting), async {
            eventually("both wait", open).await;
            if caller.token == app.program(&key).token {
                alice.delete(&format!("/v1/api-keys/{}", key["id"].as_str().unwrap())).await.expect(204);
            } else {
                caller.post("/v1/auth/logout", &json!({})).await.expect(204);
            }
            // There is an event to send immediately, before keys are checked.
            admin.post("/v1/credits/mint", &json!({"user": "alice", "credits": 1})).await.expect(201);
        });
        for answer in answers {
            answer.problem(401, "unauthenticated");
        }
    }
    // An accepted send stays accepted.
    let caller = app.log_in("alice").await;
    let body = json!({"channel": "whatsapp", "to": "+15550100001", "body": "hello"});
    let sending = caller.call(caller.request(Method::POST, "/v1/messages").header("prefer", "wait=30").json(&body));
    let open = || async { (app.app.metrics.long_polls.get() == 1).then_some(()) };
    let (answer, ()) = tokio::join!(sending, async {
        eventually("it waits", open).await;
        caller.post("/v1/auth/logout", &json!({})).await.expect(204);
    });
    assert_eq!(answer.expect(202)["job"]["state"], "queued");
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn a_long_poll_does_not_outlast_its_session_or_key() {
    let app = TestApp::start().await;
    let (alice, carol) = (app.user("alice").await, app.user("carol").await);
    let job = |stream: String| stream.strip_suffix("/events").unwrap().to_owned();
    let (of_alice, of_carol) = (job(job_stream(&alice).await), job(job_stream(&carol).await));
    let key = alice.key(&["read"]).await;
    let (program, session) = (app.program(&key), app.log_in("alice").await);
    let wait = async |caller: &Caller<'_>, path: &str| {
        caller.call(caller.request(Method::GET, path).header("prefer", "wait=30")).await
    };
    let open = async |wanted: i64| {
        eventually("they wait", async || (app.app.metrics.long_polls.get() == wanted).then_some(())).await;
    };
    let refused = async {
        open(1).await;
        let (by_key, by_session, ()) = tokio::join!(wait(&program, &of_alice), wait(&session, &of_alice), async {
            open(3).await;
            alice.delete(&format!("/v1/api-keys/{}", key["id"].as_str().unwrap())).await.expect(204);
            session.post("/v1/auth/logout", &json!({})).await.expect(204);
        });
        by_key.problem(401, "unauthenticated");
        by_session.problem(401, "unauthenticated");
    };
    // Neither job changes. Carol's wait began first, so it would time out first.
    tokio::select! {
        biased;
        _ = wait(&carol, &of_carol) => panic!("the waits timed out"),
        () = refused => {}
    }
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn idle_streams_cost_no_statement_each() {
    let app = TestApp::with(unlimited()).await;
    let mut users = Vec::new();
    for number in 0..4 {
        users.push(app.user(&format!("user_{number}")).await);
    }
    // The quota is lifted.
    let quota =
        "INSERT INTO user_quotas (user_id, name, amount, updated_at) SELECT id, 'streams', 100, now() FROM users";
    sqlx::query(quota).execute(app.app.db.pool()).await.unwrap();
    let jobs: Vec<_> = stream::iter(&users).then(job_stream).collect().await;
    // 100 per user, half with an API key, a quarter for jobs.
    let mut streams = Vec::new();
    for (user, job) in users.iter().zip(&jobs) {
        let program = app.program(&user.key(&["read"]).await);
        for number in 0..100 {
            let path = if number % 4 == 0 { job } else { EVENTS };
            streams.push(Stream::open(if number % 2 == 0 { user } else { &program }, path, None).await);
        }
    }
    let open = app.app.metrics.streams.get();
    assert_eq!(open, 400);
    let (before, began) = (app.transactions().await, Instant::now());
    tokio::time::sleep(Duration::from_secs(6)).await;
    let spent = app.transactions().await - before;
    let seconds = began.elapsed().as_secs_f64();
    let rate = f64::from(i32::try_from(spent).unwrap()) / seconds;
    eprintln!("{spent} transactions in {seconds:.1} s: {rate:.1} a second");
    assert!(spent > 3, "they are polled");
    assert!(rate <= 10.0, "{spent} transactions in {seconds:.1} s");
    assert_eq!(app.app.metrics.streams.get(), 400, "all are still open");
    drop(streams);
    app.drain_jobs().await;
    app.finish().await;
}
