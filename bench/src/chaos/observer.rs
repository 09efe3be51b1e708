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
pub(crate) struct Taken {
    pub(crate) message: Uuid,
    pub(crate) to: String,
    pub(crate) status: String,
}

#[derive(Deserialize)]
struct Phone {
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
struct Eyes {
    db: PgPool,
    http: reqwest::Client,
    simulator: String,
    /// A hash of each job's row when first seen ended.
    ends: Arc<Mutex<HashMap<Uuid, String>>>,
    /// By the provider's id.
    taken: Arc<Mutex<BTreeMap<String, Taken>>>,
}

pub(crate) struct Observer {
    eyes: Eyes,
    _looking: AbortOnDropHandle<()>,
}

impl Observer {
    pub(crate) fn start(db: PgPool, http: reqwest::Client, simulator: String) -> Self {
        let eyes = Eyes { db, http, simulator, ends: Arc::default(), taken: Arc::default() };
        let watching = eyes.clone();
        let looking = tokio::spawn(async move {
            loop {
                tokio::time::sleep(POLL_INTERVAL).await;
                // A failed poll is repeated later.
                let _ = tokio::join!(watching.poll_finished_jobs(), watching.poll_provider());
            }
        });
        Self { eyes, _looking: AbortOnDropHandle::new(looking) }
    }

    /// The provider's messages.
    pub(crate) async fn taken(&self) -> anyhow::Result<Vec<Taken>> {
        self.eyes.poll_provider().await?;
        Ok(self.eyes.taken.lock().values().cloned().collect())
    }

    /// The number of ended jobs seen, and those whose row has changed.
    pub(crate) async fn changed_ends(&self) -> anyhow::Result<(usize, Vec<Uuid>)> {
        let now: HashMap<Uuid, String> = sqlx::query_as("SELECT id, md5(jobs::text) FROM jobs")
            .fetch_all(&self.eyes.db)
            .await?
            .into_iter()
            .collect();
        let ends = self.eyes.ends.lock();
        let changed = ends.iter().filter(|(id, hash)| now.get(id) != Some(hash)).map(|(id, _)| *id).collect();
        Ok((ends.len(), changed))
    }
}

impl Eyes {
    async fn poll_finished_jobs(&self) -> anyhow::Result<()> {
        // The time is taken before the commit, so a job may appear slightly later.
        let recent: Vec<(Uuid, String)> =
            sqlx::query_as("SELECT id, md5(jobs::text) FROM jobs WHERE finished_at > now() - interval '40 s'")
                .fetch_all(&self.db)
                .await?;
        let mut ends = self.ends.lock();
        for (id, hash) in recent {
            ends.entry(id).or_insert(hash);
        }
        Ok(())
    }

    async fn poll_provider(&self) -> anyhow::Result<()> {
        let url = format!("{}/simulator/whatsapp/messages?limit={NEWEST}", self.simulator);
        let Phone { data } = self.http.get(url).send().await?.json().await?;
        let mut taken = self.taken.lock();
        for Received { wamid, to, callback_data, status } in data {
            let message = uuid_of(&callback_data.context("a message without our id")?)?;
            taken.insert(wamid, Taken { message, to, status });
        }
        Ok(())
    }
}
