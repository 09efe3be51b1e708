//! Faults: their start and their repair. Killed processes are restarted, paused ones resumed; nothing else is repaired.

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
    RedisConnectionsDropped,
    /// Its port and connections are closed.
    ProviderUnreachable,
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
            Self::RedisConnectionsDropped => "Redis' scripts and connections dropped",
            Self::ProviderUnreachable => "provider's port closed",
        }
    }

    /// Its duration in milliseconds, without the time to start or end it.
    pub(crate) fn duration_ms(self, full: bool) -> RangeInclusive<u64> {
        match self {
            Self::ApiReplaced | Self::WorkerReplaced | Self::RedisFlushed | Self::RedisConnectionsDropped => 0..=0,
            // A lease is 15 s.
            Self::WorkerPaused if full => 60_000..=60_000,
            Self::WorkerPaused => 18_000..=22_000,
            // An idle transaction is ended after 5 s, a lease is renewed after 5 s.
            Self::PostgresPaused | Self::RedisPaused => 3_000..=9_000,
            Self::ProviderUnreachable => 3_000..=6_000,
            Self::ApiKilled
            | Self::WorkerKilled
            | Self::SchedulerKilled
            | Self::PostgresRestarted
            | Self::PostgresKilled
            | Self::RedisKilled => 500..=3_000,
        }
    }

    pub(crate) async fn start(self, cluster: &mut Cluster, target: usize) -> anyhow::Result<()> {
        match self {
            Self::ApiKilled => cluster.kill(Role::Api, target),
            Self::ApiReplaced => cluster.terminate(Role::Api, target).await,
            Self::WorkerKilled => cluster.kill(Role::Worker, target),
            Self::WorkerReplaced => cluster.terminate(Role::Worker, target).await,
            Self::WorkerPaused => cluster.signal(Role::Worker, target, "-STOP"),
            Self::SchedulerKilled => cluster.kill(Role::Scheduler, target),
            Self::PostgresRestarted => cluster.services.stop(Server::Postgres).await,
            Self::PostgresKilled => cluster.services.kill(Server::Postgres).await,
            Self::PostgresPaused => cluster.services.pause(Server::Postgres).await,
            Self::RedisKilled => cluster.services.kill(Server::Redis).await,
            Self::RedisPaused => cluster.services.pause(Server::Redis).await,
            Self::RedisFlushed => cluster.services.flush_redis().await,
            Self::RedisConnectionsDropped => cluster.services.drop_scripts_and_connections().await,
            Self::ProviderUnreachable => {
                cluster.provider.close();
                Ok(())
            }
        }
    }

    pub(crate) async fn repair(self, cluster: &mut Cluster, target: usize) -> anyhow::Result<()> {
        match self {
            Self::ApiKilled | Self::ApiReplaced => cluster.restart(Role::Api, target).await,
            Self::WorkerKilled | Self::WorkerReplaced => cluster.restart(Role::Worker, target).await,
            Self::WorkerPaused => cluster.signal(Role::Worker, target, "-CONT"),
            Self::SchedulerKilled => cluster.restart(Role::Scheduler, target).await,
            Self::PostgresRestarted | Self::PostgresKilled => cluster.services.start(Server::Postgres).await,
            Self::PostgresPaused => cluster.services.resume(Server::Postgres).await,
            Self::RedisKilled => cluster.services.start(Server::Redis).await,
            Self::RedisPaused => cluster.services.resume(Server::Redis).await,
            Self::RedisFlushed | Self::RedisConnectionsDropped => Ok(()),
            Self::ProviderUnreachable => cluster.provider.open().await,
        }
    }
}
