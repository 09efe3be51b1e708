//! Worker processes that may be killed, and the supervisor that starts them again.
//!
//! They run beside the worker of `dev` itself, so that the system goes on when all of them are dead.

use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use shared::app::App;
use shared::jobs;
use tokio::process::{Child, Command};
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

use super::log::Log;

const COUNT: usize = 2;
/// How long the supervisor waits before it starts a process again.
const RESTART_DELAY: Duration = Duration::from_secs(1);
/// How long a process may take for its jobs when it is asked to stop.
const STOP_TIMEOUT: Duration = Duration::from_secs(20);

/// A process's state, for the page.
#[derive(Default)]
struct Slot {
    running: Option<(u32, DateTime<Utc>)>,
    restarts: u32,
}

#[derive(Default)]
struct Slots {
    slots: Mutex<[Slot; COUNT]>,
    kill: [Notify; COUNT],
}

/// The processes.
pub(super) struct Workers {
    app: App,
    environment: Vec<(String, String)>,
    log: Arc<Log>,
    shared: Arc<Slots>,
    /// The running supervisors, and what stops them.
    supervisors: tokio::sync::Mutex<Option<(JoinSet<()>, CancellationToken)>>,
}

impl Workers {
    /// `environment`: the variables of the processes.
    pub(super) fn new(app: App, environment: Vec<(String, String)>, log: Arc<Log>) -> Self {
        Self { app, environment, log, shared: Arc::default(), supervisors: tokio::sync::Mutex::default() }
    }

    /// Starts the processes unless they are running.
    pub(super) async fn start(&self) {
        let mut supervisors = self.supervisors.lock().await;
        if supervisors.is_some() {
            return;
        }
        let (mut parts, stop) = (JoinSet::new(), CancellationToken::new());
        for number in 0..COUNT {
            let supervisor = Supervisor {
                number,
                app: self.app.clone(),
                environment: self.environment.clone(),
                log: self.log.clone(),
                shared: self.shared.clone(),
                stop: stop.clone(),
            };
            parts.spawn(supervisor.run());
        }
        *supervisors = Some((parts, stop));
    }

    /// Asks the processes to stop, and waits for them.
    pub(super) async fn stop(&self) {
        let Some((mut parts, stop)) = self.supervisors.lock().await.take() else { return };
        stop.cancel();
        while parts.join_next().await.is_some() {}
    }

    /// Kills the running process with the fewest restarts; false if none is running.
    pub(super) fn kill(&self) -> bool {
        let Ok(mut slots) = self.shared.slots.lock() else { return false };
        let running = slots.iter_mut().enumerate().filter(|(_, slot)| slot.running.is_some());
        let Some((number, slot)) = running.min_by_key(|(_, slot)| slot.restarts) else { return false };
        // Another call at the same time kills another one.
        slot.running = None;
        self.shared.kill[number].notify_one();
        true
    }

    /// The processes, for the page.
    pub(super) fn state(&self) -> Vec<Value> {
        let Ok(slots) = self.shared.slots.lock() else { return Vec::new() };
        let shown = |(number, slot): (usize, &Slot)| {
            let (pid, since) = slot.running.unzip();
            json!({"number": number + 1, "pid": pid, "started_at": since, "restarts": slot.restarts})
        };
        slots.iter().enumerate().map(shown).collect()
    }
}

/// Keeps one process running.
struct Supervisor {
    number: usize,
    app: App,
    environment: Vec<(String, String)>,
    log: Arc<Log>,
    shared: Arc<Slots>,
    stop: CancellationToken,
}

impl Supervisor {
    async fn run(self) {
        while !self.stop.is_cancelled() {
            match self.spawn() {
                Ok(child) => self.attend(child).await,
                Err(error) => tracing::error!(%error, "a worker process could not be started"),
            }
            tokio::select! {
                () = self.stop.cancelled() => {}
                () = sleep(RESTART_DELAY) => {}
            }
        }
    }

    fn spawn(&self) -> std::io::Result<Child> {
        // It ends when its input does, so that none outlives this process.
        Command::new(std::env::current_exe()?)
            .arg("dev-worker")
            .env_clear()
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
    }

    /// Waits until a process has ended, by itself or by force.
    async fn attend(&self, mut child: Child) {
        let Some(pid) = child.id() else { return };
        self.set(Some(pid));
        self.note("worker_started", pid);
        let input = child.stdin.take();
        tokio::select! {
            _ = child.wait() => self.note("worker_ended", pid),
            () = self.shared.kill[self.number].notified() => {
                // SIGKILL: it has no chance to finish or hand back anything.
                if let Err(error) = child.kill().await {
                    tracing::error!(%error, "a worker process could not be killed");
                }
                // What it held stays leased until the reaper returns it to the queue.
                let held = jobs::held_by(&self.app, pid).await.unwrap_or_default();
                self.log.add("worker_killed", &json!({"worker": self.number + 1, "pid": pid, "jobs": held}));
            }
            () = self.stop.cancelled() => {
                drop(input);
                if timeout(STOP_TIMEOUT, child.wait()).await.is_err() {
                    let _ = child.kill().await;
                }
                self.set(None);
                return;
            }
        }
        self.set(None);
        if let Ok(mut slots) = self.shared.slots.lock() {
            slots[self.number].restarts += 1;
        }
    }

    fn set(&self, pid: Option<u32>) {
        if let Ok(mut slots) = self.shared.slots.lock() {
            slots[self.number].running = pid.map(|pid| (pid, Utc::now()));
        }
    }

    fn note(&self, event: &str, pid: u32) {
        self.log.add(event, &json!({"worker": self.number + 1, "pid": pid}));
    }
}
