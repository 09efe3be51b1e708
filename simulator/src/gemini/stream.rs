//! `generateContent` and `streamGenerateContent`: validate, record, respond.

use std::{io, sync::Arc};

use axum::{
    Json,
    body::{Body, Bytes},
    http::{StatusCode, header::CONTENT_TYPE},
    response::{Html, IntoResponse, Response},
};
use chrono::Utc;
use futures::stream;
use serde_json::{Value, json};

use super::{
    Provider,
    answer::{Speaker, Step, Whole},
    magic::{self, Behaviour},
    request::Call,
    store::{Outcome, Record},
};

/// The piece size of a shredded answer.
const SHRED_BYTES: usize = 3;

/// The format of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// Server-sent events.
    Events,
    /// A JSON array that grows.
    Array,
    /// One JSON object.
    Whole,
}

/// Chooses and records a valid call's response.
pub(super) async fn settle(provider: Arc<Provider>, model: &str, call: Call, format: Format) -> Response {
    let speaker = Speaker::new(model, &call);
    let turn = provider.state().calls_with(call.prompt());
    let behaviour = magic::behaviour(&speaker, &call, turn, &provider.setup.answers);
    let status = match &behaviour {
        Behaviour::Answer(_) | Behaviour::Shredded(_) => Some(200),
        Behaviour::Refuse(refusal) | Behaviour::RefuseInArray(refusal) => Some(refusal.status),
        Behaviour::Html => Some(502),
        Behaviour::Silence => None,
    };
    let number = note(&provider, model, Some(call), status);
    let ending = Ending { provider: provider.clone(), number, outcome: Outcome::HungUp };
    match behaviour {
        Behaviour::Answer(steps) | Behaviour::Shredded(steps) if format == Format::Whole => {
            whole(steps, &speaker, ending).await
        }
        Behaviour::Answer(steps) => stream_of(steps, speaker, format == Format::Events, ending),
        Behaviour::Shredded(steps) => shredded(steps, format == Format::Events, ending),
        Behaviour::Refuse(refusal) => refusal.into_response(),
        Behaviour::RefuseInArray(refusal) => {
            let status = StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            (status, Json(json!([refusal.body()]))).into_response()
        }
        Behaviour::Html => (StatusCode::BAD_GATEWAY, Html("<h1>502 Bad Gateway</h1>\n")).into_response(),
        Behaviour::Silence => {
            // Dropped with the connection when the caller disconnects.
            provider.background.stopped().await;
            drop(ending);
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// An answer in one object, once its last step is done.
async fn whole(steps: Vec<Step>, speaker: &Speaker, mut ending: Ending) -> Response {
    let background = ending.provider.background.clone();
    let mut whole = Whole::default();
    for step in steps {
        match step {
            Step::Object(object) => match object["error"]["code"].as_u64().and_then(|code| u16::try_from(code).ok()) {
                Some(code) => {
                    let status = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                    return (status, Json(object)).into_response();
                }
                None => whole.add(object),
            },
            Step::Time => whole.add(speaker.time()),
            Step::Wait(pause) => background.sleep(pause).await,
            Step::Stall => background.stopped().await,
            Step::HangUp => {
                let cut = stream::iter([Err::<Bytes, _>(io::Error::other("hung up"))]);
                return response(false, Body::from_stream(cut));
            }
        }
    }
    ending.outcome = Outcome::Finished;
    Json(whole.object()).into_response()
}

/// Records a call. `http_status`: none without a response.
pub(super) fn note(provider: &Provider, model: &str, call: Option<Call>, http_status: Option<u16>) -> u64 {
    let is_answered = http_status.is_none_or(|status| status == 200);
    let (prompt, contents, system, max_output_tokens) = match call {
        Some(call) => (Some(call.prompt().to_owned()), call.contents, call.system, call.max_output_tokens),
        None => (None, Vec::new(), None, None),
    };
    provider.state().add(Record {
        number: 0,
        at: Utc::now(),
        model: model.to_owned(),
        prompt,
        contents,
        system,
        max_output_tokens,
        http_status,
        outcome: if is_answered { Outcome::Running } else { Outcome::Refused },
    })
}

/// Records how an answer ended, also if the caller disconnects.
struct Ending {
    provider: Arc<Provider>,
    number: u64,
    outcome: Outcome,
}

impl Drop for Ending {
    fn drop(&mut self) {
        let mut store = self.provider.state();
        let is_running = store.calls().any(|call| call.number == self.number && call.outcome == Outcome::Running);
        if is_running {
            store.end(self.number, self.outcome);
        }
    }
}

fn frame(object: &Value, as_events: bool, is_first: bool) -> Bytes {
    match (as_events, is_first) {
        (true, _) => format!("data: {object}\r\n\r\n").into(),
        (false, true) => format!("[{object}").into(),
        (false, false) => format!(",\r\n{object}").into(),
    }
}

fn response(as_events: bool, body: Body) -> Response {
    let content_type = if as_events { "text/event-stream" } else { "application/json; charset=UTF-8" };
    ([(CONTENT_TYPE, content_type)], body).into_response()
}

/// An answer that proceeds as fast as it is read.
fn stream_of(steps: Vec<Step>, speaker: Speaker, as_events: bool, ending: Ending) -> Response {
    let state = (steps.into_iter(), ending, true);
    let speaker = Arc::new(speaker);
    let bytes = stream::unfold(Some(state), move |state| {
        let speaker = speaker.clone();
        async move {
            let (mut steps, mut ending, is_first) = state?;
            loop {
                let object = match steps.next() {
                    Some(Step::Object(object)) => object,
                    Some(Step::Time) => speaker.time(),
                    Some(Step::Wait(pause)) => {
                        ending.provider.background.sleep(pause).await;
                        continue;
                    }
                    Some(Step::Stall) => {
                        ending.provider.background.stopped().await;
                        return None;
                    }
                    Some(Step::HangUp) => return Some((Err(io::Error::other("hung up")), None)),
                    None => {
                        ending.outcome = Outcome::Finished;
                        return (!as_events).then(|| (Ok(Bytes::from_static(b"]")), None));
                    }
                };
                let bytes = frame(&object, as_events, is_first);
                return Some((Ok(bytes), Some((steps, ending, false))));
            }
        }
    });
    response(as_events, Body::from_stream(bytes))
}

/// An answer split at arbitrary bytes.
fn shredded(steps: Vec<Step>, as_events: bool, mut ending: Ending) -> Response {
    let mut bytes = Vec::new();
    for step in steps {
        if let Step::Object(object) = step {
            bytes.extend_from_slice(&frame(&object, as_events, bytes.is_empty()));
        }
    }
    let pieces: Vec<_> =
        bytes.chunks(SHRED_BYTES).map(|piece| Ok::<_, io::Error>(Bytes::copy_from_slice(piece))).collect();
    ending.outcome = Outcome::Finished;
    let pieces = stream::unfold((pieces.into_iter(), ending), |(mut pieces, ending)| async move {
        tokio::task::yield_now().await;
        pieces.next().map(|piece| (piece, (pieces, ending)))
    });
    response(as_events, Body::from_stream(pieces))
}
