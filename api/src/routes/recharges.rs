//! `/v1/credits/recharges` and `/v1/wallet/deposits`: buying credits and depositing money.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use garde::Validate;
use serde::{Deserialize, Serialize};
use shared::app::App;
use shared::audit::{self, Actor, AuditEntry};
use shared::billing::jobs::SyncPayments;
use shared::billing::{self, Deposit, Order, OrderError, Purchase, Recharge};
use shared::ids::{RechargeId, UserId};
use shared::jobs::{self, Job, NewJob};
use shared::money::Amount;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::{Acting, Admin, CanBill};
use crate::current_request;
use crate::extract::{IdPath, Query};
use crate::idempotent::{EarlyResponse, IdempotencyKey, Idempotent, IdempotentTx, NoBody, Principal};
use crate::long_poll::Prefer;
use crate::problem::Problem;
use crate::reading::{PrivateReading, Reading};
use crate::schemas::{Page, PageQuery};

/// The hours for which Stripe lists events.
const EVENTS_ARE_KEPT: u32 = 30 * 24;

/// The most credits of a recharge.
pub(super) const MAX_RECHARGE: i64 = 10_000_000;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(recharge, recharges))
        .routes(routes!(sync))
        .routes(routes!(deposit, deposits))
        .routes(routes!(clear_recharge_block))
}

/// A purchase of credits.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[schema(examples(json!({"credits": 500})))]
struct NewRecharge {
    /// Number of credits.
    #[garde(range(min = 1, max = MAX_RECHARGE))]
    #[schema(minimum = 1, maximum = 10_000_000)]
    credits: i64,
}

/// A deposit of money.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[schema(examples(json!({"amount": "100.50"})))]
struct NewDeposit {
    /// The amount, in the platform's currency.
    #[garde(skip)]
    amount: Amount,
}

/// A recharge, and the job that creates its checkout page.
#[derive(Debug, Serialize, ToSchema)]
struct AcceptedRecharge {
    recharge: Recharge,
    job: Job,
}

/// A deposit, and the job that creates its checkout page.
#[derive(Debug, Serialize, ToSchema)]
struct AcceptedDeposit {
    deposit: Deposit,
    job: Job,
}

/// A sync of open payments.
#[derive(Debug, Serialize, ToSchema)]
struct AcceptedSync {
    job: Job,
}

/// A failed order as a problem; `field` determines the price.
fn not_ordered(error: OrderError, field: &str) -> Problem {
    match error {
        OrderError::NotConfigured => {
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "payments_not_configured", "Payments are not configured.")
        }
        OrderError::Blocked => {
            let detail = "An earlier payment was reversed. Ask an admin to allow payments again.";
            Problem::new(StatusCode::FORBIDDEN, "recharges_blocked", detail)
        }
        OrderError::Price { .. } => Problem::invalid_field("validation_failed", field, &error.to_string()),
        OrderError::Quota(exceeded) => exceeded.into(),
        OrderError::Database(error) => error.into(),
    }
}

async fn order(
    app: &App,
    work: &mut IdempotentTx,
    user: UserId,
    (actor, action): (&Actor, &'static str),
    purchase: Purchase,
) -> Result<(Order, Job), OrderError> {
    let (order, job) = billing::order(app, &mut work.tx, user, purchase, current_request::id()).await?;
    let about = serde_json::json!({
        "asset": order.asset, "quantity": order.quantity, "amount": order.amount, "currency": order.currency,
    });
    audit::record(&mut work.tx, actor, &[AuditEntry::new(action, user, order.id).after(&about)], app.clock.now())
        .await?;
    Ok((order, job))
}

/// Orders `purchase`, and responds with the result.
async fn answer<S: Serialize>(
    app: &App,
    (user, actor): (UserId, Actor),
    prefer: Prefer,
    mut work: IdempotentTx,
    purchase: Purchase,
    show: impl Fn(Order, Job) -> S,
) -> Result<Response, EarlyResponse> {
    let (action, field) = match purchase {
        Purchase::Credits(_) => ("recharge.created", "credits"),
        Purchase::Money(_) => ("deposit.created", "amount"),
    };
    match order(app, &mut work, user, (&actor, action), purchase).await {
        Ok((order, job)) => {
            let id = order.id;
            work.accepted_with((user, prefer), (order, job), show, async || billing::get(app.db.pool(), id).await).await
        }
        Err(error) => Err(work.abort(not_ordered(error, field)).await),
    }
}

/// Buys credits: the job's result has the URL of the checkout page, `checkout_url`.
///
/// The credits are added after payment.
#[utoipa::path(
    post, path = "/v1/credits/recharges", tag = "credits", request_body = NewRecharge, security(("bearer" = ["billing"])),
    params(IdempotencyKey, Prefer),
    responses(
        (status = 202, description = "Accepted; watch the job", body = AcceptedRecharge),
        (status = 403, description = "`recharges_blocked`: an earlier payment was reversed; `insufficient_scope`"),
        (status = 409, description = "`quota_exceeded`: `open_recharges`"),
        (status = 422, description = "`validation_failed`, `payments_not_configured`"),
    )
)]
async fn recharge(
    State(app): State<App>,
    CanBill(user): CanBill,
    Acting(actor): Acting,
    prefer: Prefer,
    request: Idempotent<NewRecharge>,
) -> Result<Response, EarlyResponse> {
    let (work, new) = request.begin(&app, Principal::User(user)).await?;
    let show = |order: Order, job| AcceptedRecharge { recharge: order.into(), job };
    answer(&app, (user, actor), prefer, work, Purchase::Credits(new.credits), show).await
}

