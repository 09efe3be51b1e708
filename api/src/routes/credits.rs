//! `/v1/credits` and `/v1/ledger`: balances, statements, minting and the ledger audit.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Utc};
use garde::Validate;
use serde::{Deserialize, Serialize};
use shared::accounts;
use shared::app::App;
use shared::audit::{self, AuditEntry};
use shared::ids::{JobId, TransferId};
use shared::ledger::{self, CREDIT, Counterparty, Entry, Movement, StatementFilter, TransferKind, WalletState};
use shared::ledger_audit::{self, Proof};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::{Acting, Admin, CanBill};
use crate::extract::{Query, ValidJson};
use crate::idempotent::{EarlyResponse, IdempotencyKey, Idempotent, Principal};
use crate::problem::Problem;
use crate::reading::Reading;
use crate::schemas::{Page, PageQuery};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(balance, watch))
        .routes(routes!(transactions))
        .routes(routes!(mint))
        .routes(routes!(proof))
}

/// A credit balance.
#[derive(Debug, Serialize, ToSchema)]
struct Balance {
    /// Whole credits.
    #[schema(examples(99))]
    balance: i64,
    /// Promotional part of the balance: pays for in-app messages only.
    #[schema(examples(99))]
    promotional: i64,
    #[schema(examples("CREDIT"))]
    asset: &'static str,
    /// The store that served it.
    source: Source,
    /// `credits.balance_low` fires when the balance falls below this.
    #[serde(skip_serializing_if = "Option::is_none")]
    low_balance_threshold: Option<i64>,
}

impl From<WalletState> for Balance {
    fn from(standing: WalletState) -> Self {
        let WalletState { balance, promotional, low_balance_threshold } = standing;
        Self { balance, promotional, asset: CREDIT, source: Source::Postgres, low_balance_threshold }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = BalanceSource)]
enum Source {
    Postgres,
}

/// A row of a statement.
#[derive(Debug, Serialize, ToSchema)]
struct Transaction {
    id: TransferId,
    kind: TransferKind,
    /// Credits received; negative if spent.
    #[schema(examples(-1))]
    amount: i64,
    balance_after: i64,
    /// The id of the reason: a message, a charge, a user.
    reference: String,
    /// The job it paid for.
    job_id: Option<JobId>,
    /// The other side: a user's name, or `issuer` or `revenue` for the platform.
    counterparty: String,
    /// The counterparty with its type: `counterparty` alone can't distinguish a user from a platform account.
    counterparty_account: Counterparty,
    note: Option<String>,
    created_at: DateTime<Utc>,
}

impl From<Entry> for Transaction {
    fn from(entry: Entry) -> Self {
        Self {
            id: entry.id,
            kind: entry.kind,
            amount: entry.amount,
            balance_after: entry.balance_after,
            reference: entry.kind.reference(entry.reference),
            job_id: entry.job_id,
            counterparty: entry.counterparty.name.clone(),
            counterparty_account: entry.counterparty,
            note: entry.note,
            created_at: entry.created_at,
        }
    }
}

/// Returns the balance.
#[utoipa::path(get, path = "/v1/credits/balance", tag = "credits", params(Reading), security(("bearer" = ["read"])), responses(
    (status = 200, description = "The balance", body = Balance),
))]
async fn balance(State(app): State<App>, reading: Reading) -> Result<Json<Balance>, Problem> {
    let standing = ledger::wallet_state(app.db.pool(), reading.owner, CREDIT).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(standing.into()))
}

/// A balance threshold.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"low_balance_threshold": 20})))]
struct Watch {
    /// Threshold of the `credits.balance_low` event; null: off.
    #[garde(inner(range(min = 1, max = 1_000_000_000_000)))]
    #[schema(minimum = 1)]
    #[serde(deserialize_with = "Option::deserialize")]
    low_balance_threshold: Option<i64>,
}

/// Sets the threshold of the `credits.balance_low` event.
///
/// It is sent each time that a transfer takes the balance from the threshold or above to below it.
#[utoipa::path(patch, path = "/v1/credits/balance", tag = "credits", request_body = Watch, security(("bearer" = ["billing"])), responses(
    (status = 200, description = "The balance", body = Balance),
))]
async fn watch(
    State(app): State<App>,
    CanBill(user): CanBill,
    ValidJson(watch): ValidJson<Watch>,
) -> Result<Json<Balance>, Problem> {
    let mut tx = app.db.begin().await?;
    let standing = ledger::set_threshold(&mut tx, user, CREDIT, watch.low_balance_threshold).await?;
    tx.commit().await?;
    Ok(Json(standing.ok_or_else(Problem::not_found)?.into()))
}

