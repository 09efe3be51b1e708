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
    pub(crate) started: DateTime<Utc>,
    pub(crate) duration_seconds: f64,
    /// Until the delivery of a message accepted after its start.
    pub(crate) resumed_seconds: Option<f64>,
    /// In-app jobs running at its start, and when the last one ended.
    pub(crate) running_jobs: i64,
    pub(crate) running_jobs_ended_seconds: Option<f64>,
    /// Reasons for retries until the next fault.
    pub(crate) retries: BTreeMap<String, usize>,
}

#[derive(Serialize)]
pub(crate) struct Report {
    at: DateTime<Utc>,
    machine: Machine,
    seed: u64,
    plan: String,
    size: Size,
    seconds: u64,
    passed: bool,
    faults: Vec<FaultResult>,
    checks: Vec<super::checks::Check>,
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
            passed: checks.passed(),
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
            let retries: Vec<_> = fault.retries.iter().map(|(reason, times)| format!("{times} × {reason}")).collect();
            [
                fault.number.to_string(),
                fault.fault.name().into(),
                text(Some(fault.duration_seconds)),
                text(fault.resumed_seconds),
                fault.running_jobs.to_string(),
                text(fault.running_jobs_ended_seconds),
                retries.join(", "),
            ]
        });
        let faults =
            table(["", "fault", "duration, s", "resumed after", "running jobs", "ended after", "retries"], faults);
        let checks = self.checks.iter().map(|check| {
            [
                check.subject.into(),
                check.name.clone(),
                check.value.clone(),
                check.expected.clone().unwrap_or_default(),
                check.passed.map(|passed| if passed { "yes" } else { "NO" }.to_owned()).unwrap_or_default(),
            ]
        });
        let checks = table(["subject", "check", "value", "expected", "passed"], checks);
        format!("{}\n{} s\n\n{faults}\n{checks}", self.machine, self.seconds)
    }

    /// Failed checks, a sentence each.
    pub(crate) fn reasons(&self) -> Vec<String> {
        let failed = self.checks.iter().filter(|check| check.passed == Some(false));
        failed
            .map(|check| {
                let expected = check.expected.as_deref().unwrap_or_default();
                let examples = check.examples.iter().map(|example| format!("\n    {example}")).collect::<String>();
                format!("{}: {}: {} (expected: {expected}){examples}", check.subject, check.name, check.value)
            })
            .collect()
    }
}
