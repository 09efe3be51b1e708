//! Tells those who listen, and the cache, what was committed.

use std::sync::LazyLock;

use redis::Script;

use super::model::Stored;
use super::{Frame, recent};
use crate::app::App;
use crate::broadcast::{Channel, Said};
use crate::cache::Redis;
use crate::db::Tx;
use crate::ids::{ConversationId, UserId};

/// What a transaction changed in a conversation.
#[derive(Debug)]
pub(super) struct News {
    pub conversation: ConversationId,
    /// The revision that it made; `None` where it is none.
    pub revision: Option<i64>,
    /// What the cache has to take in.
    pub change: Change,
    /// What members are told.
    pub frames: Vec<Frame>,
    /// Who is in it now, or is not any more.
    pub users: Vec<UserId>,
}

/// What happened to the messages.
#[derive(Debug)]
pub(super) enum Change {
    None,
    Added(Stored),
    Replaced(Stored),
}

/// Changes the cache where nothing was missed there, then publishes. What can't be told gets lost: the next reader finds
/// it out by the revision.
static TELL: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        r"
local revision, change, seq = ARGV[1], ARGV[2], ARGV[3]
local known = redis.call('GET', KEYS[2])
local first = not known and change == 'added' and seq == '1'
if revision ~= '' and (first or (known and tonumber(known) + 1 == tonumber(revision))) then
  if change ~= 'none' then
    local replaced = redis.call('ZREMRANGEBYSCORE', KEYS[1], seq, seq)
    if change == 'added' or replaced > 0 then
      redis.call('ZADD', KEYS[1], seq, ARGV[4])
      redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -1 - tonumber(ARGV[6]))
    end
  end
  redis.call('SET', KEYS[2], revision, 'EX', ARGV[5])
  redis.call('EXPIRE', KEYS[1], ARGV[5])
end
for number = 7, #ARGV, 2 do
  redis.call('PUBLISH', ARGV[number], ARGV[number + 1])
end",
    )
});

/// Tells of a change once it is committed: listeners of this process at once, others through Redis.
pub(super) fn announce(app: &App, tx: &mut Tx, news: News) {
    let frames = news.frames.iter().filter_map(|frame| said(news.conversation, frame));
    let users = news.users.iter().map(|user| {
        let channel = Channel::ChatUser(user.uuid());
        Said { channel, text: news.conversation.to_string() }
    });
    let all: Vec<_> = frames.chain(users).collect();
    let published = all.iter().map(|said| app.broadcast.published(said)).collect();
    let (broadcast, redis) = (app.broadcast.clone(), app.redis.clone());
    tx.at_commit(move || all.into_iter().for_each(|said| broadcast.say_here(said)));
    tx.after_commit(async move {
        if let Err(error) = tell(&redis, &news, published).await {
            tracing::debug!(%error, "listeners were not told of a change; they find it out");
        }
    });
}

async fn tell(redis: &Redis, news: &News, published: Vec<(String, Vec<u8>)>) -> redis::RedisResult<()> {
    let (change, message) = match &news.change {
        Change::None => ("none", None),
        Change::Added(message) => ("added", Some(message)),
        Change::Replaced(message) => ("replaced", Some(message)),
    };
    let [messages, revision] = recent::keys(redis, news.conversation);
    let mut call = TELL.key(messages);
    call.key(revision);
    call.arg(news.revision.map(|revision| revision.to_string()).unwrap_or_default()).arg(change);
    call.arg(message.map(|message| message.seq.to_string()).unwrap_or_default());
    call.arg(message.map(recent::text).transpose()?.unwrap_or_default());
    call.arg(recent::LIFETIME_SECONDS).arg(recent::KEPT);
    for (channel, payload) in published {
        call.arg(channel).arg(payload);
    }
    call.invoke_async(&mut redis.shared()).await
}

/// A frame as it goes over the wire.
fn said(conversation: ConversationId, frame: &Frame) -> Option<Said> {
    // A frame is plain JSON: it can always be written.
    let text = serde_json::to_string(frame).ok()?;
    Some(Said { channel: Channel::Chat(conversation.uuid()), text })
}

/// Tells those who listen to a conversation something that is kept nowhere, such as that somebody is writing.
pub async fn publish(app: &App, conversation: ConversationId, frame: &Frame) {
    if let Some(said) = said(conversation, frame) {
        app.broadcast.say(said).await;
    }
}
