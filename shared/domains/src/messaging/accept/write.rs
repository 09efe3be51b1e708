//! Writes a plan in one statement.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

use super::draft::Draft;
use super::plan::AcceptPlan;
use crate::app::App;
use crate::db::{Staged, Tx};
use crate::ids::{JobId, MessageId, TransferId, UserId};
use crate::jobs::{self, JobState};
use crate::ledger::{CREDIT, System, TransferKind};
use crate::messaging::{Channel, Content, MessageStatus};
use platform::{columns, write_staged};

columns! {
    /// A message, its job and its charge.
    struct Item<'a> by Items {
        id: Uuid,
        channel: Channel,
        sender_id: UserId,
        recipient_id: Option<UserId>,
        recipient: &'a str,
        body: &'a str,
        status: MessageStatus,
        segments: i16,
        price: i64,
        metadata: Json<&'a Value>,
        send_at: Option<DateTime<Utc>>,
        retry_of: Option<MessageId>,
        content: Option<&'a Json<Content>>,
        job_id: JobId,
        kind: &'a str,
        queue: &'a str,
        payload: Json<&'a Value>,
        max_attempts: i32,
        run_at: DateTime<Utc>,
        request_id: Option<&'a str>,
        retried_from: Option<JobId>,
        trace_context: Option<&'a str>,
        immediate: bool,
        charge_id: Option<TransferId>,
        wallet_id: Option<Uuid>,
        entry: Option<i64>,
        balance: Option<i64>,
        promotional: i64,
    }
}

impl<'a> Item<'a> {
    fn of(Draft { sender, message, job, price, charge, immediate, .. }: &'a Draft) -> Self {
        let charge = charge.as_ref();
        Self {
            id: message.id.uuid(),
            channel: message.channel,
            sender_id: *sender,
            recipient_id: message.recipient.as_ref().map(|user| user.id),
            recipient: &message.to,
            body: &message.body,
            status: message.status,
            segments: message.segments,
            price: *price,
            metadata: Json(&message.metadata),
            send_at: message.send_at,
            retry_of: message.retry_of,
            content: message.content.as_ref(),
            job_id: job.id,
            kind: job.kind,
            queue: job.queue.into(),
            payload: Json(&job.payload),
            max_attempts: job.max_attempts,
            run_at: job.run_at,
            request_id: job.request_id.as_deref(),
            retried_from: job.retried_from,
            trace_context: job.trace_context.as_deref(),
            immediate: *immediate,
            charge_id: charge.map(|it| it.id),
            wallet_id: charge.map(|it| it.from.0),
            entry: charge.and_then(|it| it.from.1),
            balance: charge.and_then(|it| it.from_balance),
            promotional: charge.map_or(0, |it| it.promotional),
        }
    }
}

impl AcceptPlan {
    /// Charges and stores accepted messages, enqueues their jobs, and writes their events and idempotency records,
    /// together with everything staged earlier in the transaction.
    ///
    /// # Errors
    /// Database errors; nothing is done then. SQLSTATE 40001 if a sender's wallet or count has changed since it was
    /// read, or if another transaction holds or has used one of the keys.
    pub async fn write(&mut self, app: &App, tx: &mut Tx) -> sqlx::Result<()> {
        let staged = tx.take_staged(std::mem::take(&mut self.events), std::mem::take(&mut self.records));
        let jobs: Vec<_> = self.accepted().map(|draft| (&draft.job, draft.immediate)).collect();
        jobs::after_insert(app, tx, &jobs);
        self.execute(app, tx, staged).await
    }

