//! The daily reset: one event per user and day, and days are deleted after their retention.

use chrono::{Days, NaiveDate, TimeDelta};
use futures::future::join_all;
use serde_json::{Value, json};
use shared::assistant::jobs::ResetUsage;
use shared::jobs::{self, NewJob};
use sqlx::Executor;

use crate::harness::{Caller, OldDatabase, Options, TestApp, eventually};

/// Users with units of one day: more than the job closes at once.
const USERS: i64 = 1_203;

/// Enqueues the job `count` times.
async fn enqueue(app: &TestApp, count: usize, day: Option<NaiveDate>) {
    let now = app.app.clock.now();
    let jobs: Vec<_> = (0..count).map(|_| NewJob::new(&ResetUsage { day }, now).unwrap()).collect();
    let mut tx = app.app.db.begin().await.unwrap();
    jobs::enqueue(&app.app, &mut tx, &jobs, now).await.unwrap();
    tx.commit().await.unwrap();
}

/// Runs the job `count` times at once; returns the sums of closed and deleted days.
async fn reset(app: &TestApp, count: usize, day: Option<NaiveDate>) -> (i64, i64) {
    sqlx::query("DELETE FROM jobs WHERE kind = 'assistant.archive_usage'").execute(app.app.db.pool()).await.unwrap();
    enqueue(app, count, day).await;
    app.drain_jobs().await;
    let results = "SELECT count(*), sum((result->>'rows')::bigint)::bigint, sum((result->>'deleted')::bigint)::bigint
        FROM jobs WHERE kind = 'assistant.archive_usage' AND state = 'succeeded'";
    let (done, rows, deleted): (i64, i64, i64) = sqlx::query_as(results).fetch_one(app.app.db.pool()).await.unwrap();
    assert_eq!(usize::try_from(done).unwrap(), count);
    (rows, deleted)
}

/// The user's events, once all are visible: a transaction of another test may hold the log back.
async fn resets(app: &TestApp, caller: &Caller<'_>) -> Vec<Value> {
    let id: shared::ids::UserId = caller.id().await.parse().unwrap();
    let all = "SELECT count(*) FROM events WHERE type = 'usage.reset' AND owner_id = $1";
    let count: i64 = sqlx::query_scalar(all).bind(id.uuid()).fetch_one(app.app.db.pool()).await.unwrap();
    let page = eventually("all events are visible", async || {
        let page = caller.get("/v1/events?types=usage.reset").await.expect(200);
        (page["data"].as_array().unwrap().len() as i64 == count).then_some(page)
    });
    page.await["data"].as_array().unwrap().iter().map(|event| event["data"].clone()).collect()
}

async fn use_units(app: &TestApp, user: &Caller<'_>, day: NaiveDate, used: i32) {
    let id: shared::ids::UserId = user.id().await.parse().unwrap();
    sqlx::query("INSERT INTO completion_days (user_id, day, used, requests) VALUES ($1, $2, $3, 5)")
        .bind(id.uuid())
        .bind(day)
        .bind(used)
        .execute(app.app.db.pool())
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_user_has_one_event_a_day_however_often_the_job_runs() {
    let app = TestApp::for_a_day().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let today = app.app.clock.now().date_naive();
    sqlx::query(
        "WITH people AS (
            INSERT INTO users (id, username, password_hash, role, created_at)
            SELECT gen_random_uuid(), 'user_' || n, '', 'user', now() FROM generate_series(1, $2) AS n RETURNING id)
        INSERT INTO completion_days (user_id, day, used, requests) SELECT id, $1, 1, 1 FROM people",
    )
    .bind(today)
    .bind(USERS)
    .execute(app.app.db.pool())
    .await
    .unwrap();
    use_units(&app, &alice, today, 3).await;
    use_units(&app, &bob, today, 0).await;
    assert_eq!(reset(&app, 2, None).await, (0, 0), "today goes on");

    // The scheduler's clock is ahead of the worker's.
    let tomorrow = today + Days::new(1);
    assert_eq!(reset(&app, 4, Some(tomorrow)).await, (USERS + 2, 0));
    assert_eq!(resets(&app, &alice).await, [json!({"day": today, "used": 3, "limit": 5})]);
    assert_eq!(resets(&app, &bob).await, [] as [Value; 0], "all of its units were returned");
    assert_eq!(app.count("SELECT count(*) FROM events WHERE type = 'usage.reset'").await, USERS + 1);
    assert_eq!(app.count("SELECT count(DISTINCT owner_id) FROM events WHERE type = 'usage.reset'").await, USERS + 1);
    assert_eq!(reset(&app, 2, Some(tomorrow)).await, (0, 0));

    // It has not run for days.
    app.advance(TimeDelta::days(3));
    let alice = app.log_in("alice").await;
    use_units(&app, &alice, today + Days::new(2), 2).await;
    use_units(&app, &alice, tomorrow, 1).await;
    assert_eq!(reset(&app, 2, None).await, (2, 0));
    let days: Vec<_> = resets(&app, &alice).await.iter().map(|it| it["day"].clone()).collect();
    assert_eq!(days, [json!(today), json!(tomorrow), json!(today + Days::new(2))]);
    app.finish().await;
}

