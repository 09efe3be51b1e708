//! What a movement comes to in its two accounts.

use uuid::Uuid;

use super::Movement;
use crate::ids::TransferId;

/// One side of a transfer: the account and, for a wallet, its entry's number and balance after.
pub(super) type Side = (Uuid, Option<i64>, Option<i64>);

/// A movement that was worked out, to be written.
pub(super) struct Posting {
    pub id: TransferId,
    pub movement: Movement,
    pub from: Side,
    pub to: Side,
    /// How much of it is promotional credits.
    pub promotional: i64,
    /// The threshold that the giver's balance fell below.
    pub fell_below: Option<i64>,
}
