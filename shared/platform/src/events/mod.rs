//! The event log: changes to a user's resources, in an order that readers can rely on.

mod db;
mod model;

pub use db::{HeldBack, held_back, is_purged_after, newest, purge, read, read_back, record, rows, with_news};
pub use model::{Cursor, Event, NewEvent, NotATypeFilter, Order, TypeFilter};
