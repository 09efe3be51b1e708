//! `/v1/messages/summary`: message counts by status, for charts and tabs.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use shared::app::App;
use shared::messaging::{self, Bucket, MessageStatus, StatusCount};
use strum::IntoEnumIterator;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::extract::Query;
use crate::problem::Problem;
use crate::reading::Reading;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(summary))
}

/// Filters and grouping.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct SummaryQuery {
    /// Only messages accepted at this time or later; by default 30 days before `until`, by the hour one day.
    since: Option<DateTime<Utc>>,
    /// Only messages accepted before this time; by default now.
    until: Option<DateTime<Utc>>,
    /// By UTC day (default; at most 92 days) or hour (at most 7 days).
    #[param(inline)]
    bucket: Option<Bucket>,
}

/// Counts of messages sent in a period.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MessageSummary)]
struct Summary {
    since: DateTime<Utc>,
    until: DateTime<Utc>,
    #[schema(inline)]
    bucket: Bucket,
    /// Oldest first; empty groups are omitted.
    data: Vec<StatusCount>,
    /// Totals by status; each status is present.
    #[schema(examples(json!({"delivered": 12, "failed": 1})))]
    total: BTreeMap<String, i64>,
}

fn name(status: MessageStatus) -> String {
    <&str>::from(status).to_owned()
}

/// Counts the messages you sent, by time, channel and current status.
#[utoipa::path(get, path = "/v1/messages/summary", tag = "messages", params(SummaryQuery, Reading), security(("bearer" = ["read"])), responses(
    (status = 200, description = "The counts", body = Summary),
    (status = 422, description = "`validation_failed`: an invalid or too long period"),
))]
async fn summary(
    State(app): State<App>,
    reading: Reading,
    Query(query): Query<SummaryQuery>,
) -> Result<Json<Summary>, Problem> {
    let bucket = query.bucket.unwrap_or(Bucket::Day);
    let (usual, longest) = match bucket {
        Bucket::Day => (TimeDelta::days(30), TimeDelta::days(92)),
        Bucket::Hour => (TimeDelta::days(1), TimeDelta::days(7)),
    };
    let now = app.clock.now();
    let until = query.until.unwrap_or(now);
    let since = query.since.or_else(|| until.checked_sub_signed(usual)).unwrap_or(until);
    if since > until || until - since > longest {
        let message = format!("must be at most {} days before until", longest.num_days());
        return Err(Problem::invalid_field("validation_failed", "since", &message));
    }
    let mut report = app.db.reports(reading.reader.uuid()).await?;
    let data = messaging::status_counts(&mut *report, reading.owner, (since, until), bucket, now).await?;
    let mut total: BTreeMap<_, _> = MessageStatus::iter().map(|status| (name(status), 0)).collect();
    for count in &data {
        *total.entry(name(count.status)).or_default() += count.messages;
    }
    Ok(Json(Summary { since, until, bucket, data, total }))
}
