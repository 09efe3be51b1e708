//! `/v1/jobs`: watching, cancelling and retrying jobs.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use chrono::{DateTime, Utc};
use futures::stream::{self, Stream};
use serde::{Deserialize, Serialize};
use shared::app::App;
use shared::ids::{JobId, UserId};
use shared::jobs::{self, Attempt, CancelError, Filter, Job, JobState, Repeat};
use shared::{cancellation, job_kinds, messaging};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::explain::explain;
use super::{completion_events, completions};
use crate::accept::{Accepted, GroupCommit, resend};
use crate::auth::CanSend;
use crate::extract::{IdPath, Query};
use crate::idempotent::{EarlyResponse, IdempotencyKey, Idempotent, NoBody, Principal};
use crate::long_poll::{Follower, Prefer, Waits};
use crate::problem::Problem;
use crate::reading::Reading;
use crate::schemas::{Page, PageQuery};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(get))
        .routes(routes!(follow))
        .routes(routes!(cancel))
        .routes(routes!(retry))
}

/// Filters of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct JobQuery {
    /// Only this kind.
    kind: Option<String>,
    /// Only this state.
    state: Option<JobState>,
    /// Only jobs accepted at this time or later.
    since: Option<DateTime<Utc>>,
    /// Only jobs accepted before this time.
    until: Option<DateTime<Utc>>,
}

/// Lists your jobs, newest first.
#[utoipa::path(get, path = "/v1/jobs", tag = "jobs", params(JobQuery, Reading, PageQuery), security(("bearer" = ["read"])), responses(
    (status = 200, description = "A page of jobs", body = Page<Job>),
    (status = 400, description = "`invalid_cursor`"),
))]
async fn list(
    State(app): State<App>,
    reading: Reading,
    Query(query): Query<JobQuery>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<Job>>, Problem> {
    let request = page.request(format!("{} {query:?}", reading.scope("jobs")))?;
    let JobQuery { kind, state, since, until } = query;
    let filter = Filter { kind, state, since, until };
    let mut listing = app.db.listing(reading.reader.uuid()).await?;
    Ok(Json(reading.page(jobs::list(&mut listing, reading.owner, &filter, &request).await?)))
}

/// Optional parts of a job.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Expand {
    /// `attempts`: each attempt. `explain`: the reason for its wait, in a sentence.
    #[param(inline)]
    expand: Option<Expansion>,
}

#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Expansion {
    Attempts,
    Explain,
}

/// A job and, on request, its attempts or explanation.
#[derive(Debug, Serialize, ToSchema)]
struct Expanded {
    #[serde(flatten)]
    job: Job,
    #[serde(skip_serializing_if = "Option::is_none")]
    attempts: Option<Vec<Attempt>>,
    /// Why it waits, or how it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(examples(
        "Attempt 1 failed: WhatsApp can't be reached. Attempt 2 of 6 follows at 2026-01-02T03:04:05Z."
    ))]
    explanation: Option<String>,
}

/// Returns a job.
///
/// With `Prefer: wait=N` it waits for the end of a job of your own.
#[utoipa::path(get, path = "/v1/jobs/{id}", tag = "jobs", security(("bearer" = ["read"])),
    params(("id" = JobId, Path), Reading, Expand, Prefer),
    responses(
        (status = 200, description = "The job", body = Expanded),
        (status = 404, description = "`not_found`: no such job, or not yours"),
        (status = 429, description = "`quota_exceeded`: `streams`, with `Prefer: wait`; `rate_limited`"),
    ))]
async fn get(
    State(app): State<App>,
    reading: Reading,
    IdPath(id): IdPath<JobId>,
    Query(query): Query<Expand>,
    prefer: Prefer,
) -> Result<Response, Problem> {
    if !reading.is_own() {
        // Others' jobs are not waited for: a wait takes a slot of the job's owner.
        let job = jobs::get(app.db.pool(), reading.owner, id).await?.ok_or_else(Problem::not_found)?;
        return Ok(Json(expanded(&app, reading.owner, reading.show(job), query.expand).await?).into_response());
    }
    let job = prefer.job_ended(&app, reading.owner, id).await?.ok_or_else(Problem::not_found)?;
    Ok(prefer.applied(Json(expanded(&app, reading.owner, job, query.expand).await?).into_response()))
}

async fn expanded(app: &App, owner: UserId, job: Job, wanted: Option<Expansion>) -> Result<Expanded, Problem> {
    let (mut attempts, mut explanation) = (None, None);
    match wanted {
        Some(Expansion::Attempts) => attempts = Some(jobs::attempts(app.db.pool(), job.id).await?),
        Some(Expansion::Explain) => explanation = Some(explain(app, owner, &job).await?),
        None => {}
    }
    Ok(Expanded { job, attempts, explanation })
}

/// Position of a stream.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct FollowQuery {
    /// Like `Last-Event-ID`, for clients that can't set headers.
    after: Option<String>,
}

/// Streams a job and its changes until it ends, as server-sent events.
///
/// A completion's job also has `completion.delta`, `completion.reset` and `completion.ended`, and resumes after
/// `Last-Event-ID`. When the session or API key ends, the last event is `end` with a `reason`.
#[utoipa::path(get, path = "/v1/jobs/{id}/events", tag = "jobs", security(("bearer" = ["read"])),
    params(
        ("id" = JobId, Path), FollowQuery,
        ("Last-Event-ID" = Option<String>, Header, description = "For a completion: the attempt and its number of characters received, such as `1:120`"),
    ),
    responses(
        (status = 200, description = "A stream of `job` events", body = Job, content_type = "text/event-stream"),
        (status = 404, description = "`not_found`: no such job, or not yours"),
        (status = 429, description = "`quota_exceeded`: `streams`; `rate_limited`"),
    ))]
