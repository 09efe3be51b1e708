//! Pieces of an answer during generation: a capped Redis stream per job.
//!
//! The stream serves live viewers only; the answer itself is in the job's result and in the conversation. Pieces lost
//! by Redis are restored from there, see [`Reader`].

use std::time::Duration;

use redis::AsyncCommands;
use redis::streams::{StreamMaxlen, StreamRangeReply};
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::jobs::Generated;
use crate::app::App;
use crate::broadcast::{BroadcastMessage, Channel};
use crate::cache::call_within;
use crate::ids::{ConversationId, JobId};
use crate::jobs::{JobError, JobState};

/// More pieces than the longest answer has tokens.
const MAX_PIECES: usize = 10_000;
/// TTL of pieces after the last one, in seconds.
const KEEP_SECONDS: i64 = 3600;
/// Timeout of Redis. Without it the answer is generated regardless.
const TIMEOUT: Duration = Duration::from_millis(500);
/// Pieces per read.
const BATCH: usize = 500;

/// A frame of a completion for live viewers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// `completion.delta` or `completion.reset`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The job.
    pub job_id: JobId,
    /// Its attempt.
    pub attempt: i32,
    /// Number of characters (Unicode code points) of the attempt's text before it.
    pub offset: usize,
    /// The text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
}

/// New text.
pub const DELTA: &str = "completion.delta";
/// A new attempt.
pub const RESET: &str = "completion.reset";
/// The end of the stream.
pub const ENDED: &str = "completion.ended";

impl Piece {
    /// Text of an attempt.
    #[must_use]
    pub fn delta(job_id: JobId, (attempt, offset): (i32, usize), text: String) -> Self {
        Self { kind: DELTA, job_id, attempt, offset, text }
    }

    /// A new attempt: pieces of earlier ones are void.
    #[must_use]
    pub fn reset(job_id: JobId, attempt: i32) -> Self {
        Self { kind: RESET, job_id, attempt, offset: 0, text: String::new() }
    }
}

/// The key watched by readers of a job's pieces. The job's own key is watched by long-polls for its end, which pieces
/// must not wake.
#[must_use]
pub fn watched(job: JobId) -> Uuid {
    Uuid::from_u128(!job.uuid().as_u128())
}

fn key(app: &App, job: JobId) -> String {
    app.redis.key(&format!("completion:{}", job.uuid()))
}

/// Appends a piece of text to the stream, or starts an attempt with an empty one, and wakes viewers. It is also
/// published to the conversation. Without Redis there are no viewers.
pub async fn put(app: &App, piece: &Piece, conversation: ConversationId) {
    let (key, said) = (key(app, piece.job_id), said(conversation, &frame(conversation, piece)));
    let (channel, payload) = app.broadcast.encode(&said);
    app.broadcast.publish_local(said);
    let mut pipe = redis::pipe();
    if piece.kind == RESET {
        // Removes earlier attempts; ids continue.
        pipe.cmd("XTRIM").arg(&key).arg("MAXLEN").arg(0).ignore();
    }
    let fields =
        [("attempt", piece.attempt.to_string()), ("offset", piece.offset.to_string()), ("text", piece.text.clone())];
    pipe.xadd_maxlen(&key, StreamMaxlen::Approx(MAX_PIECES), "*", &fields).ignore();
    pipe.expire(&key, KEEP_SECONDS).ignore();
    pipe.publish(channel, payload).ignore();
    let mut redis = app.redis.shared();
    match call_within(TIMEOUT, pipe.query_async::<()>(&mut redis)).await {
        Ok(()) => app.hub.publish(vec![watched(piece.job_id)]).await,
        Err(error) => tracing::debug!(%error, "a piece of an answer was not published"),
    }
}

/// A position in a completion's text: written `attempt:offset`, as in `Last-Event-ID`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The attempt; 0: nothing was seen.
    pub attempt: i32,
    /// Number of its characters that were seen.
    pub offset: usize,
}

impl std::str::FromStr for Place {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (attempt, offset) = text.split_once(':').ok_or(())?;
        let (attempt, offset) = (attempt.parse().map_err(|_| ())?, offset.parse().map_err(|_| ())?);
        if attempt < 0 { Err(()) } else { Ok(Self { attempt, offset }) }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.attempt, self.offset)
    }
}

/// Reads one completion's text from a position on, without gaps or repetition.
#[derive(Debug)]
pub struct Reader {
    job: JobId,
    place: Place,
    /// Id of the last entry read.
    entry: String,
}

impl Reader {
    /// Reads a job's text after a position.
    #[must_use]
    pub fn new(job: JobId, place: Place) -> Self {
        Self { job, place, entry: String::new() }
    }

    /// End of the text returned so far.
    #[must_use]
    pub fn place(&self) -> Place {
        self.place
    }

