//! Who asks, and what they may: extractors that hand over the permitted thing, or answer with a problem.
//!
//! A handler has no other way to a user than one of these, so it can't forget to ask what a key may be used for.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::StatusCode;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use shared::accounts::{self, KEY_PREFIX, Role, Scope, User, UserStatus};
use shared::app::App;
use shared::audit::Actor;
use shared::ids::{ApiKeyId, UserId};

use crate::limits::Peer;
use crate::problem::Problem;
use crate::request;

/// Whose token or key came with a request.
#[derive(Debug, Clone)]
pub(crate) struct Identity {
    pub user: UserId,
    key: Option<(ApiKeyId, Vec<Scope>)>,
}

impl Identity {
    /// Reads the token or key, once a request.
    pub async fn of(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        if let Some(known) = parts.extensions.get::<Self>() {
            return Ok(known.clone());
        }
        let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token =
            header.and_then(|value| value.split_once(' ')).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        let (_, token) = token.ok_or_else(|| Problem::unauthenticated("An access token is needed."))?;
        let identity = Self::behind(app, token.trim()).await?;
        parts.extensions.insert(identity.clone());
        Ok(identity)
    }

    async fn behind(app: &App, token: &str) -> Result<Self, Problem> {
        if !token.starts_with(KEY_PREFIX) {
            let user = accounts::verify(app, token);
            return user
                .map(|user| Self { user, key: None })
                .map_err(|_| Problem::unauthenticated("The access token is not valid, or not any more."));
        }
        let key = accounts::authenticate(app, token).await?;
        let key = key.ok_or_else(|| Problem::unauthenticated("The API key is not valid, or not any more."))?;
        Ok(Self { user: key.user, key: Some((key.id, key.scopes)) })
    }

    /// The user, if its key is good for this. Who logged in may all.
    fn may(&self, scope: Scope) -> Result<UserId, Problem> {
        match &self.key {
            Some((_, scopes)) if !scopes.contains(&scope) => Err(insufficient_scope(scope)),
            _ => Ok(self.user),
        }
    }
}

pub(crate) fn insufficient_scope(scope: Scope) -> Problem {
    let detail = format!("This API key has not the scope `{scope}`.");
    Problem::new(StatusCode::FORBIDDEN, "insufficient_scope", detail)
}

fn forbidden(detail: &'static str) -> Problem {
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
    /// Whoever may look at what is its own.
    CanRead = Scope::Read;
    /// Whoever may send, and what goes with that.
    CanSend = Scope::Send;
    /// Whoever may move money.
    CanBill = Scope::Billing;
    /// Whoever may change accounts, keys and channels: its own.
    CanManage = Scope::Admin;
}

/// What whoever asks can give to a key that it makes: all, or what its own key has.
#[derive(Debug)]
pub(crate) struct Grants(pub Option<Vec<Scope>>);

impl FromRequestParts<App> for Grants {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        Ok(Self(Identity::of(parts, app).await?.key.map(|(_, scopes)| scopes)))
    }
}

/// Whoever acts, for the audit log. It permits nothing.
#[derive(Debug)]
pub(crate) struct Acting(pub Actor);

impl FromRequestParts<App> for Acting {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let identity = Identity::of(parts, app).await?;
        let Peer(address) = Peer::from_request_parts(parts, app).await?;
        Ok(Self(Actor {
            user: Some(identity.user),
            api_key: identity.key.map(|(id, _)| id),
            session: None,
            address: Some(address),
            request_id: request::id(),
        }))
    }
}

/// Whoever may change accounts, as the user that it is: for what depends on its role.
#[derive(Debug)]
pub(crate) struct Member(pub User);

impl FromRequestParts<App> for Member {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let CanManage(id) = CanManage::from_request_parts(parts, app).await?;
        let user = accounts::get(app.db.pool(), id).await?.filter(|user| user.status == UserStatus::Active);
        user.map(Self).ok_or_else(|| Problem::unauthenticated("The user does not exist, or is suspended."))
    }
}

/// A caller who runs the platform.
#[derive(Debug)]
pub(crate) struct Admin(pub User);

impl FromRequestParts<App> for Admin {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        match Member::from_request_parts(parts, app).await? {
            Member(user) if user.role == Role::Admin => Ok(Self(user)),
            Member(_) => Err(forbidden("Only admins may do this.")),
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

/// The reseller that the path names: the caller itself, or any for an admin.
#[derive(Debug)]
pub(crate) struct OfReseller {
    pub reseller: UserId,
    pub by: User,
}

impl FromRequestParts<App> for OfReseller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let Member(user) = Member::from_request_parts(parts, app).await?;
        let path = RawPathParams::from_request_parts(parts, app).await.map_err(|_| Problem::not_found())?;
        let named = path.iter().find(|(name, _)| *name == "id").and_then(|(_, id)| id.parse::<UserId>().ok());
        match user.role {
            Role::Reseller if named == Some(user.id) => Ok(Self { reseller: user.id, by: user }),
            Role::Reseller => Err(Problem::not_found()),
            Role::Admin => {
                let named = accounts::get(app.db.pool(), named.ok_or_else(Problem::not_found)?).await?;
                let reseller = named.filter(|user| user.role == Role::Reseller).ok_or_else(Problem::not_found)?;
                Ok(Self { reseller: reseller.id, by: user })
            }
            Role::BusinessOwner | Role::User => Err(forbidden("Only resellers and admins may do this.")),
        }
    }
}
