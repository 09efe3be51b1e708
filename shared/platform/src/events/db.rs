use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

use super::{Cursor, Event, NewEvent};
use crate::db::{NewEventRow, Tx};
use crate::ids::{EventId, UserId};
use crate::json::StoredJson;

/// Stages events in the transaction that they describe; wakes their owners after the commit.
pub fn record(tx: &mut Tx, events: impl IntoIterator<Item = NewEvent>, at: DateTime<Utc>) {
    rows(events, at).for_each(|event| tx.stage_event(event));
}

/// The rows of events at a time.
pub fn rows(events: impl IntoIterator<Item = NewEvent>, at: DateTime<Utc>) -> impl Iterator<Item = NewEventRow> {
    let row = move |NewEvent { owner, kind, data }| NewEventRow {
        id: EventId::new().uuid(),
        owner: owner.uuid(),
        kind,
        data,
        at,
    };
    events.into_iter().map(row)
}

/// At most `limit` events of `owner` after a position in the log, oldest first.
///
/// A transaction's events are served once no older transaction is running: only then can nothing appear before them.
///
/// # Errors
/// Database errors.
pub async fn read(db: impl PgExecutor<'_>, owner: UserId, after: Cursor, limit: i64) -> sqlx::Result<Vec<Event>> {
    let rows = sqlx::query_as!(
        EventRow,
        r#"SELECT id AS "id: EventId", seq, xact, type AS kind, data AS "data: StoredJson", created_at FROM events
        WHERE owner_id = $1 AND (xact, seq) > ($2, $3)
            AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
        ORDER BY xact, seq LIMIT $4"#,
        owner.uuid(),
        after.xact,
        after.seq,
        limit,
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(Event::from).collect())
}

/// At most `limit` events of `owner` before a position in the log, newest first.
///
/// # Errors
/// Database errors.
pub async fn read_back(db: impl PgExecutor<'_>, owner: UserId, before: Cursor, limit: i64) -> sqlx::Result<Vec<Event>> {
    let rows = sqlx::query_as!(
        EventRow,
        r#"SELECT id AS "id: EventId", seq, xact, type AS kind, data AS "data: StoredJson", created_at FROM events
        WHERE owner_id = $1 AND (xact, seq) < ($2, $3)
            AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
        ORDER BY xact DESC, seq DESC LIMIT $4"#,
        owner.uuid(),
        before.xact,
        before.seq,
        limit,
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(Event::from).collect())
}

struct EventRow {
    id: EventId,
    seq: i64,
    xact: i64,
    kind: String,
    data: StoredJson,
    created_at: DateTime<Utc>,
}

impl From<EventRow> for Event {
    fn from(EventRow { id, seq, xact, kind, data, created_at }: EventRow) -> Self {
        Self { id, seq, kind, data: data.0, created_at, cursor: Cursor { xact, seq } }
    }
}

/// The readers (owner and position) that have new events. Each costs one index lookup, however many events there are.
///
/// # Errors
/// Database errors.
pub async fn with_news(db: impl PgExecutor<'_>, readers: &[(UserId, Cursor)]) -> sqlx::Result<Vec<(UserId, Cursor)>> {
    let owners: Vec<_> = readers.iter().map(|(owner, _)| owner.uuid()).collect();
    let xacts: Vec<_> = readers.iter().map(|(_, after)| after.xact).collect();
    let seqs: Vec<_> = readers.iter().map(|(_, after)| after.seq).collect();
    // The limit prevents a plan that joins the whole log.
    let rows = sqlx::query!(
        r#"SELECT readers.owner_id AS "owner!: UserId", readers.xact AS "xact!", readers.seq AS "seq!"
        FROM UNNEST($1::uuid[], $2::bigint[], $3::bigint[]) AS readers (owner_id, xact, seq)
        CROSS JOIN LATERAL (
            SELECT FROM events WHERE events.owner_id = readers.owner_id
                AND (events.xact, events.seq) > (readers.xact, readers.seq)
                AND events.xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
            ORDER BY events.xact, events.seq LIMIT 1
        ) AS news"#,
        &owners,
        &xacts,
        &seqs,
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.owner, Cursor { xact: row.xact, seq: row.seq })).collect())
}

/// The current end of the served log.
///
/// # Errors
/// Database errors.
pub async fn newest(db: impl PgExecutor<'_>) -> sqlx::Result<Cursor> {
    let xact = sqlx::query_scalar!(r#"SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS "xmin!""#)
        .fetch_one(db)
        .await?;
    Ok(Cursor { xact: xact - 1, seq: i64::MAX })
}

/// The cause of a delay of the log: the oldest write transaction of the whole server, including prepared ones.
#[derive(Debug, Clone, PartialEq)]
pub struct HeldBack {
    /// Its database; every database of a server holds the log back.
    pub database: String,
    /// Its age in seconds; 0 if there is none.
    pub seconds: f64,
}

/// How long the log has been held back. Transactions of other roles are visible with `pg_read_all_stats` only.
///
/// # Errors
/// Database errors.
pub async fn held_back(db: impl PgExecutor<'_>) -> sqlx::Result<HeldBack> {
    sqlx::query_as!(
        HeldBack,
        r#"SELECT database AS "database!", seconds AS "seconds!" FROM (
            SELECT datname::text AS database, extract(epoch FROM clock_timestamp() - xact_start)::float8 AS seconds
            FROM pg_stat_activity WHERE backend_xid IS NOT NULL AND xact_start IS NOT NULL AND datname IS NOT NULL
            UNION ALL
            SELECT database::text, extract(epoch FROM clock_timestamp() - prepared)::float8 FROM pg_prepared_xacts
            UNION ALL
            SELECT current_database()::text, 0) AS transactions
        ORDER BY seconds DESC LIMIT 1"#,
    )
    .fetch_one(db)
    .await
}

/// Whether events after a position may have been purged, so that its reader has missed some.
///
/// # Errors
/// Database errors.
pub async fn is_purged_after(db: impl PgExecutor<'_>, place: Cursor) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM event_horizon WHERE (xact, seq) > ($1, $2)) AS "is_purged!""#,
        place.xact,
        place.seq,
    )
    .fetch_one(db)
    .await
}

/// Removes events from before `before` among the `limit` oldest; returns how many.
///
/// # Errors
/// Database errors.
pub async fn purge(tx: &mut Tx, before: DateTime<Utc>, limit: i64) -> sqlx::Result<u64> {
    let purged = sqlx::query_scalar!(
        r#"WITH purged AS (
            DELETE FROM events WHERE seq IN (SELECT seq FROM events ORDER BY seq LIMIT $2) AND created_at < $1
            RETURNING xact, seq),
        last AS (SELECT xact, seq FROM purged ORDER BY xact DESC, seq DESC LIMIT 1),
        horizon AS (
            UPDATE event_horizon SET xact = last.xact, seq = last.seq FROM last
            WHERE (event_horizon.xact, event_horizon.seq) < (last.xact, last.seq))
        SELECT count(*) AS "count!" FROM purged"#,
        before,
        limit,
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(purged.unsigned_abs())
}
