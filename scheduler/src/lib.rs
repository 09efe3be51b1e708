//! The cron table: turns a tick into a job, and does nothing else.
//!
//! A tick's job has a unique name (task and tick), so that several schedulers, or one that was
//! restarted, do no harm.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

use std::str::FromStr;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use cron::Schedule;
use shared::app::App;
use shared::jobs::{self, NewJob};
use shared::maintenance::jobs::PurgeIdempotency;
use tokio_util::sync::CancellationToken;

/// How often the table is looked at.
const INTERVAL: Duration = Duration::from_secs(1);
/// A tick that was missed by no more than this is caught up.
const CATCH_UP: TimeDelta = TimeDelta::hours(24);

/// A row of the table.
struct Task {
    name: &'static str,
    /// Second, minute, hour, day of month, month, day of week; in UTC.
    schedule: &'static str,
    job: fn(DateTime<Utc>) -> sqlx::Result<NewJob>,
}

const TASKS: [Task; 1] =
    [Task { name: "purge_idempotency", schedule: "0 17 * * * *", job: |tick| NewJob::new(&PurgeIdempotency {}, tick) }];

/// Enqueues the jobs of the table when their ticks come, until `stop`.
///
/// # Errors
/// A schedule that can't be read.
pub async fn run(app: App, stop: CancellationToken) -> Result<(), cron::error::Error> {
    let table: Vec<_> = TASKS
        .iter()
        .map(|task| Ok((task, Schedule::from_str(task.schedule)?)))
        .collect::<Result<_, cron::error::Error>>()?;
    let mut tick = tokio::time::interval(INTERVAL);
    tracing::info!(tasks = table.len(), "scheduler started");
    let mut done: Vec<Option<DateTime<Utc>>> = vec![None; table.len()];
    loop {
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            _ = tick.tick() => {}
        }
        for ((task, schedule), done) in table.iter().zip(&mut done) {
            let Some(due) = latest_tick(schedule, app.clock.now()).filter(|due| Some(*due) != *done) else { continue };
            match enqueue(&app, task, due).await {
                Ok(()) => *done = Some(due),
                Err(error) => tracing::warn!(task = task.name, %error, "a tick was not enqueued; trying again"),
            }
        }
    }
}

/// The newest tick that has come. Of several that were missed only this one is caught up.
fn latest_tick(schedule: &Schedule, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    schedule.after(&now).next_back().filter(|tick| *tick > now - CATCH_UP)
}

async fn enqueue(app: &App, task: &Task, tick: DateTime<Utc>) -> sqlx::Result<()> {
    let mut job = (task.job)(tick)?;
    job.unique_key = Some(format!("cron:{}:{}", task.name, tick.timestamp()));
    let mut tx = app.db.begin().await?;
    let added = jobs::enqueue(app, &mut tx, &[job], app.clock.now()).await?;
    tx.commit().await?;
    if !added.is_empty() {
        tracing::info!(task = task.name, %tick, "tick");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_schedules_can_be_read() {
        for task in TASKS {
            let schedule = Schedule::from_str(task.schedule).unwrap();
            assert!(schedule.upcoming(Utc).next().is_some(), "{}", task.name);
        }
    }

    #[test]
    fn only_the_newest_missed_tick_is_caught_up() {
        let schedule = Schedule::from_str("0 17 * * * *").unwrap();
        let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap().to_utc();
        assert_eq!(latest_tick(&schedule, at("2026-01-02T05:00:00Z")), Some(at("2026-01-02T04:17:00Z")));
        assert_eq!(latest_tick(&schedule, at("2026-01-02T04:17:01Z")), Some(at("2026-01-02T04:17:00Z")));
        let yearly = Schedule::from_str("0 0 0 1 1 *").unwrap();
        assert_eq!(latest_tick(&yearly, at("2026-06-01T00:00:00Z")), None);
    }
}
