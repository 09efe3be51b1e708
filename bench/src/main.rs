//! `bench`: drives the processes of a release build from outside. It measures them
//! (docs/benchmarks.md), and `bench chaos` breaks them and what they run on (docs/chaos.md).

mod chaos;
mod client;
mod crowd;
mod figures;
mod load;
mod machine;
mod measure;
mod memory;
mod pgbench;
mod process;
mod provider;
mod report;
mod rival;
mod scenarios;
mod sockets;
mod stage;

use std::fmt;
use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tokio::signal::unix::{SignalKind, signal};

#[derive(Debug, Parser)]
#[command(args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    measure: measure::Args,
}

#[derive(Debug, Subcommand)]
enum Command {
    Chaos(chaos::Args),
}

/// Answers whether all went well.
async fn run(cli: Cli) -> anyhow::Result<bool> {
    match cli.command {
        Some(Command::Chaos(args)) => chaos::run(&args).await,
        None => measure::run(&cli.measure).await,
    }
}

fn main() -> ExitCode {
    let outcome = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime.block_on(run(Cli::parse())),
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

/// A signal asked us to stop.
#[derive(Debug)]
struct Stopped;

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("stopped")
    }
}

impl std::error::Error for Stopped {}

/// Waits until a signal asks us to stop.
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

/// Says what came of it; a reader that has read enough and hung up is no error.
fn print(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// Says something that is no result.
#[allow(clippy::print_stderr)]
fn note(text: &str) {
    eprintln!("{text}");
}
