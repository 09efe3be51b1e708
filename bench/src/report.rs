//! The results: a table for people and a file for programs.

use std::fmt::Write;
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::machine::Machine;
use crate::process::folder;
use crate::stats::Sorted;

/// A figure's bounds.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Requirement {
    Below(f64),
    AtLeast(f64),
    AtMost(f64),
}

impl Requirement {
    fn bound(self) -> f64 {
        match self {
            Self::Below(bound) | Self::AtLeast(bound) | Self::AtMost(bound) => bound,
        }
    }

    fn is_met(self, value: f64) -> bool {
        match self {
            Self::Below(bound) => value < bound,
            Self::AtLeast(bound) => value >= bound,
            Self::AtMost(bound) => value <= bound,
        }
    }

    fn text(self) -> String {
        let sign = match self {
            Self::Below(_) => "<",
            Self::AtLeast(_) => "≥",
            Self::AtMost(_) => "≤",
        };
        format!("{sign} {}", figure(self.bound()))
    }
}

/// One figure.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Row {
    scenario: &'static str,
    measure: String,
    value: f64,
    /// The number of rounds behind the median.
    rounds: usize,
    unit: &'static str,
    required: Option<Requirement>,
    /// The value relative to the bound.
    ratio: Option<f64>,
    met: Option<bool>,
}

impl Row {
    pub(crate) fn new(scenario: &'static str, measure: impl Into<String>, value: f64, unit: &'static str) -> Self {
        Self { scenario, measure: measure.into(), value, rounds: 1, unit, required: None, ratio: None, met: None }
    }

    pub(crate) fn required(mut self, required: Requirement) -> Self {
        self.required = Some(required);
        let value = self.value;
        self.with_value(value)
    }

    fn with_value(mut self, value: f64) -> Self {
        self.value = value;
        self.ratio = self.required.map(|required| value / required.bound()).filter(|ratio| ratio.is_finite());
        self.met = self.required.map(|required| required.is_met(value));
        self
    }

    fn cells(&self) -> [String; 6] {
        [
            self.scenario.into(),
            self.measure.clone(),
            format!("{} {}", figure(self.value), self.unit),
            self.required.map(Requirement::text).unwrap_or_default(),
            self.ratio.map(|ratio| format!("{ratio:.2}")).unwrap_or_default(),
            self.met.map(|met| if met { "yes" } else { "no" }.to_owned()).unwrap_or_default(),
        ]
    }
}

/// A run's results.
#[derive(Serialize)]
pub(crate) struct Report {
    at: DateTime<Utc>,
    machine: Machine,
    full: bool,
    rows: Vec<Row>,
}

impl Report {
    pub(crate) fn new(machine: Machine, full: bool) -> Self {
        Self { at: Utc::now(), machine, full, rows: Vec::new() }
    }

    /// Adds the medians of a scenario's rounds.
    pub(crate) fn add(&mut self, rounds: Vec<Vec<Row>>) {
        let Some(first) = rounds.first() else { return };
        for row in first {
            let values = rounds.iter().flatten().filter(|other| other.measure == row.measure).map(|row| row.value);
            let median = Sorted::new(values.collect()).median();
            self.rows.push(Row { rounds: rounds.len(), ..row.clone().with_value(median) });
        }
    }

    /// Writes a file; returns its path.
    pub(crate) fn write(&self) -> anyhow::Result<PathBuf> {
        let path = folder()?.join(format!("{}.json", self.at.format("%Y-%m-%dT%H-%M-%SZ")));
        std::fs::write(&path, serde_json::to_string_pretty(self)? + "\n")?;
        Ok(path)
    }

    pub(crate) fn table(&self) -> String {
        let head = ["scenario", "measure", "value", "required", "ratio", "met"];
        format!("{}\n\n{}", self.machine, table(head, self.rows.iter().map(Row::cells)))
    }
}

/// A table for people.
pub(crate) fn table<const N: usize>(head: [&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let rows: Vec<_> = std::iter::once(head.map(str::to_owned)).chain(rows).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<_> = (0..N).map(width).collect();
    let mut table = String::new();
    for (number, row) in rows.iter().enumerate() {
        let cells: Vec<_> = row.iter().zip(&widths).map(|(cell, &width)| format!("{cell:width$}")).collect();
        let _ = writeln!(table, "| {} |", cells.join(" | "));
        if number == 0 {
            let rules: Vec<_> = widths.iter().map(|width| "-".repeat(*width)).collect();
            let _ = writeln!(table, "| {} |", rules.join(" | "));
        }
    }
    table
}

/// 3 significant digits.
fn figure(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 || value.fract() == 0.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_are_judged_by_their_medians() {
        let round = |value| vec![Row::new("idle", "CPU", value, "%").required(Requirement::Below(1.0))];
        let machine = Machine::default();
        let mut report = Report::new(machine, false);
        report.add(vec![round(5.0), round(0.25), round(0.5)]);
        let [row] = report.rows.as_slice() else { panic!("one row") };
        assert_eq!(row.rounds, 3);
        assert_eq!(row.cells(), ["idle", "CPU", "0.50 %", "< 1", "0.50", "yes"].map(str::to_owned));
    }
}
