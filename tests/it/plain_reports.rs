//! Reports as plain counts of all rows, to compare with those that read sums.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde_json::{Value, json};
use shared::app::App;
use shared::ids::UserId;
use shared::ledger::{self, CREDIT};
use shared::messaging::{self, Bucket};
use sqlx::{PgConnection, Row};

const DAY: i64 = 24 * 60;

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
pub async fn compare(app: &App, user: UserId) {
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
