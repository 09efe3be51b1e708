//! `/v1/jobs/counts` and `/v1/jobs/bulk`: counting jobs, and changing many of them at once.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, Utc};
use garde::Validate;
use serde::{Deserialize, Serialize};
use shared::accounts::{self, Role, Scope};
use shared::app::App;
use shared::audit::{self, Actor, AuditEntry};
use shared::db::Tx;
use shared::ids::{JobId, UserId};
use shared::jobs::{self, BulkAction, BulkError, Filter, Job, JobState, MAX_MATCHES, NewJob, Owners, StateCount};
use shared::quotas::{self, Quota};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::{Acting, Holder, Identity, Sender, active};
use crate::current_request;
use crate::extract::Query;
use crate::idempotent::{EarlyResponse, IdempotencyKey, Idempotent, Principal};
use crate::long_poll::Prefer;
use crate::problem::Problem;
use crate::reading;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(counts)).routes(routes!(bulk))
}

/// An account, or `all`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
enum OwnerFilter {
    One(UserId),
    All,
}

impl TryFrom<String> for OwnerFilter {
    type Error = <UserId as std::str::FromStr>::Err;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text == "all" { Ok(Self::All) } else { text.parse().map(Self::One) }
    }
}

impl From<OwnerFilter> for String {
    fn from(owner: OwnerFilter) -> Self {
        match owner {
            OwnerFilter::One(id) => id.to_string(),
            OwnerFilter::All => "all".to_owned(),
        }
    }
}

/// Whose jobs a request concerns: the caller's own or, for admins, those asked for.
async fn owners(app: &App, caller: &Identity, asked: Option<OwnerFilter>) -> Result<Owners, Problem> {
    let asked = match asked {
        None => return Ok(Owners::One(caller.user)),
        Some(OwnerFilter::One(owner)) if owner == caller.user => return Ok(Owners::One(owner)),
        Some(asked) => asked,
    };
    caller.may(Scope::Admin)?;
    if active(app, caller.user).await?.role != Role::Admin {
        return Err(Problem::not_found());
    }
    match asked {
        OwnerFilter::All => Ok(Owners::All),
        OwnerFilter::One(owner) => {
            let owner = accounts::get(app.db.pool(), owner).await?.ok_or_else(Problem::not_found)?;
            Ok(Owners::One(owner.id))
        }
    }
}

/// Filters of the counts.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct CountsQuery {
    /// Only this kind.
    kind: Option<String>,
    /// Only jobs accepted at this time or later.
    since: Option<DateTime<Utc>>,
    /// Only jobs accepted before this time.
    until: Option<DateTime<Utc>>,
    /// Only jobs accepted at this time or earlier; by default now. Their states are the current ones.
    as_of: Option<DateTime<Utc>>,
    /// Jobs of this account, or of `all` accounts, instead of yours; admins only. An API key also needs the `admin` scope.
    /// The audit log records it.
    #[param(value_type = Option<String>)]
    owner_id: Option<OwnerFilter>,
}

/// Jobs by state.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = JobCounts)]
struct Counts {
    /// Jobs accepted later are not counted.
    as_of: DateTime<Utc>,
    /// The highest count.
    #[schema(examples(10_000))]
    limit: i64,
    /// Each state once.
    data: Vec<JobCount>,
}

/// Number of jobs in a state.
#[derive(Debug, Serialize, ToSchema)]
struct JobCount {
    state: JobState,
    /// The number, or a lower bound.
    count: i64,
    /// Whether there may be more.
    capped: bool,
}

impl From<StateCount> for JobCount {
    fn from(StateCount { state, count, is_capped }: StateCount) -> Self {
        Self { state, count, capped: is_capped }
    }
}

/// Counts your jobs by their current state.
///
/// Counts end at 10,000. The platform's own jobs and bulk jobs are not counted.
#[utoipa::path(get, path = "/v1/jobs/counts", tag = "jobs", params(CountsQuery), security(("bearer" = ["read"])), responses(
    (status = 200, description = "The counts", body = Counts),
    (status = 404, description = "`not_found`: no such account, or not yours"),
    (status = 422, description = "`validation_failed`"),
))]
async fn counts(
    State(app): State<App>,
    Holder(caller): Holder,
    Acting(actor): Acting,
    Query(query): Query<CountsQuery>,
) -> Result<Json<Counts>, Problem> {
    let CountsQuery { kind, since, until, as_of, owner_id } = query;
    let owners = owners(&app, &caller, owner_id).await?;
    if let Owners::One(owner) = owners {
        reading::record_as(&app, &actor, owner, "/v1/jobs/counts").await?;
    }
    let now = app.clock.now();
    let as_of = as_of.map_or(now, |as_of| as_of.min(now));
    let filter = Filter { kind, state: None, since, until };
    let counts = jobs::counts(&mut *app.db.listing(caller.user.uuid()).await?, owners, &filter, as_of).await?;
    Ok(Json(Counts { as_of, limit: MAX_MATCHES, data: counts.into_iter().map(JobCount::from).collect() }))
}

