//! `/v1/me/profile`: business profiles of resellers and business owners.

use axum::Json;
use axum::extract::State;
use shared::accounts::{self, Profile, ProfileChange};
use shared::app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::account_errors::not_changed;
use crate::auth::{Acting, Business};
use crate::extract::ValidJson;
use crate::problem::Problem;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(change))
}

/// Updates your business profile; resellers and business owners.
///
/// Bank details are stored encrypted.
#[utoipa::path(patch, path = "/v1/me/profile", tag = "profile", request_body = ProfileChange, security(("bearer" = ["admin"])), responses(
    (status = 200, description = "The profile", body = Profile),
    (status = 403, description = "`forbidden`: neither a reseller nor a business owner; `insufficient_scope`"),
    (status = 503, description = "`encryption_not_configured`: bank details can't be stored; `unavailable`"),
))]
async fn change(
    State(app): State<App>,
    Business(user): Business,
    Acting(actor): Acting,
    ValidJson(change): ValidJson<ProfileChange>,
) -> Result<Json<Profile>, Problem> {
    let mut tx = app.db.begin().await?;
    let changed = accounts::change_profile(&app, &mut tx, &actor, user.id, &change, app.clock.now()).await;
    let profile = changed.map_err(not_changed)?;
    tx.commit().await?;
    Ok(Json(profile))
}
