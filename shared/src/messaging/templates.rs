//! Templates: texts with named places, kept for each account.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use garde::Validate;
use serde::{Deserialize, Serialize};
use sqlx::PgExecutor;
use utoipa::ToSchema;

use super::content::{FilledTemplate, MediaKind, UseTemplate};
use crate::db::{Tx, constraint};
use crate::ids::{TemplateId, UserId};
use crate::page::{Page, PageRequest};

/// What a template is for. Providers treat, and bill, them differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum TemplateCategory {
    /// Something that the recipient asked for.
    Utility,
    /// Anything else. Who opted out of marketing gets none of these.
    Marketing,
    /// A code.
    Authentication,
}

/// What stands above a template's body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum TemplateHeader {
    /// A text with one parameter.
    Text,
    /// An image.
    Image,
    /// A video.
    Video,
    /// A document.
    Document,
}

/// A template.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Template {
    /// Its id.
    pub id: TemplateId,
    /// Its name, here and at the provider.
    pub name: String,
    /// Its language.
    pub language: String,
    /// What it is for.
    pub category: TemplateCategory,
    /// What stands above the body and changes with each message.
    pub header: Option<TemplateHeader>,
    /// The text, with places like `{{first_name}}`.
    pub body: String,
    /// How many of its buttons lead to an address that changes with each message.
    pub buttons: i16,
    /// The names of its places, in the provider's order.
    pub parameters: Vec<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// A template to be.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTemplate {
    /// Its name at the provider: small letters, digits and underscores.
    #[garde(length(min = 1, max = 512), custom(is_name))]
    #[schema(examples("delivery_note"))]
    pub name: String,
    /// Its language, like `en` or `en_US`.
    #[garde(custom(is_language))]
    #[schema(examples("en_US"))]
    pub language: String,
    /// What it is for.
    #[serde(default = "utility")]
    #[garde(skip)]
    pub category: TemplateCategory,
    /// What stands above the body and changes with each message.
    #[serde(default)]
    #[garde(skip)]
    pub header: Option<TemplateHeader>,
    /// The text, at most 1024 characters, with places like `{{first_name}}`.
    #[garde(length(chars, min = 1, max = 1024), custom(is_body))]
    #[schema(examples("Hello {{first_name}}, your parcel {{parcel}} is on its way."))]
    pub body: String,
    /// How many of its buttons lead to an address that changes with each message.
    #[serde(default)]
    #[garde(range(min = 0, max = 10))]
    pub buttons: i16,
}

fn utility() -> TemplateCategory {
    TemplateCategory::Utility
}

fn is_name(name: &str, (): &()) -> garde::Result {
    let fits = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    if fits { Ok(()) } else { Err(garde::Error::new("must be small letters, digits and underscores")) }
}

fn is_language(language: &str, (): &()) -> garde::Result {
    let (code, region) = language.split_once('_').unwrap_or((language, "XX"));
    let fits = (2..=3).contains(&code.len())
        && code.bytes().all(|byte| byte.is_ascii_lowercase())
        && (2..=4).contains(&region.len())
        && region.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if fits { Ok(()) } else { Err(garde::Error::new("must be a language like en or en_US")) }
}

fn is_body(body: &str, (): &()) -> garde::Result {
    if body.trim().is_empty() || body.contains('\0') {
        return Err(garde::Error::new("must have some text and no NUL"));
    }
    places(body).map(|_| ()).map_err(garde::Error::new)
}

/// The parts of a body: texts, and the names of the places after them.
fn parts(body: &str) -> Result<Vec<(&str, Option<&str>)>, &'static str> {
    let (mut parts, mut rest) = (Vec::new(), body);
    while let Some((text, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}").ok_or("a place that begins with {{ must end with }}")?;
        let name = name.trim();
        let fits = name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        if !fits || name.len() > 64 {
            return Err("a place's name must be small letters, digits and underscores, like {{first_name}}");
        }
        parts.push((text, Some(name)));
        rest = after;
    }
    parts.push((rest, None));
    Ok(parts)
}

/// The names of a body's places, each once, in the order in which they first occur.
fn places(body: &str) -> Result<Vec<String>, &'static str> {
    let mut names: Vec<String> = Vec::new();
    for (_, name) in parts(body)? {
        if let Some(name) = name
            && !names.iter().any(|known| known == name)
        {
            names.push(name.to_owned());
        }
    }
    Ok(names)
}

/// Why a template can't be used so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misuse {
    /// Where, in the request.
    pub field: String,
    /// What is wrong.
    pub message: String,
}

