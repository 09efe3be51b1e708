//! Keeps the reports' sums up to date. A report adds missing entries itself, so this affects only its cost.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use shared::app::App;
use shared::ids::UserId;
use shared::messaging::Backfill;
use shared::{ledger, messaging};

use crate::handler::RunError;

/// Maximum changes folded per transaction: the event log waits for each write transaction.
const CHANGES: i64 = 1000;
/// Approximate number of older messages backfilled per transaction.
const MESSAGES: i64 = 10_000;
/// Users whose wallets are processed together.
const USERS: usize = 100;
/// Wallets with at most this many unsummed entries are skipped.
pub(crate) const ENTRIES: i64 = 100;
/// Fold transactions per run. The rest waits for the next run.
const FOLDS: usize = 100;
/// How long a run backfills older messages.
const BACKFILL: Duration = Duration::from_secs(1);

/// Folds changes, then backfills older messages into the sums.
pub(crate) async fn fold(app: &App) -> Result<(), RunError> {
    let pending = messaging::pending(app.db.pool()).await?;
    if pending.changes {
        let mut senders = BTreeSet::new();
        for _ in 0..FOLDS {
            let mut tx = app.db.begin().await?;
            let Some(folded) = messaging::fold(&mut tx, CHANGES).await? else { return Ok(()) };
            tx.commit().await?;
            senders.extend(folded.senders);
            if (folded.changes as i64) < CHANGES {
                break;
            }
        }
        // Wallets of busy senders are summed now, the others by the job.
        for users in senders.into_iter().collect::<Vec<_>>().chunks(USERS) {
            sum_up(app, users).await?;
        }
    }
    if pending.backfill { backfill(app).await } else { Ok(()) }
}

/// Adds all entries of users' wallets to their sums.
pub(crate) async fn sum_flows(app: &App, users: &[UserId]) -> Result<(), RunError> {
    while sum_up(app, users).await? {}
    Ok(())
}

/// Adds some entries of users' wallets to their sums; true: more are left.
async fn sum_up(app: &App, users: &[UserId]) -> sqlx::Result<bool> {
    let mut tx = app.db.begin().await?;
    let is_more_left = ledger::sum_up(&mut tx, users, ENTRIES).await?;
    tx.commit().await?;
    Ok(is_more_left)
}

async fn backfill(app: &App) -> Result<(), RunError> {
    let (began, mut steps, mut last) = (Instant::now(), 0, None);
    while began.elapsed() < BACKFILL {
        let mut tx = app.db.begin().await?;
        let step = messaging::backfill(&mut tx, MESSAGES).await?;
        tx.commit().await?;
        match step {
            Some(Backfill::Counted(sender)) => last = Some(sender.to_string()),
            Some(Backfill::Done) => {
                tracing::info!("all messages are included in the report rollups");
                return Ok(());
            }
            None => return Ok(()),
        }
        steps += 1;
    }
    tracing::info!(steps, up_to = last, "adding earlier messages to the report rollups");
    Ok(())
}
