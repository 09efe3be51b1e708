//! Grants of templates of the platform's shared number. Its templates belong to the platform: an own template of the
//! same name gives no right to it.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use garde::Validate;
use serde::{Deserialize, Serialize};
use sqlx::PgExecutor;
use utoipa::ToSchema;

use super::model::{is_language, is_name};
use crate::accounts::UserRef;
use crate::db::{Tx, constraint};
use crate::ids::{TemplateGrantId, UserId};
use crate::page::{Page, PageRequest};

/// Maximum grants of one account.
const MAX_GRANTS: i64 = 200;

/// A template of the shared number that an account may send.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TemplateGrant {
    /// Its id.
    pub id: TemplateGrantId,
    /// The account.
    pub user: UserRef,
    /// The template's name at the provider.
    #[schema(examples("delivery_note"))]
    pub name: String,
    /// The language; null for all.
    pub language: Option<String>,
    /// Time of the grant.
    pub created_at: DateTime<Utc>,
}

/// A template to grant.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"user": "alice", "name": "delivery_note"})))]
pub struct NewTemplateGrant {
    /// The account, by id or name.
    #[garde(length(min = 1, max = 128))]
    pub user: String,
    /// The template's name at the provider: small letters, digits and underscores.
    #[garde(length(min = 1, max = 512), custom(is_name))]
    pub name: String,
    /// Only in this language; all if omitted.
    #[serde(default)]
    #[garde(inner(custom(is_language)))]
    pub language: Option<String>,
}

/// Why a template was not granted.
#[derive(Debug, thiserror::Error)]
pub enum GrantError {
    /// The grant exists already.
    #[error("it is granted already")]
    Exists,
    /// The account's limit of grants is reached.
    #[error("the account has {MAX_GRANTS} grants")]
    TooMany,
    /// A database error.
    #[error(transparent)]
    Database(sqlx::Error),
}

impl From<sqlx::Error> for GrantError {
    fn from(error: sqlx::Error) -> Self {
        match constraint(&error) {
            Some("template_grants_once") => Self::Exists,
            _ => Self::Database(error),
        }
    }
}

/// Grants an account a template of the shared number.
///
/// # Errors
/// The grant exists; the account has too many grants; database errors.
pub async fn grant_template(
    tx: &mut Tx,
    user: UserRef,
    new: &NewTemplateGrant,
    now: DateTime<Utc>,
) -> Result<TemplateGrant, GrantError> {
    // One grant at a time per account: concurrent ones would all pass the limit.
    let known = sqlx::query_scalar!(
        r#"WITH user_row AS MATERIALIZED (SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE)
        SELECT count(grants.id) AS "count!" FROM user_row LEFT JOIN template_grants grants ON grants.user_id = user_row.id"#,
        user.id.uuid(),
    )
    .fetch_one(tx.conn())
    .await?;
    if known >= MAX_GRANTS {
        return Err(GrantError::TooMany);
    }
    let id = TemplateGrantId::new();
    sqlx::query!(
        "INSERT INTO template_grants (id, user_id, name, language, created_at) VALUES ($1, $2, $3, $4, $5)",
        id.uuid(),
        user.id.uuid(),
        new.name,
        new.language,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(TemplateGrant { id, user, name: new.name.clone(), language: new.language.clone(), created_at: now })
}

struct Row {
    id: TemplateGrantId,
    user_id: UserId,
    username: String,
    name: String,
    language: Option<String>,
    created_at: DateTime<Utc>,
}

impl From<Row> for TemplateGrant {
    fn from(row: Row) -> Self {
        let Row { id, user_id, username, name, language, created_at } = row;
        Self { id, user: UserRef { id: user_id, username }, name, language, created_at }
    }
}

/// Revokes a grant; `None` if there is none.
///
/// # Errors
/// Database errors.
pub async fn revoke_template_grant(tx: &mut Tx, id: TemplateGrantId) -> sqlx::Result<Option<TemplateGrant>> {
    let row = sqlx::query_as!(
        Row,
        r#"DELETE FROM template_grants g USING users u WHERE g.id = $1 AND u.id = g.user_id
        RETURNING g.id AS "id: TemplateGrantId", u.id AS "user_id: UserId", u.username, g.name, g.language, g.created_at"#,
        id.uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(Into::into))
}

/// Grants of an account or, without one, of all; newest first.
///
/// # Errors
/// Database errors.
pub async fn template_grants(
    db: impl PgExecutor<'_>,
    user: Option<UserId>,
    request: &PageRequest<TemplateGrantId>,
) -> sqlx::Result<Page<TemplateGrant>> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT g.id AS "id: TemplateGrantId", u.id AS "user_id: UserId", u.username, g.name, g.language, g.created_at
        FROM template_grants g JOIN users u ON u.id = g.user_id
        WHERE ($1::uuid IS NULL OR g.user_id = $1) AND ($2::uuid IS NULL OR g.id < $2)
        ORDER BY g.id DESC LIMIT $3"#,
        user.map(UserId::uuid),
        request.after.map(TemplateGrantId::uuid),
        request.rows(),
    )
    .fetch_all(db)
    .await?;
    Ok(request.page(rows.into_iter().map(TemplateGrant::from).collect(), |grant| grant.id))
}

/// Templates granted to accounts.
#[derive(Debug, Default)]
pub(in crate::messaging) struct Granted(BTreeSet<(UserId, String, Option<String>)>);

impl Granted {
    /// Grants for the given accounts and template names.
    pub async fn of(db: impl PgExecutor<'_>, wanted: &[(UserId, String)]) -> sqlx::Result<Self> {
        let rows = sqlx::query!(
            r#"SELECT user_id AS "user: UserId", name, language
            FROM template_grants JOIN UNNEST($1::uuid[], $2::text[]) AS asked (user_id, name) USING (user_id, name)"#,
            &wanted.iter().map(|(user, _)| user.uuid()).collect::<Vec<_>>(),
            &wanted.iter().map(|(_, name)| name.clone()).collect::<Vec<_>>(),
        )
        .fetch_all(db)
        .await?;
        Ok(Self(rows.into_iter().map(|row| (row.user, row.name, row.language)).collect()))
    }

    /// Whether a template is granted in a language.
    pub fn covers(&self, user: UserId, name: &str, language: &str) -> bool {
        [None, Some(language.to_owned())]
            .into_iter()
            .any(|language| self.0.contains(&(user, name.to_owned(), language)))
    }
}
