//! Session checks of waits and streams: a stream ends with the session or key that opened it.
//!
//! Ended sessions are known in memory, so all open requests are checked ten times a second without a statement. API
//! keys are checked once a second, all in one statement, and again before data is returned.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use parking_lot::Mutex;
use shared::accounts;
use shared::app::App;
use shared::ids::ApiKeyId;
use sqlx::PgConnection;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::auth::{Credential, Identity};

/// How often sessions and expiry times are checked.
const CHECK_INTERVAL: Duration = Duration::from_millis(100);

/// Why no more data is returned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EndReason {
    /// The access token has expired.
    TokenExpired,
    /// Logged out, revoked by the user or an admin, or the user was suspended.
    SessionEnded,
    /// The API key was revoked or has expired, or its user was suspended.
    KeyRevoked,
}

impl EndReason {
    /// The reason, for clients.
    pub fn name(self) -> &'static str {
        match self {
            Self::TokenExpired => "token_expired",
            Self::SessionEnded => "session_ended",
            Self::KeyRevoked => "key_revoked",
        }
    }
}

/// The open requests of this process under check.
#[derive(Debug, Default)]
pub(super) struct SessionChecks(Mutex<Open>);

#[derive(Debug, Default)]
struct Open {
    next_id: u64,
    requests: HashMap<u64, Arc<Checked>>,
}

#[derive(Debug)]
struct Checked {
    by: Credential,
    reason: OnceLock<EndReason>,
    ended: CancellationToken,
}

/// The permission of one open request; dropping it ends the checks.
#[derive(Debug)]
pub(crate) struct Permit {
    id: u64,
    checked: Arc<Checked>,
    checks: Arc<SessionChecks>,
}

impl Checked {
    fn end(&self, reason: EndReason) {
        // The first reason counts.
        _ = self.reason.set(reason);
        self.ended.cancel();
    }

    /// The reason, if known locally. If the ended sessions are unknown, the request continues: no new request could
    /// start then, and it is checked again soon.
    fn known(&self, app: &App) -> Option<EndReason> {
        if let Some(reason) = self.reason.get() {
            return Some(*reason);
        }
        match &self.by {
            Credential::Login(_, until) if *until <= app.clock.now() => Some(EndReason::TokenExpired),
            Credential::Login(session, _) => {
                app.revocations.has(session.uuid()).unwrap_or(false).then_some(EndReason::SessionEnded)
            }
            Credential::Key(..) => None,
        }
    }

    fn key(&self) -> Option<ApiKeyId> {
        match &self.by {
            Credential::Key(key, _) => Some(*key),
            Credential::Login(..) => None,
        }
    }
}

impl Permit {
    /// Why the request has to end, if known locally.
    pub fn known_end(&self, app: &App) -> Option<EndReason> {
        self.checked.known(app)
    }

    /// Why the request has to end, including a lookup of its API key. Call right before data is returned.
    pub async fn confirmed_end(&self, app: &App) -> sqlx::Result<Option<EndReason>> {
        if let Some(reason) = self.known_end(app) {
            return Ok(Some(reason));
        }
        let Some(key) = self.checked.key() else { return Ok(None) };
        let in_force = accounts::keys_in_force(app.db.pool(), &[key], app.clock.now()).await?;
        Ok(in_force.is_empty().then_some(EndReason::KeyRevoked))
    }

    /// Returns once the request has to end.
    pub async fn ended(&self) -> EndReason {
        self.checked.ended.cancelled().await;
        self.checked.reason.get().copied().unwrap_or(EndReason::SessionEnded)
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.checks.open(|open| open.requests.remove(&self.id));
    }
}

impl SessionChecks {
    /// Starts checking a request.
    pub fn permit(self: &Arc<Self>, identity: &Identity) -> Permit {
        let (reason, ended) = (OnceLock::new(), CancellationToken::new());
        let checked = Arc::new(Checked { by: identity.by.clone(), reason, ended });
        let id = self.open(|open| {
            open.next_id += 1;
            open.requests.insert(open.next_id, checked.clone());
            open.next_id
        });
        Permit { id, checked, checks: self.clone() }
    }

    /// Checks all but API keys until the process stops.
    pub async fn run(self: Arc<Self>, app: App) {
        loop {
            tokio::select! {
                () = sleep(CHECK_INTERVAL) => {}
                () = app.hub.closing() => return,
            }
            let requests = self.requests();
            for (request, reason) in requests.iter().filter_map(|it| Some((it, it.known(&app)?))) {
                request.end(reason);
            }
        }
    }

    /// Whether no open request uses an API key.
    pub fn is_idle(&self) -> bool {
        self.open(|open| open.requests.values().all(|request| request.key().is_none()))
    }

    /// Ends requests whose API key is revoked or expired.
    pub async fn end_revoked(&self, app: &App, db: &mut PgConnection) -> sqlx::Result<()> {
        let requests = self.requests();
        let keys: HashSet<_> = requests.iter().filter_map(|request| request.key()).collect();
        if keys.is_empty() {
            return Ok(());
        }
        let keys: Vec<_> = keys.into_iter().collect();
        let in_force = accounts::keys_in_force(db, &keys, app.clock.now()).await?;
        let in_force: HashSet<_> = in_force.into_iter().collect();
        let revoked = requests.iter().filter(|request| request.key().is_some_and(|key| !in_force.contains(&key)));
        revoked.for_each(|request| request.end(EndReason::KeyRevoked));
        Ok(())
    }

    fn requests(&self) -> Vec<Arc<Checked>> {
        self.open(|open| open.requests.values().cloned().collect())
    }

    fn open<T>(&self, with: impl FnOnce(&mut Open) -> T) -> T {
        with(&mut self.0.lock())
    }
}
