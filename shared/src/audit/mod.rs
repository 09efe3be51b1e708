//! The audit log: who did what to whom. Entries are written in the transaction of what they tell of, and never changed.

mod db;
mod model;

pub use db::{Filter, list, record};
pub use model::{Actor, AuditEntry, Entry, Who};
