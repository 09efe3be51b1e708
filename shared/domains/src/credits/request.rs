use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::db::net;
use super::jobs::DistributeCredits;
use super::{Direction, Distribution, DistributionStatus, NewDistribution, Refusal};
use crate::accounts::{self, UserStatus};
use crate::app::App;
use crate::audit::{self, Actor, AuditEntry};
use crate::db::Tx;
use crate::events;
use crate::ids::{DistributionId, UserId};
use crate::jobs::{self, Job, NewJob};
use crate::ledger::{self, CREDIT};

/// Accepts a reseller's distributions, or their reverse, and the single job that makes all or none.
///
/// Requests beyond the current balance are refused; the job checks the balance again.
///
/// # Errors
/// The refusal; database errors.
pub async fn request(
    app: &App,
    tx: &mut Tx,
    (actor, reseller): (&Actor, UserId),
    direction: Direction,
    items: &[NewDistribution],
    now: DateTime<Utc>,
) -> Result<(Vec<Distribution>, Job), Refusal> {
    check_owners(tx, reseller, direction, items).await?;
    check_credits(tx, reseller, direction, items).await?;
    let sign = if direction == Direction::Back { -1 } else { 1 };
    let credits = items.iter().map(|item| item.credits * sign).sum();
    let mut job = NewJob::new(&DistributeCredits { distributions: items.len(), credits }, now)?;
    job.owner = Some(reseller);
    job.request_id.clone_from(&actor.request_id);
    let distributions: Vec<_> = items
        .iter()
        .map(|item| Distribution {
            id: DistributionId::new(),
            reseller_id: reseller,
            business_owner_id: item.business_owner_id,
            credits: item.credits * sign,
            status: DistributionStatus::Pending,
            job_id: job.id,
            note: item.note.clone(),
            error: None,
            created_at: now,
            finished_at: None,
        })
        .collect();
    insert(tx, &distributions).await?;
    events::record(tx, distributions.iter().flat_map(Distribution::events), now);
    let action =
        if direction == Direction::Back { "credits.reclaim_requested" } else { "credits.distribution_requested" };
    let deed = |it: &Distribution| AuditEntry::new(action, it.business_owner_id, it.id).after(it);
    audit::record(tx, actor, &distributions.iter().map(deed).collect::<Vec<_>>(), now).await?;
    let shown = job.to_job(now);
    jobs::enqueue(app, tx, &[job], now).await?;
    Ok((distributions, shown))
}

/// Checks that all are the reseller's, and may receive credits.
async fn check_owners(
    tx: &mut Tx,
    reseller: UserId,
    direction: Direction,
    items: &[NewDistribution],
) -> Result<(), Refusal> {
    let ids: Vec<_> = items.iter().map(|item| item.business_owner_id).collect();
    let known: HashMap<_, _> = accounts::business_owners(tx.conn(), reseller, &ids).await?.into_iter().collect();
    for id in ids {
        match known.get(&id) {
            None => return Err(Refusal::NotYours(id)),
            Some(UserStatus::Suspended) if direction == Direction::Out => return Err(Refusal::Suspended(id)),
            Some(_) => {}
        }
    }
    Ok(())
}

async fn check_credits(
    tx: &mut Tx,
    reseller: UserId,
    direction: Direction,
    items: &[NewDistribution],
) -> Result<(), Refusal> {
    match direction {
        Direction::Out => {
            let needed = items.iter().map(|item| item.credits).sum();
            enough(transferable(tx, reseller).await?, needed)
        }
        Direction::Back => {
            for item in items {
                let owner = item.business_owner_id;
                let available = net(tx.conn(), (reseller, owner)).await?.min(transferable(tx, owner).await?);
                enough(available, item.credits)?;
            }
            Ok(())
        }
    }
}

/// A user's transferable credits: promotional ones stay with their recipient.
async fn transferable(tx: &mut Tx, user: UserId) -> sqlx::Result<i64> {
    let standing = ledger::wallet_state(tx.conn(), user, CREDIT).await?.unwrap_or_default();
    Ok(standing.balance - standing.promotional)
}

fn enough(available: i64, needed: i64) -> Result<(), Refusal> {
    if available < needed { Err(Refusal::Insufficient { available, needed }) } else { Ok(()) }
}

async fn insert(tx: &mut Tx, distributions: &[Distribution]) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO credit_distributions (id, reseller_id, business_owner_id, credits, status, job_id, note, created_at)
        SELECT * FROM UNNEST($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::text[], $6::uuid[], $7::text[], $8::timestamptz[])",
        &distributions.iter().map(|it| it.id.uuid()).collect::<Vec<_>>(),
        &distributions.iter().map(|it| it.reseller_id.uuid()).collect::<Vec<_>>(),
        &distributions.iter().map(|it| it.business_owner_id.uuid()).collect::<Vec<_>>(),
        &distributions.iter().map(|it| it.credits).collect::<Vec<_>>(),
        &distributions.iter().map(|it| it.status).collect::<Vec<_>>() as &[DistributionStatus],
        &distributions.iter().map(|it| it.job_id.uuid()).collect::<Vec<_>>(),
        &distributions.iter().map(|it| it.note.clone()).collect::<Vec<_>>() as &[Option<String>],
        &distributions.iter().map(|it| it.created_at).collect::<Vec<_>>(),
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
