//! Reports read sums. They always equal a plain count, and their cost does not depend on the number of messages.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use futures::future::join_all;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use shared::app::App;
use shared::credits;
use shared::ids::{MessageId, UserId};
use shared::ledger::{self, CREDIT, TransferKind};
use shared::messaging::{self, Backfill, Bucket, MessageStatus, News};
use sqlx::{PgConnection, Row};

use crate::harness::{Caller, Options, TestApp, rows_read, sums};

const PHONE: &str = "+15550100001";
/// A number that the provider refuses: the message fails and is refunded.
const REFUSED: &str = "+15550000026";
const DAY: i64 = 24 * 60;

/// A step between two comparisons.
#[derive(Debug, Clone)]
enum Step {
    /// A send of one of two users: in-app, external, or to a refused number.
    Send(bool, u8),
    /// A scheduled send.
    Schedule(bool),
    /// This many minutes pass.
    Wait(i64),
    /// All due jobs run.
    Run,
    /// A late status of a message of any age.
    Status(usize, usize),
    /// A message is cancelled, if possible.
    Cancel(usize),
    /// Some changes are folded.
    Fold(i64),
    /// Wallet flows are summed.
    SumUp,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (any::<bool>(), 0..3_u8).prop_map(|(who, to)| Step::Send(who, to)),
        1 => any::<bool>().prop_map(Step::Schedule),
        2 => prop_oneof![0..90_i64, 0..2 * DAY].prop_map(Step::Wait),
        2 => Just(Step::Run),
        3 => (0..1000_usize, 0..5_usize).prop_map(|(which, status)| Step::Status(which, status)),
        1 => (0..1000_usize).prop_map(Step::Cancel),
        2 => (1..12_i64).prop_map(Step::Fold),
        1 => Just(Step::SumUp),
    ];
    prop::collection::vec(step, 1..40)
}

/// Eight days that contain every case that reports distinguish, so that each run covers them.
fn eventful_days() -> impl Iterator<Item = Step> {
    (0..8).flat_map(|day| {
        let sends = [Step::Send(true, 0), Step::Send(false, 1), Step::Send(true, 2), Step::Schedule(false)];
        let late_status = [Step::Status(sends.len() * day + 1, day % 5), Step::Run];
        let cancelled = (day % 2 == 0).then_some(Step::Cancel(2 * day + 1));
        sends.into_iter().chain(late_status).chain(cancelled).chain([Step::Wait(DAY), Step::Fold(100), Step::SumUp])
    })
}

/// A user's messages, oldest first.
async fn messages(app: &App, user: Option<UserId>) -> Vec<MessageId> {
    let sql = "SELECT id FROM messages WHERE $1::uuid IS NULL OR sender_id = $1 ORDER BY id";
    let ids: Vec<uuid::Uuid> =
        sqlx::query_scalar(sql).bind(user.map(UserId::uuid)).fetch_all(app.db.pool()).await.unwrap();
    ids.into_iter().map(MessageId::from).collect()
}

async fn late_status(app: &App, id: MessageId, status: MessageStatus) {
    let mut tx = app.db.begin().await.unwrap();
    let now = app.clock.now();
    messaging::advance(&mut tx, &[News::of(id, status, now)], now).await.unwrap();
    tx.commit().await.unwrap();
}

async fn fold(app: &App, limit: i64) -> usize {
    let mut tx = app.db.begin().await.unwrap();
    let folded = messaging::fold(&mut tx, limit).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    folded.changes
}

async fn sum_up(app: &App, users: &[UserId]) -> bool {
    let mut tx = app.db.begin().await.unwrap();
    let is_more_left = ledger::sum_up(&mut tx, users, 0).await.unwrap();
    tx.commit().await.unwrap();
    is_more_left
}

