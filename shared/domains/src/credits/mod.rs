//! Credits between a reseller and its business owners: distributed and reclaimed by jobs, all or nothing.

mod db;
mod error;
pub mod jobs;
mod model;
mod proof;
mod request;
mod settle;
mod stats;

pub use db::{Filter, get, list, of_job};
pub use error::Refusal;
pub use model::{Direction, Distribution, DistributionStatus, NewDistribution};
pub use proof::wrong_distributions;
pub use request::request;
pub use settle::{distribute, fail, withdraw};
pub use stats::{BusinessOwnerStats, ResellerStats, Share, Summary, business_owner_stats, reseller_stats, summary};
