//! `switchboard`: one binary, one process per subcommand. Composition only.

mod chaos;
mod cli;
mod dev;
mod doctor;
mod health;
mod output;
mod postman;
mod seed;
mod serve;
mod setup;
mod simulator_cmd;
mod traces;

use std::process::ExitCode;

use clap::Parser;
use tokio::runtime::Builder;

/// Task polls between two polls of the sockets. With Tokio's 61, a response of Postgres that a whole batch waits for is
/// read late: accepting is a tenth slower (docs/benchmarks-history.md).
const POLLS_BETWEEN_EVENTS: u32 = 8;

fn main() -> ExitCode {
    hide_memory();
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

/// Keeps secrets in the process: no core dump, and other processes of the same user can neither attach to it nor read
/// its memory and environment (`/proc/PID/environ`). If the system refuses, the process runs anyway.
fn hide_memory() {
    let _ = rlimit::setrlimit(rlimit::Resource::CORE, 0, 0);
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}

fn fail(error: &anyhow::Error) -> ExitCode {
    #[allow(clippy::print_stderr)]
    {
        eprintln!("switchboard: {error:#}");
    }
    ExitCode::FAILURE
}
