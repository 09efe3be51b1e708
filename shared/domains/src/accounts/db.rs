use std::collections::{BTreeSet, HashMap};

use sqlx::{PgConnection, PgExecutor};

use super::{Role, User, UserRef, UserStatus};
use crate::ids::UserId;
use crate::page::{Chosen, LOOKED_AT, Looked, Page, PageRequest};

/// Filter for users.
#[derive(Debug, Default)]
pub struct Filter {
    /// Only users in this role.
    pub role: Option<Role>,
    /// Only users in this status.
    pub status: Option<UserStatus>,
    /// Only business owners of this reseller.
    pub parent: Option<UserId>,
    /// Only users with this text in name, e-mail address or number; case-insensitive.
    pub text: Option<String>,
}

/// Users, newest first.
///
/// # Errors
/// Database errors.
pub async fn list(db: &mut PgConnection, filter: &Filter, request: &PageRequest<UserId>) -> sqlx::Result<Page<User>> {
    let Chosen { positions, next_cursor } = request.choose(page_of(db, filter, request).await?);
    let data = sqlx::query_as!(
        User,
        r#"SELECT id AS "id: UserId", username, email, mobile, first_name, last_name, role AS "role: Role",
            parent_id AS "parent_id: UserId", status AS "status: UserStatus", created_at
        FROM users WHERE id = ANY($1) ORDER BY id DESC"#,
        &positions as &[UserId],
    )
    .fetch_all(db)
    .await?;
    Ok(Page { data, next_cursor })
}

/// Users of a reseller and users in a role have an index each; the most selective is read.
async fn page_of(
    db: &mut PgConnection,
    filter: &Filter,
    request: &PageRequest<UserId>,
) -> sqlx::Result<Vec<Looked<UserId>>> {
    // Names are stored cleaned. The text has no wildcards.
    let text = filter.text.as_deref().map(super::clean_name);
    let role = filter.role.filter(|_| filter.parent.is_none());
    sqlx::query_as!(
        Looked,
        r#"SELECT id AS "position!: UserId", matches AS "matches!", is_last AS "is_last!" FROM (
            (SELECT id, matches, is_last FROM (
                SELECT id, ($5::text IS NULL OR role = $5) AND ($6::text IS NULL OR status = $6)
                        AND ($7::text IS NULL OR strpos(lower(
                            concat_ws(' ', username, email, mobile, first_name, last_name)), lower($7)) > 0) AS matches,
                    row_number() OVER (ORDER BY id DESC) = $8 AS is_last
                FROM (
                    SELECT id, role, status, username, email, mobile, first_name, last_name FROM users
                    WHERE parent_id = $1 AND id < $4 ORDER BY id DESC LIMIT $8) AS newest) AS owned
             WHERE matches OR is_last ORDER BY id DESC LIMIT $9)
            UNION ALL
            (SELECT id, matches, is_last FROM (
                SELECT id, ($5::text IS NULL OR role = $5) AND ($6::text IS NULL OR status = $6)
                        AND ($7::text IS NULL OR strpos(lower(
                            concat_ws(' ', username, email, mobile, first_name, last_name)), lower($7)) > 0) AS matches,
                    row_number() OVER (ORDER BY id DESC) = $8 AS is_last
                FROM (
                    SELECT id, role, status, username, email, mobile, first_name, last_name FROM users
                    WHERE role = $2 AND id < $4 ORDER BY id DESC LIMIT $8) AS newest) AS alike
             WHERE matches OR is_last ORDER BY id DESC LIMIT $9)
            UNION ALL
            (SELECT id, matches, is_last FROM (
                SELECT id, ($5::text IS NULL OR role = $5) AND ($6::text IS NULL OR status = $6)
                        AND ($7::text IS NULL OR strpos(lower(
                            concat_ws(' ', username, email, mobile, first_name, last_name)), lower($7)) > 0) AS matches,
                    row_number() OVER (ORDER BY id DESC) = $8 AS is_last
                FROM (
                    SELECT id, role, status, username, email, mobile, first_name, last_name FROM users
                    WHERE $3 AND id < $4 ORDER BY id DESC LIMIT $8) AS newest) AS anybody
             WHERE matches OR is_last ORDER BY id DESC LIMIT $9)) AS looked
        ORDER BY id DESC LIMIT $9"#,
        filter.parent.map(UserId::uuid),
        role as Option<Role>,
        filter.parent.is_none() && role.is_none(),
        request.after.unwrap_or(UserId::end_of(None)).uuid(),
        filter.role as Option<Role>,
        filter.status as Option<UserStatus>,
        text,
        LOOKED_AT,
        request.rows(),
    )
    .fetch_all(db)
    .await
}

