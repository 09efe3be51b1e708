//! `GET /v1/jobs/{id}?expand=explain`: explains a job's wait in a sentence.

use chrono::{DateTime, SecondsFormat, Utc};
use shared::app::App;
use shared::ids::UserId;
use shared::jobs::{self, Job, JobState};
use shared::messaging::Channel;

use super::channels::throttle_state;
use crate::problem::Problem;

pub(super) async fn explain(app: &App, user: UserId, job: &Job) -> Result<String, Problem> {
    let reason = job.error.as_ref().map(|error| error.message.as_str());
    let ended = |what: &str| match job.finished_at {
        Some(at) => format!("It {what} at {}.", time(at)),
        None => format!("It {what}."),
    };
    Ok(match job.state {
        JobState::Succeeded => ended("succeeded"),
        JobState::Cancelled => ended("was cancelled"),
        JobState::Failed => format!("{} {}", ended("failed"), reason.unwrap_or_default()).trim().to_owned(),
        JobState::Running => format!("Attempt {} of {} is running.", job.attempt, job.max_attempts),
        JobState::Retrying if job.run_at > app.clock.now() => {
            let (next, of, at) = (job.attempt + 1, job.max_attempts, time(job.run_at));
            format!("Attempt {} failed: {} Attempt {next} of {of} follows at {at}.", job.attempt, reason.unwrap_or("?"))
        }
        JobState::Queued | JobState::Retrying => waiting(app, user, job, reason).await?,
    })
}

async fn waiting(app: &App, user: UserId, job: &Job, reason: Option<&str>) -> Result<String, Problem> {
    let now = app.clock.now();
    if let Some(at) = jobs::paused_since(app.db.pool(), job.id).await? {
        return Ok(format!("Its queue is paused since {}, until an administrator resumes it.", time(at)));
    }
    let state = match Channel::sent_by(&job.kind) {
        Some(channel) => throttle_state(app, (user, channel)).await?,
        None => None,
    };
    let closed = state.as_ref().and_then(|state| state.closed_until);
    let code = state.as_ref().and_then(|state| state.code.as_deref()).unwrap_or("paused");
    if let Some(state) = state.as_ref().filter(|state| state.stopped) {
        let until = closed.map_or_else(String::new, |until| format!(" One message tries again at {}.", time(until)));
        return Ok(format!("Its channel, {}, is stopped ({code}) until somebody mends it.{until}", state.throttle));
    }
    if let Some((state, until)) = state.as_ref().zip(closed) {
        return Ok(format!("Its channel, {}, is paused ({code}) until {}.", state.throttle, time(until)));
    }
    if job.run_at > now {
        return Ok(match reason {
            Some(reason) => format!("{reason} It is tried again at {}.", time(job.run_at)),
            None => format!("It is scheduled for {}.", time(job.run_at)),
        });
    }
    let Some(position) = jobs::position(app.db.pool(), user, job.id).await? else {
        return Ok("It is about to run.".into());
    };
    Ok(match (position.is_queued, position.before) {
        (true, _) => "It is queued and waits for a worker.".into(),
        (false, 0) => "It is due and about to be queued.".into(),
        (false, before) => format!("The window of its queue is full; {before} of your jobs are ahead of it."),
    })
}

fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
