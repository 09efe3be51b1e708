//! A user's console preferences, shared across machines.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use sqlx::PgExecutor;
use sqlx::types::Json;

use crate::db::Tx;
use crate::ids::UserId;
use crate::json::{self, StoredJson};

/// Maximum size of preferences, in bytes of JSON.
pub const MAX_PREFERENCES_BYTES: usize = 4096;

/// Why preferences were not changed.
#[derive(Debug, thiserror::Error)]
pub enum PreferencesError {
    /// They can't be stored: too long, too deep, or with a NUL.
    #[error("{0} in all")]
    Invalid(String),
    /// A database error.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

fn object(stored: StoredJson) -> Map<String, Value> {
    match stored.0 {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}

/// A user's preferences; empty if never set.
///
/// # Errors
/// Database errors.
pub async fn preferences(db: impl PgExecutor<'_>, user: UserId) -> sqlx::Result<Map<String, Value>> {
    let data =
        sqlx::query_scalar!(r#"SELECT data AS "data: StoredJson" FROM preferences WHERE user_id = $1"#, user.uuid(),)
            .fetch_optional(db)
            .await?;
    Ok(data.map(object).unwrap_or_default())
}

/// Changes a user's preferences: named keys are replaced, null removes, the rest stays. Returns all.
///
/// # Errors
/// Not storable, or database errors.
pub async fn change_preferences(
    tx: &mut Tx,
    user: UserId,
    change: Map<String, Value>,
    now: DateTime<Utc>,
) -> Result<Map<String, Value>, PreferencesError> {
    // The row exists and is locked from here on: concurrent changes are not lost.
    let stored = sqlx::query_scalar!(
        r#"INSERT INTO preferences (user_id, data, updated_at) VALUES ($1, '{}', $2)
        ON CONFLICT (user_id) DO UPDATE SET updated_at = excluded.updated_at
        RETURNING data AS "data: StoredJson""#,
        user.uuid(),
        now,
    )
    .fetch_one(tx.conn())
    .await?;
    let mut data = object(stored);
    for (name, value) in change {
        match value {
            Value::Null => drop(data.remove(&name)),
            value => drop(data.insert(name, value)),
        }
    }
    json::check(&data, MAX_PREFERENCES_BYTES).map_err(PreferencesError::Invalid)?;
    sqlx::query!(
        "UPDATE preferences SET data = $2 WHERE user_id = $1",
        user.uuid(),
        Json(&data) as Json<&Map<String, Value>>,
    )
    .execute(tx.conn())
    .await?;
    Ok(data)
}
