use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
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