/// A user and its business owners, if suspended.
///
/// # Errors
/// Database errors.
pub async fn suspended_with(db: impl PgExecutor<'_>, id: UserId) -> sqlx::Result<Vec<UserId>> {
    sqlx::query_scalar!(
        r#"SELECT id AS "id: UserId" FROM users WHERE (id = $1 OR parent_id = $1) AND status = 'suspended' ORDER BY id"#,
        id.uuid(),
    )
    .fetch_all(db)
    .await
}

/// A user.
///
/// # Errors
/// Database errors.
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

/// The user of a name, case-insensitive.
///
/// # Errors
/// Database errors.
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
/// Database errors.
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

/// Whether a user exists whose lower-case name is none of these.
///
/// # Errors
/// Database errors.
pub async fn is_there_another(db: impl PgExecutor<'_>, usernames: &[String]) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM users WHERE lower(username) <> ALL($1)) AS "exists!""#,
        usernames,
    )
    .fetch_one(db)
    .await
}

/// The users behind ids or names, in the requested order.
///
/// # Errors
/// Database errors.
pub async fn resolve(db: impl PgExecutor<'_>, names: &[String]) -> sqlx::Result<Vec<Option<UserRef>>> {
    let ids: Vec<Option<UserId>> = names.iter().map(|name| name.parse().ok()).collect();
    let distinct_ids: BTreeSet<_> = ids.iter().flatten().copied().collect();
    let unknown = names.iter().zip(&ids).filter(|(_, id)| id.is_none());
    let distinct_names: BTreeSet<_> = unknown.map(|(name, _)| name.to_ascii_lowercase()).collect();
    // Looked up one by one, regardless of a new table's statistics.
    let found = sqlx::query_as!(
        UserRef,
        r#"SELECT id AS "id!: UserId", username AS "username!" FROM UNNEST($1::uuid[]) AS asked (asked_id)
        CROSS JOIN LATERAL (SELECT id, username FROM users WHERE id = asked_id LIMIT 1) AS by_id
        UNION ALL
        SELECT id, username FROM UNNEST($2::text[]) AS asked (name)
        CROSS JOIN LATERAL (SELECT id, username FROM users WHERE lower(username) = name LIMIT 1) AS by_name"#,
        &distinct_ids.into_iter().collect::<Vec<_>>() as &[UserId],
        &distinct_names.into_iter().collect::<Vec<_>>(),
    )
    .fetch_all(db)
    .await?;
    let by_id: HashMap<_, _> = found.iter().map(|user| (user.id, user)).collect();
    let by_name: HashMap<_, _> = found.iter().map(|user| (user.username.to_ascii_lowercase(), user)).collect();
    let of = |(name, id): (&String, &Option<UserId>)| match id {
        Some(id) => by_id.get(id),
        None => by_name.get(&name.to_ascii_lowercase()),
    };
    Ok(names.iter().zip(&ids).map(|asked| of(asked).map(|user| UserRef::clone(user))).collect())
}

/// The ids among these that are business owners of a reseller.
///
/// # Errors
/// Database errors.
pub async fn business_owners(
    db: impl PgExecutor<'_>,
    reseller: UserId,
    ids: &[UserId],
) -> sqlx::Result<Vec<(UserId, UserStatus)>> {
    let rows = sqlx::query!(
        r#"SELECT id AS "id: UserId", status AS "status: UserStatus" FROM users WHERE parent_id = $1 AND id = ANY($2)"#,
        reseller.uuid(),
        ids as &[UserId],
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.status)).collect())
}

/// All users in a role.
///
/// # Errors
/// Database errors.
pub async fn in_role(db: impl PgExecutor<'_>, role: Role) -> sqlx::Result<Vec<UserId>> {
    sqlx::query_scalar!(r#"SELECT id AS "id: UserId" FROM users WHERE role = $1"#, role as Role).fetch_all(db).await
}

/// All admins.
///
/// # Errors
/// Database errors.
pub async fn admins(db: impl PgExecutor<'_>) -> sqlx::Result<Vec<UserId>> {
    sqlx::query_scalar!(
        r#"SELECT id AS "id: UserId" FROM users WHERE role = $1 AND status = $2"#,
        Role::Admin as Role,
        UserStatus::Active as UserStatus,
    )
    .fetch_all(db)
    .await
}
