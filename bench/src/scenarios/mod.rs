//! What can be measured, each in a module of its own.

mod accept;
mod chat;
mod completions;
mod console;
mod deliver;
mod drain;
mod drained;
mod due;
mod fairness;
mod full_redis;
mod grown;
mod handover;
mod hooks;
mod idle;
mod limit;
mod logins;
mod longpolls;
mod noop;
mod reports;
mod sockets;
mod streams;
mod transfers;

use clap::ValueEnum;

use crate::env::Stage;
use crate::report::Row;

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Scenario {
    /// How long a job waits where nothing else does.
    Handover,
    /// What it costs to do nothing.
    Idle,
    /// How many sends are accepted in a second, beside what Postgres alone can do.
    Accept,
    /// How many transfers of money are done in a second, beside what Postgres alone can do.
    Transfers,
    /// How fast one worker works a backlog off.
    Drain,
    /// How fast messages go out to a provider.
    Deliver,
    /// How fast jobs end that do nothing.
    Noop,
    /// What many jobs that are due in the same second do.
    Due,
    /// How soon those who wait for a job hear of its end.
    Longpolls,
    /// How soon the pieces of a model's answer are there.
    Completions,
    /// How a provider's limit is kept.
    Limit,
    /// How fast what one says comes to many.
    Chat,
    /// What an idle socket costs.
    Sockets,
    /// What one account's backlog does to another account.
    Fairness,
    /// What forged webhooks cost, and what they do to others.
    Hooks,
    /// What logins that are aborted do to one that is not.
    Logins,
    /// What one account's chat does to others in a small Redis.
    FullRedis,
    /// What one account's searches and reports do to another account.
    Reports,
    /// What open event streams cost while nothing happens.
    Streams,
    /// How fast the web console is in a browser.
    Console,
    /// What accepting costs beside so many old rows.
    #[value(skip)]
    Grown(u32),
}

impl Scenario {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Handover => handover::NAME,
            Self::Idle => idle::NAME,
            Self::Accept => accept::NAME,
            Self::Transfers => transfers::NAME,
            Self::Drain => drain::NAME,
            Self::Deliver => deliver::NAME,
            Self::Noop => noop::NAME,
            Self::Due => due::NAME,
            Self::Longpolls => longpolls::NAME,
            Self::Completions => completions::NAME,
            Self::Limit => limit::NAME,
            Self::Chat => chat::NAME,
            Self::Sockets => sockets::NAME,
            Self::Fairness => fairness::NAME,
            Self::Hooks => hooks::NAME,
            Self::Logins => logins::NAME,
            Self::FullRedis => full_redis::NAME,
            Self::Reports => reports::NAME,
            Self::Streams => streams::NAME,
            Self::Console => console::NAME,
            Self::Grown(_) => grown::NAME,
        }
    }

    pub(crate) async fn run(self, stage: &mut Stage, full: bool) -> anyhow::Result<Vec<Row>> {
        match self {
            Self::Handover => handover::run(stage).await,
            Self::Idle => idle::run(stage).await,
            Self::Accept => accept::run(stage).await,
            Self::Transfers => transfers::run(stage).await,
            Self::Drain => drain::run(stage, if full { 100_000 } else { 20_000 }).await,
            Self::Deliver => deliver::run(stage, if full { 100_000 } else { 20_000 }).await,
            Self::Noop => noop::run(stage, if full { 100_000 } else { 20_000 }).await,
            Self::Due => due::run(stage, if full { 20_000 } else { 10_000 }).await,
            Self::Longpolls => longpolls::run(stage, if full { 5_000 } else { 1_000 }).await,
            Self::Completions => completions::run(stage).await,
            Self::Limit => limit::run(stage).await,
            Self::Chat => chat::run(stage).await,
            Self::Sockets => sockets::run(stage, if full { 10_000 } else { 5_000 }).await,
            Self::Fairness => fairness::run(stage, if full { 50_000 } else { 5_000 }).await,
            Self::Hooks => hooks::run(stage).await,
            Self::Logins => logins::run(stage).await,
            Self::FullRedis => full_redis::run(stage).await,
            Self::Reports => reports::run(stage).await,
            Self::Streams => streams::run(stage).await,
            Self::Console => console::run(stage).await,
            Self::Grown(rows) => grown::run(stage, rows).await,
        }
    }
}
