use sqlx::PgExecutor;
use sqlx::types::Json;

use super::{Distribution, DistributionStatus};
use crate::ids::{DistributionId, JobId, UserId};
use crate::jobs::JobError;
use crate::page::{Page, PageRequest};

/// Which distributions to list.
#[derive(Debug, Default)]
pub struct Filter {
    /// Only those of this reseller.
    pub reseller: Option<UserId>,
    /// Only those of this business owner.
    pub business_owner: Option<UserId>,
    /// Only in this status.
    pub status: Option<DistributionStatus>,
}

/// Distributions, newest first.
///
/// # Errors
/// The database.
pub async fn list(
    db: impl PgExecutor<'_>,
    filter: &Filter,
    request: &PageRequest<DistributionId>,
) -> sqlx::Result<Page<Distribution>> {
    let rows = sqlx::query_as!(
        Distribution,
        r#"SELECT id AS "id: DistributionId", reseller_id AS "reseller_id: UserId",
            business_owner_id AS "business_owner_id: UserId", credits, status AS "status: DistributionStatus",
            job_id AS "job_id: JobId", note, error AS "error: Json<JobError>", created_at, finished_at
        FROM credit_distributions
        WHERE ($1::uuid IS NULL OR reseller_id = $1) AND ($2::uuid IS NULL OR business_owner_id = $2)
            AND ($3::text IS NULL OR status = $3) AND ($4::uuid IS NULL OR id < $4)
        ORDER BY id DESC LIMIT $5"#,
        filter.reseller.map(UserId::uuid),
        filter.business_owner.map(UserId::uuid),
        filter.status as Option<DistributionStatus>,
        request.after.map(DistributionId::uuid),
        request.rows(),
    )
    .fetch_all(db)
    .await?;
    Ok(request.page(rows, |row| row.id))
}

/// A distribution of `reseller`, or of anybody.
///
/// # Errors
/// The database.
pub async fn get(
    db: impl PgExecutor<'_>,
    reseller: Option<UserId>,
    id: DistributionId,
) -> sqlx::Result<Option<Distribution>> {
    sqlx::query_as!(
        Distribution,
        r#"SELECT id AS "id: DistributionId", reseller_id AS "reseller_id: UserId",
            business_owner_id AS "business_owner_id: UserId", credits, status AS "status: DistributionStatus",
            job_id AS "job_id: JobId", note, error AS "error: Json<JobError>", created_at, finished_at
        FROM credit_distributions WHERE id = $1 AND ($2::uuid IS NULL OR reseller_id = $2)"#,
        id.uuid(),
        reseller.map(UserId::uuid),
    )
    .fetch_optional(db)
    .await
}

/// The distributions of `reseller` that a job makes, in the order in which they were asked for.
///
/// # Errors
/// The database.
pub async fn of_job(db: impl PgExecutor<'_>, reseller: UserId, job: JobId) -> sqlx::Result<Vec<Distribution>> {
    sqlx::query_as!(
        Distribution,
        r#"SELECT id AS "id: DistributionId", reseller_id AS "reseller_id: UserId",
            business_owner_id AS "business_owner_id: UserId", credits, status AS "status: DistributionStatus",
            job_id AS "job_id: JobId", note, error AS "error: Json<JobError>", created_at, finished_at
        FROM credit_distributions WHERE job_id = $1 AND reseller_id = $2 ORDER BY id"#,
        job.uuid(),
        reseller.uuid(),
    )
    .fetch_all(db)
    .await
}

/// What a business owner has of a reseller, all in all: handed out, less what was taken back.
///
/// # Errors
/// The database.
pub(super) async fn net(db: impl PgExecutor<'_>, (reseller, owner): (UserId, UserId)) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"SELECT coalesce(sum(handed_out - taken_back), 0)::bigint AS "net!" FROM distribution_totals
        WHERE reseller_id = $1 AND business_owner_id = $2 AND status = 'succeeded'"#,
        reseller.uuid(),
        owner.uuid(),
    )
    .fetch_one(db)
    .await
}
