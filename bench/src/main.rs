//! `bench`: measures the processes of a release build from outside, each scenario with processes,
//! a database and names in Redis of its own.

mod client;
mod figures;
mod machine;
mod process;
mod provider;
mod report;
mod scenarios;
mod stage;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, anyhow, bail};
use clap::{Parser, ValueEnum};
use tokio::signal::unix::{SignalKind, signal};

use report::{Report, Row};
use scenarios::Scenario;
use stage::Stage;

/// Measures Switchboard. Needs DATABASE_URL, of a role that may create databases, and REDIS_URL.
#[derive(Debug, Parser)]
struct Cli {
    /// What to measure; everything unless told otherwise.
    scenarios: Vec<Scenario>,
    /// The larger counts, for a machine with nothing else to do.
    #[arg(long)]
    full: bool,
    /// How often each scenario is run; the table has the medians.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=20))]
    rounds: u32,
    /// The program to measure; the one beside this one unless told otherwise.
    #[arg(long)]
    switchboard: Option<PathBuf>,
}

impl Cli {
    fn program(&self) -> anyhow::Result<PathBuf> {
        let program = match &self.switchboard {
            Some(program) => program.clone(),
            None => std::env::current_exe()?.with_file_name("switchboard"),
        };
        if !program.is_file() {
            bail!("there is no {}: build it first (cargo build --release)", program.display());
        }
        Ok(program.canonicalize()?)
    }

    fn scenarios(&self) -> Vec<Scenario> {
        if self.scenarios.is_empty() { Scenario::value_variants().into() } else { self.scenarios.clone() }
    }

    /// How long one scenario may take.
    fn patience(&self) -> Duration {
        Duration::from_secs(if self.full { 900 } else { 180 })
    }

    /// Runs one scenario on a stage of its own, which is cleared in any case.
    async fn run(&self, scenario: Scenario, program: PathBuf) -> anyhow::Result<Vec<Row>> {
        let mut stage = Stage::create(scenario.name(), program).await?;
        let outcome = tokio::select! {
            rows = scenario.run(&mut stage, self.full) => rows,
            () = tokio::time::sleep(self.patience()) => Err(anyhow!("it took longer than {:?}", self.patience())),
            stopped = stop_signal() => Err(stopped.map_or_else(|error| error, |()| Stopped.into())),
        };
        let cleared = stage.clear().await;
        let rows = outcome?;
        cleared.map(|()| rows)
    }
}

/// A signal asked us to stop.
#[derive(Debug)]
struct Stopped;

impl std::fmt::Display for Stopped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("stopped")
    }
}

impl std::error::Error for Stopped {}

async fn stop_signal() -> anyhow::Result<()> {
    let (mut term, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let mut hang_up = signal(SignalKind::hangup())?;
    tokio::select! {
        _ = term.recv() => {}
        _ = interrupt.recv() => {}
        _ = hang_up.recv() => {}
    }
    Ok(())
}

/// Runs what was asked for; answers whether all of it could be measured.
async fn measure(cli: &Cli) -> anyhow::Result<bool> {
    let program = cli.program()?;
    machine::allow_many_files()?;
    let mut report = Report::new(machine::Machine::look().await?, cli.full, cli.rounds);
    let mut whole = true;
    for scenario in cli.scenarios() {
        let mut rounds = Vec::new();
        for round in 1..=cli.rounds {
            note(&format!("==> {} ({round} of {})", scenario.name(), cli.rounds));
            match cli.run(scenario, program.clone()).await {
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

fn main() -> ExitCode {
    let outcome = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime.block_on(measure(&Cli::parse())),
        Err(error) => Err(error.into()),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            note(&format!("bench: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

#[allow(clippy::print_stdout)]
fn print(text: &str) {
    println!("{text}");
}

/// Says something that is no result.
#[allow(clippy::print_stderr)]
fn note(text: &str) {
    eprintln!("{text}");
}
