//! `/v1/ws`, the sockets of conversations, and tickets for browsers, which can't set headers there.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use shared::accounts::{self, NoTickets, Scope, TICKET_SECONDS};
use shared::app::App;
use shared::chat;
use shared::ids::ConversationId;
use shared::quotas::Quota;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::quotas;
use crate::auth::{Credential, Holder, Identity};
use crate::extract::{IdPath, Query};
use crate::problem::Problem;
use crate::sockets::{Sockets, Visit, Wanted};

/// The most conversations to resume when a socket opens.
const MAX_RESUMED: usize = 1_000;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(issue)).routes(routes!(follow_one)).routes(routes!(follow_all))
}

/// A single-use socket ticket.
#[derive(Debug, Serialize, ToSchema)]
struct Ticket {
    /// Pass it as `?ticket=`.
    #[schema(value_type = String)]
    ticket: String,
    /// Seconds.
    expires_in: u32,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct OneQuery {
    /// In place of the header: a single-use ticket.
    #[serde(rename = "ticket")]
    _ticket: Option<String>,
    /// The number of the client's last message; later ones are sent first.
    #[param(minimum = 0)]
    after_seq: Option<i64>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct AllQuery {
    /// In place of the header: a single-use ticket.
    #[serde(rename = "ticket")]
    _ticket: Option<String>,
    /// Conversations with the number of the client's last message in each, such as `conv_…:12,conv_…:7`; at most 1000.
    /// Later messages are sent first. Others start with new messages.
    after: Option<String>,
}

/// Creates a single-use ticket to open a socket from a browser.
#[utoipa::path(post, path = "/v1/ws-tickets", tag = "chat", operation_id = "ticket",
    security(("bearer" = ["read"])), responses(
        (status = 200, description = "Valid once, for 30 seconds", body = Ticket),
        (status = 503, description = "`tickets_unavailable`: Redis is down; `unavailable`: retry"),
    ))]
async fn issue(State(app): State<App>, Holder(identity): Holder) -> Result<Response, Problem> {
    let ticket = accounts::issue_ticket(&app, &identity).await.map_err(no_tickets)?;
    let ticket = Ticket { ticket: ticket.expose_secret().to_owned(), expires_in: TICKET_SECONDS };
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(ticket)).into_response())
}

/// Opens a WebSocket for one conversation.
///
/// docs/chat.md has its frames and close codes.
#[utoipa::path(get, path = "/v1/conversations/{id}/ws", tag = "chat", operation_id = "follow_one",
    security(("bearer" = ["read"])),
    params(("id" = ConversationId, Path, description = "One of your conversations"), OneQuery), responses(
        (status = 101, description = "The socket is open"),
        (status = 403, description = "`insufficient_scope`: the API key lacks the scope in `security`; `origin_not_allowed`: a ticket of a page that is not in CORS_ORIGINS"),
        (status = 404, description = "`not_found`"),
        (status = 426, description = "`upgrade_required`: WebSocket clients only"),
        (status = 429, description = "`quota_exceeded`: `sockets`; `rate_limited`"),
        (status = 503, description = "`tickets_unavailable`, `unavailable`: retry"),
    ))]
async fn follow_one(
    State(app): State<App>,
    Visitor(identity): Visitor,
    IdPath(id): IdPath<ConversationId>,
    Query(query): Query<OneQuery>,
    Extension(sockets): Extension<Sockets>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Problem> {
    let member = chat::member(app.db.pool(), id, identity.user).await?.ok_or_else(Problem::not_found)?;
    let name = Arc::from(member.username.as_str());
    let wanted = vec![Wanted { member, after: query.after_seq.map(|seq| seq.max(0)) }];
    let slot = quotas::open(&app, Quota::Sockets, identity.user).await?;
    open(&sockets, upgrade, Visit { identity, name, only: Some(id), wanted, slot })
}

/// Opens a WebSocket for all your conversations, including future ones.
///
/// docs/chat.md has its frames and close codes.
#[utoipa::path(get, path = "/v1/ws", tag = "chat", operation_id = "follow_all", security(("bearer" = ["read"])),
    params(AllQuery), responses(
        (status = 101, description = "The socket is open"),
        (status = 403, description = "`insufficient_scope`: the API key lacks the scope in `security`; `origin_not_allowed`: a ticket of a page that is not in CORS_ORIGINS"),
        (status = 426, description = "`upgrade_required`: WebSocket clients only"),
        (status = 429, description = "`quota_exceeded`: `sockets`; `rate_limited`"),
        (status = 503, description = "`tickets_unavailable`, `unavailable`: retry"),
    ))]
