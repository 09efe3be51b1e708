//! Money transfers between users: one transaction, within limits.

mod db;
mod error;
mod model;
mod send;

pub use db::{get, list};
pub use error::Refusal;
pub use model::{Direction, NewTransfer, Transfer};
pub use send::{Hold, Prepared, available, prepare, send};
