//! `/v1/resellers/{id}/business-owners`: a reseller's business owners.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use garde::Validate;
use serde::Deserialize;
use shared::accounts::{
    self, BusinessOwnerChange, Filter, NewUser, ProfileChange, Requester, Role, RoleAssignment, User, UserStatus,
};
use shared::app::App;
use shared::ids::UserId;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::account_errors::{not_changed, not_signed_up};
use super::auth::hash;
use crate::auth::{Acting, OfReseller};
use crate::extract::{Both, IdPath, Query, ValidJson};
use crate::idempotent::{EarlyResponse, IdempotencyKey, Idempotent, Principal};
use crate::problem::Problem;
use crate::schemas::{Page, PageQuery, UserDetails};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(create, list)).routes(routes!(get, change))
}

/// Further fields of a new business owner.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[schema(examples(json!({"profile": {"business_name": "Corner Shop"}})))]
struct NewBusiness {
    /// Its business profile.
    #[serde(default)]
    #[garde(dive)]
    profile: Option<ProfileChange>,
}

/// A new business owner with its profile.
type NewBusinessOwner = Both<NewUser, NewBusiness>;

/// Creates a business owner of a reseller, without credits; that reseller, or admins.
#[utoipa::path(
    post, path = "/v1/resellers/{id}/business-owners", tag = "resellers", request_body = NewBusinessOwner,
    security(("bearer" = ["admin"])),
    params(("id" = UserId, Path), IdempotencyKey),
    responses(
        (status = 201, description = "The new business owner", body = UserDetails),
        (status = 403, description = "`forbidden`: neither a reseller nor an admin; `insufficient_scope`"),
        (status = 404, description = "`not_found`: no such reseller, or not you"),
        (status = 409, description = "`username_taken`, `email_taken`, `mobile_taken`, `reseller_suspended`"),
        (status = 503, description = "`encryption_not_configured`: bank details can't be stored; `busy`: too many passwords are being hashed; `unavailable`"),
    )
)]
async fn create(
    State(app): State<App>,
    OfReseller { reseller, by }: OfReseller,
    Acting(actor): Acting,
    request: Idempotent<NewBusinessOwner>,
) -> Result<Response, EarlyResponse> {
    let id = UserId::new();
    if by.role != Role::Admin {
        accounts::check_choice(&request.body.0.username).map_err(not_signed_up)?;
    }
    let requester = Requester::new(actor.address, by.id.to_string());
    let hash = hash(&app, &requester, id, &request.body.0).await?;
    let (mut work, Both(new, business)) = request.begin(&app, Principal::User(by.id)).await?;
    let (place, now) = (RoleAssignment::business_owner(reseller), app.clock.now());
    let made = match hash {
        Ok(hash) => accounts::open_account(&mut work.tx, &actor, (id, &hash), &new, place, now).await,
        Err(taken) => Err(taken),
    };
    let user = match made {
        Ok(user) => user,
        Err(error) => return Err(work.abort(not_signed_up(error)).await),
    };
    let profile = match &business.profile {
        None => None,
        Some(told) => match accounts::change_profile(&app, &mut work.tx, &actor, id, told, now).await {
            Ok(profile) => Some(profile),
            Err(error) => return Err(work.abort(not_changed(error)).await),
        },
    };
    let sending = accounts::sending(&app, work.tx.conn(), id).await?;
    work.created(&UserDetails { user, profile, completion_limit: None, sending, quotas: Default::default() }).await
}

/// Filters of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct BusinessOwnerQuery {
    /// Only this status.
    status: Option<UserStatus>,
    /// Only those with this text in name, e-mail address or number.
    q: Option<String>,
}

/// Lists a reseller's business owners, newest first, without profiles; that reseller, or admins.
#[utoipa::path(get, path = "/v1/resellers/{id}/business-owners", tag = "resellers",
    params(("id" = UserId, Path), BusinessOwnerQuery, PageQuery), security(("bearer" = ["admin"])), responses(
    (status = 200, description = "A page of business owners", body = Page<User>),
    (status = 400, description = "`invalid_cursor`"),
    (status = 403, description = "`forbidden`: neither a reseller nor an admin; `insufficient_scope`"),
    (status = 404, description = "`not_found`: no such reseller, or not you"),
))]
async fn list(
    State(app): State<App>,
    OfReseller { reseller, by }: OfReseller,
    Query(query): Query<BusinessOwnerQuery>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<User>>, Problem> {
    let request = page.request(format!("business-owners {reseller} {query:?}"))?;
    let filter = Filter { role: None, status: query.status, parent: Some(reseller), text: query.q };
    Ok(Json(accounts::list(&mut *app.db.listing(by.id.uuid()).await?, &filter, &request).await?.into()))
}

/// Returns a business owner of a reseller; that reseller, or admins.
#[utoipa::path(get, path = "/v1/resellers/{id}/business-owners/{user_id}", tag = "resellers",
    params(("id" = UserId, Path), ("user_id" = UserId, Path)), security(("bearer" = ["admin"])), responses(
    (status = 200, description = "The business owner", body = UserDetails),
    (status = 403, description = "`forbidden`: neither a reseller nor an admin; `insufficient_scope`"),
    (status = 404, description = "`not_found`: no such business owner, or not yours"),
))]
async fn get(
    State(app): State<App>,
    OfReseller { reseller, .. }: OfReseller,
    IdPath((_, id)): IdPath<(UserId, UserId)>,
) -> Result<Json<UserDetails>, Problem> {
    let user = accounts::get(app.db.pool(), id).await?;
    let owner = user.filter(|user| user.role == Role::BusinessOwner && user.parent_id == Some(reseller));
    Ok(Json(UserDetails::of(&app, owner.ok_or_else(Problem::not_found)?).await?))
}

/// Updates a business owner of a reseller; that reseller, or admins.
///
/// Suspension blocks all access and cancels waiting jobs. With sends stopped, new ones are refused and waiting ones are
/// held.
#[utoipa::path(patch, path = "/v1/resellers/{id}/business-owners/{user_id}", tag = "resellers", request_body = BusinessOwnerChange,
    params(("id" = UserId, Path), ("user_id" = UserId, Path)), security(("bearer" = ["admin"])), responses(
    (status = 200, description = "The business owner", body = UserDetails),
    (status = 403, description = "`forbidden`: neither a reseller nor an admin; `external_sending_not_allowed`: the reseller may not send externally; `insufficient_scope`"),
    (status = 404, description = "`not_found`: no such business owner, or not yours"),
    (status = 409, description = "`suspended_by_admin`, `sending_stopped_by_admin` or `reseller_suspended`"),
    (status = 503, description = "`encryption_not_configured`: bank details can't be stored; `unavailable`"),
))]
async fn change(
    State(app): State<App>,
    OfReseller { reseller, by }: OfReseller,
    Acting(actor): Acting,
    IdPath((_, id)): IdPath<(UserId, UserId)>,
    ValidJson(change): ValidJson<BusinessOwnerChange>,
) -> Result<Json<UserDetails>, Problem> {
    let (mut tx, now) = (app.db.begin().await?, app.clock.now());
    let by = (&actor, by.role);
    let changed = accounts::change_business_owner(&app, &mut tx, by, (reseller, id), &change, now).await;
    let user = changed.map_err(not_changed)?;
    tx.commit().await?;
    Ok(Json(UserDetails::of(&app, user).await?))
}
