//! `deliver`: WhatsApp messages to a provider without delay, and to one with delay; finally they are accepted and
//! delivered concurrently.

use std::time::Duration;

use chrono::Utc;

use super::drained::Drained;
use crate::clients::{Senders, Sends};
use crate::env::{Api, Env};
use crate::load::{Loaded, Until};
use crate::memory::Memory;
use crate::process::Process;
use crate::provider::Provider;
use crate::report::{Requirement, Row};

pub(super) const NAME: &str = "deliver";
const KIND: &str = "whatsapp.deliver";
const ACCOUNTS: usize = 1000;
const CONNECTIONS: usize = 32;
const SLOTS: &str = "256";
/// The initial pace of an unknown number: high enough not to be measured.
const MESSAGES_PER_SECOND: &str = "10000";
const SLOW: Duration = Duration::from_millis(50);

/// The common parts.
struct Setting {
    api: Api,
    scheduler: Process,
    senders: Senders,
    messages: usize,
}

/// Sends per second, and their cost.
struct Figures {
    accepted: f64,
    rate: f64,
    /// API, scheduler and one worker; then with another one.
    memory: (f64, f64),
}

pub(super) async fn run(env: &mut Env, messages: usize) -> anyhow::Result<Vec<Row>> {
    let quick = Provider::blind(Duration::ZERO).await?;
    quick.configure(env);
    env.set("WHATSAPP_MESSAGES_PER_SECOND", MESSAGES_PER_SECOND);
    env.set("WORKER_CONCURRENCY", SLOTS);
    let api = env.api().await?;
    let senders = Senders::sign_up(env, &api, ACCOUNTS).await?;
    let setting = Setting { api, scheduler: env.start(&["scheduler"])?, senders, messages };
    let at_once = setting.drain(env).await?;
    let slow = Provider::blind(SLOW).await?;
    slow.configure(env);
    let late = setting.drain(env).await?;
    let together = setting.accept_and_deliver(env).await?;

    let most = |of: fn(&Figures) -> f64| [&at_once, &late, &together].map(of).into_iter().fold(0.0, f64::max);
    let required = Requirement::AtLeast;
    Ok(vec![
        Row::new(NAME, format!("{messages} accepted over HTTP"), at_once.accepted, "jobs/s"),
        Row::new(NAME, "drained, answer after 0 ms", at_once.rate, "jobs/s").required(required(5000.0)),
        Row::new(NAME, "drained, answer after 50 ms", late.rate, "jobs/s"),
        Row::new(NAME, "accepted while delivering", together.accepted, "jobs/s"),
        Row::new(NAME, "accepted and delivered, 50 ms", together.rate, "jobs/s").required(required(2500.0)),
        Row::new(NAME, "peak memory of API, worker and scheduler", most(|it| it.memory.0), "MB")
            .required(Requirement::Below(150.0)),
        Row::new(NAME, "peak memory with the second worker", most(|it| it.memory.1), "MB"),
    ])
}

impl Setting {
    async fn accept(&self) -> anyhow::Result<Loaded> {
        let until = Until::Count(self.messages);
        let sends = Sends { channel: "whatsapp", accounts: ACCOUNTS, connections: CONNECTIONS, until };
        self.senders.load(&self.api, sends)?.run().await
    }

    /// Accepts all, then delivers them.
    async fn drain(&self, env: &mut Env) -> anyhow::Result<Figures> {
        let since = Utc::now();
        let accepted = self.accept().await?.rate;
        let workers = [env.worker()?, env.worker()?];
        let ((), memory) = self.watched(&workers, Drained::wait(env, &mut [])).await?;
        let rate = Drained::read(env, KIND, since, self.messages).await?.rate();
        Ok(Figures { accepted, rate, memory })
    }

    /// Accepts all during their delivery.
    async fn accept_and_deliver(&self, env: &mut Env) -> anyhow::Result<Figures> {
        let workers = [env.worker()?, env.worker()?];
        tokio::time::sleep(Duration::from_secs(2)).await;
        let since = Utc::now();
        let work = async {
            let accepted = self.accept().await?.rate;
            Drained::wait(env, &mut []).await?;
            Ok(accepted)
        };
        let (accepted, memory) = self.watched(&workers, work).await?;
        let rate = Drained::read(env, KIND, since, self.messages).await?.rate_with_accepting();
        Ok(Figures { accepted, rate, memory })
    }

    /// Peaks of memory: API, scheduler and one worker, then with another one.
    async fn watched<T>(
        &self,
        workers: &[Process],
        work: impl Future<Output = anyhow::Result<T>>,
    ) -> anyhow::Result<(T, (f64, f64))> {
        let mut processes = vec![&self.api.process, &self.scheduler];
        processes.extend(workers);
        let (done, memory) = Memory::during(&processes, work).await?;
        Ok((done, (memory.peak(3), memory.peak(4))))
    }
}
