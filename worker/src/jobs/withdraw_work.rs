//! `accounts.withdraw_work`: cancels pending work of a suspended user, and of users suspended with it.

use chrono::TimeDelta;
use shared::accounts::jobs::{WithdrawWork, Withdrawn};
use shared::app::App;
use shared::jobs::JobError;
use shared::{accounts, cancellation};

use crate::attempt::Attempt;
use crate::handler::{Handler, Outcome, RunError};

/// Most running jobs have ended by then.
const AGAIN: TimeDelta = TimeDelta::seconds(15);

pub(super) struct Withdraw;

impl Handler for Withdraw {
    type Kind = WithdrawWork;

    async fn run(&self, app: &App, payload: &WithdrawWork, _: &Attempt) -> Result<Outcome<Withdrawn>, RunError> {
        // Reactivated users keep their pending work.
        let users = accounts::suspended_with(app.db.pool(), payload.user_id).await?;
        let mut is_done = true;
        for user in &users {
            is_done &= cancellation::cancel_all(app, *user).await?;
        }
        if is_done {
            return Ok(Outcome::Done(Withdrawn { users: users.len() }));
        }
        // It could be retried, and must not be.
        let error = JobError::transient("work_is_running", "A job is still running; the rest is cancelled after it.");
        Ok(Outcome::Snooze { until: app.clock.now() + AGAIN, error })
    }
}
