//! The newest messages of a conversation in the cache, ordered by `seq`, with their revision.
//!
//! It is bounded in bytes. An oversized message leaves a marker at its number, so that its page is read from Postgres;
//! beyond a conversation's limit the oldest are evicted. An unread conversation expires after minutes.

use std::sync::LazyLock;

use redis::Script;

use super::Position;
use super::model::Stored;
use crate::app::App;
use crate::cache::Redis;
use crate::ids::ConversationId;

/// Maximum number of cached messages.
pub(super) const MAX_MESSAGES: i64 = 100;
/// Maximum size of a cached message, in bytes of JSON: a text of 2 KB and its metadata.
pub(super) const MAX_ENTRY_BYTES: usize = 2_560;
/// Maximum cache size of a conversation, in bytes.
const MAX_BYTES: usize = 128 * 1024;
/// TTL after a change, without reads.
const UNREAD_TTL_SECONDS: u32 = 5 * 60;
/// TTL after a read.
const READ_TTL_SECONDS: u32 = 30 * 60;
/// Prefix of the marker of an oversized message.
const TOO_LARGE: char = '!';

/// Cached messages.
pub(super) struct Recent {
    pub revision: i64,
    /// Oldest first.
    pub messages: Vec<Stored>,
}

/// The key of the messages, and the key of their revision and size. Either may be missing, so pages are checked for
/// gaps.
fn keys(cache: &Redis, conversation: ConversationId) -> [String; 2] {
    ["recent", "state"].map(|what| cache.key(&format!("chat-{what}:{}", conversation.uuid())))
}

/// The cache entry of a message: all of it, or the marker of an oversized one.
fn entry(message: &Stored) -> redis::RedisResult<String> {
    let text = serde_json::to_string(message).map_err(std::io::Error::other)?;
    Ok(if text.len() > MAX_ENTRY_BYTES { format!("{TOO_LARGE}{}", message.seq) } else { text })
}

/// At most `limit` messages that follow a position, without oversized ones; `None` on a cache miss.
pub(super) async fn read(app: &App, conversation: ConversationId, from: Position, limit: i64) -> Option<Recent> {
    let [messages, state] = keys(&app.cache, conversation);
    let limit = isize::try_from(limit).ok()?;
    let mut pipe = redis::pipe();
    pipe.atomic().hget(&state, "revision").zcard(&messages);
    match from {
        Position::Before(seq) => pipe.zrevrangebyscore_limit(&messages, format!("({seq}"), "-inf", 0, limit),
        Position::After(seq) => pipe.zrangebyscore_limit(&messages, format!("({seq}"), "+inf", 0, limit),
    };
    for key in [&messages, &state] {
        pipe.expire(key, READ_TTL_SECONDS.into()).ignore();
    }
    let mut connection = app.cache.shared();
    let answer = pipe.query_async::<(Option<i64>, usize, Vec<String>)>(&mut connection);
    let (revision, count, entries) = app.cache.try_optional(answer).await?;
    let revision = revision.filter(|_| count > 0)?;
    let texts = entries.iter().filter(|entry| !entry.starts_with(TOO_LARGE));
    let mut messages: Vec<Stored> = texts.map(|text| serde_json::from_str(text)).collect::<Result<_, _>>().ok()?;
    messages.sort_by_key(|message| message.seq);
    Some(Recent { revision, messages })
}

/// Applies a change if no earlier one was missed. KEYS: messages, state. ARGV: revision, change, seq, entry, TTL in
/// seconds, maximum messages and bytes.
static CHANGE: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        r"
local known = redis.call('HGET', KEYS[2], 'revision')
local first = not known and ARGV[2] == 'added' and ARGV[3] == '1'
if not first and not (known and tonumber(known) + 1 == tonumber(ARGV[1])) then return end
local bytes = tonumber(redis.call('HGET', KEYS[2], 'bytes') or 0)
if bytes > 0 and redis.call('EXISTS', KEYS[1]) == 0 then
  -- The messages were evicted alone.
  redis.call('DEL', KEYS[2])
  return
