//! `Prefer: wait=N`: delays a response until there is a result.

use std::time::Duration;

use axum::Json;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use shared::app::App;
use shared::events::{self, Cursor, Event, Order, TypeFilter};
use shared::ids::{JobId, UserId};
use shared::jobs::{self, Job};
use shared::metrics::Open;
use tokio::time::Instant;
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};

use super::{WaitSlot, Waits};
use crate::auth::Identity;
use crate::problem::Problem;
use crate::schemas;

/// The longest wait.
const MAX_WAIT: Duration = Duration::from_secs(30);
/// Batch size of a search for wanted events, and the most batches in a row.
const BATCH: i64 = 100;
const MAX_READS: usize = 10;

/// How long a client prefers to wait (RFC 7240).
#[derive(Debug, Clone)]
pub(crate) struct Prefer {
    is_given: bool,
    /// Boxed, as most requests don't wait.
    waiter: Option<Box<Waiter>>,
}

/// A caller that waits.
#[derive(Debug, Clone)]
struct Waiter {
    wait: Duration,
    waits: Waits,
    identity: Identity,
}

impl FromRequestParts<App> for Prefer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let values = parts.headers.get_all("prefer").into_iter().filter_map(|value| value.to_str().ok());
        let wait = values.flat_map(|value| value.split([',', ';'])).find_map(|preference| {
            let (name, seconds) = preference.split_once('=')?;
            let seconds = seconds.trim().trim_matches('"').parse().ok()?;
            name.trim().eq_ignore_ascii_case("wait").then(|| Duration::from_secs(seconds).min(MAX_WAIT))
        });
        let is_given = wait.is_some();
        let Some(wait) = wait.filter(|wait| !wait.is_zero()) else { return Ok(Self { is_given, waiter: None }) };
        let waits = Waits::of(parts)?;
        let identity = Identity::of(parts, app).await?;
        Ok(Self { is_given, waiter: Some(Box::new(Waiter { wait, waits, identity })) })
    }
}

impl IntoParams for Prefer {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![schemas::header("Prefer", "`wait=N`: waits up to N seconds, 30 at the most")]
    }
}

impl Waiter {
    /// Waits until the caller's deadline: a session that ends meanwhile is answered at once, and a revoked key gets no
    /// data that was read.
    async fn wait<T>(&self, app: &App, work: impl Future<Output = Result<T, Problem>>) -> Result<T, Problem> {
        let permit = self.waits.permit(&self.identity);
        let _open = Open::new(&app.metrics.long_polls);
        let done = tokio::select! {
            _ = permit.ended() => return Err(not_let_in_any_more()),
            done = work => done?,
        };
        match permit.confirmed_end(app).await? {
            Some(_) => Err(not_let_in_any_more()),
            None => Ok(done),
        }
    }
}

fn not_let_in_any_more() -> Problem {
    Problem::unauthenticated("The session or API key of this request is no longer valid.")
}

impl Prefer {
    /// A job of `user`, once it has finished or the client's time is up.
    pub async fn job_ended(&self, app: &App, user: UserId, id: JobId) -> Result<Option<Job>, Problem> {
        let Some(waiter) = &self.waiter else { return Ok(jobs::get(app.db.pool(), user, id).await?) };
        let deadline = Instant::now() + waiter.wait;
        let mut slot = WaitSlot::of(user);
        waiter.wait(app, waiter.waits.job_ended(app, &mut slot, id, deadline)).await
    }

    /// Events after a cursor, once there are some or the client's time is up.
    pub async fn events(&self, app: &App, (user, after): (UserId, Cursor), limit: i64) -> Result<Vec<Event>, Problem> {
        let Some(waiter) = &self.waiter else {
            return Ok(events::read(app.db.pool(), user, after, limit).await?);
        };
        let deadline = Instant::now() + waiter.wait;
        let mut slot = WaitSlot::of(user);
        waiter.wait(app, waiter.waits.events(app, &mut slot, (after, limit), Some(deadline))).await
    }

