use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

use super::ceilings::Counts;
use super::draft::Draft;
use super::{Channel, Content, MessageStatus};
use crate::db::Tx;
use crate::ids::{JobId, MessageId, TransferId, UserId};
use crate::jobs::JobState;
use crate::ledger::{CREDIT, Changes, System, TransferKind};

/// Writes messages, their charges and jobs, and the events staged in the transaction.
///
/// One statement for the tables of several modules, against the rule that each writes its own: a batch costs mostly its
/// round trips and statements (docs/benchmarks-history.md). It fails as a whole if another transaction holds one of the
/// keys, a wallet has entries that were not read, an account has sent externally since, or a key was used since; in
/// this order, so that it never waits for another's unique index.
pub(super) async fn write(
    tx: &mut Tx,
    drafts: &[&Draft],
    (wallets, sends): (&Changes, &Counts),
    (now, pinned): (DateTime<Utc>, Option<DateTime<Utc>>),
) -> sqlx::Result<()> {
    let messages: Vec<_> = drafts.iter().map(|draft| &draft.message).collect();
    let jobs: Vec<_> = drafts.iter().map(|draft| &draft.job).collect();
    let charges: Vec<_> = drafts.iter().map(|draft| draft.charge.as_ref()).collect();
    let (facts, records) = tx.take_staged();
    sqlx::query_scalar!(
        "WITH item AS MATERIALIZED (
            SELECT * FROM UNNEST($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[],
                $8::smallint[], $9::bigint[], $10::jsonb[], $11::timestamptz[], $12::uuid[], $13::jsonb[],
                $14::uuid[], $15::text[], $16::text[], $17::jsonb[], $18::int[], $19::timestamptz[], $20::text[], $21::uuid[], $22::text[],
                $23::uuid[], $24::uuid[], $25::bigint[], $26::bigint[], $36::bool[], $51::bigint[])
                AS item (id, channel, sender_id, recipient_id, recipient, body, status, segments, price, metadata, send_at, retry_of, content,
                    job_id, kind, queue, payload, max_attempts, run_at, request_id, retried_from, trace_context,
                    charge_id, wallet_id, entry, balance, told, promotional)),
        wallet AS (
            UPDATE wallets SET balance = new.balance, promotional = new.promotional, entries = new.entries
            FROM UNNEST($27::uuid[], $28::bigint[], $29::bigint[], $37::bigint[], $52::bigint[]) AS new (id, balance, entries, seen, promotional)
            WHERE wallets.id = new.id AND wallets.entries = new.seen
            RETURNING wallets.id),
        counted AS (
            INSERT INTO external_sends AS old (user_id, day, sent, version)
            SELECT * FROM UNNEST($53::uuid[], $54::date[], $55::bigint[], $56::bigint[])
            ON CONFLICT (user_id) DO UPDATE SET day = excluded.day, sent = excluded.sent, version = excluded.version
            WHERE old.version = excluded.version - 1
            RETURNING user_id),
        charge AS (
            INSERT INTO transfers (id, kind, reference, asset, amount, from_account, from_entry, from_balance, to_account, job_id, created_at, promotional)
            SELECT charge_id, $33, id, $30, price, wallet_id, entry, balance, $31, job_id, $32, promotional
            FROM item WHERE charge_id IS NOT NULL),
        job AS (
            INSERT INTO jobs (id, kind, queue, owner_id, payload, state, max_attempts, run_at, enqueued_at, request_id,
                retried_from, created_at, trace_context, scheduled_for)
            SELECT job_id, kind, queue, sender_id, payload, $34, max_attempts, run_at, CASE WHEN told THEN coalesce($35::timestamptz, now()) END, request_id,
                retried_from, $32, trace_context, CASE WHEN run_at > $32 THEN run_at END
            FROM item),
        message AS (
            INSERT INTO messages (id, channel, sender_id, recipient_id, recipient, body, status, segments, price, charge_id,
                job_id, metadata, send_at, created_at, retry_of, content)
            SELECT id, channel, sender_id, recipient_id, recipient, body, status, segments, price, charge_id,
                job_id, metadata, send_at, $32, retry_of, content
            FROM item),
        record AS MATERIALIZED (
            SELECT * FROM UNNEST($43::uuid[], $44::text[], $45::text[], $46::bytea[], $47::smallint[], $48::text[], $49::text[])
                AS record (principal, operation, key, fingerprint, status, location, body)),
        held AS MATERIALIZED (
            SELECT pg_try_advisory_xact_lock(hashtextextended(concat_ws(E'\n', principal, operation, key), 0)) AS held FROM record),
        kept AS (
            INSERT INTO idempotency_records AS old (principal, operation, key, fingerprint, status, location, body, created_at)
            SELECT principal, operation, key, fingerprint, status, location, body::json, $32 FROM record
            ON CONFLICT (principal, operation, key) DO UPDATE SET
                fingerprint = excluded.fingerprint, status = excluded.status, location = excluded.location,
                body = excluded.body, created_at = excluded.created_at
            WHERE old.created_at <= $50
            RETURNING key),
        fact AS (
            INSERT INTO events (id, owner_id, type, data, created_at)
            SELECT * FROM UNNEST($38::uuid[], $39::uuid[], $40::text[], $41::jsonb[], $42::timestamptz[]))
        SELECT CASE
            WHEN NOT (SELECT coalesce(bool_and(held), true) FROM held) THEN fail_changed()
            WHEN (SELECT count(*) FROM wallet) <> cardinality($27::uuid[]) THEN fail_changed()
            WHEN (SELECT count(*) FROM counted) <> cardinality($53::uuid[]) THEN fail_changed()
            WHEN (SELECT count(*) FROM kept) <> cardinality($43::uuid[]) THEN fail_changed() END",
        &messages.iter().map(|it| it.id.uuid()).collect::<Vec<_>>(),
        &messages.iter().map(|it| it.channel).collect::<Vec<_>>() as &[Channel],
        &drafts.iter().map(|it| it.sender.uuid()).collect::<Vec<_>>(),
        &messages.iter().map(|it| it.recipient.as_ref().map(|user| user.id)).collect::<Vec<_>>() as &[Option<UserId>],
        &messages.iter().map(|it| &*it.to).collect::<Vec<_>>() as &[&str],
        &messages.iter().map(|it| &*it.body).collect::<Vec<_>>() as &[&str],
        &messages.iter().map(|it| it.status).collect::<Vec<_>>() as &[MessageStatus],
        &messages.iter().map(|it| it.segments).collect::<Vec<_>>(),
        &drafts.iter().map(|it| it.price).collect::<Vec<_>>(),
        &messages.iter().map(|it| Json(&it.metadata)).collect::<Vec<_>>() as &[Json<&Value>],
        &messages.iter().map(|it| it.send_at).collect::<Vec<_>>() as &[Option<DateTime<Utc>>],
        &messages.iter().map(|it| it.retry_of).collect::<Vec<_>>() as &[Option<MessageId>],
        &messages.iter().map(|it| it.content.as_ref()).collect::<Vec<_>>() as &[Option<&Json<Content>>],
        &jobs.iter().map(|it| it.id.uuid()).collect::<Vec<_>>(),
        &jobs.iter().map(|it| it.kind).collect::<Vec<_>>() as &[&str],
        &jobs.iter().map(|it| it.queue.into()).collect::<Vec<&str>>() as &[&str],
        &jobs.iter().map(|it| Json(&it.payload)).collect::<Vec<_>>() as &[Json<&Value>],
        &jobs.iter().map(|it| it.max_attempts).collect::<Vec<_>>(),
        &jobs.iter().map(|it| it.run_at).collect::<Vec<_>>(),
        &jobs.iter().map(|it| it.request_id.as_deref()).collect::<Vec<_>>() as &[Option<&str>],
        &jobs.iter().map(|it| it.retried_from).collect::<Vec<_>>() as &[Option<JobId>],
        &jobs.iter().map(|it| it.trace_context.as_deref()).collect::<Vec<_>>() as &[Option<&str>],
        &charges.iter().map(|it| it.map(|it| it.id)).collect::<Vec<_>>() as &[Option<TransferId>],
        &charges.iter().map(|it| it.map(|it| it.from.0)).collect::<Vec<_>>() as &[Option<Uuid>],
        &charges.iter().map(|it| it.and_then(|it| it.from.1)).collect::<Vec<_>>() as &[Option<i64>],
        &charges.iter().map(|it| it.and_then(|it| it.from_balance)).collect::<Vec<_>>() as &[Option<i64>],
        &wallets.ids,
        &wallets.balances,
        &wallets.entries,
        CREDIT,
        System::Revenue.account(),
        now,
        TransferKind::Charge as TransferKind,
        JobState::Queued as JobState,
        pinned as Option<DateTime<Utc>>,
        &drafts.iter().map(|it| it.told).collect::<Vec<_>>(),
        &wallets.seen,
        &facts.iter().map(|it| it.id).collect::<Vec<_>>(),
        &facts.iter().map(|it| it.owner).collect::<Vec<_>>(),
        &facts.iter().map(|it| &*it.kind).collect::<Vec<_>>() as &[&str],
        &facts.iter().map(|it| Json(&it.data)).collect::<Vec<_>>() as &[Json<&Value>],
        &facts.iter().map(|it| it.at).collect::<Vec<_>>(),
        &records.iter().map(|it| it.principal).collect::<Vec<_>>(),
        &records.iter().map(|it| &*it.operation).collect::<Vec<_>>() as &[&str],
        &records.iter().map(|it| &*it.key).collect::<Vec<_>>() as &[&str],
        &records.iter().map(|it| &*it.fingerprint).collect::<Vec<_>>() as &[&[u8]],
        &records.iter().map(|it| it.status).collect::<Vec<_>>(),
        &records.iter().map(|it| it.location.as_deref()).collect::<Vec<_>>() as &[Option<&str>],
        &records.iter().map(|it| &*it.body).collect::<Vec<_>>() as &[&str],
        records.iter().map(|it| it.expired).min() as Option<DateTime<Utc>>,
        &charges.iter().map(|it| it.map_or(0, |it| it.promotional)).collect::<Vec<_>>(),
        &wallets.promotional,
        &sends.users as &[UserId],
        &sends.days,
        &sends.sent,
        &sends.versions,
    )
    // Fetch the whole answer: commit errors come last.
    .fetch_all(tx.conn())
    .await?;
    Ok(())
}