end
if ARGV[2] ~= 'none' then
  local before = redis.call('ZRANGEBYSCORE', KEYS[1], ARGV[3], ARGV[3])
  for _, entry in ipairs(before) do bytes = bytes - #entry end
  redis.call('ZREMRANGEBYSCORE', KEYS[1], ARGV[3], ARGV[3])
  if ARGV[2] == 'added' or #before > 0 then
    redis.call('ZADD', KEYS[1], ARGV[3], ARGV[4])
    bytes = bytes + #ARGV[4]
  end
  local count = redis.call('ZCARD', KEYS[1])
  while count > tonumber(ARGV[6]) or (bytes > tonumber(ARGV[7]) and count > 0) do
    bytes = bytes - #redis.call('ZPOPMIN', KEYS[1])[1]
    count = count - 1
  end
  redis.call('HSET', KEYS[2], 'bytes', bytes)
end
redis.call('HSET', KEYS[2], 'revision', ARGV[1])
for _, key in ipairs(KEYS) do
  if redis.call('TTL', key) < tonumber(ARGV[5]) then redis.call('EXPIRE', key, ARGV[5]) end
end",
    )
});

/// Effect of a change on the cache.
pub(super) enum Kept<'a> {
    Unchanged,
    Added(&'a Stored),
    Replaced(&'a Stored),
}

/// Applies the change of a revision.
pub(super) async fn change(
    cache: &Redis,
    conversation: ConversationId,
    revision: i64,
    change: Kept<'_>,
) -> redis::RedisResult<()> {
    let (what, message) = match change {
        Kept::Unchanged => ("none", None),
        Kept::Added(message) => ("added", Some(message)),
        Kept::Replaced(message) => ("replaced", Some(message)),
    };
    let [messages, state] = keys(cache, conversation);
    let mut call = CHANGE.key(messages);
    call.key(state).arg(revision).arg(what);
    call.arg(message.map(|message| message.seq.to_string()).unwrap_or_default());
    call.arg(message.map(entry).transpose()?.unwrap_or_default());
    call.arg(UNREAD_TTL_SECONDS).arg(MAX_MESSAGES).arg(MAX_BYTES);
    call.invoke_async(&mut cache.shared()).await
}

/// Replaces the cached state, unless that is newer. KEYS: messages, state. ARGV: revision, TTL in seconds, bytes, then
/// alternating seq and entry.
static FILL: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        r"
local known = redis.call('HGET', KEYS[2], 'revision')
local count = (#ARGV - 3) / 2
if known then
  local ahead = tonumber(known) - tonumber(ARGV[1])
  if ahead > 0 or (ahead == 0 and redis.call('ZCARD', KEYS[1]) == count) then return end
end
redis.call('DEL', KEYS[1])
for number = 4, #ARGV, 2 do
  redis.call('ZADD', KEYS[1], ARGV[number], ARGV[number + 1])
end
redis.call('HSET', KEYS[2], 'revision', ARGV[1], 'bytes', ARGV[3])
for _, key in ipairs(KEYS) do redis.call('EXPIRE', key, ARGV[2]) end",
    )
});

/// Caches the newest messages as of a revision: as many as fit.
pub(super) async fn fill(app: &App, conversation: ConversationId, recent: &Recent) {
    let Ok(entries) = recent.messages.iter().map(|it| Ok((it.seq, entry(it)?))).collect::<redis::RedisResult<Vec<_>>>()
    else {
        return;
    };
    let mut bytes = 0;
    let fits = |(_, text): &&(i64, String)| {
        bytes += text.len();
        bytes <= MAX_BYTES
    };
    let newest: Vec<_> = entries.iter().rev().take_while(fits).collect();
    let bytes: usize = newest.iter().map(|(_, text)| text.len()).sum();
    let [messages, state] = keys(&app.cache, conversation);
    let mut call = FILL.key(messages);
    call.key(state).arg(recent.revision).arg(READ_TTL_SECONDS).arg(bytes);
    for (seq, text) in newest {
        call.arg(*seq).arg(text);
    }
    let mut connection = app.cache.shared();
    app.cache.try_optional(call.invoke_async::<()>(&mut connection)).await;
}
