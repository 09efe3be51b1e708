//! Finished attempts that Postgres does not save.

use shared::app::App;
use shared::billing::jobs::{SyncPayments, Synced};
use shared::db::Tx;
use shared::ids::JobId;
use shared::jobs::{self, NewJob};
use worker::{Attempt, Engine, Finished, Handler, Outcome, RunError};

use crate::harness::TestApp;

/// Marks the job whose result can't be saved in time.
const BAD: u32 = 99;

struct Slow;

impl Handler for Slow {
    type Kind = SyncPayments;

    async fn run(&self, _: &App, _: &SyncPayments, _: &Attempt) -> Result<Outcome<Synced>, RunError> {
        Ok(Outcome::Done(Synced::default()))
    }

    async fn settle(&self, _: &App, tx: &mut Tx, attempts: &mut [Finished<SyncPayments>]) -> sqlx::Result<()> {
        if attempts.iter().any(|attempt| attempt.payload.older_than_seconds == BAD) {
            sqlx::raw_sql("SET LOCAL statement_timeout = '10ms'; SELECT pg_sleep(10)").execute(tx.conn()).await?;
        }
        Ok(())
    }
}

async fn enqueue(app: &TestApp, kinds: &[u32]) -> Vec<JobId> {
    let now = app.app.clock.now();
    let job = |mark: &u32| NewJob::new(&SyncPayments { older_than_seconds: *mark, events_of_hours: 0 }, now).unwrap();
    let new: Vec<_> = kinds.iter().map(job).collect();
    let mut tx = app.app.db.begin().await.unwrap();
    jobs::enqueue(&app.app, &mut tx, &new, now).await.unwrap();
    tx.commit().await.unwrap();
    new.iter().map(|job| job.id).collect()
}

async fn state(app: &TestApp, job: JobId) -> (String, Option<String>) {
    let sql = "SELECT state, error ->> 'code' FROM jobs WHERE id = $1";
    sqlx::query_as(sql).bind(job.uuid()).fetch_one(app.app.db.pool()).await.unwrap()
}

#[tokio::test]
async fn an_attempt_that_cannot_be_saved_fails_alone_after_bounded_tries() {
    let app = TestApp::start().await;
    let engine = Engine::with_handler(app.app.clone(), Slow);
    let all = enqueue(&app, &[1, BAD, 2, 3, 4]).await;
    assert_eq!(worker::drain(&engine).await.unwrap(), 5);
    for (index, job) in all.iter().enumerate() {
        let expected = if index == 1 { "running" } else { "succeeded" };
        assert_eq!(state(&app, *job).await.0, expected, "{index}");
    }
    // Its lease expires, and reclaiming it fails likewise, until it is given up. Others go on meanwhile.
    for round in 0..5 {
        assert_eq!(state(&app, all[1]).await.0, "running", "{round}");
        app.advance(chrono::TimeDelta::minutes(2));
        let other = enqueue(&app, &[5]).await;
        worker::drain(&engine).await.unwrap();
        assert_eq!(state(&app, other[0]).await.0, "succeeded");
    }
    assert_eq!(state(&app, all[1]).await, ("failed".into(), Some("internal_error".into())));
    app.finish().await;
}