impl Step {
    async fn take(&self, app: &TestApp, users: &[(Caller<'_>, UserId); 2]) {
        let (clock, statuses) = (&app.app.clock, ["sent", "delivered", "read", "failed", "unknown"]);
        match self {
            Self::Send(who, to) => {
                let (caller, to) = (
                    &users[usize::from(*who)].0,
                    [("in_app", "bob"), ("whatsapp", PHONE), ("whatsapp", REFUSED)][usize::from(*to)],
                );
                caller.send(to.0, to.1).await;
            }
            Self::Schedule(who) => {
                let send_at = clock.now() + TimeDelta::hours(30);
                let later = json!({"channel": "in_app", "to": "bob", "body": "later", "send_at": send_at});
                users[usize::from(*who)].0.post("/v1/messages", &later).await.expect(202);
            }
            Self::Wait(minutes) => app.advance(TimeDelta::minutes(*minutes)),
            Self::Run => {
                app.drain_jobs().await;
            }
            Self::Status(which, status) => {
                let ids = messages(&app.app, None).await;
                let status: MessageStatus = serde_json::from_value(json!(statuses[*status])).unwrap();
                if let Some(id) = ids.get(which % ids.len().max(1)) {
                    late_status(&app.app, *id, status).await;
                }
            }
            Self::Cancel(which) => {
                for (caller, user) in users {
                    let ids = messages(&app.app, Some(*user)).await;
                    if let Some(id) = ids.get(which % ids.len().max(1)) {
                        caller.post(&format!("/v1/messages/{id}/cancel"), &json!({})).await;
                    }
                }
            }
            Self::Fold(limit) => {
                fold(&app.app, *limit).await;
            }
            Self::SumUp => {
                sum_up(&app.app, &users.each_ref().map(|(_, user)| *user)).await;
            }
        }
    }
}

/// Spans of time: whole days, up to now, with edges within hours, within one hour, and none.
fn spans(now: DateTime<Utc>) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
    let midnight = now.date_naive().and_time(NaiveTime::MIN).and_utc();
    let ago = |minutes: i64| now - TimeDelta::minutes(minutes);
    vec![
        (midnight - TimeDelta::days(30), midnight + TimeDelta::days(1)),
        (ago(30 * DAY), now),
        (ago(DAY + 7), ago(13)),
        (ago(2 * DAY + 41), ago(DAY - 20)),
        (ago(17), ago(3)),
        (ago(65), ago(25)),
        (now, now),
    ]
}

/// Compares each report of a user with a plain count in the same snapshot.
async fn compare(app: &App, user: UserId) {
    let now = app.clock.now();
    let mut snapshot = app.db.snapshot().await.unwrap();
    let (today, count) = (
        now.date_naive(),
        "SELECT count(*) FILTER (WHERE status IN ('sent', 'delivered', 'read')),
        count(*) FILTER (WHERE status IN ('delivered', 'read')), count(*) FILTER (WHERE status = 'failed')
        FROM messages WHERE sender_id = $1",
    );
    for (from, until) in [(40, 0), (1, 0), (3, 1), (0, 0)] {
        let (from, until) = (today - Days::new(from), today + Days::new(1) - Days::new(until));
        let found = messaging::usage(&mut *snapshot, user, from, until).await.unwrap();
        assert_eq!(json!(found), plain_usage(&mut snapshot, user, (from, until)).await, "{from} {until}");
    }
    for (since, until) in spans(now) {
        for bucket in [Bucket::Day, Bucket::Hour] {
            let found = messaging::status_counts(&mut *snapshot, user, (since, until), bucket, now).await.unwrap();
            let plain = plain_statuses(&mut snapshot, user, (since, until), bucket).await;
            assert_eq!(json!(found), plain, "{since} {until} {bucket:?}");
        }
    }
    let counts = messaging::counts(&mut *snapshot, user).await.unwrap();
    let plain = sqlx::query(count).bind(user.uuid()).fetch_one(&mut *snapshot).await.unwrap();
    let plain =
        json!({"sent": plain.get::<i64, _>(0), "delivered": plain.get::<i64, _>(1), "failed": plain.get::<i64, _>(2)});
    assert_eq!(json!(counts), plain);
    let flows = ledger::flows(&mut *snapshot, CREDIT, &[user]).await.unwrap();
    let mut flows: Vec<_> = flows.iter().map(|it| (<&str>::from(it.kind).to_owned(), it.is_in, it.amount)).collect();
    flows.sort();
    assert_eq!(flows, plain_flows(&mut snapshot, user).await);
}

async fn plain_usage(snapshot: &mut PgConnection, user: UserId, days: (NaiveDate, NaiveDate)) -> Value {
    let sql = "SELECT (m.created_at AT TIME ZONE 'UTC')::date AS day, channel, count(*) AS messages,
            coalesce(sum(charge.amount), 0)::bigint AS credits, coalesce(sum(refund.amount), 0)::bigint AS refunded
        FROM messages m LEFT JOIN transfers charge ON charge.id = m.charge_id
            LEFT JOIN transfers refund ON refund.kind = 'refund' AND refund.reference = m.charge_id
        WHERE sender_id = $1 AND m.created_at >= $2::date::timestamp AT TIME ZONE 'UTC'
            AND m.created_at < $3::date::timestamp AT TIME ZONE 'UTC'
        GROUP BY 1, 2 ORDER BY 1 DESC, 2";
    let rows: Vec<(NaiveDate, String, i64, i64, i64)> =
        sqlx::query_as(sql).bind(user.uuid()).bind(days.0).bind(days.1).fetch_all(snapshot).await.unwrap();
    let row = |(day, channel, messages, credits, refunded)| json!({"day": day, "channel": channel, "messages": messages, "credits": credits, "refunded": refunded});
    rows.into_iter().map(row).collect()
}

async fn plain_statuses(
    snapshot: &mut PgConnection,
    user: UserId,
    (since, until): (DateTime<Utc>, DateTime<Utc>),
    bucket: Bucket,
) -> Value {
    let sql = "SELECT date_trunc($4, created_at, 'UTC'), channel, status, count(*) FROM messages
        WHERE sender_id = $1 AND created_at >= $2 AND created_at < $3 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3";
    let query = sqlx::query_as(sql).bind(user.uuid()).bind(since).bind(until).bind(<&str>::from(bucket));
    let rows: Vec<(DateTime<Utc>, String, String, i64)> = query.fetch_all(snapshot).await.unwrap();
    let row = |(since, channel, status, messages): (DateTime<Utc>, String, String, i64)| json!({"since": since, "channel": channel, "status": status, "messages": messages});
    rows.into_iter().map(row).collect()
}

async fn plain_flows(snapshot: &mut PgConnection, user: UserId) -> Vec<(String, bool, i64)> {
    let sql = "WITH mine AS (SELECT id FROM wallets WHERE user_id = $1 AND asset = 'CREDIT')
        SELECT kind, to_account = mine.id AS is_in, sum(amount)::bigint FROM transfers, mine
        WHERE mine.id IN (from_account, to_account) GROUP BY 1, 2 ORDER BY 1, 2";
    sqlx::query_as(sql).bind(user.uuid()).fetch_all(snapshot).await.unwrap()
}

async fn sender<'a>(app: &'a TestApp, name: &str) -> (Caller<'a>, UserId) {
    let caller = app.user(name).await;
    let id = caller.id().await.parse().unwrap();
    // An API key does not expire when the clock is moved.
    let key = caller.key(&["read", "send"]).await;
    (app.program(&key), id)
}

