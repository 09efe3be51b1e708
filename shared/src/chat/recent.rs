//! The newest messages of a conversation in Redis, ordered by `seq`, beside the revision that they are of.

use std::sync::LazyLock;

use redis::Script;

use super::Position;
use super::model::Stored;
use crate::app::App;
use crate::cache::Redis;
use crate::ids::ConversationId;

/// How many messages are kept.
pub(super) const KEPT: i64 = 100;
/// For how long after the last change or warming.
pub(super) const LIFETIME_SECONDS: u32 = 24 * 60 * 60;

/// What Redis has.
pub(super) struct Recent {
    pub revision: i64,
    /// Oldest first.
    pub messages: Vec<Stored>,
}

/// The messages' key and the revision's. Two, and either may be gone: what is served is checked for holes.
pub(super) fn keys(redis: &Redis, conversation: ConversationId) -> [String; 2] {
    ["messages", "revision"].map(|what| redis.key(&format!("chat-{what}:{}", conversation.uuid())))
}

pub(super) fn text(message: &Stored) -> redis::RedisResult<String> {
    serde_json::to_string(message).map_err(|error| std::io::Error::other(error).into())
}

/// At most `limit` of the messages that follow a position; `None` where there is nothing to go by.
pub(super) async fn look(app: &App, conversation: ConversationId, from: Position, limit: i64) -> Option<Recent> {
    let [messages, revision] = keys(&app.redis, conversation);
    let mut pipe = redis::pipe();
    pipe.atomic().get(revision);
    match from {
        Position::Before(seq) => {
            pipe.zrevrangebyscore_limit(messages, format!("({seq}"), "-inf", 0, isize::try_from(limit).ok()?)
        }
        Position::After(seq) => {
            pipe.zrangebyscore_limit(messages, format!("({seq}"), "+inf", 0, isize::try_from(limit).ok()?)
        }
    };
    let mut connection = app.redis.shared();
    let answer = app.redis.soon(pipe.query_async::<(Option<i64>, Vec<String>)>(&mut connection)).await?;
    let mut messages: Vec<Stored> =
        answer.1.iter().map(|text| serde_json::from_str(text)).collect::<Result<_, _>>().ok()?;
    messages.sort_by_key(|message| message.seq);
    Some(Recent { revision: answer.0?, messages })
}

/// Takes the place of what is there, unless that is newer.
static WARM: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        r"
local known = redis.call('GET', KEYS[2])
local count = (#ARGV - 2) / 2
if known then
  local ahead = tonumber(known) - tonumber(ARGV[1])
  if ahead > 0 or (ahead == 0 and redis.call('ZCARD', KEYS[1]) == count) then return end
end
redis.call('DEL', KEYS[1])
for number = 3, #ARGV, 2 do
  redis.call('ZADD', KEYS[1], ARGV[number], ARGV[number + 1])
end
redis.call('SET', KEYS[2], ARGV[1], 'EX', ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[2])",
    )
});

/// Keeps the newest messages, all of them, as they were at a revision.
pub(super) async fn warm(app: &App, conversation: ConversationId, recent: &Recent) {
    let [messages, revision] = keys(&app.redis, conversation);
    let mut call = WARM.key(messages);
    call.key(revision).arg(recent.revision).arg(LIFETIME_SECONDS);
    for message in &recent.messages {
        let Ok(text) = text(message) else { return };
        call.arg(message.seq).arg(text);
    }
    let mut connection = app.redis.shared();
    app.redis.soon(call.invoke_async::<()>(&mut connection)).await;
}
