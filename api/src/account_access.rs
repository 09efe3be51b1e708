//! Access checks for spending credits and money, and for reading other users' wallets.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use shared::accounts::{self, Role, User};
use shared::app::App;
use shared::ids::UserId;

use crate::auth::{CanBill, CanRead, active, forbidden, named};
use crate::problem::Problem;

/// A user that may spend its own credits.
#[derive(Debug)]
pub(crate) struct Payer(pub User);

impl FromRequestParts<App> for Payer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let CanBill(id) = CanBill::from_request_parts(parts, app).await?;
        active(app, id).await.map(Self)
    }
}

/// A reseller that may spend its own credits.
#[derive(Debug)]
pub(crate) struct Reseller(pub User);

impl FromRequestParts<App> for Reseller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        match Payer::from_request_parts(parts, app).await? {
            Payer(user) if user.role == Role::Reseller => Ok(Self(user)),
            Payer(_) => Err(forbidden("Only resellers can do this.")),
        }
    }
}

/// The distributions a caller can read: a reseller its own, an admin all.
#[derive(Debug)]
pub(crate) struct SeesDistributions {
    /// Only those of this reseller.
    pub of: Option<UserId>,
}

impl FromRequestParts<App> for SeesDistributions {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let CanRead(id) = CanRead::from_request_parts(parts, app).await?;
        match active(app, id).await?.role {
            Role::Admin => Ok(Self { of: None }),
            Role::Reseller => Ok(Self { of: Some(id) }),
            Role::BusinessOwner | Role::User => Err(forbidden("Only resellers and admins can do this.")),
        }
    }
}

/// A distribution that a caller can read: a reseller one of its own, a business owner one to it, an admin any.
#[derive(Debug)]
pub(crate) struct SeesDistribution {
    /// Only one of this reseller.
    pub reseller: Option<UserId>,
    /// Only one to this business owner.
    pub owner: Option<UserId>,
}

impl FromRequestParts<App> for SeesDistribution {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let CanRead(id) = CanRead::from_request_parts(parts, app).await?;
        match active(app, id).await?.role {
            Role::Admin => Ok(Self { reseller: None, owner: None }),
            Role::Reseller => Ok(Self { reseller: Some(id), owner: None }),
            Role::BusinessOwner => Ok(Self { reseller: None, owner: Some(id) }),
            Role::User => Err(forbidden("Only resellers, business owners and admins can do this.")),
        }
    }
}

/// The reseller named in the path; access for itself and admins.
#[derive(Debug)]
pub(crate) struct SeesReseller(pub UserId);

impl FromRequestParts<App> for SeesReseller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let caller = SeesDistributions::from_request_parts(parts, app).await?;
        let named = named(parts, app).await?.ok_or_else(Problem::not_found)?;
        match caller.of {
            Some(reseller) if reseller == named => Ok(Self(named)),
            Some(_) => Err(Problem::not_found()),
            None => {
                let user = accounts::get(app.db.pool(), named).await?.filter(|user| user.role == Role::Reseller);
                user.map(|user| Self(user.id)).ok_or_else(Problem::not_found)
            }
        }
    }
}

/// The business owner named in the path; access for itself, its reseller and admins.
#[derive(Debug)]
pub(crate) struct SeesBusinessOwner(pub UserId);

impl FromRequestParts<App> for SeesBusinessOwner {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let CanRead(id) = CanRead::from_request_parts(parts, app).await?;
        let caller = active(app, id).await?;
        if caller.role == Role::User {
            return Err(forbidden("Only business owners, their resellers and admins can do this."));
        }
        let named = named(parts, app).await?.ok_or_else(Problem::not_found)?;
        business_owner(app, &caller, named).await.map(|owner| Self(owner.id))
    }
}

/// A business owner whose credits `caller` may see.
pub(crate) async fn business_owner(app: &App, caller: &User, id: UserId) -> Result<User, Problem> {
    let owner = accounts::get(app.db.pool(), id).await?.filter(|user| {
        let is_seen = caller.role == Role::Admin || user.id == caller.id || user.parent_id == Some(caller.id);
        user.role == Role::BusinessOwner && is_seen
    });
    owner.ok_or_else(Problem::not_found)
}
