//! What can be measured, each in a module of its own.

mod drain;
mod due;
mod fairness;
mod handover;
mod idle;
mod limit;
mod longpolls;

use clap::ValueEnum;

use crate::report::Row;
use crate::stage::Stage;

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Scenario {
    /// How long a job waits where nothing else does.
    Handover,
    /// What it costs to do nothing.
    Idle,
    /// How fast one worker works a backlog off.
    Drain,
    /// What many jobs that are due in the same second do.
    Due,
    /// How soon those who wait for a job hear of its end.
    Longpolls,
    /// How a provider's limit is kept.
    Limit,
    /// What one account's backlog does to another account.
    Fairness,
}

impl Scenario {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Handover => handover::NAME,
            Self::Idle => idle::NAME,
            Self::Drain => drain::NAME,
            Self::Due => due::NAME,
            Self::Longpolls => longpolls::NAME,
            Self::Limit => limit::NAME,
            Self::Fairness => fairness::NAME,
        }
    }

    pub(crate) async fn run(self, stage: &mut Stage, full: bool) -> anyhow::Result<Vec<Row>> {
        match self {
            Self::Handover => handover::run(stage).await,
            Self::Idle => idle::run(stage).await,
            Self::Drain => drain::run(stage, if full { 100_000 } else { 20_000 }).await,
            Self::Due => due::run(stage, if full { 20_000 } else { 10_000 }).await,
            Self::Longpolls => longpolls::run(stage, if full { 5_000 } else { 1_000 }).await,
            Self::Limit => limit::run(stage).await,
            Self::Fairness => fairness::run(stage, if full { 50_000 } else { 5_000 }).await,
        }
    }
}
