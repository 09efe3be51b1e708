//! A run's results: tables for people and a file for programs.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::checks::Checks;
use super::fault::Fault;
use super::plan::{Plan, Size};
use crate::machine::Machine;
use crate::process::folder;
use crate::report::table;

/// A fault and its effects. Seconds count from its start.
#[derive(Debug, Serialize)]
pub(crate) struct FaultResult {
    pub(crate) number: usize,
    pub(crate) fault: Fault,
    pub(crate) struck: DateTime<Utc>,
    pub(crate) held_seconds: f64,
    /// Until delivery of a message accepted after it.
    pub(crate) went_on_seconds: Option<f64>,
    /// In-app jobs running at that time, and when the last ended.
    pub(crate) in_hand: i64,
    pub(crate) in_hand_done_seconds: Option<f64>,
    /// Reasons for retries until the next fault.
    pub(crate) met: BTreeMap<String, usize>,
}

#[derive(Serialize)]
pub(crate) struct Report {
    at: DateTime<Utc>,
    machine: Machine,
    seed: u64,
    plan: String,
    size: Size,
    seconds: u64,
    balances: bool,
    faults: Vec<FaultResult>,
    checks: Vec<super::checks::Line>,
}

impl Report {
    pub(crate) fn new(machine: Machine, plan: &Plan, seconds: u64, checks: Checks, faults: Vec<FaultResult>) -> Self {
        Self {
            at: Utc::now(),
            machine,
            seed: plan.seed,
            plan: plan.digest(),
            size: plan.size,
            seconds,
            balances: checks.balance(),
            faults,
            checks: checks.0,
        }
    }

    /// Writes a file; returns its path.
    pub(crate) fn write(&self) -> anyhow::Result<PathBuf> {
        let path = folder()?.join(format!("chaos-{}.json", self.at.format("%Y-%m-%dT%H-%M-%SZ")));
        std::fs::write(&path, serde_json::to_string_pretty(self)? + "\n")?;
        Ok(path)
    }

    pub(crate) fn tables(&self) -> String {
        let text = |seconds: Option<f64>| seconds.map(|seconds| format!("{seconds:.2}")).unwrap_or_default();
        let faults = self.faults.iter().map(|fault| {
            let met: Vec<_> = fault.met.iter().map(|(what, times)| format!("{times} × {what}")).collect();
            [
                fault.number.to_string(),
                fault.fault.name().into(),
                text(Some(fault.held_seconds)),
                text(fault.went_on_seconds),
                fault.in_hand.to_string(),
                text(fault.in_hand_done_seconds),
                met.join(", "),
            ]
        });
        let faults = table(["", "fault", "held, s", "went on after", "in hand", "done after", "clients met"], faults);
        let checks = self.checks.iter().map(|line| {
            [
                line.subject.into(),
                line.what.clone(),
                line.value.clone(),
                line.wanted.clone().unwrap_or_default(),
                line.balances.map(|balances| if balances { "yes" } else { "NO" }.to_owned()).unwrap_or_default(),
            ]
        });
        let checks = table(["subject", "what", "value", "wanted", "balances"], checks);
        format!("{}\n{} s\n\n{faults}\n{checks}", self.machine, self.seconds)
    }

    /// Failed checks, a sentence each.
    pub(crate) fn reasons(&self) -> Vec<String> {
        let wrong = self.checks.iter().filter(|line| line.balances == Some(false));
        wrong
            .map(|line| {
                let wanted = line.wanted.as_deref().unwrap_or_default();
                let why = line.why.iter().map(|why| format!("\n    {why}")).collect::<String>();
                format!("{}: {}: {} (wanted: {wanted}){why}", line.subject, line.what, line.value)
            })
            .collect()
    }
}
