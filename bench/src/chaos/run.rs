//! The run: accounts, phases of load with a fault each, and the wait for the last job.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use chrono::{DateTime, Utc};
use futures::{StreamExt, TryStreamExt, stream};
use sqlx::PgPool;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until};

use super::chat::Chat;
use super::client::{Client, RetryCounts};
use super::cluster::Cluster;
use super::fault::Fault;
use super::load::Load;
use super::observer::Observer;
use super::plan::{Phase, Plan, PlannedFault};
use super::readers::{Reader, Transport};
use crate::client::User;
use crate::output::note;

/// Senders whose log is read by long-polls and by streams.
const POLLED: usize = 6;
const STREAMED: usize = 3;
/// Senders that send in the group; all others listen.
const SENDERS: usize = 20;
/// How long work may take to resume after a fault.
const RESUME_TIMEOUT: Duration = Duration::from_secs(60);
/// How long no open job may end, after all clients are done.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(150);
/// Polls without a change before the run counts as over. The provider retries webhooks after 2 s.
const IDLE_POLLS: u32 = 6;
const POLL_INTERVAL: Duration = Duration::from_millis(100);

/// An injected fault.
pub(crate) struct InjectedFault {
    pub(crate) fault: Fault,
    /// When it took effect, not when it was started.
    pub(crate) started: DateTime<Utc>,
    pub(crate) repaired: DateTime<Utc>,
}

/// All participants and their records.
pub(crate) struct Run {
    pub(crate) admin: Client,
    pub(crate) load: Load,
    pub(crate) readers: Vec<Reader>,
    pub(crate) chat: Chat,
    pub(crate) observer: Observer,
    pub(crate) retries: Arc<RetryCounts>,
    pub(crate) faults: Vec<InjectedFault>,
}

impl Run {
    /// Runs a plan to its end; only the readers and the observer stay active.
    pub(crate) async fn run(plan: &Plan, cluster: &mut Cluster) -> anyhow::Result<Self> {
        let mut run = Self::prepare(plan, cluster).await?;
        let mut clients = JoinSet::new();
        for phase in &plan.phases {
            run.phase(phase, cluster, &mut clients).await?;
        }
        note("==> clients finish");
        while let Some(ended) = clients.join_next().await {
            ended.context("a client failed")?;
        }
        run.chat.stop().await?;
        note("==> waiting for jobs");
        wait_until_idle(&cluster.env.db).await;
        Ok(run)
    }

    async fn prepare(plan: &Plan, cluster: &Cluster) -> anyhow::Result<Self> {
        note(&format!("==> {} accounts", plan.size.accounts));
        let retries = Arc::new(RetryCounts::default());
        // Half of the accounts keep their connections, the others make one per request.
        let builder = || reqwest::Client::builder().retry(reqwest::retry::never());
        let (http, fresh) = (builder().build()?, builder().pool_max_idle_per_host(0).build()?);
        let base = cluster.proxy.url();
        let client = |(number, user): (usize, User)| Client {
            http: if number % 2 == 0 { http.clone() } else { fresh.clone() },
            base: base.clone(),
            token: user.token,
            name: user.name,
            retries: retries.clone(),
        };
        let signing_up = stream::iter(0..plan.size.accounts + SENDERS)
            .map(|number| {
                let (http, base) = (http.clone(), base.clone());
                async move { anyhow::Ok((number, User::sign_up(http, &base, &format!("wren{number:04}")).await?)) }
            })
            .buffered(8);
        let mut clients: Vec<_> = signing_up.map_ok(client).try_collect().await?;
        let chat = Chat::start(clients.split_off(plan.size.accounts), &clients).await?;
        cluster.env.create_admin(ADMIN)?;
        let admin = client((0, User::log_in(http.clone(), &base, ADMIN).await?));
        // Small pages end in the middle of a transaction's events.
        let page = |number| if number % 2 == 0 { 2 } else { 50 };
        let polled = clients.iter().take(POLLED).enumerate();
        let polled =
            polled.map(|(number, client)| Reader::start(client.clone(), Transport::LongPoll { page: page(number) }));
        let streamed =
            clients.iter().rev().take(STREAMED).map(|client| Reader::start(client.clone(), Transport::Stream));
        let readers = polled.chain(streamed).collect();
        let observer = Observer::start(cluster.env.db.clone(), http.clone(), cluster.simulator.clone());
        let load = Load::new(plan.seed, clients);
        Ok(Self { admin, load, readers, chat, observer, retries, faults: Vec::new() })
    }

    async fn phase(&mut self, phase: &Phase, cluster: &mut Cluster, clients: &mut JoinSet<()>) -> anyhow::Result<()> {
        let began = Instant::now();
        for send in phase.sends.iter().cloned() {
            let load = self.load.clone();
            clients.spawn(async move {
                sleep_until(began + send.at).await;
                load.perform(&send).await;
            });
        }
        if let Some(planned) = &phase.fault {
            sleep_until(began + planned.at).await;
            self.inject(planned, cluster).await?;
        }
        sleep_until(began + Phase::length(phase.fault.as_ref())).await;
        Ok(())
    }

    async fn inject(&mut self, planned: &PlannedFault, cluster: &mut Cluster) -> anyhow::Result<()> {
        let PlannedFault { fault, duration, target, .. } = *planned;
        note(&format!("==> {}. {}", self.faults.len() + 1, fault.name()));
        self.retries.next_fault();
        fault.start(cluster, target).await.with_context(|| fault.name())?;
        let started = Utc::now();
        sleep(duration).await;
        fault.repair(cluster, target).await.with_context(|| fault.name())?;
        self.faults.push(InjectedFault { fault, started, repaired: Utc::now() });
        // A fault before recovery would hit components that are already down. The checks report if work never resumed.
        let resumed_at = async {
            while !matches!(resumed_at(&cluster.env.db, started).await, Ok(Some(_))) {
                sleep(POLL_INTERVAL).await;
            }
        };
        let _ = tokio::time::timeout(RESUME_TIMEOUT, resumed_at).await;
        // Later retries belong to the next fault.
        let _ = tokio::time::timeout(RESUME_TIMEOUT, self.retries.end_fault()).await;
        Ok(())
    }
}

/// The reader of the ledger audit.
const ADMIN: &str = "wren_admin";

/// When the first message accepted after a time was delivered.
pub(crate) async fn resumed_at(db: &PgPool, since: DateTime<Utc>) -> sqlx::Result<Option<DateTime<Utc>>> {
    let first =
        "SELECT min(finished_at) FROM jobs WHERE kind = 'message.send' AND state = 'succeeded' AND created_at >= $1";
    sqlx::query_scalar(first).bind(since).fetch_one(db).await
}

/// Waits until no job is open or added; gives up if nothing changes for a while.
async fn wait_until_idle(db: &PgPool) {
    let (mut changed, mut idle_polls, mut before) = (Instant::now(), 0, None);
    while idle_polls < IDLE_POLLS && changed.elapsed() < DRAIN_TIMEOUT {
        sleep(Duration::from_secs(1)).await;
        let now: Option<(i64, i64)> =
            sqlx::query_as("SELECT count(*), count(finished_at) FROM jobs").fetch_one(db).await.ok();
        let still = now == before && now.is_some_and(|(jobs, ended)| jobs == ended);
        idle_polls = if still { idle_polls + 1 } else { 0 };
        if now != before {
            (changed, before) = (Instant::now(), now);
        }
    }
}
