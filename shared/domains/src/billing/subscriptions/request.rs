use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Plan, account};
use crate::app::App;
use crate::billing::is_blocked;
use crate::billing::jobs::{ChangeSubscription, OpenPortal, Subscribe};
use crate::db::Tx;
use crate::ids::UserId;
use crate::jobs::{self, Job, NewJob};

/// A user's subscription request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// To subscribe.
    Subscribe,
    /// To cancel at the end of the period.
    Cancel,
    /// To resume a cancelled subscription.
    Resume,
    /// To open the provider's portal: invoices and payment methods.
    Portal,
}

/// Why a request was refused.
#[derive(Debug, thiserror::Error)]
pub enum RequestError {
    /// Subscriptions are not configured.
    #[error("subscriptions are not set up")]
    NotConfigured,
    /// A payment of this user was returned.
    #[error("an earlier payment went back")]
    Blocked,
    /// Already subscribed.
    #[error("there is a subscription")]
    Subscribed,
    /// Not subscribed.
    #[error("there is no subscription")]
    NotSubscribed,
    /// A database error.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// Enqueues the job for a user's subscription request.
///
/// # Errors
/// A refusal in the current state, or database errors.
pub async fn request(
    app: &App,
    tx: &mut Tx,
    user: UserId,
    wish: Wish,
    request_id: Option<String>,
) -> Result<Job, RequestError> {
    let config = app.config.stripe.as_ref().ok_or(RequestError::NotConfigured)?;
    let account = account(tx.conn(), user).await?;
    let is_pro = account.as_ref().is_some_and(|account| account.plan() == Plan::Pro);
    let is_running = account.as_ref().and_then(|account| account.status).is_some_and(|status| !status.has_ended());
    let is_customer = account.is_some_and(|account| account.customer_id.is_some());
    let (now, key) = (app.clock.now(), Uuid::now_v7());
    let mut job = match wish {
        Wish::Subscribe if config.price_id_pro.is_none() => return Err(RequestError::NotConfigured),
        Wish::Subscribe if is_pro => return Err(RequestError::Subscribed),
        Wish::Subscribe if is_blocked(tx.conn(), user).await? => return Err(RequestError::Blocked),
        Wish::Subscribe => NewJob::new(&Subscribe { user_id: user }, now)?,
        Wish::Cancel | Wish::Resume if is_running => {
            let change = ChangeSubscription { user_id: user, cancel_at_period_end: wish == Wish::Cancel, key };
            NewJob::new(&change, now)?
        }
        Wish::Portal if is_customer => NewJob::new(&OpenPortal { user_id: user, key }, now)?,
        Wish::Cancel | Wish::Resume | Wish::Portal => return Err(RequestError::NotSubscribed),
    };
    (job.owner, job.request_id) = (Some(user), request_id);
    jobs::enqueue(app, tx, std::slice::from_ref(&job), now).await?;
    Ok(job.to_job(now))
}

/// Records the subscription page created at page count `pages`. A concurrent request created the same page.
///
/// # Errors
/// Database errors.
pub async fn page_made(
    tx: &mut Tx,
    user: UserId,
    pages: i64,
    session_id: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE subscriptions SET session_id = $3, pages = pages + 1, updated_at = $4 WHERE user_id = $1 AND pages = $2",
        user.uuid(),
        pages,
        session_id,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Removes a page: it was paid and the result is known, or it has expired.
///
/// # Errors
/// Database errors.
pub async fn page_ended(tx: &mut Tx, user: UserId, session_id: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE subscriptions SET session_id = NULL WHERE user_id = $1 AND session_id = $2",
        user.uuid(),
        session_id,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
