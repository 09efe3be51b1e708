//! The audit log: actor, action and subject. Entries are written in the transaction of their action, and never changed.

mod db;
mod model;
mod read;

pub use db::{Filter, list, record};
pub use model::{Actor, AuditEntry, Entry, Who};
pub use read::record_read;
