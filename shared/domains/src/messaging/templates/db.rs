use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

use super::model::{NewTemplate, Template, TemplateCategory, TemplateHeader};
use super::placeholders::places;
use crate::db::{Tx, constraint};
use crate::ids::{TemplateId, UserId};
use crate::page::{Page, PageRequest};
use crate::quotas::{self, Quota, QuotaError, QuotaExceeded};

struct Row {
    owner: UserId,
    id: TemplateId,
    name: String,
    language: String,
    category: TemplateCategory,
    header: Option<TemplateHeader>,
    body: String,
    buttons: i16,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl From<Row> for Template {
    fn from(row: Row) -> Self {
        let Row { owner: _, id, name, language, category, header, body, buttons, created_at, updated_at } = row;
        let parameters = places(&body).unwrap_or_default();
        Self { id, name, language, category, header, body, buttons, parameters, created_at, updated_at }
    }
}

/// Why a template was not stored.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// A template of this name and language exists.
    #[error("there is a template of this name and language")]
    Taken,
    /// The owner's quota is reached.
    #[error(transparent)]
    Quota(QuotaExceeded),
    /// A database error.
    #[error(transparent)]
    Database(sqlx::Error),
}

impl From<sqlx::Error> for TemplateError {
    fn from(error: sqlx::Error) -> Self {
        match constraint(&error) {
            Some("message_templates_name") => Self::Taken,
            _ => Self::Database(error),
        }
    }
}

impl From<QuotaError> for TemplateError {
    fn from(error: QuotaError) -> Self {
        match error {
            QuotaError::Exceeded(exceeded) => Self::Quota(exceeded),
            QuotaError::Database(error) => Self::Database(error),
        }
    }
}

/// Stores a template for `owner`.
///
/// # Errors
/// The owner's quota is reached; a template of this name and language exists; database errors.
pub async fn add_template(
    tx: &mut Tx,
    owner: UserId,
    new: &NewTemplate,
    now: DateTime<Utc>,
) -> Result<Template, TemplateError> {
    quotas::reserve(tx, Quota::Templates, &[owner]).await?;
    let row = sqlx::query_as!(
        Row,
        r#"INSERT INTO message_templates (id, owner_id, name, language, category, header, body, buttons, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
        RETURNING owner_id AS "owner: UserId", id AS "id: TemplateId", name, language, category AS "category: TemplateCategory",
            header AS "header: TemplateHeader", body, buttons, created_at, updated_at"#,
        TemplateId::new().uuid(),
        owner.uuid(),
        new.name,
        new.language,
        new.category as TemplateCategory,
        new.header as Option<TemplateHeader>,
        new.body,
        new.buttons,
        now,
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(row.into())
}

/// Replaces a template of `owner`; `None` if there is none. Messages accepted before go out unchanged.
///
/// # Errors
/// Another template has this name and language; database errors.
pub async fn replace_template(
    tx: &mut Tx,
    owner: UserId,
    id: TemplateId,
    new: &NewTemplate,
    now: DateTime<Utc>,
) -> Result<Option<Template>, TemplateError> {
    let row = sqlx::query_as!(
        Row,
        r#"UPDATE message_templates SET name = $3, language = $4, category = $5, header = $6, body = $7, buttons = $8, updated_at = $9
        WHERE id = $1 AND owner_id = $2
        RETURNING owner_id AS "owner: UserId", id AS "id: TemplateId", name, language, category AS "category: TemplateCategory",
            header AS "header: TemplateHeader", body, buttons, created_at, updated_at"#,
        id.uuid(),
        owner.uuid(),
        new.name,
        new.language,
        new.category as TemplateCategory,
        new.header as Option<TemplateHeader>,
        new.body,
        new.buttons,
        now,
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(Into::into))
}

/// Removes a template of `owner`; `None` if there is none.
///
/// # Errors
/// Database errors.
pub async fn remove_template(tx: &mut Tx, owner: UserId, id: TemplateId) -> sqlx::Result<Option<Template>> {
    let row = sqlx::query_as!(
        Row,
        r#"DELETE FROM message_templates WHERE id = $1 AND owner_id = $2
        RETURNING owner_id AS "owner: UserId", id AS "id: TemplateId", name, language, category AS "category: TemplateCategory",
            header AS "header: TemplateHeader", body, buttons, created_at, updated_at"#,
        id.uuid(),
        owner.uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(Into::into))
}

/// Templates of `owner`, newest first.
///
/// # Errors
/// Database errors.
pub async fn templates(
    db: impl PgExecutor<'_>,
    owner: UserId,
    request: &PageRequest<TemplateId>,
) -> sqlx::Result<Page<Template>> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT owner_id AS "owner: UserId", id AS "id: TemplateId", name, language, category AS "category: TemplateCategory",
            header AS "header: TemplateHeader", body, buttons, created_at, updated_at
        FROM message_templates WHERE owner_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3"#,
        owner.uuid(),
        request.after.map(TemplateId::uuid),
        request.rows(),
    )
    .fetch_all(db)
    .await?;
    Ok(request.page(rows.into_iter().map(Template::from).collect(), |template| template.id))
}

/// A template of `owner`.
///
/// # Errors
/// Database errors.
pub async fn template(db: impl PgExecutor<'_>, owner: UserId, id: TemplateId) -> sqlx::Result<Option<Template>> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT owner_id AS "owner: UserId", id AS "id: TemplateId", name, language, category AS "category: TemplateCategory",
            header AS "header: TemplateHeader", body, buttons, created_at, updated_at
        FROM message_templates WHERE id = $1 AND owner_id = $2"#,
        id.uuid(),
        owner.uuid(),
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(Into::into))
}

/// The templates with these owners and names, in all languages.
pub(in crate::messaging) async fn named(
    db: impl PgExecutor<'_>,
    names: &[(UserId, String)],
) -> sqlx::Result<Vec<(UserId, Template)>> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT owner_id AS "owner: UserId", id AS "id: TemplateId", name, language, category AS "category: TemplateCategory",
            header AS "header: TemplateHeader", body, buttons, created_at, updated_at
        FROM message_templates JOIN UNNEST($1::uuid[], $2::text[]) AS asked (owner_id, name) USING (owner_id, name)"#,
        &names.iter().map(|(owner, _)| owner.uuid()).collect::<Vec<_>>(),
        &names.iter().map(|(_, name)| name.clone()).collect::<Vec<_>>(),
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.owner, row.into())).collect())
}
