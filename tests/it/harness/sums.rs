//! Compares the reports' sums with their rows.

use shared::app::App;
use sqlx::Row;

/// Named queries for rows that differ. They include changes not yet in the sums.
const COMPARISONS: [(&str, &str); 4] = [
    (
        "messages by hour",
        "SELECT count(*) FROM (
            SELECT sender_id, hour, channel, status FROM (
                SELECT sender_id, hour, channel, status, messages FROM message_hours
                UNION ALL SELECT sender_id, hour, channel, status, messages FROM message_changes
                UNION ALL SELECT sender_id, date_trunc('hour', created_at, 'UTC'), channel, status, -1 FROM messages
                WHERE sender_id IS NOT NULL) AS both_sides
            GROUP BY 1, 2, 3, 4 HAVING sum(messages) <> 0) AS wrong",
    ),
    (
        "messages by day",
        "SELECT count(*) FROM (
            SELECT sender_id, day, channel, status FROM (
                SELECT sender_id, day, channel, status, messages FROM message_days
                UNION ALL SELECT sender_id, (hour AT TIME ZONE 'UTC')::date, channel, status, messages FROM message_changes
                UNION ALL SELECT sender_id, (created_at AT TIME ZONE 'UTC')::date, channel, status, -1 FROM messages
                WHERE sender_id IS NOT NULL) AS both_sides
            GROUP BY 1, 2, 3, 4 HAVING sum(messages) <> 0) AS wrong",
    ),
    (
        "costs by day",
        "SELECT count(*) FROM (
            SELECT sender_id, day, channel FROM (
                SELECT sender_id, day, channel, credits, refunded FROM message_days
                UNION ALL SELECT sender_id, (hour AT TIME ZONE 'UTC')::date, channel, credits, refunded FROM message_changes
                UNION ALL SELECT sender_id, (m.created_at AT TIME ZONE 'UTC')::date, channel,
                    -coalesce(charge.amount, 0), -coalesce(refund.amount, 0)
                FROM messages m LEFT JOIN transfers charge ON charge.id = m.charge_id
                    LEFT JOIN transfers refund ON refund.kind = 'refund' AND refund.reference = m.charge_id
                WHERE sender_id IS NOT NULL) AS both_sides
            GROUP BY 1, 2, 3 HAVING sum(credits) <> 0 OR sum(refunded) <> 0) AS wrong",
    ),
    (
        "distributions",
        "SELECT count(*) FROM (
            SELECT reseller_id, business_owner_id, status FROM (
                SELECT reseller_id, business_owner_id, status, distributions, handed_out, taken_back FROM distribution_totals
                UNION ALL SELECT reseller_id, business_owner_id, status, -1, -greatest(credits, 0), least(credits, 0)
                FROM credit_distributions) AS both_sides
            GROUP BY 1, 2, 3
            HAVING sum(distributions) <> 0 OR sum(handed_out) <> 0 OR sum(taken_back) <> 0) AS wrong",
    ),
];

/// The same for wallet flows, up to the last summed entry of each wallet.
const FLOWS: &str = "SELECT count(*) FROM (
    SELECT wallet_id, kind, is_in FROM (
        SELECT wallet_id, kind, is_in, amount FROM wallet_flows
        UNION ALL SELECT wallet_id, kind, true, -amount FROM wallet_flows_until JOIN transfers ON to_account = wallet_id
        WHERE to_entry <= entries
        UNION ALL SELECT wallet_id, kind, false, -amount FROM wallet_flows_until JOIN transfers ON from_account = wallet_id
        WHERE from_entry <= entries) AS both_sides
    GROUP BY 1, 2, 3 HAVING sum(amount) <> 0) AS wrong";

/// Panics if a sum is wrong.
pub async fn check(app: &App) {
    for (what, sql) in COMPARISONS.into_iter().chain([("wallet flows", FLOWS)]) {
        let wrong: i64 = sqlx::query(sql).fetch_one(app.db.pool()).await.unwrap().get(0);
        assert_eq!(wrong, 0, "wrong sums: {what}");
    }
}

/// Adds all changes to the sums.
pub async fn fold(app: &App) {
    loop {
        let mut tx = app.db.begin().await.unwrap();
        let folded = shared::messaging::fold(&mut tx, 100).await.unwrap();
        tx.commit().await.unwrap();
        // A worker of the test may hold it.
        if folded.is_some_and(|folded| folded.changes == 0) {
            return;
        }
    }
}
