//! Load with faults in all components; then checks (docs/chaos.md).

mod chat;
mod checks;
mod client;
mod cluster;
mod fault;
mod load;
mod logs;
mod observer;
mod plan;
mod proxy;
mod readers;
mod report;
mod run;
mod services;
mod verify;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, anyhow};

use crate::machine::{self, Machine};
use crate::output::{note, print};
use crate::process::program;
use crate::stop::{Stopped, stop_signal};
use cluster::Cluster;
use plan::{Plan, Size};
use report::Report;
use run::Run;
use services::Services;

/// An account's credits, relative to its planned sends: some run out.
const CREDITS: f64 = 1.2;

/// Breaks Switchboard and its servers under load. The servers are private ones, which it may kill.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The plan's seed; random by default.
    #[arg(long)]
    seed: Option<u64>,
    /// 20,000 sends and 20 faults, and one-minute pauses.
    #[arg(long)]
    full: bool,
    /// Number of sends (default: 6,000).
    #[arg(long)]
    sends: Option<usize>,
    /// Number of faults (default: 14, each once).
    #[arg(long, value_parser = clap::value_parser!(u8).range(1..=100))]
    faults: Option<u8>,
    /// Only print the plan.
    #[arg(long)]
    plan: bool,
    /// The program to break (default: the one beside this one).
    #[arg(long)]
    switchboard: Option<PathBuf>,
    /// The script that runs the private servers.
    #[arg(long, default_value = "scripts/services")]
    services: PathBuf,
}

impl Args {
    fn plan(&self) -> Plan {
        let seed = self.seed.unwrap_or_else(|| uuid::Uuid::new_v4().as_u64_pair().0 % 1_000_000);
        let (sends, faults) = if self.full { (20_000, 20) } else { (6_000, 14) };
        let sends = self.sends.unwrap_or(sends);
        let faults = self.faults.map_or(faults, usize::from);
        Plan::new(seed, Size { accounts: 200, sends, faults, full: self.full })
    }

    /// The timeout of the run.
    fn timeout(&self, plan: &Plan) -> Duration {
        let minute = Duration::from_secs(60);
        minute * 5 + minute * u32::try_from(plan.size.faults).unwrap_or(u32::MAX) * if self.full { 2 } else { 1 }
    }
}

/// Runs a plan; returns whether all checks passed.
pub(crate) async fn run(args: &Args) -> anyhow::Result<bool> {
    let plan = args.plan();
    print(&plan.to_string());
    if args.plan {
        return Ok(true);
    }
    let program = program(args.switchboard.as_deref())?;
    machine::allow_many_files()?;
    let (services, servers) = Services::up(&args.services).await?;
    let machine = Machine::describe(&servers).await?;
    let began = Instant::now();
    let mut cluster = Cluster::start(program, services, &servers, &environment(&plan)).await?;
    let work = async {
        let run = Run::run(&plan, &mut cluster).await?;
        note("==> checks");
        verify::verify(&plan, &run, &mut cluster, &servers).await
    };
    let timeout = args.timeout(&plan);
    let outcome = tokio::select! {
        outcome = work => outcome,
        () = tokio::time::sleep(timeout) => Err(anyhow!("it took longer than {timeout:?}")),
        stopped = stop_signal() => Err(stopped.map_or_else(|error| error, |()| Stopped.into())),
    };
    // The database goes with its server, so nothing is left to end.
    cluster.kill_all();
    let (checks, faults) = outcome.with_context(|| format!("seed {}", plan.seed))?;
    let report = Report::new(machine, &plan, began.elapsed().as_secs(), checks, faults);
    let path = report.write().context("the report could not be written")?;
    print(&report.tables());
    let reasons = report.reasons();
    for reason in &reasons {
        note(&format!("Failed: {reason}"));
    }
    note(&format!("Seed {}, plan {}. Written to {}", plan.seed, plan.digest(), path.display()));
    Ok(reasons.is_empty())
}

fn environment(plan: &Plan) -> Vec<(&'static str, String)> {
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let credits = (plan.size.sends as f64 / plan.size.accounts as f64 * CREDITS).ceil() as u64;
    // Default limits, except for sign-ups, as all come from one address, and for chat messages, as retries after a
    // cut connection would exceed them.
    vec![
        ("SIGNUP_CREDITS", credits.to_string()),
        ("RATE_LIMIT_REQUESTS_PER_SECOND", "200".into()),
        ("RATE_LIMIT_CHAT_MESSAGES_PER_SECOND", "0".into()),
        ("RATE_LIMIT_CHAT_USER_MESSAGES_PER_SECOND", "0".into()),
        ("RATE_LIMIT_CHAT_USER_BYTES_PER_MINUTE", "0".into()),
    ]
}
