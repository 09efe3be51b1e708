//! The send call: validate, record, respond, send statuses.

use std::{sync::Arc, time::Duration};

use axum::{
    Json,
    body::Bytes,
    extract::{ConnectInfo, Path, State, rejection::BytesRejection},
    http::{HeaderMap, StatusCode, header::CONTENT_TYPE},
    response::{Html, IntoResponse, Response},
};
use chrono::Utc;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    Memory, Provider,
    content::Content,
    graph_error::{GraphError, OUTSIDE_WINDOW, THROUGHPUT},
    limits::Window,
    magic::{self, Behaviour},
    phone::digits,
    report,
    request::{MarkRead, MessagesRequest, SendRequest},
    store::{Call, Message, Status},
};
use crate::connection::Connection;

/// Maximum messages with undelivered statuses; above it, sends are refused.
const MAX_WAITING: usize = 10_000;
/// Minimum and maximum delay of a response that comes after its statuses.
const AFTER_STATUSES: (Duration, Duration) = (Duration::from_millis(300), Duration::from_secs(5));

/// An accepted call.
struct Accepted {
    message: Message,
    /// The recipient as given.
    input: String,
    behaviour: Behaviour,
    /// Whether the response has the recipient.
    has_contacts: bool,
}

/// The outcome of a valid call that was not refused.
enum Settled {
    Sent(Box<Accepted>),
    /// A message of a person was marked as read.
    MarkedRead,
}

/// Why a call was refused.
enum Refusal {
    Graph(GraphError),
    /// A proxy's HTML page.
    Html,
    /// No response.
    HangUp,
}

impl From<GraphError> for Refusal {
    fn from(error: GraphError) -> Self {
        Self::Graph(error)
    }
}

/// `POST /{phone_number_id}/messages`.
pub(super) async fn send(
    State(provider): State<Arc<Provider>>,
    ConnectInfo(connection): ConnectInfo<Connection>,
    Path(phone_number_id): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    // An unreadable or non-JSON body is treated as null: it lacks all members.
    let body: Value = serde_json::from_slice(&body.unwrap_or_default()).unwrap_or_default();
    let (settled, delay) = settle(&provider, &phone_number_id, &headers, body);
    match settled {
        Ok(Settled::Sent(accepted)) => answer(provider, *accepted, delay, &connection).await,
        Ok(Settled::MarkedRead) => {
            provider.background.sleep(delay).await;
            Json(json!({"success": true})).into_response()
        }
        Err(refusal) => {
            provider.background.sleep(delay).await;
            match refusal {
                Refusal::Graph(error) => error.into_response(),
                Refusal::Html => (StatusCode::BAD_GATEWAY, Html("<h1>502 Bad Gateway</h1>\n")).into_response(),
                Refusal::HangUp => hang_up(&provider, &connection).await,
            }
        }
    }
}

/// Picks and records a call's outcome under one lock, so that of two concurrent equal calls only one is the first.
/// Also returns the delay of all responses.
fn settle(
    provider: &Provider,
    phone_number_id: &str,
    headers: &HeaderMap,
    body: Value,
) -> (Result<Settled, Refusal>, Duration) {
    let mut memory = provider.state();
    let mut call = Call::new(phone_number_id, &body);
    let judged = MessagesRequest::judge(&memory, phone_number_id, headers, body);
    let is_crowded = provider.background.len() >= MAX_WAITING;
    let settled = judged.map_err(Refusal::from).and_then(|request| {
        let request = match request {
            MessagesRequest::Send(request) => request,
            MessagesRequest::MarkRead(request) => return mark_read(&mut memory, phone_number_id, &request),
        };
        let behaviour = admit(&mut memory, phone_number_id, &request, is_crowded)?;
        Ok(Settled::Sent(Box::new(accept(&memory, phone_number_id, request, behaviour))))
    });
    match &settled {
        Ok(Settled::MarkedRead) => call.http_status = Some(StatusCode::OK.as_u16()),
        Ok(Settled::Sent(accepted)) => {
            let Accepted { message, behaviour, .. } = accepted.as_ref();
            let answered = !matches!(behaviour, Behaviour::LoseAnswer { .. });
            call.http_status = answered.then_some(StatusCode::OK.as_u16());
            memory.store.add_message(message.clone());
        }
        Err(Refusal::Graph(error)) => {
            call.http_status = Some(error.status.as_u16());
            call.error_code = Some(error.code);
        }
        Err(Refusal::Html) => call.http_status = Some(StatusCode::BAD_GATEWAY.as_u16()),
        Err(Refusal::HangUp) => {}
    }
    memory.store.add_call(call);
    (settled, memory.gate.limits().answer_delay())
}

fn mark_read(memory: &mut Memory, phone_number_id: &str, request: &MarkRead) -> Result<Settled, Refusal> {
    memory.gate.check_outage("")?;
    memory.gate.take(phone_number_id)?;
    memory.store.mark_read(&request.message_id, request.typing_indicator.is_some());
    Ok(Settled::MarkedRead)
}

