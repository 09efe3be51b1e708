use chrono::{DateTime, Utc};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::accounts::UserRef;
use crate::ids::TransferId;
use crate::money::{Amount, Money};

/// Money that went from one user to another.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Transfer {
    /// Its id.
    pub id: TransferId,
    /// Who gave.
    pub sender: UserRef,
    /// Who got.
    pub receiver: UserRef,
    /// How much.
    pub amount: Money,
    /// Of which currency.
    #[schema(examples("USD"))]
    pub currency: String,
    /// What the sender wrote to it.
    pub note: Option<String>,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// Money for another user.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[schema(examples(json!({"receiver": "bob", "amount": "100.50", "note": "Lunch"})))]
pub struct NewTransfer {
    /// The receiver's id or name.
    #[garde(length(min = 1, max = 128))]
    pub receiver: String,
    /// How much.
    #[garde(skip)]
    pub amount: Amount,
    /// What for.
    #[garde(inner(length(chars, max = 500)))]
    #[serde(default)]
    pub note: Option<String>,
}

/// Which side of a transfer one is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TransferDirection)]
pub enum Direction {
    /// One gave.
    Sent,
    /// One got.
    Received,
}
