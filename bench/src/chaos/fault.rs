//! Faults, and how each begins and ends. Only what was broken by hand is repaired: killed processes are restarted,
//! paused ones resumed.

use std::ops::RangeInclusive;

use serde::Serialize;

use super::cluster::{Cluster, Role};
use super::services::Server;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, strum::EnumIter)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Fault {
    ApiKilled,
    /// SIGTERM to one while the other serves, then a replacement: a rolling restart.
    ApiReplaced,
    WorkerKilled,
    WorkerReplaced,
    /// SIGSTOP until its leases expired, then SIGCONT.
    WorkerPaused,
    SchedulerKilled,
    PostgresRestarted,
    /// SIGKILL, to test recovery.
    PostgresKilled,
    PostgresPaused,
    RedisKilled,
    RedisFlushed,
    RedisPaused,
    /// Scripts and connections are lost; data stay.
    RedisForgets,
    /// Its port and connections are closed.
    ProviderGone,
}

impl Fault {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::ApiKilled => "API process killed",
            Self::ApiReplaced => "API process replaced (SIGTERM)",
            Self::WorkerKilled => "worker killed",
            Self::WorkerReplaced => "worker replaced (SIGTERM)",
            Self::WorkerPaused => "worker paused beyond its leases",
            Self::SchedulerKilled => "scheduler killed",
            Self::PostgresRestarted => "Postgres restarted",
            Self::PostgresKilled => "Postgres killed",
            Self::PostgresPaused => "Postgres paused",
            Self::RedisKilled => "Redis killed",
            Self::RedisFlushed => "Redis emptied",
            Self::RedisPaused => "Redis paused",
            Self::RedisForgets => "Redis' scripts and connections gone",
            Self::ProviderGone => "provider's port closed",
        }
    }

    /// Its duration in milliseconds, without the time to start or end it.
    pub(crate) fn hold_ms(self, full: bool) -> RangeInclusive<u64> {
        match self {
            Self::ApiReplaced | Self::WorkerReplaced | Self::RedisFlushed | Self::RedisForgets => 0..=0,
            // A lease is 15 s.
            Self::WorkerPaused if full => 60_000..=60_000,
            Self::WorkerPaused => 18_000..=22_000,
            // An idle transaction is ended after 5 s, a lease is renewed after 5 s.
            Self::PostgresPaused | Self::RedisPaused => 3_000..=9_000,
            Self::ProviderGone => 3_000..=6_000,
            Self::ApiKilled
            | Self::WorkerKilled
            | Self::SchedulerKilled
            | Self::PostgresRestarted
            | Self::PostgresKilled
            | Self::RedisKilled => 500..=3_000,
        }
    }

    pub(crate) async fn start(self, cast: &mut Cluster, victim: usize) -> anyhow::Result<()> {
        match self {
            Self::ApiKilled => cast.kill(Role::Api, victim),
            Self::ApiReplaced => cast.ask_to_end(Role::Api, victim).await,
            Self::WorkerKilled => cast.kill(Role::Worker, victim),
            Self::WorkerReplaced => cast.ask_to_end(Role::Worker, victim).await,
            Self::WorkerPaused => cast.signal(Role::Worker, victim, "-STOP"),
            Self::SchedulerKilled => cast.kill(Role::Scheduler, victim),
            Self::PostgresRestarted => cast.services.stop(Server::Postgres).await,
            Self::PostgresKilled => cast.services.kill(Server::Postgres).await,
            Self::PostgresPaused => cast.services.pause(Server::Postgres).await,
            Self::RedisKilled => cast.services.kill(Server::Redis).await,
            Self::RedisPaused => cast.services.pause(Server::Redis).await,
            Self::RedisFlushed => cast.services.flush_redis().await,
            Self::RedisForgets => cast.services.make_redis_forget().await,
            Self::ProviderGone => {
                cast.provider.close();
                Ok(())
            }
        }
    }

    pub(crate) async fn heal(self, cast: &mut Cluster, victim: usize) -> anyhow::Result<()> {
        match self {
            Self::ApiKilled | Self::ApiReplaced => cast.start(Role::Api, victim).await,
            Self::WorkerKilled | Self::WorkerReplaced => cast.start(Role::Worker, victim).await,
            Self::WorkerPaused => cast.signal(Role::Worker, victim, "-CONT"),
            Self::SchedulerKilled => cast.start(Role::Scheduler, victim).await,
            Self::PostgresRestarted | Self::PostgresKilled => cast.services.start(Server::Postgres).await,
            Self::PostgresPaused => cast.services.resume(Server::Postgres).await,
            Self::RedisKilled => cast.services.start(Server::Redis).await,
            Self::RedisPaused => cast.services.resume(Server::Redis).await,
            Self::RedisFlushed | Self::RedisForgets => Ok(()),
            Self::ProviderGone => cast.provider.open().await,
        }
    }
}
