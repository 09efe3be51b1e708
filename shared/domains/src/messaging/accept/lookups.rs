//! All data needed to plan a batch of sends, read in one statement.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::PgConnection;
use uuid::Uuid;

use super::ceilings::Sent;
use super::request::SendRequest;
use crate::accounts::{Role, SendingRight, UserRef};
use crate::app::App;
use crate::config::ExternalSending;
use crate::db::Tx;
use crate::idempotency::{self, Answer, Kept, LIFETIME, Lookup};
use crate::ids::UserId;
use crate::ledger::{self, CREDIT, Wallet, Wallets};
use crate::messaging::Channel;
use crate::messaging::contacts::{self, OptOutScope};
use crate::messaging::content::Content;
use crate::messaging::templates::{self, Granted, Template};
use platform::columns;

columns! {
    /// The data to look up for a send.
    struct Question<'a> by Questions {
        /// Its key's scope.
        principal: Option<Uuid>,
        operation: Option<&'a str>,
        key: Option<&'a str>,
        /// The sender.
        sender: UserId,
        /// The sender, in its first send of the batch: each is looked up once.
        first_of: Option<UserId>,
        /// The same among external sends.
        first_outside: Option<UserId>,
        /// The receiving user's id, or its name.
        by_id: Option<UserId>,
        name: Option<String>,
        /// The receiving phone.
        address: Option<String>,
        /// The channel under which its opt-outs are recorded.
        opt_outs: Option<Channel>,
        /// The sender, if it may have a number of its own for this channel.
        number_owner: Option<UserId>,
    }
}

impl<'a> Question<'a> {
    fn of(request: &SendRequest<'a>, first_of: Option<UserId>, first_outside: Option<UserId>) -> Self {
        let SendRequest { send, scope, .. } = *request;
        let (spec, inside) = (send.message.channel.spec(), request.inside());
        let by_id = inside.and_then(|to| to.parse().ok());
        Self {
            principal: scope.map(|scope| scope.principal),
            operation: scope.map(|scope| &*scope.operation),
            key: scope.map(|scope| &*scope.key),
            sender: send.sender,
            first_of,
            first_outside,
            by_id,
            name: inside.filter(|_| by_id.is_none()).map(str::to_ascii_lowercase),
            address: inside.is_none().then(|| contacts::address(&send.message.to)),
            opt_outs: spec.opt_outs,
            number_owner: spec.has_own_numbers.then_some(send.sender),
        }
    }
}

impl<'a> Questions<'a> {
    fn of(requests: &[SendRequest<'a>]) -> Self {
        let (mut seen, mut seen_outside) = (BTreeSet::new(), BTreeSet::new());
        let question = |request: &SendRequest<'a>| {
            let sender = request.send.sender;
            let first_of = seen.insert(sender).then_some(sender);
            let is_first_outside = request.inside().is_none() && seen_outside.insert(sender);
            Question::of(request, first_of, is_first_outside.then_some(sender))
        };
        requests.iter().map(question).collect()
    }
}

/// Data shared by a batch's sends.
#[derive(Default)]
pub(super) struct SharedLookups {
    pub senders: BTreeMap<UserId, Sender>,
    pub wallets: Wallets,
    pub templates: Vec<(UserId, Template)>,
    /// The shared number's templates that the senders may use.
    pub granted: Granted,
    /// External messages already counted per sender.
    pub sent: BTreeMap<UserId, Sent>,
}

/// A sender.
#[derive(Clone)]
pub(super) struct Sender {
    pub user: UserRef,
    pub right: SendingRight,
    /// The reason, if its sends are stopped and one was given.
    pub stopped: Option<Option<String>>,
    /// External messages per day, if set by an admin.
    pub daily_limit: Option<i32>,
}

/// Data of one send.
pub(super) struct RequestLookups {
    /// The stored answer under its key.
    pub kept: Option<Kept>,
    /// The receiving user, if active (in-app).
    pub recipient: Option<UserRef>,
    /// The recipient's opt-out (external): from the sender, or from the shared number in use.
    pub opted_out: Option<OptOutScope>,
    /// Whether it goes out from its sender's own number.
    pub has_own_number: bool,
    /// Whether that number is unverified.
    pub is_pending: bool,
}

