use chrono::{DateTime, Utc};
use garde::Validate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::types::Json;
use utoipa::ToSchema;

use crate::events::NewEvent;
use crate::ids::{DistributionId, JobId, UserId};
use crate::jobs::JobError;

crate::text_enum! {
    /// Status of a distribution.
    pub enum DistributionStatus {
        /// Its job is open.
        Pending,
        /// The credits were moved.
        Succeeded,
        /// They were not moved, and won't be.
        Failed,
        /// Its job was cancelled.
        Cancelled,
    }
}

/// Direction of a distribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From the reseller to its business owner.
    Out,
    /// Back to the reseller.
    Back,
}

/// Credits that a reseller distributes to its business owner, or reclaims.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Distribution {
    /// Its id.
    pub id: DistributionId,
    /// The reseller.
    pub reseller_id: UserId,
    /// The business owner.
    pub business_owner_id: UserId,
    /// The amount; negative if reclaimed.
    #[schema(examples(500))]
    pub credits: i64,
    /// Its status.
    pub status: DistributionStatus,
    /// Its job.
    pub job_id: JobId,
    /// The reseller's note.
    pub note: Option<String>,
    /// The failure.
    #[schema(value_type = Option<JobError>)]
    pub error: Option<Json<JobError>>,
    /// Time of acceptance.
    pub created_at: DateTime<Utc>,
    /// End time.
    pub finished_at: Option<DateTime<Utc>>,
}

impl Distribution {
    /// Its direction.
    #[must_use]
    pub fn direction(&self) -> Direction {
        if self.credits < 0 { Direction::Back } else { Direction::Out }
    }

    /// Events for both parties; a failed or cancelled distribution is reported to the reseller only.
    pub(super) fn events(&self) -> impl Iterator<Item = NewEvent> {
        let name: &str = self.status.into();
        let data = json!({
            "id": self.id, "reseller_id": self.reseller_id, "business_owner_id": self.business_owner_id,
            "credits": self.credits, "status": self.status, "job_id": self.job_id, "error": self.error,
        });
        let other = (self.status == DistributionStatus::Succeeded).then_some(self.business_owner_id);
        let kind = format!("distribution.{name}");
        [Some(self.reseller_id), other].into_iter().flatten().map(move |owner| NewEvent {
            owner,
            kind: kind.clone(),
            data: data.clone(),
        })
    }
}

/// Credits to distribute to a business owner, or to reclaim.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[schema(examples(json!({"business_owner_id": "usr_01h2xcejqtf2nbrexx3vqjhp41", "credits": 500, "note": "March"})))]
pub struct NewDistribution {
    /// One of your business owners.
    #[garde(skip)]
    pub business_owner_id: UserId,
    /// The amount.
    #[garde(range(min = 1, max = 1_000_000_000_000))]
    #[schema(minimum = 1)]
    pub credits: i64,
    /// A note.
    #[garde(inner(length(chars, max = 500)))]
    #[serde(default)]
    pub note: Option<String>,
}
