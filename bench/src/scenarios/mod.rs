//! The scenarios, one module each.

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

use crate::env::Env;
use crate::report::Row;

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Scenario {
    /// A job's latency in an idle system.
    Handover,
    /// The cost of idle processes.
    Idle,
    /// Accepted sends per second, compared with Postgres alone.
    Accept,
    /// Transfers per second, compared with Postgres alone.
    Transfers,
    /// One worker's throughput for a backlog.
    Drain,
    /// Throughput to a provider.
    Deliver,
    /// Throughput of jobs without work.
    Noop,
    /// The effect of many jobs due in the same second.
    Due,
    /// Latency of long-polls for a job's end.
    Longpolls,
    /// Latency of the pieces of a model's answer.
    Completions,
    /// Obeying a provider's limit.
    Limit,
    /// Chat latency to many listeners.
    Chat,
    /// Cost of an idle socket.
    Sockets,
    /// Effect of one account's backlog on another account.
    Fairness,
    /// Cost of forged webhooks, and effect on others.
    Hooks,
    /// Effect of aborted logins on others.
    Logins,
    /// Effect of one account's chat on others in a small Redis.
    FullRedis,
    /// Effect of one account's searches and reports on another.
    Reports,
    /// The cost of idle event streams.
    Streams,
    /// The web console's speed in a browser.
    Console,
    /// Cost of accepting with many old rows.
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

    pub(crate) async fn run(self, env: &mut Env, full: bool) -> anyhow::Result<Vec<Row>> {
        match self {
            Self::Handover => handover::run(env).await,
            Self::Idle => idle::run(env).await,
            Self::Accept => accept::run(env).await,
            Self::Transfers => transfers::run(env).await,
            Self::Drain => drain::run(env, if full { 100_000 } else { 20_000 }).await,
            Self::Deliver => deliver::run(env, if full { 100_000 } else { 20_000 }).await,
            Self::Noop => noop::run(env, if full { 100_000 } else { 20_000 }).await,
            Self::Due => due::run(env, if full { 20_000 } else { 10_000 }).await,
            Self::Longpolls => longpolls::run(env, if full { 5_000 } else { 1_000 }).await,
            Self::Completions => completions::run(env).await,
            Self::Limit => limit::run(env).await,
            Self::Chat => chat::run(env).await,
            Self::Sockets => sockets::run(env, if full { 10_000 } else { 5_000 }).await,
            Self::Fairness => fairness::run(env, if full { 50_000 } else { 5_000 }).await,
            Self::Hooks => hooks::run(env).await,
            Self::Logins => logins::run(env).await,
            Self::FullRedis => full_redis::run(env).await,
            Self::Reports => reports::run(env).await,
            Self::Streams => streams::run(env).await,
            Self::Console => console::run(env).await,
            Self::Grown(rows) => grown::run(env, rows).await,
        }
    }
}
