//! Authentication and authorization: extractors that yield the permitted identity or answer with a problem.
//!
//! Handlers get users only through these extractors, so none can skip a scope check.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::StatusCode;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use shared::accounts::{self, Access, KEY_PREFIX, Role, Scope, TokenError, User, UserStatus};
use shared::app::App;
use shared::audit::Actor;
use shared::ids::{ApiKeyId, SessionId, UserId};

use crate::current_request;
use crate::edge::ClientAddress;
use crate::problem::Problem;

/// The identity behind a request's token or API key.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Identity {
    pub user: UserId,
    pub by: Credential,
}

/// The credential of a request.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Credential {
    /// An access token of this session, and its expiry.
    Login(SessionId, DateTime<Utc>),
    /// An API key with these scopes.
    Key(ApiKeyId, Vec<Scope>),
}

impl Identity {
    /// Reads the token or key, once per request.
    pub async fn of(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        if let Some(known) = parts.extensions.get::<Self>() {
            return Ok(known.clone());
        }
        if parts.extensions.get::<RefusedKey>().is_some() {
            return Err(invalid_key());
        }
        let token = token(parts).ok_or_else(|| Problem::unauthenticated("An access token is required."))?;
        let identity = if token.starts_with(KEY_PREFIX) {
            let Some(key) = accounts::authenticate(app, token).await? else {
                parts.extensions.insert(RefusedKey);
                return Err(invalid_key());
            };
            Self { user: key.user, by: Credential::Key(key.id, key.scopes) }
        } else {
            let (Access { user, session }, until) = accounts::verify(app, token).map_err(not_let_in)?;
            Self { user, by: Credential::Login(session, until) }
        };
        parts.extensions.insert(identity.clone());
        Ok(identity)
    }

    /// The bearer token, if it looks like an API key.
    pub fn key(parts: &Parts) -> Option<&str> {
        token(parts).filter(|token| token.starts_with(KEY_PREFIX))
    }

    /// The user, if its key has the scope. A login session has every scope.
    pub fn may(&self, scope: Scope) -> Result<UserId, Problem> {
        match &self.by {
            Credential::Key(_, scopes) if !scopes.contains(&scope) => Err(insufficient_scope(scope)),
            _ => Ok(self.user),
        }
    }
}

/// The request's key was looked up and is invalid.
#[derive(Clone)]
struct RefusedKey;

fn token(parts: &Parts) -> Option<&str> {
    let header = parts.headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn invalid_key() -> Problem {
    Problem::unauthenticated("The API key is invalid or revoked.")
}

pub(crate) fn not_let_in(error: TokenError) -> Problem {
    match error {
        TokenError::Invalid => Problem::unauthenticated("The access token is invalid or expired."),
        TokenError::Unknown(_) => {
            let detail = "Session status is temporarily unavailable. Try again.";
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, "revocations_unknown", detail).retry_in(1)
        }
    }
}

pub(crate) fn insufficient_scope(scope: Scope) -> Problem {
    let detail = format!("This API key lacks the `{scope}` scope.");
    Problem::new(StatusCode::FORBIDDEN, "insufficient_scope", detail)
}

pub(crate) fn forbidden(detail: &'static str) -> Problem {
    Problem::new(StatusCode::FORBIDDEN, "forbidden", detail)
}

macro_rules! scoped {
    ($($(#[$doc:meta])* $name:ident = $scope:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub(crate) struct $name(pub UserId);

        impl FromRequestParts<App> for $name {
            type Rejection = Problem;

            async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
                Identity::of(parts, app).await?.may($scope).map(Self)
            }
        }
    )*};
}

scoped! {
    /// Can read its own resources.
    CanRead = Scope::Read;
    /// Can send messages and use related operations.
    CanSend = Scope::Send;
    /// Can move its own money and credits.
    CanBill = Scope::Billing;
    /// Can change its own accounts, keys and channels.
    CanManage = Scope::Admin;
}

/// Can read its own resources; keeps the credential.
#[derive(Debug)]
pub(crate) struct Holder(pub Identity);

impl FromRequestParts<App> for Holder {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let identity = Identity::of(parts, app).await?;
        identity.may(Scope::Read)?;
        Ok(Self(identity))
    }
}

/// Can send messages and use related operations; keeps the credential.
#[derive(Debug)]
pub(crate) struct Sender(pub Identity);

impl FromRequestParts<App> for Sender {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let identity = Identity::of(parts, app).await?;
        identity.may(Scope::Send)?;
        Ok(Self(identity))
    }
}

/// A login session: for operations that API keys can't perform.
#[derive(Debug, Clone, Copy)]
pub(crate) struct InSession(pub Access);

