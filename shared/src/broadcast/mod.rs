//! Telling all processes something at once: frames for whoever watches a channel right now.
//!
//! A channel of Redis keeps nothing, so what is said may get lost; whoever must not miss it finds it in Postgres.
//! This process hears what it says itself at once and without Redis; what it hears of it through Redis is left out.

mod subscriber;

use std::sync::{Arc, Mutex, PoisonError};

use redis::AsyncCommands;
use redis::aio::{PubSubSink, PubSubStream};
use tokio::sync::mpsc;
use uuid::Uuid;

use crate::cache::Redis;

pub use subscriber::{Command, Subscriber};

/// Bytes of a process' id before what it says.
const ID: usize = 16;

/// What something is said on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Channel {
    /// Frames of a conversation.
    Chat(Uuid),
    /// A user is in other conversations than before.
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

/// Something that was said.
#[derive(Debug, Clone)]
pub struct BroadcastMessage {
    /// On what.
    pub channel: Channel,
    /// What.
    pub text: String,
}

/// The voice of a process, and its ear. A clone is the same.
#[derive(Clone)]
pub struct Broadcast(Arc<Inner>);

struct Inner {
    redis: Redis,
    /// Tells what this process said from what others did.
    process: Uuid,
    listener: Mutex<Option<mpsc::Sender<BroadcastMessage>>>,
}

impl Broadcast {
    /// The voice of a process that hears nothing yet.
    #[must_use]
    pub fn new(redis: Redis) -> Self {
        Self(Arc::new(Inner { redis, process: Uuid::now_v7(), listener: Mutex::default() }))
    }

    /// Lets this process hear what it says itself.
    pub fn listen(&self, listener: mpsc::Sender<BroadcastMessage>) {
        *self.0.listener.lock().unwrap_or_else(PoisonError::into_inner) = Some(listener);
    }

    /// Says something to this process alone, at once.
    pub fn publish_local(&self, said: BroadcastMessage) {
        let listener = self.0.listener.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(listener) = &*listener
            && listener.try_send(said).is_err()
        {
            tracing::debug!("the broadcast buffer is full; clients poll every second");
        }
    }

    /// Says something to all processes.
    pub async fn publish(&self, said: BroadcastMessage) {
        let (name, payload) = self.encode(&said);
        self.publish_local(said);
        if let Err(error) = self.0.redis.shared().publish::<_, _, ()>(name, payload).await {
            tracing::debug!(%error, "frame not published");
        }
    }

    /// What says something to other processes: a channel of Redis, and what to publish there.
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

    /// What another process said; `None` where it was this one, or nothing that can be read.
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
    fn channels_are_found_by_their_names() {
        for channel in [Channel::Chat(Uuid::now_v7()), Channel::ChatUser(Uuid::now_v7())] {
            assert_eq!(Channel::parse(&channel.name()), Some(channel));
        }
        for other in ["chat", "chat:", "changes", "chat:x", "other:01932f5e-0000-7000-8000-000000000000"] {
            assert_eq!(Channel::parse(other), None, "{other}");
        }
    }
}
