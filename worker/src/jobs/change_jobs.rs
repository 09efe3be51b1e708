//! `jobs.bulk`: cancels or retries many jobs, one by one.

use shared::app::App;
use shared::bulk_jobs::{self, Step};
use shared::db::Tx;
use shared::jobs::{self, BulkJobs, BulkResult, Disposition, JobError};

use crate::attempt::Attempt;
use crate::handler::{Finished, Handler, Outcome, RunError};

pub(super) struct Change;

impl Handler for Change {
    type Kind = BulkJobs;

    async fn run(&self, app: &App, payload: &BulkJobs, attempt: &Attempt) -> Result<Outcome<BulkResult>, RunError> {
        let (bulk, action) = (attempt.job, payload.action);
        let ids = jobs::bulk_ids(app.db.pool(), bulk).await?;
        let mut position = 0;
        while let Some(job) = ids.get(position) {
            match bulk_jobs::step(app, bulk, action, (position, *job)).await? {
                Step::At(next) => position = next,
                Step::Stopped => return Ok(Outcome::Cancelled),
            }
            attempt.report(app, position, ids.len()).await;
        }
        Ok(match jobs::bulk_result(app.db.pool(), bulk, action).await? {
            Some(result) => Outcome::Done(result),
            None => Outcome::Fail(JobError::permanent("not_found", "The jobs to be changed are not known any more.")),
        })
    }

    async fn settle(&self, app: &App, tx: &mut Tx, attempts: &mut [Finished<BulkJobs>]) -> sqlx::Result<()> {
        let is_over = |it: &&mut Finished<BulkJobs>| {
            matches!(it.disposition, Disposition::Succeed(_) | Disposition::Fail(_) | Disposition::Cancel)
        };
        let over: Vec<_> = attempts.iter_mut().filter(is_over).map(|it| it.job).collect();
        jobs::end_bulk(tx, &over, app.clock.now()).await
    }
}
