use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::model::job_event;
use super::{JobQueue, JobState, NewJob, QueuedJob, unmark_enqueued};
use crate::app::App;
use crate::db::Tx;
use crate::events::{self, NewEvent};
use crate::ids::{JobId, UserId};

/// Inserts jobs, accepted at `now`, and pushes those that are due to their queues after the commit. Returns the ids of
/// inserted jobs: one whose unique key exists is left out.
///
/// # Errors
/// Database errors.
pub async fn enqueue(app: &App, tx: &mut Tx, jobs: &[NewJob], now: DateTime<Utc>) -> sqlx::Result<Vec<JobId>> {
    let immediate = immediate(app, &jobs.iter().collect::<Vec<_>>(), now);
    let queued: &str = JobState::Queued.into();
    let span = app.traces.enqueue(jobs.len());
    let added = sqlx::query_scalar!(
        r#"INSERT INTO jobs (id, kind, queue, owner_id, payload, state, max_attempts, run_at, enqueued_at, unique_key, request_id, retried_from, created_at, trace_context, scheduled_for)
        SELECT id, kind, queue, owner_id, payload, $11, max_attempts, run_at,
            CASE WHEN immediate THEN platform_now($13) END, unique_key, request_id, retried_from, $10,
            trace_context, CASE WHEN run_at > $10 THEN run_at END
        FROM UNNEST($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::jsonb[], $6::int[], $7::timestamptz[], $8::text[], $9::text[], $12::bool[], $14::uuid[], $15::text[])
            AS new (id, kind, queue, owner_id, payload, max_attempts, run_at, unique_key, request_id, immediate, retried_from, trace_context)
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
        &immediate,
        app.clock.pinned() as Option<DateTime<Utc>>,
        &jobs.iter().map(|job| job.retried_from.map(JobId::uuid)).collect::<Vec<_>>() as &[Option<uuid::Uuid>],
        &jobs.iter().map(|job| job.trace_context.clone().or_else(|| span.traceparent())).collect::<Vec<_>>() as &[Option<String>],
    )
    .fetch_all(tx.conn())
    .await?;
    let new: Vec<_> = jobs.iter().zip(immediate).filter(|(job, _)| added.contains(&job.id)).collect();
    events::record(tx, accepted_events(new.iter().map(|(job, _)| *job)), now);
    after_insert(app, tx, &new);
    Ok(added)
}

/// Which of the new jobs to push to Redis right away. The relay pushes the others: those due later, and those of a queue
/// without room.
pub fn immediate(app: &App, jobs: &[&NewJob], now: DateTime<Utc>) -> Vec<bool> {
    let queue = JobQueue::new(app);
    let mut has_room = BTreeMap::new();
    let mut is_immediate =
        |job: &NewJob| job.run_at <= now && *has_room.entry(job.queue).or_insert_with(|| queue.has_room(job.queue));
    jobs.iter().map(|job| is_immediate(job)).collect()
}

/// The events of inserted jobs, for their owners.
pub fn accepted_events<'a>(jobs: impl IntoIterator<Item = &'a NewJob>) -> impl Iterator<Item = NewEvent> {
    let event = |job: &NewJob| Some(job_event(job.owner?, job.id, job.kind, JobState::Queued, 0, None));
    jobs.into_iter().filter_map(event)
}

/// Counts inserted jobs, and pushes the immediate ones after the commit.
pub fn after_insert(app: &App, tx: &mut Tx, jobs: &[(&NewJob, bool)]) {
    super::stats::count_accepted(tx, &jobs.iter().map(|(job, _)| *job).collect::<Vec<_>>());
    let account = |job: &NewJob| job.owner.map_or(uuid::Uuid::nil(), UserId::uuid);
    let due: Vec<_> = jobs
        .iter()
        .filter(|(_, is_immediate)| *is_immediate)
        .map(|(job, _)| QueuedJob { queue: job.queue, account: account(job), job: job.id })
        .collect();
    if !due.is_empty() {
        let app = app.clone();
        tx.after_commit(async move { push(&app, &due).await });
    }
}

/// Pushes due jobs to their queues in Redis. Jobs that do not fit are marked as not enqueued; the relay pushes them later.
pub async fn push(app: &App, jobs: &[QueuedJob]) {
    let refused = JobQueue::new(app).push(jobs).await;
    if let Err(error) = unmark_enqueued(app, &refused).await {
        tracing::warn!(jobs = refused.len(), %error, "jobs did not fit the queue window; the relay pushes them later");
    }
}
