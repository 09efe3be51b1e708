//! `/v1/users`: user administration.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::json;
use shared::accounts::{self, Filter, NewUser, Requester, Role, RoleAssignment, User, UserChange, UserRef, UserStatus};
use shared::app::App;
use shared::assistant;
use shared::audit::{self, Actor, AuditEntry};
use shared::db::Tx;
use shared::ids::UserId;
use shared::quotas::{self, Overrides};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::account_errors::{not_changed, not_signed_up};
use super::auth::hash;
use crate::auth::{Acting, Admin, CanRead};
use crate::extract::{Both, IdPath, Query, ValidJson};
use crate::idempotent::{EarlyResponse, IdempotencyKey, Idempotent, Principal};
use crate::limit_headers::add_limit;
use crate::limits;
use crate::problem::Problem;
use crate::schemas::{Page, PageQuery, UserDetails};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(create, list)).routes(routes!(lookup)).routes(routes!(get, change))
}

/// A user lookup.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct LookupQuery {
    /// The full username, case-insensitive.
    #[param(min_length = 1, max_length = 64)]
    username: String,
}

/// Finds a user by username, to write or send money to; open to every user.
///
/// Only the full name matches, and lookups per account are limited.
#[utoipa::path(get, path = "/v1/users/lookup", tag = "users", params(LookupQuery), security(("bearer" = ["read"])), responses(
    (status = 200, description = "The user", body = UserRef),
    (status = 404, description = "`not_found`: no active user has this username"),
    (status = 429, description = "`too_many_lookups` by this account, or `rate_limited`"),
))]
async fn lookup(
    State(app): State<App>,
    CanRead(user): CanRead,
    Query(LookupQuery { username }): Query<LookupQuery>,
) -> Result<Response, Problem> {
    let limit = limits::lookup(&app, user).await?;
    let found = accounts::find(app.db.pool(), &username).await?.filter(|user| user.status == UserStatus::Active);
    let User { id, username, .. } = found.ok_or_else(Problem::not_found)?;
    let mut response = Json(UserRef { id, username }).into_response();
    if let Some(limit) = limit {
        add_limit(response.headers_mut(), limit);
    }
    Ok(response)
}

/// A new user with its role.
type NewAccount = Both<NewUser, RoleAssignment>;

/// Creates a user in any role, without credits; admins only.
#[utoipa::path(
    post, path = "/v1/users", tag = "users", request_body = NewAccount, security(("bearer" = ["admin"])),
    params(IdempotencyKey),
    responses(
        (status = 201, description = "The new user", body = User),
        (status = 403, description = "`forbidden`: not an admin; `insufficient_scope`"),
        (status = 409, description = "`username_taken`, `email_taken`, `mobile_taken`, `reseller_suspended`"),
        (status = 503, description = "`busy`: too many passwords are being hashed; or `unavailable`"),
    )
)]
async fn create(
    State(app): State<App>,
    Admin(admin): Admin,
    Acting(actor): Acting,
    request: Idempotent<NewAccount>,
) -> Result<Response, EarlyResponse> {
    let id = UserId::new();
    let by = Requester::new(actor.address, admin.id.to_string());
    let hash = hash(&app, &by, id, &request.body.0).await?;
    let (mut work, Both(new, place)) = request.begin(&app, Principal::User(admin.id)).await?;
    let made = match hash {
        Ok(hash) => accounts::open_account(&mut work.tx, &actor, (id, &hash), &new, place, app.clock.now()).await,
        Err(taken) => Err(taken),
    };
    match made {
        Ok(user) => work.created(&user).await,
        Err(error) => Err(work.abort(not_signed_up(error)).await),
    }
}

/// Filters of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct UserQuery {
    /// Only this role.
    role: Option<Role>,
    /// Only this status.
    status: Option<UserStatus>,
    /// Only those with this text in name, e-mail address or number.
    q: Option<String>,
}

