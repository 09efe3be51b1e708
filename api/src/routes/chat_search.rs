//! Search in chat messages.

use axum::Json;
use axum::extract::State;
use garde::Validate;
use serde::Deserialize;
use shared::app::App;
use shared::chat::{self, FoundMessage, SearchOrder};
use shared::ids::{ConversationId, UserId};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::conversations::refused;
use crate::auth::CanRead;
use crate::extract::{IdPath, Query, invalid};
use crate::problem::Problem;
use crate::schemas::{Page, PageQuery};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(search)).routes(routes!(search_all))
}

/// Search terms.
#[derive(Debug, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
struct SearchQuery {
    /// Words that must all occur, a `"phrase"`, `or` between alternatives, `-word` to exclude one. A URL or `joined-words`
    /// are phrases.
    #[garde(length(chars, min = 1, max = 256), custom(has_no_nul))]
    #[param(min_length = 1, max_length = 256)]
    q: String,
    /// `relevance` by default.
    #[serde(default)]
    #[garde(skip)]
    #[param(inline)]
    order: SearchOrder,
}

fn has_no_nul(text: &str, (): &()) -> garde::Result {
    if text.contains('\0') { Err(garde::Error::new("must not contain NUL")) } else { Ok(()) }
}

/// Searches a conversation.
///
/// A message is searched by its first 4000 words; without regard to case and Unicode form.
#[utoipa::path(get, path = "/v1/conversations/{id}/search", tag = "chat_messages", params(("id" = ConversationId, Path), SearchQuery, PageQuery), security(("bearer" = ["read"])), responses(
    (status = 200, description = "A page of messages", body = Page<FoundMessage>),
    (status = 400, description = "`invalid_cursor`"),
    (status = 404, description = "`not_found`: no such conversation, or you are not a member"),
    (status = 422, description = "`validation_failed`; `search_too_broad`: no word is required"),
))]
async fn search(
    State(app): State<App>,
    CanRead(user): CanRead,
    IdPath(id): IdPath<ConversationId>,
    Query(query): Query<SearchQuery>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<FoundMessage>>, Problem> {
    find(&app, user, Some(id), &query, &page).await
}

/// Searches all of your conversations.
///
/// Of more than 1000 conversations, those with the newest messages are searched.
#[utoipa::path(get, path = "/v1/conversations/search", tag = "chat_messages", params(SearchQuery, PageQuery), security(("bearer" = ["read"])), responses(
    (status = 200, description = "A page of messages", body = Page<FoundMessage>),
    (status = 400, description = "`invalid_cursor`"),
    (status = 422, description = "`validation_failed`; `search_too_broad`: no word is required"),
))]
async fn search_all(
    State(app): State<App>,
    CanRead(user): CanRead,
    Query(query): Query<SearchQuery>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<FoundMessage>>, Problem> {
    find(&app, user, None, &query, &page).await
}

async fn find(
    app: &App,
    user: UserId,
    conversation: Option<ConversationId>,
    query: &SearchQuery,
    page: &PageQuery,
) -> Result<Json<Page<FoundMessage>>, Problem> {
    query.validate().map_err(|report| invalid(&report))?;
    let searched = conversation.map_or("all".to_owned(), |id| id.to_string());
    let request = page.request(format!("search of {searched} for {} by {:?}", query.q, query.order))?;
    let found = chat::search(app, conversation, user, (&query.q, query.order), &request).await;
    Ok(Json(found.map_err(refused)?.into()))
}
