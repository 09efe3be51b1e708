//! Measures the processes of a release build from outside. Each scenario has its own processes, database and Redis
//! prefix.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, anyhow};
use clap::ValueEnum;

use crate::env::{Env, Servers};
use crate::machine::{self, Machine};
use crate::output::{note, print};
use crate::process::program;
use crate::report::{Report, Row};
use crate::scenarios::Scenario;
use crate::stop::{Stopped, stop_signal};

/// Old rows inserted per second on a slow machine.
const ROWS_A_SECOND: u32 = 2_000;

/// Measures Switchboard. Needs DATABASE_URL, of a role that may create databases, and REDIS_URL.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Scenarios (default: all).
    scenarios: Vec<Scenario>,
    /// Larger counts, for an otherwise idle machine.
    #[arg(long)]
    full: bool,
    /// Rounds per scenario; the table has the medians. Default: one, and three for `accept`.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=20))]
    rounds: Option<u32>,
    /// Instead: the cost of accepting with this many old messages, jobs, transfers and events.
    #[arg(long, conflicts_with_all = ["scenarios", "full"], value_parser = clap::value_parser!(u32).range(1000..))]
    rows: Option<u32>,
    /// Fails unless Postgres flushes commits to disk; `scripts/bench` starts one that does.
    #[arg(long)]
    durable: bool,
    /// The program to measure (default: the one beside this one).
    #[arg(long)]
    switchboard: Option<PathBuf>,
}

impl Args {
    fn scenarios(&self) -> Vec<Scenario> {
        match self.rows {
            Some(rows) => vec![Scenario::Grown(rows)],
            None if self.scenarios.is_empty() => Scenario::value_variants().into(),
            None => self.scenarios.clone(),
        }
    }

    fn rounds(&self, scenario: Scenario) -> u32 {
        // A single ratio of ours to pgbench varies by a tenth.
        self.rounds.unwrap_or(if matches!(scenario, Scenario::Accept) { 3 } else { 1 })
    }

    /// A scenario's timeout. Browsers are throttled on purpose.
    fn timeout(&self, scenario: Scenario) -> Duration {
        let seconds = if self.full || matches!(scenario, Scenario::Console) { 900 } else { 180 };
        Duration::from_secs(seconds + u64::from(self.rows.unwrap_or(0) / ROWS_A_SECOND))
    }

    /// Runs a scenario in its own environment, which is always removed.
    async fn run(&self, scenario: Scenario, program: PathBuf, servers: &Servers) -> anyhow::Result<Vec<Row>> {
        let mut env = Env::create(scenario.name(), program, servers).await?;
        let timeout = self.timeout(scenario);
        let outcome = tokio::select! {
            rows = scenario.run(&mut env, self.full) => rows,
            () = tokio::time::sleep(timeout) => Err(anyhow!("it took longer than {timeout:?}")),
            stopped = stop_signal() => Err(stopped.map_or_else(|error| error, |()| Stopped.into())),
        };
        let cleared = env.clear().await;
        let rows = outcome?;
        cleared.map(|()| rows)
    }
}

/// Runs the scenarios; returns whether all of them succeeded.
pub(crate) async fn run(args: &Args) -> anyhow::Result<bool> {
    let program = program(args.switchboard.as_deref())?;
    let servers = Servers::given()?;
    machine::allow_many_files()?;
    let machine = Machine::describe(&servers).await?;
    if args.durable {
        machine.must_be_durable()?;
    }
    let mut report = Report::new(machine, args.full);
    let mut whole = true;
    for scenario in args.scenarios() {
        let (mut rounds, count) = (Vec::new(), args.rounds(scenario));
        for round in 1..=count {
            note(&format!("==> {} ({round} of {count})", scenario.name()));
            match args.run(scenario, program.clone(), &servers).await {
                Ok(rows) => rounds.push(rows),
                Err(error) if error.is::<Stopped>() => return Err(error),
                Err(error) => {
                    whole = false;
                    note(&format!("{} failed: {error:#}", scenario.name()));
                }
            }
        }
        report.add(rounds);
    }
    let path = report.write().context("the report could not be written")?;
    print(&report.table());
    note(&format!("Written to {}", path.display()));
    Ok(whole)
}
