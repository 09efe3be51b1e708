//! Accepting a batch of sends, in three steps: one statement reads everything that decides ([`lookups`]), a plan in
//! memory holds everything to be written ([`plan`]), one statement writes it ([`write`]).
//!
//! [`accept`] does all three in one transaction. The caller says how an accepted send is answered.

mod batch;
mod ceilings;
mod draft;
mod lookups;
mod plan;
mod request;
mod rights;
mod write;

pub use batch::{Strategy, accept, accept_in};
pub use lookups::lock_senders;
pub use plan::{AcceptPlan, Accepted, Answering, Purpose, Resolution, must_be_locked, plan};
pub use request::{Send, SendRequest};
