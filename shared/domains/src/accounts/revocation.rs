//! Feeds [`Revocations`](crate::revocations::Revocations): revocations of this process take effect at once; those of
//! other processes arrive through Redis and are polled from Postgres.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use redis::AsyncCommands;
use sqlx::{Connection, PgConnection};
use tokio::sync::watch;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::token::LEEWAY_SECONDS;
use crate::app::App;
use crate::db::Tx;
use crate::revocations::Revocations;
use crate::subscriber::Route;

const CHANNEL: &str = "ended_sessions";
/// Postgres poll interval, with and without a Redis subscription.
const POLL_INTERVAL: Duration = Duration::from_secs(1);
const DISCONNECTED_POLL_INTERVAL: Duration = Duration::from_millis(50);
/// Overlap of consecutive polls. No transaction takes that long, so rows written before a poll and committed after it
/// appear in the next.
const OVERLAP: Duration = Duration::from_secs(60);
/// Normal clock drift stays below this.
const JUMP: TimeDelta = TimeDelta::seconds(2);
/// Longer than any healthy server takes.
const TIMEOUT: Duration = Duration::from_secs(2);

/// A failure, for the log.
type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Publishes sessions that end with this transaction to all processes.
pub(super) fn announce(app: &App, tx: &mut Tx, ended: Vec<(Uuid, DateTime<Utc>)>) {
    let payload: Vec<u8> = ended.iter().flat_map(|(id, _)| *id.as_bytes()).collect();
    let (revocations, redis) = (app.revocations.clone(), app.redis.clone());
    tx.on_commit(move || revocations.add(ended.into_iter().map(|(id, _)| id)));
    tx.after_commit(async move {
        if let Err(error) = redis.shared().publish::<_, _, ()>(redis.key(CHANNEL), payload).await {
            tracing::debug!(%error, "ended sessions not published; other processes poll");
        }
    });
}

/// Loads ended sessions once before serving, or gives up soon.
pub async fn load_revocations(app: &App) {
    let mut connection = None;
    if let Err(error) = poll(app, &mut connection, None).await {
        tracing::warn!(error, "ended sessions are not loaded yet; retrying");
    }
}

/// Subscribes to and polls for ended sessions, until `stop`. Redis is followed while the subscriber runs.
pub async fn follow_revocations(app: &App, stop: CancellationToken) {
    let feed = watch::Sender::new(Feed::default());
    app.subscriber.route(CHANNEL, Arc::new(EndedSessions { revocations: app.revocations.clone(), feed: feed.clone() }));
    app.subscriber.subscribe(CHANNEL);
    stop.run_until_cancelled(poll_always(app, &feed)).await;
}

/// State of the subscription to ended sessions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Feed {
    /// The number of subscriptions made so far.
    subscription: u64,
    is_connected: bool,
    /// The subscription after which all ended sessions were read.
    complete_since: u64,
}

impl Feed {
    /// Whether the subscription brings all that end from now on, and all earlier ones are known.
    fn is_complete(self) -> bool {
        self.is_connected && self.complete_since == self.subscription
    }
}

struct EndedSessions {
    revocations: Revocations,
    feed: watch::Sender<Feed>,
}

impl Route for EndedSessions {
    fn on_message(&self, _: &str, payload: &[u8]) {
        self.revocations.add(payload.chunks_exact(16).filter_map(|it| Uuid::from_slice(it).ok()));
    }

    fn on_resync(&self, _: &[String]) {
        self.feed.send_modify(|feed| {
            feed.subscription += 1;
            feed.is_connected = true;
        });
    }

    fn on_heartbeat(&self, sent: Instant) {
        if self.feed.borrow().is_complete() {
            self.revocations.complete_until(sent);
        }
    }

    fn on_loss(&self) {
        self.feed.send_if_modified(|feed| std::mem::replace(&mut feed.is_connected, false));
    }
}