    /// At most `limit` wanted events after a cursor, once there are some or the client's time is up, and the next
    /// cursor. Without any, that is where reading ended: others were skipped.
    pub async fn wanted_events(
        &self,
        app: &App,
        (user, mut after): (UserId, Cursor),
        limit: usize,
        wanted: &TypeFilter,
    ) -> Result<(Vec<Event>, Cursor), Problem> {
        if wanted.is_empty() {
            let events = self.events(app, (user, after), limit as i64).await?;
            let next = events.last().map_or(after, |event| event.cursor);
            return Ok((events, next));
        }
        let Some(waiter) = &self.waiter else {
            let (found, next, _) = scan(app, (user, after), Order::Asc, limit, wanted).await?;
            return Ok((found, next));
        };
        let deadline = Instant::now() + waiter.wait;
        let mut slot = WaitSlot::of(user);
        let search = async {
            loop {
                let (found, next, is_end) = scan(app, (user, after), Order::Asc, limit, wanted).await?;
                if !found.is_empty() || deadline <= Instant::now() {
                    return Ok((found, next));
                }
                after = next;
                // The next events may be wanted.
                if is_end && waiter.waits.events(app, &mut slot, (after, 1), Some(deadline)).await?.is_empty() {
                    return Ok((found, after));
                }
            }
        };
        waiter.wait(app, search).await
    }

    /// Adds `Preference-Applied` to a response.
    pub fn applied(&self, mut response: Response) -> Response {
        if self.is_given {
            let name = HeaderName::from_static("preference-applied");
            response.headers_mut().insert(name, HeaderValue::from_static("wait"));
        }
        response
    }

    /// The response to an accepted request, with the job as `show` presents it once it has finished or the client's
    /// time is up. Errors here don't undo the acceptance.
    pub async fn at_its_end<S: Serialize, F: Future<Output = sqlx::Result<Option<S>>>>(
        self,
        app: &App,
        (user, job): (UserId, JobId),
        response: Response,
        show: impl FnOnce(Job) -> F,
    ) -> Response {
        if self.waiter.is_none() {
            return self.applied(response);
        }
        // Boxed, as most requests don't wait.
        let ended = Box::pin(self.job_ended(app, user, job));
        let Ok(Some(job)) = ended.await else { return self.applied(response) };
        let Ok(Some(fresh)) = show(job).await else { return self.applied(response) };
        let (parts, _) = response.into_parts();
        self.applied(Response::from_parts(parts, Json(fresh).into_response().into_body()))
    }
}

/// At most `limit` wanted events before a cursor, newest first, and the next cursor.
pub(crate) async fn events_before(
    app: &App,
    (user, before): (UserId, Cursor),
    limit: usize,
    wanted: &TypeFilter,
) -> sqlx::Result<(Vec<Event>, Cursor)> {
    let (found, next, _) = scan(app, (user, before), Order::Desc, limit, wanted).await?;
    Ok((found, next))
}

/// Reads events from a cursor on until `limit` of them are wanted, the log ends, or many were read. Also returns where
/// it stopped, and whether the log ends there.
async fn scan(
    app: &App,
    (user, mut place): (UserId, Cursor),
    order: Order,
    limit: usize,
    wanted: &TypeFilter,
) -> sqlx::Result<(Vec<Event>, Cursor, bool)> {
    let mut found = Vec::new();
    for _ in 0..MAX_READS {
        let events = match order {
            Order::Asc => events::read(app.db.pool(), user, place, BATCH).await?,
            Order::Desc => events::read_back(app.db.pool(), user, place, BATCH).await?,
        };
        let is_end = (events.len() as i64) < BATCH;
        for event in events {
            place = event.cursor;
            if wanted.matches(&event.kind) {
                found.push(event);
            }
            if found.len() == limit {
                return Ok((found, place, false));
            }
        }
        if is_end {
            return Ok((found, place, true));
        }
    }
    Ok((found, place, false))
}
