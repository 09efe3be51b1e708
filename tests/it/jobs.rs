use std::time::Duration;

use chrono::{TimeDelta, Utc};
use serde_json::{Value, json};
use shared::ids::JobId;
use shared::jobs::{self, Backlog, Capacity, Claimed, JobQueue, Queue, QueuedJob};
use shared::messaging;

use crate::harness::TestApp;

const KIND: &str = "whatsapp.deliver";

async fn claim(app: &TestApp, job: &Value, worker: &str) -> Vec<Claimed> {
    let id: JobId = job["job_id"].as_str().unwrap().parse().unwrap();
    jobs::claim(&app.app, &[id], &[KIND.into()], worker).await.unwrap()
}

#[tokio::test]
async fn a_job_has_one_holder() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let message = alice.send("whatsapp", "+15550100001").await;
    assert_eq!(claim(&app, &message, "one").await.len(), 1);
    assert_eq!(claim(&app, &message, "other").await.len(), 0);
    assert_eq!(app.drain_jobs().await, 0, "it is held");
    let job = alice.job(&message).await;
    assert_eq!((&job["state"], &job["attempt"]), (&json!("running"), &json!(1)));
    app.advance(TimeDelta::seconds(16));
    app.drain_jobs().await;
    assert_eq!(alice.job(&message).await["state"], "succeeded");
    app.finish().await;
}

#[tokio::test]
async fn a_lost_worker_cannot_overwrite_its_successor() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let message = alice.send("whatsapp", "+15550100001").await;
    let lost = claim(&app, &message, "lost").await.remove(0);
    app.advance(TimeDelta::seconds(16));
    app.drain_jobs().await;
    let job = alice.job(&message).await;
    assert_eq!((&job["state"], &job["attempt"]), (&json!("succeeded"), &json!(2)));
    let mut tx = app.app.db.begin().await.unwrap();
    assert_eq!(jobs::lock_held(&mut tx, "lost", &[(lost.id, lost.attempt)]).await.unwrap(), []);
    drop(tx);
    jobs::hand_back(&app.app, &[(lost.id, lost.attempt)], "lost").await.unwrap();
    assert_eq!(alice.job(&message).await, job);
    app.finish().await;
}

#[tokio::test]
async fn attempts_with_the_same_number_are_distinct() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let message = alice.send("whatsapp", "+15550100001").await;
    let first = claim(&app, &message, "one").await.remove(0);
    jobs::hand_back(&app.app, &[(first.id, first.attempt)], "one").await.unwrap();
    assert_eq!(claim(&app, &message, "other").await.len(), 0, "not before it is queued again");
    let room = Capacity { free: 10, ..Capacity::default() };
    jobs::select_due(&app.app, Queue::Whatsapp, &room, Some(Utc::now())).await.unwrap();
    let second = claim(&app, &message, "other").await.remove(0);
    assert_eq!(first.attempt, second.attempt);
    let mut tx = app.app.db.begin().await.unwrap();
    assert_eq!(jobs::lock_held(&mut tx, "one", &[(first.id, first.attempt)]).await.unwrap(), []);
    assert_eq!(jobs::lock_held(&mut tx, "other", &[(second.id, second.attempt)]).await.unwrap().len(), 1);
    drop(tx);
    jobs::hand_back(&app.app, &[(second.id, second.attempt)], "other").await.unwrap();
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn a_message_is_marked_as_being_sent_once() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let message = alice.send("whatsapp", "+15550100001").await;
    let id = message["id"].as_str().unwrap().parse().unwrap();
    let mut tx = app.app.db.begin().await.unwrap();
    let (now, number) = (app.app.clock.now(), ["1".to_owned()]);
    assert_eq!(messaging::begin_sending(&mut tx, &[id], &number, now).await.unwrap(), [id]);
    assert_eq!(messaging::begin_sending(&mut tx, &[id], &number, now).await.unwrap(), []);
    messaging::not_sent(&mut tx, id, None).await.unwrap();
    assert_eq!(messaging::begin_sending(&mut tx, &[id], &number, now).await.unwrap(), [id]);
    drop(tx);
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn renewed_leases_hold_and_returned_jobs_use_no_attempt() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let message = alice.send("whatsapp", "+15550100001").await;
    let job = claim(&app, &message, "one").await.remove(0);
    for _ in 0..3 {
        app.advance(TimeDelta::seconds(10));
        jobs::renew(&app.app, &[(job.id, job.attempt)], "one").await.unwrap();
        assert_eq!(app.drain_jobs().await, 0, "the lease holds");
    }
    jobs::hand_back(&app.app, &[(job.id, job.attempt)], "one").await.unwrap();
    let waiting = alice.job(&message).await;
    assert_eq!((&waiting["state"], &waiting["attempt"]), (&json!("queued"), &json!(0)));
    app.drain_jobs().await;
    assert_eq!(alice.job(&message).await["attempt"], 1);
    app.finish().await;
}