    /// New pieces since the last read; none while Redis is unavailable.
    pub async fn read(&mut self, app: &App) -> Vec<Piece> {
        let mut pieces = Vec::new();
        loop {
            let start = if self.entry.is_empty() { "-".to_owned() } else { format!("({}", self.entry) };
            let mut redis = app.redis.shared();
            let range = redis.xrange_count(key(app, self.job), start, "+", BATCH);
            let Ok::<StreamRangeReply, _>(reply) = call_within(TIMEOUT, range).await else { return pieces };
            let count = reply.ids.len();
            for entry in reply.ids {
                let place = Place {
                    attempt: entry.get("attempt").unwrap_or_default(),
                    offset: entry.get("offset").unwrap_or_default(),
                };
                pieces.extend(self.take(place, &entry.get::<String>("text").unwrap_or_default()));
                self.entry = entry.id;
            }
            if count < BATCH {
                return pieces;
            }
        }
    }

    /// The missing rest of a completed answer.
    pub fn rest(&mut self, made: &Generated) -> Vec<Piece> {
        self.take(Place { attempt: made.attempt, offset: 0 }, &made.text)
    }

    /// Text at a position: the part not returned yet. Text after a gap is left to [`Reader::rest`].
    fn take(&mut self, at: Place, text: &str) -> Vec<Piece> {
        if at.attempt < self.place.attempt {
            return Vec::new();
        }
        let mut pieces = Vec::new();
        if at.attempt > self.place.attempt {
            if at.attempt > 1 || self.place.attempt > 0 {
                pieces.push(Piece::reset(self.job, at.attempt));
            }
            self.place = Place { attempt: at.attempt, offset: 0 };
        }
        let known = self.place.offset;
        if at.offset <= known {
            let new: String = text.chars().skip(known - at.offset).collect();
            if !new.is_empty() {
                self.place.offset += new.chars().count();
                pieces.push(Piece::delta(self.job, (at.attempt, known), new));
            }
        }
        pieces
    }
}

/// A piece as a frame for the conversation's subscribers.
#[must_use]
pub fn frame(conversation: ConversationId, piece: &Piece) -> Value {
    let mut frame = json!(piece);
    frame["conversation_id"] = json!(conversation);
    frame
}

/// The end of a completion, for live viewers. `offset` is the answer's length.
#[must_use]
pub fn ended(
    job: JobId,
    conversation: Option<ConversationId>,
    state: JobState,
    made: Option<&Generated>,
    error: Option<&JobError>,
) -> Value {
    let mut frame = json!({"type": ENDED, "job_id": job, "state": state});
    if let Some(conversation) = conversation {
        frame["conversation_id"] = json!(conversation);
    }
    if let Some(made) = made {
        frame["message_id"] = json!(made.message_id);
        frame["attempt"] = json!(made.attempt);
        frame["offset"] = json!(made.text.chars().count());
    }
    if let Some(error) = error {
        frame["error"] = json!(error);
    }
    frame
}

/// Publishes to a conversation's subscribers.
pub async fn publish(app: &App, conversation: ConversationId, frame: &Value) {
    app.broadcast.publish(said(conversation, frame)).await;
}

fn said(conversation: ConversationId, frame: &Value) -> BroadcastMessage {
    BroadcastMessage { channel: Channel::Chat(conversation.uuid()), text: frame.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(pieces: &[Piece]) -> Vec<(&'static str, i32, usize, &str)> {
        pieces.iter().map(|piece| (piece.kind, piece.attempt, piece.offset, piece.text.as_str())).collect()
    }

    #[test]
    fn a_reader_emits_each_character_once() {
        let mut reader = Reader::new(JobId::new(), "1:3".parse().unwrap());
        let at = |attempt, offset| Place { attempt, offset };
        assert_eq!(texts(&reader.take(at(1, 0), "Grü")), []);
        assert_eq!(texts(&reader.take(at(1, 2), "üße ")), [(DELTA, 1, 3, "ße ")]);
        assert_eq!(texts(&reader.take(at(1, 9), "lost before")), [], "a gap is waited out");
        assert_eq!(texts(&reader.take(at(2, 0), "")), [(RESET, 2, 0, "")]);
        assert_eq!(texts(&reader.take(at(1, 0), "late")), [], "an earlier attempt");
        assert_eq!(texts(&reader.take(at(2, 0), "Hello")), [(DELTA, 2, 0, "Hello")]);
        assert_eq!(reader.place().to_string(), "2:5");
    }

    #[test]
    fn the_first_attempt_needs_no_reset() {
        let mut reader = Reader::new(JobId::new(), Place::default());
        assert_eq!(texts(&reader.take(Place { attempt: 1, offset: 0 }, "Hi")), [(DELTA, 1, 0, "Hi")]);
        for wrong in ["", "1", "a:1", "-1:0", "1:-1"] {
            assert!(wrong.parse::<Place>().is_err(), "{wrong}");
        }
    }
}
