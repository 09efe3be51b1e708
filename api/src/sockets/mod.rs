//! WebSockets: chat messages of conversations as they happen.
//!
//! Each socket has a task (`socket`) and a queue of frames (`outbox`). One task of the process, the `hub`, receives
//! broadcasts of all processes, orders them (`room`), reads missed ones (`catch_up`) and fills the outboxes. It never
//! waits for a client: one with a full outbox is disconnected.

mod catch_up;
mod close_reason;
mod hub;
mod incoming;
mod outbox;
mod presence_tracker;
mod resume;
mod room;
mod session_check;
mod socket;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::ws::{WebSocket, WebSocketUpgrade};
use axum::response::Response;
use governor::{Quota, RateLimiter};
use shared::app::App;
use shared::broadcast::Listener;
use shared::ids::ConversationId;
use shared::metrics::Open;
use shared::quotas::Slot;
use tokio::sync::{Semaphore, mpsc, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use hub::{Event, Hub, Sources};
use incoming::FrameHandler;
use outbox::Outbox;
use presence_tracker::PresenceTracker;
use resume::Resume;
use socket::Socket;

pub(crate) use socket::Wanted;

use crate::auth::Identity;

/// Queued broadcasts; beyond that, the hub polls.
const MAX_MESSAGES: usize = 4_096;
/// Concurrent reads of message pages.
const MAX_READERS: usize = 8;
/// The largest frame accepted: a body of 16 KB, however it is escaped, and its envelope.
const MAX_FRAME: usize = 6 * 16 * 1024 + 4 * 1024;
/// Most frames are small, and most sockets idle: buffers grow as needed.
const READ_BUFFER: usize = 2 * 1024;
const WRITE_BUFFER: usize = 8 * 1024;

/// The sockets of a process. Clones share them.
#[derive(Clone)]
pub(crate) struct Sockets(Arc<Inner>);

struct Inner {
    app: App,
    events: mpsc::UnboundedSender<Event>,
    attendance: PresenceTracker,
    readers: Arc<Semaphore>,
    tasks: TaskTracker,
    stop: CancellationToken,
    opened: AtomicU64,
}

/// A request to open a socket.
pub(crate) struct Visit {
    pub identity: Identity,
    /// The user's name.
    pub name: Arc<str>,
    /// The only conversation; `None` for all of the user's.
    pub only: Option<ConversationId>,
    pub wanted: Vec<Wanted>,
    /// Its quota slot, held while the socket is open.
    pub slot: Slot,
}

impl Sockets {
    /// Starts to listen, until `stop`.
    pub fn start(app: &App, stop: &CancellationToken) -> Self {
        let (events, events_in) = mpsc::unbounded_channel();
        let (messages, messages_in) = mpsc::channel(MAX_MESSAGES);
        let (incomplete, incomplete_in) = mpsc::unbounded_channel();
        let (is_connected, is_connected_in) = watch::channel(false);
        let (attendance, tasks) = (PresenceTracker::default(), TaskTracker::new());
        app.broadcast.listen(Listener { messages, incomplete, is_connected });
        let sources = Sources {
            events: events_in,
            messages: messages_in,
            incomplete: incomplete_in,
            is_connected: is_connected_in,
        };
        tasks.spawn(Hub::new(app.clone(), events.clone()).run(sources, stop.clone()));
        tasks.spawn(attendance.clone().run(app.clone(), stop.clone()));
        let (readers, stop, opened) = (Arc::new(Semaphore::new(MAX_READERS)), stop.clone(), AtomicU64::new(0));
        Self(Arc::new(Inner { app: app.clone(), events, attendance, readers, tasks, stop, opened }))
    }

    /// Waits until all sockets are closed. Call it once the process is stopping.
    pub async fn closed(&self) {
        self.0.tasks.close();
        self.0.tasks.wait().await;
    }

    /// Opens a socket.
    pub fn open(&self, upgrade: WebSocketUpgrade, visit: Visit) -> Response {
        let sockets = self.clone();
        let limits = upgrade.max_message_size(MAX_FRAME).max_frame_size(MAX_FRAME);
        let upgrade = limits.read_buffer_size(READ_BUFFER).write_buffer_size(WRITE_BUFFER);
        upgrade.on_upgrade(move |web| {
            let serving = sockets.0.tasks.track_future(sockets.clone().serve(web, visit));
            // The task of the upgrade is not kept alongside.
            async move { drop(tokio::spawn(serving)) }
        })
    }

    async fn serve(self, web: WebSocket, visit: Visit) {
        let Inner { app, events, attendance, readers, opened, .. } = &*self.0;
        let Visit { identity: Identity { user, by }, name, only, wanted, slot: _open_here } = visit;
        let id = opened.fetch_add(1, Ordering::Relaxed);
        let (line, queue) = Outbox::new(id, user, by, only.is_none());
        let line = Arc::new(line);
        let listed = Listed { events: events.clone(), line: line.clone() };
        if events.send(Event::Open(line.clone())).is_err() {
            return;
        }
        let _open = (Open::new(&app.metrics.sockets), attendance.enter(app, user));
        let desk = FrameHandler { app: app.clone(), line: line.clone(), only, name, typed: None };
        let limit = app.config.sockets.frames_per_second.map(|rate| RateLimiter::direct(Quota::per_second(rate)));
        let resume = Resume { app: app.clone(), line: line.clone(), events: events.clone(), readers: readers.clone() };
        Socket { web, line, queue, desk, limit, resume }.serve(wanted).await;
        drop(listed);
    }

    /// Whether the process is stopping and opens no more sockets.
    pub fn is_stopping(&self) -> bool {
        self.0.stop.is_cancelled()
    }
}

/// Registers a socket with the hub until dropped.
struct Listed {
    events: mpsc::UnboundedSender<Event>,
    line: Arc<Outbox>,
}

impl Drop for Listed {
    fn drop(&mut self) {
        // Without a hub, no socket is registered.
        let _ = self.events.send(Event::Closed(self.line.clone()));
    }
}
