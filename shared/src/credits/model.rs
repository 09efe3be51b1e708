use chrono::{DateTime, Utc};
use garde::Validate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::types::Json;
use utoipa::ToSchema;

use crate::events::NewEvent;
use crate::ids::{DistributionId, JobId, UserId};
use crate::jobs::JobError;

/// Where a distribution stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::Type, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum DistributionStatus {
    /// Its job waits or runs.
    Pending,
    /// The credits were moved.
    Succeeded,
    /// They were not, and won't be.
    Failed,
    /// Its job was withdrawn.
    Cancelled,
}

/// Which way credits go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From the reseller to its business owner.
    Out,
    /// Back to the reseller.
    Back,
}

/// Credits that a reseller hands to its business owner, or takes back.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Distribution {
    /// Its id.
    pub id: DistributionId,
    /// Whose credits they are, or become again.
    pub reseller_id: UserId,
    /// Who gets them, or gives them back.
    pub business_owner_id: UserId,
    /// How many; below zero: taken back.
    #[schema(examples(500))]
    pub credits: i64,
    /// Where it stands.
    pub status: DistributionStatus,
    /// The job that does it.
    pub job_id: JobId,
    /// What the reseller wrote to it.
    pub note: Option<String>,
    /// Why it failed.
    #[schema(value_type = Option<JobError>)]
    pub error: Option<Json<JobError>>,
    /// When it was accepted.
    pub created_at: DateTime<Utc>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
}

impl Distribution {
    /// Which way it goes.
    #[must_use]
    pub fn direction(&self) -> Direction {
        if self.credits < 0 { Direction::Back } else { Direction::Out }
    }

    /// What both are told of it; of what came to nothing only the reseller.
    pub(super) fn facts(&self) -> impl Iterator<Item = NewEvent> {
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

/// Credits to be handed to a business owner, or taken back.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[schema(examples(json!({"business_owner_id": "usr_01h2xcejqtf2nbrexx3vqjhp41", "credits": 500, "note": "March"})))]
pub struct NewDistribution {
    /// A business owner of yours.
    #[garde(skip)]
    pub business_owner_id: UserId,
    /// How many.
    #[garde(range(min = 1, max = 1_000_000_000_000))]
    #[schema(minimum = 1)]
    pub credits: i64,
    /// What for.
    #[garde(inner(length(chars, max = 500)))]
    #[serde(default)]
    pub note: Option<String>,
}
