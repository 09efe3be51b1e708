//! `/v1/me/preferences`: settings stored for the console.

use axum::Json;
use axum::extract::State;
use garde::Validate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use shared::accounts::{self, PreferencesError};
use shared::app::App;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::{CanManage, CanRead};
use crate::extract::ValidJson;
use crate::problem::Problem;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(get, change))
}

/// A JSON object of at most 4096 bytes, with members chosen by the client.
#[derive(Debug, Serialize, Deserialize, Validate, ToSchema)]
#[serde(transparent)]
#[schema(value_type = std::collections::HashMap<String, Value>, examples(json!({"theme": "dark", "time_zone": "Europe/Paris"})))]
struct Preferences(#[garde(skip)] Map<String, Value>);

/// Returns your preferences.
#[utoipa::path(get, path = "/v1/me/preferences", tag = "auth", security(("bearer" = ["read"])), responses(
    (status = 200, description = "The preferences; an empty object where there are none", body = Preferences),
))]
async fn get(State(app): State<App>, CanRead(user): CanRead) -> Result<Json<Preferences>, Problem> {
    Ok(Json(Preferences(accounts::preferences(app.db.pool(), user).await?)))
}

/// Updates your preferences: each named member is replaced, null removes it, and the rest stays.
///
/// All of them have at most 4096 bytes.
#[utoipa::path(patch, path = "/v1/me/preferences", tag = "auth", request_body = Preferences, security(("bearer" = ["admin"])), responses(
    (status = 200, description = "The updated preferences", body = Preferences),
))]
async fn change(
    State(app): State<App>,
    CanManage(user): CanManage,
    ValidJson(Preferences(change)): ValidJson<Preferences>,
) -> Result<Json<Preferences>, Problem> {
    let mut tx = app.db.begin().await?;
    let changed = accounts::change_preferences(&mut tx, user, change, app.clock.now()).await;
    let all = changed.map_err(|error| match error {
        PreferencesError::Database(error) => error.into(),
        error => Problem::invalid_field("validation_failed", ".", &error.to_string()),
    })?;
    tx.commit().await?;
    Ok(Json(Preferences(all)))
}