async fn mint(app: &App, user: UserId, credits: i64) {
    let mut tx = app.db.begin().await.unwrap();
    let mint = [ledger::Movement::mint(user, credits, user, None)];
    ledger::post_all(&mut tx, CREDIT, &mint, app.clock.now()).await.unwrap().unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reports_equal_a_plain_count_whenever_changes_are_folded() {
    let app = TestApp::start().await;
    let users = [sender(&app, "alice").await, sender(&app, "bob").await];
    for (_, user) in &users {
        mint(&app.app, *user, 10_000).await;
    }
    // In the middle of an hour and a day, so that spans begin and end within them.
    app.stop_clock();
    let take = async |step: Step| {
        step.take(&app, &users).await;
        for (_, user) in &users {
            compare(&app.app, *user).await;
        }
    };
    for step in eventful_days() {
        take(step).await;
    }
    let kinds = app.count("SELECT count(DISTINCT status) FROM messages").await;
    assert!(kinds >= 6, "{kinds} statuses occurred");
    assert!(app.count("SELECT count(*) FROM transfers WHERE kind = 'refund'").await > 10);
    assert!(app.count("SELECT count(DISTINCT day) FROM message_days").await > 5);
    let runtime = tokio::runtime::Handle::current();
    tokio::task::block_in_place(|| {
        let mut runner = TestRunner::new(Config { cases: 12, failure_persistence: None, ..Config::default() });
        let outcome = runner.run(&steps(), |steps| {
            runtime.block_on(async {
                for step in steps {
                    take(step).await;
                }
            });
            Ok(())
        });
        outcome.unwrap();
    });
    app.advance(TimeDelta::days(3));
    app.drain_jobs().await;
    app.finish().await;
}

/// Concurrent sends, refunds and folding: every snapshot adds up, and so does the final state.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_folding_loses_and_doubles_nothing() {
    let app =
        TestApp::with(Options { env: vec![("RATE_LIMIT_REQUESTS_PER_SECOND", "0".into())], ..Options::default() })
            .await;
    let (alice, user) = sender(&app, "alice").await;
    mint(&app.app, user, 10_000).await;
    const SENDS: usize = 240;
    let sent = std::sync::atomic::AtomicUsize::new(0);
    let sending = async {
        for _ in 0..SENDS / 8 {
            join_all([(); 8].map(|()| alice.send("in_app", "alice"))).await;
            sent.fetch_add(8, std::sync::atomic::Ordering::SeqCst);
        }
    };
    let is_over = || sent.load(std::sync::atomic::Ordering::SeqCst) == SENDS;
    let refunding = async {
        let mut done = 0;
        while done < SENDS {
            for id in messages(&app.app, Some(user)).await.into_iter().skip(done) {
                late_status(&app.app, id, MessageStatus::Failed).await;
                done += 1;
            }
            tokio::task::yield_now().await;
        }
    };
    let folding = async || {
        let mut folded = 0;
        loop {
            let was_over = is_over();
            let mut tx = app.app.db.begin().await.unwrap();
            let set = messaging::fold(&mut tx, 3).await.unwrap();
            tx.commit().await.unwrap();
            sum_up(&app.app, &[user]).await;
            folded += set.as_ref().map_or(0, |set| set.changes);
            if was_over && set.is_some_and(|set| set.changes == 0) {
                return folded;
            }
        }
    };
    let comparing = async {
        while !is_over() {
            compare(&app.app, user).await;
        }
    };
    let ((), (), first, second, ()) = tokio::join!(sending, refunding, folding(), folding(), comparing);
    assert!(first + second > SENDS / 8, "{first} and {second} changes were folded during the sends");
    compare(&app.app, user).await;
    let usage = messaging::counts(app.app.db.pool(), user).await.unwrap();
    assert_eq!((usage.sent, usage.failed), (0, SENDS as i64));
    app.drain_jobs().await;
    app.finish().await;
}