/// The jobs of a bulk job.
#[derive(Debug, Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct BulkFilter {
    /// Only this kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[garde(inner(length(max = 64)))]
    kind: Option<String>,
    /// Only this state: `queued` or `retrying` to cancel (both if omitted), `failed` to retry.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[garde(skip)]
    state: Option<JobState>,
    /// Only jobs accepted at this time or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[garde(skip)]
    since: Option<DateTime<Utc>>,
    /// Only jobs accepted before this time.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[garde(skip)]
    until: Option<DateTime<Utc>>,
    /// Jobs of this account, or of `all` accounts, instead of yours; admins only. An API key also needs the `admin` scope.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[garde(skip)]
    #[schema(value_type = Option<String>)]
    owner_id: Option<OwnerFilter>,
}

/// An action on many jobs.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "action": "cancel", "filter": {"kind": "whatsapp.deliver"}, "as_of": "2026-01-02T03:04:05Z", "expected": 120
})))]
struct BulkRequest {
    #[garde(skip)]
    #[schema(inline)]
    action: BulkAction,
    #[garde(dive)]
    filter: BulkFilter,
    /// Only jobs accepted at this time or earlier: that of the counts that you saw.
    #[garde(skip)]
    as_of: DateTime<Utc>,
    /// The number of jobs that you saw.
    #[garde(range(min = 1, max = MAX_MATCHES))]
    #[schema(minimum = 1, maximum = 10_000)]
    expected: i64,
}

/// An accepted bulk job.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BulkAccepted)]
struct Accepted {
    job: Job,
    /// Number of jobs selected.
    matched: usize,
}

/// Cancels pending jobs, or retries failed ones: all that match a filter.
///
/// The jobs are selected now; a job then changes one after the other as the single operation would, and reports its
/// progress. Its result counts those that were done, skipped and failed. Cancelling it stops it.
#[utoipa::path(
    post, path = "/v1/jobs/bulk", tag = "jobs", request_body = BulkRequest, security(("bearer" = ["send"])),
    params(IdempotencyKey, Prefer),
    responses(
        (status = 202, description = "Accepted; watch the job", body = Accepted),
        (status = 404, description = "`not_found`: no such account, or not yours"),
        (status = 409, description = "`bulk_count_changed`: over 1 % more or fewer than expected; `bulk_job_running`: one at a time"),
        (status = 422, description = "`validation_failed`, `bulk_too_many_jobs`"),
        (status = 429, description = "`quota_exceeded`: `bulk_jobs_per_hour`; `rate_limited`"),
    )
)]
async fn bulk(
    State(app): State<App>,
    Sender(caller): Sender,
    Acting(actor): Acting,
    prefer: Prefer,
    request: Idempotent<BulkRequest>,
) -> Result<Response, EarlyResponse> {
    let user = caller.user;
    let owners = owners(&app, &caller, request.body.filter.owner_id).await?;
    let states = states(request.body.action, request.body.filter.state)?;
    // First, since it may have to wait: a request that waits holds no other connection.
    let mut listing = app.db.listing(user.uuid()).await?;
    let (mut work, body) = request.begin(&app, Principal::User(user)).await?;
    let selected = select(&app, &mut listing, owners, &body, &states).await;
    drop(listing);
    let accepted = match selected {
        Ok(ids) => accept(&app, &mut work.tx, (user, &actor), (owners, &body), &ids).await.map(|job| (job, ids.len())),
        Err(problem) => Err(problem),
    };
    let (job, matched) = match accepted {
        Ok(accepted) => accepted,
        Err(problem) => return Err(work.abort(problem).await),
    };
    let id = job.id;
    let response = work.accepted(id, &Accepted { job: job.to_job(app.clock.now()), matched }).await?;
    let fresh = async |job| Ok(Some(Accepted { job, matched }));
    Ok(prefer.at_its_end(&app, (user, id), response, fresh).await)
}

