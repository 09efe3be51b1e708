//! `transfers`: the maximum rate of transfers between users. For comparison: pgbench on the same server with the same
//! rows.

use sqlx::{ConnectOptions, PgConnection};

use crate::baseline::{Baseline, Counted, Counters, PERIOD, analyze};
use crate::clients::Senders;
use crate::env::Env;
use crate::load::Loaded;
use crate::pgbench::Script;
use crate::report::Row;

pub(super) const NAME: &str = "transfers";
const ACCOUNTS: usize = 1000;
const CONNECTIONS: usize = 32;
/// Each case by its number of accounts; two send to each other.
const CASES: [(&str, usize); 2] = [("1000 accounts", ACCOUNTS), ("two hot wallets", 2)];

const STEPS: Script = Script { name: "transfer_steps", text: include_str!("../../sql/transfer_steps.sql") };
const ONE: Script = Script { name: "transfer_one", text: include_str!("../../sql/transfer_one.sql") };

/// The rows of a transfer. Allowances have one row per sender, so count cents: one per transfer.
const WRITTEN: Counters = &[
    ("transfers", "SELECT count(*) FROM transfers"),
    ("idempotency records", "SELECT count(*) FROM idempotency_records"),
    ("entries of wallets", "SELECT sum(entries) FROM wallets"),
    ("cents counted to the day", "SELECT coalesce(sum(sent), 0) FROM transfer_allowances"),
    ("events", "SELECT count(*) FROM events"),
];

pub(super) async fn run(env: &mut Env) -> anyhow::Result<Vec<Row>> {
    let api = env.api().await?;
    let senders = Senders::sign_up(env, &api, ACCOUNTS).await?;
    drop(api);
    let copy = env.copy("pgbench").await?;
    fund(&mut copy.connect().await?).await?;
    let baseline = Baseline::new(copy, WRITTEN).await?;
    let mut ours = env.db.acquire().await?;
    fund(&mut ours).await?;
    analyze(&mut ours).await?;
    let before = Counted::now(&mut ours, WRITTEN).await?;
    let api = env.api().await?;
    let mut rows = Vec::new();
    for (who, accounts) in CASES {
        let cpu = api.process.cpu_seconds()?;
        let loaded = senders.transfers(&api, accounts, CONNECTIONS, PERIOD)?.run().await?;
        let cpu = api.process.cpu_seconds()? - cpu;
        let steps = baseline.rate(STEPS, CONNECTIONS, &[("accounts", accounts)]).await?;
        let one = baseline.rate(ONE, CONNECTIONS, &[("accounts", accounts)]).await?;
        rows.extend(case(who, &loaded, [steps, one], cpu));
    }
    baseline.must_write(&Counted::now(&mut ours, WRITTEN).await?.shares_since(&before)).await?;
    Ok(rows)
}

/// Gives every account more money than needed.
async fn fund(db: &mut PgConnection) -> anyhow::Result<()> {
    sqlx::query(include_str!("../../sql/fund.sql")).execute(db).await?;
    Ok(())
}

fn case(who: &str, loaded: &Loaded, [steps, one]: [f64; 2], api_cpu: f64) -> [Row; 8] {
    let row =
        |what: &str, value, unit| Row::new(NAME, format!("{CONNECTIONS} connections, {who}: {what}"), value, unit);
    [
        row("done", loaded.rate, "transfers/s"),
        row("pgbench, the same statements", steps, "transfers/s"),
        row("done / pgbench, the same statements", loaded.rate / steps, ""),
        row("pgbench, one statement", one, "transfers/s"),
        row("done / pgbench, one statement", loaded.rate / one, ""),
        row("p50", loaded.ms.median(), "ms"),
        row("p99", loaded.ms.percentile(0.99), "ms"),
        row("the API's CPU", loaded.micros(api_cpu), "µs a transfer"),
    ]
}