async fn follow(
    State(app): State<App>,
    follower: Follower,
    IdPath(id): IdPath<JobId>,
    Query(query): Query<FollowQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (user, waits) = (follower.user, follower.waits.clone());
    let job = jobs::get(app.db.pool(), user, id).await?.ok_or_else(Problem::not_found)?;
    if !job_kinds::find(&job.kind).is_some_and(|kind| kind.streams_text()) {
        return follower.answer(&app, changes(app.clone(), waits, user, id)).await;
    }
    let seen = headers.get("last-event-id").and_then(|value| value.to_str().ok()).or(query.after.as_deref());
    // An unknown position replays the whole stream.
    let place = seen.and_then(|seen| seen.parse().ok()).unwrap_or_default();
    follower.answer(&app, completion_events::events(app.clone(), waits, (user, id), place)).await
}

fn changes(app: App, waits: Waits, user: UserId, id: JobId) -> impl Stream<Item = Vec<sse::Event>> {
    let watch = app.hub.watch(id.uuid());
    stream::unfold((app, waits, watch, None), move |(app, waits, mut watch, shown)| async move {
        loop {
            // The end was the last state to send.
            if shown.is_some_and(|(state, ..): (JobState, i32, Option<i16>)| state.is_end()) {
                return None;
            }
            let job = jobs::get(app.db.pool(), user, id).await.ok().flatten()?;
            let now = (job.state, job.attempt, job.progress);
            if shown != Some(now) {
                let event = sse::Event::default().event("job").json_data(&job).ok()?;
                return Some((vec![event], (app, waits, watch, Some(now))));
            }
            let _registered = waits.job(id, (job.state, job.attempt));
            tokio::select! {
                () = watch.changed() => {}
                () = app.hub.closing() => return None,
            }
        }
    })
}

/// Cancels a waiting job and refunds its charge.
///
/// A running completion is signalled to stop.
#[utoipa::path(post, path = "/v1/jobs/{id}/cancel", tag = "jobs", params(("id" = JobId, Path)), security(("bearer" = ["send"])), responses(
    (status = 200, description = "The cancelled job", body = Job),
    (status = 202, description = "The completion was signalled to stop, and will be `cancelled`", body = Job),
    (status = 404, description = "`not_found`: no such job, or not yours"),
    (status = 409, description = "`job_not_cancellable`: running or ended"),
))]
async fn cancel(
    State(app): State<App>,
    CanSend(user): CanSend,
    IdPath(id): IdPath<JobId>,
) -> Result<(StatusCode, Json<Job>), Problem> {
    let status = match cancellation::cancel_job(&app, user, id).await {
        Ok(()) => StatusCode::OK,
        Err(error) => {
            let may_stop = matches!(error, CancelError::TooLate(state) if !state.is_end());
            if !may_stop || !cancellation::request_stop(&app, user, id).await? {
                return Err(not_withdrawn(error));
            }
            StatusCode::ACCEPTED
        }
    };
    let job = jobs::get(app.db.pool(), user, id).await?.ok_or_else(Problem::not_found)?;
    Ok((status, Json(job)))
}

/// Cancels a job and its subject.
pub(super) async fn withdraw(app: &App, user: UserId, id: JobId) -> Result<(), Problem> {
    cancellation::cancel_job(app, user, id).await.map_err(not_withdrawn)
}

fn not_withdrawn(error: CancelError) -> Problem {
    match error {
        CancelError::NotFound => Problem::not_found(),
        CancelError::TooLate(_) => {
            Problem::new(StatusCode::CONFLICT, "job_not_cancellable", "The job is already running, sent or finished.")
        }
        CancelError::Database(error) => error.into(),
    }
}

/// Retries a failed job: a new job and a new message, charged again.
///
/// A question to the assistant remains the same message.
#[utoipa::path(
    post, path = "/v1/jobs/{id}/retry", tag = "jobs", security(("bearer" = ["send"])),
    params(("id" = JobId, Path), IdempotencyKey, Prefer),
    responses(
        (status = 202, description = "Accepted; watch the new job", body = Accepted),
        (status = 402, description = "`insufficient_credits`"),
        (status = 404, description = "`not_found`: no such job, or not yours"),
        (status = 409, description = "`job_not_retryable`: it has not failed"),
        (status = 422, description = "`recipient_not_found`, `channel_not_configured`, `channel_pending`"),
        (status = 429, description = "For a question: `daily_limit_reached` or `fair_use_exceeded`; `rate_limited`"),
    )
)]
async fn retry(
    State(app): State<App>,
    Extension(group_commit): Extension<GroupCommit>,
    CanSend(user): CanSend,
    IdPath(id): IdPath<JobId>,
    prefer: Prefer,
    request: Idempotent<NoBody>,
) -> Result<Response, EarlyResponse> {
    let job = jobs::get(app.db.pool(), user, id).await?.ok_or_else(Problem::not_found)?;
    let task = jobs::task(app.db.pool(), user, id).await?.ok_or_else(Problem::not_found)?;
    let message = match job_kinds::repeat(&task) {
        Some(Repeat::Question) => {
            let (work, NoBody {}) = request.begin(&app, Principal::User(user)).await?;
            return completions::again(&app, work, user, prefer, id).await;
        }
        Some(Repeat::Message(message)) if job.state == JobState::Failed => {
            messaging::get(app.db.pool(), user, message).await?
        }
        Some(Repeat::Message(_)) | None => None,
    };
    let Some(message) = message else {
        let detail = "Only a failed send can be retried.";
        return Err(Problem::new(StatusCode::CONFLICT, "job_not_retryable", detail).into());
    };
    let (_, scope) = request.into_parts(Principal::User(user));
    resend(&app, &group_commit, prefer, (user, scope), (message, id)).await
}
