//! `/v1/wallet`: the balance in the platform's currency.

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
use crate::extract::Query;
use crate::problem::Problem;
use crate::reading::{PrivateReading, Reading};
use crate::schemas::{Page, PageQuery};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(balance)).routes(routes!(transactions))
}

/// A wallet.
#[derive(Debug, Serialize, ToSchema)]
struct Wallet {
    balance: Money,
    /// The part that can be sent to others: excludes money from recent deposits, and is zero while `transfers_blocked`
    /// is set.
    available: Money,
    #[schema(examples("USD"))]
    currency: String,
}

/// A row of a wallet's statement.
#[derive(Debug, Serialize, ToSchema)]
struct WalletTransaction {
    id: TransferId,
    kind: TransferKind,
    /// Money received; negative if spent.
    amount: Money,
    balance_after: Money,
    /// The id of the reason.
    reference: String,
    /// The job it paid for.
    job_id: Option<JobId>,
    /// The counterparty: a user's name, or `external` for deposits.
    counterparty: String,
    /// The counterparty with its type: `counterparty` alone can't distinguish a user from a platform account.
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

/// Returns your wallet.
#[utoipa::path(get, path = "/v1/wallet", tag = "wallet", params(PrivateReading), security(("bearer" = ["read"])), responses(
    (status = 200, description = "The wallet", body = Wallet),
))]
async fn balance(
    State(app): State<App>,
    PrivateReading(Reading { owner, .. }): PrivateReading,
) -> Result<Json<Wallet>, Problem> {
    let currency = app.config.money.currency.clone();
    // The first incoming money opens the wallet.
    let balance = ledger::balance(app.db.pool(), owner, &currency).await?.unwrap_or_default();
    let hold = hold(&app, app.db.pool(), owner).await?;
    let available = Money(transfers::available(balance, hold));
    Ok(Json(Wallet { balance: Money(balance), available, currency }))
}

/// Lists your wallet's transactions, newest first.
#[utoipa::path(get, path = "/v1/wallet/transactions", tag = "wallet", params(StatementQuery, PrivateReading, PageQuery), security(("bearer" = ["read"])), responses(
    (status = 200, description = "A page of the statement", body = Page<WalletTransaction>),
    (status = 400, description = "`invalid_cursor`"),
))]
async fn transactions(
    State(app): State<App>,
    PrivateReading(reading): PrivateReading,
    Query(query): Query<StatementQuery>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<WalletTransaction>>, Problem> {
    let page = statement(&app, (&reading, &app.config.money.currency), "wallet", query, &page).await?;
    Ok(Json(Page::of(page, WalletTransaction::from)))
}
