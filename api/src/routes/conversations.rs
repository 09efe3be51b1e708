//! `/v1/conversations`: chats and their members.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use shared::app::App;
use shared::chat::{self, Conversation, ConversationKind, NewConversation, NewMember, Refusal, Rename};
use shared::ids::{ConversationId, UserId};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::{CanRead, CanSend};
use crate::extract::{IdPath, Query, ValidJson};
use crate::idempotent::{EarlyResponse, IdempotencyKey, Idempotent, IdempotentTx, Principal};
use crate::problem::Problem;
use crate::schemas::{Page, PageQuery};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(begin, list))
        .routes(routes!(get, rename))
        .routes(routes!(add))
        .routes(routes!(remove))
}

/// Creates a conversation.
///
/// With one other member and no name it is `direct`: a pair has only one, which is returned if it exists.
#[utoipa::path(
    post, path = "/v1/conversations", tag = "chat", request_body = NewConversation, security(("bearer" = ["send"])),
    params(IdempotencyKey),
    responses(
        (status = 200, description = "The existing conversation", body = Conversation),
        (status = 201, description = "Created", body = Conversation),
        (status = 409, description = "`quota_exceeded`: `owned_conversations`, or a member's `memberships`"),
        (status = 429, description = "`quota_exceeded`: `groups_per_hour`, `members_per_hour`; `rate_limited`"),
        (status = 422, description = "`validation_failed`, `participant_not_found`, `too_many_members`, `assistant_not_available`"),
    )
)]
async fn begin(
    State(app): State<App>,
    CanSend(user): CanSend,
    request: Idempotent<NewConversation>,
) -> Result<Response, EarlyResponse> {
    let (mut work, new) = request.begin(&app, Principal::User(user)).await?;
    match chat::create(&app, &mut work.tx, user, &new, app.clock.now()).await {
        Ok((id, is_new)) => answer(&app, work, user, id, is_new).await,
        Err(refusal) => Err(work.abort(refused(refusal)).await),
    }
}

/// 201 if any part of a conversation is new, else 200.
async fn answer(
    app: &App,
    mut work: IdempotentTx,
    user: UserId,
    id: ConversationId,
    is_new: bool,
) -> Result<Response, EarlyResponse> {
    let conversation = chat::conversation_in(app, work.tx.conn(), user, id).await?;
    let conversation = conversation.ok_or_else(Problem::not_found)?;
    if is_new { work.created(&conversation).await } else { work.found(&conversation).await }
}

/// Filters of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ConversationQuery {
    /// Only this kind.
    kind: Option<ConversationKind>,
}

/// Lists your conversations, latest message first.
#[utoipa::path(get, path = "/v1/conversations", tag = "chat", params(ConversationQuery, PageQuery), security(("bearer" = ["read"])), responses(
    (status = 200, description = "A page of conversations", body = Page<Conversation>),
    (status = 400, description = "`invalid_cursor`"),
))]
async fn list(
    State(app): State<App>,
    CanRead(user): CanRead,
    Query(query): Query<ConversationQuery>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<Conversation>>, Problem> {
    let request = page.request(format!("conversations {query:?}"))?;
    Ok(Json(chat::list(&app, user, query.kind, &request).await?.into()))
}

/// Returns a conversation of which you are a member.
#[utoipa::path(get, path = "/v1/conversations/{id}", tag = "chat", params(("id" = ConversationId, Path)), security(("bearer" = ["read"])), responses(
    (status = 200, description = "The conversation", body = Conversation),
    (status = 404, description = "`not_found`: no such conversation, or you are not a member"),
))]
async fn get(
    State(app): State<App>,
    CanRead(user): CanRead,
    IdPath(id): IdPath<ConversationId>,
) -> Result<Json<Conversation>, Problem> {
    chat::conversation(&app, user, id).await?.map(Json).ok_or_else(Problem::not_found)
}

/// Renames a group; owner only.
#[utoipa::path(patch, path = "/v1/conversations/{id}", tag = "chat", params(("id" = ConversationId, Path)), request_body = Rename, security(("bearer" = ["send"])), responses(
    (status = 200, description = "The conversation", body = Conversation),
    (status = 403, description = "`not_owner`: only the owner of a group may; `insufficient_scope`"),
    (status = 404, description = "`not_found`: no such conversation, or you are not a member"),
    (status = 409, description = "`not_a_group`"),
))]
async fn rename(
    State(app): State<App>,
    CanSend(user): CanSend,
    IdPath(id): IdPath<ConversationId>,
    ValidJson(new): ValidJson<Rename>,
) -> Result<Json<Conversation>, Problem> {
    chat::rename(&app, id, user, &new.name).await.map_err(refused)?;
    chat::conversation(&app, user, id).await?.map(Json).ok_or_else(Problem::not_found)
}

