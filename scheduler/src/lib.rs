//! The cron table: turns a tick into a job, and does nothing else.
//!
//! A tick's job has a unique name (task and tick), so that concurrent or restarted schedulers are harmless.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

use std::str::FromStr;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Timelike, Utc};
use cron::Schedule;
use shared::accounts::jobs::PurgeLogins;
use shared::app::App;
use shared::assistant::jobs::ResetUsage;
use shared::billing::jobs::{SyncPayments, SyncSubscriptions};
use shared::jobs::{self, NewJob};
use shared::ledger_audit::jobs::ProveCredits;
use shared::maintenance::jobs::{IndexChat, PurgeIdempotency, PurgeJobs, PurgeThreads, SumFlows};
use shared::messaging::jobs::RecheckNumbers;
use shared::processes::{self, ProcessRole};
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

/// How often the table is checked.
const INTERVAL: Duration = Duration::from_secs(1);
/// Its loop's name in stall reports.
const LOOP: &str = "scheduling";
/// A tick missed by no more than this is caught up.
const CATCH_UP: TimeDelta = TimeDelta::hours(24);

/// A row of the table.
struct Task {
    name: &'static str,
    /// Second, minute, hour, day of month, month, day of week; in UTC.
    schedule: &'static str,
    job: fn(DateTime<Utc>) -> sqlx::Result<NewJob>,
}

/// Payments in progress are reported by webhook, which Stripe retries for days; this sync covers events that we
/// acknowledged and then lost.
const SYNC: SyncPayments = SyncPayments { older_than_seconds: 300, events_of_hours: 6 };

/// A full audit, once a day.
fn prove(tick: DateTime<Utc>) -> sqlx::Result<NewJob> {
    NewJob::new(&ProveCredits { full: tick.hour() == 2 }, tick)
}

/// The day of the tick begins.
fn reset(tick: DateTime<Utc>) -> sqlx::Result<NewJob> {
    NewJob::new(&ResetUsage { day: Some(tick.date_naive()) }, tick)
}

/// Unusual minutes, each used once.
static TASKS: [Task; 11] = [
    Task { name: "reset_usage", schedule: "0 0 0 * * *", job: reset },
    Task { name: "purge_idempotency", schedule: "0 17 * * * *", job: |tick| NewJob::new(&PurgeIdempotency {}, tick) },
    Task { name: "purge_logins", schedule: "0 31 * * * *", job: |tick| NewJob::new(&PurgeLogins {}, tick) },
    Task { name: "purge_threads", schedule: "0 47 * * * *", job: |tick| NewJob::new(&PurgeThreads {}, tick) },
    Task { name: "recheck_numbers", schedule: "0 11 * * * *", job: |tick| NewJob::new(&RecheckNumbers {}, tick) },
    Task { name: "prove_credits", schedule: "0 41 * * * *", job: prove },
    Task { name: "sum_flows", schedule: "0 6/10 * * * *", job: |tick| NewJob::new(&SumFlows {}, tick) },
    Task { name: "index_chat", schedule: "0 8/10 * * * *", job: |tick| NewJob::new(&IndexChat {}, tick) },
    Task { name: "sync_payments", schedule: "0 4/5 * * * *", job: |tick| NewJob::new(&SYNC, tick) },
    Task { name: "sync_subscriptions", schedule: "0 23 2 * * *", job: |tick| NewJob::new(&SyncSubscriptions {}, tick) },
    Task { name: "purge_jobs", schedule: "0 53 3 * * *", job: |tick| NewJob::new(&PurgeJobs {}, tick) },
];

/// A task, and its newest tick known to be enqueued.
struct Row {
    task: &'static Task,
    schedule: Schedule,
    done: Option<DateTime<Utc>>,
}

/// The table, and its progress.
pub struct Scheduler(Vec<Row>);

impl Scheduler {
    /// A scheduler that knows of no tick yet.
    ///
    /// # Errors
    /// An invalid schedule.
    pub fn new() -> Result<Self, cron::error::Error> {
        let row = |task: &'static Task| Ok(Row { task, schedule: Schedule::from_str(task.schedule)?, done: None });
        TASKS.iter().map(row).collect::<Result<_, _>>().map(Self)
    }