#[tokio::test]
async fn a_job_that_crashes_its_workers_fails_and_is_refunded() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let message = alice.send("whatsapp", "+15550100001").await;
    let max = alice.job(&message).await["max_attempts"].as_i64().unwrap();
    let id: JobId = message["job_id"].as_str().unwrap().parse().unwrap();
    sqlx::query("UPDATE jobs SET attempt = max_attempts - 1 WHERE id = $1")
        .bind(id)
        .execute(app.app.db.pool())
        .await
        .unwrap();
    assert_eq!(i64::from(claim(&app, &message, "lost").await.remove(0).attempt), max);
    app.advance(TimeDelta::seconds(16));
    app.drain_jobs().await;
    let job = alice.job(&message).await;
    assert_eq!((&job["state"], &job["error"]["code"]), (&json!("failed"), &json!("worker_lost")));
    assert_eq!(alice.message(&message).await["status"], "failed", "it was never sent");
    assert_eq!(alice.balance().await, 100);
    app.finish().await;
}

#[tokio::test]
async fn a_send_interrupted_by_a_crash_is_not_repeated() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let message = alice.send("whatsapp", "+15550100001").await;
    claim(&app, &message, "lost").await.remove(0);
    sqlx::query("UPDATE messages SET sending_at = now()").execute(app.app.db.pool()).await.unwrap();
    app.advance(TimeDelta::seconds(16));
    app.drain_jobs().await;
    assert_eq!(alice.message(&message).await["status"], "unknown");
    assert_eq!(alice.job(&message).await["error"]["code"], "outcome_unknown");
    assert_eq!((app.simulated("requests").await, alice.balance().await), (json!([]), 99));
    app.finish().await;
}

#[tokio::test]
async fn an_unreadable_payload_fails_only_its_own_job() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let (bad, good) = (alice.send("whatsapp", "+15550100001").await, alice.send("whatsapp", "+15550100002").await);
    let id: JobId = bad["job_id"].as_str().unwrap().parse().unwrap();
    sqlx::query("UPDATE jobs SET payload = '{}' WHERE id = $1").bind(id).execute(app.app.db.pool()).await.unwrap();
    app.drain_jobs().await;
    let job = alice.job(&bad).await;
    assert_eq!((&job["state"], &job["error"]["code"]), (&json!("failed"), &json!("invalid_payload")));
    assert_eq!(alice.job(&good).await["state"], "succeeded");
    // The unreadable job does not name its message, so the proof reports the charge.
    assert_eq!(app.admin().await.get("/v1/ledger/proof").await.expect(200)["orphan_charges"], 1);
    app.abandon().await;
}

#[tokio::test]
async fn jobs_of_unknown_kinds_are_left_to_other_workers() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let message = alice.send("whatsapp", "+15550100001").await;
    sqlx::query("UPDATE jobs SET kind = 'whatsapp.of_tomorrow'").execute(app.app.db.pool()).await.unwrap();
    assert_eq!(app.drain_jobs().await, 0);
    let job = alice.job(&message).await;
    assert_eq!((&job["state"], &job["attempt"]), (&json!("queued"), &json!(0)));
    sqlx::query("UPDATE jobs SET kind = 'whatsapp.deliver'").execute(app.app.db.pool()).await.unwrap();
    assert_eq!(app.drain_jobs().await, 1);
    app.finish().await;
}

