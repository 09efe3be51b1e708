//! `POST /v1/messages?dry_run=true`: simulates a send.

use axum::Json;
use chrono::{DateTime, Utc};
use serde::Serialize;
use shared::app::App;
use shared::ids::UserId;
use shared::jobs;
use shared::messaging::{self, Accepted, Channel, Content, NewMessage, Purpose, Resolution, Send, SendRequest};
use sqlx::types::Json as Column;
use utoipa::ToSchema;

use super::refusal::refused;
use crate::problem::{FieldError, Problem};
use crate::routes::channels::throttle_state;

/// The result of a simulated send. Nothing was changed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DryRun {
    /// Always `true`.
    dry_run: bool,
    /// Whether it would be accepted.
    accepted: bool,
    /// Why not.
    refusals: Vec<Refused>,
    /// Price in credits.
    price: Option<i64>,
    /// Billable segments.
    segments: Option<i16>,
    /// The rendered text.
    body: Option<String>,
    /// The template or file.
    #[schema(value_type = Option<Content>)]
    content: Option<Column<Content>>,
    /// The earliest send time.
    run_at: Option<DateTime<Utc>>,
    /// Expected time in its queue: for your own backlog, at the pace of the last minute, or until its channel reopens.
    /// Null if unknown.
    expected_delay_seconds: Option<f64>,
    /// The end of WhatsApp's window for free texts to this phone, by our records; WhatsApp's own clock decides.
    window_ends_at: Option<DateTime<Utc>>,
}

/// Why a send would be refused.
#[derive(Debug, Serialize, ToSchema)]
struct Refused {
    /// Stable code for programs.
    #[schema(examples("insufficient_credits"))]
    code: &'static str,
    /// Explanation for people.
    message: String,
    /// The invalid fields.
    errors: Vec<FieldError>,
}

pub(crate) async fn answer(app: &App, user: UserId, message: NewMessage) -> Result<Json<DryRun>, Problem> {
    let now = app.clock.now();
    let (channel, to) = (message.channel, message.to.clone());
    let send = Send { sender: user, message, repeats: None, carried: None, request_id: None, trace_context: None };
    // Not a connection of the group commit, so that dry runs never delay sends.
    let mut tx = app.db.begin_point_lookup().await?;
    let request = SendRequest { send: &send, scope: None, is_in_flight: false };
    let plan = messaging::plan(app, &mut tx, &[request], Purpose::DryRun).await?;
    tx.rollback().await;
    let (message, job, refusals) = match plan.into_resolutions().next() {
        Some(Resolution::Accepted(accepted)) => {
            let Accepted { message, job, .. } = *accepted;
            (Some(message), Some(job), Vec::new())
        }
        Some(Resolution::Refused(refusal)) => {
            let (code, message, errors) = refused(refusal).into_parts();
            (None, None, vec![Refused { code, message, errors }])
        }
        // A plan of a send without a key either accepts or refuses it.
        Some(Resolution::Replayed(_) | Resolution::KeyReused | Resolution::InFlight | Resolution::Uncertain) | None => {
            return Err(Problem::internal());
        }
    };
    let window_ends_at = messaging::window_ends(app.db.pool(), (user, channel), &to, now).await?;
    Ok(Json(DryRun {
        dry_run: true,
        accepted: message.is_some(),
        refusals,
        price: message.as_ref().and_then(|message| message.price),
        segments: message.as_ref().map(|message| message.segments),
        body: message.as_ref().map(|message| message.body.clone()),
        content: message.and_then(|message| message.content),
        run_at: job.map(|job| job.run_at),
        expected_delay_seconds: expected_delay(app, user, channel, now).await?,
        window_ends_at,
    }))
}

async fn expected_delay(app: &App, user: UserId, channel: Channel, now: DateTime<Utc>) -> Result<Option<f64>, Problem> {
    let throttle = throttle_state(app, (user, channel)).await?;
    let pace = jobs::pace(app, user, channel.spec().job.queue).await?;
    let closed =
        throttle.as_ref().and_then(|state| state.closed_until).map_or(0.0, |until| (until - now).as_seconds_f64());
    let rate = throttle.and_then(|state| state.rate).or(pace.per_second);
    let behind = match (u32::try_from(pace.waiting).unwrap_or(u32::MAX), rate) {
        (0, _) => Some(0.0),
        (waiting, rate) => rate.map(|rate| f64::from(waiting) / rate),
    };
    Ok(behind.map(|behind| behind + closed))
}
