//! `/v1/usage`: remaining completions, and their usage.

use axum::Json;
use axum::extract::State;
use shared::app::App;
use shared::assistant::{self, Day, Usage};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::extract::Query;
use crate::problem::Problem;
use crate::reading::Reading;
use crate::schemas::{Page, PageQuery};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(get)).routes(routes!(days))
}

/// Returns your tier and today's remaining completions.
#[utoipa::path(get, path = "/v1/usage", tag = "assistant", params(Reading), security(("bearer" = ["read"])), responses(
    (status = 200, description = "Remaining until `resets_at`", body = Usage),
))]
async fn get(State(app): State<App>, reading: Reading) -> Result<Json<Usage>, Problem> {
    Ok(Json(assistant::usage(&app, reading.owner).await?))
}

/// Lists your completion usage, by UTC day of acceptance, newest first.
#[utoipa::path(get, path = "/v1/usage/days", tag = "assistant", params(Reading, PageQuery), security(("bearer" = ["read"])), responses(
    (status = 200, description = "A page of days", body = Page<Day>),
    (status = 400, description = "`invalid_cursor`"),
))]
async fn days(
    State(app): State<App>,
    reading: Reading,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<Day>>, Problem> {
    let request = page.request(reading.scope("usage days"))?;
    let mut report = app.db.reports(reading.reader.uuid()).await?;
    Ok(Json(assistant::days(&mut *report, reading.owner, &request).await?.into()))
}
