//! The plan, generated from one seed: the same seed gives the same sends and faults. The timing of processes differs
//! between runs.

use std::fmt;
use std::ops::RangeInclusive;
use std::time::Duration;

use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::Serialize;
use sha2::{Digest, Sha256};
use strum::IntoEnumIterator;

use super::fault::Fault;

/// The rest of a phase after its fault.
const QUIET_PERIOD: Duration = Duration::from_secs(4);
/// When the fault begins, in milliseconds of its phase.
const FAULT_START_MS: RangeInclusive<u64> = 2_000..=3_500;
/// A burst of sends, above capacity, around the fault: from this long before to this long after. The script that
/// breaks a server takes a tenth of a second.
const BURST_BEFORE_MS: u64 = 100;
const BURST_AFTER_MS: u64 = 300;
/// The share of a phase's sends in the burst.
const BURST: f64 = 0.6;
/// Phones without magic.
const PHONES: u32 = 50;
/// Always rejected.
const REFUSED: &str = "+15550000026";
/// The simulator's other numbers (docs/simulator.md), except those that stop the sending number until an operator
/// fixes it, blocking all others, and the one of a recipient's limit, whose delay exceeds a run.
const MAGIC: [&str; 19] = [
    // Accepted, and reported as failed: at once, late, after delivery.
    "+15550000126",
    "+9993131049",
    "+9996000005",
    "+9995000006",
    // Rejected once.
    "+15550000002",
    "+9992131000",
    // No response, or an unclear one; accepted or not.
    "+15550000408",
    "+15550000409",
    "+9995000008",
    "+9995000009",
    "+9996000001",
    "+9996000002",
    // Odd status or response.
    "+9994001500",
    "+9995000001",
    "+9995000002",
    "+9995000003",
    "+9995000004",
    "+9995000005",
    "+9995000007",
];
/// Rejected once with the number's rate limit. Each slows down all others, so there are few.
const RATE_LIMITED: [&str; 3] = ["+15550000429", "+9996000003", "+9996000004"];
/// Their share of sends to magic numbers.
const RATE_LIMITED_SHARE: f64 = 0.02;

/// The plan's size.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Size {
    pub(crate) accounts: usize,
    pub(crate) sends: usize,
    pub(crate) faults: usize,
    /// Whether pauses last a full minute.
    pub(crate) full: bool,
}

/// A message's recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum To {
    /// Another account, in-app.
    Account(usize),
    /// An unknown name, in-app.
    Unknown,
    /// A phone, by WhatsApp.
    Phone(String),
}

/// The sender's follow-up requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FollowUp {
    Nothing,
    /// Waits for the job's end, first within the send.
    Waits,
    /// Sends the request twice at once.
    Twice,
    /// Reuses the key with another body.
    OtherBody,
    /// Schedules it in this many milliseconds.
    Later(u32),
    /// Schedules and cancels it at once.
    Cancels(u32),
    /// Waits for the end, and retries a failure.
    Retries,
}

/// A send request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Send {
    pub(crate) number: usize,
    /// Since the start of its phase.
    pub(crate) at: Duration,
    pub(crate) account: usize,
    pub(crate) to: To,
    pub(crate) follow_up: FollowUp,
}

/// A fault with its time and duration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PlannedFault {
    pub(crate) fault: Fault,
    /// Since the start of its phase.
    pub(crate) at: Duration,
    pub(crate) duration: Duration,
    /// The target's index.
    pub(crate) target: usize,
}

/// A fault and the load around it; the last phase has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Phase {
    pub(crate) sends: Vec<Send>,
    pub(crate) fault: Option<PlannedFault>,
}

#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) seed: u64,
    pub(crate) size: Size,
    pub(crate) phases: Vec<Phase>,
}

impl Plan {
    pub(crate) fn new(seed: u64, size: Size) -> Self {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        let faults = faults(rng, size);
        let phases = faults.len() + 1;
        let faults = faults.into_iter().map(Some).chain([None]);
        let mut number = 0;
        let phases = faults
            .enumerate()
            .map(|(phase, fault)| {
                let last = size.sends * (phase + 1) / phases;
                let sends = (number..last).map(|number| send(rng, number, size, fault.as_ref())).collect();
                number = last;
                Phase { sends, fault }
            })
            .collect();
        Self { seed, size, phases }
    }

    /// A fingerprint: equal plans have equal ones.
    pub(crate) fn digest(&self) -> String {
        let digest = Sha256::digest(format!("{:?}", self.phases));
        hex::encode(&digest[..8])
    }

