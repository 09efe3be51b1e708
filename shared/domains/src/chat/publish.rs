//! Publishes committed changes to subscribers and the cache.

use super::Frame;
use super::message_cache::{self, Kept};
use super::model::Stored;
use crate::app::App;
use crate::broadcast::{BroadcastMessage, Channel};
use crate::cache::Redis;
use crate::db::Tx;
use crate::ids::{ConversationId, UserId};

/// A transaction's change to a conversation.
#[derive(Debug)]
pub(super) struct News {
    pub conversation: ConversationId,
    /// Its revision; `None` if it made none.
    pub revision: Option<i64>,
    /// The change to the cache.
    pub change: Change,
    /// Frames for members.
    pub frames: Vec<Frame>,
    /// Users that joined or left.
    pub users: Vec<UserId>,
}

/// The change to the messages.
#[derive(Debug)]
pub(super) enum Change {
    None,
    Added(Stored),
    Replaced(Stored),
}

/// Publishes a change after commit: to local subscribers at once, to others through Redis.
pub(super) fn announce(app: &App, tx: &mut Tx, news: News) {
    let frames = news.frames.iter().filter_map(|frame| said(news.conversation, frame));
    let users = news.users.iter().map(|user| {
        let channel = Channel::ChatUser(user.uuid());
        BroadcastMessage { channel, text: news.conversation.to_string() }
    });
    let all: Vec<_> = frames.chain(users).collect();
    let published = all.iter().map(|said| app.broadcast.encode(said)).collect();
    let (broadcast, redis, cache) = (app.broadcast.clone(), app.redis.clone(), app.cache.clone());
    tx.on_commit(move || all.into_iter().for_each(|said| broadcast.publish_local(said)));
    tx.after_commit(async move {
        // The cache first, so that subscribers find the change there. A full or unreachable cache causes no long wait,
        // and readers detect missed changes by the revision.
        cache.try_optional(keep(&cache, &news)).await;
        if let Err(error) = tell(&redis, published).await {
            tracing::debug!(%error, "a conversation change was not published; clients find it by polling");
        }
    });
}

async fn keep(cache: &Redis, news: &News) -> redis::RedisResult<()> {
    let Some(revision) = news.revision else { return Ok(()) };
    let change = match &news.change {
        Change::None => Kept::Unchanged,
        Change::Added(message) => Kept::Added(message),
        Change::Replaced(message) => Kept::Replaced(message),
    };
    message_cache::change(cache, news.conversation, revision, change).await
}

async fn tell(redis: &Redis, published: Vec<(String, Vec<u8>)>) -> redis::RedisResult<()> {
    let mut pipe = redis::pipe();
    for (channel, payload) in published {
        pipe.publish(channel, payload).ignore();
    }
    pipe.query_async(&mut redis.shared()).await
}

/// A frame in its wire format.
fn said(conversation: ConversationId, frame: &Frame) -> Option<BroadcastMessage> {
    // A frame is plain JSON: serializing it can't fail.
    let text = serde_json::to_string(frame).ok()?;
    Some(BroadcastMessage { channel: Channel::Chat(conversation.uuid()), text })
}

/// Publishes an ephemeral frame, such as typing, to a conversation's subscribers.
pub async fn publish(app: &App, conversation: ConversationId, frame: &Frame) {
    if let Some(said) = said(conversation, frame) {
        app.broadcast.publish(said).await;
    }
}
