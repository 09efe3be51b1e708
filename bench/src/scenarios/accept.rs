//! `accept`: sends are accepted as fast as some clients can ask, while no worker runs. Beside each rate stands what
//! pgbench reaches on the same server with the same rows, a commit for each.

use std::time::Duration;

use anyhow::bail;
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Executor, PgConnection};

use crate::crowd::{Crowd, Sends, gets};
use crate::figures::{count, whole};
use crate::load::{Loaded, Until};
use crate::memory::Memory;
use crate::pgbench::{Pgbench, Script};
use crate::report::{Row, Wanted};
use crate::stage::{Api, Stage};

pub(super) const NAME: &str = "accept";
pub(super) const ACCOUNTS: usize = 1000;
const WARM_UP_SECONDS: u64 = 1;
const SECONDS: u64 = 6;
pub(super) const FOR_A_WHILE: Until =
    Until::Time { warm_up: Duration::from_secs(WARM_UP_SECONDS), measured: Duration::from_secs(SECONDS) };

const ONE: Script = Script { name: "accept_one", text: include_str!("../../sql/accept_one.sql") };
const SET: Script = Script { name: "accept_set", text: include_str!("../../sql/accept_set.sql") };
const SET_SIZE: f64 = 100.0;
/// As many as there are cores here; in sets more connections gain nothing.
const SET_CONNECTIONS: usize = 2;

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
    let rival = Rival::new(stage.copy("pgbench").await?).await?;
    let (api, scheduler) = (stage.api().await?, stage.start(&["scheduler"])?);
    let mut ours = stage.db.acquire().await?;
    analyze(&mut ours).await?;
    let before = Rows::count(&mut ours).await?;
    let (mut rows, memory) = Memory::during(&[&api.process, &scheduler], compare(&api, &crowd, &rival)).await?;
    let ours = Rows::count(&mut ours).await?.since(&before);
    rival.must_write(&ours).await?;
    let memory = Row::new(NAME, "peak memory of API and scheduler", memory.peak(2), "MB");
    rows.push(memory.wanted(Wanted::Below(150.0)));
    Ok(rows)
}

/// Of wallets and users there are as many as there will be; what grows is left to autovacuum.
pub(super) async fn analyze(db: &mut PgConnection) -> anyhow::Result<()> {
    db.execute("ANALYZE users, wallets").await?;
    Ok(())
}

/// pgbench and its database.
struct Rival {
    pgbench: Pgbench,
    database: PgConnectOptions,
    before: Rows,
}

impl Rival {
    async fn new(database: PgConnectOptions) -> anyhow::Result<Self> {
        let mut db = database.connect().await?;
        analyze(&mut db).await?;
        Ok(Self { pgbench: Pgbench::new(&database)?, before: Rows::count(&mut db).await?, database })
    }

    /// Transactions a second.
    async fn rate(&self, script: Script, connections: usize, accounts: usize) -> anyhow::Result<f64> {
        let numbers = [("accounts", accounts), ("crowd", ACCOUNTS), ("clients", connections)];
        self.pgbench.rate(script, connections, WARM_UP_SECONDS, &numbers).await?;
        self.pgbench.rate(script, connections, SECONDS, &numbers).await
    }

    /// Fails if what it wrote for each message is not what we wrote: then nothing can be compared.
    async fn must_write(&self, ours: &Rows) -> anyhow::Result<()> {
        let mut db = self.database.connect().await?;
        let theirs = Rows::count(&mut db).await?.since(&self.before);
        if ours.each() != theirs.each() {
            bail!("for each message we wrote {:?}, and pgbench {:?} ({})", ours.each(), theirs.each(), Rows::TABLES);
        }
        Ok(())
    }
}

/// How much there is of each thing that accepting writes; messages come first.
struct Rows([i64; 6]);

impl Rows {
    const TABLES: &str = "messages, jobs, idempotency records, transfers, entries of wallets, events";

    async fn count(db: &mut PgConnection) -> anyhow::Result<Self> {
        let count =
            "SELECT ARRAY[(SELECT count(*) FROM messages), (SELECT count(*) FROM jobs WHERE kind = 'message.send'),
            (SELECT count(*) FROM idempotency_records), (SELECT count(*) FROM transfers),
            (SELECT sum(entries) FROM wallets), (SELECT count(*) FROM events)]::bigint[]";
        let counts: Vec<i64> = sqlx::query_scalar(count).fetch_one(db).await?;
        Ok(Self(std::array::from_fn(|place| counts[place])))
    }

    fn since(&self, before: &Self) -> Self {
        Self(std::array::from_fn(|place| self.0[place] - before.0[place]))
    }

    /// Rows of each table for a message.
    fn each(&self) -> [f64; 6] {
        self.0.map(|rows| whole(rows) / whole(self.0[0]))
    }
}

/// All cases, ours and pgbench's in turn.
async fn compare(api: &Api, crowd: &Crowd, rival: &Rival) -> anyhow::Result<Vec<Row>> {
    let idle = gets(api, "/health/live", 64, FOR_A_WHILE)?.run().await?;
    let mut rows = vec![
        Row::new(NAME, "GET /health/live, 64 connections", idle.rate, "requests/s"),
        Row::new(NAME, "its cost: the generator's CPU", micros(idle.cpu_seconds, &idle), "µs a request"),
    ];
    let mut rates = Vec::new();
    for case in &CASES {
        let cpu = api.process.cpu_seconds()?;
        let loaded = case.accept(api, crowd).await?;
        let cpu = api.process.cpu_seconds()? - cpu;
        let theirs = rival.rate(ONE, case.connections, case.accounts).await?;
        rows.extend(case.rows(&loaded, theirs, cpu));
        rates.push(loaded.rate);
    }
    for (connections, hot, spread) in [(32, rates[3], rates[1]), (64, rates[4], rates[2])] {
        let row = Row::new(NAME, format!("one account / {ACCOUNTS}, {connections} connections"), hot / spread, "");
        rows.push(row.wanted(Wanted::AtLeast(1.0)));
    }
    let sets = rival.rate(SET, SET_CONNECTIONS, ACCOUNTS).await? * SET_SIZE;
    rows.push(Row::new(NAME, "pgbench, sets of 100, 2 connections", sets, "messages/s"));
    Ok(rows)
}

/// Microseconds for each request.
fn micros(seconds: f64, loaded: &Loaded) -> f64 {
    seconds * 1_000_000.0 / count(loaded.answered)
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
            row("the API's CPU", micros(api_cpu, loaded), "µs a request"),
            row("the generator's CPU", micros(loaded.cpu_seconds, loaded), "µs a request"),
        ]
    }
}
