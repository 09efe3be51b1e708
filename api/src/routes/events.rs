//! `/v1/events`: what happened, in order, without a gap.

use std::convert::Infallible;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{self, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::stream::{self, Stream, StreamExt};
use serde::{Deserialize, Serialize};
use shared::app::App;
use shared::events::{self, Cursor, Event};
use shared::ids::UserId;
use shared::page;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::caller::CanRead;
use crate::extract::Query;
use crate::problem::Problem;
use crate::wait::{self, Prefer};

/// What cursors of the log are bound to.
const SCOPE: &str = "events";
/// How many facts a stream reads at a time.
const BATCH: i64 = 100;
/// How long a stream waits for facts before it looks whether it shall go on.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(15);

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(follow))
}

/// From where on.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct EventQuery {
    /// The `next_cursor` of the answer before, or an id of the stream; without it, from the start.
    after: Option<String>,
    /// How many at the most: 20 unless told otherwise, 100 at the most.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// From where on to follow.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct FollowQuery {
    /// As `Last-Event-ID`, where a header can't be set.
    after: Option<String>,
}

/// Facts, oldest first.
#[derive(Debug, Serialize, ToSchema)]
struct Events {
    data: Vec<Event>,
    /// Where to go on; always there, also after the last.
    next_cursor: String,
}

fn cursor(text: Option<&str>) -> Result<Option<Cursor>, Problem> {
    text.map(|text| page::decode(SCOPE, text)).transpose().map_err(|page::CursorError| {
        Problem::new(StatusCode::BAD_REQUEST, "invalid_cursor", "This is not a cursor of the event log.")
    })
}

/// What happened after a cursor, oldest first. With `Prefer: wait=N` it waits for something to happen.
#[utoipa::path(get, path = "/v1/events", tag = "events", security(("bearer" = ["read"])),
    params(EventQuery, Prefer),
    responses(
        (status = 200, description = "Facts", body = Events),
        (status = 400, description = "`invalid_cursor`"),
    ))]
async fn list(
    State(app): State<App>,
    CanRead(user): CanRead,
    Query(query): Query<EventQuery>,
    prefer: Prefer,
) -> Result<Response, Problem> {
    let after = cursor(query.after.as_deref())?.unwrap_or(Cursor::START);
    let limit = i64::from(query.limit.unwrap_or(page::DEFAULT_LIMIT).clamp(1, page::MAX_LIMIT));
    let patience = prefer.wait().unwrap_or_default();
    let held = wait::held(&app, patience);
    let data = wait::events(&app, user, after, limit, patience).await?;
    drop(held);
    let next = data.last().map_or(after, |event| event.cursor);
    let next_cursor = page::encode(SCOPE, &next.to_string());
    Ok(prefer.applied(Json(Events { data, next_cursor }).into_response()))
}

/// What happens from now on, or after `Last-Event-ID` (or `after`), as server-sent events.
#[utoipa::path(get, path = "/v1/events/stream", tag = "events", security(("bearer" = ["read"])),
    params(FollowQuery, ("Last-Event-ID" = Option<String>, Header, description = "The id of the last event that was seen")),
    responses(
        (status = 200, description = "A stream; `event` is the type, `data` the fact", body = Event, content_type = "text/event-stream"),
        (status = 400, description = "`invalid_cursor`"),
    ))]
async fn follow(
    State(app): State<App>,
    CanRead(user): CanRead,
    Query(query): Query<FollowQuery>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Problem> {
    let seen = headers.get("last-event-id").and_then(|value| value.to_str().ok()).map(str::to_owned).or(query.after);
    let after = match cursor(seen.as_deref())? {
        Some(after) => after,
        None => events::newest(app.db.pool()).await?,
    };
    Ok(Sse::new(wait::bounded(&app, facts(app.clone(), user, after))).keep_alive(KeepAlive::default()))
}

/// All facts after a place in the log, as they happen, until this process stops or can't read them;
/// the client comes back with the id of the last one.
fn facts(app: App, user: UserId, after: Cursor) -> impl Stream<Item = Result<sse::Event, Infallible>> {
    let batches = stream::unfold((app, after), move |(app, after)| async move {
        loop {
            let events = match wait::events(&app, user, after, BATCH, PATIENCE).await {
                Ok(events) => events,
                Err(error) => {
                    tracing::warn!(%error, "a stream of events ends early");
                    return None;
                }
            };
            if let Some(last) = events.last() {
                let next = last.cursor;
                return Some((events, (app, next)));
            }
            if app.hub.is_closing() {
                return None;
            }
        }
    });
    batches.flat_map(|events| stream::iter(events.into_iter().filter_map(frame).map(Ok)))
}

fn frame(event: Event) -> Option<sse::Event> {
    let id = page::encode(SCOPE, &event.cursor.to_string());
    // A fact is plain JSON: it can always be written.
    sse::Event::default().id(id).event(&event.kind).json_data(&event).ok()
}
