//! The one task of a process that knows all sockets and distributes frames to them.
//!
//! It never blocks: other tasks do its reads and send it the results.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use shared::app::App;
use shared::broadcast::{BroadcastMessage, Channel};
use shared::ids::{ApiKeyId, ConversationId, UserId};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{MissedTickBehavior, interval, sleep};
use tokio_util::sync::CancellationToken;

use super::catch_up::{self, RoomCursor};
use super::close_reason::CloseReason;
use super::outbox::Outbox;
use super::room::{Cursor, Gap, Header, Room};
use super::session_check;

/// How long missing frames may still arrive by themselves.
const GRACE: Duration = Duration::from_millis(20);
/// How often the cursors of all conversations are polled from Postgres.
const POLL_INTERVAL: Duration = Duration::from_secs(1);
/// Every this many polls, memberships are polled too, while Redis is available.
const MEMBERSHIPS: u32 = 5;
/// How often sockets' sessions are checked.
const GUARD: Duration = Duration::from_millis(100);

/// The cursors from which a socket is subscribed to conversations.
pub(super) type Marks = Vec<(ConversationId, Cursor)>;

/// An event of the hub.
pub(super) enum Event {
    /// A socket was opened.
    Open(Arc<Outbox>),
    /// It was closed.
    Closed(Arc<Outbox>),
    /// Subscribes it to conversations, each after a message; answered once it is subscribed.
    Join(Arc<Outbox>, Vec<(ConversationId, i64)>, oneshot::Sender<Marks>),
    /// Unsubscribes it from one.
    Leave(Arc<Outbox>, ConversationId),
    /// Cursors of conversations.
    Looked(sqlx::Result<Marks>),
    /// The grace period for a gap has passed; re-check it.
    Graced(ConversationId),
    /// Conversations of users with a socket for all of them.
    Memberships(sqlx::Result<HashMap<UserId, HashSet<ConversationId>>>),
    /// API keys that are revoked or expired.
    BadKeys(sqlx::Result<HashSet<ApiKeyId>>),
    /// A gap was read.
    Read(ConversationId, sqlx::Result<Gap>),
}

/// A socket waiting for rooms to open.
struct Joining {
    missing: HashSet<ConversationId>,
    marks: Marks,
    answer: oneshot::Sender<Marks>,
}

/// The sources of its events.
pub(super) struct Sources {
    pub events: mpsc::UnboundedReceiver<Event>,
    pub messages: mpsc::Receiver<BroadcastMessage>,
    pub incomplete: mpsc::UnboundedReceiver<Vec<Channel>>,
    pub is_connected: watch::Receiver<bool>,
}

pub(super) struct Hub {
    app: App,
    /// For results of reads.
    events: mpsc::UnboundedSender<Event>,
    lines: HashMap<u64, Arc<Outbox>>,
    rooms: HashMap<ConversationId, Room>,
    /// Sockets with all conversations, by user.
    listeners: HashMap<UserId, Vec<Arc<Outbox>>>,
    joining: Vec<Joining>,
    /// Conversations to poll, and whether a poll is in progress.
    questions: HashSet<ConversationId>,
    asking: bool,
    looks: u32,
}

impl Hub {
    pub fn new(app: App, events: mpsc::UnboundedSender<Event>) -> Self {
        Self {
            app,
            events,
            lines: HashMap::new(),
            rooms: HashMap::new(),
            listeners: HashMap::new(),
            joining: Vec::new(),
            questions: HashSet::new(),
            asking: false,
            looks: 0,
        }
    }

    /// Runs until `stop`, then until the last socket is closed.
    pub async fn run(mut self, mut sources: Sources, stop: CancellationToken) {
        let (mut looks, mut guards) = (interval(POLL_INTERVAL), interval(GUARD));
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        guards.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut stopping = false;
        while !(stopping && self.lines.is_empty()) {
            tokio::select! {
                Some(event) = sources.events.recv() => {
                    self.handle(event);
                    if stopping {
                        self.end_all();
                    }
                }
                Some(message) = sources.messages.recv() => self.receive(message),
                Some(channels) = sources.incomplete.recv() => self.poll_channels(channels),
                _ = looks.tick() => self.poll_all(*sources.is_connected.borrow()),
                _ = guards.tick() => session_check::close_ended(&self.app, self.lines.values()),
                () = stop.cancelled(), if !stopping => {
                    stopping = true;
                    self.end_all();
                }
            }
            self.ask();
        }
    }

