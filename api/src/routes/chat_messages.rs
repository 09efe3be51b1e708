//! `/v1/conversations/{id}/messages`: chat messages.

use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use garde::Validate;
use serde::{Deserialize, Serialize};
use shared::app::App;
use shared::assistant::{self, CompletionInfo};
use shared::chat::{self, ChatMessage, ChatRole, Edit, NewChatMessage, Position, Purpose, Refusal, Source};
use shared::ids::{ChatMessageId, ConversationId, JobId};
use shared::page::{self, CursorError, DEFAULT_LIMIT, MAX_LIMIT};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::completions::{self, Question};
use super::conversations::refused;
use crate::auth::{CanRead, CanSend};
use crate::extract::{IdPath, Query, ValidJson};
use crate::idempotent::{EarlyResponse, IdempotencyKey, Idempotent, IdempotentTx, Principal};
use crate::long_poll::Prefer;
use crate::problem::Problem;
use crate::schemas::invalid_cursor;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(send, list)).routes(routes!(edit, delete)).routes(routes!(read))
}

/// Sends a chat message.
///
/// A repeated `client_id` or Idempotency-Key returns the first message. In an assistant conversation it is a question,
/// answered by a job; with `Prefer: wait=N` the response waits for it.
#[utoipa::path(
    post, path = "/v1/conversations/{id}/messages", tag = "chat_messages", request_body = NewChatMessage, security(("bearer" = ["send"])),
    params(("id" = ConversationId, Path), IdempotencyKey, Prefer),
    responses(
        (status = 200, description = "Already sent with this `client_id`", body = ChatMessage),
        (status = 201, description = "Sent", body = ChatMessage),
        (status = 202, description = "Accepted; watch the job", body = Question),
        (status = 404, description = "`not_found`: no such conversation, or you are not a member"),
        (status = 422, description = "`validation_failed`, `channel_not_configured` (no model is set up)"),
        (status = 429, description = "`sending_too_fast`: you sent another message here a moment ago, wait for `Retry-After`; for questions: `daily_limit_reached`, with the reset time, or `fair_use_exceeded`; `rate_limited`"),
    )
)]
async fn send(
    State(app): State<App>,
    CanSend(user): CanSend,
    IdPath(id): IdPath<ConversationId>,
    prefer: Prefer,
    request: Idempotent<NewChatMessage>,
) -> Result<Response, EarlyResponse> {
    if request.has_no_key() {
        match chat::post(&app, id, user, &request.body).await {
            Ok(posted) => {
                let status = if posted.is_new { StatusCode::CREATED } else { StatusCode::OK };
                return Ok((status, Json(posted.message)).into_response());
            }
            Err(Refusal::AssistantNotAvailable) => {
                // All questions of a user lock the same row: that day's.
                let turn = app.turns.take(user.uuid()).await;
                let work = IdempotentTx::begin_without_key(&app).await?;
                return completions::ask(&app, work, Some(turn), (user, prefer), id, &request.body).await;
            }
            Err(refusal) => return Err(refused(refusal).into()),
        }
    }
    let (mut work, new) = request.begin(&app, Principal::User(user)).await?;
    match chat::post_in(&app, &mut work.tx, (id, Purpose::Message), user, &new).await {
        Ok(posted) if posted.is_new => work.created(&posted.message).await,
        Ok(posted) => work.found(&posted.message).await,
        Err(Refusal::AssistantNotAvailable) => completions::ask(&app, work, None, (user, prefer), id, &new).await,
        Err(refusal) => Err(work.abort(refused(refusal)).await),
    }
}

/// Position in the list. One of `cursor`, `before_seq` and `after_seq`, or none for the newest.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct MessagesQuery {
    /// Page size: 20 by default, 100 at most.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// The `next_cursor` or `previous_cursor` of another page.
    cursor: Option<String>,
    /// Messages below this number, newest first.
    before_seq: Option<i64>,
    /// Messages above this number, oldest first.
    after_seq: Option<i64>,
}

impl MessagesQuery {
    fn position(&self, scope: &str) -> Result<Position, Problem> {
        match (&self.cursor, self.before_seq, self.after_seq) {
            (None, None, None) => Ok(Position::NEWEST),
            (Some(cursor), None, None) => page::decode(scope, cursor).map_err(|CursorError| invalid_cursor()),
            (None, Some(seq), None) => Ok(Position::Before(seq)),
            (None, None, Some(seq)) => Ok(Position::After(seq)),
            _ => {
                let message = "only one of cursor, before_seq and after_seq is possible";
                Err(Problem::invalid_field("validation_failed", "cursor", message))
            }
        }
    }
}

/// A message, with its completion if sent by the assistant, or its job if it is a question.
#[derive(Debug, Serialize, ToSchema)]
struct MessageWithCompletion {
    #[serde(flatten)]
    message: ChatMessage,
    #[serde(skip_serializing_if = "Option::is_none")]
    completion: Option<CompletionInfo>,
    /// Of a question: the job that answers it, or failed to and can be retried.
    #[serde(skip_serializing_if = "Option::is_none")]
    job_id: Option<JobId>,
}