impl Template {
    /// The template with what stands in its places, and the text that its recipient reads.
    ///
    /// # Errors
    /// Parameters that are missing or that it does not have.
    pub fn fill(&self, with: &UseTemplate) -> Result<(FilledTemplate, String), Vec<Misuse>> {
        let misuse =
            |field: String, message: &str| Misuse { field: format!("template.{field}"), message: message.into() };
        let mut wrong = Vec::new();
        for name in self.parameters.iter().filter(|name| !with.parameters.contains_key(*name)) {
            wrong.push(misuse(format!("parameters.{name}"), "is missing"));
        }
        for name in with.parameters.keys().filter(|name| !self.parameters.contains(name)) {
            wrong.push(misuse(format!("parameters.{name}"), "is not a parameter of this template"));
        }
        let kind = with.header_media.as_ref().map(|media| media.kind);
        let header_fits = match self.header {
            None => kind.is_none() && with.header_text.is_none(),
            Some(TemplateHeader::Text) => kind.is_none() && with.header_text.is_some(),
            Some(TemplateHeader::Image) => kind == Some(MediaKind::Image) && with.header_text.is_none(),
            Some(TemplateHeader::Video) => kind == Some(MediaKind::Video) && with.header_text.is_none(),
            Some(TemplateHeader::Document) => kind == Some(MediaKind::Document) && with.header_text.is_none(),
        };
        if !header_fits {
            wrong.push(misuse(
                "header_media".into(),
                "header_text and header_media must be what the template's header is",
            ));
        }
        if with.button_parameters.len() != usize::try_from(self.buttons).unwrap_or(0) {
            wrong.push(misuse("button_parameters".into(), "must be one for each button of the template"));
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let value = |name: &str| with.parameters.get(name).cloned().unwrap_or_default();
        let filled = FilledTemplate {
            name: self.name.clone(),
            language: self.language.clone(),
            category: self.category,
            parameters: self.parameters.iter().map(|name| value(name)).collect(),
            header_text: with.header_text.clone(),
            header_media: with.header_media.clone(),
            button_parameters: with.button_parameters.clone(),
        };
        Ok((filled, render(&self.body, &with.parameters)))
    }
}

fn render(body: &str, parameters: &BTreeMap<String, String>) -> String {
    let parts = parts(body).unwrap_or_default();
    let value = |name: Option<&str>| name.and_then(|name| parameters.get(name)).map_or("", String::as_str);
    parts.into_iter().flat_map(|(text, name)| [text, value(name)]).collect()
}

struct Row {
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
        let Row { id, name, language, category, header, body, buttons, created_at, updated_at } = row;
        let parameters = places(&body).unwrap_or_default();
        Self { id, name, language, category, header, body, buttons, parameters, created_at, updated_at }
    }
}

/// Why a template was not kept.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// There is one of this name and language.
    #[error("there is a template of this name and language")]
    Taken,
    /// The database.
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

/// Keeps a template for `owner`.
///
/// # Errors
/// One of the same name and language; the database.
pub async fn add_template(
    tx: &mut Tx,
    owner: UserId,
    new: &NewTemplate,
    now: DateTime<Utc>,
) -> Result<Template, TemplateError> {
    let row = sqlx::query_as!(
        Row,
        r#"INSERT INTO message_templates (id, owner_id, name, language, category, header, body, buttons, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
        RETURNING id AS "id: TemplateId", name, language, category AS "category: TemplateCategory",
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

/// Replaces a template of `owner`; `None` where there is none. What was accepted before goes out as it was.
///
/// # Errors
/// Another one of the same name and language; the database.
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
        RETURNING id AS "id: TemplateId", name, language, category AS "category: TemplateCategory",
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

/// Removes a template of `owner`; `None` where there is none.
///
/// # Errors
/// The database.
pub async fn remove_template(tx: &mut Tx, owner: UserId, id: TemplateId) -> sqlx::Result<Option<Template>> {
    let row = sqlx::query_as!(
        Row,
        r#"DELETE FROM message_templates WHERE id = $1 AND owner_id = $2
        RETURNING id AS "id: TemplateId", name, language, category AS "category: TemplateCategory",
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
/// The database.
pub async fn templates(
    db: impl PgExecutor<'_>,
    owner: UserId,
    request: &PageRequest<TemplateId>,
) -> sqlx::Result<Page<Template>> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT id AS "id: TemplateId", name, language, category AS "category: TemplateCategory",
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
/// The database.
pub async fn template(db: impl PgExecutor<'_>, owner: UserId, id: TemplateId) -> sqlx::Result<Option<Template>> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT id AS "id: TemplateId", name, language, category AS "category: TemplateCategory",
            header AS "header: TemplateHeader", body, buttons, created_at, updated_at
        FROM message_templates WHERE id = $1 AND owner_id = $2"#,
        id.uuid(),
        owner.uuid(),
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(Into::into))
}

struct Found {
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

impl Found {
    fn split(self) -> (UserId, Template) {
        let Self { owner, id, name, language, category, header, body, buttons, created_at, updated_at } = self;
        (owner, Row { id, name, language, category, header, body, buttons, created_at, updated_at }.into())
    }
}

/// The templates of these owners and names, in all languages.
pub(super) async fn named(
    db: impl PgExecutor<'_>,
    names: &[(UserId, String)],
) -> sqlx::Result<Vec<(UserId, Template)>> {
    let rows = sqlx::query_as!(
        Found,
        r#"SELECT owner_id AS "owner: UserId", id AS "id: TemplateId", name, language, category AS "category: TemplateCategory",
            header AS "header: TemplateHeader", body, buttons, created_at, updated_at
        FROM message_templates JOIN UNNEST($1::uuid[], $2::text[]) AS asked (owner_id, name) USING (owner_id, name)"#,
        &names.iter().map(|(owner, _)| owner.uuid()).collect::<Vec<_>>(),
        &names.iter().map(|(_, name)| name.clone()).collect::<Vec<_>>(),
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(Found::split).collect())
}
