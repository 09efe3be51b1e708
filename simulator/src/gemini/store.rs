//! The newest calls.

use std::collections::VecDeque;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::request::Turn;

const MAX_CALLS: usize = 5_000;

/// An answer's progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Outcome {
    /// In progress.
    Running,
    /// Complete.
    Finished,
    /// The caller disconnected.
    HungUp,
    /// Refused.
    Refused,
}

/// A call.
#[derive(Clone, Serialize)]
pub(super) struct Record {
    #[serde(skip)]
    pub number: u64,
    pub at: DateTime<Utc>,
    pub model: String,
    /// The last prompt; null if the call was invalid.
    pub prompt: Option<String>,
    pub contents: Vec<Turn>,
    pub system: Option<String>,
    pub max_output_tokens: Option<u64>,
    pub http_status: Option<u16>,
    pub outcome: Outcome,
}

/// Newest last.
#[derive(Default)]
pub(super) struct Store {
    calls: VecDeque<Record>,
    next: u64,
}

impl Store {
    /// Adds a call; returns its number.
    pub fn add(&mut self, mut record: Record) -> u64 {
        if self.calls.len() == MAX_CALLS {
            self.calls.pop_front();
        }
        self.next += 1;
        record.number = self.next;
        self.calls.push_back(record);
        self.next
    }

    /// Sets an answer's outcome.
    pub fn end(&mut self, number: u64, outcome: Outcome) {
        if let Some(record) = self.calls.iter_mut().rev().find(|record| record.number == number) {
            record.outcome = outcome;
        }
    }

    /// Newest first.
    pub fn calls(&self) -> impl Iterator<Item = &Record> {
        self.calls.iter().rev()
    }

    /// Counts calls with this prompt.
    pub fn calls_with(&self, prompt: &str) -> usize {
        self.calls.iter().filter(|call| call.prompt.as_deref() == Some(prompt)).count()
    }
}
