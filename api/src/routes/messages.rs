//! `/v1/messages`: sending messages and tracking them.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use shared::accounts;
use shared::app::App;
use shared::ids::MessageId;
use shared::messaging::{self, Channel, Contact, Direction, Filter, Message, MessageStatus, NewMessage, News, Send};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::jobs::withdraw;
use crate::accept::dry_run::{self, DryRun};
use crate::accept::{Accepted, GroupCommit, accept};
use crate::auth::CanSend;
use crate::current_request;
use crate::extract::{IdPath, Query};
use crate::idempotent::{EarlyResponse, IdempotencyKey, Idempotent, Principal};
use crate::long_poll::Prefer;
use crate::problem::Problem;
use crate::reading::Reading;
use crate::schemas::{Page, PageQuery};

/// How far ahead a message may be scheduled.
pub(super) const MAX_AHEAD: TimeDelta = TimeDelta::days(366);

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(send, list)).routes(routes!(get)).routes(routes!(cancel)).routes(routes!(read))
}

/// Options of a send.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct SendQuery {
    /// Only simulate the send, and change nothing.
    #[serde(default)]
    dry_run: bool,
}

/// Sends a message: charges it and enqueues its delivery job.
///
/// With `Prefer: wait=N` the response waits for the job's end.
#[utoipa::path(
    post, path = "/v1/messages", tag = "messages", request_body = NewMessage, security(("bearer" = ["send"])),
    params(SendQuery, IdempotencyKey, Prefer),
    responses(
        (status = 200, description = "With `dry_run=true`: the simulated result", body = DryRun),
        (status = 202, description = "Accepted; watch the job", body = Accepted),
        (status = 402, description = "`insufficient_credits`; `detail` says how many credits are for in-app messages only"),
        (status = 403, description = "`sending_stopped`, `external_sending_not_allowed` or `template_not_granted`; `insufficient_scope`"),
        (status = 409, description = "`quota_exceeded`: `scheduled_messages`"),
        (status = 429, description = "`external_send_limit_reached`: `Retry-After` is the next UTC day; `shared_number_limit_reached`; `rate_limited`"),
        (status = 422, description = "`validation_failed`, `recipient_not_found`, `recipient_opted_out`, `template_not_found`, `template_ambiguous`, `template_parameters_invalid`, `channel_not_configured`, `channel_pending`"),
    )
)]
async fn send(
    State(app): State<App>,
    Extension(group_commit): Extension<GroupCommit>,
    CanSend(user): CanSend,
    Query(query): Query<SendQuery>,
    prefer: Prefer,
    request: Idempotent<NewMessage>,
) -> Result<Response, EarlyResponse> {
    if request.body.send_at.is_some_and(|send_at| send_at > app.clock.now() + MAX_AHEAD) {
        return Err(Problem::invalid_field("validation_failed", "send_at", "must be at most a year ahead").into());
    }
    if query.dry_run {
        // Boxed: keeps each send's future small.
        return Ok(Box::pin(dry_run::answer(&app, user, request.body)).await?.into_response());
    }
    let (message, scope) = request.into_parts(Principal::User(user));
    let send = Send {
        sender: user,
        message,
        repeats: None,
        carried: None,
        request_id: current_request::id(),
        trace_context: None,
    };
    accept(&app, &group_commit, prefer, send, scope).await
}

/// Filters of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct MessageQuery {
    /// Only this direction: sent or received.
    #[param(inline)]
    direction: Option<Direction>,
    /// Only those to or from this contact: a number in E.164, or a user's id or name.
    to: Option<String>,
    /// Only this channel.
    channel: Option<Channel>,
    /// Only this status.
    status: Option<MessageStatus>,
    /// Only messages accepted at this time or later.
    since: Option<DateTime<Utc>>,
    /// Only messages accepted before this time.
    until: Option<DateTime<Utc>>,
}

