//! The log of facts: what happened to what a user owns, in an order that a reader can trust.

mod db;
mod model;

pub use db::{HeldBack, held_back, is_purged_after, newest, purge, read, record, with_news};
pub use model::{Cursor, Event, NewEvent, NotATypeFilter, TypeFilter};
