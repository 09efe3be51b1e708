//! Redis pub/sub to all processes: frames for the current subscribers of a channel.
//!
//! Redis stores nothing of a channel, so messages may be lost; consumers that need all of them read Postgres. A process
//! receives its own messages locally, without Redis, and skips their copies from Redis.

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use parking_lot::Mutex;
use redis::AsyncCommands;
use tokio::sync::{mpsc, watch};
use uuid::Uuid;

use crate::cache::Redis;
use crate::subscriber::{Route, Subscriber};

/// Length of the process id that prefixes a message.
const ID: usize = 16;
/// Prefixes of the channels' names.
const CHAT: &str = "chat";
const CHAT_USER: &str = "chat-user";

/// A channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Channel {
    /// Frames of a conversation.
    Chat(Uuid),
    /// A user's memberships changed.
    ChatUser(Uuid),
}

impl Channel {
    fn name(self) -> String {
        match self {
            Self::Chat(id) => format!("{CHAT}:{id}"),
            Self::ChatUser(id) => format!("{CHAT_USER}:{id}"),
        }
    }

    fn parse(name: &str) -> Option<Self> {
        let (kind, id) = name.split_once(':')?;
        let id = Uuid::try_parse(id).ok()?;
        match kind {
            CHAT => Some(Self::Chat(id)),
            CHAT_USER => Some(Self::ChatUser(id)),
            _ => None,
        }
    }
}

/// A published message.
#[derive(Debug, Clone)]
pub struct BroadcastMessage {
    /// Its channel.
    pub channel: Channel,
    /// Its text.
    pub text: String,
}

/// The ends of a listener's queues.
pub struct Listener {
    /// Messages of this process and of others. While it is full, messages are dropped.
    pub messages: mpsc::Sender<BroadcastMessage>,
    /// Channels of which messages may be missing: subscribed anew, or dropped.
    pub incomplete: mpsc::UnboundedSender<Vec<Channel>>,
    /// Whether other processes' messages arrive.
    pub is_connected: watch::Sender<bool>,
}

/// The one listener of a process, as a route of its subscriber.
struct Inbox {
    process: Uuid,
    listener: Listener,
    /// Channels with dropped messages, reported with the next heartbeat.
    dropped: Mutex<HashSet<Channel>>,
}

impl Inbox {
    fn put(&self, message: BroadcastMessage) {
        let channel = message.channel;
        if self.listener.messages.try_send(message).is_err() {
            tracing::debug!("the broadcast buffer is full; the channel is read from Postgres");
            self.dropped.lock().insert(channel);
        }
    }

    /// Decodes another process's message; `None` for one of this process or an invalid one.
    fn decode(&self, channel: &str, payload: &[u8]) -> Option<BroadcastMessage> {
        let (process, text) = payload.split_at_checked(ID)?;
        if process == self.process.as_bytes() {
            return None;
        }
        let text = std::str::from_utf8(text).ok()?.to_owned();
        Some(BroadcastMessage { channel: Channel::parse(channel)?, text })
    }

    fn report(&self, channels: Vec<Channel>) {
        // Without a listener nothing is missing.
        let _ = self.listener.incomplete.send(channels);
    }
}

impl Route for Inbox {
    fn on_message(&self, channel: &str, payload: &[u8]) {
        if let Some(message) = self.decode(channel, payload) {
            self.put(message);
        }
    }

    fn on_resync(&self, channels: &[String]) {
        self.listener.is_connected.send_replace(true);
        self.report(channels.iter().filter_map(|name| Channel::parse(name)).collect());
    }

    fn on_heartbeat(&self, _sent: Instant) {
        self.listener.is_connected.send_if_modified(|is_connected| !std::mem::replace(is_connected, true));
        let dropped = std::mem::take(&mut *self.dropped.lock());
        if !dropped.is_empty() {
            self.report(dropped.into_iter().collect());
        }
    }

    fn on_loss(&self) {
        self.listener.is_connected.send_replace(false);
    }
}

/// A process's publisher and local listener. Clones share the state.
#[derive(Clone)]
pub struct Broadcast(Arc<Inner>);

struct Inner {
    redis: Redis,
    subscriber: Subscriber,
    /// Distinguishes this process's messages from others'.
    process: Uuid,
    inbox: OnceLock<Arc<Inbox>>,
}

impl Broadcast {
    /// A publisher without a listener.
    #[must_use]
    pub fn new(redis: Redis, subscriber: Subscriber) -> Self {
        Self(Arc::new(Inner { redis, subscriber, process: Uuid::now_v7(), inbox: OnceLock::new() }))
    }

