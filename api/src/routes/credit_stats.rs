//! Credit statistics of resellers and business owners, and usage reports.

use axum::Json;
use axum::extract::State;
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use shared::app::App;
use shared::credits::{self, BusinessOwnerStats, Distribution, DistributionStatus, Filter, ResellerStats};
use shared::ids::UserId;
use shared::messaging::{self, Counts, Usage};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::account_access::{self, SeesBusinessOwner, SeesReseller};
use crate::auth::{Acting, CanRead, active};
use crate::extract::Query;
use crate::problem::Problem;
use crate::reading::{self, Reading};
use crate::schemas::{Page, PageQuery};

/// Days of a report: default and maximum.
const DAYS: (u64, u64) = (30, 366);

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(of_reseller))
        .routes(routes!(reseller_stats))
        .routes(routes!(of_business_owner))
        .routes(routes!(business_owner_stats))
        .routes(routes!(usage))
}

/// Filters of distributions.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct StatusQuery {
    /// Only this status.
    status: Option<DistributionStatus>,
}

/// Lists a reseller's distributions, newest first; that reseller, or admins.
#[utoipa::path(get, path = "/v1/resellers/{id}/credit-distributions", tag = "distributions",
    params(("id" = UserId, Path), StatusQuery, PageQuery), security(("bearer" = ["read"])), responses(
    (status = 200, description = "A page of distributions", body = Page<Distribution>),
    (status = 400, description = "`invalid_cursor`"),
    (status = 403, description = "`forbidden`: neither a reseller nor an admin; `insufficient_scope`"),
    (status = 404, description = "`not_found`: no such reseller, or not you"),
))]
async fn of_reseller(
    State(app): State<App>,
    SeesReseller(reseller): SeesReseller,
    CanRead(reader): CanRead,
    Query(query): Query<StatusQuery>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<Distribution>>, Problem> {
    let request = page.request(format!("distributions of {reseller} {query:?}"))?;
    let filter = Filter { reseller: Some(reseller), status: query.status, ..Filter::default() };
    Ok(Json(credits::list(&mut *app.db.listing(reader.uuid()).await?, &filter, &request).await?.into()))
}

/// Returns a reseller's credit statistics; that reseller, or admins.
#[utoipa::path(get, path = "/v1/resellers/{id}/credit-stats", tag = "distributions", params(("id" = UserId, Path)), security(("bearer" = ["read"])), responses(
    (status = 200, description = "Totals at one point in time", body = ResellerStats),
    (status = 403, description = "`forbidden`: neither a reseller nor an admin; `insufficient_scope`"),
    (status = 404, description = "`not_found`: no such reseller, or not you"),
))]
async fn reseller_stats(
    State(app): State<App>,
    SeesReseller(reseller): SeesReseller,
    CanRead(reader): CanRead,
) -> Result<Json<ResellerStats>, Problem> {
    let mut report = app.db.reports(reader.uuid()).await?;
    let mut snapshot = report.snapshot().await?;
    Ok(Json(credits::reseller_stats(&mut snapshot, reseller).await?))
}

