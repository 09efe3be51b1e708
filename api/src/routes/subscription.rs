//! `/v1/subscription`: the Pro plan.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use garde::Validate;
use serde::{Deserialize, Serialize};
use shared::app::App;
use shared::audit::{self, Actor, AuditEntry};
use shared::billing::subscriptions::{self, RequestError, Subscription, Wish};
use shared::ids::UserId;
use shared::jobs::Job;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::{Acting, CanBill};
use crate::current_request;
use crate::idempotent::{EarlyResponse, IdempotencyKey, Idempotent, IdempotentTx, NoBody, Principal};
use crate::long_poll::Prefer;
use crate::problem::Problem;
use crate::reading::PrivateReading;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(subscribe, get))
        .routes(routes!(cancel))
        .routes(routes!(resume))
        .routes(routes!(portal))
}

/// A new subscription.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[schema(examples(json!({"plan": "pro"})))]
struct NewSubscription {
    /// The plan.
    #[garde(skip)]
    #[allow(dead_code, reason = "there is only one")]
    plan: PaidPlan,
}

/// A paid plan.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum PaidPlan {
    /// No daily limit of completions.
    Pro,
}

/// The subscription, and the job of the request.
#[derive(Debug, Serialize, ToSchema)]
struct AcceptedSubscription {
    subscription: Subscription,
    job: Job,
}

/// The job that creates the link.
#[derive(Debug, Serialize, ToSchema)]
struct AcceptedPortal {
    job: Job,
}

impl From<RequestError> for Problem {
    fn from(error: RequestError) -> Self {
        let (status, code, detail) = match error {
            RequestError::NotConfigured => {
                (StatusCode::UNPROCESSABLE_ENTITY, "payments_not_configured", "Subscriptions are not configured.")
            }
            RequestError::Blocked => {
                let detail = "An earlier payment was reversed. Ask an admin to allow payments again.";
                (StatusCode::FORBIDDEN, "recharges_blocked", detail)
            }
            RequestError::Subscribed => {
                (StatusCode::CONFLICT, "already_subscribed", "You already have a subscription.")
            }
            RequestError::NotSubscribed => (StatusCode::CONFLICT, "not_subscribed", "You have no subscription."),
            RequestError::Database(error) => return error.into(),
        };
        Self::new(status, code, detail)
    }
}

/// Creates a request's job, and an audit log entry if it costs money.
async fn job_of(
    app: &App,
    work: &mut IdempotentTx,
    (user, actor): (UserId, &Actor),
    wish: Wish,
) -> Result<Job, RequestError> {
    let action = match wish {
        Wish::Subscribe => Some("subscription.requested"),
        Wish::Cancel => Some("subscription.cancelled"),
        Wish::Resume => Some("subscription.resumed"),
        Wish::Portal => None,
    };
    let job = subscriptions::request(app, &mut work.tx, user, wish, current_request::id()).await?;
    if let Some(action) = action {
        audit::record(&mut work.tx, actor, &[AuditEntry::new(action, user, job.id)], app.clock.now()).await?;
    }
    Ok(job)
}

/// Begins the transaction, unless it is a replay, and creates the job.
async fn begin<T>(
    app: &App,
    (user, actor): (UserId, &Actor),
    request: Idempotent<T>,
    wish: Wish,
) -> Result<(IdempotentTx, Job), EarlyResponse> {
    let (mut work, _) = request.begin(app, Principal::User(user)).await?;
    match job_of(app, &mut work, (user, actor), wish).await {
        Ok(job) => Ok((work, job)),
        Err(error) => Err(work.abort(error.into()).await),
    }
}

/// Commits, and responds with the new subscription state.
async fn answer<T>(
    app: &App,
    (user, actor): (UserId, Actor),
    prefer: Prefer,
    request: Idempotent<T>,
    wish: Wish,
) -> Result<Response, EarlyResponse> {
    let (mut work, job) = begin(app, (user, &actor), request, wish).await?;
    let subscription = subscriptions::subscription(work.tx.conn(), user).await?;
    let show = |subscription, job| AcceptedSubscription { subscription, job };
    let again = async || subscriptions::subscription(app.db.pool(), user).await.map(Some);
    work.accepted_with((user, prefer), (subscription, job), show, again).await
}