/// Adds a member to a group; owner only.
///
/// New members see only later messages.
#[utoipa::path(
    post, path = "/v1/conversations/{id}/members", tag = "chat", request_body = NewMember, security(("bearer" = ["send"])),
    params(("id" = ConversationId, Path), IdempotencyKey),
    responses(
        (status = 200, description = "Already a member", body = Conversation),
        (status = 201, description = "Added", body = Conversation),
        (status = 403, description = "`not_owner`: only the owner of a group may; `insufficient_scope`"),
        (status = 404, description = "`not_found`: no such conversation, or you are not a member"),
        (status = 409, description = "`not_a_group`; `quota_exceeded`: the `memberships` of the new member"),
        (status = 429, description = "`quota_exceeded`: `members_per_hour`; `rate_limited`"),
        (status = 422, description = "`validation_failed`, `participant_not_found`, `too_many_members`"),
    )
)]
async fn add(
    State(app): State<App>,
    CanSend(user): CanSend,
    IdPath(id): IdPath<ConversationId>,
    request: Idempotent<NewMember>,
) -> Result<Response, EarlyResponse> {
    let (mut work, new) = request.begin(&app, Principal::User(user)).await?;
    match chat::add(&app, &mut work.tx, id, user, &new.user, app.clock.now()).await {
        Ok(is_new) => answer(&app, work, user, id, is_new).await,
        Err(Refusal::ParticipantNotFound(name)) => Err(work.abort(not_there("user", &name)).await),
        Err(refusal) => Err(work.abort(refused(refusal)).await),
    }
}

/// Removes a member from a group: the owner any, others only themselves.
///
/// If the owner leaves, the longest-standing member becomes owner.
#[utoipa::path(
    delete, path = "/v1/conversations/{id}/members/{user_id}", tag = "chat", security(("bearer" = ["send"])),
    params(("id" = ConversationId, Path), ("user_id" = UserId, Path)),
    responses(
        (status = 204, description = "Removed"),
        (status = 403, description = "`not_owner`: only the owner of a group may remove others; `insufficient_scope`"),
        (status = 404, description = "`not_found`: no such conversation, or you or they are not a member"),
        (status = 409, description = "`not_a_group`"),
    )
)]
async fn remove(
    State(app): State<App>,
    CanSend(user): CanSend,
    IdPath((id, whom)): IdPath<(ConversationId, UserId)>,
) -> Result<StatusCode, Problem> {
    chat::remove(&app, id, user, whom).await.map_err(refused)?;
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) fn refused(refusal: Refusal) -> Problem {
    let forbidden = |code, detail| Problem::new(StatusCode::FORBIDDEN, code, detail);
    let conflict = |code, detail| Problem::new(StatusCode::CONFLICT, code, detail);
    match refusal {
        Refusal::NotFound => Problem::not_found(),
        Refusal::NotOwner => forbidden("not_owner", "Only the owner of the group can do this."),
        Refusal::NotSender => forbidden("not_sender", "Only the sender of a message can change it."),
        Refusal::NotAGroup => conflict("not_a_group", "Only a group has a name and changing members."),
        Refusal::Deleted => conflict("message_deleted", "This message was deleted."),
        Refusal::ParticipantNotFound(name) => not_there("participants", &name),
        Refusal::NotTwo => {
            let message = "A direct conversation has one other participant and no name.";
            Problem::invalid_field("validation_failed", "participants", message)
        }
        Refusal::Alone => {
            Problem::invalid_field("validation_failed", "participants", "At least one other participant is required.")
        }
        Refusal::TooManyMembers => {
            Problem::invalid_field("too_many_members", "participants", "A conversation has at most 256 members.")
        }
        Refusal::AssistantNotAvailable => {
            Problem::invalid_field("assistant_not_available", "kind", "This conversation has no assistant.")
        }
        Refusal::TooFast(verdict) => {
            Problem::limited("sending_too_fast", "You are sending messages too fast. Please wait a moment.", verdict)
        }
        Refusal::TooBroad => Problem::invalid_field("search_too_broad", "q", "Enter at least one word to search for."),
        Refusal::Quota(exceeded) => exceeded.into(),
        Refusal::Database(error) => error.into(),
    }
}

fn not_there(field: &str, name: &str) -> Problem {
    let message = format!("There is no active user {name:?}.");
    Problem::invalid_field("participant_not_found", field, &message)
}
