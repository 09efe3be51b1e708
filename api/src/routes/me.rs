//! `/v1/me`: the caller's account.

use axum::Json;
use axum::extract::State;
use shared::accounts::{self, ChangeError, OwnChange};
use shared::app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::account_errors::not_changed;
use crate::auth::{Acting, CanManage, CanRead};
use crate::extract::ValidJson;
use crate::problem::Problem;
use crate::schemas::UserDetails;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(me, change_me))
}

/// Returns your account.
#[utoipa::path(get, path = "/v1/me", tag = "auth", security(("bearer" = ["read"])), responses(
    (status = 200, description = "The user of the access token", body = UserDetails),
))]
async fn me(State(app): State<App>, CanRead(id): CanRead) -> Result<Json<UserDetails>, Problem> {
    let user = accounts::get(app.db.pool(), id).await?;
    let user = user.ok_or_else(nobody)?;
    Ok(Json(UserDetails::of(&app, user).await?))
}

fn nobody() -> Problem {
    Problem::unauthenticated("The user of this access token does not exist.")
}

/// Updates your account.
///
/// Omitted fields stay; null removes an optional one.
#[utoipa::path(patch, path = "/v1/me", tag = "auth", request_body = OwnChange, security(("bearer" = ["admin"])), responses(
    (status = 200, description = "The updated user", body = UserDetails),
    (status = 409, description = "`username_taken` or `email_taken`"),
))]
async fn change_me(
    State(app): State<App>,
    CanManage(id): CanManage,
    Acting(actor): Acting,
    ValidJson(change): ValidJson<OwnChange>,
) -> Result<Json<UserDetails>, Problem> {
    let mut tx = app.db.begin().await?;
    let user = accounts::change_oneself(&mut tx, &actor, id, &change, app.clock.now()).await;
    let user = user.map_err(|error| match error {
        ChangeError::NotFound => nobody(),
        error => not_changed(error),
    })?;
    tx.commit().await?;
    Ok(Json(UserDetails::of(&app, user).await?))
}
