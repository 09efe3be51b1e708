//! Reports read sums, which always equal a plain count. Their cost: `reports_cost`.

use chrono::TimeDelta;
use futures::future::join_all;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;
use shared::app::App;
use shared::ids::{MessageId, UserId};
use shared::ledger::{self, CREDIT};
use shared::messaging::{self, Backfill, MessageStatus, News};

use crate::harness::{Caller, Options, TestApp};
use crate::plain_reports::compare;

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

pub async fn fold(app: &App, limit: i64) -> usize {
    let mut tx = app.db.begin().await.unwrap();
    let folded = messaging::fold(&mut tx, limit).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    folded.changes
}

pub async fn sum_up(app: &App, users: &[UserId]) -> bool {
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

/// A user with an API key, which does not expire when the clock is moved.
pub async fn sender<'a>(app: &'a TestApp, name: &str) -> (Caller<'a>, UserId) {
    let caller = app.user(name).await;
    let id = caller.id().await.parse().unwrap();
    let key = caller.key(&["read", "send"]).await;
    (app.program(&key), id)
}

pub async fn mint(app: &App, user: UserId, credits: i64) {
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
