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

    pub(crate) async fn start(self, cluster: &mut Cluster, victim: usize) -> anyhow::Result<()> {
        match self {
            Self::ApiKilled => cluster.kill(Role::Api, victim),
            Self::ApiReplaced => cluster.ask_to_end(Role::Api, victim).await,
            Self::WorkerKilled => cluster.kill(Role::Worker, victim),
            Self::WorkerReplaced => cluster.ask_to_end(Role::Worker, victim).await,
            Self::WorkerPaused => cluster.signal(Role::Worker, victim, "-STOP"),
            Self::SchedulerKilled => cluster.kill(Role::Scheduler, victim),
            Self::PostgresRestarted => cluster.services.stop(Server::Postgres).await,
            Self::PostgresKilled => cluster.services.kill(Server::Postgres).await,
            Self::PostgresPaused => cluster.services.pause(Server::Postgres).await,
            Self::RedisKilled => cluster.services.kill(Server::Redis).await,
            Self::RedisPaused => cluster.services.pause(Server::Redis).await,
            Self::RedisFlushed => cluster.services.flush_redis().await,
            Self::RedisForgets => cluster.services.make_redis_forget().await,
            Self::ProviderGone => {
                cluster.provider.close();
                Ok(())
            }
        }
    }

    pub(crate) async fn heal(self, cluster: &mut Cluster, victim: usize) -> anyhow::Result<()> {
        match self {
            Self::ApiKilled | Self::ApiReplaced => cluster.start(Role::Api, victim).await,
            Self::WorkerKilled | Self::WorkerReplaced => cluster.start(Role::Worker, victim).await,
            Self::WorkerPaused => cluster.signal(Role::Worker, victim, "-CONT"),
            Self::SchedulerKilled => cluster.start(Role::Scheduler, victim).await,
            Self::PostgresRestarted | Self::PostgresKilled => cluster.services.start(Server::Postgres).await,
            Self::PostgresPaused => cluster.services.resume(Server::Postgres).await,
            Self::RedisKilled => cluster.services.start(Server::Redis).await,
            Self::RedisPaused => cluster.services.resume(Server::Redis).await,
            Self::RedisFlushed | Self::RedisForgets => Ok(()),
            Self::ProviderGone => cluster.provider.open().await,
        }
    }
}
