//! `/v1/channels/whatsapp` and `/v1/opt-outs`: one's own number, and who wants no messages.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use serde::Serialize;
use shared::app::App;
use shared::audit::{self, Deed};
use shared::ids::UserId;
use shared::lanes::LaneState;
use shared::messaging::{self, NewNumber, NumberError, OptOut, OwnNumber};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::caller::{Acting, CanManage, CanRead, CanSend};
use crate::extract::{Query, ValidJson};
use crate::problem::Problem;
use crate::wire::{Page, PageQuery};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(get, replace, remove)).routes(routes!(opt_outs)).routes(routes!(forget))
}

/// How one's WhatsApp messages go out.
#[derive(Debug, Serialize, ToSchema)]
struct WhatsappChannel {
    /// One's own number; null: they go out from the platform's.
    number: Option<OwnNumber>,
    /// Whether they go out now: `active`, `paused` (until `until`), or `stopped` (somebody has to mend something).
    #[schema(examples("active"))]
    status: &'static str,
    /// Why they do not.
    code: Option<String>,
    /// Until when they do not, or when the next one tries.
    until: Option<DateTime<Utc>>,
    /// Messages a second, where the number's limit was met.
    messages_per_second: Option<f64>,
}

/// The lane of whoever's messages.
pub(super) async fn lane(app: &App, number: Option<&OwnNumber>) -> Option<LaneState> {
    let shared = app.config.whatsapp.as_ref().map(|config| config.phone_number_id.as_str());
    let lane = messaging::lane(number.map(|number| number.phone_number_id.as_str()).or(shared)?);
    match app.lanes.state(&lane).await {
        Ok(state) => state,
        Err(error) => {
            tracing::warn!(%error, "nothing is known of lanes");
            None
        }
    }
}

async fn channel(app: &App, user: UserId) -> Result<WhatsappChannel, Problem> {
    let number = messaging::number(app.db.pool(), user).await?;
    let state = lane(app, number.as_ref()).await;
    let (stopped, until) = state.as_ref().map_or((false, None), |state| (state.stopped, state.closed_until));
    let status = if stopped {
        "stopped"
    } else if until.is_some() {
        "paused"
    } else {
        "active"
    };
    let (code, messages_per_second) = state.map_or((None, None), |state| (state.code, state.rate));
    Ok(WhatsappChannel { number, status, code, until, messages_per_second })
}

/// How one's WhatsApp messages go out.
#[utoipa::path(get, path = "/v1/channels/whatsapp", tag = "channels", security(("bearer" = ["read"])), responses(
    (status = 200, description = "Number and state", body = WhatsappChannel),
))]
async fn get(State(app): State<App>, CanRead(user): CanRead) -> Result<Json<WhatsappChannel>, Problem> {
    Ok(Json(channel(&app, user).await?))
}

/// Sends from a number of one's own from now on, also what waits. Its token is kept encrypted.
#[utoipa::path(put, path = "/v1/channels/whatsapp", tag = "channels", request_body = NewNumber, security(("bearer" = ["admin"])), responses(
    (status = 200, description = "Number and state", body = WhatsappChannel),
    (status = 409, description = "`number_taken`: another account has this number"),
    (status = 422, description = "`validation_failed`, `channel_not_configured`"),
    (status = 503, description = "`encryption_not_configured`: nothing secret can be kept here"),
))]
async fn replace(
    State(app): State<App>,
    CanManage(user): CanManage,
    Acting(actor): Acting,
    ValidJson(new): ValidJson<NewNumber>,
) -> Result<Json<WhatsappChannel>, Problem> {
    let Some(config) = &app.config.whatsapp else {
        let problem =
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "channel_not_configured", "WhatsApp is not set up here.");
        return Err(problem);
    };
    let taken = || Problem::new(StatusCode::CONFLICT, "number_taken", "Another account has this number.");
    if new.phone_number_id == config.phone_number_id {
        return Err(taken());
    }
    let (mut tx, now) = (app.db.begin().await?, app.clock.now());
    let before = messaging::number(tx.conn(), user).await?;
    let number = messaging::set_number(&app, &mut tx, user, &new, now).await.map_err(|error| match error {
        NumberError::Taken => taken(),
        NumberError::Seal(error) => Problem::unsealed(error),
        NumberError::Database(error) => error.into(),
    })?;
    let deed = Deed::new("whatsapp_number.set", user, &number.phone_number_id).changed(&before, &number);
    audit::record(&mut tx, &actor, &[deed], now).await?;
    tx.commit().await?;
    // Whatever stopped the number before may be mended by this.
    app.lanes.open(&messaging::lane(&new.phone_number_id)).await;
    Ok(Json(channel(&app, user).await?))
}

/// Sends from the platform's number from now on.
#[utoipa::path(delete, path = "/v1/channels/whatsapp", tag = "channels", security(("bearer" = ["admin"])), responses(
    (status = 204, description = "Gone"),
    (status = 404, description = "`not_found`: there is none"),
))]
async fn remove(
    State(app): State<App>,
    CanManage(user): CanManage,
    Acting(actor): Acting,
) -> Result<StatusCode, Problem> {
    let mut tx = app.db.begin().await?;
    let number = messaging::forget_number(&mut tx, user).await?.ok_or_else(Problem::not_found)?;
    let deed = Deed::new("whatsapp_number.removed", user, &number.phone_number_id).before(&number);
    audit::record(&mut tx, &actor, &[deed], app.clock.now()).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who wants no messages of oneself, by number. It is noted when a phone writes STOP, or when WhatsApp says so.
#[utoipa::path(get, path = "/v1/opt-outs", tag = "channels", params(PageQuery), security(("bearer" = ["read"])), responses(
    (status = 200, description = "A page of them", body = Page<OptOut>),
    (status = 400, description = "`invalid_cursor`"),
))]
async fn opt_outs(
    State(app): State<App>,
    CanRead(user): CanRead,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<OptOut>>, Problem> {
    let request = page.request("opt-outs".into())?;
    Ok(Json(messaging::opt_outs(app.db.pool(), user, &request).await?.into()))
}

/// Forgets that a phone wanted no messages of oneself: it has said otherwise. An opt-out of the platform's shared number
/// concerns all that send from it, and only the phone itself lifts it, by START.
#[utoipa::path(delete, path = "/v1/opt-outs/{to}", tag = "channels",
    params(("to" = String, Path, description = "The number, with or without its plus")), security(("bearer" = ["send"])), responses(
    (status = 204, description = "Forgotten"),
    (status = 404, description = "`not_found`: nothing was known"),
    (status = 409, description = "`opt_out_of_shared_number`: the phone opted out of the platform's number, and only the phone lifts that"),
))]
async fn forget(
    State(app): State<App>,
    CanSend(user): CanSend,
    Acting(actor): Acting,
    Path(to): Path<String>,
) -> Result<StatusCode, Problem> {
    if to.contains('\0') {
        return Err(Problem::not_found());
    }
    let mut tx = app.db.begin().await?;
    if messaging::is_opted_out_of_shared(tx.conn(), user, &to).await? {
        let detail =
            "This phone opted out of the platform's shared number. Only the phone itself lifts that, by START.";
        return Err(Problem::new(StatusCode::CONFLICT, "opt_out_of_shared_number", detail));
    }
    if !messaging::forget_opt_out(&mut tx, user, &to).await? {
        return Err(Problem::not_found());
    }
    audit::record(&mut tx, &actor, &[Deed::new("opt_out.forgotten", user, to)], app.clock.now()).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
