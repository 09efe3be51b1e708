//! Redis pub/sub to all processes: frames for the current subscribers of a channel.
//!
//! Redis stores nothing of a channel, so messages may be lost; consumers that need all of them read Postgres. A process
//! receives its own messages locally, without Redis, and skips their copies from Redis.

mod subscriber;

use std::sync::{Arc, Mutex, PoisonError};

use redis::AsyncCommands;
use redis::aio::{PubSubSink, PubSubStream};
use tokio::sync::mpsc;
use uuid::Uuid;

use crate::cache::Redis;

pub use subscriber::{Command, Subscriber};

/// Length of the process id that prefixes a message.
const ID: usize = 16;

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
            Self::Chat(id) => format!("chat:{id}"),
            Self::ChatUser(id) => format!("chat-user:{id}"),
        }
    }

    fn parse(name: &str) -> Option<Self> {
        let (kind, id) = name.split_once(':')?;
        let id = Uuid::try_parse(id).ok()?;
        match kind {
            "chat" => Some(Self::Chat(id)),
            "chat-user" => Some(Self::ChatUser(id)),
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

/// A process's publisher and local listener. Clones share the state.
#[derive(Clone)]
pub struct Broadcast(Arc<Inner>);

struct Inner {
    redis: Redis,
    /// Distinguishes this process's messages from others'.
    process: Uuid,
    listener: Mutex<Option<mpsc::Sender<BroadcastMessage>>>,
}

impl Broadcast {
    /// A publisher without a local listener.
    #[must_use]
    pub fn new(redis: Redis) -> Self {
        Self(Arc::new(Inner { redis, process: Uuid::now_v7(), listener: Mutex::default() }))
    }

    /// Sets the local listener for this process's own messages.
    pub fn listen(&self, listener: mpsc::Sender<BroadcastMessage>) {
        *self.0.listener.lock().unwrap_or_else(PoisonError::into_inner) = Some(listener);
    }

    /// Publishes to this process only, immediately.
    pub fn publish_local(&self, said: BroadcastMessage) {
        let listener = self.0.listener.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(listener) = &*listener
            && listener.try_send(said).is_err()
        {
            tracing::debug!("the broadcast buffer is full; clients poll every second");
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

    async fn connect(&self) -> redis::RedisResult<(PubSubSink, PubSubStream)> {
        Ok(self.0.redis.pubsub().await?.split())
    }

    fn names(&self, channels: &[Channel]) -> Vec<String> {
        channels.iter().map(|channel| self.0.redis.key(&channel.name())).collect()
    }

    /// Decodes another process's message; `None` for one of this process or an invalid one.
    fn decode(&self, message: &redis::Msg) -> Option<BroadcastMessage> {
        let payload = message.get_payload_bytes();
        let (process, text) = payload.split_at_checked(ID)?;
        if process == self.0.process.as_bytes() {
            return None;
        }
        let name = message.get_channel_name().strip_prefix(&self.0.redis.key(""))?;
        let text = std::str::from_utf8(text).ok()?.to_owned();
        Some(BroadcastMessage { channel: Channel::parse(name)?, text })
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
}