async fn follow_all(
    State(app): State<App>,
    Visitor(identity): Visitor,
    Query(query): Query<AllQuery>,
    Extension(sockets): Extension<Sockets>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Problem> {
    let mut after = positions(query.after.as_deref().unwrap_or_default())?;
    let user = accounts::get(app.db.pool(), identity.user).await?.ok_or_else(Problem::not_found)?;
    let slot = quotas::open(&app, Quota::Sockets, identity.user).await?;
    let memberships = chat::memberships(app.db.pool(), identity.user).await?;
    let wanted = memberships.into_iter().map(|member| Wanted { after: after.remove(&member.conversation), member });
    let wanted = wanted.collect();
    open(&sockets, upgrade, Visit { identity, name: user.username.into(), only: None, wanted, slot })
}

fn open(
    sockets: &Sockets,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
    visit: Visit,
) -> Result<Response, Problem> {
    if sockets.is_stopping() {
        return Err(Problem::unavailable());
    }
    let upgrade = upgrade.map_err(|rejection| {
        let detail = format!("This is for WebSocket clients: {rejection}");
        Problem::new(StatusCode::UPGRADE_REQUIRED, "upgrade_required", detail)
    })?;
    Ok(sockets.open(upgrade, visit))
}

/// Parses `conv_…:12,conv_…:7`.
fn positions(text: &str) -> Result<HashMap<ConversationId, i64>, Problem> {
    let invalid = || {
        Problem::invalid_field(
            "validation_failed",
            "after",
            "must be conversations and numbers such as conv_…:12,conv_…:7",
        )
    };
    let read = |item: &str| {
        let (id, seq) = item.split_once(':')?;
        Some((id.trim().parse().ok()?, seq.trim().parse::<i64>().ok()?.max(0)))
    };
    let items = text.split(',').filter(|item| !item.trim().is_empty());
    let all: HashMap<_, _> = items.map(|item| read(item).ok_or_else(invalid)).collect::<Result<_, _>>()?;
    if all.len() > MAX_RESUMED { Err(invalid()) } else { Ok(all) }
}

/// A caller that may open a socket: with a valid token, key or ticket.
struct Visitor(Identity);

impl FromRequestParts<App> for Visitor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let identity = match ticket(parts) {
            Some(ticket) if !parts.headers.contains_key(header::AUTHORIZATION) => {
                allowed_origin(&parts.headers, &app.config.http.cors_origins)?;
                by_ticket(app, &ticket).await?
            }
            _ => Identity::of(parts, app).await?,
        };
        identity.may(Scope::Read)?;
        Ok(Self(identity))
    }
}

fn ticket(parts: &Parts) -> Option<String> {
    #[derive(Deserialize)]
    struct Ticketed {
        ticket: Option<String>,
    }
    let query = axum::extract::Query::<Ticketed>::try_from_uri(&parts.uri).ok()?;
    query.0.ticket
}

/// The ticket's identity, if its token or key is still valid.
async fn by_ticket(app: &App, ticket: &str) -> Result<Identity, Problem> {
    let refused = || Problem::unauthenticated("The ticket is invalid or was already used.");
    let identity: Identity = accounts::redeem_ticket(app, ticket).await.map_err(no_tickets)?.ok_or_else(refused)?;
    let is_good = match &identity.by {
        Credential::Login(session, until) => {
            let has_ended = app.revocations.has(session.uuid());
            *until > app.clock.now() && !has_ended.map_err(|error| crate::auth::not_let_in(error.into()))?
        }
        Credential::Key(key, _) => !accounts::keys_in_force(app.db.pool(), &[*key], app.clock.now()).await?.is_empty(),
    };
    if is_good { Ok(identity) } else { Err(refused()) }
}

/// A page may open a socket if CORS allows its origin or it is our own. Without an origin there is no page.
fn allowed_origin(headers: &HeaderMap, allowed: &[String]) -> Result<(), Problem> {
    let Some(origin) = headers.get(header::ORIGIN) else { return Ok(()) };
    let origin = origin.to_str().unwrap_or_default();
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let is_own = origin.split_once("://").is_some_and(|(_, own)| !host.is_empty() && own.eq_ignore_ascii_case(host));
    if is_own || allowed.iter().any(|it| it == "*" || it == origin) {
        return Ok(());
    }
    Err(Problem::new(StatusCode::FORBIDDEN, "origin_not_allowed", "Pages of this origin can't open sockets."))
}

fn no_tickets(NoTickets: NoTickets) -> Problem {
    let detail = "Tickets are temporarily unavailable; open the socket with an Authorization header, or try again.";
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "tickets_unavailable", detail).retry_in(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_allowed_origins_open_sockets() {
        let may = |origin: Option<&str>, allowed: &[&str]| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, "chat.example.test:8000".parse().unwrap());
            if let Some(origin) = origin {
                headers.insert(header::ORIGIN, origin.parse().unwrap());
            }
            let allowed: Vec<_> = allowed.iter().map(|it| (*it).to_owned()).collect();
            allowed_origin(&headers, &allowed).is_ok()
        };
        assert!(may(None, &[]));
        assert!(may(Some("http://chat.example.test:8000"), &[]));
        assert!(may(Some("https://console.example.test"), &["https://console.example.test"]));
        assert!(may(Some("https://other.example.test"), &["*"]));
        for evil in ["https://evil.example.test", "null", "http://chat.example.test", "chat.example.test:8000"] {
            assert!(!may(Some(evil), &["https://console.example.test"]), "{evil}");
        }
    }

    #[test]
    fn resume_positions_are_parsed_or_rejected() {
        let (one, other) = (ConversationId::new(), ConversationId::new());
        let all = positions(&format!("{one}:12, {other}:0,")).unwrap();
        assert_eq!((all.len(), all[&one], all[&other]), (2, 12, 0));
        assert!(positions("").unwrap().is_empty());
        for wrong in [format!("{one}"), format!("{one}:x"), "conv_x:1".into()] {
            assert!(positions(&wrong).is_err(), "{wrong}");
        }
    }
}
