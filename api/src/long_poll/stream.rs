//! Server-sent events that end with the session or key that opened them.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::pin::Pin;
use std::time::Duration;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::stream::{self, BoxStream, Stream, StreamExt};
use serde_json::json;
use shared::accounts::Scope;
use shared::app::App;
use shared::ids::UserId;
use shared::metrics::Open;
use shared::quotas::{Quota, Slot};
use tokio::time::{Sleep, sleep};

use super::Waits;
use super::session_check::{EndReason, Permit};
use crate::auth::Identity;
use crate::problem::Problem;
use crate::routes::quotas;

/// The longest life of a stream.
const MAX_STREAM: Duration = Duration::from_secs(900);

/// A caller with the `read` scope that opens a stream.
#[derive(Debug)]
pub(crate) struct Follower {
    pub user: UserId,
    pub waits: Waits,
    identity: Identity,
}

impl FromRequestParts<App> for Follower {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let identity = Identity::of(parts, app).await?;
        Ok(Self { user: identity.may(Scope::Read)?, waits: Waits::of(parts)?, identity })
    }
}

impl Follower {
    /// Responds with a stream of these batches. It ends with them, with the caller's session or key (the last event is
    /// then `end` with the reason), or after 15 minutes. A caller at its limit of open streams is refused.
    pub async fn answer(
        self,
        app: &App,
        batches: impl Stream<Item = Vec<Event>> + Send + 'static,
    ) -> Result<Response, Problem> {
        let slot = quotas::open(app, Quota::Streams, self.user).await?;
        let stream = CheckedStream {
            permit: self.waits.permit(&self.identity),
            batches: batches.boxed(),
            ready: VecDeque::new(),
            lifetime: Box::pin(sleep(MAX_STREAM)),
            is_over: false,
            _open: (Open::new(&app.metrics.streams), slot),
            app: app.clone(),
        };
        let events = stream::unfold(stream, |mut stream| async move {
            let event = stream.next().await?;
            Some((Ok::<_, Infallible>(event), stream))
        });
        Ok(Sse::new(events).keep_alive(KeepAlive::default()).into_response())
    }
}

struct CheckedStream {
    app: App,
    permit: Permit,
    batches: BoxStream<'static, Vec<Event>>,
    ready: VecDeque<Event>,
    lifetime: Pin<Box<Sleep>>,
    is_over: bool,
    _open: (Open, Slot),
}

impl CheckedStream {
    async fn next(&mut self) -> Option<Event> {
        while !self.is_over {
            // A slow reader, too, gets no part of a batch after its session ends.
            if let Some(reason) = self.permit.known_end(&self.app) {
                return self.end(reason);
            }
            if let Some(event) = self.ready.pop_front() {
                return Some(event);
            }
            tokio::select! {
                biased;
                reason = self.permit.ended() => return self.end(reason),
                () = &mut self.lifetime => return None,
                batch = self.batches.next() => self.ready = batch?.into(),
            }
            match self.permit.confirmed_end(&self.app).await {
                Ok(None) => {}
                Ok(Some(reason)) => return self.end(reason),
                Err(error) => {
                    tracing::warn!(%error, "a stream ends early: its API key can't be checked");
                    return None;
                }
            }
        }
        None
    }

    fn end(&mut self, reason: EndReason) -> Option<Event> {
        self.is_over = true;
        // Plain JSON: serialization can't fail.
        Event::default().event("end").json_data(json!({"reason": reason.name()})).ok()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use chrono::TimeDelta;
    use shared::config::{Config, Env};
    use shared::ids::SessionId;

    use super::super::session_check::SessionChecks;
    use super::*;
    use crate::auth::Credential;

    fn app() -> App {
        let variables = [
            ("DATABASE_URL", "postgres://nobody@127.0.0.1:1/none"),
            ("REDIS_URL", "redis://127.0.0.1:1"),
            ("JWT_SECRET", "a secret for tests, not a real one"),
        ];
        let env: Env = variables.map(|(name, value)| (name.to_owned(), value.to_owned())).into_iter().collect();
        App::build(Config::read(env).unwrap()).unwrap()
    }

    #[tokio::test]
    async fn no_events_follow_the_end_of_the_session() {
        let (app, session, user) = (app(), SessionId::new(), UserId::new());
        app.revocations.complete_until(std::time::Instant::now());
        let by = Credential::Login(session, app.clock.now() + TimeDelta::hours(1));
        let permit = Arc::new(SessionChecks::default()).permit(&Identity { user, by });
        let batch = ["one", "two"].map(|data| Event::default().data(data)).to_vec();
        let mut stream = CheckedStream {
            permit,
            batches: stream::iter([batch]).chain(stream::pending()).boxed(),
            ready: VecDeque::new(),
            lifetime: Box::pin(sleep(MAX_STREAM)),
            is_over: false,
            _open: (Open::new(&app.metrics.streams), app.open.open(Quota::Streams, user, 1).await.unwrap()),
            app: app.clone(),
        };
        let shown = |event: Option<Event>| format!("{:?}", event.unwrap());
        assert!(shown(stream.next().await).contains("one"));
        app.revocations.add([session.uuid()]);
        let end = shown(stream.next().await);
        assert!(end.contains("session_ended"), "{end}");
        assert!(stream.next().await.is_none());
    }
}