    /// All phone numbers.
    pub(crate) fn phones(&self) -> Vec<String> {
        let sends = self.phases.iter().flat_map(|phase| &phase.sends);
        let mut phones: Vec<_> = sends
            .filter_map(|send| match &send.to {
                To::Phone(number) => Some(number.clone()),
                To::Account(_) | To::Unknown => None,
            })
            .collect();
        phones.sort();
        phones.dedup();
        phones
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Size { accounts, sends, faults, .. } = self.size;
        writeln!(
            f,
            "Plan {} of seed {}: {sends} sends of {accounts} accounts, {faults} faults",
            self.digest(),
            self.seed
        )?;
        for (number, planned) in self.phases.iter().filter_map(|phase| phase.fault.as_ref()).enumerate() {
            let (at, duration) = (planned.at.as_secs_f64(), planned.duration.as_secs_f64());
            writeln!(
                f,
                "{:3}. {:<36} {at:.1} s into its phase, for {duration:.1} s",
                number + 1,
                planned.fault.name()
            )?;
        }
        Ok(())
    }
}

impl Phase {
    /// A phase's duration.
    pub(crate) fn length(fault: Option<&PlannedFault>) -> Duration {
        fault.map_or(QUIET_PERIOD, |planned| planned.at + planned.duration) + QUIET_PERIOD
    }
}

/// Each fault once in random order, then again, and so on.
fn faults(rng: &mut ChaCha8Rng, size: Size) -> Vec<PlannedFault> {
    let mut faults = Vec::new();
    while faults.len() < size.faults {
        let mut round: Vec<_> = Fault::iter().collect();
        round.shuffle(rng);
        faults.extend(round);
    }
    faults.truncate(size.faults);
    let plan = |fault: Fault| PlannedFault {
        at: Duration::from_millis(rng.random_range(FAULT_START_MS)),
        duration: Duration::from_millis(rng.random_range(fault.duration_ms(size.full))),
        target: rng.random_range(0..6),
        fault,
    };
    faults.into_iter().map(plan).collect()
}

fn send(rng: &mut ChaCha8Rng, number: usize, size: Size, fault: Option<&PlannedFault>) -> Send {
    let account = rng.random_range(0..size.accounts);
    let to = recipient(rng, size);
    let follow_up = follow_up(rng, &to);
    Send { number, at: moment(rng, fault), account, to, follow_up }
}

fn moment(rng: &mut ChaCha8Rng, fault: Option<&PlannedFault>) -> Duration {
    let millis = |duration: Duration| u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
    let at = match fault {
        Some(planned) if rng.random_bool(BURST) => {
            let at = millis(planned.at);
            rng.random_range(at - BURST_BEFORE_MS..at + BURST_AFTER_MS)
        }
        _ => rng.random_range(0..millis(Phase::length(fault))),
    };
    Duration::from_millis(at)
}

fn recipient(rng: &mut ChaCha8Rng, size: Size) -> To {
    match rng.random_range(0..100) {
        0..44 => To::Account(rng.random_range(0..size.accounts)),
        44..46 => To::Unknown,
        46..51 => To::Phone(REFUSED.to_owned()),
        51..66 => {
            let phones: &[&str] = if rng.random_bool(RATE_LIMITED_SHARE) { &RATE_LIMITED } else { &MAGIC };
            To::Phone(phones[rng.random_range(0..phones.len())].to_owned())
        }
        _ => To::Phone(format!("+1555{:07}", 2_000_000 + rng.random_range(0..PHONES) * 37)),
    }
}

fn follow_up(rng: &mut ChaCha8Rng, to: &To) -> FollowUp {
    let roll = rng.random_range(0..100);
    if *to == To::Phone(REFUSED.into()) && roll < 60 {
        return FollowUp::Retries;
    }
    match roll {
        0..7 => FollowUp::Twice,
        7..9 => FollowUp::OtherBody,
        9..16 => FollowUp::Later(rng.random_range(1_000..6_000)),
        16..22 => FollowUp::Cancels(rng.random_range(500..6_000)),
        22..30 => FollowUp::Waits,
        _ => FollowUp::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Size = Size { accounts: 20, sends: 500, faults: 20, full: false };

    #[test]
    fn a_seed_determines_the_plan() {
        let (one, same, other) = (Plan::new(7, SIZE), Plan::new(7, SIZE), Plan::new(8, SIZE));
        assert_eq!(one.phases, same.phases);
        assert_eq!(one.digest(), same.digest());
        assert_ne!(one.digest(), other.digest());
    }

    #[test]
    fn all_sends_and_faults_are_planned() {
        let plan = Plan::new(1, SIZE);
        let numbers: Vec<_> = plan.phases.iter().flat_map(|phase| &phase.sends).map(|send| send.number).collect();
        assert_eq!(numbers, (0..SIZE.sends).collect::<Vec<_>>());
        let faults: Vec<_> = plan.phases.iter().filter_map(|phase| phase.fault.as_ref()).collect();
        assert_eq!(faults.len(), SIZE.faults);
        assert!(Fault::iter().all(|fault| faults.iter().any(|planned| planned.fault == fault)), "each at least once");
        assert!(plan.phones().len() > 6);
    }
}
