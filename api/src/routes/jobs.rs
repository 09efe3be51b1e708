//! `/v1/jobs`: watching work.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use shared::app::App;
use shared::ids::JobId;
use shared::jobs::{self, Filter, Job, JobState};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::extract::{Caller, IdPath, Query};
use crate::problem::Problem;
use crate::wire::{Page, PageQuery};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(get))
}

/// Which jobs.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct JobQuery {
    /// Only of this kind.
    kind: Option<String>,
    /// Only in this state.
    state: Option<JobState>,
}

/// One's jobs, newest first.
#[utoipa::path(get, path = "/v1/jobs", tag = "jobs", params(JobQuery, PageQuery), security(("bearer" = [])), responses(
    (status = 200, description = "A page of jobs", body = Page<Job>),
    (status = 400, description = "`invalid_cursor`"),
))]
async fn list(
    State(app): State<App>,
    Caller(user): Caller,
    Query(query): Query<JobQuery>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<Job>>, Problem> {
    let request = page.request(format!("jobs {query:?}"))?;
    let filter = Filter { kind: query.kind, state: query.state };
    Ok(Json(jobs::list(app.db.pool(), user, &filter, &request).await?.into()))
}

/// A job.
#[utoipa::path(get, path = "/v1/jobs/{id}", tag = "jobs", params(("id" = JobId, Path)), security(("bearer" = [])), responses(
    (status = 200, description = "The job", body = Job),
    (status = 404, description = "`not_found`: no such job, or not yours"),
))]
async fn get(State(app): State<App>, Caller(user): Caller, IdPath(id): IdPath<JobId>) -> Result<Json<Job>, Problem> {
    jobs::get(app.db.pool(), user, id).await?.map(Json).ok_or_else(Problem::not_found)
}
