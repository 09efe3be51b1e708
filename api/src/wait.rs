//! `Prefer: wait=N`: holding an answer back until there is something to tell.
//!
//! Whoever waits holds no connection: it watches a key, reads, and sleeps until the key is woken.

use std::time::Duration;

use axum::Json;
use axum::extract::FromRequestParts;
use axum::http::header::LOCATION;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use futures::{Stream, StreamExt};
use serde::Serialize;
use shared::app::App;
use shared::events::{self, Cursor, Event};
use shared::ids::{JobId, UserId};
use shared::jobs::{self, Job};
use shared::metrics::Open;
use tokio::time::{Instant, sleep, sleep_until, timeout_at};
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};

use crate::problem::Problem;
use crate::wire;

/// The longest life of a stream.
const MAX_STREAM: Duration = Duration::from_secs(900);
/// The longest wait.
const MAX_WAIT: Duration = Duration::from_secs(30);
/// A change that was not heard of is found by a look after this time.
const LOOK: Duration = Duration::from_secs(1);
/// What was committed is served once no older transaction runs; that is soon.
const SOON: Duration = Duration::from_millis(10);

/// How long a client would like to wait (RFC 7240).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Prefer(Option<Duration>);

impl FromRequestParts<App> for Prefer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Problem> {
        let values = parts.headers.get_all("prefer").into_iter().filter_map(|value| value.to_str().ok());
        let wait = values.flat_map(|value| value.split([',', ';'])).find_map(|preference| {
            let (name, seconds) = preference.split_once('=')?;
            let seconds = seconds.trim().trim_matches('"').parse().ok()?;
            name.trim().eq_ignore_ascii_case("wait").then(|| Duration::from_secs(seconds).min(MAX_WAIT))
        });
        Ok(Self(wait))
    }
}

impl IntoParams for Prefer {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![wire::header("Prefer", "`wait=N`: waits up to N seconds, 30 at the most")]
    }
}

impl Prefer {
    /// The wait, if there shall be one.
    pub fn wait(self) -> Option<Duration> {
        self.0.filter(|wait| !wait.is_zero())
    }

    /// Says in an answer that the wish was heard.
    pub fn applied(self, mut response: Response) -> Response {
        if self.0.is_some() {
            let name = HeaderName::from_static("preference-applied");
            response.headers_mut().insert(name, HeaderValue::from_static("wait"));
        }
        response
    }

    /// The answer to what was accepted, with what `show` makes of the job once it has ended or the client's patience
    /// has. What was accepted is accepted: nothing that goes wrong here changes that.
    pub async fn at_its_end<S: Serialize, F: Future<Output = sqlx::Result<Option<S>>>>(
        self,
        app: &App,
        (user, job): (UserId, JobId),
        response: Response,
        show: impl FnOnce(Job) -> F,
    ) -> Response {
        let Some(patience) = self.wait() else { return self.applied(response) };
        // Boxed, for most don't wait.
        let ended = Box::pin(job_ended(app, user, job, patience));
        let Ok(Some(job)) = ended.await else { return self.applied(response) };
        let Ok(Some(fresh)) = show(job).await else { return self.applied(response) };
        let location = response.headers().get(LOCATION).cloned().map(|location| [(LOCATION, location)]);
        self.applied((response.status(), location, Json(fresh)).into_response())
    }
}

/// A job of `user`, once it has ended or `patience` has.
pub(crate) async fn job_ended(app: &App, user: UserId, id: JobId, patience: Duration) -> sqlx::Result<Option<Job>> {
    let deadline = Instant::now() + patience;
    let _held = held(app, patience);
    let mut watch = app.hub.watch(id.uuid());
    loop {
        let job = jobs::get(app.db.pool(), user, id).await?;
        if job.as_ref().is_none_or(|job| job.state.is_end()) {
            return Ok(job);
        }
        tokio::select! {
            () = watch.changed() => {}
            () = sleep_until(deadline) => return Ok(job),
            () = app.hub.closing() => return Ok(job),
        }
    }
}

/// Facts after a place in the log, once there are some or `patience` has ended.
pub(crate) async fn events(
    app: &App,
    user: UserId,
    after: Cursor,
    limit: i64,
    patience: Duration,
) -> sqlx::Result<Vec<Event>> {
    let deadline = Instant::now() + patience;
    let mut watch = app.hub.watch(user.uuid());
    let mut look = LOOK;
    loop {
        let events = events::read(app.db.pool(), user, after, limit).await?;
        if !events.is_empty() || Instant::now() >= deadline {
            return Ok(events);
        }
        tokio::select! {
            () = watch.changed() => look = SOON,
            // Woken, and still nothing: an older transaction runs. Look again, ever less eagerly.
            _ = timeout_at(deadline, sleep(look)) => look = (look * 2).min(LOOK),
            () = app.hub.closing() => return Ok(events),
        }
    }
}

/// Counts a request that is held back, for as long as it is.
pub(crate) fn held(app: &App, patience: Duration) -> Option<Open> {
    (!patience.is_zero()).then(|| Open::new(&app.metrics.long_polls))
}

/// A stream that ends after a while: whoever follows comes back with a token, which is checked again.
pub(crate) fn bounded<S: Stream>(app: &App, stream: S) -> impl Stream<Item = S::Item> + use<S> {
    let open = Open::new(&app.metrics.streams);
    stream.take_until(sleep(MAX_STREAM)).inspect(move |_| _ = &open)
}

/// Wakes those whose job has ended without their hearing of it, once a second and for all at once.
pub(crate) async fn look_after(app: App) {
    loop {
        tokio::select! {
            () = sleep(LOOK) => {}
            () = app.hub.closing() => return,
        }
        let watched = app.hub.watched();
        if watched.is_empty() {
            continue;
        }
        match jobs::ended(app.db.pool(), &watched).await {
            Ok(ended) => app.hub.wake(&ended),
            Err(error) => tracing::warn!(%error, "no look at jobs that are waited for; trying again"),
        }
    }
}
