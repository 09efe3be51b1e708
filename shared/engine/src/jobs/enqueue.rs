use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::model::job_event;
use super::{JobQueue, JobState, NewJob, QueuedJob, unmark_enqueued};
use crate::app::App;
use crate::db::Tx;
use crate::events;
use crate::ids::{JobId, UserId};

/// Adds jobs, accepted at `now`, in the transaction of what they are about, and rings their queues once it is
/// committed. Returns the ids of those added: one whose unique key was taken is left out.
///
/// # Errors
/// The database.
pub async fn enqueue(app: &App, tx: &mut Tx, jobs: &[NewJob], now: DateTime<Utc>) -> sqlx::Result<Vec<JobId>> {
    let told = told(app, &jobs.iter().collect::<Vec<_>>(), now);
    let queued: &str = JobState::Queued.into();
    let span = app.traces.enqueue(jobs.len());
    let added = sqlx::query_scalar!(
        r#"INSERT INTO jobs (id, kind, queue, owner_id, payload, state, max_attempts, run_at, enqueued_at, unique_key, request_id, retried_from, created_at, trace_context, scheduled_for)
        SELECT id, kind, queue, owner_id, payload, $11, max_attempts, run_at,
            CASE WHEN told THEN coalesce($13::timestamptz, now()) END, unique_key, request_id, retried_from, $10,
            trace_context, CASE WHEN run_at > $10 THEN run_at END
        FROM UNNEST($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::jsonb[], $6::int[], $7::timestamptz[], $8::text[], $9::text[], $12::bool[], $14::uuid[], $15::text[])
            AS new (id, kind, queue, owner_id, payload, max_attempts, run_at, unique_key, request_id, told, retried_from, trace_context)
        ON CONFLICT (unique_key) WHERE unique_key IS NOT NULL DO NOTHING
        RETURNING id AS "id: JobId""#,
        &jobs.iter().map(|job| job.id.uuid()).collect::<Vec<_>>(),
        &jobs.iter().map(|job| job.kind.to_owned()).collect::<Vec<_>>(),
        &jobs.iter().map(|job| job.queue.to_string()).collect::<Vec<_>>(),
        &jobs.iter().map(|job| job.owner.map(UserId::uuid)).collect::<Vec<_>>() as &[Option<uuid::Uuid>],
        &jobs.iter().map(|job| job.payload.clone()).collect::<Vec<_>>(),
        &jobs.iter().map(|job| job.max_attempts).collect::<Vec<_>>(),
        &jobs.iter().map(|job| job.run_at).collect::<Vec<_>>(),
        &jobs.iter().map(|job| job.unique_key.clone()).collect::<Vec<_>>() as &[Option<String>],
        &jobs.iter().map(|job| job.request_id.clone()).collect::<Vec<_>>() as &[Option<String>],
        now,
        queued,
        &told,
        app.clock.pinned() as Option<DateTime<Utc>>,
        &jobs.iter().map(|job| job.retried_from.map(JobId::uuid)).collect::<Vec<_>>() as &[Option<uuid::Uuid>],
        &jobs.iter().map(|job| job.trace_context.clone().or_else(|| span.traceparent())).collect::<Vec<_>>() as &[Option<String>],
    )
    .fetch_all(tx.conn())
    .await?;
    let new = jobs.iter().zip(told).filter(|(job, _)| added.contains(&job.id));
    let (new, told): (Vec<_>, Vec<_>) = new.unzip();
    announce(app, tx, &new, &told, now);
    Ok(added)
}

/// Of which new jobs their queues are told. What is due later, and what a full queue has no room for, is put there by the
/// relay.
pub fn told(app: &App, jobs: &[&NewJob], now: DateTime<Utc>) -> Vec<bool> {
    let queue = JobQueue::new(app);
    let mut has_room = BTreeMap::new();
    let mut told =
        |job: &NewJob| job.run_at <= now && *has_room.entry(job.queue).or_insert_with(|| queue.has_room(job.queue));
    jobs.iter().map(|job| told(job)).collect()
}

/// What follows the insertion of jobs: their facts, and once it is committed the queues of those are told that are to be.
pub fn announce(app: &App, tx: &mut Tx, jobs: &[&NewJob], told: &[bool], now: DateTime<Utc>) {
    let facts: Vec<_> = jobs
        .iter()
        .filter_map(|job| Some(job_event(job.owner?, job.id, job.kind, JobState::Queued, 0, None)))
        .collect();
    events::record(tx, facts, now);
    super::stats::count_accepted(tx, jobs);
    let account = |job: &NewJob| job.owner.map_or(uuid::Uuid::nil(), UserId::uuid);
    let ready: Vec<_> = jobs
        .iter()
        .zip(told)
        .filter(|(_, told)| **told)
        .map(|(job, _)| QueuedJob { queue: job.queue, account: account(job), job: job.id })
        .collect();
    if !ready.is_empty() {
        let app = app.clone();
        tx.after_commit(async move { push(&app, &ready).await });
    }
}

/// Pushes due jobs to their queues in Redis; those that find no room are left to the relay.
pub async fn push(app: &App, jobs: &[QueuedJob]) {
    let refused = JobQueue::new(app).push(jobs).await;
    if let Err(error) = unmark_enqueued(app, &refused).await {
        tracing::warn!(jobs = refused.len(), %error, "jobs did not fit the queue window; the relay pushes them later");
    }
}
