//! pgbench as a baseline: a copy of our database, the same duration and connections, and the same counted writes.

use std::time::Duration;

use anyhow::{Context, bail};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Executor, PgConnection};

use crate::load::Until;
use crate::pgbench::{Pgbench, Script};
use crate::stats::whole;

const WARM_UP_SECONDS: u64 = 1;
const SECONDS: u64 = 6;
/// How long each side is measured.
pub(crate) const PERIOD: Until =
    Until::Time { warm_up: Duration::from_secs(WARM_UP_SECONDS), measured: Duration::from_secs(SECONDS) };

/// The number of wallets and users is final; growing tables are left to autovacuum.
pub(crate) async fn analyze(db: &mut PgConnection) -> anyhow::Result<()> {
    db.execute("ANALYZE users, wallets").await?;
    Ok(())
}

/// Both sides' writes: names, each with an SQL count expression. The others are divided by the first.
pub(crate) type Counters = &'static [(&'static str, &'static str)];

/// The count of each thing.
pub(crate) struct Counted {
    counters: Counters,
    counts: Vec<i64>,
}

impl Counted {
    pub(crate) async fn now(db: &mut PgConnection, counters: Counters) -> anyhow::Result<Self> {
        let counts: Vec<_> = counters.iter().map(|(_, count)| format!("({count})")).collect();
        let query = format!("SELECT ARRAY[{}]::bigint[]", counts.join(", "));
        let counts = sqlx::query_scalar(AssertSqlSafe(query)).fetch_one(db).await?;
        Ok(Self { counters, counts })
    }

    /// New rows of each thing since `before`, per row of the first.
    pub(crate) fn shares_since(&self, before: &Self) -> Vec<f64> {
        let came: Vec<_> = self.counts.iter().zip(&before.counts).map(|(now, before)| whole(now - before)).collect();
        let first = came.first().copied().unwrap_or_default();
        came.into_iter().map(|count| count / first).collect()
    }
}

/// pgbench and its database.
pub(crate) struct Baseline {
    pgbench: Pgbench,
    database: PgConnectOptions,
    before: Counted,
}

impl Baseline {
    pub(crate) async fn new(database: PgConnectOptions, counters: Counters) -> anyhow::Result<Self> {
        let mut db = database.connect().await?;
        analyze(&mut db).await?;
        Ok(Self { pgbench: Pgbench::new(&database)?, before: Counted::now(&mut db, counters).await?, database })
    }

    /// Transactions a second. Numbers are the script's variables.
    pub(crate) async fn rate(
        &self,
        script: Script,
        connections: usize,
        numbers: &[(&str, usize)],
    ) -> anyhow::Result<f64> {
        let rate = async |seconds| {
            let rate = self.pgbench.rate(script, connections, seconds, numbers).await;
            rate.with_context(|| format!("{}.sql", script.name))
        };
        rate(WARM_UP_SECONDS).await?;
        rate(SECONDS).await
    }

    /// Fails if its shares differ from ours: then the two did different work and can't be compared.
    #[allow(clippy::float_cmp)]
    pub(crate) async fn must_write(&self, ours: &[f64]) -> anyhow::Result<()> {
        let mut db = self.database.connect().await?;
        let counters = self.before.counters;
        let theirs = Counted::now(&mut db, counters).await?.shares_since(&self.before);
        if ours != theirs {
            let (first, _) = counters.first().context("nothing is counted")?;
            let names: Vec<_> = counters.iter().map(|(name, _)| *name).collect();
            bail!("for each of {first} we wrote {ours:?}, and pgbench {theirs:?} ({})", names.join(", "));
        }
        Ok(())
    }
}
