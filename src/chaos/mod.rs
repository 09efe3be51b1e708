//! The chaos lab of `switchboard dev`: real faults in the running system, and figures that show that it keeps its
//! promises. Behind `/v1/dev/chaos`, for admins.

mod audit;
mod load;
mod log;
mod provider;
mod workers;

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use api::{ChaosAction, ChaosError, ChaosFuture, ChaosLab};
use serde_json::{Value, json};
use shared::app::App;
use shared::config::Env;
use shared::ids::UserId;
use shared::messaging;
use tokio_util::sync::CancellationToken;

use audit::Auditor;
use load::Load;
use log::Log;
use provider::{Provider, Troubles};
use workers::Workers;

/// After this long without a visitor the processes end and the provider works again.
const IDLE: Duration = Duration::from_secs(300);
const IDLE_CHECK: Duration = Duration::from_secs(10);

/// The lab. A clone is the same one.
#[derive(Clone)]
pub(crate) struct Lab(Arc<Parts>);

struct Parts {
    app: App,
    log: Arc<Log>,
    workers: Workers,
    provider: Provider,
    load: Arc<Load>,
    audit: Auditor,
    visited: Mutex<Option<Instant>>,
}

impl Lab {
    /// `env`: the configuration of `app`; `api` and `simulator`: their URLs.
    pub(crate) fn new(app: &App, env: &Env, api: &str, simulator: &str) -> anyhow::Result<Self> {
        let log = Arc::new(Log::new(app.clock.clone()));
        let variables = env.variables().filter(|(name, _)| *name != "METRICS_PORT");
        let environment = variables.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Ok(Self(Arc::new(Parts {
            app: app.clone(),
            workers: Workers::new(app.clone(), environment, log.clone()),
            provider: Provider::new(simulator)?,
            load: Arc::new(Load::new(app.clone(), api.to_owned(), log.clone())),
            audit: Auditor::new(app.clone(), log.clone()),
            log,
            visited: Mutex::default(),
        })))
    }

    /// Ends what a visitor left behind, and everything at `stop`.
    pub(crate) async fn run(self, stop: CancellationToken) {
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                () = tokio::time::sleep(IDLE_CHECK) => {}
            }
            let is_idle = self.0.visited.lock().is_ok_and(|at| at.is_some_and(|at| at.elapsed() > IDLE));
            if is_idle {
                self.0.leave().await;
            }
        }
        self.0.workers.stop().await;
    }
}

fn failed(error: impl std::fmt::Display) -> ChaosError {
    ChaosError::Failed(error.to_string())
}

impl Parts {
    /// A visitor is here: the processes that can be killed are needed.
    async fn visit(&self) {
        if let Ok(mut visited) = self.visited.lock() {
            *visited = Some(Instant::now());
        }
        self.workers.start().await;
    }

    async fn leave(&self) {
        if let Err(error) = self.provider.change(|troubles| *troubles = Troubles::default()).await {
            tracing::warn!(%error, "the simulator could not be reset");
        }
        self.workers.stop().await;
        if let Ok(mut visited) = self.visited.lock() {
            *visited = None;
        }
    }

    async fn state(&self) -> Result<Value, ChaosError> {
        self.visit().await;
        self.audit.refresh().await.map_err(failed)?;
        self.describe().await
    }

    async fn act(&self, action: ChaosAction, admin: UserId) -> Result<Value, ChaosError> {
        self.visit().await;
        match action {
            ChaosAction::Load if !self.load.start(admin) => return Err(ChaosError::Busy),
            ChaosAction::KillWorker if !self.workers.kill() => return Err(ChaosError::NoWorker),
            ChaosAction::Load | ChaosAction::KillWorker => {}
            ChaosAction::FlushRedis => {
                let keys = self.app.redis.remove_all().await.map_err(failed)?;
                self.log.add("redis_flushed", &json!({"keys": keys}));
            }
            ChaosAction::SlowProvider => self.trouble("provider_slowed", |it| it.slow = true).await?,
            ChaosAction::BreakProvider => self.trouble("provider_broken", |it| it.broken = true).await?,
            ChaosAction::ReorderStatuses => self.trouble("statuses_reordered", |it| it.reordered = true).await?,
            ChaosAction::HealProvider => self.trouble("provider_healed", |it| *it = Troubles::default()).await?,
        }
        self.audit.run().await.map_err(failed)?;
        self.describe().await
    }

    async fn trouble(&self, event: &str, change: impl FnOnce(&mut Troubles) + Send) -> Result<(), ChaosError> {
        self.provider.change(change).await.map_err(failed)?;
        self.log.add(event, &json!({}));
        Ok(())
    }

    async fn describe(&self) -> Result<Value, ChaosError> {
        let (ours, refused) = (self.load.accepted(), self.load.refused());
        let ids: Vec<_> = ours.iter().copied().collect();
        let outcomes = messaging::outcomes(self.app.db.pool(), &ids).await.map_err(failed)?;
        let times = self.provider.accepted(&ours).await.map_err(failed)?;
        Ok(json!({
            "at": self.app.clock.now(),
            "workers": self.workers.state(),
            "load": {"is_running": self.load.is_busy(), "accepted": ids.len(), "refused": refused},
            "outcomes": outcomes,
            "provider": {
                "troubles": self.provider.troubles(), "received": times.len(),
                "sent_twice": times.values().filter(|times| **times > 1).count(),
            },
            "audit": self.audit.state(),
            "log": self.log.all(),
        }))
    }
}

impl ChaosLab for Lab {
    fn state(&self) -> ChaosFuture<'_> {
        Box::pin(self.0.state())
    }

    fn act(&self, action: ChaosAction, admin: UserId) -> ChaosFuture<'_> {
        Box::pin(self.0.act(action, admin))
    }
}