#[tokio::test]
async fn the_job_list_is_filtered() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    alice.send("whatsapp", "+15550000026").await;
    app.drain_jobs().await;
    alice.send("in_app", "alice").await;
    let list = async |query: &str| {
        let page = alice.get(&format!("/v1/jobs?{query}")).await.expect(200);
        page["data"].as_array().unwrap().iter().map(|job| job["kind"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(list("").await, ["message.send", KIND]);
    assert_eq!(list("state=failed").await, [KIND]);
    assert_eq!(list("state=queued").await, ["message.send"]);
    assert_eq!(list("kind=whatsapp.deliver&state=queued").await, [""; 0]);
    alice.get("/v1/jobs?state=lost").await.problem(422, "validation_failed");
    app.drain_jobs().await;
    app.finish().await;
}

/// The entries of a queue in order, as names of their accounts.
async fn next_accounts(app: &TestApp, accounts: &[(uuid::Uuid, char)], count: usize) -> String {
    let queue = JobQueue::new(&app.app).fair_queue(Queue::Messages);
    let mut connection = queue.dedicated().await.unwrap();
    let jobs = queue.take(&mut connection, count, Duration::ZERO).await.unwrap();
    let account =
        |job: JobId| accounts.iter().find(|(id, _)| id.as_bytes()[..8] == job.uuid().as_bytes()[..8]).unwrap().1;
    jobs.iter().filter_map(jobs::job_of).map(account).collect()
}

/// Jobs whose ids encode their account.
fn jobs_of(account: uuid::Uuid, numbers: std::ops::Range<u8>) -> Vec<QueuedJob> {
    let id = |number| {
        let mut bytes = *account.as_bytes();
        bytes[15] = number;
        JobId::from(uuid::Uuid::from_bytes(bytes))
    };
    numbers.map(|number| QueuedJob { queue: Queue::Messages, account, job: id(number) }).collect()
}

fn account(letter: u8) -> uuid::Uuid {
    uuid::Uuid::from_bytes([letter; 16])
}

#[tokio::test]
async fn accounts_take_turns() {
    let app = TestApp::start().await;
    let [a, b, c] = [b'a', b'b', b'c'].map(account);
    let names = [(a, 'a'), (b, 'b'), (c, 'c')];
    let queue = JobQueue::new(&app.app);
    assert_eq!(queue.push(&jobs_of(a, 0..100)).await, []);
    assert_eq!(next_accounts(&app, &names, 3).await, "aaa");
    queue.push(&jobs_of(b, 0..3)).await;
    queue.push(&jobs_of(b, 0..3)).await;
    queue.push(&jobs_of(c, 0..1)).await;
    let next = next_accounts(&app, &names, 8).await;
    assert_eq!(next.matches('b').count(), 3, "{next}: pushed twice, queued once");
    assert_eq!(next.matches('c').count(), 1, "{next}");
    assert!(next.find('c').unwrap() <= 3, "{next}: a new account waits for at most one turn");
    assert_eq!(next_accounts(&app, &names, 200).await.len(), 93);
    app.finish().await;
}

#[tokio::test]
async fn no_account_fills_a_queue() {
    let app = TestApp::start().await;
    let queue = JobQueue::new(&app.app);
    let window = queue.fair_queue(Queue::Messages).window();
    let many = |letter: u8| {
        (0..window).map(move |_| QueuedJob { queue: Queue::Messages, account: account(letter), job: JobId::new() })
    };
    let refused = queue.push(&many(b'a').collect::<Vec<_>>()).await;
    assert_eq!(refused.len(), window / 2, "an account takes at most half of the window");
    let refused = queue.push(&many(b'b').collect::<Vec<_>>()).await;
    assert_eq!(refused.len(), window - window / 4);
    let newcomer = QueuedJob { queue: Queue::Messages, account: account(b'c'), job: JobId::new() };
    assert_eq!(queue.push(&[newcomer]).await, []);
    let room = queue.capacities(&[Queue::Messages]).await.unwrap().remove(0);
    assert_eq!((room.free, room.held[&account(b'a').to_string()]), (window / 4 - 1, window as i64 / 2));
    let queue = queue.fair_queue(Queue::Messages);
    let mut connection = queue.dedicated().await.unwrap();
    let all = queue.take(&mut connection, window, Duration::ZERO).await.unwrap();
    assert_eq!(all.len(), window - room.free);
    let place = all.iter().position(|entry| jobs::job_of(entry) == Some(newcomer.job)).unwrap();
    assert!(place <= 2, "behind {place}");
    app.finish().await;
}

#[tokio::test]
async fn the_relay_alternates_between_accounts() {
    let app = TestApp::start().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    for _ in 0..8 {
        alice.send("in_app", "bob").await;
    }
    bob.send("in_app", "alice").await;
    let room = Capacity { free: 4, ..Capacity::default() };
    // As after a flush: everything must be pushed again.
    let due = jobs::select_due(&app.app, Queue::Messages, &room, Some(Utc::now())).await.unwrap().unwrap();
    assert_eq!(due.len(), 4);
    assert_ne!(due[0].account, due[1].account, "one of each, then the rest");
    assert!(due[2..].iter().all(|it| it.account != due[1].account || it.account != due[0].account));
    let mut rest = Vec::new();
    for _ in 0..3 {
        let due =
            jobs::select_due(&app.app, Queue::Messages, &room, Some(Utc::now() - TimeDelta::hours(1))).await.unwrap();
        rest.push(due.unwrap().len());
    }
    assert_eq!(rest, [4, 1, 0], "pushed jobs are not selected again");
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn backlogs_name_queues_with_due_or_lost_jobs() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    app.stop_clock();
    let (now, hour, queues) =
        (app.app.clock.now(), TimeDelta::hours(1), [Queue::Messages, Queue::Whatsapp, Queue::Credits]);
    let backlogs = async |epoch| jobs::backlogs(&app.app, &queues, epoch).await.unwrap();
    let later = json!({"channel": "whatsapp", "to": "+15550100001", "body": "later", "send_at": now + hour});
    alice.post("/v1/messages", &later).await.expect(202);
    assert_eq!(backlogs(Some(now + hour)).await, [], "future jobs do not count");
    let message = alice.send("in_app", "alice").await;
    assert_eq!(backlogs(Some(now - hour)).await, [], "jobs in Redis do not count");
    assert_eq!(backlogs(None).await, []);
    let lost = Backlog { queue: Queue::Messages, is_any_lost: true };
    assert_eq!(backlogs(Some(now + hour)).await, [lost], "it was pushed before Redis was flushed");
    jobs::unmark_enqueued(&app.app, &[message["job_id"].as_str().unwrap().parse().unwrap()]).await.unwrap();
    let due = Backlog { queue: Queue::Messages, is_any_lost: false };
    assert_eq!(backlogs(None).await, [due]);
    assert_eq!(backlogs(Some(now + hour)).await, [due]);
    assert_eq!(jobs::backlogs(&app.app, &[Queue::Whatsapp], None).await.unwrap(), [], "the caller has other queues");
    app.advance(hour + hour);
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn one_relay_selects_at_a_time() {
    let app = TestApp::start().await;
    app.user("alice").await.send("in_app", "alice").await;
    let room = Capacity { free: 4, ..Capacity::default() };
    let mut other = app.app.db.begin().await.unwrap();
    sqlx::query("SELECT pg_advisory_xact_lock(hashtextextended('relay messages', 0))")
        .execute(other.conn())
        .await
        .unwrap();
    assert_eq!(jobs::select_due(&app.app, Queue::Messages, &room, Some(Utc::now())).await.unwrap(), None);
    assert!(
        jobs::select_due(&app.app, Queue::Whatsapp, &room, Some(Utc::now())).await.unwrap().is_some(),
        "each queue has its own"
    );
    other.rollback().await;
    assert_eq!(jobs::select_due(&app.app, Queue::Messages, &room, Some(Utc::now())).await.unwrap().unwrap().len(), 1);
    app.drain_jobs().await;
    app.finish().await;
}

/// A job that its queue refuses while its row is locked must be unmarked, or nothing would push it again.
#[tokio::test]
async fn refused_jobs_are_unmarked_even_if_locked() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let message = alice.send("in_app", "alice").await;
    let id: JobId = message["job_id"].as_str().unwrap().parse().unwrap();
    let mut other = app.app.db.begin().await.unwrap();
    sqlx::query("SELECT FROM jobs WHERE id = $1 FOR UPDATE").bind(id.uuid()).execute(other.conn()).await.unwrap();
    let ids = [id];
    let mut noted = Box::pin(jobs::unmark_enqueued(&app.app, &ids));
    assert!(tokio::time::timeout(Duration::from_millis(50), &mut noted).await.is_err(), "it waits");
    other.rollback().await;
    noted.await.unwrap();
    let room = Capacity { free: 4, ..Capacity::default() };
    let long_ago = Utc::now() - TimeDelta::hours(1);
    assert_eq!(jobs::select_due(&app.app, Queue::Messages, &room, Some(long_ago)).await.unwrap().unwrap().len(), 1);
    app.drain_jobs().await;
    app.finish().await;
}