    fn end_all(&self) {
        self.lines.values().for_each(|line| line.end(CloseReason::Restart));
    }

    fn handle(&mut self, event: Event) {
        match event {
            Event::Open(line) => self.open(line),
            Event::Closed(line) => self.closed(&line),
            Event::Join(line, conversations, answer) => self.join(&line, conversations, answer),
            Event::Leave(line, conversation) => {
                line.unsubscribe(conversation);
                self.leave(line.id, conversation);
            }
            Event::Looked(Ok(marks)) => {
                self.asking = false;
                marks.into_iter().for_each(|(conversation, mark)| self.stands_at(conversation, mark));
            }
            Event::Looked(Err(error)) => {
                self.asking = false;
                tracing::warn!(%error, "polling conversations failed; retrying");
            }
            Event::Memberships(Ok(memberships)) => self.compare(&memberships),
            Event::Memberships(Err(error)) => tracing::warn!(%error, "polling memberships failed; retrying"),
            Event::BadKeys(Ok(bad)) => session_check::end(self.lines.values(), &bad),
            Event::BadKeys(Err(error)) => tracing::warn!(%error, "polling API keys of sockets failed; retrying"),
            Event::Graced(conversation) => self.read(conversation),
            Event::Read(conversation, missed) => self.fill_gap(conversation, missed),
        }
    }

    fn open(&mut self, line: Arc<Outbox>) {
        if line.all {
            let listeners = self.listeners.entry(line.user).or_default();
            if listeners.is_empty() {
                self.app.broadcast.subscribe(Channel::ChatUser(line.user.uuid()));
            }
            self.listeners.entry(line.user).or_default().push(line.clone());
        }
        self.lines.insert(line.id, line);
    }

    fn closed(&mut self, line: &Outbox) {
        self.lines.remove(&line.id);
        if let Some(listeners) = self.listeners.get_mut(&line.user) {
            listeners.retain(|other| other.id != line.id);
            if listeners.is_empty() {
                self.listeners.remove(&line.user);
                self.app.broadcast.unsubscribe(Channel::ChatUser(line.user.uuid()));
            }
        }
        for conversation in line.subscriptions() {
            self.leave(line.id, conversation);
        }
    }

    fn join(&mut self, line: &Arc<Outbox>, conversations: Vec<(ConversationId, i64)>, answer: oneshot::Sender<Marks>) {
        let mut joining = Joining { missing: HashSet::new(), marks: Vec::new(), answer };
        for (conversation, after) in conversations {
            if !line.subscribe(conversation) {
                continue;
            }
            let room = self.rooms.entry(conversation).or_insert_with(|| Room::new(conversation));
            if room.is_empty() {
                self.questions.insert(conversation);
                self.app.broadcast.subscribe(Channel::Chat(conversation.uuid()));
            }
            room.enter(line.clone(), after);
            match room.mark() {
                Some(mark) => joining.marks.push((conversation, mark)),
                None => _ = joining.missing.insert(conversation),
            }
        }
        self.joining.push(joining);
        self.answer_joined();
    }

    fn answer_joined(&mut self) {
        for joined in self.joining.extract_if(.., |joining| joining.missing.is_empty()) {
            // The socket may be gone.
            let _ = joined.answer.send(joined.marks);
        }
    }

    fn leave(&mut self, line: u64, conversation: ConversationId) {
        let Some(room) = self.rooms.get_mut(&conversation) else { return };
        room.leave(line);
        self.close_if_empty(conversation);
    }

    fn close_if_empty(&mut self, conversation: ConversationId) {
        if self.rooms.get(&conversation).is_some_and(Room::is_empty) {
            self.rooms.remove(&conversation);
            self.app.broadcast.unsubscribe(Channel::Chat(conversation.uuid()));
        }
    }

    fn receive(&mut self, BroadcastMessage { channel, text }: BroadcastMessage) {
        match channel {
            Channel::ChatUser(user) => self.remind(user.into()),
            Channel::Chat(conversation) => {
                let conversation = conversation.into();
                let Some(room) = self.rooms.get_mut(&conversation) else { return };
                let Ok(header) = serde_json::from_str::<Header>(&text) else {
                    return tracing::warn!("a frame from another process can't be decoded");
                };
                room.receive(header, text.into());
                self.check(conversation);
            }
        }
    }

