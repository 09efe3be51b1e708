//! Records during the run what must not change later: ended jobs and the provider's messages.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use parking_lot::Mutex;
use serde::Deserialize;
use sqlx::PgPool;
use tokio_util::task::AbortOnDropHandle;
use uuid::Uuid;

use super::load::uuid_of;

const POLL_INTERVAL: Duration = Duration::from_secs(1);
/// Newest messages read from the provider per poll.
const NEWEST: usize = 3_000;

/// A message at the provider. Its id is ours.
#[derive(Debug, Clone)]
pub(crate) struct ProviderMessage {
    pub(crate) message: Uuid,
    pub(crate) to: String,
    pub(crate) status: String,
}

#[derive(Deserialize)]
struct Listing {
    data: Vec<Received>,
}

#[derive(Deserialize)]
struct Received {
    wamid: String,
    to: String,
    callback_data: Option<String>,
    status: String,
}

#[derive(Clone)]
struct Poller {
    db: PgPool,
    http: reqwest::Client,
    simulator: String,
    /// A hash of each job's row when first seen ended.
    ended_jobs: Arc<Mutex<HashMap<Uuid, String>>>,
    /// By the provider's id.
    messages: Arc<Mutex<BTreeMap<String, ProviderMessage>>>,
}

pub(crate) struct Observer {
    poller: Poller,
    _task: AbortOnDropHandle<()>,
}

impl Observer {
    pub(crate) fn start(db: PgPool, http: reqwest::Client, simulator: String) -> Self {
        let poller = Poller { db, http, simulator, ended_jobs: Arc::default(), messages: Arc::default() };
        let polling = poller.clone();
        let task = tokio::spawn(async move {
            loop {
                tokio::time::sleep(POLL_INTERVAL).await;
                // A failed poll is repeated later.
                let _ = tokio::join!(polling.poll_finished_jobs(), polling.poll_provider());
            }
        });
        Self { poller, _task: AbortOnDropHandle::new(task) }
    }

    /// The provider's messages.
    pub(crate) async fn messages(&self) -> anyhow::Result<Vec<ProviderMessage>> {
        self.poller.poll_provider().await?;
        Ok(self.poller.messages.lock().values().cloned().collect())
    }

    /// The number of ended jobs seen, and those whose row has changed.
    pub(crate) async fn changed_jobs(&self) -> anyhow::Result<(usize, Vec<Uuid>)> {
        let now: HashMap<Uuid, String> = sqlx::query_as("SELECT id, md5(jobs::text) FROM jobs")
            .fetch_all(&self.poller.db)
            .await?
            .into_iter()
            .collect();
        let ended_jobs = self.poller.ended_jobs.lock();
        let changed = ended_jobs.iter().filter(|(id, hash)| now.get(id) != Some(hash)).map(|(id, _)| *id).collect();
        Ok((ended_jobs.len(), changed))
    }
}

impl Poller {
    async fn poll_finished_jobs(&self) -> anyhow::Result<()> {
        // The time is messages before the commit, so a job may appear slightly later.
        let recent: Vec<(Uuid, String)> =
            sqlx::query_as("SELECT id, md5(jobs::text) FROM jobs WHERE finished_at > now() - interval '40 s'")
                .fetch_all(&self.db)
                .await?;
        let mut ended_jobs = self.ended_jobs.lock();
        for (id, hash) in recent {
            ended_jobs.entry(id).or_insert(hash);
        }
        Ok(())
    }

    async fn poll_provider(&self) -> anyhow::Result<()> {
        let url = format!("{}/simulator/whatsapp/messages?limit={NEWEST}", self.simulator);
        let Listing { data } = self.http.get(url).send().await?.json().await?;
        let mut messages = self.messages.lock();
        for Received { wamid, to, callback_data, status } in data {
            let message = uuid_of(&callback_data.context("a message without our id")?)?;
            messages.insert(wamid, ProviderMessage { message, to, status });
        }
        Ok(())
    }
}
