//! `/v1/channels/whatsapp` and `/v1/opt-outs`: the account's own number, and its opt-outs.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;
use shared::app::App;
use shared::audit::{self, Actor, AuditEntry};
use shared::ids::UserId;
use shared::jobs::Job;
use shared::messaging::{self, Channel, NewNumber, NumberError, OptOut, OwnNumber, Verification};
use shared::provider_limits::ThrottleState;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::{Acting, CanManage, CanRead, CanSend, NumberOwner};
use crate::current_request;
use crate::extract::Query;
use crate::idempotent::{EarlyResponse, IdempotencyKey, Idempotent, IdempotentTx, Principal};
use crate::limits;
use crate::long_poll::Prefer;
use crate::problem::Problem;
use crate::schemas::{Page, PageQuery};

/// The channel whose opt-outs are listed.
const OPT_OUTS: Channel = Channel::Whatsapp;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(get, replace, remove)).routes(routes!(opt_outs)).routes(routes!(forget))
}

/// The account's WhatsApp channel.
#[derive(Debug, Serialize, ToSchema)]
struct WhatsappChannel {
    /// Your own number; null: the platform's number is used.
    number: Option<OwnNumber>,
    status: ChannelStatus,
    /// The reason, if not `active`.
    code: Option<String>,
    /// The end of the pause, or the time of the next attempt.
    until: Option<DateTime<Utc>>,
    /// Messages per second, after the number hit its limit.
    messages_per_second: Option<f64>,
}

/// Status of a channel.
///
/// - `active`
/// - `paused`: until `until`
/// - `stopped`: requires intervention
/// - `pending`: WhatsApp has not confirmed the number yet
/// - `failed`: WhatsApp did not confirm the number
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum ChannelStatus {
    Active,
    Paused,
    Stopped,
    Pending,
    Failed,
}

/// The channel, and the job that verifies its number.
#[derive(Debug, Serialize, ToSchema)]
struct AcceptedChannel {
    channel: WhatsappChannel,
    job: Job,
}

/// The throttle state of an account's channel, visible only to that account.
pub(crate) async fn throttle_state(
    app: &App,
    (user, channel): (UserId, Channel),
) -> sqlx::Result<Option<ThrottleState>> {
    Ok(state_of(app, (channel.spec().throttle)(app, user).await?).await)
}

async fn state_of(app: &App, throttle: Option<String>) -> Option<ThrottleState> {
    match app.throttles.state(&throttle?).await {
        Ok(state) => state,
        Err(error) => {
            tracing::warn!(%error, "the state of provider throttles is unavailable");
            None
        }
    }
}

async fn channel(app: &App, number: Option<OwnNumber>) -> WhatsappChannel {
    let state = state_of(app, messaging::throttle_of(&app.config, number.as_ref())).await;
    let (stopped, until) = state.as_ref().map_or((false, None), |state| (state.stopped, state.closed_until));
    let status = match number.as_ref().map(|number| number.verification) {
        Some(Verification::Pending) => ChannelStatus::Pending,
        Some(Verification::Failed) => ChannelStatus::Failed,
        _ if stopped => ChannelStatus::Stopped,
        _ if until.is_some() => ChannelStatus::Paused,
        _ => ChannelStatus::Active,
    };
    let unverified = number.as_ref().and_then(|number| number.verification_error.clone());
    let (code, messages_per_second) = state.map_or((None, None), |state| (state.code, state.rate));
    WhatsappChannel { number, status, code: unverified.or(code), until, messages_per_second }
}

/// Returns the account's WhatsApp channel.
#[utoipa::path(get, path = "/v1/channels/whatsapp", tag = "channels", security(("bearer" = ["read"])), responses(
    (status = 200, description = "Number and status", body = WhatsappChannel),
))]
async fn get(State(app): State<App>, CanRead(user): CanRead) -> Result<Json<WhatsappChannel>, Problem> {
    let number = messaging::number(app.db.pool(), user).await?;
    Ok(Json(channel(&app, number).await))
}

/// Claims a WhatsApp number.
///
/// A job verifies with WhatsApp that the token belongs to it; until then the channel is `pending`: sends are refused,
/// and nothing is received. After that all your messages are sent from it, including queued ones. A verified number
/// stays verified while a new token is checked. The token is stored encrypted.
#[utoipa::path(put, path = "/v1/channels/whatsapp", tag = "channels", request_body = NewNumber, security(("bearer" = ["admin"])),
    params(IdempotencyKey, Prefer),
    responses(
        (status = 202, description = "Accepted; watch the job", body = AcceptedChannel),
        (status = 403, description = "`forbidden`: only business owners, resellers and admins have numbers; `insufficient_scope`"),
        (status = 409, description = "`number_taken`: it is the platform's number"),
        (status = 422, description = "`validation_failed`, `channel_not_configured`"),
        (status = 429, description = "`too_many_verifications`, `rate_limited`"),
        (status = 503, description = "`encryption_not_configured`: secrets can't be stored"),
    ))]
