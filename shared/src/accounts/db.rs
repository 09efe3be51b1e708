use sqlx::PgExecutor;

use super::{Role, User, UserRef, UserStatus};
use crate::ids::UserId;

/// A user.
///
/// # Errors
/// The database.
pub async fn get(db: impl PgExecutor<'_>, id: UserId) -> sqlx::Result<Option<User>> {
    sqlx::query_as!(
        User,
        r#"SELECT id AS "id: UserId", username, email, mobile, first_name, last_name, role AS "role: Role",
            parent_id AS "parent_id: UserId", status AS "status: UserStatus", created_at
        FROM users WHERE id = $1"#,
        id.uuid(),
    )
    .fetch_optional(db)
    .await
}

/// The user of a name, whatever its case.
///
/// # Errors
/// The database.
pub async fn find(db: impl PgExecutor<'_>, username: &str) -> sqlx::Result<Option<User>> {
    sqlx::query_as!(
        User,
        r#"SELECT id AS "id: UserId", username, email, mobile, first_name, last_name, role AS "role: Role",
            parent_id AS "parent_id: UserId", status AS "status: UserStatus", created_at
        FROM users WHERE lower(username) = lower($1)"#,
        username,
    )
    .fetch_optional(db)
    .await
}

/// The user of a mobile number.
///
/// # Errors
/// The database.
pub async fn find_by_mobile(db: impl PgExecutor<'_>, mobile: &str) -> sqlx::Result<Option<User>> {
    sqlx::query_as!(
        User,
        r#"SELECT id AS "id: UserId", username, email, mobile, first_name, last_name, role AS "role: Role",
            parent_id AS "parent_id: UserId", status AS "status: UserStatus", created_at
        FROM users WHERE mobile = $1"#,
        mobile,
    )
    .fetch_optional(db)
    .await
}

/// Whether there is a user whose name, in lower case, is none of these.
///
/// # Errors
/// The database.
pub async fn is_there_another(db: impl PgExecutor<'_>, usernames: &[String]) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM users WHERE lower(username) <> ALL($1)) AS "exists!""#,
        usernames,
    )
    .fetch_one(db)
    .await
}

/// The users behind ids or names, in the order asked for.
///
/// # Errors
/// The database.
pub async fn resolve(db: impl PgExecutor<'_>, names: &[String]) -> sqlx::Result<Vec<Option<UserRef>>> {
    let ids: Vec<_> = names.iter().map(|name| name.parse().map_or_else(|_| uuid::Uuid::nil(), UserId::uuid)).collect();
    let found = sqlx::query_as!(
        UserRef,
        r#"SELECT id AS "id: UserId", username FROM users
        WHERE id = ANY($1) OR lower(username) = ANY(SELECT lower(name) FROM UNNEST($2::text[]) AS asked (name))"#,
        &ids,
        names,
    )
    .fetch_all(db)
    .await?;
    let is = |user: &UserRef, name: &str| {
        name.parse().is_ok_and(|id: UserId| id == user.id) || user.username.eq_ignore_ascii_case(name)
    };
    Ok(names.iter().map(|name| found.iter().find(|user| is(user, name)).cloned()).collect())
}

/// Those who run the platform.
///
/// # Errors
/// The database.
pub async fn admins(db: impl PgExecutor<'_>) -> sqlx::Result<Vec<UserId>> {
    sqlx::query_scalar!(
        r#"SELECT id AS "id: UserId" FROM users WHERE role = $1 AND status = $2"#,
        Role::Admin as Role,
        UserStatus::Active as UserStatus,
    )
    .fetch_all(db)
    .await
}