    /// Sets the listener, once.
    pub fn listen(&self, listener: Listener) {
        let inbox = Arc::new(Inbox { process: self.0.process, listener, dropped: Mutex::default() });
        if self.0.inbox.set(inbox.clone()).is_ok() {
            for prefix in [CHAT, CHAT_USER] {
                self.0.subscriber.route(prefix, inbox.clone());
            }
        }
    }

    /// Subscribes the listener to other processes' messages of a channel.
    pub fn subscribe(&self, channel: Channel) {
        self.0.subscriber.subscribe(channel.name());
    }

    /// Unsubscribes it.
    pub fn unsubscribe(&self, channel: Channel) {
        self.0.subscriber.unsubscribe(channel.name());
    }

    /// Publishes to this process only, immediately.
    pub fn publish_local(&self, said: BroadcastMessage) {
        if let Some(inbox) = self.0.inbox.get() {
            inbox.put(said);
        }
    }

    /// Publishes to all processes.
    pub async fn publish(&self, said: BroadcastMessage) {
        let (name, payload) = self.encode(&said);
        self.publish_local(said);
        if let Err(error) = self.0.redis.shared().publish::<_, _, ()>(name, payload).await {
            tracing::debug!(%error, "frame not published");
        }
    }

    /// A message for other processes: the Redis channel, and the payload.
    #[must_use]
    pub fn encode(&self, BroadcastMessage { channel, text }: &BroadcastMessage) -> (String, Vec<u8>) {
        (self.0.redis.key(&channel.name()), [self.0.process.as_bytes(), text.as_bytes()].concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channel_names_are_parsed() {
        for channel in [Channel::Chat(Uuid::now_v7()), Channel::ChatUser(Uuid::now_v7())] {
            assert_eq!(Channel::parse(&channel.name()), Some(channel));
        }
        for other in ["chat", "chat:", "changes", "chat:x", "other:01932f5e-0000-7000-8000-000000000000"] {
            assert_eq!(Channel::parse(other), None, "{other}");
        }
    }

    fn inbox(length: usize) -> (Inbox, mpsc::Receiver<BroadcastMessage>, mpsc::UnboundedReceiver<Vec<Channel>>) {
        let (messages, received) = mpsc::channel(length);
        let (incomplete, reported) = mpsc::unbounded_channel();
        let listener = Listener { messages, incomplete, is_connected: watch::channel(false).0 };
        (Inbox { process: Uuid::now_v7(), listener, dropped: Mutex::default() }, received, reported)
    }

    #[test]
    fn dropped_messages_are_reported_once_by_channel() {
        let (inbox, mut received, mut reported) = inbox(1);
        let [one, other] = [Channel::Chat(Uuid::now_v7()), Channel::Chat(Uuid::now_v7())];
        for channel in [one, other, other] {
            inbox.put(BroadcastMessage { channel, text: String::new() });
        }
        inbox.on_heartbeat(Instant::now());
        inbox.on_heartbeat(Instant::now());
        assert_eq!(received.try_recv().unwrap().channel, one);
        assert!(received.try_recv().is_err());
        assert_eq!(reported.try_recv().unwrap(), [other]);
        assert!(reported.try_recv().is_err());
    }

    #[test]
    fn copies_of_own_messages_are_skipped() {
        let (inbox, mut received, _) = inbox(9);
        let channel = Channel::Chat(Uuid::now_v7());
        for process in [inbox.process, Uuid::now_v7()] {
            inbox.on_message(&channel.name(), &[process.as_bytes().as_slice(), b"text"].concat());
        }
        inbox.on_message(&channel.name(), b"short");
        assert_eq!(received.try_recv().unwrap().channel, channel);
        assert!(received.try_recv().is_err());
    }

    #[test]
    fn a_listener_reports_its_connection_state() {
        let (inbox, _, mut reported) = inbox(1);
        let mut connected = inbox.listener.is_connected.subscribe();
        let channel = Channel::ChatUser(Uuid::now_v7());
        inbox.on_resync(&[channel.name()]);
        assert!(*connected.borrow_and_update());
        assert_eq!(reported.try_recv().unwrap(), [channel]);
        inbox.on_loss();
        assert!(!*connected.borrow_and_update());
        // An inbox without channels requests no resync.
        inbox.on_heartbeat(Instant::now());
        assert!(*connected.borrow_and_update());
    }
}
