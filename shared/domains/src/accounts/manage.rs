//! Changes to other users, by admins and resellers.

use chrono::{DateTime, Utc};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::lock::{SuspendedBy, lock};
use super::model::{check_e164, check_email, given};
use super::names::PersonName;
use super::profile::{ProfileChange, change_profile};
use super::sending::{SendingChange, change_sending};
use super::suspend::set_status;
use super::{Authority, ChangeError, Role, RoleAssignment, SignupError, User, UserStatus, phones, signup};
use crate::app::App;
use crate::audit::{self, Actor, AuditEntry};
use crate::db::Tx;
use crate::ids::UserId;
use crate::quotas::Overrides;

/// An admin's change to a user. Absent fields stay; null removes.
#[derive(Debug, Clone, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"status": "suspended"})))]
pub struct UserChange {
    /// Suspends it, with a reseller's business owners, or reactivates it.
    #[garde(skip)]
    #[serde(default)]
    pub status: Option<UserStatus>,
    /// Its new role.
    #[garde(skip)]
    #[serde(default)]
    pub role: Option<Role>,
    /// Its reseller, if it becomes a business owner.
    #[garde(skip)]
    #[serde(default)]
    pub parent_id: Option<UserId>,
    /// Completions per day, regardless of its tier; null: the tier's limit. Enforced by the caller of [`change_user`].
    #[garde(inner(inner(range(min = 0, max = 1_000_000))))]
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 1_000_000)]
    pub completion_limit: Option<Option<i32>>,
    /// Whether it may send outside the platform, regardless of a verified phone number.
    #[garde(skip)]
    #[serde(default)]
    pub external_sending: Option<bool>,
    /// External messages per UTC day; null: the platform's default.
    #[garde(inner(inner(range(min = 0, max = 100_000_000))))]
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 100_000_000)]
    pub external_daily_limit: Option<Option<i32>>,
    /// Stops its sends and holds pending ones; or resumes them.
    #[garde(skip)]
    #[serde(default)]
    pub sending_stopped: Option<bool>,
    /// Why its sends are stopped; visible to the account. At most 500 characters.
    #[garde(inner(length(chars, min = 1, max = 500)), custom(reason_of(self.sending_stopped)))]
    #[serde(default)]
    pub reason: Option<String>,
    /// Overrides of its role's default quotas, by the names of `GET /v1/quotas`; null: the default. Applied by the
    /// caller of [`change_user`].
    #[garde(custom(check_quotas))]
    #[serde(default)]
    #[schema(value_type = Option<std::collections::HashMap<String, Option<i64>>>, examples(json!({"api_keys": 100})))]
    pub quotas: Overrides,
    /// E-mail address.
    #[garde(inner(inner(length(max = 254), custom(check_email))))]
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub email: Option<Option<String>>,
    /// Mobile number in E.164.
    #[garde(inner(inner(custom(check_e164))))]
    #[serde(default, deserialize_with = "phones::read_change")]
    #[schema(value_type = Option<String>)]
    pub mobile: Option<Option<String>>,
    /// First name.
    #[garde(dive)]
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub first_name: Option<Option<PersonName>>,
    /// Last name.
    #[garde(dive)]
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub last_name: Option<Option<PersonName>>,
}

fn check_quotas(quotas: &Overrides, (): &()) -> garde::Result {
    for (quota, amount) in quotas {
        let most = quota.describe().most;
        if amount.is_some_and(|amount| !(0..=most).contains(&amount)) {
            return Err(garde::Error::new(format!("{quota} must be from 0 to {most}")));
        }
    }
    Ok(())
}

/// A reseller's change to its business owner. Absent fields stay.
#[derive(Debug, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"status": "suspended"})))]
pub struct BusinessOwnerChange {
    /// Suspends it, or reactivates it.
    #[garde(skip)]
    #[serde(default)]
    pub status: Option<UserStatus>,
    /// Whether it may send outside the platform, regardless of a verified phone number.
    #[garde(skip)]
    #[serde(default)]
    pub external_sending: Option<bool>,
    /// Stops its sends and holds pending ones; or resumes them.
    #[garde(skip)]
    #[serde(default)]
    pub sending_stopped: Option<bool>,
    /// Why its sends are stopped; visible to the account. At most 500 characters.
    #[garde(inner(length(chars, min = 1, max = 500)), custom(reason_of(self.sending_stopped)))]
    #[serde(default)]
    pub reason: Option<String>,
    /// Its business profile.
    #[garde(dive)]
    #[serde(default)]
    pub profile: Option<ProfileChange>,
}

/// A reason is allowed only when sends are stopped.
fn reason_of(stopped: Option<bool>) -> impl FnOnce(&Option<String>, &()) -> garde::Result {
    move |reason, ()| match reason {
        Some(_) if stopped != Some(true) => Err(garde::Error::new("is only possible with sending_stopped: true")),
        _ => Ok(()),
    }
}

