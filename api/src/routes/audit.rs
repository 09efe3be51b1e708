//! `/v1/audit`: the audit log.

use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use shared::accounts::Role;
use shared::app::App;
use shared::audit::{self, Entry, Filter};
use shared::ids::UserId;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::Member;
use crate::extract::Query;
use crate::problem::Problem;
use crate::schemas::{Page, PageQuery};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

/// Filters of the audit log.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct AuditQuery {
    /// Only actions of this user.
    actor: Option<UserId>,
    /// Only actions on this user.
    subject: Option<UserId>,
    /// Only this action, such as `user.suspended`.
    action: Option<String>,
    /// Only from this time on.
    from: Option<DateTime<Utc>>,
    /// Only before this time.
    to: Option<DateTime<Utc>>,
}

/// Lists audit log entries, newest first.
///
/// Admins get all; others those in which they are actor or subject.
#[utoipa::path(get, path = "/v1/audit", tag = "audit", params(AuditQuery, PageQuery), security(("bearer" = ["admin"])), responses(
    (status = 200, description = "A page of entries", body = Page<Entry>),
    (status = 400, description = "`invalid_cursor`"),
))]
async fn list(
    State(app): State<App>,
    Member(user): Member,
    Query(query): Query<AuditQuery>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<Entry>>, Problem> {
    let of = (user.role != Role::Admin).then_some(user.id);
    let request = page.request(format!("audit {of:?} {query:?}"))?;
    let AuditQuery { actor, subject, action, from, to } = query;
    let filter = Filter { of, actor, subject, action, from, to };
    Ok(Json(audit::list(&mut *app.db.listing(user.id.uuid()).await?, &filter, &request).await?.into()))
}
