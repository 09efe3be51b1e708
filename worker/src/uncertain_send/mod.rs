//! Sends to providers that accept no idempotency key (docs/design/uncertain-sends.md).
//!
//! A send whose response was lost must not be repeated. So a mark is committed before the bytes go out, and only a
//! response that they had no effect removes it. An attempt that finds the mark sends nothing: it waits for the provider's
//! report, and gives up once [`Sender::reports_within`] has passed.

mod messages;

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use shared::app::App;
use shared::jobs::JobError;

pub(crate) use messages::{MessageSends, no_answer, settle};

use crate::deferral::{after, snooze};
use crate::handler::{Outcome, RunError};
use crate::providers::Unsent;

/// The delay of an attempt whose mark another one holds.
const MARK_RETRY: Duration = Duration::from_secs(1);

/// The stored state of a send.
pub(crate) enum State<S, O> {
    /// It has not gone out.
    Unsent(S),
    /// It must not go out: its outcome is known, or it is no longer wanted.
    Ended(Outcome<O>),
    /// It may have gone out at this time; its outcome is not known.
    Uncertain {
        /// Time of the mark.
        since: DateTime<Utc>,
    },
}

/// What a refusal means for the send. Either way it did not go out.
pub(crate) enum Verdict<R> {
    /// It may be sent later: the mark is removed.
    Temporary(R),
    /// It is never sent: the mark stays, with the refusal, until the job's completion.
    Final(R),
}

/// One kind of send over one provider.
pub(crate) trait Sender: Sync {
    /// Identifies a send.
    type Id: Copy + Send + Sync;
    /// Its stored state.
    type Stored: Send;
    /// Everything that the call needs.
    type Call: Send + Sync;
    /// The job's result.
    type Output: Send;
    /// The provider's refusal.
    type Refusal: Send + Sync;

    /// How long after a call the provider may still report its outcome; `None` if it reports nothing.
    fn reports_within(&self) -> Option<Duration>;

    /// The error of a send whose outcome is not known.
    fn no_answer(&self) -> JobError;

    /// The error of a send without a connection.
    fn unreachable(&self) -> JobError;

    /// Reads a send.
    fn read(&self, id: Self::Id) -> impl Future<Output = Result<State<Self::Stored, Self::Output>, RunError>> + Send;

    /// Prepares the call, or returns why it must not be made now: missing rights, a full throttle.
    fn admit(
        &self,
        stored: Self::Stored,
    ) -> impl Future<Output = Result<Result<Self::Call, Outcome<Self::Output>>, RunError>> + Send;

    /// Commits the mark; false if another attempt did.
    fn mark(&self, id: Self::Id, call: &Self::Call) -> impl Future<Output = Result<bool, RunError>> + Send;

    /// Makes the call. An outer error leaves the send uncertain.
    fn send(
        &self,
        id: Self::Id,
        call: &Self::Call,
    ) -> impl Future<Output = Result<Result<Self::Output, Unsent<Self::Refusal>>, RunError>> + Send;

    /// Classifies the refusal of attempt number `attempt`.
    fn classify(&self, refusal: Self::Refusal, attempt: i32) -> Verdict<Self::Refusal>;

    /// Removes the mark: the send did not go out.
    fn unmark(
        &self,
        id: Self::Id,
        refusal: Option<&Self::Refusal>,
    ) -> impl Future<Output = Result<(), RunError>> + Send;

    /// Stores a final refusal beside the mark: if this worker is lost, the next attempt finds it and sends nothing.
    fn refuse(&self, id: Self::Id, refusal: &Self::Refusal) -> impl Future<Output = Result<(), RunError>> + Send;

    /// The outcome of an attempt with this refusal, and its effect on other sends. `age`: time since the call began.
    fn after_refusal(
        &self,
        call: &Self::Call,
        refusal: Self::Refusal,
        age: Duration,
    ) -> impl Future<Output = Result<Outcome<Self::Output>, RunError>> + Send;
}

/// Runs an attempt of a send.
pub(crate) async fn run<S: Sender>(
    sender: &S,
    app: &App,
    id: S::Id,
    attempt: i32,
) -> Result<Outcome<S::Output>, RunError> {
    let stored = match sender.read(id).await? {
        State::Unsent(stored) => stored,
        State::Ended(outcome) => return Ok(outcome),
        State::Uncertain { since } => return Ok(reconcile(sender, app, since)),
    };
    let call = match sender.admit(stored).await? {
        Ok(call) => call,
        Err(outcome) => return Ok(outcome),
    };
    if !sender.mark(id, &call).await? {
        // Locked elsewhere, or just updated.
        return Ok(snooze(app, MARK_RETRY, sender.no_answer()));
    }
    let began = Instant::now();
    let refusal = match sender.send(id, &call).await? {
        Ok(output) => return Ok(Outcome::Done(output)),
        Err(Unsent::Uncertain) => return Ok(reconcile(sender, app, app.clock.now())),
        Err(Unsent::Unreachable) => {
            sender.unmark(id, None).await?;
            return Ok(Outcome::Retry { after: None, error: sender.unreachable() });
        }
        Err(Unsent::Refused(refusal)) => refusal,
    };
    let refusal = match sender.classify(refusal, attempt) {
        Verdict::Temporary(refusal) => {
            sender.unmark(id, Some(&refusal)).await?;
            refusal
        }
        Verdict::Final(refusal) => {
            sender.refuse(id, &refusal).await?;
            refusal
        }
    };
    sender.after_refusal(&call, refusal, began.elapsed()).await
}

/// The outcome of an attempt whose send went out at `since` for all we know: it waits for a report, then gives up.
fn reconcile<S: Sender>(sender: &S, app: &App, since: DateTime<Utc>) -> Outcome<S::Output> {
    let until = sender.reports_within().map(|wait| after(since, wait)).filter(|until| app.clock.now() < *until);
    match until {
        Some(until) => Outcome::Snooze { until, error: sender.no_answer() },
        None => Outcome::Fail(sender.no_answer()),
    }
}
