//! The cost of reports does not depend on the number of messages or distributions.

use chrono::{Days, TimeDelta};
use shared::credits;
use shared::ids::UserId;
use shared::ledger::{self, CREDIT, TransferKind};
use shared::messaging::{self, Bucket};
use sqlx::PgConnection;

use crate::harness::{TestApp, rows_read, sums};
use crate::rollups::{fold, mint, sender, sum_up};

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
