//! `/v1/events`: what happened, in order, without a gap.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse;
use axum::response::{IntoResponse, Response};
use futures::stream::{self, Stream};
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
use crate::wait::{Follower, Prefer, Seat, Waits};

/// What cursors of the log are bound to.
const SCOPE: &str = "events";
/// How many facts a stream reads at a time.
const BATCH: i64 = 100;

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
        (status = 429, description = "`quota_exceeded`: `streams`, with `Prefer: wait`; `rate_limited`"),
    ))]
async fn list(
    State(app): State<App>,
    CanRead(user): CanRead,
    Query(query): Query<EventQuery>,
    prefer: Prefer,
) -> Result<Response, Problem> {
    let after = cursor(query.after.as_deref())?.unwrap_or(Cursor::START);
    let limit = i64::from(query.limit.unwrap_or(page::DEFAULT_LIMIT).clamp(1, page::MAX_LIMIT));
    let data = prefer.events(&app, (user, after), limit).await?;
    let next = data.last().map_or(after, |event| event.cursor);
    let next_cursor = page::encode(SCOPE, &next.to_string());
    Ok(prefer.applied(Json(Events { data, next_cursor }).into_response()))
}

/// What happens from now on, or after `Last-Event-ID` (or `after`), as server-sent events. When the session or API key of
/// the request ends, the last event is `end` with a `reason`.
#[utoipa::path(get, path = "/v1/events/stream", tag = "events", security(("bearer" = ["read"])),
    params(FollowQuery, ("Last-Event-ID" = Option<String>, Header, description = "The id of the last event that was seen")),
    responses(
        (status = 200, description = "A stream; `event` is the type, `data` the fact", body = Event, content_type = "text/event-stream"),
        (status = 400, description = "`invalid_cursor`"),
        (status = 429, description = "`quota_exceeded`: `streams`; `rate_limited`"),
    ))]
async fn follow(
    State(app): State<App>,
    follower: Follower,
    Query(query): Query<FollowQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let seen = headers.get("last-event-id").and_then(|value| value.to_str().ok()).map(str::to_owned).or(query.after);
    let after = match cursor(seen.as_deref())? {
        Some(after) => after,
        None => events::newest(app.db.pool()).await?,
    };
    let facts = facts(app.clone(), follower.waits.clone(), follower.user, after);
    follower.answer(&app, facts).await
}

/// All facts after a place in the log, as they happen, until this process stops or can't read them;
/// the client comes back with the id of the last one.
fn facts(app: App, waits: Waits, user: UserId, after: Cursor) -> impl Stream<Item = Vec<sse::Event>> {
    stream::unfold((app, waits, after), move |(app, waits, after)| async move {
        match waits.events(&app, &mut Seat::of_stream(user), (after, BATCH), None).await {
            Ok(events) => {
                // None: the process stops.
                let next = events.last()?.cursor;
                Some((events.into_iter().filter_map(frame).collect(), (app, waits, next)))
            }
            Err(error) => {
                tracing::warn!(?error, "a stream of events ends early");
                None
            }
        }
    })
}

fn frame(event: Event) -> Option<sse::Event> {
    let id = page::encode(SCOPE, &event.cursor.to_string());
    // A fact is plain JSON: it can always be written.
    sse::Event::default().id(id).event(&event.kind).json_data(&event).ok()
}