/// Filters of a statement.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct StatementQuery {
    /// Only this kind.
    kind: Option<TransferKind>,
    /// Only rows created at this time or later.
    since: Option<DateTime<Utc>>,
    /// Only rows created before this time.
    until: Option<DateTime<Utc>>,
}

/// A page of a wallet's statement; `list` scopes its cursors.
pub(super) async fn statement(
    app: &App,
    (reading, asset): (&Reading, &str),
    list: &str,
    StatementQuery { kind, since, until }: StatementQuery,
    page: &PageQuery,
) -> Result<shared::page::Page<Entry>, Problem> {
    let filter = StatementFilter { kind, since, until };
    let request = page.request(format!("{} {filter:?}", reading.scope(list)))?;
    let mut listing = app.db.listing(reading.reader.uuid()).await?;
    Ok(ledger::statement(&mut listing, reading.owner, asset, &filter, &request).await?)
}

/// Lists your transactions, newest first.
#[utoipa::path(get, path = "/v1/credits/transactions", tag = "credits", params(StatementQuery, Reading, PageQuery), security(("bearer" = ["read"])), responses(
    (status = 200, description = "A page of the statement", body = Page<Transaction>),
    (status = 400, description = "`invalid_cursor`"),
))]
async fn transactions(
    State(app): State<App>,
    reading: Reading,
    Query(query): Query<StatementQuery>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<Transaction>>, Problem> {
    let page = statement(&app, (&reading, CREDIT), "credits", query, &page).await?;
    Ok(Json(Page::of(page, Transaction::from)))
}

/// New credits for a user.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[schema(examples(json!({"user": "alice", "credits": 100, "note": "A gift"})))]
struct NewMint {
    /// The user's id or name.
    #[garde(length(min = 1, max = 128))]
    user: String,
    /// Number of credits.
    #[garde(range(min = 1, max = 1_000_000_000_000))]
    #[schema(minimum = 1)]
    credits: i64,
    /// Reason.
    #[serde(default)]
    #[garde(inner(length(chars, max = 500)))]
    note: Option<String>,
}

/// Mints new credits; admins only.
#[utoipa::path(
    post, path = "/v1/credits/mint", tag = "credits", request_body = NewMint, security(("bearer" = ["admin"])),
    params(IdempotencyKey),
    responses(
        (status = 201, description = "The transaction in the user's statement", body = Transaction),
        (status = 403, description = "`forbidden`: not an admin; `insufficient_scope`"),
        (status = 422, description = "`validation_failed`, `user_not_found`"),
    )
)]
async fn mint(
    State(app): State<App>,
    Admin(admin): Admin,
    Acting(actor): Acting,
    request: Idempotent<NewMint>,
) -> Result<Response, EarlyResponse> {
    let (mut work, new) = request.begin(&app, Principal::User(admin.id)).await?;
    let missing = || Problem::invalid_field("user_not_found", "user", "There is no user with this id or name.");
    let user = accounts::resolve(work.tx.conn(), std::slice::from_ref(&new.user)).await?.pop().flatten();
    let Some(user) = user else { return Err(work.abort(missing()).await) };
    let movement = Movement::mint(user.id, new.credits, admin.id, new.note);
    let now = app.clock.now();
    let transfer = ledger::post(&mut work.tx, CREDIT, std::slice::from_ref(&movement), now).await?.pop();
    let Some(Ok(transfer)) = transfer else { return Err(work.abort(missing()).await) };
    let issuer = Counterparty::system("issuer");
    let transaction = Transaction {
        id: transfer.id,
        kind: movement.kind,
        amount: movement.amount,
        balance_after: transfer.to_balance.unwrap_or_default(),
        reference: movement.kind.reference(movement.reference),
        job_id: None,
        counterparty: issuer.name.clone(),
        counterparty_account: issuer,
        note: movement.note,
        created_at: now,
    };
    let deed = AuditEntry::new("credits.minted", user.id, transaction.id).after(&transaction);
    audit::record(&mut work.tx, &actor, &[deed], now).await?;
    work.created(&transaction).await
}

/// Scope of an audit.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ProofQuery {
    /// `true`: replays the whole ledger and checks its hash chain. Otherwise replays each wallet since its latest
    /// checkpoint.
    #[serde(default)]
    full: bool,
}

/// Audits the ledger by replaying it; admins only.
#[utoipa::path(get, path = "/v1/ledger/proof", tag = "credits", params(ProofQuery), security(("bearer" = ["admin"])), responses(
    (status = 200, description = "The findings", body = Proof),
    (status = 403, description = "`forbidden`: not an admin; `insufficient_scope`"),
))]
async fn proof(State(app): State<App>, _: Admin, Query(query): Query<ProofQuery>) -> Result<Json<Proof>, Problem> {
    Ok(Json(ledger_audit::prove(&app, query.full).await?))
}
