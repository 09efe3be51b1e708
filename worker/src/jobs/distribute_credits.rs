//! `credits.distribute`: moves credits between a reseller and its business owners.

use shared::app::App;
use shared::credits;
use shared::credits::jobs::{DistributeCredits, Distributed};
use shared::db::Tx;
use shared::jobs::Disposition;

use crate::attempt::Attempt;
use crate::handler::{Finished, Handler, Outcome, RunError};

pub(super) struct Distribute;

impl Handler for Distribute {
    type Kind = DistributeCredits;

    async fn run(&self, _: &App, payload: &DistributeCredits, _: &Attempt) -> Result<Outcome<Distributed>, RunError> {
        let DistributeCredits { distributions, credits } = *payload;
        Ok(Outcome::Done(Distributed { distributions, credits }))
    }

    /// Moves the credits in the transaction that completes the job.
    async fn settle(&self, app: &App, tx: &mut Tx, attempts: &mut [Finished<DistributeCredits>]) -> sqlx::Result<()> {
        let now = app.clock.now();
        let done: Vec<_> =
            attempts.iter().filter(|it| matches!(it.disposition, Disposition::Succeed(_))).map(|it| it.job).collect();
        let answers = credits::distribute(tx, &done, now).await?;
        for (job, answer) in done.into_iter().zip(answers) {
            if let (Err(error), Some(it)) = (answer, attempts.iter_mut().find(|it| it.job == job)) {
                it.disposition = Disposition::Fail(error);
            }
        }
        for it in attempts {
            if let Disposition::Fail(error) = &it.disposition {
                credits::fail(tx, it.job, error, now).await?;
            }
        }
        Ok(())
    }
}
