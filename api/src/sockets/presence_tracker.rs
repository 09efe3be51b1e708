//! Tracks users with sockets in this process, and announces their presence.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use parking_lot::{Mutex, MutexGuard};
use shared::app::App;
use shared::chat::{self, Frame};
use shared::ids::UserId;
use shared::presence::RENEW;
use tokio::sync::mpsc;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

/// The most conversations to announce a presence change to.
const MAX_TOLD: usize = 200;

/// Users with sockets here. Clones share them.
#[derive(Clone, Default)]
pub(super) struct PresenceTracker(Arc<Mutex<HashMap<UserId, PresentUser>>>);

struct PresentUser {
    sockets: usize,
    arrival: Announcement,
}

/// Whether a user's arrival was announced.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Announcement {
    /// The Redis call is in progress.
    Asked,
    /// Announced, or known before.
    Known,
    /// Redis did not answer.
    Missed,
}

/// Keeps a user present until dropped.
pub(super) struct PresenceGuard {
    app: App,
    attendance: PresenceTracker,
    user: UserId,
}

impl Drop for PresenceGuard {
    fn drop(&mut self) {
        let mut users = self.attendance.users();
        let Some(here) = users.get_mut(&self.user) else { return };
        here.sockets -= 1;
        if here.sockets == 0 {
            users.remove(&self.user);
            let (app, user) = (self.app.clone(), self.user);
            // Announced once no process reports the user as present.
            self.app.background.spawn(async move { app.presence.leave(user).await });
        }
    }
}

impl PresenceTracker {
    /// Adds a socket of a user. The first one is announced.
    pub fn enter(&self, app: &App, user: UserId) -> PresenceGuard {
        let mut users = self.users();
        let here = users.entry(user).or_insert(PresentUser { sockets: 0, arrival: Announcement::Asked });
        here.sockets += 1;
        if here.sockets == 1 {
            let (context, attendance) = (app.clone(), self.clone());
            app.background.spawn(async move {
                let new = context.presence.renew(&[user]).await;
                attendance.note(user, if new.is_some() { Announcement::Known } else { Announcement::Missed });
                if new.is_some_and(|new| new.contains(&user)) {
                    announce(&context, user, None).await;
                }
            });
        }
        PresenceGuard { app: app.clone(), attendance: self.clone(), user }
    }

    fn users(&self) -> MutexGuard<'_, HashMap<UserId, PresentUser>> {
        self.0.lock()
    }

    fn note(&self, user: UserId, arrival: Announcement) {
        if let Some(here) = self.users().get_mut(&user) {
            here.arrival = arrival;
        }
    }

    /// Users whose Redis call has started, with its state.
    fn asked(&self) -> Vec<(UserId, Announcement)> {
        let users = self.users();
        users.iter().map(|(user, here)| (*user, here.arrival)).filter(|(_, it)| *it != Announcement::Asked).collect()
    }

    /// Renews presence regularly, and announces users who connected during a Redis outage or left any process, until
    /// `stop`.
    pub async fn run(self, app: App, stop: CancellationToken) {
        // Announcing many arrivals must not delay presence renewal.
        let (news, mut untold) = mpsc::unbounded_channel();
        let renewing = async {
            loop {
                let (users, arrivals): (Vec<_>, Vec<_>) = self.asked().into_iter().unzip();
                if app.presence.renew(&users).await.is_some() {
                    let missed = users.iter().zip(arrivals).filter(|(_, arrival)| *arrival == Announcement::Missed);
                    for (user, _) in missed {
                        self.note(*user, Announcement::Known);
                        let _ = news.send((*user, None));
                    }
                }
                for (user, last_seen) in app.presence.sweep().await {
                    let _ = news.send((user, Some(last_seen)));
                }
                sleep(RENEW).await;
            }
        };
        let telling = async {
            while let Some((user, last_seen)) = untold.recv().await {
                announce(&app, user, last_seen).await;
            }
        };
        stop.run_until_cancelled(async { tokio::join!(renewing, telling) }).await;
    }
}

/// Announces a user's arrival, or its last-seen time, to its conversations.
async fn announce(app: &App, user_id: UserId, last_seen: Option<DateTime<Utc>>) {
    let memberships = match chat::memberships(app.db.pool(), user_id).await {
        Ok(memberships) => memberships,
        Err(error) => return tracing::warn!(%error, "presence changes can't be published"),
    };
    for conversation_id in memberships.into_iter().map(|member| member.conversation).take(MAX_TOLD) {
        let frame = Frame::Presence { conversation_id, user_id, online: last_seen.is_none(), last_seen };
        chat::publish(app, conversation_id, &frame).await;
    }
}
