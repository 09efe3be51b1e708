//! The account whose data a request reads: the caller's own, or with `owner_id` another's.
//!
//! Handlers take a [`Reading`] where they would take the caller: it holds the account, decides which parts of its data
//! the caller gets, and has recorded in the audit log that it was read.

use axum::extract::{FromRequestParts, MatchedPath};
use axum::http::request::Parts;
use serde::Deserialize;
use shared::accounts::{self, Role, User};
use shared::app::App;
use shared::audit::{self, Actor, AuditEntry};
use shared::billing::jobs::{CreateCheckout, OpenPortal, Subscribe};
use shared::billing::{Deposit, Recharge};
use shared::ids::UserId;
use shared::jobs::{Job, JobKind};
use shared::messaging::Message;
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};

use crate::auth::{Acting, Admin, CanManage, CanRead, active, named};
use crate::extract::Query;
use crate::problem::Problem;
use crate::schemas::Page;

/// The query parameter that names another account.
pub(crate) const OWNER: &str = "owner_id";
/// A longer path is recorded as the pattern of its route only. It is longer than any path with valid ids.
const MAX_TARGET: usize = 128;

/// For every list and object that `owner_id` applies to.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct OwnerQuery {
    /// Reads this account instead of yours: any for admins, its business owners for a reseller. An API key also needs
    /// the `admin` scope. The audit log records it.
    owner_id: Option<UserId>,
}

/// The same, for data that resellers can't read.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct OwnerQueryOfAdmins {
    /// Reads this account instead of yours; admins only. An API key also needs the `admin` scope. The audit log records
    /// it.
    #[allow(dead_code, reason = "documentation; OwnerQuery is parsed")]
    owner_id: Option<UserId>,
}

/// How much of an account's data its reader gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum View {
    /// Everything: it is the reader's own.
    Own,
    /// An admin's: all but links that act for the account.
    Admin,
    /// A reseller's: no content of messages and results either.
    Reseller,
}

/// What a caller may read: an account, and how much of its data.
#[derive(Debug)]
pub(crate) struct Reading {
    /// The caller: bounds on reading are its own.
    pub reader: UserId,
    /// The account.
    pub owner: UserId,
    view: View,
}

/// The same, for data that resellers can't read of their business owners.
#[derive(Debug)]
pub(crate) struct PrivateReading(pub Reading);

/// The account named in the path, read by an admin.
#[derive(Debug)]
pub(crate) struct AdminReading {
    /// The account.
    pub owner: UserId,
}

impl FromRequestParts<App> for Reading {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        Self::with(parts, app, |caller, owner| match caller.role {
            Role::Admin => Some(View::Admin),
            Role::Reseller => is_client(owner, caller).then_some(View::Reseller),
            Role::BusinessOwner | Role::User => None,
        })
        .await
    }
}

impl FromRequestParts<App> for PrivateReading {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let view = |caller: &User, _: &User| (caller.role == Role::Admin).then_some(View::Admin);
        Reading::with(parts, app, view).await.map(Self)
    }
}

impl FromRequestParts<App> for AdminReading {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        Admin::from_request_parts(parts, app).await?;
        let named = named(parts, app).await?.ok_or_else(Problem::not_found)?;
        let owner = accounts::get(app.db.pool(), named).await?.ok_or_else(Problem::not_found)?;
        record(parts, app, owner.id).await?;
        Ok(Self { owner: owner.id })
    }
}

impl Reading {
    /// The caller's own account, or the named one if `view` permits it.
    async fn with(parts: &mut Parts, app: &App, view: impl Fn(&User, &User) -> Option<View>) -> Result<Self, Problem> {
        let CanRead(reader) = CanRead::from_request_parts(parts, app).await?;
        let Query(OwnerQuery { owner_id }) = Query::from_request_parts(parts, app).await?;
        let Some(owner) = owner_id.filter(|owner| *owner != reader) else {
            return Ok(Self { reader, owner: reader, view: View::Own });
        };
        // A key for reading its own account must not read others.
        CanManage::from_request_parts(parts, app).await?;
        let caller = active(app, reader).await?;
        let owner = accounts::get(app.db.pool(), owner).await?.ok_or_else(Problem::not_found)?;
        let view = view(&caller, &owner).ok_or_else(Problem::not_found)?;
        record(parts, app, owner.id).await?;
        Ok(Self { reader, owner: owner.id, view })
    }

    /// Whether the account is the reader's own.
    pub fn is_own(&self) -> bool {
        self.view == View::Own
    }

    /// The scope of a list's cursors.
    pub fn scope(&self, list: &str) -> String {
        if self.is_own() { list.to_owned() } else { format!("{list} of {}", self.owner) }
    }

    /// A row without the parts that the reader doesn't get.
    pub fn show<T: Withhold>(&self, row: T) -> T {
        match self.view {
            View::Own => row,
            View::Admin => row.without_links(),
            View::Reseller => row.without_links().without_content(),
        }
    }

    /// The same for a page.
    pub fn page<T: Withhold>(&self, page: shared::page::Page<T>) -> Page<T> {
        Page::of(page, |row| self.show(row))
    }
}

fn is_client(owner: &User, reseller: &User) -> bool {
    owner.role == Role::BusinessOwner && owner.parent_id == Some(reseller.id)
}

/// Records that an account is read by the request.
async fn record(parts: &mut Parts, app: &App, owner: UserId) -> Result<(), Problem> {
    let Acting(actor) = Acting::from_request_parts(parts, app).await?;
    let path = parts.uri.path();
    let pattern = parts.extensions.get::<MatchedPath>().map_or("", MatchedPath::as_str);
    let target = if path.len() <= MAX_TARGET { path } else { pattern };
    record_as(app, &actor, owner, target).await
}

/// Records that `actor` reads another account through the endpoint `target`, unless that is its own. Repetitions within a
/// while are one entry, so that a page that refreshes itself does not fill the log.
pub(crate) async fn record_as(app: &App, actor: &Actor, owner: UserId, target: &str) -> Result<(), Problem> {
    if actor.user == Some(owner) {
        return Ok(());
    }
    let entry = AuditEntry::new("account.read", owner, target);
    Ok(audit::record_read(&app.db, actor, &entry, app.clock.now()).await?)
}

impl IntoParams for Reading {
    fn into_params(place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        OwnerQuery::into_params(place)
    }
}

impl IntoParams for PrivateReading {
    fn into_params(place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        OwnerQueryOfAdmins::into_params(place)
    }
}

/// Data of which other readers get a part.
pub(crate) trait Withhold: Sized {
    /// Without the texts that the account wrote or received.
    fn without_content(self) -> Self;

    /// Without links that act for the account, such as those of payment pages.
    fn without_links(self) -> Self {
        self
    }
}

impl Withhold for Message {
    fn without_content(self) -> Self {
        let metadata = serde_json::Value::Object(serde_json::Map::new());
        Self { body: String::new(), content: None, metadata, ..self }
    }
}

impl Withhold for Job {
    fn without_content(self) -> Self {
        Self { result: None, ..self }
    }

    fn without_links(self) -> Self {
        let has_link = [CreateCheckout::NAME, Subscribe::NAME, OpenPortal::NAME].contains(&self.kind.as_str());
        Self { result: self.result.filter(|_| !has_link), ..self }
    }
}

impl Withhold for Recharge {
    fn without_content(self) -> Self {
        self
    }

    fn without_links(self) -> Self {
        Self { checkout_url: None, ..self }
    }
}

impl Withhold for Deposit {
    fn without_content(self) -> Self {
        self
    }

    fn without_links(self) -> Self {
        Self { checkout_url: None, ..self }
    }
}
