//! `switchboard`: one binary, a process a subcommand. Composition only.

mod cli;
mod dev;
mod doctor;
mod health;
mod postman;
mod sample;
mod serve;
mod stand_in;
mod traces;

use std::process::ExitCode;

use clap::Parser;
use tokio::runtime::Builder;

/// After so many polls of tasks a thread looks what came over its sockets. With Tokio's 61 an answer of Postgres, which a
/// whole set of requests waits for, lies while others are served: accepting is a tenth slower (docs/benchmarks.md).
const POLLS_BETWEEN_EVENTS: u32 = 8;

fn main() -> ExitCode {
    forbid_core_dumps();
    // A missing file is fine; a broken one is reported with the rest of the configuration.
    let broken = dotenvy::dotenv().err().filter(|error| !error.not_found());
    let runtime = match Builder::new_multi_thread().enable_all().event_interval(POLLS_BETWEEN_EVENTS).build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error.into()),
    };
    let outcome = match broken {
        Some(error) => Err(anyhow::Error::new(error).context(".env can't be read")),
        None => runtime.block_on(cli::Cli::parse().run()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error),
    }
}

/// A core dump would put every secret of a process in a file. Where the system refuses the limit, nothing is lost.
fn forbid_core_dumps() {
    let _ = rlimit::setrlimit(rlimit::Resource::CORE, 0, 0);
}

fn fail(error: &anyhow::Error) -> ExitCode {
    #[allow(clippy::print_stderr)]
    {
        eprintln!("switchboard: {error:#}");
    }
    ExitCode::FAILURE
}
