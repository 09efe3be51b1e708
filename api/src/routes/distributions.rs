//! `/v1/credit-distributions`: credits from a reseller to its business owners, and back.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use garde::Validate;
use serde::{Deserialize, Serialize};
use shared::app::App;
use shared::audit::Actor;
use shared::billing;
use shared::credits::{self, Direction, Distribution, DistributionStatus, Filter, NewDistribution, Refusal, Summary};
use shared::ids::{DistributionId, UserId};
use shared::jobs::Job;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::transfers::transfers_blocked;
use crate::account_access::{Reseller, SeesDistribution, SeesDistributions};
use crate::auth::{Acting, CanRead};
use crate::extract::{IdPath, Query};
use crate::idempotent::{EarlyResponse, IdempotencyKey, Idempotent, IdempotentTx, Principal};
use crate::long_poll::Prefer;
use crate::problem::Problem;
use crate::schemas::{Page, PageQuery};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(distribute, list))
        .routes(routes!(reclaim))
        .routes(routes!(bulk))
        .routes(routes!(summary))
        .routes(routes!(get))
}

/// An accepted distribution, and the job that executes it.
#[derive(Debug, Serialize, ToSchema)]
struct Distributed {
    distribution: Distribution,
    job: Job,
}

/// Accepted distributions, and the job that executes all or none.
#[derive(Debug, Serialize, ToSchema)]
struct AllDistributed {
    distributions: Vec<Distribution>,
    job: Job,
}

/// A list of distributions.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[schema(examples(json!({"items": [{"business_owner_id": "usr_01h2xcejqtf2nbrexx3vqjhp41", "credits": 500}], "note": "March"})))]
struct NewDistributions {
    /// The distributions, 1,000 at most.
    #[garde(length(min = 1, max = 1000), dive)]
    #[schema(min_items = 1, max_items = 1000)]
    items: Vec<NewDistribution>,
    /// Default reason for items without one.
    #[garde(inner(length(chars, max = 500)))]
    #[serde(default)]
    note: Option<String>,
}

/// Distributes credits to one of your business owners, by a job that moves them at once or fails.
#[utoipa::path(
    post, path = "/v1/credit-distributions", tag = "distributions", request_body = NewDistribution, security(("bearer" = ["billing"])),
    params(IdempotencyKey, Prefer),
    responses(
        (status = 202, description = "Accepted; watch the job", body = Distributed),
        (status = 402, description = "`insufficient_credits`: you have fewer"),
        (status = 403, description = "`forbidden`: not a reseller; `transfers_blocked`: a payment of yours was reversed; `insufficient_scope`"),
        (status = 404, description = "`not_found`: not your business owner"),
        (status = 409, description = "`business_owner_suspended`"),
    )
)]
async fn distribute(
    State(app): State<App>,
    Reseller(user): Reseller,
    Acting(actor): Acting,
    prefer: Prefer,
    request: Idempotent<NewDistribution>,
) -> Result<Response, EarlyResponse> {
    let (work, new) = request.begin(&app, Principal::User(user.id)).await?;
    answer(&app, (user.id, actor), prefer, work, (Direction::Out, &[new]), one).await
}

/// Reclaims credits from one of your business owners, by a job.
///
/// At most the unspent part of those you distributed to it.
#[utoipa::path(
    post, path = "/v1/credit-distributions/reclaim", tag = "distributions", request_body = NewDistribution, security(("bearer" = ["billing"])),
    params(IdempotencyKey, Prefer),
    responses(
        (status = 202, description = "Accepted; watch the job. Its `credits` are below zero", body = Distributed),
        (status = 402, description = "`insufficient_credits`: less is unspent of your distributions"),
        (status = 403, description = "`forbidden`: not a reseller; `insufficient_scope`"),
        (status = 404, description = "`not_found`: not your business owner"),
    )
)]
async fn reclaim(
    State(app): State<App>,
    Reseller(user): Reseller,
    Acting(actor): Acting,
    prefer: Prefer,
    request: Idempotent<NewDistribution>,
) -> Result<Response, EarlyResponse> {
    let (work, new) = request.begin(&app, Principal::User(user.id)).await?;
    answer(&app, (user.id, actor), prefer, work, (Direction::Back, &[new]), one).await
}

/// Distributes credits to many of your business owners, by one job: to all or none.
#[utoipa::path(
    post, path = "/v1/credit-distributions/bulk", tag = "distributions", request_body = NewDistributions, security(("bearer" = ["billing"])),
    params(IdempotencyKey, Prefer),
    responses(
        (status = 202, description = "Accepted; watch the job", body = AllDistributed),
        (status = 402, description = "`insufficient_credits`: you have fewer than the total"),
        (status = 403, description = "`forbidden`: not a reseller; `transfers_blocked`: a payment of yours was reversed; `insufficient_scope`"),
        (status = 404, description = "`not_found`: one is not your business owner"),
        (status = 409, description = "`business_owner_suspended`"),
    )
)]
async fn bulk(
    State(app): State<App>,
    Reseller(user): Reseller,
    Acting(actor): Acting,
    prefer: Prefer,
    request: Idempotent<NewDistributions>,
) -> Result<Response, EarlyResponse> {
    let (work, new) = request.begin(&app, Principal::User(user.id)).await?;
    let noted = |item: NewDistribution| NewDistribution { note: item.note.or_else(|| new.note.clone()), ..item };
    let items: Vec<_> = new.items.into_iter().map(noted).collect();
    let show = |distributions, job| AllDistributed { distributions, job };
    answer(&app, (user.id, actor), prefer, work, (Direction::Out, &items), show).await
}