/// Messages from before the sums existed: reports are correct before, during and after the backfill.
#[tokio::test]
async fn old_messages_are_backfilled_in_steps_with_correct_reports() {
    let app = TestApp::start().await;
    app.stop_clock();
    let users = [sender(&app, "alice").await, sender(&app, "bob").await];
    for _ in 0..4 {
        for (caller, _) in &users {
            caller.send("in_app", "bob").await;
            caller.send("whatsapp", REFUSED).await;
            caller.send("whatsapp", PHONE).await;
        }
        app.drain_jobs().await;
        app.advance(TimeDelta::hours(17));
    }
    // The state before the migration.
    for sql in [
        "DELETE FROM message_changes",
        "DELETE FROM message_days",
        "DELETE FROM message_hours",
        "UPDATE message_backfill SET is_done = false",
    ] {
        sqlx::query(sql).execute(app.app.db.pool()).await.unwrap();
    }
    let mut steps = 0;
    loop {
        // Concurrent changes are counted once, whether or not their day has been backfilled.
        let ids = messages(&app.app, None).await;
        late_status(&app.app, ids[steps % ids.len()], MessageStatus::Read).await;
        late_status(&app.app, ids[(7 * steps + 5) % ids.len()], MessageStatus::Failed).await;
        users[steps % 2].0.send("in_app", "bob").await;
        if steps % 2 == 0 {
            fold(&app.app, 3).await;
        }
        for (_, user) in &users {
            compare(&app.app, *user).await;
        }
        let mut tx = app.app.db.begin().await.unwrap();
        let step = messaging::backfill(&mut tx, 2).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        for (_, user) in &users {
            compare(&app.app, *user).await;
        }
        if step == Backfill::Done {
            break;
        }
        steps += 1;
    }
    assert!(steps >= 6, "{steps} steps");
    app.drain_jobs().await;
    app.finish().await;
}

/// The same as in the benchmark: a year's messages, each with its charge.
const OLD_MESSAGES: &str = include_str!("../../bench/sql/old_messages.sql");

