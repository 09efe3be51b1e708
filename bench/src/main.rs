//! `bench` drives the processes of a release build from outside. It measures them (docs/benchmarks.md); `bench chaos`
//! breaks them and their servers (docs/chaos.md).

mod baseline;
mod chaos;
mod client;
mod clients;
mod env;
mod load;
mod machine;
mod measure;
mod memory;
mod output;
mod pgbench;
mod process;
mod provider;
mod report;
mod scenarios;
mod sockets;
mod stats;
mod stop;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::output::note;

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

/// Returns whether all went well.
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
