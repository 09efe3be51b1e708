//! A user's console preferences, shared across machines.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use sqlx::PgExecutor;
use sqlx::types::Json;

use crate::db::Tx;
use crate::ids::UserId;

/// Maximum size of preferences, in bytes of JSON.
pub const MAX_PREFERENCES_BYTES: usize = 4096;

/// Why preferences were not changed.
#[derive(Debug, thiserror::Error)]
pub enum PreferencesError {
    /// They are too long.
    #[error("must have at most {MAX_PREFERENCES_BYTES} bytes in all")]
    TooLong,
    /// They contain a NUL, which Postgres rejects.
    #[error("must have no NUL")]
    Nul,
    /// A database error.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// A user's preferences; empty if never set.
///
/// # Errors
/// Database errors.
pub async fn preferences(db: impl PgExecutor<'_>, user: UserId) -> sqlx::Result<Map<String, Value>> {
    let data = sqlx::query_scalar!(
        r#"SELECT data AS "data: Json<Map<String, Value>>" FROM preferences WHERE user_id = $1"#,
        user.uuid(),
    )
    .fetch_optional(db)
    .await?;
    Ok(data.map(|Json(data)| data).unwrap_or_default())
}

/// Changes a user's preferences: named keys are replaced, null removes, the rest stays. Returns all.
///
/// # Errors
/// Too long, a NUL, or database errors.
pub async fn change_preferences(
    tx: &mut Tx,
    user: UserId,
    change: Map<String, Value>,
    now: DateTime<Utc>,
) -> Result<Map<String, Value>, PreferencesError> {
    // The row exists and is locked from here on: concurrent changes are not lost.
    let Json(mut data) = sqlx::query_scalar!(
        r#"INSERT INTO preferences (user_id, data, updated_at) VALUES ($1, '{}', $2)
        ON CONFLICT (user_id) DO UPDATE SET updated_at = excluded.updated_at
        RETURNING data AS "data: Json<Map<String, Value>>""#,
        user.uuid(),
        now,
    )
    .fetch_one(tx.conn())
    .await?;
    for (name, value) in change {
        match value {
            Value::Null => drop(data.remove(&name)),
            value => drop(data.insert(name, value)),
        }
    }
    let text = serde_json::to_string(&data).map_err(|error| sqlx::Error::Encode(error.into()))?;
    if text.len() > MAX_PREFERENCES_BYTES {
        return Err(PreferencesError::TooLong);
    }
    // NUL as escaped in JSON.
    if text.contains("\\u0000") {
        return Err(PreferencesError::Nul);
    }
    sqlx::query!(
        "UPDATE preferences SET data = $2 WHERE user_id = $1",
        user.uuid(),
        Json(&data) as Json<&Map<String, Value>>,
    )
    .execute(tx.conn())
    .await?;
    Ok(data)
}