/// Lists users, newest first, without profiles; admins only.
#[utoipa::path(get, path = "/v1/users", tag = "users", params(UserQuery, PageQuery), security(("bearer" = ["admin"])), responses(
    (status = 200, description = "A page of users", body = Page<User>),
    (status = 400, description = "`invalid_cursor`"),
    (status = 403, description = "`forbidden`: not an admin; `insufficient_scope`"),
))]
async fn list(
    State(app): State<App>,
    Admin(admin): Admin,
    Query(query): Query<UserQuery>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<User>>, Problem> {
    let request = page.request(format!("users {query:?}"))?;
    let filter = Filter { role: query.role, status: query.status, parent: None, text: query.q };
    Ok(Json(accounts::list(&mut *app.db.listing(admin.id.uuid()).await?, &filter, &request).await?.into()))
}

/// Returns a user; admins only.
#[utoipa::path(get, path = "/v1/users/{id}", tag = "users", params(("id" = UserId, Path)), security(("bearer" = ["admin"])), responses(
    (status = 200, description = "The user", body = UserDetails),
    (status = 403, description = "`forbidden`: not an admin; `insufficient_scope`"),
    (status = 404, description = "`not_found`: no such user"),
))]
async fn get(State(app): State<App>, _: Admin, IdPath(id): IdPath<UserId>) -> Result<Json<UserDetails>, Problem> {
    let user = accounts::get(app.db.pool(), id).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(UserDetails::of(&app, user).await?))
}

/// Updates a user; admins only.
///
/// Suspension blocks all access and cancels waiting jobs; suspending a reseller also suspends its business owners.
#[utoipa::path(patch, path = "/v1/users/{id}", tag = "users", request_body = UserChange,
    params(("id" = UserId, Path)), security(("bearer" = ["admin"])), responses(
    (status = 200, description = "The user", body = UserDetails),
    (status = 403, description = "`forbidden`: not an admin; `insufficient_scope`"),
    (status = 404, description = "`not_found`: no such user"),
    (status = 409, description = "`email_taken`, `mobile_taken`, `not_to_yourself`, `reseller_has_business_owners` or `reseller_suspended`"),
))]
async fn change(
    State(app): State<App>,
    Admin(admin): Admin,
    Acting(actor): Acting,
    IdPath(id): IdPath<UserId>,
    ValidJson(change): ValidJson<UserChange>,
) -> Result<Json<UserDetails>, Problem> {
    let mut tx = app.db.begin().await?;
    let by = (&actor, admin.id);
    let user = accounts::change_user(&app, &mut tx, by, id, &change, app.clock.now()).await.map_err(not_changed)?;
    if let Some(limit) = change.completion_limit {
        limit_completions(&mut tx, &actor, id, limit, app.clock.now()).await?;
    }
    set_quotas(&mut tx, &actor, id, &change.quotas, app.clock.now()).await?;
    tx.commit().await?;
    Ok(Json(UserDetails::of(&app, user).await?))
}

async fn set_quotas(tx: &mut Tx, actor: &Actor, user: UserId, new: &Overrides, now: DateTime<Utc>) -> sqlx::Result<()> {
    let before = quotas::set_overrides(tx, user, new, now).await?;
    if before.is_empty() {
        return Ok(());
    }
    let after: Overrides = before.keys().map(|quota| (*quota, new.get(quota).copied().flatten())).collect();
    let deed =
        AuditEntry::new("user.changed", user, user).before(&json!({"quotas": before})).after(&json!({"quotas": after}));
    audit::record(tx, actor, &[deed], now).await
}

async fn limit_completions(
    tx: &mut Tx,
    actor: &Actor,
    user: UserId,
    limit: Option<i32>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let before = assistant::set_limit(tx, user, limit, now).await?;
    if before == limit {
        return Ok(());
    }
    let deed = AuditEntry::new("user.changed", user, user)
        .before(&json!({"completion_limit": before}))
        .after(&json!({"completion_limit": limit}));
    audit::record(tx, actor, &[deed], now).await
}
