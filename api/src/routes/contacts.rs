//! `/v1/contacts`: phones that wrote to the account, for an inbox.

use axum::Json;
use axum::extract::{Path, State};
use shared::app::App;
use shared::messaging::{self, InboxContact};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::CanRead;
use crate::extract::Query;
use crate::problem::Problem;
use crate::schemas::{Page, PageQuery};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(contacts)).routes(routes!(contact))
}

/// Lists phones that wrote to you, latest first.
///
/// `GET /v1/messages?to=` lists all messages with a contact.
#[utoipa::path(get, path = "/v1/contacts", tag = "messages", params(PageQuery), security(("bearer" = ["read"])), responses(
    (status = 200, description = "A page of contacts", body = Page<InboxContact>),
    (status = 400, description = "`invalid_cursor`"),
))]
async fn contacts(
    State(app): State<App>,
    CanRead(user): CanRead,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<InboxContact>>, Problem> {
    let request = page.request("contacts".into())?;
    let mut report = app.db.reports(user.uuid()).await?;
    Ok(Json(messaging::inbox(&mut *report, user, &request, app.clock.now()).await?.into()))
}

/// Returns a phone that wrote to you.
#[utoipa::path(get, path = "/v1/contacts/{to}", tag = "messages",
    params(("to" = String, Path, description = "The number, with or without its plus")), security(("bearer" = ["read"])), responses(
    (status = 200, description = "The contact", body = InboxContact),
    (status = 404, description = "`not_found`: this phone never wrote to you"),
))]
async fn contact(
    State(app): State<App>,
    CanRead(user): CanRead,
    Path(to): Path<String>,
) -> Result<Json<InboxContact>, Problem> {
    // Postgres text can't contain NUL.
    if to.contains('\0') {
        return Err(Problem::not_found());
    }
    let mut report = app.db.reports(user.uuid()).await?;
    let contact = messaging::inbox_contact(&mut *report, user, &to, app.clock.now()).await?;
    contact.map(Json).ok_or_else(Problem::not_found)
}
