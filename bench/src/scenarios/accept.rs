//! `accept`: sends are accepted as fast as some clients can ask, while no worker runs. Beside each rate stands what
//! pgbench reaches on the same server with the same rows, a commit for each.

use crate::crowd::{Crowd, Sends, gets};
use crate::load::Loaded;
use crate::memory::Memory;
use crate::pgbench::Script;
use crate::report::{Row, Wanted};
use crate::rival::{Counted, FOR_A_WHILE, Rival, Things, analyze};
use crate::stage::{Api, Stage};

pub(super) const NAME: &str = "accept";
pub(super) const ACCOUNTS: usize = 1000;

const ONE: Script = Script { name: "accept_one", text: include_str!("../../sql/accept_one.sql") };
const SET: Script = Script { name: "accept_set", text: include_str!("../../sql/accept_set.sql") };
const SET_SIZE: f64 = 100.0;
/// As many as there are cores here; in sets more connections gain nothing.
const SET_CONNECTIONS: usize = 2;

/// What accepting writes.
const WRITTEN: Things = &[
    ("messages", "SELECT count(*) FROM messages"),
    ("jobs", "SELECT count(*) FROM jobs WHERE kind = 'message.send'"),
    ("idempotency records", "SELECT count(*) FROM idempotency_records"),
    ("transfers", "SELECT count(*) FROM transfers"),
    ("entries of wallets", "SELECT sum(entries) FROM wallets"),
    ("events", "SELECT count(*) FROM events"),
];

/// Clients and accounts, and what our rate should be of pgbench's.
struct Case {
    connections: usize,
    accounts: usize,
    of_pgbench: Option<f64>,
}

const CASES: [Case; 5] = [
    Case { connections: 8, accounts: ACCOUNTS, of_pgbench: None },
    Case { connections: 32, accounts: ACCOUNTS, of_pgbench: Some(1.2) },
    Case { connections: 64, accounts: ACCOUNTS, of_pgbench: Some(2.0) },
    Case { connections: 32, accounts: 1, of_pgbench: None },
    Case { connections: 64, accounts: 1, of_pgbench: None },
];

pub(super) async fn run(stage: &mut Stage) -> anyhow::Result<Vec<Row>> {
    let api = stage.api().await?;
    let crowd = Crowd::sign_up(stage, &api, ACCOUNTS).await?;
    drop(api);
    let rival = Rival::new(stage.copy("pgbench").await?, WRITTEN).await?;
    let (api, scheduler) = (stage.api().await?, stage.start(&["scheduler"])?);
    let mut ours = stage.db.acquire().await?;
    analyze(&mut ours).await?;
    let before = Counted::now(&mut ours, WRITTEN).await?;
    let (mut rows, memory) = Memory::during(&[&api.process, &scheduler], compare(&api, &crowd, &rival)).await?;
    rival.must_write(&Counted::now(&mut ours, WRITTEN).await?.shares_since(&before)).await?;
    let memory = Row::new(NAME, "peak memory of API and scheduler", memory.peak(2), "MB");
    rows.push(memory.wanted(Wanted::Below(150.0)));
    Ok(rows)
}

/// All cases, ours and pgbench's in turn.
async fn compare(api: &Api, crowd: &Crowd, rival: &Rival) -> anyhow::Result<Vec<Row>> {
    let idle = gets(api, "/health/live", 64, FOR_A_WHILE)?.run().await?;
    let mut rows = vec![
        Row::new(NAME, "GET /health/live, 64 connections", idle.rate, "requests/s"),
        Row::new(NAME, "its cost: the generator's CPU", idle.micros(idle.cpu_seconds), "µs a request"),
    ];
    let mut rates = Vec::new();
    for case in &CASES {
        let cpu = api.process.cpu_seconds()?;
        let loaded = case.accept(api, crowd).await?;
        let cpu = api.process.cpu_seconds()? - cpu;
        let theirs = rival.rate(ONE, case.connections, &numbers(case.connections, case.accounts)).await?;
        rows.extend(case.rows(&loaded, theirs, cpu));
        rates.push(loaded.rate);
    }
    for (connections, hot, spread) in [(32, rates[3], rates[1]), (64, rates[4], rates[2])] {
        let row = Row::new(NAME, format!("one account / {ACCOUNTS}, {connections} connections"), hot / spread, "");
        rows.push(row.wanted(Wanted::AtLeast(1.0)));
    }
    let sets = rival.rate(SET, SET_CONNECTIONS, &numbers(SET_CONNECTIONS, ACCOUNTS)).await? * SET_SIZE;
    rows.push(Row::new(NAME, "pgbench, sets of 100, 2 connections", sets, "messages/s"));
    Ok(rows)
}

/// The scripts' variables.
fn numbers(connections: usize, accounts: usize) -> [(&'static str, usize); 3] {
    [("accounts", accounts), ("crowd", ACCOUNTS), ("clients", connections)]
}

impl Case {
    async fn accept(&self, api: &Api, crowd: &Crowd) -> anyhow::Result<Loaded> {
        let Self { connections, accounts, .. } = *self;
        crowd.load(api, Sends { channel: "in_app", accounts, connections, until: FOR_A_WHILE })?.run().await
    }

    fn rows(&self, loaded: &Loaded, theirs: f64, api_cpu: f64) -> Vec<Row> {
        let who = if self.accounts == 1 { "one account".into() } else { format!("{} accounts", self.accounts) };
        let row = |what: &str, value, unit| {
            Row::new(NAME, format!("{} connections, {who}: {what}", self.connections), value, unit)
        };
        let of_pgbench = row("accepted / pgbench", loaded.rate / theirs, "");
        let p99 = row("p99", loaded.ms.percentile(0.99), "ms");
        let is_judged = self.connections == 32 && self.accounts > 1;
        vec![
            row("accepted", loaded.rate, "requests/s"),
            row("pgbench, a commit each", theirs, "messages/s"),
            match self.of_pgbench {
                Some(least) => of_pgbench.wanted(Wanted::AtLeast(least)),
                None => of_pgbench,
            },
            row("p50", loaded.ms.median(), "ms"),
            if is_judged { p99.wanted(Wanted::Below(15.0)) } else { p99 },
            row("the API's CPU", loaded.micros(api_cpu), "µs a request"),
            row("the generator's CPU", loaded.micros(loaded.cpu_seconds), "µs a request"),
        ]
    }
}
