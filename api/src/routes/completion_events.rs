//! The stream of a completion's job: changes of the job, and pieces of the answer.

use std::time::Duration;

use axum::response::sse::Event;
use futures::stream::{self, Stream};
use serde_json::Value;
use shared::app::App;
use shared::assistant::jobs::Generated;
use shared::assistant::stream::{Piece, Place, Reader, ended, watched};
use shared::ids::{JobId, UserId};
use shared::jobs::{self, Job, JobState};
use shared::pubsub::Watch;

use crate::long_poll::Waits;

/// Pieces whose notification was lost are found after this time.
const POLL_INTERVAL: Duration = Duration::from_secs(1);

/// A follower of a completion.
struct Follower {
    app: App,
    waits: Waits,
    user: UserId,
    id: JobId,
    changes: Watch,
    pieces: Watch,
    reader: Reader,
    shown: Option<(JobState, i32)>,
    ready: Vec<Event>,
    is_over: bool,
}

/// Events of a completion from a text position on: `job` on each change, `completion.delta` and `completion.reset` as
/// text arrives, `completion.ended` at the end, followed by the final `job`.
pub(super) fn events(
    app: App,
    waits: Waits,
    (user, id): (UserId, JobId),
    place: Place,
) -> impl Stream<Item = Vec<Event>> {
    let follower = Follower {
        waits,
        user,
        id,
        changes: app.hub.watch(id.uuid()),
        pieces: app.hub.watch(watched(id)),
        app,
        reader: Reader::new(id, place),
        shown: None,
        ready: Vec::new(),
        is_over: false,
    };
    stream::unfold((follower, true), |(mut follower, mut job_may_have_changed)| async move {
        loop {
            if !follower.ready.is_empty() {
                let ready = std::mem::take(&mut follower.ready);
                return Some((ready, (follower, job_may_have_changed)));
            }
            if follower.is_over {
                return None;
            }
            if job_may_have_changed {
                follower.refresh_job().await?;
                job_may_have_changed = false;
            } else if !follower.read_pieces().await {
                job_may_have_changed = follower.wait().await?;
            }
        }
    })
}

impl Follower {
    /// Emits the job if it has changed. `None`: it is gone, or unreadable.
    async fn refresh_job(&mut self) -> Option<()> {
        let job = jobs::get(self.app.db.pool(), self.user, self.id).await.ok().flatten()?;
        let now = Some((job.state, job.attempt));
        if self.shown == now {
            return Some(());
        }
        self.shown = now;
        if job.state.is_end() {
            self.read_pieces().await;
            self.end(&job)?;
        } else {
            self.ready.push(Event::default().event("job").json_data(&job).ok()?);
        }
        Some(())
    }

    /// Reads new pieces of the text; returns whether there were any.
    async fn read_pieces(&mut self) -> bool {
        let pieces = self.reader.read(&self.app).await;
        self.show(&pieces);
        !self.ready.is_empty()
    }

    /// The rest of the text, including pieces lost by Redis, and the outcome.
    fn end(&mut self, job: &Job) -> Option<()> {
        let made: Option<Generated> = job.result.clone().and_then(|result| serde_json::from_value(result.0).ok());
        if let Some(made) = &made {
            let rest = self.reader.rest(made);
            self.show(&rest);
        }
        let error = job.error.as_ref().map(|error| &error.0);
        let frame: Value = ended(self.id, None, job.state, made.as_ref(), error);
        self.ready.push(Event::default().event("completion.ended").json_data(frame).ok()?);
        self.ready.push(Event::default().event("job").json_data(job).ok()?);
        self.is_over = true;
        Some(())
    }

    fn show(&mut self, pieces: &[Piece]) {
        let event = |piece: &Piece| {
            let place = Place { attempt: piece.attempt, offset: piece.offset + piece.text.chars().count() };
            Event::default().id(place.to_string()).event(piece.kind).json_data(piece).ok()
        };
        self.ready.extend(pieces.iter().filter_map(event));
    }

    /// Waits for a notification; returns whether the job may have changed. `None`: this process stops.
    async fn wait(&mut self) -> Option<bool> {
        let _registered = self.shown.map(|shown| self.waits.job(self.id, shown));
        tokio::select! {
            () = self.changes.changed() => Some(true),
            () = self.pieces.changed() => Some(false),
            () = tokio::time::sleep(POLL_INTERVAL) => Some(false),
            () = self.app.hub.closing() => None,
        }
    }
}
