//! `grown`: the cost of accepting in a database with many old rows, and in one without them, in turn.

use sqlx::{ConnectOptions, Executor, PgConnection};

use super::accept::ACCOUNTS;
use crate::baseline::{PERIOD, analyze};
use crate::clients::{Senders, Sends};
use crate::env::{Api, Env};
use crate::load::Loaded;
use crate::report::{Requirement, Row};
use crate::stats::Sorted;

pub(super) const NAME: &str = "grown";
const CONNECTIONS: usize = 32;
/// Measurements of each; medians count.
const TURNS: usize = 3;
/// Messages inserted per statement.
const BATCH: u32 = 50_000;
const TOLD_EVERY: u32 = 1_000_000;

pub(super) async fn run(env: &mut Env, rows: u32) -> anyhow::Result<Vec<Row>> {
    // Tokens outlive the inserts.
    env.set("JWT_EXPIRATION_MINUTES", "1440");
    let api = env.api().await?;
    let senders = Senders::sign_up(env, &api, ACCOUNTS).await?;
    drop(api);
    let copy = env.copy("grown").await?;
    grow(&mut copy.connect().await?, rows).await?;
    analyze(&mut *env.db.acquire().await?).await?;

    let fresh = env.api().await?;
    env.set("DATABASE_URL", copy.to_url_lossy());
    let grown = env.api().await?;
    let (mut without, mut with) = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        without.push(accept(&fresh, &senders).await?);
        with.push(accept(&grown, &senders).await?);
    }
    let median = |turns: &[Loaded], of: fn(&Loaded) -> f64| Sorted::new(turns.iter().map(of).collect()).median();
    let rate = |turns: &[Loaded]| median(turns, |it| it.rate);
    let p99 = |turns: &[Loaded]| median(turns, |it| it.ms.percentile(0.99));
    Ok(vec![
        Row::new(NAME, "accepted without old rows", rate(&without), "requests/s"),
        Row::new(NAME, format!("accepted with {rows} old rows in each of four tables"), rate(&with), "requests/s"),
        Row::new(NAME, "cost with / without", rate(&without) / rate(&with), "").required(Requirement::AtMost(1.3)),
        Row::new(NAME, "p99 without old rows", p99(&without), "ms"),
        Row::new(NAME, "p99 with them", p99(&with), "ms"),
    ])
}

async fn accept(api: &Api, senders: &Senders) -> anyhow::Result<Loaded> {
    let sends = Sends { channel: "in_app", accounts: ACCOUNTS, connections: CONNECTIONS, until: PERIOD };
    senders.load(api, sends)?.run().await
}

/// Inserts this many old messages, each with its job, charge and an event. Indexes exist from the start, as in
/// production.
async fn grow(db: &mut PgConnection, rows: u32) -> anyhow::Result<()> {
    analyze(db).await?;
    let mut done = 0;
    while done < rows {
        let next = rows.min(done + BATCH);
        let batch = sqlx::query(include_str!("../../sql/grow.sql"));
        batch.bind(i64::from(done)).bind(i64::from(next) - 1).bind(i64::from(rows)).execute(&mut *db).await?;
        done = next;
        if done % TOLD_EVERY == 0 {
            crate::output::note(&format!("{done} of {rows} old rows are in place"));
        }
    }
    let charged = "UPDATE wallets SET entries = entries + charges.count, balance = balance - charges.count FROM (
            SELECT from_account, count(*) FROM transfers WHERE kind = 'charge' GROUP BY from_account) AS charges
        WHERE wallets.id = from_account";
    db.execute(charged).await?;
    // Else autovacuum would run during measurement.
    db.execute("VACUUM (ANALYZE) messages, jobs, transfers, events, wallets").await?;
    Ok(())
}