/// The states that an action selects.
fn states(action: BulkAction, wanted: Option<JobState>) -> Result<Vec<JobState>, Problem> {
    match wanted {
        None => Ok(action.states().to_vec()),
        Some(state) if action.states().contains(&state) => Ok(vec![state]),
        Some(_) => {
            let message = match action {
                BulkAction::Cancel => "must be queued or retrying",
                BulkAction::Retry => "must be failed",
            };
            Err(Problem::invalid_field("validation_failed", "filter.state", message))
        }
    }
}

/// The jobs, if there are about as many as expected.
async fn select(
    app: &App,
    db: &mut sqlx::PgConnection,
    owners: Owners,
    body: &BulkRequest,
    states: &[JobState],
) -> Result<Vec<JobId>, Problem> {
    let BulkFilter { kind, since, until, .. } = body.filter.clone();
    let filter = Filter { kind, state: None, since, until };
    let as_of = body.as_of.min(app.clock.now());
    let Some(ids) = jobs::matching(db, owners, &filter, states, as_of).await? else {
        let detail = format!("More than {MAX_MATCHES} jobs match. Narrow the filter.");
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "bulk_too_many_jobs", detail));
    };
    if is_far_from(body.expected, ids.len()) {
        let detail = format!("{} jobs match now, and {} were expected. Count them again.", ids.len(), body.expected);
        return Err(Problem::new(StatusCode::CONFLICT, "bulk_count_changed", detail));
    }
    Ok(ids)
}

/// Whether a count differs from the expected one by more than 1 %.
fn is_far_from(expected: i64, matched: usize) -> bool {
    let matched = i64::try_from(matched).unwrap_or(i64::MAX);
    matched == 0 || matched.abs_diff(expected).saturating_mul(100) > expected.unsigned_abs()
}

async fn accept(
    app: &App,
    tx: &mut Tx,
    (user, actor): (UserId, &Actor),
    (owners, body): (Owners, &BulkRequest),
    ids: &[JobId],
) -> Result<NewJob, Problem> {
    let now = app.clock.now();
    let job = jobs::enqueue_bulk(app, tx, user, body.action, ids, (now, current_request::id())).await;
    let job = job.map_err(|error| match error {
        BulkError::Open => {
            let detail = "Another bulk job of this account has not ended. Wait for it, or cancel it.";
            Problem::new(StatusCode::CONFLICT, "bulk_job_running", detail)
        }
        BulkError::Database(error) => error.into(),
    })?;
    // Last: a refused request takes nothing.
    quotas::take(&app.limiter, &mut *tx.conn(), Quota::BulkJobsPerHour, (user, &user.to_string()), 1).await?;
    let subject = match owners {
        Owners::One(owner) if owner == user => return Ok(job),
        Owners::One(owner) => Some(owner),
        Owners::All => None,
    };
    let action = match body.action {
        BulkAction::Cancel => "jobs.bulk_cancelled",
        BulkAction::Retry => "jobs.bulk_retried",
    };
    let after = serde_json::json!({"jobs": ids.len(), "filter": body.filter, "as_of": body.as_of});
    let entry = AuditEntry { action, subject, target: Some(job.id.to_string()), before: None, after: Some(after) };
    audit::record(tx, actor, &[entry], now).await?;
    Ok(job)
}

#[cfg(test)]
mod tests {
    use utoipa::PartialSchema;

    use super::{BulkFilter, is_far_from};

    #[test]
    fn the_document_has_each_field_of_a_filter() {
        let schema = serde_json::to_value(BulkFilter::schema()).unwrap();
        let mut fields: Vec<_> = schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
        fields.sort_unstable();
        assert_eq!(fields, ["kind", "owner_id", "since", "state", "until"], "unknown fields are refused");
    }

    #[test]
    fn a_count_may_differ_by_one_percent() {
        for (expected, matched, is_far) in [
            (100, 100, false),
            (100, 101, false),
            (100, 99, false),
            (100, 102, true),
            (100, 98, true),
            (99, 100, true),
            (99, 98, true),
            (1, 1, false),
            (1, 2, true),
            (1, 0, true),
            (10_000, 9_900, false),
            (10_000, 9_899, true),
        ] {
            assert_eq!(is_far_from(expected, matched), is_far, "{matched} of {expected}");
        }
    }
}
