//! `/v1/credits` and `/v1/ledger`: balances, statements, new credits and the proof.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Utc};
use garde::Validate;
use serde::{Deserialize, Serialize};
use shared::accounts;
use shared::app::App;
use shared::audit::{self, AuditEntry};
use shared::ids::{JobId, TransferId, UserId};
use shared::ledger::{self, CREDIT, Counterparty, Entry, Movement, StatementFilter, TransferKind, WalletState};
use shared::ledger_audit::{self, Proof};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::{Acting, Admin, CanBill, CanRead};
use crate::extract::{Query, ValidJson};
use crate::idempotent::{IdempotencyKey, Idempotent, Principal, Stop};
use crate::problem::Problem;
use crate::schemas::{Page, PageQuery};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(balance, watch))
        .routes(routes!(transactions))
        .routes(routes!(mint))
        .routes(routes!(proof))
}

/// What one has.
#[derive(Debug, Serialize, ToSchema)]
struct Balance {
    /// Whole credits.
    #[schema(examples(99))]
    balance: i64,
    /// How many of these are promotional: they pay for in-app messages only.
    #[schema(examples(99))]
    promotional: i64,
    #[schema(examples("CREDIT"))]
    asset: &'static str,
    /// Where it was read.
    source: Source,
    /// `credits.balance_low` tells when the balance falls below this.
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

/// A row of one's statement.
#[derive(Debug, Serialize, ToSchema)]
struct Transaction {
    id: TransferId,
    kind: TransferKind,
    /// What came in or, below zero, went out.
    #[schema(examples(-1))]
    amount: i64,
    balance_after: i64,
    /// The id of what it was for: a message, a charge, a user.
    reference: String,
    /// The job that it paid.
    job_id: Option<JobId>,
    /// The other side: a user's name, or `issuer` or `revenue` for the platform.
    counterparty: String,
    /// The other side, with what it is: `counterparty` alone does not tell a user from an account of the platform.
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

/// One's credits.
#[utoipa::path(get, path = "/v1/credits/balance", tag = "credits", security(("bearer" = ["read"])), responses(
    (status = 200, description = "The balance", body = Balance),
))]
async fn balance(State(app): State<App>, CanRead(user): CanRead) -> Result<Json<Balance>, Problem> {
    let standing = ledger::wallet_state(app.db.pool(), user, CREDIT).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(standing.into()))
}

/// What one wants to be told of.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"low_balance_threshold": 20})))]
struct Watch {
    /// Tell when the balance falls below this; null: don't.
    #[garde(inner(range(min = 1, max = 1_000_000_000_000)))]
    #[schema(minimum = 1)]
    #[serde(deserialize_with = "Option::deserialize")]
    low_balance_threshold: Option<i64>,
}

/// Sets below which balance one is told so, by the event `credits.balance_low`: each time that a transfer takes the
/// balance from there or above to below.
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

/// Which rows of a statement.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct StatementQuery {
    /// Only of this kind.
    kind: Option<TransferKind>,
    /// Only those made at this time or later.
    since: Option<DateTime<Utc>>,
    /// Only those made before this time.
    until: Option<DateTime<Utc>>,
}

/// A page of the statement of a wallet; `list` names it for its cursors.
pub(super) async fn statement(
    app: &App,
    (user, asset): (UserId, &str),
    list: &str,
    StatementQuery { kind, since, until }: StatementQuery,
    page: &PageQuery,
) -> Result<shared::page::Page<Entry>, Problem> {
    let filter = StatementFilter { kind, since, until };
    let request = page.request(format!("{list} {filter:?}"))?;
    Ok(ledger::statement(&mut *app.db.listing(user.uuid()).await?, user, asset, &filter, &request).await?)
}

/// One's statement, newest first.
#[utoipa::path(get, path = "/v1/credits/transactions", tag = "credits", params(StatementQuery, PageQuery), security(("bearer" = ["read"])), responses(
    (status = 200, description = "A page of the statement", body = Page<Transaction>),
    (status = 400, description = "`invalid_cursor`"),
))]
async fn transactions(
    State(app): State<App>,
    CanRead(user): CanRead,
    Query(query): Query<StatementQuery>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<Transaction>>, Problem> {
    let page = statement(&app, (user, CREDIT), "credits", query, &page).await?;
    Ok(Json(Page::of(page, Transaction::from)))
}

/// New credits for a user.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[schema(examples(json!({"user": "alice", "credits": 100, "note": "A gift"})))]
struct NewMint {
    /// The user's id or name.
    #[garde(length(min = 1, max = 128))]
    user: String,
    /// How many.
    #[garde(range(min = 1, max = 1_000_000_000_000))]
    #[schema(minimum = 1)]
    credits: i64,
    /// What for.
    #[serde(default)]
    #[garde(inner(length(chars, max = 500)))]
    note: Option<String>,
}

/// Makes new credits; admins only.
#[utoipa::path(
    post, path = "/v1/credits/mint", tag = "credits", request_body = NewMint, security(("bearer" = ["admin"])),
    params(IdempotencyKey),
    responses(
        (status = 201, description = "The transaction in the user's statement", body = Transaction),
        (status = 403, description = "`forbidden`: not an admin; `insufficient_scope`"),
        (status = 409, description = "`idempotency_in_flight`"),
        (status = 422, description = "`validation_failed`, `user_not_found` or `idempotency_key_reused`"),
    )
)]
async fn mint(
    State(app): State<App>,
    Admin(admin): Admin,
    Acting(actor): Acting,
    request: Idempotent<NewMint>,
) -> Result<Response, Stop> {
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

/// How much a proof looks at.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ProofQuery {
    /// `true`: replays the ledger from its beginning and checks its hash chain. Otherwise each wallet is replayed since its
    /// newest checkpoint.
    #[serde(default)]
    full: bool,
}

/// Replays the ledger and compares; admins only.
#[utoipa::path(get, path = "/v1/ledger/proof", tag = "credits", params(ProofQuery), security(("bearer" = ["admin"])), responses(
    (status = 200, description = "What was found", body = Proof),
    (status = 403, description = "`forbidden`: not an admin; `insufficient_scope`"),
))]
async fn proof(State(app): State<App>, _: Admin, Query(query): Query<ProofQuery>) -> Result<Json<Proof>, Problem> {
    Ok(Json(ledger_audit::prove(&app, query.full).await?))
}
