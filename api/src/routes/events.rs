//! `/v1/events`: the event log, ordered and without gaps.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse;
use axum::response::{IntoResponse, Response};
use futures::stream::{self, Stream, StreamExt};
use serde::{Deserialize, Serialize};
use shared::app::App;
use shared::events::{self, Cursor, Event, NotATypeFilter, Order, TypeFilter};
use shared::ids::UserId;
use shared::page;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::CanRead;
use crate::extract::Query;
use crate::long_poll::{Follower, Prefer, WaitSlot, Waits, events_before};
use crate::problem::Problem;

/// The scope of the log's cursors.
const SCOPE: &str = "events";
/// Events that a stream reads at a time.
const BATCH: i64 = 100;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(newest)).routes(routes!(follow))
}

/// Position and filters.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct EventQuery {
    /// The previous `next_cursor`, or an event id of the stream; default: the start, with `desc` the end.
    after: Option<String>,
    /// `asc`: oldest first (the default); `desc`: newest first, for reading the log backwards.
    #[param(inline)]
    order: Option<Order>,
    /// Page size: 20 by default, 100 at most.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// Only these event types, comma-separated: exact ones, or groups such as `message.*`.
    types: Option<String>,
}

/// Position and filters of a stream.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct FollowQuery {
    /// Like `Last-Event-ID`, for clients that can't set headers.
    after: Option<String>,
    /// Only these event types, comma-separated: exact ones, or groups such as `message.*`.
    types: Option<String>,
}

/// Events in the order of the request.
#[derive(Debug, Serialize, ToSchema)]
struct Events {
    data: Vec<Event>,
    /// Where to continue; always set, even at the end.
    next_cursor: String,
    /// Whether events after `after` were purged, so that some may be missing: reload your state. Always false with `desc`.
    gap: bool,
}

/// A position in the log.
#[derive(Debug, Serialize, ToSchema)]
struct EventCursor {
    /// For `after`, or as `Last-Event-ID`.
    cursor: String,
}

fn type_filter(text: Option<&str>) -> Result<TypeFilter, Problem> {
    let filter = text.map(str::parse).transpose();
    filter
        .map(Option::unwrap_or_default)
        .map_err(|wrong: NotATypeFilter| Problem::invalid_field("validation_failed", "types", &wrong.to_string()))
}

fn shown(cursor: Cursor) -> String {
    page::encode(SCOPE, &cursor.to_string())
}

fn cursor(text: Option<&str>) -> Result<Option<Cursor>, Problem> {
    text.map(|text| page::decode(SCOPE, text)).transpose().map_err(|page::CursorError| {
        Problem::new(StatusCode::BAD_REQUEST, "invalid_cursor", "The cursor does not belong to the event log.")
    })
}

/// Lists events after a cursor, oldest first, or before it, newest first.
///
/// `Prefer: wait=N` waits for the next one; it has no effect on `desc`. With `types` a page may be empty before the end
/// of the log: continue at `next_cursor`.
#[utoipa::path(get, path = "/v1/events", tag = "events", security(("bearer" = ["read"])),
    params(EventQuery, Prefer),
    responses(
        (status = 200, description = "Events", body = Events),
        (status = 400, description = "`invalid_cursor`"),
        (status = 422, description = "`validation_failed`: unknown types"),
        (status = 429, description = "`quota_exceeded`: `streams`, with `Prefer: wait`; `rate_limited`"),
    ))]
async fn list(
    State(app): State<App>,
    CanRead(user): CanRead,
    Query(query): Query<EventQuery>,
    prefer: Prefer,
) -> Result<Response, Problem> {
    let wanted = type_filter(query.types.as_deref())?;
    let given = cursor(query.after.as_deref())?;
    let limit = query.limit.unwrap_or(page::DEFAULT_LIMIT).clamp(1, page::MAX_LIMIT) as usize;
    let order = query.order.unwrap_or_default();
    let place = (user, given.unwrap_or(order.start()));
    if order == Order::Desc {
        let (data, next) = events_before(&app, place, limit, &wanted).await?;
        return Ok(Json(Events { data, next_cursor: shown(next), gap: false }).into_response());
    }
    let (data, next) = prefer.wanted_events(&app, place, limit, &wanted).await?;
    // After the read: events purged in the meantime are missing, too.
    let gap = is_gap(&app, given).await?;
    Ok(prefer.applied(Json(Events { data, next_cursor: shown(next), gap }).into_response()))
}