    /// Makes a user's all-conversations sockets refresh their memberships.
    fn remind(&self, user: UserId) {
        self.listeners.get(&user).into_iter().flatten().for_each(|line| line.request_membership_refresh());
    }

    /// The same for users whose memberships differ from their sockets' subscriptions.
    fn compare(&self, memberships: &HashMap<UserId, HashSet<ConversationId>>) {
        let known = memberships.iter().filter_map(|(user, now)| Some((now, self.listeners.get(user)?)));
        let lines = known.flat_map(|(now, lines)| lines.iter().map(move |line| (now, line)));
        lines
            .filter(|(now, line)| !line.is_subscribed_to_exactly(now))
            .for_each(|(_, line)| line.request_membership_refresh());
    }

    /// Polls channels of which messages may be missing.
    fn poll_channels(&mut self, channels: Vec<Channel>) {
        for channel in channels {
            match channel {
                Channel::Chat(conversation) => _ = self.questions.insert(conversation.into()),
                Channel::ChatUser(user) => self.remind(user.into()),
            }
        }
    }

    fn poll_all(&mut self, is_connected: bool) {
        self.questions.extend(self.rooms.keys());
        self.looks += 1;
        if !self.listeners.is_empty() && (!is_connected || self.looks.is_multiple_of(MEMBERSHIPS)) {
            let (app, events) = (self.app.clone(), self.events.clone());
            let users: Vec<_> = self.listeners.keys().copied().collect();
            tokio::spawn(async move { events.send(Event::Memberships(catch_up::memberships(&app, &users).await)) });
        }
        let keys = session_check::keys(self.lines.values());
        if !keys.is_empty() {
            let (app, events) = (self.app.clone(), self.events.clone());
            tokio::spawn(async move { events.send(Event::BadKeys(session_check::revoked_keys(&app, keys).await)) });
        }
    }

    fn ask(&mut self) {
        if self.asking || self.questions.is_empty() {
            return;
        }
        self.asking = true;
        let conversations: Vec<_> = self.questions.drain().collect();
        let (app, events) = (self.app.clone(), self.events.clone());
        tokio::spawn(async move { events.send(Event::Looked(catch_up::heads(&app, &conversations).await)) });
    }

    fn stands_at(&mut self, conversation: ConversationId, mark: Cursor) {
        let Some(room) = self.rooms.get_mut(&conversation) else { return };
        let is_new = room.mark().is_none();
        room.cursor_is(mark);
        if is_new {
            for joining in self.joining.iter_mut().filter(|joining| joining.missing.contains(&conversation)) {
                joining.missing.remove(&conversation);
                joining.marks.push((conversation, mark));
            }
            self.answer_joined();
        }
        self.check(conversation);
    }

    /// After a room changed: waits for missing frames, and closes an empty room.
    fn check(&mut self, conversation: ConversationId) {
        let Some(room) = self.rooms.get_mut(&conversation) else { return };
        if room.is_behind() && !room.is_filling_gap {
            room.is_filling_gap = true;
            let events = self.events.clone();
            tokio::spawn(async move {
                sleep(GRACE).await;
                events.send(Event::Graced(conversation))
            });
        }
        self.close_if_empty(conversation);
    }

    fn read(&mut self, conversation: ConversationId) {
        let Some(room) = self.rooms.get_mut(&conversation) else { return };
        let Some(mark) = room.mark().filter(|_| room.is_behind()) else {
            room.is_filling_gap = false;
            return;
        };
        self.app.metrics.socket_gaps.inc();
        let standing = RoomCursor { conversation, mark, read: room.read(), users: room.users().into_iter().collect() };
        let (app, events) = (self.app.clone(), self.events.clone());
        tokio::spawn(async move { events.send(Event::Read(conversation, catch_up::missed(&app, &standing).await)) });
    }

    fn fill_gap(&mut self, conversation: ConversationId, missed: sqlx::Result<Gap>) {
        let Some(room) = self.rooms.get_mut(&conversation) else { return };
        room.is_filling_gap = false;
        match missed {
            Ok(missed) => {
                room.fill_gap(missed);
                self.check(conversation);
            }
            // The next poll retries.
            Err(error) => tracing::warn!(%error, "reading missed messages failed; retrying"),
        }
    }
}
