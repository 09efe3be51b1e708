//! One transaction that accepts a batch of sends.
//!
//! A batch is one read and one write without locks; the write verifies that nothing read has changed. Only after a
//! conflict, now or recently, is a batch accepted with all rows locked first.

use std::time::Duration;

use super::lookups::lock_senders;
use super::plan::{AcceptPlan, Accepted, Answering, Purpose, Resolution, plan};
use super::request::{Send, SendRequest};
use crate::app::App;
use crate::db::{Tx, is_undone};
use crate::ids::MessageId;
use crate::messaging::{Refusal, deliveries};

/// How often to check whether a commit without an answer took effect.
const COMMIT_CHECKS: u32 = 5;

/// How a batch is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strategy {
    /// One read and one write, which fails if the data changed in between.
    Optimistic,
    /// With all shared rows locked, with a short lock timeout.
    Locking,
    /// The same, without the short timeout.
    LockingPatient,
}

/// Accepts a batch; returns the outcome of each send, in their order.
///
/// # Errors
/// Database errors and conflicts; nothing was done.
pub async fn accept(
    app: &App,
    strategy: Strategy,
    requests: &mut [SendRequest<'_>],
    answering: Answering,
) -> sqlx::Result<Vec<Resolution>> {
    let mut tx = match strategy {
        Strategy::Optimistic => app.db.begin_autocommit().await?,
        Strategy::Locking => app.db.begin_short_lock_timeout().await?,
        Strategy::LockingPatient => app.db.begin().await?,
    };
    if strategy != Strategy::Optimistic {
        lock_senders(app, &mut tx, requests).await?;
    }
    let mut plan = plan(app, &mut tx, requests, Purpose::Accept(Some(answering))).await?;
    let is_committed = match plan.first_message().map(|message| message.id) {
        None => {
            tx.rollback().await;
            true
        }
        Some(message) => match commit(app, strategy, tx, &mut plan).await {
            Ok(()) => true,
            Err((error, true)) => return Err(error),
            Err((error, false)) => {
                tracing::warn!(%error, sends = requests.len(), "no answer to a commit; checking whether it was done");
                was_committed(app, message).await
            }
        },
    };
    let resolved = plan.into_resolutions().map(|resolution| match resolution {
        Resolution::Accepted(_) if !is_committed => Resolution::Uncertain,
        resolution => resolution,
    });
    Ok(resolved.collect())
}

/// Accepts one send in an open transaction, with its sender locked; the transaction must be rolled back if it is refused.
///
/// # Errors
/// Database errors and conflicts.
pub async fn accept_in(app: &App, tx: &mut Tx, send: &Send) -> sqlx::Result<Result<Accepted, Refusal>> {
    let mut requests = [SendRequest { send, scope: None, is_in_flight: false }];
    lock_senders(app, tx, &mut requests).await?;
    let mut plan = plan(app, tx, &requests, Purpose::Accept(None)).await?;
    if plan.first_message().is_some() {
        plan.write(app, tx).await?;
    }
    match plan.into_resolutions().next() {
        Some(Resolution::Accepted(accepted)) => Ok(Ok(*accepted)),
        Some(Resolution::Refused(refusal)) => Ok(Err(refusal)),
        // A plan of a send without a key either accepts or refuses it.
        Some(Resolution::Replayed(_) | Resolution::KeyReused | Resolution::InFlight | Resolution::Uncertain) | None => {
            Err(sqlx::Error::Protocol("a send without a key was not decided".into()))
        }
    }
}

/// Writes and commits a plan; an error also says whether it is certain that nothing was done.
async fn commit(app: &App, strategy: Strategy, mut tx: Tx, plan: &mut AcceptPlan) -> Result<(), (sqlx::Error, bool)> {
    if let Err(error) = plan.write(app, &mut tx).await {
        // If the write is not also the commit, it has no effect alone.
        let is_certain = strategy != Strategy::Optimistic || is_undone(&error);
        return Err((error, is_certain));
    }
    tx.commit().await.map_err(|error| {
        let is_certain = is_undone(&error);
        (error, is_certain)
    })
}

/// Whether the batch with this message was committed. If that can't be determined, the send must not be reported as
/// accepted; a retry with the same key gets the result.
async fn was_committed(app: &App, message: MessageId) -> bool {
    for check in 1..=COMMIT_CHECKS {
        match deliveries(app.db.pool(), &[message]).await {
            Ok(found) if !found.is_empty() => return true,
            // The commit may still be in progress.
            Ok(_) | Err(_) => tokio::time::sleep(Duration::from_millis(50) * check).await,
        }
    }
    false
}