/// Deposits money to your wallet, in the same way.
#[utoipa::path(
    post, path = "/v1/wallet/deposits", tag = "wallet", request_body = NewDeposit, security(("bearer" = ["billing"])),
    params(IdempotencyKey, Prefer),
    responses(
        (status = 202, description = "Accepted; watch the job", body = AcceptedDeposit),
        (status = 403, description = "`recharges_blocked`: an earlier payment was reversed; `insufficient_scope`"),
        (status = 409, description = "`quota_exceeded`: `open_recharges`"),
        (status = 422, description = "`validation_failed`, `payments_not_configured`"),
    )
)]
async fn deposit(
    State(app): State<App>,
    CanBill(user): CanBill,
    Acting(actor): Acting,
    prefer: Prefer,
    request: Idempotent<NewDeposit>,
) -> Result<Response, EarlyResponse> {
    let (work, new) = request.begin(&app, Principal::User(user)).await?;
    let show = |order: Order, job| AcceptedDeposit { deposit: order.into(), job };
    answer(&app, (user, actor), prefer, work, Purchase::Money(new.amount), show).await
}

/// Lists your recharges, newest first.
#[utoipa::path(get, path = "/v1/credits/recharges", tag = "credits", params(Reading, PageQuery), security(("bearer" = ["read"])), responses(
    (status = 200, description = "A page of recharges", body = Page<Recharge>),
    (status = 400, description = "`invalid_cursor`"),
))]
async fn recharges(
    State(app): State<App>,
    reading: Reading,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<Recharge>>, Problem> {
    let request = page.request::<RechargeId>(reading.scope("recharges"))?;
    let mut listing = app.db.listing(reading.reader.uuid()).await?;
    Ok(Json(reading.page(billing::recharges(&mut listing, reading.owner, &request).await?)))
}

/// Lists your deposits, newest first.
#[utoipa::path(get, path = "/v1/wallet/deposits", tag = "wallet", params(PrivateReading, PageQuery), security(("bearer" = ["read"])), responses(
    (status = 200, description = "A page of deposits", body = Page<Deposit>),
    (status = 400, description = "`invalid_cursor`"),
))]
async fn deposits(
    State(app): State<App>,
    PrivateReading(reading): PrivateReading,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<Deposit>>, Problem> {
    let request = page.request::<RechargeId>(reading.scope("deposits"))?;
    let mut listing = app.db.listing(reading.reader.uuid()).await?;
    Ok(Json(reading.page(billing::deposits(&mut listing, reading.owner, &request).await?)))
}

/// Syncs all open payments and missed events of the last 30 days, Stripe's retention; admins only.
///
/// A sync also runs every few minutes, with the events of 6 hours.
#[utoipa::path(
    post, path = "/v1/credits/recharges/sync", tag = "credits", security(("bearer" = ["admin"])),
    params(IdempotencyKey, Prefer),
    responses(
        (status = 202, description = "Accepted; watch the job", body = AcceptedSync),
        (status = 403, description = "`forbidden`: not an admin; `insufficient_scope`"),
        (status = 422, description = "`payments_not_configured`"),
    )
)]
async fn sync(
    State(app): State<App>,
    Admin(admin): Admin,
    Acting(actor): Acting,
    prefer: Prefer,
    request: Idempotent<NoBody>,
) -> Result<Response, EarlyResponse> {
    let (mut work, _) = request.begin(&app, Principal::User(admin.id)).await?;
    if app.config.stripe.is_none() {
        return Err(work.abort(not_ordered(OrderError::NotConfigured, "")).await);
    }
    let now = app.clock.now();
    let mut job = NewJob::new(&SyncPayments { older_than_seconds: 0, events_of_hours: EVENTS_ARE_KEPT }, now)?;
    (job.owner, job.request_id) = (Some(admin.id), current_request::id());
    jobs::enqueue(&app, &mut work.tx, std::slice::from_ref(&job), now).await?;
    audit::record(&mut work.tx, &actor, &[AuditEntry::new("payments.synced", admin.id, job.id)], now).await?;
    let show = |(), job| AcceptedSync { job };
    work.accepted_with((admin.id, prefer), ((), job.to_job(now)), show, async || Ok(Some(()))).await
}

/// Unblocks purchases and transfers of a user with a reversed payment; admins only.
#[utoipa::path(post, path = "/v1/users/{id}/clear-recharge-block", tag = "users", params(("id" = UserId, Path)), security(("bearer" = ["admin"])), responses(
    (status = 204, description = "Unblocked"),
    (status = 403, description = "`forbidden`: not an admin; `insufficient_scope`"),
    (status = 404, description = "`not_found`: no such user, or not blocked"),
))]
async fn clear_recharge_block(
    State(app): State<App>,
    _: Admin,
    Acting(actor): Acting,
    IdPath(user): IdPath<UserId>,
) -> Result<StatusCode, Problem> {
    let mut tx = app.db.begin().await?;
    let recharge = billing::clear_block(&mut tx, user).await?.ok_or_else(Problem::not_found)?;
    let deed = AuditEntry::new("recharge_block.cleared", user, recharge);
    audit::record(&mut tx, &actor, &[deed], app.clock.now()).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
