//! Waiting readers of the event log, polled together: one statement per second and process, however many there are.
//!
//! A reader watches its owner's key, reads, and registers here only if it found nothing. The next poll makes up for a
//! lost wake-up. A reader woken for an event still held back by an older transaction is polled sooner, with a growing
//! delay.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use shared::app::App;
use shared::events::{self, Cursor};
use shared::ids::UserId;
use sqlx::PgConnection;
use tokio::sync::{Notify, oneshot};
use tokio::time::Instant;

use super::pauses::{POLL_INTERVAL, passed};

/// The first delay of a woken reader: events are served once no older transaction runs, usually soon.
const FIRST_DELAY: Duration = Duration::from_millis(10);
/// Places in the log in one statement.
const PER_STATEMENT: usize = 1_000;

/// The waiting readers of this process.
#[derive(Debug, Default)]
pub(super) struct EventPoll {
    readers: Mutex<Readers>,
    hurried: Notify,
}

#[derive(Debug, Default)]
struct Readers {
    next_id: u64,
    waiting: HashMap<u64, Reader>,
}

#[derive(Debug)]
struct Reader {
    owner: UserId,
    after: Cursor,
    /// When to poll it separately, and the delay after that.
    hurry: Option<(Instant, Duration)>,
    found: oneshot::Sender<()>,
}

/// A registered reader; dropping it ends the registration.
pub(super) struct Registration {
    id: u64,
    found: oneshot::Receiver<()>,
    poll: Arc<EventPoll>,
}

impl Registration {
    /// Returns once a poll has found events for this reader.
    pub async fn found(&mut self) {
        if (&mut self.found).await.is_err() {
            // Keep the poll result until the registration ends.
            std::future::pending::<()>().await;
        }
    }
}

impl Drop for Registration {
    fn drop(&mut self) {
        self.poll.readers(|readers| readers.waiting.remove(&self.id));
    }
}

impl EventPoll {
    /// Registers a reader that found nothing after a cursor. `woken`: an event was committed for it that could not be
    /// served yet.
    pub fn register(self: &Arc<Self>, owner: UserId, after: Cursor, woken: bool) -> Registration {
        let (sender, found) = oneshot::channel();
        let hurry = woken.then(|| (Instant::now() + FIRST_DELAY, FIRST_DELAY));
        let reader = Reader { owner, after, hurry, found: sender };
        let id = self.readers(|readers| {
            readers.next_id += 1;
            readers.waiting.insert(readers.next_id, reader);
            readers.next_id
        });
        if woken {
            self.hurried.notify_one();
        }
        Registration { id, found, poll: self.clone() }
    }

    /// Polls woken readers, until the process stops.
    pub async fn hurry(self: Arc<Self>, app: App) {
        loop {
            let next = self.next_hurried();
            tokio::select! {
                () = passed(next) => {}
                () = self.hurried.notified() => continue,
                () = app.hub.closing() => return,
            }
            let polled = async { self.poll(&mut *app.db.pool().acquire().await?, false).await };
            if let Err(error) = polled.await {
                tracing::warn!(%error, "the event log can't be polled for waiting readers; retrying");
                tokio::time::sleep(POLL_INTERVAL).await;
            }
        }
    }

    /// Polls for all readers.
    pub async fn round(&self, db: &mut PgConnection) -> sqlx::Result<()> {
        self.poll(db, true).await
    }

    /// Whether no reader waits.
    pub fn is_idle(&self) -> bool {
        self.readers(|readers| readers.waiting.is_empty())
    }

    fn next_hurried(&self) -> Option<Instant> {
        self.readers(|readers| readers.waiting.values().filter_map(|reader| Some(reader.hurry?.0)).min())
    }

    /// Polls for all readers, or for woken ones that are due, and wakes those that have events.
    async fn poll(&self, db: &mut PgConnection, all: bool) -> sqlx::Result<()> {
        let now = Instant::now();
        // Include readers due within this delay: it is the minimum between two statements.
        let until = now + FIRST_DELAY;
        let asked: Vec<(u64, UserId, Cursor)> = self.readers(|readers| {
            let due = readers.waiting.iter_mut().filter(|(_, reader)| all || reader.is_due(until));
            due.map(|(id, reader)| {
                reader.put_off(now, until);
                (*id, reader.owner, reader.after)
            })
            .collect()
        });
        let places: HashSet<_> = asked.iter().map(|(_, owner, after)| (*owner, *after)).collect();
        let places: Vec<_> = places.into_iter().collect();
        let mut found = HashSet::new();
        for some in places.chunks(PER_STATEMENT) {
            found.extend(events::with_news(&mut *db, some).await?);
        }
        for (id, ..) in asked.iter().filter(|(_, owner, after)| found.contains(&(*owner, *after))) {
            if let Some(reader) = self.readers(|readers| readers.waiting.remove(id)) {
                // The reader may have gone away.
                let _ = reader.found.send(());
            }
        }
        Ok(())
    }

    fn readers<T>(&self, with: impl FnOnce(&mut Readers) -> T) -> T {
        with(&mut self.readers.lock())
    }
}

impl Reader {
    fn is_due(&self, until: Instant) -> bool {
        self.hurry.is_some_and(|(due, _)| due <= until)
    }

    /// Each empty poll doubles the delay, until the common round is soon enough.
    fn put_off(&mut self, now: Instant, until: Instant) {
        if let Some((due, delay)) = self.hurry.filter(|(due, _)| *due <= until) {
            let delay = delay * 2;
            self.hurry = (delay < POLL_INTERVAL).then(|| (due.max(now) + delay, delay));
        }
    }
}
