//! `/v1/transfers`: money transfers between users.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::SecondsFormat;
use serde::Deserialize;
use shared::accounts::UserRef;
use shared::app::App;
use shared::billing;
use shared::db::Tx;
use shared::ids::{TransferId, UserId};
use shared::money::Money;
use shared::transfers::{self, Direction, Hold, NewTransfer, Refusal, Transfer};
use sqlx::PgExecutor;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::account_access::Payer;
use crate::auth::CanRead;
use crate::extract::{IdPath, Query};
use crate::idempotent::{EarlyResponse, IdempotencyKey, Idempotent, Principal};
use crate::problem::Problem;
use crate::schemas::{Page, PageQuery};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(send, list)).routes(routes!(get))
}

/// Transfers money to another user immediately.
#[utoipa::path(
    post, path = "/v1/transfers", tag = "wallet", request_body = NewTransfer, security(("bearer" = ["billing"])),
    params(IdempotencyKey),
    responses(
        (status = 201, description = "Done", body = Transfer),
        (status = 402, description = "`insufficient_funds`; `funds_held`: too much is from recent deposits"),
        (status = 403, description = "`transfers_blocked`: a payment of yours was reversed; `insufficient_scope`"),
        (status = 422, description = "`validation_failed`, `receiver_not_found`, `transfer_to_yourself`, `transfer_limit_exceeded`"),
        (status = 429, description = "`transfer_daily_limit_exceeded`: `Retry-After` is the next UTC day; `rate_limited`"),
    )
)]
async fn send(
    State(app): State<App>,
    Payer(user): Payer,
    request: Idempotent<NewTransfer>,
) -> Result<Response, EarlyResponse> {
    let (mut work, new) = request.begin(&app, Principal::User(user.id)).await?;
    let sender = UserRef { id: user.id, username: user.username };
    match transfer(&app, &mut work.tx, sender, &new).await {
        Ok(transfer) => work.created(&transfer).await,
        Err(refusal) => Err(work.abort(refused(refusal)).await),
    }
}

/// Transfers money that is not on hold.
async fn transfer(app: &App, tx: &mut Tx, sender: UserRef, new: &NewTransfer) -> Result<Transfer, Refusal> {
    let (id, now) = (sender.id, app.clock.now());
    let prepared = transfers::prepare(app, tx, sender, new, now).await?;
    let hold = hold(app, tx.conn(), id).await?;
    transfers::send(app, tx, prepared, hold, now).await
}

/// The part of a user's money on hold.
pub(super) async fn hold(app: &App, db: impl PgExecutor<'_>, user: UserId) -> sqlx::Result<Hold> {
    let money = &app.config.money;
    let held = billing::held(db, user, &money.currency, app.clock.now() - money.deposit_hold).await?;
    Ok(Hold {
        amount: held.amount,
        until: held.oldest.map(|paid| paid + money.deposit_hold),
        is_blocked: held.is_blocked,
    })
}

fn refused(refusal: Refusal) -> Problem {
    match refusal {
        Refusal::ReceiverNotFound => {
            Problem::invalid_field("receiver_not_found", "receiver", "There is no active user with this id or name.")
        }
        Refusal::ToYourself => {
            Problem::invalid_field("transfer_to_yourself", "receiver", "You can't send money to yourself.")
        }
        Refusal::AboveLimit(limit) => {
            let message = format!("A transfer is limited to {}.", Money(limit));
            Problem::invalid_field("transfer_limit_exceeded", "amount", &message)
        }
        Refusal::AboveDailyLimit { limit, left, resets_in } => {
            let (limit, left) = (Money(limit), Money(left));
            let detail = format!("You can send {limit} per day; {left} is left until midnight UTC.");
            Problem::new(StatusCode::TOO_MANY_REQUESTS, "transfer_daily_limit_exceeded", detail).retry_in(resets_in)
        }
        Refusal::Blocked => transfers_blocked(),
        Refusal::Held { balance, available, needed, until } => {
            let until = until.to_rfc3339_opts(SecondsFormat::Secs, true);
            let (needed, balance, available) = (Money(needed), Money(balance), Money(available));
            let detail = format!(
                "This takes {needed}; of your {balance} you may send {available}, and more from {until} on: \
                money from a deposit is held for a while."
            );
            Problem::new(StatusCode::PAYMENT_REQUIRED, "funds_held", detail)
        }
        Refusal::Insufficient { balance, needed } => {
            let detail = format!("This takes {}, and you have {}.", Money(needed), Money(balance));
            Problem::new(StatusCode::PAYMENT_REQUIRED, "insufficient_funds", detail)
        }
        Refusal::Database(error) => error.into(),
    }
}

/// An account can't send money while one of its payments is reversed.
pub(super) fn transfers_blocked() -> Problem {
    let detail = "A payment of yours went back, so nothing can be sent on. Ask an admin to release your account.";
    Problem::new(StatusCode::FORBIDDEN, "transfers_blocked", detail)
}

/// Filters of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct TransferQuery {
    /// Only this direction: sent or received.
    #[param(inline)]
    direction: Option<Direction>,
}

/// Lists transfers you sent or received, newest first.
#[utoipa::path(get, path = "/v1/transfers", tag = "wallet", params(TransferQuery, PageQuery), security(("bearer" = ["read"])), responses(
    (status = 200, description = "A page of transfers", body = Page<Transfer>),
    (status = 400, description = "`invalid_cursor`"),
))]
async fn list(
    State(app): State<App>,
    CanRead(user): CanRead,
    Query(query): Query<TransferQuery>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<Transfer>>, Problem> {
    let request = page.request(format!("transfers {query:?}"))?;
    Ok(Json(transfers::list(&mut *app.db.listing(user.uuid()).await?, user, query.direction, &request).await?.into()))
}

/// Returns a transfer you sent or received.
#[utoipa::path(get, path = "/v1/transfers/{id}", tag = "wallet", params(("id" = TransferId, Path)), security(("bearer" = ["read"])), responses(
    (status = 200, description = "The transfer", body = Transfer),
    (status = 404, description = "`not_found`: no such transfer, or neither yours nor to you"),
))]
async fn get(
    State(app): State<App>,
    CanRead(user): CanRead,
    IdPath(id): IdPath<TransferId>,
) -> Result<Json<Transfer>, Problem> {
    transfers::get(app.db.pool(), user, id).await?.map(Json).ok_or_else(Problem::not_found)
}