/// Subscribes: the job's result has the URL of the checkout page, `checkout_url`.
///
/// Payment activates Pro.
#[utoipa::path(
    post, path = "/v1/subscription", tag = "subscription", request_body = NewSubscription,
    security(("bearer" = ["billing"])), params(IdempotencyKey, Prefer),
    responses(
        (status = 202, description = "Accepted; watch the job", body = AcceptedSubscription),
        (status = 403, description = "`recharges_blocked`: an earlier payment was reversed; `insufficient_scope`"),
        (status = 409, description = "`already_subscribed`"),
        (status = 422, description = "`validation_failed`, `payments_not_configured`"),
    )
)]
async fn subscribe(
    State(app): State<App>,
    CanBill(user): CanBill,
    Acting(actor): Acting,
    prefer: Prefer,
    request: Idempotent<NewSubscription>,
) -> Result<Response, EarlyResponse> {
    answer(&app, (user, actor), prefer, request, Wish::Subscribe).await
}

/// Returns your subscription.
#[utoipa::path(get, path = "/v1/subscription", tag = "subscription", params(PrivateReading), security(("bearer" = ["read"])), responses(
    (status = 200, description = "The subscription", body = Subscription),
))]
async fn get(State(app): State<App>, PrivateReading(reading): PrivateReading) -> Result<Json<Subscription>, Problem> {
    Ok(Json(subscriptions::subscription(app.db.pool(), reading.owner).await?))
}

/// Cancels your subscription at the end of the paid period.
#[utoipa::path(
    post, path = "/v1/subscription/cancel", tag = "subscription", security(("bearer" = ["billing"])),
    params(IdempotencyKey, Prefer),
    responses(
        (status = 202, description = "Accepted; watch the job", body = AcceptedSubscription),
        (status = 403, description = "`insufficient_scope`"),
        (status = 409, description = "`not_subscribed`"),
        (status = 422, description = "`payments_not_configured`"),
    )
)]
async fn cancel(
    State(app): State<App>,
    CanBill(user): CanBill,
    Acting(actor): Acting,
    prefer: Prefer,
    request: Idempotent<NoBody>,
) -> Result<Response, EarlyResponse> {
    answer(&app, (user, actor), prefer, request, Wish::Cancel).await
}

/// Resumes a cancelled subscription before its period ends.
#[utoipa::path(
    post, path = "/v1/subscription/resume", tag = "subscription", security(("bearer" = ["billing"])),
    params(IdempotencyKey, Prefer),
    responses(
        (status = 202, description = "Accepted; watch the job", body = AcceptedSubscription),
        (status = 403, description = "`insufficient_scope`"),
        (status = 409, description = "`not_subscribed`"),
        (status = 422, description = "`payments_not_configured`"),
    )
)]
async fn resume(
    State(app): State<App>,
    CanBill(user): CanBill,
    Acting(actor): Acting,
    prefer: Prefer,
    request: Idempotent<NoBody>,
) -> Result<Response, EarlyResponse> {
    answer(&app, (user, actor), prefer, request, Wish::Resume).await
}

/// Creates a link to your Stripe customer portal, with invoices and cards.
///
/// The link is `url` in the job's result, and short-lived.
#[utoipa::path(
    post, path = "/v1/subscription/portal", tag = "subscription", security(("bearer" = ["billing"])),
    params(IdempotencyKey, Prefer),
    responses(
        (status = 202, description = "Accepted; watch the job", body = AcceptedPortal),
        (status = 403, description = "`insufficient_scope`"),
        (status = 409, description = "`not_subscribed`: never subscribed"),
        (status = 422, description = "`payments_not_configured`"),
    )
)]
async fn portal(
    State(app): State<App>,
    CanBill(user): CanBill,
    Acting(actor): Acting,
    prefer: Prefer,
    request: Idempotent<NoBody>,
) -> Result<Response, EarlyResponse> {
    let (work, job) = begin(&app, (user, &actor), request, Wish::Portal).await?;
    work.accepted_with((user, prefer), ((), job), |(), job| AcceptedPortal { job }, async || Ok(Some(()))).await
}
