//! Time limits for each phase of a connection.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use parking_lot::{Mutex, MutexGuard};
use shared::config::Edge;
use tokio::time::{Instant, Sleep, sleep_until};

/// A client that reads no byte of a response for so long is gone.
const WRITE_TIMEOUT: Duration = Duration::from_secs(60);

/// The state of one connection, shared by reader, handler and writer.
#[derive(Debug)]
pub(super) struct Deadlines {
    header_timeout: Duration,
    idle_timeout: Duration,
    write_timeout: Duration,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    phase: Phase,
    /// When the phase expires, if it is limited.
    at: Option<Instant>,
    /// When a write without progress expires.
    write_at: Option<Instant>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Between two requests.
    Idle,
    /// A header has begun to arrive.
    Header,
    /// A request is handled or answered. Its body has its own time limit.
    Request,
}

/// The phase that timed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expired {
    Header,
    Idle,
    Write,
}

impl Expired {
    /// The label of metrics.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Header => "header_timeout",
            Self::Idle => "idle_timeout",
            Self::Write => "write_timeout",
        }
    }
}

impl Deadlines {
    /// For a new connection, whose first header is due.
    pub fn new(edge: &Edge) -> Self {
        let at = Some(Instant::now() + edge.header_timeout);
        let state = Mutex::new(State { phase: Phase::Header, at, write_at: None });
        let Edge { header_timeout, idle_timeout, .. } = *edge;
        Self { header_timeout, idle_timeout, write_timeout: WRITE_TIMEOUT, state }
    }

    /// Bytes have arrived.
    pub fn read(&self) {
        let mut state = self.state();
        if state.phase == Phase::Idle {
            state.phase = Phase::Header;
            state.at = Some(Instant::now() + self.header_timeout);
        }
    }

    /// A header is complete.
    pub fn request(&self) {
        let mut state = self.state();
        state.phase = Phase::Request;
        state.at = None;
    }

    /// A response was handed over in full.
    pub fn answered(&self) {
        let mut state = self.state();
        state.phase = Phase::Idle;
        state.at = Some(Instant::now() + self.idle_timeout);
    }

    /// The client read some bytes.
    pub fn wrote(&self) {
        let mut state = self.state();
        state.write_at = None;
        if state.phase == Phase::Idle {
            state.at = Some(Instant::now() + self.idle_timeout);
        }
    }

    /// The client reads no bytes right now.
    pub fn write_blocked(&self) {
        self.state().write_at.get_or_insert_with(|| Instant::now() + self.write_timeout);
    }

    fn next(&self) -> Option<(Instant, Expired)> {
        let State { phase, at, write_at } = *self.state();
        let expired = if phase == Phase::Idle { Expired::Idle } else { Expired::Header };
        let phase = at.map(|at| (at, expired));
        let write = write_at.map(|at| (at, Expired::Write));
        [phase, write].into_iter().flatten().min_by_key(|(at, _)| *at)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock()
    }
}

/// A connection's timer. It is reset only if it would fire too late: most deadlines are met, and resetting it for each
/// request would cost more than one spurious wake-up.
pub(super) struct Alarm {
    sleep: Pin<Box<Sleep>>,
    is_set: bool,
}

impl Alarm {
    pub fn new() -> Self {
        Self { sleep: Box::pin(sleep_until(Instant::now())), is_set: false }
    }

    /// Ready once a phase has timed out.
    pub fn poll(&mut self, deadlines: &Deadlines, context: &mut Context<'_>) -> Poll<Expired> {
        loop {
            let Some((at, what)) = deadlines.next() else { return Poll::Pending };
            if at <= Instant::now() {
                return Poll::Ready(what);
            }
            if !self.is_set || at < self.sleep.deadline() {
                self.sleep.as_mut().reset(at);
                self.is_set = true;
            }
            if self.sleep.as_mut().poll(context).is_pending() {
                return Poll::Pending;
            }
            self.is_set = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);

    fn deadlines(header_timeout: Duration, idle_timeout: Duration, write_timeout: Duration) -> Deadlines {
        let state = State { phase: Phase::Header, at: Some(Instant::now() + header_timeout), write_at: None };
        Deadlines { header_timeout, idle_timeout, write_timeout, state: Mutex::new(state) }
    }

    async fn rings(deadlines: &Deadlines) -> Expired {
        let mut alarm = Alarm::new();
        poll_fn(|cx| alarm.poll(deadlines, cx)).await
    }

    #[tokio::test]
    async fn each_connection_phase_has_its_own_timeout() {
        let short = Duration::from_millis(20);
        assert_eq!(rings(&deadlines(short, HOUR, HOUR)).await, Expired::Header);
        let idle = deadlines(HOUR, short, HOUR);
        idle.request();
        assert!(idle.next().is_none(), "a running request has no deadline");
        idle.answered();
        assert_eq!(rings(&idle).await, Expired::Idle);
        let next = deadlines(short, HOUR, HOUR);
        next.request();
        next.answered();
        let of_idle = next.next().unwrap();
        next.read();
        let of_header = next.next().unwrap();
        assert!(of_header.0 < of_idle.0, "the next header has begun");
        next.read();
        assert_eq!(next.next().unwrap(), of_header, "more bytes do not extend it");
        assert_eq!(rings(&next).await, Expired::Header);
    }

    #[tokio::test]
    async fn stalled_writes_time_out() {
        let slow = deadlines(HOUR, HOUR, Duration::from_millis(20));
        slow.request();
        slow.write_blocked();
        slow.wrote();
        assert!(slow.next().is_none(), "progress clears the deadline");
        slow.write_blocked();
        let first = slow.next().unwrap();
        slow.write_blocked();
        assert_eq!(slow.next().unwrap(), first, "another attempt does not extend it");
        assert_eq!(rings(&slow).await, Expired::Write);
    }
}
