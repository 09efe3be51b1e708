//! Who has sockets in this process, and that others learn of it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use shared::app::App;
use shared::chat::{self, Frame};
use shared::ids::UserId;
use shared::presence::RENEW;
use tokio::sync::mpsc;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

/// Conversations that are told of somebody who comes or goes.
const MAX_TOLD: usize = 200;

/// Users who have sockets here. A clone is the same.
#[derive(Clone, Default)]
pub(super) struct Attendance(Arc<Mutex<HashMap<UserId, Here>>>);

struct Here {
    sockets: usize,
    arrival: Arrival,
}

/// Whether others know that somebody came.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Arrival {
    /// Redis is being asked.
    Asked,
    /// They were told, or knew.
    Known,
    /// Redis did not answer.
    Missed,
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
            self.app.db.spawn_background(async move { app.presence.leave(user).await });
        }
    }
}

impl Attendance {
    /// Notes one more socket of a user. The first is told to those who listen.
    pub fn enter(&self, app: &App, user: UserId) -> Attending {
        let mut users = self.users();
        let here = users.entry(user).or_insert(Here { sockets: 0, arrival: Arrival::Asked });
        here.sockets += 1;
        if here.sockets == 1 {
            let (told, attendance) = (app.clone(), self.clone());
            app.db.spawn_background(async move {
                let new = told.presence.renew(&[user]).await;
                attendance.note(user, if new.is_some() { Arrival::Known } else { Arrival::Missed });
                if new.is_some_and(|new| new.contains(&user)) {
                    tell(&told, user, None).await;
                }
            });
        }
        Attending { app: app.clone(), attendance: self.clone(), user }
    }

    fn users(&self) -> MutexGuard<'_, HashMap<UserId, Here>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, user: UserId, arrival: Arrival) {
        if let Some(here) = self.users().get_mut(&user) {
            here.arrival = arrival;
        }
    }

    /// Those of whom Redis was asked already, and how it knows of each.
    fn asked(&self) -> Vec<(UserId, Arrival)> {
        let users = self.users();
        users.iter().map(|(user, here)| (*user, here.arrival)).filter(|(_, it)| *it != Arrival::Asked).collect()
    }

    /// Says again and again who is here, and tells of those who came while Redis did not answer and of those who went
    /// anywhere, until `stop`.
    pub async fn run(self, app: App, stop: CancellationToken) {
        // Telling of many must not keep anybody from being renewed.
        let (news, mut untold) = mpsc::unbounded_channel();
        let renewing = async {
            loop {
                let (users, arrivals): (Vec<_>, Vec<_>) = self.asked().into_iter().unzip();
                if app.presence.renew(&users).await.is_some() {
                    let missed = users.iter().zip(arrivals).filter(|(_, arrival)| *arrival == Arrival::Missed);
                    for (user, _) in missed {
                        self.note(*user, Arrival::Known);
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
                tell(&app, user, last_seen).await;
            }
        };
        stop.run_until_cancelled(async { tokio::join!(renewing, telling) }).await;
    }
}

/// Tells the conversations of a user that it came, or when it was last there.
async fn tell(app: &App, user_id: UserId, last_seen: Option<DateTime<Utc>>) {
    let memberships = match chat::memberships(app.db.pool(), user_id).await {
        Ok(memberships) => memberships,
        Err(error) => return tracing::warn!(%error, "presence changes can't be published"),
    };
    for conversation_id in memberships.into_iter().map(|member| member.conversation).take(MAX_TOLD) {
        let frame = Frame::Presence { conversation_id, user_id, online: last_seen.is_none(), last_seen };
        chat::publish(app, conversation_id, &frame).await;
    }
}
