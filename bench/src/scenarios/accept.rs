//! `accept`: the maximum rate of accepted sends without a worker. For comparison: pgbench on the same server with the
//! same rows, each in a commit.

use crate::baseline::{Baseline, Counted, Counters, PERIOD, analyze};
use crate::clients::{Senders, Sends, gets};
use crate::env::{Api, Env};
use crate::load::Loaded;
use crate::memory::Memory;
use crate::pgbench::Script;
use crate::report::{Requirement, Row};

pub(super) const NAME: &str = "accept";
pub(super) const ACCOUNTS: usize = 1000;

const ONE: Script = Script { name: "accept_one", text: include_str!("../../sql/accept_one.sql") };
const SET: Script = Script { name: "accept_set", text: include_str!("../../sql/accept_set.sql") };
const SET_SIZE: f64 = 100.0;
/// One per core here; in batches more connections gain nothing.
const SET_CONNECTIONS: usize = 2;

/// Rows of a send.
const WRITTEN: Counters = &[
    ("messages", "SELECT count(*) FROM messages"),
    ("jobs", "SELECT count(*) FROM jobs WHERE kind = 'message.send'"),
    ("idempotency records", "SELECT count(*) FROM idempotency_records"),
    ("transfers", "SELECT count(*) FROM transfers"),
    ("entries of wallets", "SELECT sum(entries) FROM wallets"),
    ("events", "SELECT count(*) FROM events"),
];

/// Clients, and the required ratio of our rate to pgbench's with all accounts.
struct Clients {
    connections: usize,
    of_pgbench: Option<f64>,
}

const CLIENTS: [Clients; 3] = [
    Clients { connections: 8, of_pgbench: None },
    Clients { connections: 32, of_pgbench: Some(1.2) },
    Clients { connections: 64, of_pgbench: Some(2.0) },
];

pub(super) async fn run(env: &mut Env) -> anyhow::Result<Vec<Row>> {
    let api = env.api().await?;
    let senders = Senders::sign_up(env, &api, ACCOUNTS).await?;
    drop(api);
    let baseline = Baseline::new(env.copy("pgbench").await?, WRITTEN).await?;
    let (api, scheduler) = (env.api().await?, env.start(&["scheduler"])?);
    let mut ours = env.db.acquire().await?;
    analyze(&mut ours).await?;
    let before = Counted::now(&mut ours, WRITTEN).await?;
    let (mut rows, memory) = Memory::during(&[&api.process, &scheduler], compare(&api, &senders, &baseline)).await?;
    baseline.must_write(&Counted::now(&mut ours, WRITTEN).await?.shares_since(&before)).await?;
    let memory = Row::new(NAME, "peak memory of API and scheduler", memory.peak(2), "MB");
    rows.push(memory.required(Requirement::Below(150.0)));
    Ok(rows)
}

/// All rates, ours and pgbench's in turn.
async fn compare(api: &Api, senders: &Senders, baseline: &Baseline) -> anyhow::Result<Vec<Row>> {
    let idle = gets(api, "/health/live", 64, PERIOD)?.run().await?;
    let mut rows = vec![
        Row::new(NAME, "GET /health/live, 64 connections", idle.rate, "requests/s"),
        Row::new(NAME, "its cost: the generator's CPU", idle.micros(idle.cpu_seconds), "µs a request"),
    ];
    for clients in &CLIENTS {
        rows.extend(clients.compare(api, senders, baseline).await?);
    }
    let sets = baseline.rate(SET, SET_CONNECTIONS, &numbers(SET_CONNECTIONS, ACCOUNTS)).await? * SET_SIZE;
    rows.push(Row::new(NAME, "pgbench, sets of 100, 2 connections", sets, "messages/s"));
    Ok(rows)
}

/// The scripts' variables.
fn numbers(connections: usize, accounts: usize) -> [(&'static str, usize); 3] {
    [("accounts", accounts), ("total", ACCOUNTS), ("clients", connections)]
}

impl Clients {
    /// All accounts and one; then pgbench likewise. Compared figures are measured close together, as the machine's
    /// speed may change within a minute.
    async fn compare(&self, api: &Api, senders: &Senders, baseline: &Baseline) -> anyhow::Result<Vec<Row>> {
        let (spread, spread_cpu) = self.accept(api, senders, ACCOUNTS).await?;
        let (hot, hot_cpu) = self.accept(api, senders, 1).await?;
        let theirs = self.pgbench(baseline, ACCOUNTS).await?;
        let mut rows = self.rows(ACCOUNTS, &spread, theirs, spread_cpu);
        let theirs = self.pgbench(baseline, 1).await?;
        rows.extend(self.rows(1, &hot, theirs, hot_cpu));
        let what = format!("one account / {ACCOUNTS}, {} connections", self.connections);
        rows.push(Row::new(NAME, what, hot.rate / spread.rate, "").required(Requirement::AtLeast(1.0)));
        Ok(rows)
    }

    /// The accepted sends, and the API's CPU seconds.
    async fn accept(&self, api: &Api, senders: &Senders, accounts: usize) -> anyhow::Result<(Loaded, f64)> {
        let cpu = api.process.cpu_seconds()?;
        let sends = Sends { channel: "in_app", accounts, connections: self.connections, until: PERIOD };
        let loaded = senders.load(api, sends)?.run().await?;
        Ok((loaded, api.process.cpu_seconds()? - cpu))
    }

    async fn pgbench(&self, baseline: &Baseline, accounts: usize) -> anyhow::Result<f64> {
        baseline.rate(ONE, self.connections, &numbers(self.connections, accounts)).await
    }

    fn rows(&self, accounts: usize, loaded: &Loaded, theirs: f64, api_cpu: f64) -> Vec<Row> {
        let who = if accounts == 1 { "one account".into() } else { format!("{accounts} accounts") };
        let row = |what: &str, value, unit| {
            Row::new(NAME, format!("{} connections, {who}: {what}", self.connections), value, unit)
        };
        let of_pgbench = row("accepted / pgbench", loaded.rate / theirs, "");
        let p99 = row("p99", loaded.ms.percentile(0.99), "ms");
        vec![
            row("accepted", loaded.rate, "requests/s"),
            row("pgbench, a commit each", theirs, "messages/s"),
            match self.of_pgbench {
                Some(least) if accounts > 1 => of_pgbench.required(Requirement::AtLeast(least)),
                _ => of_pgbench,
            },
            row("p50", loaded.ms.median(), "ms"),
            if self.connections == 32 && accounts > 1 { p99.required(Requirement::Below(15.0)) } else { p99 },
            row("the API's CPU", loaded.micros(api_cpu), "µs a request"),
            row("the generator's CPU", loaded.micros(loaded.cpu_seconds), "µs a request"),
        ]
    }
}