async fn replace(
    State(app): State<App>,
    NumberOwner(user): NumberOwner,
    Acting(actor): Acting,
    prefer: Prefer,
    request: Idempotent<NewNumber>,
) -> Result<Response, EarlyResponse> {
    let (mut work, new) = request.begin(&app, Principal::User(user)).await?;
    match claim(&app, &mut work, (user, &actor), &new).await {
        Ok((number, job)) => {
            let thing = channel(&app, Some(number)).await;
            let show = |channel, job| AcceptedChannel { channel, job };
            let again = async || {
                let number = messaging::number(app.db.pool(), user).await?;
                Ok(Some(channel(&app, number).await))
            };
            work.accepted_with((user, prefer), (thing, job), show, again).await
        }
        Err(problem) => Err(work.abort(problem).await),
    }
}

/// Records a claim, its job and its audit log entry.
async fn claim(
    app: &App,
    work: &mut IdempotentTx,
    (user, actor): (UserId, &Actor),
    new: &NewNumber,
) -> Result<(OwnNumber, Job), Problem> {
    let Some(config) = &app.config.whatsapp else {
        let problem =
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "channel_not_configured", "WhatsApp is not configured.");
        return Err(problem);
    };
    if new.phone_number_id == config.phone_number_id {
        return Err(Problem::new(StatusCode::CONFLICT, "number_taken", "This is the platform's number."));
    }
    limits::number_verification(app, user).await?;
    let before = messaging::number(work.tx.conn(), user).await?;
    let claimed = messaging::claim_number(app, &mut work.tx, user, new, current_request::id()).await;
    let (number, job) = claimed.map_err(|error| match error {
        NumberError::Seal(error) => Problem::unsealed(error),
        NumberError::Database(error) => error.into(),
    })?;
    let deed = AuditEntry::new("whatsapp_number.set", user, &number.phone_number_id).changed(&before, &number);
    audit::record(&mut work.tx, actor, &[deed], app.clock.now()).await?;
    Ok((number, job))
}

/// Removes the number; the platform's number is used instead.
#[utoipa::path(delete, path = "/v1/channels/whatsapp", tag = "channels", security(("bearer" = ["admin"])), responses(
    (status = 204, description = "Removed"),
    (status = 404, description = "`not_found`: no number is set"),
))]
async fn remove(
    State(app): State<App>,
    CanManage(user): CanManage,
    Acting(actor): Acting,
) -> Result<StatusCode, Problem> {
    let mut tx = app.db.begin().await?;
    let number = messaging::forget_number(&mut tx, user).await?.ok_or_else(Problem::not_found)?;
    let deed = AuditEntry::new("whatsapp_number.removed", user, &number.phone_number_id).before(&number);
    audit::record(&mut tx, &actor, &[deed], app.clock.now()).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lists opt-outs from your messages, by number.
///
/// A phone opts out with STOP, or WhatsApp reports it.
#[utoipa::path(get, path = "/v1/opt-outs", tag = "channels", params(PageQuery), security(("bearer" = ["read"])), responses(
    (status = 200, description = "A page of opt-outs", body = Page<OptOut>),
    (status = 400, description = "`invalid_cursor`"),
))]
async fn opt_outs(
    State(app): State<App>,
    CanRead(user): CanRead,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<OptOut>>, Problem> {
    let request = page.request("opt-outs".into())?;
    Ok(Json(messaging::opt_outs(&mut *app.db.listing(user.uuid()).await?, (user, OPT_OUTS), &request).await?.into()))
}

/// Removes an opt-out, after the phone's owner has agreed.
///
/// An opt-out from the platform's shared number applies to all its senders; only the phone itself can lift it, with
/// START.
#[utoipa::path(delete, path = "/v1/opt-outs/{to}", tag = "channels",
    params(("to" = String, Path, description = "The number, with or without its plus")), security(("bearer" = ["send"])), responses(
    (status = 204, description = "Removed"),
    (status = 404, description = "`not_found`: no opt-out of this phone"),
    (status = 409, description = "`opt_out_of_shared_number`: the phone opted out of the platform's number and must lift that itself"),
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
    if messaging::is_opted_out_of_shared(tx.conn(), (user, OPT_OUTS), &to).await? {
        let detail = "This phone opted out of the platform's shared number. Only the phone's owner can opt in again, by sending START.";
        return Err(Problem::new(StatusCode::CONFLICT, "opt_out_of_shared_number", detail));
    }
    if !messaging::forget_opt_out(&mut tx, (user, OPT_OUTS), &to).await? {
        return Err(Problem::not_found());
    }
    audit::record(&mut tx, &actor, &[AuditEntry::new("opt_out.forgotten", user, to)], app.clock.now()).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