#[tokio::test]
async fn reports_over_200_000_messages_read_few_rows() {
    const MESSAGES: i64 = 200_000;
    let app = TestApp::start().await;
    let (_, user) = sender(&app, "alice").await;
    mint(&app.app, user, MESSAGES).await;
    sqlx::query(OLD_MESSAGES).bind("alice").bind(MESSAGES).execute(app.app.db.pool()).await.unwrap();
    // Some were refunded.
    let refunds = "WITH paid AS (
            SELECT c.id, c.from_account, row_number() OVER (ORDER BY c.id) AS number, w.entries, w.balance
            FROM transfers c JOIN wallets w ON w.id = c.from_account WHERE kind = 'charge' ORDER BY c.id LIMIT 20000),
        refund AS (
            INSERT INTO transfers (id, kind, reference, asset, amount, from_account, to_account, to_entry, to_balance, created_at)
            SELECT gen_random_uuid(), 'refund', id, 'CREDIT', 1, '00000000-0000-0000-0000-000000000002', from_account,
                entries + number, balance + number, now() FROM paid)
        UPDATE wallets SET entries = entries + 20000, balance = balance + 20000";
    sqlx::query(refunds).execute(app.app.db.pool()).await.unwrap();
    while fold(&app.app, 5000).await > 0 {}
    while sum_up(&app.app, &[user]).await {}
    sqlx::query("ANALYZE").execute(app.app.db.pool()).await.unwrap();

    let now = app.app.clock.now();
    let (year, month) = (now.date_naive() - Days::new(365), now - TimeDelta::days(30));
    let mut connection = app.app.db.reports(user.uuid()).await.unwrap();
    let mut report = connection.snapshot().await.unwrap();
    let mut read = rows_read(&mut report).await;
    let mut cost = async |report: &mut PgConnection| {
        let (before, after) = (read, rows_read(report).await);
        read = after;
        after - before
    };
    let usage = messaging::usage(&mut *report, user, year, now.date_naive() + Days::new(1)).await.unwrap();
    let sum = |of: fn(&messaging::Usage) -> i64| usage.iter().map(of).sum::<i64>();
    assert_eq!((sum(|it| it.messages), sum(|it| it.credits), sum(|it| it.refunded)), (MESSAGES, MESSAGES, 20_000));
    let rows = cost(&mut report).await;
    assert!((300..1000).contains(&rows), "a year's usage read {rows} rows");

    let counts = messaging::counts(&mut *report, user).await.unwrap();
    assert_eq!(counts.delivered, MESSAGES);
    let rows = cost(&mut report).await;
    assert!(rows < 1000, "all counts read {rows} rows");

    for (bucket, since, most) in [(Bucket::Day, month, 200), (Bucket::Hour, now - TimeDelta::days(7), 400)] {
        let counted = messaging::status_counts(&mut *report, user, (since, now), bucket, now).await.unwrap();
        assert!(counted.iter().map(|it| it.messages).sum::<i64>() > 3000);
        let rows = cost(&mut report).await;
        assert!(rows < most, "counts by {bucket:?} read {rows} rows");
    }
    let flows = ledger::flows(&mut *report, CREDIT, &[user]).await.unwrap();
    let charged = flows.iter().find(|it| it.kind == TransferKind::Charge && !it.is_in).unwrap();
    assert_eq!(charged.amount, MESSAGES);
    let rows = cost(&mut report).await;
    assert!(rows < 200, "wallet flows read {rows} rows");
    drop(report);
    drop(connection);
    app.abandon().await;
}

/// Statistics of a reseller read sums, not the distributions.
#[tokio::test]
async fn statistics_over_100_000_distributions_read_few_rows() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let reseller = crate::distributions::reseller(&app, &admin, 1000).await;
    let shop = app.business_owner("shop", &reseller).await;
    let many =
        "INSERT INTO credit_distributions (id, reseller_id, business_owner_id, credits, status, job_id, created_at)
        SELECT gen_random_uuid(), $1, $2, CASE WHEN n % 4 = 0 THEN -1 ELSE 2 END,
            (ARRAY['pending', 'failed', 'succeeded', 'succeeded'])[1 + n % 4], gen_random_uuid(), now()
        FROM generate_series(1, 100000) AS n";
    let (id, owner): (UserId, UserId) = (reseller.id().await.parse().unwrap(), shop.id().await.parse().unwrap());
    sqlx::query(many).bind(id.uuid()).bind(owner.uuid()).execute(app.app.db.pool()).await.unwrap();
    sqlx::query("ANALYZE").execute(app.app.db.pool()).await.unwrap();
    let mut connection = app.app.db.reports(id.uuid()).await.unwrap();
    let mut report = connection.snapshot().await.unwrap();
    let before = rows_read(&mut report).await;
    let stats = credits::reseller_stats(&mut report, id).await.unwrap();
    assert_eq!((stats.by_business_owner[0].distributed, stats.by_business_owner[0].reclaimed), (100_000, 0));
    for of in [Some(id), None] {
        let all = credits::summary(&mut report, of).await.unwrap();
        assert_eq!((all.pending, all.failed, all.succeeded, all.distributed), (25_000, 25_000, 50_000, 100_000));
    }
    let rows = rows_read(&mut report).await - before;
    assert!(rows < 100, "statistics read {rows} rows");
    drop(report);
    drop(connection);
    sums::check(&app.app).await;
    app.abandon().await;
}