/// Decides whether a valid call is accepted, and the message's outcome.
fn admit(
    memory: &mut Memory,
    phone_number_id: &str,
    request: &SendRequest,
    is_crowded: bool,
) -> Result<Behaviour, Refusal> {
    let recipient = digits(&request.to);
    let gate = &mut memory.gate;
    gate.check_outage(&recipient)?;
    gate.take(phone_number_id)?;
    let mut behaviour = magic::behaviour(&recipient);
    if behaviour == Behaviour::Deliver && gate.limits().reverse_statuses {
        behaviour = Behaviour::StatusesReversed;
    }
    let is_free_form = !matches!(request.content, Content::Template(_));
    let window = gate.limits().window;
    if window != Window::Off && is_free_form && !gate.is_window_open(phone_number_id, &recipient, Utc::now()) {
        if window == Window::Refuse {
            return Err(GraphError::of_code(OUTSIDE_WINDOW).into());
        }
        behaviour = Behaviour::Fail { code: OUTSIDE_WINDOW };
    }
    if let Some((refusal, once)) = refusal(behaviour)
        && (!once || gate.is_first(&recipient, request.callback_data.as_deref()))
    {
        return Err(refusal);
    }
    if is_crowded {
        let details = "too many statuses wait for the receiver";
        return Err(GraphError::new(THROUGHPUT, details).with_retry_after(1).into());
    }
    if let Behaviour::PairRate(interval) = behaviour {
        gate.take_pair(phone_number_id, &recipient, interval)?;
    }
    Ok(behaviour)
}

/// A magic recipient's refusal, and whether it happens only once.
fn refusal(behaviour: Behaviour) -> Option<(Refusal, bool)> {
    let limited = || GraphError::of_code(THROUGHPUT);
    Some(match behaviour {
        Behaviour::Refuse { code, once } => {
            let retry_after = (code == THROUGHPUT).then_some(1);
            (GraphError::of_code(code).with_retry_after(retry_after).into(), once)
        }
        Behaviour::LimitedWith400 => (limited().with_status(StatusCode::BAD_REQUEST).into(), true),
        Behaviour::LimitedWithoutRetryAfter => (limited().into(), true),
        Behaviour::HtmlRefusal => (Refusal::Html, false),
        Behaviour::HangUp => (Refusal::HangUp, false),
        _ => return None,
    })
}

fn accept(memory: &Memory, phone_number_id: &str, request: SendRequest, behaviour: Behaviour) -> Accepted {
    let recipient = digits(&request.to);
    let to = format!("+{recipient}");
    let is_other = behaviour == Behaviour::OtherContact;
    let has_contacts =
        !is_other || memory.store.messages().filter(|message| message.to == to).count().is_multiple_of(2);
    let message = Message {
        wamid: new_wamid(),
        phone_number_id: phone_number_id.to_owned(),
        // As in countries whose numbers got another digit.
        wa_id: if is_other { format!("9{recipient}") } else { recipient },
        to,
        type_name: request.content.type_name(),
        body: request.content.render(),
        callback_data: request.callback_data,
        status: Status::Accepted,
        accepted_at: Utc::now(),
    };
    Accepted { message, input: request.to, behaviour, has_contacts }
}

/// Sends the statuses after the response, or before it.
async fn answer(provider: Arc<Provider>, accepted: Accepted, delay: Duration, connection: &Connection) -> Response {
    let Accepted { message, input, behaviour, has_contacts } = accepted;
    let mut answer = json!({"messaging_product": "whatsapp", "messages": [{"id": message.wamid}]});
    if has_contacts {
        answer["contacts"] = json!([{"input": input, "wa_id": message.wa_id}]);
    }
    if message.type_name == "template" {
        answer["messages"][0]["message_status"] = json!("accepted");
    }
    let background = &provider.background;
    let delay = if let Behaviour::Delay(more) = behaviour { delay + more } else { delay };
    if behaviour == Behaviour::StatusesFirst {
        let reported = background.spawn(report::run(Arc::clone(&provider), message, behaviour, Duration::ZERO));
        let (least, most) = AFTER_STATUSES;
        let _ = tokio::join!(background.sleep(delay.max(least)), tokio::time::timeout(most, reported));
    } else {
        // In its own task: a client that disconnects during the delay still gets the message sent.
        background.spawn(report::run(Arc::clone(&provider), message, behaviour, delay));
        background.sleep(delay).await;
    }
    match behaviour {
        Behaviour::LoseAnswer { .. } => hang_up(&provider, connection).await,
        Behaviour::HtmlAnswer => Html("<h1>It works</h1>\n").into_response(),
        Behaviour::CutAnswer => {
            let mut text = answer.to_string();
            text.truncate(text.len() / 2);
            ([(CONTENT_TYPE, "application/json")], text).into_response()
        }
        _ => Json(answer).into_response(),
    }
}

async fn hang_up(provider: &Provider, connection: &Connection) -> Response {
    connection.hang_up();
    // The server drops this handler once the connection is closed.
    provider.background.stopped().await;
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}

pub(super) fn new_wamid() -> String {
    format!("wamid.SIMULATOR{:X}", Uuid::now_v7().simple())
}
