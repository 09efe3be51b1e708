//! Schemas shared by several routes.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use shared::accounts::{self, Profile, Sending, User};
use shared::app::App;
use shared::assistant;
use shared::page::{self, CursorError, PageRequest};
use shared::quotas::{self, Quota};
use utoipa::openapi::Required;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{Object, SchemaType, Type};
use utoipa::{IntoParams, ToSchema};

use crate::problem::Problem;

/// A page of a list, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Page<T> {
    /// The rows.
    pub data: Vec<T>,
    /// The cursor of the next page; null after the last. With selective filters, a page may have fewer rows than
    /// `limit`, even none, and still a cursor: a page scans at most 10,000 rows, and the next one continues there.
    pub next_cursor: Option<String>,
}

impl<T> Page<T> {
    pub fn of<R>(page: page::Page<R>, show: impl Fn(R) -> T) -> Self {
        Self { data: page.data.into_iter().map(show).collect(), next_cursor: page.next_cursor }
    }
}

impl<T> From<page::Page<T>> for Page<T> {
    fn from(page: page::Page<T>) -> Self {
        Self { data: page.data, next_cursor: page.next_cursor }
    }
}

/// Position in a list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PageQuery {
    /// Page size: 20 by default, up to 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// The previous page's `next_cursor`, with the same filters.
    cursor: Option<String>,
}

impl PageQuery {
    /// A page of the list `scope`, which includes its filters.
    pub fn request<P>(&self, scope: String) -> Result<PageRequest<P>, Problem>
    where
        P: std::str::FromStr + std::fmt::Display,
    {
        PageRequest::new(scope, self.limit, self.cursor.as_deref()).map_err(|CursorError| invalid_cursor())
    }
}

pub(crate) fn invalid_cursor() -> Problem {
    let detail = "The cursor does not belong to this list with these filters.";
    Problem::new(StatusCode::BAD_REQUEST, "invalid_cursor", detail)
}

/// A user with its business profile.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UserDetails {
    #[serde(flatten)]
    pub user: User,
    /// For resellers and business owners with a profile.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<Profile>,
    /// Completions per day, if set by an admin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completion_limit: Option<i32>,
    /// Sending permissions.
    pub sending: Sending,
    /// Quotas set by an admin, in place of the role's.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(value_type = std::collections::HashMap<String, i64>)]
    pub quotas: BTreeMap<Quota, i64>,
}

impl UserDetails {
    /// A user with its profile.
    pub async fn of(app: &App, user: User) -> sqlx::Result<Self> {
        let profile = accounts::profile(app.db.pool(), user.id).await?;
        let (_, completion_limit) = assistant::limit_of(app.db.pool(), user.id).await?;
        let sending = accounts::sending(app, app.db.pool(), user.id).await?;
        let quotas = quotas::overrides(app.db.pool(), user.id).await?;
        Ok(Self { user, profile, completion_limit, sending, quotas })
    }
}

/// An optional request header, in the OpenAPI document.
pub(crate) fn header(name: &str, description: &str) -> Parameter {
    let text = Object::with_type(SchemaType::from_iter([Type::String, Type::Null]));
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(description))
        .schema(Some(text))
        .build()
}