#[tokio::test]
async fn a_unit_returns_to_a_day_that_is_closed() {
    let app = TestApp::for_a_day().await;
    let alice = app.user("alice").await;
    let today = app.app.clock.now().date_naive();
    let chatrooms = join_all((0..2).map(|_| alice.chatroom())).await;
    let question = alice.ask(&chatrooms[0], "Hello").await;
    sqlx::query("UPDATE jobs SET run_at = run_at + interval '1 hour'").execute(app.app.db.pool()).await.unwrap();
    assert_eq!(reset(&app, 1, Some(today + Days::new(1))).await, (1, 0));
    let job = question["job"]["id"].as_str().unwrap();
    alice.post(&format!("/v1/jobs/{job}/cancel"), &json!({})).await.expect(200);
    assert_eq!(app.count("SELECT sum(used)::bigint FROM completion_days").await, 0);
    // A process whose clock is behind accepts more on that day.
    alice.ask(&chatrooms[1], "Hello").await;
    app.drain_jobs().await;
    assert_eq!(alice.usage().await["used"], 1);
    assert_eq!(resets(&app, &alice).await, [json!({"day": today, "used": 1, "limit": 5})]);
    app.finish().await;
}

#[tokio::test]
async fn days_are_deleted_after_their_retention() {
    let env = vec![("USAGE_RETENTION_DAYS", "2".into())];
    let app = TestApp::with(Options { env, ..Options::default() }).await;
    let alice = app.user("alice").await;
    let today = app.app.clock.now().date_naive();
    let question = alice.ask(&alice.chatroom().await, "Hello").await;
    sqlx::query("UPDATE jobs SET run_at = run_at + interval '20 days'").execute(app.app.db.pool()).await.unwrap();
    for later in 1..=4 {
        use_units(&app, &alice, today + Days::new(later), 1).await;
    }
    app.advance(TimeDelta::days(4));
    // Today is day 4: days 2 and 3 are kept, and day 0, whose answer is open.
    assert_eq!(reset(&app, 2, None).await, (4, 1));
    app.advance(TimeDelta::days(6));
    assert_eq!(reset(&app, 1, None).await, (1, 2), "day 4 is the last that is closed");
    let alice = app.log_in("alice").await;
    alice.post(&format!("/v1/jobs/{}/cancel", question["job"]["id"].as_str().unwrap()), &json!({})).await.expect(200);
    assert_eq!(reset(&app, 1, None).await, (0, 1), "the answer of day 0 has ended");
    let days = alice.get("/v1/usage/days").await.expect(200);
    assert_eq!(days["data"].as_array().unwrap().len(), 1);
    app.finish().await;
}

#[tokio::test]
async fn archived_days_are_kept_by_the_migration() {
    let mut old = OldDatabase::before(44).await;
    let before = "
        INSERT INTO users (id, username, password_hash, role, created_at)
            SELECT lpad(n::text, 32, '0')::uuid, 'user_' || n, '', 'user', now() FROM generate_series(1, 2) n;
        INSERT INTO completion_days (user_id, day, used, requests, prompt_tokens, output_tokens, cost_micros)
            VALUES (lpad('1', 32, '0')::uuid, '2026-01-02', 1, 2, 10, 20, 30),
                (lpad('1', 32, '0')::uuid, '2026-01-03', 4, 4, 0, 0, 0);
        INSERT INTO completion_days_archive (user_id, day, used, requests, prompt_tokens, output_tokens, cost_micros)
            VALUES (lpad('1', 32, '0')::uuid, '2026-01-02', 2, 3, 100, 200, 300),
                (lpad('2', 32, '0')::uuid, '2026-01-02', 5, 5, 1, 2, 3);";
    old.connection.execute(before).await.unwrap();
    old.migrate().await;
    let days = "SELECT username, day::text, used, requests, prompt_tokens, output_tokens, cost_micros
        FROM completion_days JOIN users ON users.id = user_id ORDER BY username, day";
    let days: Vec<(String, String, i32, i32, i64, i64, i64)> =
        sqlx::query_as(days).fetch_all(&mut old.connection).await.unwrap();
    let expected = [
        ("user_1", "2026-01-02", 3, 5, 110, 220, 330),
        ("user_1", "2026-01-03", 4, 4, 0, 0, 0),
        ("user_2", "2026-01-02", 5, 5, 1, 2, 3),
    ];
    assert_eq!(days, expected.map(|(name, day, a, b, c, d, e)| (name.to_owned(), day.to_owned(), a, b, c, d, e)));
    old.drop().await;
}