/// Changes a user for the admin `by`.
///
/// # Errors
/// Why the change is not allowed; database errors.
pub async fn change_user(
    app: &App,
    tx: &mut Tx,
    (actor, by): (&Actor, UserId),
    id: UserId,
    change: &UserChange,
    now: DateTime<Utc>,
) -> Result<User, ChangeError> {
    let takes_power = change.role.is_some_and(|role| role != Role::Admin);
    if change.status == Some(UserStatus::Suspended) || takes_power {
        keep_an_admin(tx, by, id).await?;
    }
    if let (Some(Role::BusinessOwner), Some(parent)) = (change.role, change.parent_id) {
        // Before the user itself: see `lock`.
        RoleAssignment::business_owner(parent).check(tx).await?;
    }
    let mut locked = lock(tx, id).await?;
    let place = new_place(tx, &locked.user, change).await?;
    let changed = write(tx, &locked.user, change, place).await?;
    let before = std::mem::replace(&mut locked.user, changed);
    let deed = AuditEntry::new("user.changed", id, id).changed(&before, &locked.user);
    if deed.before != deed.after {
        audit::record(tx, actor, &[deed], now).await?;
    }
    let sending = SendingChange {
        external: change.external_sending,
        daily_limit: change.external_daily_limit,
        stopped: change.sending_stopped,
        reason: change.reason.as_deref(),
    };
    change_sending(app, tx, (actor, Authority::Admin), &locked, &sending, now).await?;
    if let Some(status) = change.status {
        set_status(app, tx, (actor, SuspendedBy::Admin), &locked, status, now).await?;
        locked.user.status = status;
    }
    Ok(locked.user)
}

/// Keeps at least one admin: the caller can't change itself, and must still be an active admin.
async fn keep_an_admin(tx: &mut Tx, by: UserId, id: UserId) -> Result<(), ChangeError> {
    if by == id {
        return Err(ChangeError::Yourself);
    }
    let admins = sqlx::query_scalar!(
        r#"SELECT id AS "id: UserId" FROM users WHERE role = 'admin' AND status = 'active' ORDER BY id FOR NO KEY UPDATE"#
    )
    .fetch_all(tx.conn())
    .await?;
    if admins.contains(&by) { Ok(()) } else { Err(ChangeError::NotAdmin) }
}

/// A user's role assignment after a change.
async fn new_place(tx: &mut Tx, user: &User, change: &UserChange) -> Result<RoleAssignment, ChangeError> {
    let now = RoleAssignment { role: user.role, parent_id: user.parent_id };
    let stays = change.role.is_none_or(|role| role == user.role);
    let misplaced = |why| Err(SignupError::InvalidParent(why).into());
    match (change.role, change.parent_id) {
        (_, parent) if stays && parent.is_none_or(|parent| Some(parent) == user.parent_id) => Ok(now),
        _ if stays => misplaced("it can't be changed"),
        (Some(Role::BusinessOwner), Some(parent)) if parent == user.id => misplaced("nobody is its own reseller"),
        (role, parent_id) => {
            let children = sqlx::query_scalar!(
                r#"SELECT EXISTS (SELECT FROM users WHERE parent_id = $1) AS "exists!""#,
                user.id.uuid()
            );
            if user.role == Role::Reseller && children.fetch_one(tx.conn()).await? {
                return Err(ChangeError::HasBusinessOwners);
            }
            let place = RoleAssignment { role: role.unwrap_or(user.role), parent_id };
            place.check(tx).await?;
            Ok(place)
        }
    }
}

async fn write(tx: &mut Tx, user: &User, change: &UserChange, place: RoleAssignment) -> Result<User, ChangeError> {
    let new = |given: &Option<Option<String>>, known: &Option<String>| given.clone().unwrap_or_else(|| known.clone());
    let name = |given: &Option<Option<PersonName>>, known: &Option<String>| match given {
        Some(given) => given.as_deref().map(str::to_owned),
        None => known.clone(),
    };
    let changed = User {
        email: new(&change.email, &user.email),
        mobile: new(&change.mobile, &user.mobile),
        first_name: name(&change.first_name, &user.first_name),
        last_name: name(&change.last_name, &user.last_name),
        role: place.role,
        parent_id: place.parent_id,
        ..user.clone()
    };
    sqlx::query!(
        "UPDATE users SET email = $2, mobile = $3,
            mobile_verified_at = CASE WHEN mobile IS NOT DISTINCT FROM $3 THEN mobile_verified_at END, first_name = $4, last_name = $5, role = $6, parent_id = $7 WHERE id = $1",
        user.id.uuid(),
        changed.email,
        changed.mobile,
        changed.first_name,
        changed.last_name,
        changed.role as Role,
        changed.parent_id.map(UserId::uuid),
    )
    .execute(tx.conn())
    .await
    .map_err(signup::taken)?;
    Ok(changed)
}

/// Changes a business owner of `reseller`, on behalf of that reseller or of an admin (`role`).
///
/// # Errors
/// Not one of this reseller's; why the change is not allowed; no key to seal bank details with; database errors.
pub async fn change_business_owner(
    app: &App,
    tx: &mut Tx,
    (actor, role): (&Actor, Role),
    (reseller, id): (UserId, UserId),
    change: &BusinessOwnerChange,
    now: DateTime<Utc>,
) -> Result<User, ChangeError> {
    let mut locked = lock(tx, id).await?;
    if locked.user.parent_id != Some(reseller) {
        return Err(ChangeError::NotFound);
    }
    if let Some(change) = &change.profile {
        change_profile(app, tx, actor, id, change, now).await?;
    }
    let sending = SendingChange {
        external: change.external_sending,
        daily_limit: None,
        stopped: change.sending_stopped,
        reason: change.reason.as_deref(),
    };
    let authority = if role == Role::Admin { Authority::Admin } else { Authority::Reseller };
    change_sending(app, tx, (actor, authority), &locked, &sending, now).await?;
    if let Some(status) = change.status {
        let by = if role == Role::Admin { SuspendedBy::Admin } else { SuspendedBy::Reseller };
        set_status(app, tx, (actor, by), &locked, status, now).await?;
        locked.user.status = status;
    }
    Ok(locked.user)
}
