//! Keeps the sums that reports read close to what they are sums of. A report adds what is missing, so all that depends on
//! this is what reports cost.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use shared::app::App;
use shared::ids::UserId;
use shared::messaging::Backfill;
use shared::{ledger, messaging};

use crate::handler::RunError;

/// Changes that one transaction folds at the most: the event log waits for each transaction that writes.
const CHANGES: i64 = 1000;
/// Messages from before there were sums that one transaction counts, about.
const MESSAGES: i64 = 10_000;
/// Users whose wallets are looked at together.
const USERS: usize = 100;
/// Wallets with no more entries than this that are not in their sums are left as they are.
pub(crate) const ENTRIES: i64 = 100;
/// Transactions of a turn that fold changes. What is left waits for the next turn.
const FOLDS: usize = 100;
/// How long a turn counts messages from before.
const BACKFILL: Duration = Duration::from_secs(1);

/// Folds what has changed, then counts some of the messages from before there were sums.
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
        // Those who send fast have their wallets summed up at once, the others by the job.
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

/// Adds some entries of users' wallets to their sums; whether more is left.
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