/// Lists messages you sent or received, newest first.
#[utoipa::path(get, path = "/v1/messages", tag = "messages", params(MessageQuery, Reading, PageQuery), security(("bearer" = ["read"])), responses(
    (status = 200, description = "A page of messages", body = Page<Message>),
    (status = 400, description = "`invalid_cursor`"),
))]
async fn list(
    State(app): State<App>,
    reading: Reading,
    Query(query): Query<MessageQuery>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<Message>>, Problem> {
    let request = page.request(format!("{} {query:?}", reading.scope("messages")))?;
    let MessageQuery { direction, to, channel, status, since, until } = query;
    let contact = match to {
        Some(to) => Some(contact(&app, &to).await?),
        None => None,
    };
    let filter = Filter { direction, contact, channel, status, since, until };
    let mut listing = app.db.listing(reading.reader.uuid()).await?;
    Ok(Json(reading.page(messaging::list(&mut listing, reading.owner, &filter, &request).await?)))
}

/// The contact named by a client. An unescaped `+` in a query arrives as a space.
async fn contact(app: &App, to: &str) -> Result<Contact, Problem> {
    let number = to.trim().trim_start_matches('+');
    if to.starts_with(['+', ' ']) {
        return Ok(Contact::Phone(format!("+{number}")));
    }
    let user = accounts::resolve(app.db.pool(), &[to.to_owned()]).await?.pop().flatten();
    Ok(user.map_or_else(|| Contact::Phone(to.to_owned()), |user| Contact::User(user.id)))
}

/// Returns a message you sent or received.
#[utoipa::path(get, path = "/v1/messages/{id}", tag = "messages", params(("id" = MessageId, Path), Reading), security(("bearer" = ["read"])), responses(
    (status = 200, description = "The message", body = Message),
    (status = 404, description = "`not_found`: no such message, or not yours"),
))]
async fn get(
    State(app): State<App>,
    reading: Reading,
    IdPath(id): IdPath<MessageId>,
) -> Result<Json<Message>, Problem> {
    let message = messaging::get(app.db.pool(), reading.owner, id).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(reading.show(message)))
}

/// Cancels a queued message and refunds its charge.
#[utoipa::path(post, path = "/v1/messages/{id}/cancel", tag = "messages", params(("id" = MessageId, Path)), security(("bearer" = ["send"])), responses(
    (status = 200, description = "The cancelled message", body = Message),
    (status = 404, description = "`not_found`: no such message, or not yours"),
    (status = 409, description = "`job_not_cancellable`: being sent, or sent"),
))]
async fn cancel(
    State(app): State<App>,
    CanSend(user): CanSend,
    IdPath(id): IdPath<MessageId>,
) -> Result<Json<Message>, Problem> {
    // The recipient can't see the job.
    let job = messaging::get(app.db.pool(), user, id).await?.and_then(|message| message.job_id);
    withdraw(&app, user, job.ok_or_else(Problem::not_found)?).await?;
    messaging::get(app.db.pool(), user, id).await?.map(Json).ok_or_else(Problem::not_found)
}

/// Marks a received message as read and notifies its sender.
#[utoipa::path(post, path = "/v1/messages/{id}/read", tag = "messages", params(("id" = MessageId, Path)), security(("bearer" = ["send"])), responses(
    (status = 200, description = "The message", body = Message),
    (status = 404, description = "`not_found`: no such message, or you did not receive it"),
))]
async fn read(
    State(app): State<App>,
    CanSend(user): CanSend,
    IdPath(id): IdPath<MessageId>,
) -> Result<Json<Message>, Problem> {
    let message = messaging::get(app.db.pool(), user, id).await?;
    message.filter(|it| it.recipient.as_ref().is_some_and(|it| it.id == user)).ok_or_else(Problem::not_found)?;
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    messaging::advance(&mut tx, &[News::of(id, MessageStatus::Read, now)], now).await?;
    tx.commit().await?;
    messaging::get(app.db.pool(), user, id).await?.map(Json).ok_or_else(Problem::not_found)
}