/// Locks everything that others could change while a batch is accepted: its keys, and its senders' wallets and counts.
/// Keys held by another transaction are not waited for: their sends are in flight.
///
/// # Errors
/// Database errors.
pub async fn lock_senders(app: &App, tx: &mut Tx, requests: &mut [SendRequest<'_>]) -> sqlx::Result<()> {
    let scopes: Vec<_> = requests.iter().filter_map(|request| request.scope).collect();
    let mut lookups = idempotency::begin_set(tx, &scopes, app.clock.now()).await?.into_iter();
    let senders: Vec<_> = requests.iter().map(|request| request.send.sender).collect();
    ledger::lock(tx, CREDIT, &senders).await?;
    let outside: Vec<_> =
        requests.iter().filter(|request| request.inside().is_none()).map(|request| request.send.sender).collect();
    if !outside.is_empty() {
        sqlx::query!(
            r#"SELECT 1 AS "one!" FROM external_sends WHERE user_id = ANY($1) ORDER BY user_id FOR UPDATE"#,
            &outside as &[UserId],
        )
        .fetch_all(tx.conn())
        .await?;
    }
    for request in requests.iter_mut().filter(|request| request.scope.is_some()) {
        request.is_in_flight = matches!(lookups.next(), Some(Lookup::InFlight) | None);
    }
    Ok(())
}

/// Reads the data of a batch of sends, and of each send. Nothing is locked.
pub(super) async fn read(
    app: &App,
    db: &mut PgConnection,
    requests: &[SendRequest<'_>],
) -> sqlx::Result<(SharedLookups, Vec<RequestLookups>)> {
    let (templates, granted) = wanted_templates(app, db, requests).await?;
    let mut known = SharedLookups { templates, granted, ..SharedLookups::default() };
    let asked = Questions::of(requests);
    // Row by row, regardless of a new table's statistics.
    let rows = sqlx::query!(
        r#"SELECT sender.id AS "sender_id?: UserId", sender.username AS "sender?", recipient.id AS "recipient_id?: UserId",
            recipient.username AS "recipient?", kept.fingerprint AS "fingerprint?", kept.status AS "status?",
            kept.location AS "location?", kept.body AS "body?", wallet.id AS "wallet_id?", wallet.balance AS "balance?",
            wallet.promotional AS "promotional?",
            wallet.entries AS "entries?", wallet.low AS "low?", contact.opted_out AS "opted_out?: OptOutScope",
            (suppressed.address IS NOT NULL AND own_number.user_id IS NULL) AS "is_suppressed!", (own_number.user_id IS NOT NULL) AS "has_own_number!",
            (own_number.user_id IS NOT NULL AND own_number.verified_at IS NULL) AS "is_pending!",
            sender.role AS "role?: Role", sender.is_proven AS "is_proven?", sender.is_granted AS "is_granted?", sender.is_stopped AS "is_stopped?",
            sender.stopped_reason AS "stopped_reason?", sender.daily_limit AS "daily_limit?",
            sent.user_id AS "sent_by?: UserId", sent.day AS "day?", sent.sent AS "sent?", sent.version AS "version?"
        FROM UNNEST($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::text[], $9::text[], $10::text[],
                $11::uuid[])
            WITH ORDINALITY AS asked (principal, operation, key, sender, first_of, first_outside, by_id, name, address, opt_outs,
                number_owner, number)
        LEFT JOIN LATERAL (
            SELECT fingerprint, status, location, body::text FROM idempotency_records AS record
            WHERE (record.principal, record.operation, record.key) = (asked.principal, asked.operation, asked.key)
                AND created_at > $12 LIMIT 1) AS kept ON true
        LEFT JOIN LATERAL (
            SELECT id, username, role, mobile_verified_at IS NOT NULL AS is_proven, external_sending_by IS NOT NULL AS is_granted,
                sending_stopped_at IS NOT NULL AS is_stopped, sending_stopped_reason AS stopped_reason,
                external_daily_limit AS daily_limit
            FROM users WHERE id = asked.first_of LIMIT 1) AS sender ON true
        LEFT JOIN LATERAL (
            SELECT user_id, day, sent, version FROM external_sends WHERE user_id = asked.first_outside LIMIT 1) AS sent ON true
        LEFT JOIN LATERAL (
            SELECT id, balance, promotional, entries, low_balance_threshold AS low FROM wallets
            WHERE user_id = asked.first_of AND asset = $13 LIMIT 1) AS wallet ON true
        LEFT JOIN LATERAL (
            (SELECT id, username FROM users WHERE id = asked.by_id AND status = 'active' LIMIT 1)
            UNION ALL
            (SELECT id, username FROM users WHERE lower(username) = asked.name AND status = 'active' LIMIT 1)) AS recipient ON true
        LEFT JOIN LATERAL (
            SELECT opted_out FROM contacts
            WHERE owner_id = asked.sender AND channel = asked.opt_outs AND contacts.address = asked.address LIMIT 1) AS contact ON true
        LEFT JOIN LATERAL (
            SELECT address FROM shared_opt_outs AS shared
            WHERE shared.channel = asked.opt_outs AND shared.address = asked.address LIMIT 1) AS suppressed ON true
        LEFT JOIN LATERAL (
            SELECT user_id, verified_at FROM whatsapp_numbers
            WHERE user_id = asked.number_owner LIMIT 1) AS own_number ON true
        ORDER BY number"#,
        &asked.principal as &[Option<Uuid>],
        &asked.operation as &[Option<&str>],
        &asked.key as &[Option<&str>],
        &asked.sender as &[UserId],
        &asked.first_of as &[Option<UserId>],
        &asked.first_outside as &[Option<UserId>],
        &asked.by_id as &[Option<UserId>],
        &asked.name as &[Option<String>],
        &asked.address as &[Option<String>],
        &asked.opt_outs as &[Option<Channel>],
        &asked.number_owner as &[Option<UserId>],
        app.clock.now() - LIFETIME,
        CREDIT,
    )
    .fetch_all(db)
    .await?;
    let mut found = Vec::with_capacity(requests.len());
    for row in rows {
        if let Some(((id, username), role)) = row.sender_id.zip(row.sender).zip(row.role) {
            let is = |flag: Option<bool>| flag.unwrap_or_default();
            let sender = Sender {
                user: UserRef { id, username },
                right: SendingRight { role, is_proven: is(row.is_proven), is_granted: is(row.is_granted) },
                stopped: is(row.is_stopped).then_some(row.stopped_reason),
                daily_limit: row.daily_limit,
            };
            known.senders.insert(id, sender);
            if let Some(((wallet, balance), entries)) =
                row.wallet_id.zip(row.balance.zip(row.promotional)).zip(row.entries)
            {
                known.wallets.insert(id, Wallet::new(wallet, balance, entries, row.low));
            }
        }
        if let Some((((user, day), sent), version)) = row.sent_by.zip(row.day).zip(row.sent).zip(row.version) {
            known.sent.insert(user, Sent { day, sent, version });
        }
        let kept = row.fingerprint.zip(row.status).zip(row.body).map(|((fingerprint, status), body)| Kept {
            fingerprint,
            answer: Answer { status: status.unsigned_abs(), location: row.location, body },
        });
        let recipient = row.recipient_id.zip(row.recipient).map(|(id, username)| UserRef { id, username });
        let opted_out = if row.is_suppressed { Some(OptOutScope::All) } else { row.opted_out };
        found.push(RequestLookups {
            kept,
            recipient,
            opted_out,
            has_own_number: row.has_own_number,
            is_pending: row.is_pending,
        });
    }
    Ok((known, found))
}

/// The templates that a batch names, and their grants.
async fn wanted_templates(
    app: &App,
    db: &mut PgConnection,
    requests: &[SendRequest<'_>],
) -> sqlx::Result<(Vec<(UserId, Template)>, Granted)> {
    let named =
        |request: &SendRequest<'_>| Some((request.send.sender, request.send.message.template.as_ref()?.name.clone()));
    let wanted: Vec<_> = requests.iter().filter_map(named).collect();
    let templates = if wanted.is_empty() { Vec::new() } else { templates::named(&mut *db, &wanted).await? };
    let carried = |request: &SendRequest<'_>| match &request.send.carried {
        Some(Content::Template(filled)) => Some((request.send.sender, filled.name.clone())),
        _ => named(request),
    };
    let outside: Vec<_> = requests.iter().filter(|request| request.inside().is_none()).filter_map(carried).collect();
    let is_open = app.config.sending.external == ExternalSending::Open;
    let granted = if outside.is_empty() || is_open { Granted::default() } else { Granted::of(db, &outside).await? };
    Ok((templates, granted))
}
