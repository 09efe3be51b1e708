//! `/v1/wallet`: what one has of the platform's currency.

use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::Serialize;
use shared::app::App;
use shared::ids::{JobId, TransferId};
use shared::ledger::{self, Counterparty, Entry, TransferKind};
use shared::money::Money;
use shared::transfers;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::credits::{StatementQuery, statement};
use super::transfers::hold;
use crate::auth::CanRead;
use crate::extract::Query;
use crate::problem::Problem;
use crate::schemas::{Page, PageQuery};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(balance)).routes(routes!(transactions))
}

/// What one has.
#[derive(Debug, Serialize, ToSchema)]
struct Wallet {
    balance: Money,
    /// What of that may be sent to others: without money from fresh deposits, and nothing
    /// while `transfers_blocked` holds.
    available: Money,
    #[schema(examples("USD"))]
    currency: String,
}

/// A row of a wallet's statement.
#[derive(Debug, Serialize, ToSchema)]
struct WalletTransaction {
    id: TransferId,
    kind: TransferKind,
    /// What came in or, below zero, went out.
    amount: Money,
    balance_after: Money,
    /// The id of what it was for.
    reference: String,
    /// The job that it paid.
    job_id: Option<JobId>,
    /// The other side: a user's name, or `external` for where money comes from.
    counterparty: String,
    /// The other side, with what it is: `counterparty` alone does not tell a user from an account of the platform.
    counterparty_account: Counterparty,
    note: Option<String>,
    created_at: DateTime<Utc>,
}

impl From<Entry> for WalletTransaction {
    fn from(entry: Entry) -> Self {
        Self {
            id: entry.id,
            kind: entry.kind,
            amount: Money(entry.amount),
            balance_after: Money(entry.balance_after),
            reference: entry.kind.reference(entry.reference),
            job_id: entry.job_id,
            counterparty: entry.counterparty.name.clone(),
            counterparty_account: entry.counterparty,
            note: entry.note,
            created_at: entry.created_at,
        }
    }
}

/// One's wallet.
#[utoipa::path(get, path = "/v1/wallet", tag = "wallet", security(("bearer" = ["read"])), responses(
    (status = 200, description = "The wallet", body = Wallet),
))]
async fn balance(State(app): State<App>, CanRead(user): CanRead) -> Result<Json<Wallet>, Problem> {
    let currency = app.config.money.currency.clone();
    // A wallet is opened with the first money that comes into it.
    let balance = ledger::balance(app.db.pool(), user, &currency).await?.unwrap_or_default();
    let hold = hold(&app, app.db.pool(), user).await?;
    let available = Money(transfers::available(balance, hold));
    Ok(Json(Wallet { balance: Money(balance), available, currency }))
}

/// The statement of one's wallet, newest first.
#[utoipa::path(get, path = "/v1/wallet/transactions", tag = "wallet", params(StatementQuery, PageQuery), security(("bearer" = ["read"])), responses(
    (status = 200, description = "A page of the statement", body = Page<WalletTransaction>),
    (status = 400, description = "`invalid_cursor`"),
))]
async fn transactions(
    State(app): State<App>,
    CanRead(user): CanRead,
    Query(query): Query<StatementQuery>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<WalletTransaction>>, Problem> {
    let page = statement(&app, (user, &app.config.money.currency), "wallet", query, &page).await?;
    Ok(Json(Page::of(page, WalletTransaction::from)))
}
