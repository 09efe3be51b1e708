use sqlx::types::Json;
use sqlx::{PgConnection, PgExecutor};

use super::{Distribution, DistributionStatus};
use crate::ids::{DistributionId, JobId, UserId};
use crate::jobs::JobError;
use crate::page::{Chosen, LOOKED_AT, Looked, Page, PageRequest};

/// Filter for distributions.
#[derive(Debug, Default)]
pub struct Filter {
    /// Only distributions of this reseller.
    pub reseller: Option<UserId>,
    /// Only distributions of this business owner.
    pub business_owner: Option<UserId>,
    /// Only distributions in this status.
    pub status: Option<DistributionStatus>,
}

/// Distributions, newest first.
///
/// # Errors
/// Database errors.
pub async fn list(
    db: &mut PgConnection,
    filter: &Filter,
    request: &PageRequest<DistributionId>,
) -> sqlx::Result<Page<Distribution>> {
    let Chosen { positions, next_cursor } = request.choose(page_of(db, filter, request).await?);
    let data = sqlx::query_as!(
        Distribution,
        r#"SELECT id AS "id: DistributionId", reseller_id AS "reseller_id: UserId",
            business_owner_id AS "business_owner_id: UserId", credits, status AS "status: DistributionStatus",
            job_id AS "job_id: JobId", note, error AS "error: Json<JobError>", created_at, finished_at
        FROM credit_distributions WHERE id = ANY($1) ORDER BY id DESC"#,
        &positions as &[DistributionId],
    )
    .fetch_all(db)
    .await?;
    Ok(Page { data, next_cursor })
}

/// Business owners and resellers have an index each; the most selective is read.
async fn page_of(
    db: &mut PgConnection,
    filter: &Filter,
    request: &PageRequest<DistributionId>,
) -> sqlx::Result<Vec<Looked<DistributionId>>> {
    let reseller = filter.reseller.filter(|_| filter.business_owner.is_none());
    sqlx::query_as!(
        Looked,
        r#"SELECT id AS "position!: DistributionId", matches AS "matches!", is_last AS "is_last!" FROM (
            (SELECT id, matches, is_last FROM (
                SELECT id, ($5::uuid IS NULL OR reseller_id = $5) AND ($6::text IS NULL OR status = $6) AS matches,
                    row_number() OVER (ORDER BY id DESC) = $7 AS is_last
                FROM (
                    SELECT id, reseller_id, status FROM credit_distributions
                    WHERE business_owner_id = $1 AND id < $4 ORDER BY id DESC LIMIT $7) AS newest) AS received
             WHERE matches OR is_last ORDER BY id DESC LIMIT $8)
            UNION ALL
            (SELECT id, matches, is_last FROM (
                SELECT id, ($5::uuid IS NULL OR reseller_id = $5) AND ($6::text IS NULL OR status = $6) AS matches,
                    row_number() OVER (ORDER BY id DESC) = $7 AS is_last
                FROM (
                    SELECT id, reseller_id, status FROM credit_distributions
                    WHERE reseller_id = $2 AND id < $4 ORDER BY id DESC LIMIT $7) AS newest) AS made
             WHERE matches OR is_last ORDER BY id DESC LIMIT $8)
            UNION ALL
            (SELECT id, matches, is_last FROM (
                SELECT id, ($5::uuid IS NULL OR reseller_id = $5) AND ($6::text IS NULL OR status = $6) AS matches,
                    row_number() OVER (ORDER BY id DESC) = $7 AS is_last
                FROM (
                    SELECT id, reseller_id, status FROM credit_distributions
                    WHERE $3 AND id < $4 ORDER BY id DESC LIMIT $7) AS newest) AS anybody
             WHERE matches OR is_last ORDER BY id DESC LIMIT $8)) AS looked
        ORDER BY id DESC LIMIT $8"#,
        filter.business_owner.map(UserId::uuid),
        reseller.map(UserId::uuid),
        filter.business_owner.is_none() && reseller.is_none(),
        request.after.unwrap_or(DistributionId::end_of(None)).uuid(),
        filter.reseller.map(UserId::uuid),
        filter.status as Option<DistributionStatus>,
        LOOKED_AT,
        request.rows(),
    )
    .fetch_all(db)
    .await
}

/// A distribution of `reseller` to `owner`, or of any to any.
///
/// # Errors
/// Database errors.
pub async fn get(
    db: impl PgExecutor<'_>,
    (reseller, owner): (Option<UserId>, Option<UserId>),
    id: DistributionId,
) -> sqlx::Result<Option<Distribution>> {
    sqlx::query_as!(
        Distribution,
        r#"SELECT id AS "id: DistributionId", reseller_id AS "reseller_id: UserId",
            business_owner_id AS "business_owner_id: UserId", credits, status AS "status: DistributionStatus",
            job_id AS "job_id: JobId", note, error AS "error: Json<JobError>", created_at, finished_at
        FROM credit_distributions
        WHERE id = $1 AND ($2::uuid IS NULL OR reseller_id = $2) AND ($3::uuid IS NULL OR business_owner_id = $3)"#,
        id.uuid(),
        reseller.map(UserId::uuid),
        owner.map(UserId::uuid),
    )
    .fetch_optional(db)
    .await
}

/// The distributions of `reseller` made by a job, in request order.
///
/// # Errors
/// Database errors.
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

/// A business owner's net credits from a reseller: distributed minus reclaimed.
///
/// # Errors
/// Database errors.
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