/// Accepts distributions, and responds with them.
async fn answer<S: Serialize>(
    app: &App,
    (reseller, actor): (UserId, Actor),
    prefer: Prefer,
    mut work: IdempotentTx,
    (direction, items): (Direction, &[NewDistribution]),
    show: impl Fn(Vec<Distribution>, Job) -> S,
) -> Result<Response, EarlyResponse> {
    // Credits bought with a reversed payment must stay within reach.
    if direction == Direction::Out && billing::is_blocked(work.tx.conn(), reseller).await? {
        return Err(work.abort(transfers_blocked()).await);
    }
    match credits::request(app, &mut work.tx, (&actor, reseller), direction, items, app.clock.now()).await {
        Ok(accepted) => {
            let id = accepted.1.id;
            let again = async || credits::of_job(app.db.pool(), reseller, id).await.map(Some);
            work.accepted_with((reseller, prefer), accepted, show, again).await
        }
        Err(refusal) => Err(work.abort(refused(refusal, direction)).await),
    }
}

fn refused(refusal: Refusal, direction: Direction) -> Problem {
    match refusal {
        Refusal::NotYours(id) => {
            let detail = format!("{id} is no business owner of yours.");
            Problem::new(StatusCode::NOT_FOUND, "not_found", detail)
        }
        Refusal::Suspended(id) => {
            let detail = format!("{id} is suspended, and gets nothing.");
            Problem::new(StatusCode::CONFLICT, "business_owner_suspended", detail)
        }
        Refusal::Insufficient { available, needed } => {
            let detail = match direction {
                Direction::Out => format!("This requires {needed}; you have {available}."),
                Direction::Back => format!("You requested {needed}; {available} can be reclaimed."),
            };
            Problem::new(StatusCode::PAYMENT_REQUIRED, "insufficient_credits", detail)
        }
        Refusal::Database(error) => error.into(),
    }
}

fn one(mut distributions: Vec<Distribution>, job: Job) -> Option<Distributed> {
    Some(Distributed { distribution: distributions.pop()?, job })
}

/// Filters of distributions.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct DistributionQuery {
    /// Only those of this business owner.
    business_owner_id: Option<UserId>,
    /// Only this status.
    status: Option<DistributionStatus>,
}

/// Lists your distributions, newest first; for admins all.
#[utoipa::path(get, path = "/v1/credit-distributions", tag = "distributions", params(DistributionQuery, PageQuery), security(("bearer" = ["read"])), responses(
    (status = 200, description = "A page of distributions", body = Page<Distribution>),
    (status = 400, description = "`invalid_cursor`"),
    (status = 403, description = "`forbidden`: neither a reseller nor an admin; `insufficient_scope`"),
))]
async fn list(
    State(app): State<App>,
    SeesDistributions { of }: SeesDistributions,
    CanRead(reader): CanRead,
    Query(query): Query<DistributionQuery>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<Distribution>>, Problem> {
    let request = page.request(format!("distributions {of:?} {query:?}"))?;
    let filter = Filter { reseller: of, business_owner: query.business_owner_id, status: query.status };
    Ok(Json(credits::list(&mut *app.db.listing(reader.uuid()).await?, &filter, &request).await?.into()))
}

/// Returns one of your distributions, as its reseller or business owner; for admins any.
#[utoipa::path(get, path = "/v1/credit-distributions/{id}", tag = "distributions", params(("id" = DistributionId, Path)), security(("bearer" = ["read"])), responses(
    (status = 200, description = "The distribution", body = Distribution),
    (status = 403, description = "`forbidden`: not a reseller, a business owner or an admin; `insufficient_scope`"),
    (status = 404, description = "`not_found`: no such distribution, or not yours"),
))]
async fn get(
    State(app): State<App>,
    SeesDistribution { reseller, owner }: SeesDistribution,
    IdPath(id): IdPath<DistributionId>,
) -> Result<Json<Distribution>, Problem> {
    credits::get(app.db.pool(), (reseller, owner), id).await?.map(Json).ok_or_else(Problem::not_found)
}

/// Summarizes your distributions; for admins all.
#[utoipa::path(get, path = "/v1/credit-distributions/summary", tag = "distributions", security(("bearer" = ["read"])), responses(
    (status = 200, description = "Totals at one point in time", body = Summary),
    (status = 403, description = "`forbidden`: neither a reseller nor an admin; `insufficient_scope`"),
))]
async fn summary(
    State(app): State<App>,
    SeesDistributions { of }: SeesDistributions,
    CanRead(reader): CanRead,
) -> Result<Json<Summary>, Problem> {
    let mut report = app.db.reports(reader.uuid()).await?;
    let mut snapshot = report.snapshot().await?;
    Ok(Json(credits::summary(&mut snapshot, of).await?))
}