/// A client without a cursor has missed nothing.
async fn is_gap(app: &App, given: Option<Cursor>) -> sqlx::Result<bool> {
    match given {
        Some(given) => events::is_purged_after(app.db.pool(), given).await,
        None => Ok(false),
    }
}

/// Returns the current end of the log.
///
/// Fetch it, load your state, then follow the log from here, and no event is missed.
#[utoipa::path(get, path = "/v1/events/cursor", tag = "events", security(("bearer" = ["read"])), responses(
    (status = 200, description = "The end of the log", body = EventCursor),
))]
async fn newest(State(app): State<App>, CanRead(_): CanRead) -> Result<Json<EventCursor>, Problem> {
    let cursor = shown(events::newest(app.db.pool()).await?);
    Ok(Json(EventCursor { cursor }))
}

/// Streams events from now on, or after `Last-Event-ID` (or `after`), as server-sent events.
///
/// Without a position, the first event is `cursor`: where the stream starts. If events after the given position were
/// purged, the first event is `gap`. When the request's session or API key ends, the last event is `end` with a
/// `reason`.
#[utoipa::path(get, path = "/v1/events/stream", tag = "events", security(("bearer" = ["read"])),
    params(FollowQuery, ("Last-Event-ID" = Option<String>, Header, description = "The id of the last event received")),
    responses(
        (status = 200, description = "A stream; `event` is the type, `data` the event", body = Event, content_type = "text/event-stream"),
        (status = 400, description = "`invalid_cursor`"),
        (status = 429, description = "`quota_exceeded`: `streams`; `rate_limited`"),
    ))]
async fn follow(
    State(app): State<App>,
    follower: Follower,
    Query(query): Query<FollowQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let wanted = type_filter(query.types.as_deref())?;
    let seen = headers.get("last-event-id").and_then(|value| value.to_str().ok()).map(str::to_owned).or(query.after);
    let (after, first) = match cursor(seen.as_deref())? {
        Some(after) => {
            let is_gap = events::is_purged_after(app.db.pool(), after).await?;
            (after, is_gap.then(|| sse::Event::default().event("gap").data("{}")))
        }
        None => {
            let newest = events::newest(app.db.pool()).await?;
            (newest, start(newest))
        }
    };
    let events = stream_of((app.clone(), follower.waits.clone()), follower.user, after, wanted);
    follower.answer(&app, stream::iter(first.map(|first| vec![first])).chain(events)).await
}

/// The position of a stream that was opened without one: a client that loses it before the first event can resume.
fn start(cursor: Cursor) -> Option<sse::Event> {
    let cursor = shown(cursor);
    // Plain JSON: serialization can't fail.
    sse::Event::default().id(cursor.clone()).event("cursor").json_data(EventCursor { cursor }).ok()
}

/// All events after a cursor, as they happen, until this process stops or reading fails; the client reconnects with the
/// last id.
fn stream_of(
    (app, waits): (App, Waits),
    user: UserId,
    after: Cursor,
    wanted: TypeFilter,
) -> impl Stream<Item = Vec<sse::Event>> {
    stream::unfold((app, waits, after, wanted), move |(app, waits, after, wanted)| async move {
        match waits.events(&app, &mut WaitSlot::of_stream(user), (after, BATCH), None).await {
            Ok(events) => {
                // `None`: the process stops.
                let next = events.last()?.cursor;
                let events = events.into_iter().filter(|event| wanted.matches(&event.kind));
                Some((events.filter_map(frame).collect(), (app, waits, next, wanted)))
            }
            Err(error) => {
                tracing::warn!(?error, "an event stream ends early");
                None
            }
        }
    })
}

fn frame(event: Event) -> Option<sse::Event> {
    let id = shown(event.cursor);
    // Plain JSON: serialization can't fail.
    sse::Event::default().id(id).event(&event.kind).json_data(&event).ok()
}