impl FromRequestParts<App> for InSession {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let Identity { user, by } = Identity::of(parts, app).await?;
        match by {
            Credential::Login(session, _) => Ok(Self(Access { user, session })),
            Credential::Key(..) => {
                let detail = "This requires the access token of a login; an API key is not accepted.";
                Err(Problem::new(StatusCode::FORBIDDEN, "login_required", detail))
            }
        }
    }
}

/// The scopes that the caller can give a new key: all, or those of its own key.
#[derive(Debug)]
pub(crate) struct Grants(pub Option<Vec<Scope>>);

impl FromRequestParts<App> for Grants {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        Ok(Self(match Identity::of(parts, app).await?.by {
            Credential::Login(..) => None,
            Credential::Key(_, scopes) => Some(scopes),
        }))
    }
}

/// The actor for the audit log. It permits nothing.
#[derive(Debug)]
pub(crate) struct Acting(pub Actor);

impl FromRequestParts<App> for Acting {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let identity = Identity::of(parts, app).await?;
        let ClientAddress(address) = ClientAddress::from_request_parts(parts, app).await?;
        let (session, api_key) = match identity.by {
            Credential::Login(session, _) => (Some(session), None),
            Credential::Key(id, _) => (None, Some(id)),
        };
        let (user, address) = (Some(identity.user), Some(address));
        Ok(Self(Actor { user, api_key, session, address, request_id: current_request::id() }))
    }
}

/// A user that can change accounts: for checks that depend on its role.
#[derive(Debug)]
pub(crate) struct Member(pub User);

impl FromRequestParts<App> for Member {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let CanManage(id) = CanManage::from_request_parts(parts, app).await?;
        active(app, id).await.map(Self)
    }
}

/// The current state of a user.
pub(crate) async fn active(app: &App, id: UserId) -> Result<User, Problem> {
    let user = accounts::get(app.db.pool(), id).await?.filter(|user| user.status == UserStatus::Active);
    user.ok_or_else(|| Problem::unauthenticated("The user does not exist or is suspended."))
}

/// The user named in the path, if the id is valid.
pub(crate) async fn named(parts: &mut Parts, app: &App) -> Result<Option<UserId>, Problem> {
    let path = RawPathParams::from_request_parts(parts, app).await.map_err(|_| Problem::not_found())?;
    Ok(path.iter().find(|(name, _)| *name == "id").and_then(|(_, id)| id.parse().ok()))
}

/// A platform admin.
#[derive(Debug)]
pub(crate) struct Admin(pub User);

impl FromRequestParts<App> for Admin {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        match Member::from_request_parts(parts, app).await? {
            Member(user) if user.role == Role::Admin => Ok(Self(user)),
            Member(_) => Err(forbidden("Only admins can do this.")),
        }
    }
}

/// A caller who has a business: a reseller or a business owner.
#[derive(Debug)]
pub(crate) struct Business(pub User);

impl FromRequestParts<App> for Business {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        match Member::from_request_parts(parts, app).await? {
            Member(user) if matches!(user.role, Role::Reseller | Role::BusinessOwner) => Ok(Self(user)),
            Member(_) => Err(forbidden("Only resellers and business owners have a profile.")),
        }
    }
}

/// A caller that can own a WhatsApp number.
#[derive(Debug)]
pub(crate) struct NumberOwner(pub UserId);

impl FromRequestParts<App> for NumberOwner {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        match Member::from_request_parts(parts, app).await? {
            Member(user) if user.role != Role::User => Ok(Self(user.id)),
            Member(_) => Err(forbidden("Only business owners, resellers and admins can add their own number.")),
        }
    }
}

/// The reseller named in the path: the caller itself, or any for an admin.
#[derive(Debug)]
pub(crate) struct OfReseller {
    pub reseller: UserId,
    pub by: User,
}

impl FromRequestParts<App> for OfReseller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let Member(user) = Member::from_request_parts(parts, app).await?;
        let named = named(parts, app).await?;
        match user.role {
            Role::Reseller if named == Some(user.id) => Ok(Self { reseller: user.id, by: user }),
            Role::Reseller => Err(Problem::not_found()),
            Role::Admin => {
                let named = accounts::get(app.db.pool(), named.ok_or_else(Problem::not_found)?).await?;
                let reseller = named.filter(|user| user.role == Role::Reseller).ok_or_else(Problem::not_found)?;
                Ok(Self { reseller: reseller.id, by: user })
            }
            Role::BusinessOwner | Role::User => Err(forbidden("Only resellers and admins can do this.")),
        }
    }
}
