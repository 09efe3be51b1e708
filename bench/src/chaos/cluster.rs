//! The cluster: processes of the program, and their provider.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context;
use serde::Serialize;
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};

use super::proxy::Proxy;
use super::services::Services;
use crate::env::{Env, Servers};
use crate::process::Process;

/// The provider's response delay: long enough for requests to be in flight when a fault begins.
const PROVIDER_DELAY: Duration = Duration::from_millis(30);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, strum::IntoStaticStr)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub(crate) enum Role {
    Api,
    Worker,
    Scheduler,
}

/// The number of processes by role.
const PROCESSES: [(Role, usize); 3] = [(Role::Api, 2), (Role::Worker, 3), (Role::Scheduler, 2)];

pub(crate) struct Cluster {
    pub(crate) env: Env,
    pub(crate) services: Services,
    /// The API load balancer.
    pub(crate) proxy: Proxy,
    /// The provider's proxy.
    pub(crate) provider: Proxy,
    /// The simulator itself.
    pub(crate) simulator: String,
    pub(crate) provider_secrets: Vec<String>,
    processes: BTreeMap<Role, Vec<Option<Process>>>,
    /// Restarts by role.
    pub(crate) restarted: BTreeMap<Role, usize>,
    /// Unexpected behaviour of processes.
    pub(crate) unexpected_exits: Vec<String>,
    _simulating: DropGuard,
}

impl Cluster {
    /// Starts the cluster.
    pub(crate) async fn start(
        program: PathBuf,
        services: Services,
        servers: &Servers,
        variables: &[(&str, String)],
    ) -> anyhow::Result<Self> {
        let mut env = Env::create("chaos", program, servers).await?;
        for (name, value) in variables {
            env.set(name, value);
        }
        let (proxy, provider) = (Proxy::new(Duration::ZERO).await?, Proxy::new(PROVIDER_DELAY).await?);
        let hook = format!("{}/v1/hooks/whatsapp", proxy.url());
        let config = simulator::whatsapp::Config::test_credentials(Some(hook));
        env.set("WHATSAPP_API_URL", format!("{}/v25.0", provider.url()));
        env.set("WHATSAPP_ACCESS_TOKEN", &config.access_token);
        env.set("WHATSAPP_PHONE_NUMBER_ID", &config.phone_number_id);
        env.set("WHATSAPP_APP_SECRET", &config.app_secret);
        env.set("WHATSAPP_VERIFY_TOKEN", &config.verify_token);
        let provider_secrets =
            vec![config.access_token.clone(), config.app_secret.clone(), config.verify_token.clone()];
        let (simulator, simulating) = simulate(config, &provider).await?;
        let mut cluster = Self {
            env,
            services,
            proxy,
            provider,
            simulator,
            provider_secrets,
            processes: BTreeMap::new(),
            restarted: BTreeMap::new(),
            unexpected_exits: Vec::new(),
            _simulating: simulating,
        };
        for (role, count) in PROCESSES {
            for number in 0..count {
                cluster.launch(role, number).await?;
            }
        }
        Ok(cluster)
    }

    async fn launch(&mut self, role: Role, number: usize) -> anyhow::Result<()> {
        let process = match role {
            Role::Api => {
                let api = self.env.api().await?;
                self.proxy.set(number, api.base.trim_start_matches("http://").parse()?);
                api.process
            }
            Role::Worker | Role::Scheduler => self.env.start(&[role.into()])?,
        };
        let slots = self.processes.entry(role).or_default();
        let len = slots.len().max(number + 1);
        slots.resize_with(len, || None);
        slots[number] = Some(process);
        Ok(())
    }

    /// Restarts one.
    pub(crate) async fn restart(&mut self, role: Role, target: usize) -> anyhow::Result<()> {
        let number = target % self.processes[&role].len();
        *self.restarted.entry(role).or_default() += 1;
        self.launch(role, number).await
    }

    fn take(&mut self, role: Role, target: usize) -> anyhow::Result<Process> {
        let slots = self.processes.get_mut(&role).context("no process of this role")?;
        let number = target % slots.len();
        let mut process = slots[number].take().context("it has already ended")?;
        self.unexpected_exits.extend(process.check().err().map(|error| format!("{error:#}")));
        Ok(process)
    }

    pub(crate) fn kill(&mut self, role: Role, target: usize) -> anyhow::Result<()> {
        self.take(role, target)?.kill()
    }

    /// Sends SIGTERM and waits for exit.
    pub(crate) async fn terminate(&mut self, role: Role, target: usize) -> anyhow::Result<()> {
        let ended = self.take(role, target)?.terminate().await;
        self.unexpected_exits.extend(ended.err().map(|error| format!("{error:#}")));
        Ok(())
    }

    pub(crate) fn signal(&mut self, role: Role, target: usize, signal: &str) -> anyhow::Result<()> {
        let slots = &self.processes[&role];
        slots[target % slots.len()].as_ref().context("it has already ended")?.signal(signal)
    }

    /// Terminates all, and waits for them.
    pub(crate) async fn terminate_all(&mut self) -> anyhow::Result<()> {
        for (role, count) in PROCESSES {
            for number in 0..count {
                self.terminate(role, number).await?;
            }
        }
        Ok(())
    }

    /// Kills all, in any state.
    pub(crate) fn kill_all(&mut self) {
        for process in std::mem::take(&mut self.processes).into_values().flatten().flatten() {
            let _ = process.kill();
        }
    }
}

/// Runs the simulator behind a proxy for the guard's lifetime. If the proxy's port is closed, the simulator is only
/// unreachable and keeps its records.
async fn simulate(config: simulator::whatsapp::Config, proxy: &Proxy) -> anyhow::Result<(String, DropGuard)> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = listener.local_addr()?;
    proxy.set(0, address);
    let stop = CancellationToken::new();
    let guard = stop.clone().drop_guard();
    let (plivo, stripe) =
        (simulator::plivo::Config::test_credentials(), simulator::stripe::Config::test_credentials(None));
    let simulated =
        simulator::Config { whatsapp: config, plivo, stripe, gemini: simulator::gemini::Config::test_credentials() };
    tokio::spawn(async move {
        if let Err(error) = simulator::run(simulated, listener, stop).await {
            crate::output::note(&format!("the simulator broke off: {error}"));
        }
    });
    Ok((format!("http://{address}"), guard))
}
