//! `/v1/quotas`: an account's limits and their use.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use shared::app::App;
use shared::ids::UserId;
use shared::quotas::{self, Quota, QuotaKind, QuotaState, RATE_WINDOW_SECONDS};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::problem::Problem;
use crate::reading::{PrivateReading, Reading};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

/// All quotas of an account.
#[derive(Debug, Serialize, ToSchema)]
struct Quotas {
    data: Vec<QuotaState>,
}

/// Returns your quotas and their current use. docs/limits.md describes them.
#[utoipa::path(get, path = "/v1/quotas", tag = "auth", operation_id = "quotas", params(PrivateReading), security(("bearer" = ["read"])), responses(
    (status = 200, description = "All quotas", body = Quotas),
))]
async fn list(
    State(app): State<App>,
    PrivateReading(Reading { reader, owner: user, .. }): PrivateReading,
) -> Result<Json<Quotas>, Problem> {
    let mut data = Vec::new();
    let mut connection = app.db.reports(reader.uuid()).await?;
    for quota in Quota::all() {
        let limit = quotas::limit(&mut *connection, quota, user).await?;
        let description = quota.describe();
        let used = match description.kind {
            QuotaKind::Stock => quotas::count(&mut connection, quota, (user, limit), app.clock.now()).await?,
            QuotaKind::Open => app.open.used(quota, user).await,
            QuotaKind::Rate => None,
        };
        let window_seconds = (description.kind == QuotaKind::Rate).then_some(RATE_WINDOW_SECONDS);
        let (name, kind, unit) = (quota, description.kind, description.unit);
        data.push(QuotaState { name, kind, unit, limit, window_seconds, used });
    }
    Ok(Json(Quotas { data }))
}

/// Takes a slot of a user's quota, or refuses.
pub(crate) async fn open(app: &App, quota: Quota, user: UserId) -> Result<quotas::Slot, Problem> {
    let limit = quotas::limit(app.db.pool(), quota, user).await?;
    Ok(app.open.open(quota, user, limit).await?)
}