/// Polls every second, more often without a Redis subscription, and all of them after each new subscription.
async fn poll_always(app: &App, feed: &watch::Sender<Feed>) {
    let mut changes = feed.subscribe();
    let mut connection = None;
    let mut last_poll = None;
    let mut watch = ClockWatch::new(app.clock.now());
    let mut fails = false;
    loop {
        let now = *changes.borrow_and_update();
        if now.is_connected && !now.is_complete() {
            last_poll = None;
        }
        if watch.jumped(app.clock.now()) {
            tracing::warn!("this machine's clock jumped; reloading recently ended sessions");
            last_poll = None;
        }
        match poll(app, &mut connection, last_poll).await {
            Ok(began) => {
                last_poll = Some(began);
                fails = false;
                feed.send_if_modified(|feed| {
                    feed.complete_since = now.subscription;
                    false
                });
            }
            Err(error) => {
                connection = None;
                if !std::mem::replace(&mut fails, true) {
                    tracing::warn!(error, "polling ended sessions failed; retrying");
                }
            }
        }
        let interval = if now.is_connected && !fails { POLL_INTERVAL } else { DISCONNECTED_POLL_INTERVAL };
        // A change of the subscription ends the pause.
        let _ = timeout(interval, changes.changed()).await;
    }
}

/// Reads sessions that ended since shortly before the poll at `since`, or all relevant ones. Uses a connection of its
/// own so that it never queues behind requests. Returns its start time.
async fn poll(app: &App, connection: &mut Option<PgConnection>, since: Option<Instant>) -> Result<Instant, Failure> {
    let began = Instant::now();
    timeout(TIMEOUT, read(app, connection, since)).await??;
    app.revocations.complete_until(began);
    Ok(began)
}

async fn read(app: &App, connection: &mut Option<PgConnection>, since: Option<Instant>) -> sqlx::Result<()> {
    let open = match connection.take() {
        Some(open) => open,
        None => PgConnection::connect_with(&app.db.pool().connect_options()).await?,
    };
    let open = connection.insert(open);
    let valid = app.config.auth.token_lifetime + TimeDelta::seconds(LEEWAY_SECONDS);
    let all = valid + TimeDelta::from_std(OVERLAP).unwrap_or_default();
    let back =
        since.and_then(|since| TimeDelta::from_std(since.elapsed() + OVERLAP).ok()).map_or(all, |it| it.min(all));
    let rows = sqlx::query!(
        "SELECT id FROM sessions
        WHERE ended_at > coalesce($1::timestamptz, clock_timestamp()) - make_interval(secs => $2)",
        app.clock.pinned() as Option<DateTime<Utc>>,
        back.as_seconds_f64(),
    )
    .fetch_all(open)
    .await?;
    app.revocations.add(rows.into_iter().map(|row| row.id));
    app.revocations.forget(all.to_std().unwrap_or(Duration::MAX));
    Ok(())
}

/// Detects a wall clock that was set: it then diverges from the monotonic clock.
struct ClockWatch {
    wall: DateTime<Utc>,
    monotonic: Instant,
}

impl ClockWatch {
    fn new(wall: DateTime<Utc>) -> Self {
        Self { wall, monotonic: Instant::now() }
    }

    /// Whether the wall clock was set since the last call.
    fn jumped(&mut self, wall: DateTime<Utc>) -> bool {
        let before = std::mem::replace(self, Self::new(wall));
        let (by_wall, elapsed) = (wall - before.wall, self.monotonic.duration_since(before.monotonic));
        (by_wall - TimeDelta::from_std(elapsed).unwrap_or(TimeDelta::MAX)).abs() > JUMP
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clock_changes_are_detected() {
        let start = Utc::now();
        let mut watch = ClockWatch::new(start);
        assert!(!watch.jumped(start + TimeDelta::milliseconds(5)));
        assert!(watch.jumped(start + TimeDelta::hours(1)));
        assert!(!watch.jumped(start + TimeDelta::hours(1)));
        assert!(watch.jumped(start));
    }
}
