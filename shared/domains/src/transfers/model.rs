use chrono::{DateTime, Utc};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::accounts::UserRef;
use crate::ids::TransferId;
use crate::money::{Amount, Money};

/// A money transfer between users.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Transfer {
    /// Its id.
    pub id: TransferId,
    /// The sender.
    pub sender: UserRef,
    /// The receiver.
    pub receiver: UserRef,
    /// The amount.
    pub amount: Money,
    /// Its currency.
    #[schema(examples("USD"))]
    pub currency: String,
    /// The sender's note.
    pub note: Option<String>,
    /// Time of the transfer.
    pub created_at: DateTime<Utc>,
}

/// A transfer to another user.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[schema(examples(json!({"receiver": "bob", "amount": "100.50", "note": "Lunch"})))]
pub struct NewTransfer {
    /// The receiver's id or name.
    #[garde(length(min = 1, max = 128))]
    pub receiver: String,
    /// The amount.
    #[garde(skip)]
    pub amount: Amount,
    /// A note.
    #[garde(inner(length(chars, max = 500)))]
    #[serde(default)]
    pub note: Option<String>,
}

/// The user's side of a transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TransferDirection)]
pub enum Direction {
    /// The sender.
    Sent,
    /// The receiver.
    Received,
}