async fn with_completions(
    app: &App,
    id: ConversationId,
    page: chat::MessagePage,
) -> sqlx::Result<Vec<MessageWithCompletion>> {
    let by = |role: ChatRole| page.messages.iter().filter(move |it| it.role == role && page.is_assistant);
    let answers: Vec<_> = by(ChatRole::Assistant).map(|it| it.id).collect();
    let questions: Vec<_> = by(ChatRole::User).map(|it| it.seq).collect();
    let mut known = match answers.as_slice() {
        [] => HashMap::new(),
        answers => assistant::answers(app.db.pool(), id, answers).await?,
    };
    let mut jobs = match questions.as_slice() {
        [] => HashMap::new(),
        questions => assistant::jobs_of_questions(app.db.pool(), id, questions).await?,
    };
    let said = |message: ChatMessage| MessageWithCompletion {
        completion: known.remove(&message.id),
        job_id: jobs.remove(&message.seq),
        message,
    };
    Ok(page.messages.into_iter().map(said).collect())
}

/// Messages of a conversation.
#[derive(Debug, Serialize, ToSchema)]
struct MessagePage {
    /// Messages: newest first, or oldest first with `after_seq`.
    data: Vec<MessageWithCompletion>,
    /// The next page in the same direction; null at the end.
    next_cursor: Option<String>,
    /// The page in the opposite direction and order; null if there is none.
    previous_cursor: Option<String>,
    /// The store that served them; contents are the same.
    source: Source,
}

/// Lists messages, newest first; with `after_seq` those since, oldest first.
///
/// Members added later see messages from then on.
#[utoipa::path(get, path = "/v1/conversations/{id}/messages", tag = "chat_messages", params(("id" = ConversationId, Path), MessagesQuery), security(("bearer" = ["read"])), responses(
    (status = 200, description = "A page of messages", body = MessagePage),
    (status = 400, description = "`invalid_cursor`"),
    (status = 404, description = "`not_found`: no such conversation, or you are not a member"),
))]
async fn list(
    State(app): State<App>,
    CanRead(user): CanRead,
    IdPath(id): IdPath<ConversationId>,
    Query(query): Query<MessagesQuery>,
) -> Result<Json<MessagePage>, Problem> {
    let scope = format!("messages of {id}");
    let from = query.position(&scope)?;
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT);
    let page = chat::page(&app, id, user, from, limit.into()).await.map_err(refused)?;
    let cursor = |position: Option<Position>| position.map(|position| page::encode(&scope, &position.to_string()));
    let (next_cursor, previous_cursor) = (cursor(page.next), cursor(page.previous));
    let source = page.source;
    let data = with_completions(&app, id, page).await?;
    Ok(Json(MessagePage { data, next_cursor, previous_cursor, source }))
}

/// Edits the text of your own message.
#[utoipa::path(
    patch, path = "/v1/conversations/{id}/messages/{message_id}", tag = "chat_messages", request_body = Edit, security(("bearer" = ["send"])),
    params(("id" = ConversationId, Path), ("message_id" = ChatMessageId, Path)),
    responses(
        (status = 200, description = "The message", body = ChatMessage),
        (status = 403, description = "`not_sender`: another user's message; `insufficient_scope`"),
        (status = 404, description = "`not_found`: no such message, or you have no access"),
        (status = 409, description = "`message_deleted`"),
        (status = 429, description = "`sending_too_fast`: a user's limit of messages or bytes in all conversations; `rate_limited`"),
    )
)]
async fn edit(
    State(app): State<App>,
    CanSend(user): CanSend,
    IdPath((id, message)): IdPath<(ConversationId, ChatMessageId)>,
    ValidJson(new): ValidJson<Edit>,
) -> Result<Json<ChatMessage>, Problem> {
    chat::edit(&app, id, user, message, &new.body).await.map(Json).map_err(refused)
}

/// Deletes your own message: its number stays, with an empty text.
#[utoipa::path(
    delete, path = "/v1/conversations/{id}/messages/{message_id}", tag = "chat_messages", security(("bearer" = ["send"])),
    params(("id" = ConversationId, Path), ("message_id" = ChatMessageId, Path)),
    responses(
        (status = 204, description = "Deleted"),
        (status = 403, description = "`not_sender`: another user's message; `insufficient_scope`"),
        (status = 404, description = "`not_found`: no such message, or you have no access"),
    )
)]
async fn delete(
    State(app): State<App>,
    CanSend(user): CanSend,
    IdPath((id, message)): IdPath<(ConversationId, ChatMessageId)>,
) -> Result<StatusCode, Problem> {
    chat::delete(&app, id, user, message).await.map_err(refused)?;
    Ok(StatusCode::NO_CONTENT)
}

/// A read position.
#[derive(Debug, Deserialize, Validate, ToSchema)]
struct ReadUntil {
    /// The last message read.
    #[garde(range(min = 0))]
    #[schema(minimum = 0)]
    seq: i64,
}

/// Sets your read position and notifies the other members.
///
/// It never moves back or past the newest message.
#[utoipa::path(post, path = "/v1/conversations/{id}/read", tag = "chat_messages", params(("id" = ConversationId, Path)), request_body = ReadUntil, security(("bearer" = ["send"])), responses(
    (status = 204, description = "Saved"),
    (status = 404, description = "`not_found`: no such conversation, or you are not a member"),
))]
async fn read(
    State(app): State<App>,
    CanSend(user): CanSend,
    IdPath(id): IdPath<ConversationId>,
    ValidJson(until): ValidJson<ReadUntil>,
) -> Result<StatusCode, Problem> {
    chat::mark_read(&app, id, user, until.seq).await.map_err(refused)?;
    Ok(StatusCode::NO_CONTENT)
}
