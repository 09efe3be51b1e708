//! Who has sockets in this process, and that others learn of it.

use std::collections::HashMap;
use std::mem::replace;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use shared::app::App;
use shared::chat::{self, Frame};
use shared::ids::UserId;
use shared::presence::RENEW;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

/// Conversations that are told of somebody who comes or goes.
const MAX_TOLD: usize = 200;

/// Users who have sockets here. A clone is the same.
#[derive(Clone, Default)]
pub(super) struct Attendance(Arc<Mutex<HashMap<UserId, Here>>>);

#[derive(Default)]
struct Here {
    sockets: usize,
    /// Whether Redis has heard of it since the user came.
    is_noted: bool,
}

/// Somebody is there for as long as this is.
pub(super) struct Attending {
    app: App,
    attendance: Attendance,
    user: UserId,
}

impl Drop for Attending {
    fn drop(&mut self) {
        let mut users = self.attendance.users();
        let Some(here) = users.get_mut(&self.user) else { return };
        here.sockets -= 1;
        if here.sockets == 0 {
            users.remove(&self.user);
            let (app, user) = (self.app.clone(), self.user);
            // Others learn of it once nobody says the contrary.
            self.app.db.aside(async move { app.presence.leave(user).await });
        }
    }
}

impl Attendance {
    /// Notes one more socket of a user. The first is told to those who listen.
    pub fn enter(&self, app: &App, user: UserId) -> Attending {
        let mut users = self.users();
        let here = users.entry(user).or_default();
        here.sockets += 1;
        if here.sockets == 1 {
            let (told, attendance) = (app.clone(), self.clone());
            app.db.aside(async move {
                // Where Redis does not answer, or has just heard of it, the next renewal tells.
                if told.presence.renew(&[user]).await.is_some_and(|new| new.contains(&user)) {
                    attendance.note(&[user]);
                    tell(&told, user, None).await;
                }
            });
        }
        Attending { app: app.clone(), attendance: self.clone(), user }
    }

    fn users(&self) -> MutexGuard<'_, HashMap<UserId, Here>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that Redis has heard of users; returns those of whom it had not since they came.
    fn note(&self, noted: &[UserId]) -> Vec<UserId> {
        let mut users = self.users();
        let mut is_new = |user: &UserId| users.get_mut(user).is_some_and(|it| !replace(&mut it.is_noted, true));
        noted.iter().copied().filter(|user| is_new(user)).collect()
    }

    /// Says again and again who is here, and tells of those who went anywhere, until `stop`.
    pub async fn run(self, app: App, stop: CancellationToken) {
        let attending = async {
            loop {
                let users: Vec<_> = self.users().keys().copied().collect();
                if let Some(new) = app.presence.renew(&users).await {
                    // Of others it was known before Redis was emptied.
                    for user in self.note(&users).into_iter().filter(|user| new.contains(user)) {
                        tell(&app, user, None).await;
                    }
                }
                for (user, last_seen) in app.presence.sweep().await {
                    tell(&app, user, Some(last_seen)).await;
                }
                sleep(RENEW).await;
            }
        };
        stop.run_until_cancelled(attending).await;
    }
}

/// Tells the conversations of a user that it came, or when it was last there.
async fn tell(app: &App, user_id: UserId, last_seen: Option<DateTime<Utc>>) {
    let memberships = match chat::memberships(app.db.pool(), user_id).await {
        Ok(memberships) => memberships,
        Err(error) => return tracing::warn!(%error, "nobody is told of who came or went"),
    };
    for conversation_id in memberships.into_iter().map(|member| member.conversation).take(MAX_TOLD) {
        let frame = Frame::Presence { conversation_id, user_id, online: last_seen.is_none(), last_seen };
        chat::publish(app, conversation_id, &frame).await;
    }
}
