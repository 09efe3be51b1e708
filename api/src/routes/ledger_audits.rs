//! `/v1/ledger/audits`: past ledger audits, and new ones as jobs.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use garde::Validate;
use serde::{Deserialize, Serialize};
use shared::app::App;
use shared::audit::{self, AuditEntry};
use shared::jobs::{self, Job, NewJob};
use shared::ledger_audit::jobs::ProveCredits;
use shared::ledger_audit::{self, LedgerAudit};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::{Acting, Admin};
use crate::current_request;
use crate::extract::Query;
use crate::idempotent::{EarlyResponse, IdempotencyKey, Idempotent, Principal};
use crate::long_poll::Prefer;
use crate::problem::Problem;
use crate::schemas::{Page, PageQuery};

/// All admins together start at most one audit in this many seconds.
const INTERVAL_SECONDS: i64 = 60;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create))
}

/// Lists the results of past ledger audits, newest first; admins only.
///
/// They are kept as long as jobs.
#[utoipa::path(get, path = "/v1/ledger/audits", tag = "credits", operation_id = "ledger_audits", params(PageQuery),
    security(("bearer" = ["admin"])), responses(
    (status = 200, description = "A page of results with their discrepancies", body = Page<LedgerAudit>),
    (status = 400, description = "`invalid_cursor`"),
    (status = 403, description = "`forbidden`: not an admin; `insufficient_scope`"),
))]
async fn list(
    State(app): State<App>,
    Admin(admin): Admin,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<LedgerAudit>>, Problem> {
    let request = page.request("ledger audits".into())?;
    let mut report = app.db.reports(admin.id.uuid()).await?;
    Ok(Json(ledger_audit::audits(&mut report, &request).await?.into()))
}

/// A new audit.
#[derive(Debug, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"full": true})))]
struct NewAudit {
    /// Replays the whole ledger and checks its hash chain; otherwise each wallet since its latest checkpoint.
    #[serde(default)]
    #[garde(skip)]
    full: bool,
}

/// The job of an audit.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AcceptedLedgerAudit)]
struct AcceptedAudit {
    job: Job,
}

/// Starts a ledger audit; admins only. The job's result is the audit's.
#[utoipa::path(
    post, path = "/v1/ledger/audits", tag = "credits", operation_id = "start_ledger_audit", request_body = NewAudit,
    security(("bearer" = ["admin"])), params(IdempotencyKey, Prefer),
    responses(
        (status = 202, description = "Accepted; watch the job", body = AcceptedAudit),
        (status = 403, description = "`forbidden`: not an admin; `insufficient_scope`"),
        (status = 409, description = "`ledger_audit_started`: an audit was started within this minute"),
    )
)]
async fn create(
    State(app): State<App>,
    Admin(admin): Admin,
    Acting(actor): Acting,
    prefer: Prefer,
    request: Idempotent<NewAudit>,
) -> Result<Response, EarlyResponse> {
    let (mut work, new) = request.begin(&app, Principal::User(admin.id)).await?;
    let now = app.clock.now();
    let mut job = NewJob::new(&ProveCredits { full: new.full }, now)?;
    (job.owner, job.request_id) = (Some(admin.id), current_request::id());
    job.unique_key = Some(format!("ledger-audit:{}", now.timestamp() / INTERVAL_SECONDS));
    let added = jobs::enqueue(&app, &mut work.tx, std::slice::from_ref(&job), now).await?;
    if added.is_empty() {
        let detail = "An audit was started within this minute. See its result, or try again in a minute.";
        let problem = Problem::new(StatusCode::CONFLICT, "ledger_audit_started", detail);
        return Err(work.abort(problem).await);
    }
    let entry = AuditEntry::new("ledger_audit.started", admin.id, job.id).after(&serde_json::json!({"full": new.full}));
    audit::record(&mut work.tx, &actor, &[entry], now).await?;
    let show = |(), job| AcceptedAudit { job };
    work.accepted_with((admin.id, prefer), ((), job.to_job(now)), show, async || Ok(Some(()))).await
}