    /// Enqueues the jobs of due ticks, all or none. Returns how many were added, excluding those that another scheduler
    /// added first.
    ///
    /// # Errors
    /// The database; the next call retries.
    pub async fn tick(&mut self, app: &App) -> sqlx::Result<usize> {
        let now = app.clock.now();
        let rows = self.0.iter_mut();
        let due: Vec<_> = rows.filter_map(|row| Some((row.newest_tick(now)?, row))).collect();
        if due.is_empty() {
            return Ok(0);
        }
        let new = due.iter().map(|(tick, row)| row.job(*tick)).collect::<sqlx::Result<Vec<_>>>()?;
        let mut tx = app.db.begin().await?;
        let added = jobs::enqueue(app, &mut tx, &new, now).await?;
        tx.commit().await?;
        for ((tick, row), job) in due.into_iter().zip(&new) {
            row.done = Some(tick);
            if added.contains(&job.id) {
                tracing::info!(task = row.task.name, %tick, "tick");
            }
        }
        Ok(added.len())
    }
}

impl Row {
    /// The newest due tick, if not done. Of several missed ticks only this one is caught up.
    fn newest_tick(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let tick = self.schedule.after(&now).next_back()?;
        (tick > now - CATCH_UP && Some(tick) > self.done).then_some(tick)
    }

    fn job(&self, tick: DateTime<Utc>) -> sqlx::Result<NewJob> {
        let mut job = (self.task.job)(tick)?;
        job.unique_key = Some(format!("cron:{}:{}", self.task.name, tick.timestamp()));
        Ok(job)
    }
}

/// Enqueues the jobs of the table at their ticks, until `stop`.
///
/// # Errors
/// An invalid schedule.
pub async fn run(app: App, stop: CancellationToken) -> Result<(), cron::error::Error> {
    let scheduler = Scheduler::new()?;
    tracing::info!(tasks = scheduler.0.len(), "scheduler started");
    let beating = processes::send_heartbeats(&app, ProcessRole::Scheduler, Vec::new(), stop.clone());
    tokio::join!(enqueue_ticks(&app, scheduler, &stop), beating);
    Ok(())
}

async fn enqueue_ticks(app: &App, mut scheduler: Scheduler, stop: &CancellationToken) {
    let mut interval = tokio::time::interval(INTERVAL);
    interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let step = async {
            interval.tick().await;
            app.liveness.tick(LOOP);
            scheduler.tick(app).await
        };
        tokio::select! {
            // Also while Postgres delays a step: uncommitted work is redone after a restart.
            () = stop.cancelled() => {
                app.liveness.ended(LOOP);
                return;
            }
            outcome = step => if let Err(error) = outcome {
                tracing::warn!(%error, "ticks were not enqueued; retrying");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        DateTime::parse_from_rfc3339(text).unwrap().to_utc()
    }

    fn row(schedule: &str) -> Row {
        Row { task: &TASKS[0], schedule: Schedule::from_str(schedule).unwrap(), done: None }
    }

    #[test]
    fn all_schedules_parse_and_no_two_tasks_share_a_minute() {
        let mut minutes: Vec<_> = TASKS.iter().map(|task| task.schedule.split(' ').nth(1).unwrap()).collect();
        minutes.sort_unstable();
        minutes.dedup();
        assert_eq!(minutes.len(), TASKS.len());
        for row in Scheduler::new().unwrap().0 {
            assert!(row.schedule.upcoming(Utc).next().is_some(), "{}", row.task.name);
        }
    }

    #[test]
    fn every_task_is_documented() {
        let page = include_str!("../../docs/jobs.md");
        for task in &TASKS {
            let kind = (task.job)(at("2026-01-02T02:41:00Z")).unwrap().kind;
            let row = format!("| `{kind}` | `{}` |", task.schedule);
            assert!(page.contains(&row), "{row}");
        }
    }

    #[test]
    fn only_the_newest_missed_tick_is_caught_up() {
        let hourly = row("0 17 * * * *");
        assert_eq!(hourly.newest_tick(at("2026-01-02T05:00:00Z")), Some(at("2026-01-02T04:17:00Z")));
        assert_eq!(hourly.newest_tick(at("2026-01-02T04:17:01Z")), Some(at("2026-01-02T04:17:00Z")));
        assert_eq!(row("0 0 0 1 1 *").newest_tick(at("2026-06-01T00:00:00Z")), None);
    }

    #[test]
    fn a_clock_set_back_repeats_no_tick() {
        let mut hourly = row("0 17 * * * *");
        hourly.done = Some(at("2026-01-02T04:17:00Z"));
        assert_eq!(hourly.newest_tick(at("2026-01-02T04:16:59Z")), None);
        assert_eq!(hourly.newest_tick(at("2026-01-02T05:16:59Z")), None);
        assert_eq!(hourly.newest_tick(at("2026-01-02T05:17:01Z")), Some(at("2026-01-02T05:17:00Z")));
    }
}
