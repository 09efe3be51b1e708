//! `/v1/processes`, `/v1/failures`, `/v1/settings` and `/v1/payments`: what admins watch.

use axum::Json;
use axum::extract::State;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use shared::accounts;
use shared::app::App;
use shared::billing::{self, Payment, PaymentFilter, PaymentKind, RechargeStatus};
use shared::config::Setting;
use shared::ids::UserId;
use shared::jobs::{self, Failures};
use shared::processes::{self, Process};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::{Acting, Admin};
use crate::extract::Query;
use crate::problem::Problem;
use crate::reading;
use crate::schemas::{Page, PageQuery};

/// The period of failures.
const FAILED_WITHIN: TimeDelta = TimeDelta::hours(1);

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(processes))
        .routes(routes!(failures))
        .routes(routes!(settings))
        .routes(routes!(payments))
}

/// The platform's processes.
#[derive(Debug, Serialize, ToSchema)]
struct Processes {
    /// By role and start; null while Redis is unavailable.
    data: Option<Vec<Process>>,
}

/// Lists the processes of the platform with their health; admins only.
///
/// A process that stops is removed; a lost one is shown for ten minutes.
#[utoipa::path(get, path = "/v1/processes", tag = "ops", security(("bearer" = ["admin"])), responses(
    (status = 200, description = "All processes, at most 500", body = Processes),
    (status = 403, description = "`forbidden`: not an admin; `insufficient_scope`"),
))]
async fn processes(State(app): State<App>, _: Admin) -> Json<Processes> {
    let found = processes::list(&app).await;
    let data = found.inspect_err(|error| tracing::warn!(%error, "the heartbeats of processes are unavailable")).ok();
    Json(Processes { data })
}

/// Counts the jobs of all accounts that failed in the last hour, by queue, kind and error code; admins only.
#[utoipa::path(get, path = "/v1/failures", tag = "ops", security(("bearer" = ["admin"])), responses(
    (status = 200, description = "The failures, most frequent first", body = Failures),
    (status = 403, description = "`forbidden`: not an admin; `insufficient_scope`"),
))]
async fn failures(State(app): State<App>, Admin(admin): Admin) -> Result<Json<Failures>, Problem> {
    let mut report = app.db.reports(admin.id.uuid()).await?;
    Ok(Json(jobs::failures(&mut report, app.clock.now(), FAILED_WITHIN).await?))
}

/// The settings in effect.
#[derive(Debug, Serialize, ToSchema)]
struct Settings {
    /// By area and name. Variables of unconfigured providers are omitted.
    data: Vec<Setting>,
}

/// Lists the settings of the process that answers, without secrets; admins only.
///
/// Processes may be configured differently.
#[utoipa::path(get, path = "/v1/settings", tag = "ops", security(("bearer" = ["admin"])), responses(
    (status = 200, description = "All settings", body = Settings),
    (status = 403, description = "`forbidden`: not an admin; `insufficient_scope`"),
))]
async fn settings(State(app): State<App>, _: Admin) -> Json<Settings> {
    Json(Settings { data: app.config.settings.clone() })
}

/// Filters of payments.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct PaymentQuery {
    /// Only those of this user. The audit log records it.
    user: Option<UserId>,
    /// Only this kind.
    kind: Option<PaymentKind>,
    /// Only this status.
    status: Option<RechargeStatus>,
    /// Only payments ordered at this time or later.
    since: Option<DateTime<Utc>>,
    /// Only payments ordered before this time.
    until: Option<DateTime<Utc>>,
    /// Only payments that were reversed and block further ones of their user.
    #[serde(default)]
    is_blocking: bool,
}

/// Lists recharges and deposits of all accounts, newest first; admins only.
#[utoipa::path(get, path = "/v1/payments", tag = "ops", params(PaymentQuery, PageQuery), security(("bearer" = ["admin"])), responses(
    (status = 200, description = "A page of payments", body = Page<Payment>),
    (status = 400, description = "`invalid_cursor`"),
    (status = 403, description = "`forbidden`: not an admin; `insufficient_scope`"),
    (status = 404, description = "`not_found`: no such user"),
))]
async fn payments(
    State(app): State<App>,
    Admin(admin): Admin,
    Acting(actor): Acting,
    Query(query): Query<PaymentQuery>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<Payment>>, Problem> {
    let request = page.request(format!("payments {query:?}"))?;
    let PaymentQuery { user, kind, status, since, until, is_blocking } = query;
    if let Some(user) = user {
        // The audit log's subject is an account; one that does not exist has no payments either.
        let user = accounts::get(app.db.pool(), user).await?.ok_or_else(Problem::not_found)?;
        reading::record_as(&app, &actor, user.id, "/v1/payments").await?;
    }
    let filter = PaymentFilter { user, kind, status, since, until, is_blocking };
    let mut listing = app.db.listing(admin.id.uuid()).await?;
    Ok(Json(billing::payments(&mut listing, &filter, &request).await?.into()))
}
