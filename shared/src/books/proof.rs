use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::PgExecutor;
use sqlx::types::Json;
use utoipa::ToSchema;

use crate::app::App;
use crate::ledger::{self, AssetProof};
use crate::messaging;

/// Whether the ledger adds up.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Proof {
    /// All of the below is as it must be.
    pub holds: bool,
    /// What was found for each asset.
    pub assets: Vec<AssetProof>,
    /// Charges without a message, or whose message ended undelivered without a refund.
    pub orphan_charges: i64,
    /// When.
    pub checked_at: DateTime<Utc>,
}

/// Replays the whole ledger and compares, in one snapshot.
///
/// # Errors
/// The database.
pub async fn prove(app: &App) -> sqlx::Result<Proof> {
    let mut snapshot = app.db.snapshot().await?;
    let checked_at = app.clock.now();
    let assets = ledger::prove(&mut snapshot).await?;
    let orphan_charges = messaging::orphan_charges(&mut snapshot).await?;
    let holds = orphan_charges == 0 && assets.iter().all(AssetProof::holds);
    Ok(Proof { holds, assets, orphan_charges, checked_at })
}

/// What `credits.prove` found last, if it is still kept.
///
/// # Errors
/// The database; a result of another version.
pub async fn newest_proof(db: impl PgExecutor<'_>) -> sqlx::Result<Option<Proof>> {
    // The kind is written out, because the index is one of this kind.
    let newest = sqlx::query_scalar!(
        r#"SELECT result AS "result!: Json<Proof>" FROM jobs WHERE kind = 'credits.prove' AND state = 'succeeded'
        ORDER BY finished_at DESC LIMIT 1"#
    )
    .fetch_optional(db)
    .await?;
    Ok(newest.map(|Json(proof)| proof))
}