    /// One statement for the tables of several modules, against the rule that each writes its own: a batch costs mostly
    /// its round trips and statements (docs/benchmarks-history.md). It fails as a whole if another transaction holds one
    /// of the keys, a wallet has entries that were not read, an account has sent externally since, or a key was used
    /// since; in this order, so that it never waits for another's unique index.
    async fn execute(&self, app: &App, tx: &mut Tx, staged: Staged) -> sqlx::Result<()> {
        let item: Items<'_> = self.accepted().map(Item::of).collect();
        let (wallet, count) = (self.charges.changes(), &self.counts);
        write_staged!(
            staged,
            "item AS MATERIALIZED (
                SELECT * FROM UNNEST($15::uuid[], $16::text[], $17::uuid[], $18::uuid[], $19::text[], $20::text[], $21::text[],
                    $22::smallint[], $23::bigint[], $24::jsonb[], $25::timestamptz[], $26::uuid[], $27::jsonb[], $28::uuid[],
                    $29::text[], $30::text[], $31::jsonb[], $32::int[], $33::timestamptz[], $34::text[], $35::uuid[],
                    $36::text[], $37::bool[], $38::uuid[], $39::uuid[], $40::bigint[], $41::bigint[], $42::bigint[])
                    AS item (id, channel, sender_id, recipient_id, recipient, body, status,
                    segments, price, metadata, send_at, retry_of, content, job_id,
                    kind, queue, payload, max_attempts, run_at, request_id, retried_from,
                    trace_context, immediate, charge_id, wallet_id, entry, balance, promotional)),
            wallet AS (
                UPDATE wallets SET balance = new.balance, promotional = new.promotional, entries = new.entries
                FROM UNNEST($43::uuid[], $44::bigint[], $45::bigint[], $46::bigint[], $47::bigint[])
                    AS new (id, balance, promotional, entries, seen)
                WHERE wallets.id = new.id AND wallets.entries = new.seen
                RETURNING wallets.id),
            counted AS (
                INSERT INTO external_sends AS old (user_id, day, sent, version)
                SELECT user_id, day, sent, version
                FROM UNNEST($48::uuid[], $49::date[], $50::bigint[], $51::bigint[]) AS count (user_id, day, sent, version)
                ON CONFLICT (user_id) DO UPDATE SET day = excluded.day, sent = excluded.sent, version = excluded.version
                WHERE old.version = excluded.version - 1
                RETURNING user_id),
            charge AS (
                INSERT INTO transfers (id, kind, reference, asset, amount, from_account, from_entry, from_balance, to_account, job_id, created_at, promotional)
                SELECT charge_id, $55, id, $52, price, wallet_id, entry, balance, $53, job_id, $54, promotional
                FROM item WHERE charge_id IS NOT NULL),
            job AS (
                INSERT INTO jobs (id, kind, queue, owner_id, payload, state, max_attempts, run_at, enqueued_at, request_id,
                    retried_from, created_at, trace_context, scheduled_for)
                SELECT job_id, kind, queue, sender_id, payload, $56, max_attempts, run_at,
                    CASE WHEN immediate THEN platform_now($57) END, request_id, retried_from, $54,
                    trace_context, CASE WHEN run_at > $54 THEN run_at END
                FROM item),
            message AS (
                INSERT INTO messages (id, channel, sender_id, recipient_id, recipient, body, status, segments, price, charge_id,
                    job_id, metadata, send_at, created_at, retry_of, content)
                SELECT id, channel, sender_id, recipient_id, recipient, body, status, segments, price, charge_id,
                    job_id, metadata, send_at, $54, retry_of, content
                FROM item),",
            ", held AS MATERIALIZED (
                SELECT pg_try_advisory_xact_lock(hashtextextended(concat_ws(E'\n', principal, operation, key), 0)) AS held FROM record)
            SELECT CASE
                WHEN NOT (SELECT coalesce(bool_and(held), true) FROM held) THEN fail_changed()
                WHEN (SELECT count(*) FROM wallet) <> cardinality($43::uuid[]) THEN fail_changed()
                WHEN (SELECT count(*) FROM counted) <> cardinality($48::uuid[]) THEN fail_changed()
                WHEN (SELECT count(*) FROM kept) <> cardinality($6::uuid[]) THEN fail_changed() END",
            &item.id,
            &item.channel as &[Channel],
            &item.sender_id as &[UserId],
            &item.recipient_id as &[Option<UserId>],
            &item.recipient as &[&str],
            &item.body as &[&str],
            &item.status as &[MessageStatus],
            &item.segments,
            &item.price,
            &item.metadata as &[Json<&Value>],
            &item.send_at as &[Option<DateTime<Utc>>],
            &item.retry_of as &[Option<MessageId>],
            &item.content as &[Option<&Json<Content>>],
            &item.job_id as &[JobId],
            &item.kind as &[&str],
            &item.queue as &[&str],
            &item.payload as &[Json<&Value>],
            &item.max_attempts,
            &item.run_at,
            &item.request_id as &[Option<&str>],
            &item.retried_from as &[Option<JobId>],
            &item.trace_context as &[Option<&str>],
            &item.immediate,
            &item.charge_id as &[Option<TransferId>],
            &item.wallet_id as &[Option<Uuid>],
            &item.entry as &[Option<i64>],
            &item.balance as &[Option<i64>],
            &item.promotional,
            &wallet.id,
            &wallet.balance,
            &wallet.promotional,
            &wallet.entries,
            &wallet.seen,
            &count.user_id as &[UserId],
            &count.day,
            &count.sent,
            &count.version,
            CREDIT,
            System::Revenue.account(),
            self.now,
            TransferKind::Charge as TransferKind,
            JobState::Queued as JobState,
            app.clock.pinned() as Option<DateTime<Utc>>,
        )
        // Fetch the whole answer: commit errors come last.
        .fetch_all(tx.conn())
        .await?;
        Ok(())
    }
}
