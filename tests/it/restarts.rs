//! Restarts of processes and a Postgres outage, under load.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::future::join_all;
use reqwest::Method;
use serde_json::json;
use tokio_util::sync::CancellationToken;

use crate::harness::{Caller, Options, Process, TestApp, free_port, within};

const SENDERS: usize = 8;

fn environment() -> Vec<(&'static str, String)> {
    vec![("SIGNUP_CREDITS", "1000000".into()), ("RATE_LIMIT_REQUESTS_PER_SECOND", "0".into())]
}

/// The answers that senders received.
#[derive(Default)]
struct Seen {
    accepted: AtomicUsize,
    others: Mutex<Vec<u16>>,
}

impl Seen {
    /// Sends to `base` until `stop`, as a correct client does: each message has a key, requests without an answer or
    /// with an unexpected one are repeated.
    async fn send(&self, caller: &Caller<'_>, base: &str, sender: usize, stop: &CancellationToken) {
        let body = json!({"channel": "whatsapp", "to": "+15550100001", "body": "hello"});
        for number in 0.. {
            if stop.is_cancelled() {
                return;
            }
            let key = format!("{sender}-{number}");
            within(Duration::from_secs(30), "an answer", || async {
                let request = caller.request_at(base, Method::POST, "/v1/messages").header("idempotency-key", &key);
                let status = request.json(&body).send().await.ok()?.status().as_u16();
                if status != 202 {
                    self.others.lock().unwrap().push(status);
                    return None;
                }
                Some(())
            })
            .await;
            self.accepted.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Waits until `count` more are accepted.
    async fn wait_for_more(&self, count: usize) {
        let goal = self.accepted.load(Ordering::Relaxed) + count;
        within(Duration::from_secs(60), "progress", || async {
            (self.accepted.load(Ordering::Relaxed) >= goal).then_some(())
        })
        .await;
    }

    fn others(&self) -> Vec<u16> {
        self.others.lock().unwrap().clone()
    }
}

/// Asserts that each accepted message exists once, was charged once, and its job ends.
async fn expect_settled(app: &TestApp, seen: &Seen) {
    let accepted = i64::try_from(seen.accepted.load(Ordering::Relaxed)).unwrap();
    within(Duration::from_secs(60), "all jobs ended", || async {
        let open = app.count("SELECT count(*) FROM jobs WHERE finished_at IS NULL").await;
        (open == 0).then_some(())
    })
    .await;
    assert_eq!(app.count("SELECT count(*) FROM messages WHERE send_at IS NULL").await, accepted);
    let charged_once = "SELECT count(*) FROM messages m WHERE send_at IS NULL
        AND 1 = (SELECT count(*) FROM transfers t WHERE t.kind = 'charge' AND t.reference = m.id)";
    assert_eq!(app.count(charged_once).await, accepted);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn restarts_cost_clients_only_a_new_connection() {
    let app = TestApp::with(Options { env: environment(), ..Options::default() }).await;
    let alice = app.user("alice").await;
    let in_an_hour = chrono::Utc::now() + chrono::TimeDelta::hours(1);
    let body = json!({"channel": "in_app", "to": "alice", "body": "hello", "send_at": in_an_hour});
    let scheduled = alice.post("/v1/messages", &body).await.expect(202);
    let job = format!("/v1/jobs/{}", scheduled["job"]["id"].as_str().unwrap());

    let port = free_port();
    let base = format!("http://127.0.0.1:{port}");
    let mut api = Process::api(&app, port).await;
    let mut others = [Process::worker(&app), Process::switchboard(&app, &["scheduler"])];
    let (seen, stop) = (Seen::default(), CancellationToken::new());
    let senders = join_all((0..SENDERS).map(|sender| seen.send(&alice, &base, sender, &stop)));
    let waited = AtomicUsize::new(0);
    let waiting = async {
        // A long poll that never succeeds is always open; a process that shuts down answers it.
        while !stop.is_cancelled() {
            let request = alice.request_at(&base, Method::GET, &job).header("prefer", "wait=30");
            match tokio::time::timeout(Duration::from_secs(60), request.send()).await.unwrap() {
                Ok(answer) => {
                    assert_eq!(answer.status(), 200);
                    waited.fetch_add(1, Ordering::Relaxed);
                }
                Err(_) => tokio::task::yield_now().await,
            }
        }
    };
    let restarts = async {
        for _ in 0..2 {
            seen.wait_for_more(50).await;
            assert!(api.terminate().await, "the API exits cleanly");
            api = Process::api(&app, port).await;
            seen.wait_for_more(20).await;
            for (process, args) in others.iter_mut().zip([["worker"], ["scheduler"]]) {
                assert!(process.terminate().await, "{args:?} exits cleanly");
                *process = Process::switchboard(&app, &args);
            }
        }
        seen.wait_for_more(20).await;
        stop.cancel();
        alice.post(&format!("{job}/cancel"), &json!({})).await.expect(200);
    };
    tokio::join!(senders, waiting, restarts);

    assert_eq!(seen.others(), Vec::<u16>::new(), "other answers");
    assert!(waited.load(Ordering::Relaxed) >= 2, "each shutdown of the API answered the long poll");
    expect_settled(&app, &seen).await;
    assert!(api.terminate().await);
    for process in &mut others {
        assert!(process.terminate().await);
    }
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_work_resumes_after_a_postgres_outage() {
    let app = TestApp::with(Options { env: environment(), ..Options::default() }).await;
    let alice = app.user("alice").await;
    let port = free_port();
    let base = format!("http://127.0.0.1:{port}");
    let mut processes =
        [Process::api(&app, port).await, Process::worker(&app), Process::switchboard(&app, &["scheduler"])];
    let (seen, stop) = (Seen::default(), CancellationToken::new());
    let senders = join_all((0..SENDERS).map(|sender| seen.send(&alice, &base, sender, &stop)));
    let faults = async {
        for _ in 0..3 {
            seen.wait_for_more(100).await;
            app.lose_database(Duration::from_millis(1500)).await;
        }
        seen.wait_for_more(100).await;
        stop.cancel();
    };
    tokio::join!(senders, faults);

    let refusals: BTreeSet<_> = seen.others().into_iter().collect();
    assert!(refusals.is_subset(&BTreeSet::from([503])), "{refusals:?}");
    expect_settled(&app, &seen).await;
    for process in &mut processes {
        assert!(process.terminate().await, "nothing was restarted");
    }
    app.finish().await;
}

/// Pauses an API process while its `request` waits for rows locked by `lock`; resumes it once Postgres has ended its
/// session, which got the lock and was idle.
async fn while_paused<T>(app: &TestApp, api: &Process, lock: &'static str, request: impl Future<Output = T>) -> T {
    let sessions = async |wanted: i64, sql: &'static str| {
        within(Duration::from_secs(30), sql, || async { (app.count(sql).await == wanted).then_some(()) }).await;
    };
    // In a transaction, which continues once it has its lock: a batch is first tried as one autocommitted statement.
    let waiting = "SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%FOR UPDATE%'";
    let idle = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'";
    let mut other = app.app.db.begin().await.unwrap();
    sqlx::query(lock).execute(other.conn()).await.unwrap();
    let (answer, ()) = tokio::join!(request, async {
        sessions(1, waiting).await;
        api.signal("-STOP");
        other.rollback().await;
        sessions(1, idle).await;
        sessions(0, idle).await;
        api.signal("-CONT");
    });
    answer
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_paused_api_process_finishes_its_sends_when_resumed() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let port = free_port();
    let base = format!("http://127.0.0.1:{port}");
    let mut api = Process::api(&app, port).await;
    let body = json!({"channel": "in_app", "to": "alice", "body": "hello"});
    let send = || {
        let request = alice.request_at(&base, Method::POST, "/v1/messages").header("idempotency-key", "once");
        alice.call(request.json(&body))
    };
    let answer = while_paused(&app, &api, "SELECT FROM wallets FOR UPDATE", send()).await;
    // The batch was lost with its session; its sends are retried individually.
    answer.expect(202);
    assert_eq!(send().await.headers["idempotent-replayed"], "true");
    assert!(api.terminate().await);
    assert_eq!(app.count("SELECT count(*) FROM messages").await, 1);
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_of_a_paused_api_process_can_be_repeated() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let in_an_hour = chrono::Utc::now() + chrono::TimeDelta::hours(1);
    let body = json!({"channel": "in_app", "to": "alice", "body": "hello", "send_at": in_an_hour});
    let scheduled = alice.post("/v1/messages", &body).await.expect(202);
    let path = format!("/v1/jobs/{}/cancel", scheduled["job"]["id"].as_str().unwrap());
    let port = free_port();
    let base = format!("http://127.0.0.1:{port}");
    let mut api = Process::api(&app, port).await;
    let cancel = || alice.call(alice.request_at(&base, Method::POST, &path));
    let answer = while_paused(&app, &api, "SELECT FROM jobs FOR UPDATE", cancel()).await;
    answer.problem(503, "unavailable");
    cancel().await.expect(200);
    assert!(api.terminate().await);
    app.finish().await;
}
