//! Billed sends over a channel, and what becomes of them.

mod accept;
mod advance;
mod db;
mod error;
pub mod jobs;
mod model;
mod proof;
mod withdraw;

pub use accept::{Send, accept};
pub use advance::{News, advance, ids_of};
pub use db::{Delivery, Direction, Filter, begin_sending, delivery, get, list, lock, stop_sending};
pub use error::Refusal;
pub use model::{Channel, Message, MessageStatus, NewMessage};
pub use proof::orphan_charges;
pub use withdraw::withdraw;