/// Lists distributions to and reclaims from a business owner, newest first.
///
/// For that business owner, its reseller, or admins.
#[utoipa::path(get, path = "/v1/business-owners/{id}/credit-distributions", tag = "distributions",
    params(("id" = UserId, Path), StatusQuery, PageQuery), security(("bearer" = ["read"])), responses(
    (status = 200, description = "A page of distributions", body = Page<Distribution>),
    (status = 400, description = "`invalid_cursor`"),
    (status = 403, description = "`forbidden`: a user without a business; `insufficient_scope`"),
    (status = 404, description = "`not_found`: no such business owner, or neither you nor yours"),
))]
async fn of_business_owner(
    State(app): State<App>,
    SeesBusinessOwner(owner): SeesBusinessOwner,
    CanRead(reader): CanRead,
    Query(query): Query<StatusQuery>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<Distribution>>, Problem> {
    let request = page.request(format!("distributions to {owner} {query:?}"))?;
    let filter = Filter { business_owner: Some(owner), status: query.status, ..Filter::default() };
    Ok(Json(credits::list(&mut *app.db.listing(reader.uuid()).await?, &filter, &request).await?.into()))
}

/// A business owner's credits and their use.
#[derive(Debug, Serialize, ToSchema)]
struct BusinessOwnerCredits {
    #[serde(flatten)]
    credits: BusinessOwnerStats,
    /// Messages sent.
    messages: Counts,
}

/// Returns a business owner's credit statistics; that business owner, its reseller, or admins.
#[utoipa::path(get, path = "/v1/business-owners/{id}/credit-stats", tag = "distributions", params(("id" = UserId, Path)), security(("bearer" = ["read"])), responses(
    (status = 200, description = "Totals at one point in time", body = BusinessOwnerCredits),
    (status = 403, description = "`forbidden`: a user without a business; `insufficient_scope`"),
    (status = 404, description = "`not_found`: no such business owner, or neither you nor yours"),
))]
async fn business_owner_stats(
    State(app): State<App>,
    SeesBusinessOwner(owner): SeesBusinessOwner,
    CanRead(reader): CanRead,
) -> Result<Json<BusinessOwnerCredits>, Problem> {
    let mut report = app.db.reports(reader.uuid()).await?;
    let mut snapshot = report.snapshot().await?;
    let credits = credits::business_owner_stats(&mut snapshot, owner).await?;
    let messages = messaging::counts(&mut *snapshot, owner).await?;
    Ok(Json(BusinessOwnerCredits { credits, messages }))
}

/// User and period of a report.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct UsageQuery {
    /// The first UTC day, like `2026-01-31`; by default 29 days before `to`.
    from: Option<NaiveDate>,
    /// The last UTC day; today by default. A report covers at most 366 days.
    to: Option<NaiveDate>,
    /// Report on this business owner of yours instead; `owner_id` takes precedence.
    business_owner_id: Option<UserId>,
}

/// Message costs by day and channel.
#[derive(Debug, Serialize, ToSchema)]
struct UsageReport {
    from: NaiveDate,
    to: NaiveDate,
    /// Newest day first; days and channels without messages are omitted.
    data: Vec<Usage>,
    /// Totals of the period.
    total: Total,
}

/// Sums of a report.
#[derive(Debug, Serialize, ToSchema)]
struct Total {
    messages: i64,
    credits: i64,
    refunded: i64,
}

/// Returns message costs, by UTC day of acceptance and by channel.
///
/// Your own, or those of a business owner, for its reseller and admins.
#[utoipa::path(get, path = "/v1/credits/usage", tag = "credits", params(UsageQuery, Reading), security(("bearer" = ["read"])), responses(
    (status = 200, description = "The report", body = UsageReport),
    (status = 404, description = "`not_found`: no such business owner, or not yours"),
    (status = 422, description = "`validation_failed`: invalid days, or too many"),
))]
async fn usage(
    State(app): State<App>,
    reading: Reading,
    Acting(actor): Acting,
    Query(query): Query<UsageQuery>,
) -> Result<Json<UsageReport>, Problem> {
    let sender = match query.business_owner_id.filter(|_| reading.is_own()) {
        None => reading.owner,
        Some(owner) => {
            let owner = account_access::business_owner(&app, &active(&app, reading.reader).await?, owner).await?;
            reading::record_as(&app, &actor, owner.id, "/v1/credits/usage").await?;
            owner.id
        }
    };
    let to = query.to.unwrap_or_else(|| app.clock.now().date_naive());
    let from = query.from.or_else(|| to.checked_sub_days(Days::new(DAYS.0 - 1))).unwrap_or(to);
    let end = to.checked_add_days(Days::new(1)).filter(|_| from <= to && (to - from).num_days() < DAYS.1 as i64);
    let Some(end) = end else {
        return Err(Problem::invalid_field(
            "validation_failed",
            "from",
            "must be at most 366 days before the end of to",
        ));
    };
    let data = messaging::usage(&mut *app.db.reports(reading.reader.uuid()).await?, sender, from, end).await?;
    let sum = |of: fn(&Usage) -> i64| data.iter().map(of).sum();
    let total =
        Total { messages: sum(|it| it.messages), credits: sum(|it| it.credits), refunded: sum(|it| it.refunded) };
    Ok(Json(UsageReport { from, to, data, total }))
}
