//! The plan, drawn from one seed: the same seed makes the same sends and faults. The timing of processes differs from
//! run to run.

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
const CALM: Duration = Duration::from_secs(4);
/// When the fault strikes, in milliseconds of its phase.
const STRIKES_MS: RangeInclusive<u64> = 2_000..=3_500;
/// A burst of sends, above capacity, around the fault: from this long before to this long after. A server is struck
/// by a script, which takes a tenth of a second.
const RUSH_BEFORE_MS: u64 = 100;
const RUSH_AFTER_MS: u64 = 300;
/// The share of a phase's sends in it.
const RUSH: f64 = 0.6;
/// Phones without magic.
const PHONES: u32 = 50;
/// Always refused.
const REFUSED: &str = "+15550000026";
/// The simulator's other numbers (docs/simulator.md), except those that stop the sending number until an operator
/// fixes it, blocking all others, and the one of a recipient's limit, whose delay exceeds a run.
const MAGIC: [&str; 19] = [
    // Accepted, and reported as failed: at once, late, after delivery.
    "+15550000126",
    "+9993131049",
    "+9996000005",
    "+9995000006",
    // Refused once.
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
/// Refused once with the number's rate limit. Each slows down all others, so there are few.
const TOO_MUCH: [&str; 3] = ["+15550000429", "+9996000003", "+9996000004"];
/// Their share of sends to magic numbers.
const SHARE_OF_TOO_MUCH: f64 = 0.02;

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
    Nobody,
    /// A phone, by WhatsApp.
    Phone(String),
}

/// Its sender's further requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Twist {
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
    pub(crate) twist: Twist,
}

/// A fault with its time and duration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Strike {
    pub(crate) fault: Fault,
    /// Since the start of its phase.
    pub(crate) at: Duration,
    pub(crate) hold: Duration,
    /// The target's index.
    pub(crate) victim: usize,
}

/// A fault and the load around it; the last phase has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Phase {
    pub(crate) sends: Vec<Send>,
    pub(crate) strike: Option<Strike>,
}

#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) seed: u64,
    pub(crate) size: Size,
    pub(crate) phases: Vec<Phase>,
}

impl Plan {
    pub(crate) fn new(seed: u64, size: Size) -> Self {
        let dice = &mut ChaCha8Rng::seed_from_u64(seed);
        let strikes = strikes(dice, size);
        let phases = strikes.len() + 1;
        let strikes = strikes.into_iter().map(Some).chain([None]);
        let mut number = 0;
        let phases = strikes
            .enumerate()
            .map(|(phase, strike)| {
                let last = size.sends * (phase + 1) / phases;
                let sends = (number..last).map(|number| send(dice, number, size, strike.as_ref())).collect();
                number = last;
                Phase { sends, strike }
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
                To::Account(_) | To::Nobody => None,
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
        for (number, strike) in self.phases.iter().filter_map(|phase| phase.strike.as_ref()).enumerate() {
            let (at, hold) = (strike.at.as_secs_f64(), strike.hold.as_secs_f64());
            writeln!(f, "{:3}. {:<36} {at:.1} s into its phase, for {hold:.1} s", number + 1, strike.fault.name())?;
        }
        Ok(())
    }
}

impl Phase {
    /// A phase's duration.
    pub(crate) fn length(strike: Option<&Strike>) -> Duration {
        strike.map_or(CALM, |strike| strike.at + strike.hold) + CALM
    }
}

/// Each fault once in random order, then again, and so on.
fn strikes(dice: &mut ChaCha8Rng, size: Size) -> Vec<Strike> {
    let mut faults = Vec::new();
    while faults.len() < size.faults {
        let mut round: Vec<_> = Fault::iter().collect();
        round.shuffle(dice);
        faults.extend(round);
    }
    faults.truncate(size.faults);
    let strike = |fault: Fault| Strike {
        at: Duration::from_millis(dice.random_range(STRIKES_MS)),
        hold: Duration::from_millis(dice.random_range(fault.hold_ms(size.full))),
        victim: dice.random_range(0..6),
        fault,
    };
    faults.into_iter().map(strike).collect()
}

fn send(dice: &mut ChaCha8Rng, number: usize, size: Size, strike: Option<&Strike>) -> Send {
    let account = dice.random_range(0..size.accounts);
    let to = recipient(dice, size);
    let twist = twist(dice, &to);
    Send { number, at: moment(dice, strike), account, to, twist }
}

fn moment(dice: &mut ChaCha8Rng, strike: Option<&Strike>) -> Duration {
    let millis = |duration: Duration| u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
    let at = match strike {
        Some(strike) if dice.random_bool(RUSH) => {
            let at = millis(strike.at);
            dice.random_range(at - RUSH_BEFORE_MS..at + RUSH_AFTER_MS)
        }
        _ => dice.random_range(0..millis(Phase::length(strike))),
    };
    Duration::from_millis(at)
}

fn recipient(dice: &mut ChaCha8Rng, size: Size) -> To {
    match dice.random_range(0..100) {
        0..44 => To::Account(dice.random_range(0..size.accounts)),
        44..46 => To::Nobody,
        46..51 => To::Phone(REFUSED.to_owned()),
        51..66 => {
            let phones: &[&str] = if dice.random_bool(SHARE_OF_TOO_MUCH) { &TOO_MUCH } else { &MAGIC };
            To::Phone(phones[dice.random_range(0..phones.len())].to_owned())
        }
        _ => To::Phone(format!("+1555{:07}", 2_000_000 + dice.random_range(0..PHONES) * 37)),
    }
}

fn twist(dice: &mut ChaCha8Rng, to: &To) -> Twist {
    let roll = dice.random_range(0..100);
    if *to == To::Phone(REFUSED.into()) && roll < 60 {
        return Twist::Retries;
    }
    match roll {
        0..7 => Twist::Twice,
        7..9 => Twist::OtherBody,
        9..16 => Twist::Later(dice.random_range(1_000..6_000)),
        16..22 => Twist::Cancels(dice.random_range(500..6_000)),
        22..30 => Twist::Waits,
        _ => Twist::Nothing,
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
        let faults: Vec<_> = plan.phases.iter().filter_map(|phase| phase.strike.as_ref()).collect();
        assert_eq!(faults.len(), SIZE.faults);
        assert!(Fault::iter().all(|fault| faults.iter().any(|strike| strike.fault == fault)), "each at least once");
        assert!(plan.phones().len() > 6);
    }
}
