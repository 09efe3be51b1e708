//! The effect of a movement on its two accounts.

use uuid::Uuid;

use super::Movement;
use crate::ids::TransferId;

/// One side of a transfer: the account and, for a wallet, its entry's number and balance after.
pub(super) type Side = (Uuid, Option<i64>, Option<i64>);

/// A planned movement, to be written.
pub(super) struct Posting {
    pub id: TransferId,
    pub movement: Movement,
    pub from: Side,
    pub to: Side,
    /// The part of it that is promotional credits.
    pub promotional: i64,
    /// The threshold that the payer's balance fell below.
    pub fell_below: Option<i64>,
}
