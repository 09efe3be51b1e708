use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::PgConnection;
use sqlx::types::Json;
use utoipa::ToSchema;

use super::Proof;
use crate::ids::JobId;
use crate::page::{Page, PageRequest};

/// A past audit.
#[derive(Debug, Serialize, ToSchema)]
pub struct LedgerAudit {
    /// Its job.
    pub job_id: JobId,
    /// Its result.
    pub proof: Proof,
}

/// Results of `credits.prove` that are still stored, newest first. A position is a time in microseconds, as Postgres
/// stores it.
///
/// # Errors
/// Database errors; a result of another version.
pub async fn audits(db: &mut PgConnection, request: &PageRequest<i64>) -> sqlx::Result<Page<LedgerAudit>> {
    // The kind is a literal because the index is partial on it.
    let rows = sqlx::query!(
        r#"SELECT id AS "id: JobId", finished_at AS "finished_at!", result AS "result!: Json<Proof>" FROM jobs
        WHERE kind = 'credits.prove' AND state = 'succeeded' AND finished_at < coalesce($1, 'infinity'::timestamptz)
        ORDER BY finished_at DESC LIMIT $2"#,
        request.after.and_then(DateTime::<Utc>::from_timestamp_micros),
        request.rows(),
    )
    .fetch_all(db)
    .await?;
    let page = request.page(rows, |row| row.finished_at.timestamp_micros());
    Ok(page.map(|row| LedgerAudit { job_id: row.id, proof: row.result.0 }))
}
