//! Session checks of sockets.

use std::collections::HashSet;
use std::sync::Arc;

use shared::accounts;
use shared::app::App;
use shared::ids::ApiKeyId;

use super::close_reason::CloseReason;
use super::outbox::Outbox;
use crate::auth::Credential;

/// Ends sockets whose session has ended.
pub(super) fn close_ended<'a>(app: &App, lines: impl Iterator<Item = &'a Arc<Outbox>>) {
    for line in lines {
        if let Some(ending) = close_reason(app, line) {
            line.end(ending);
        }
    }
}

/// The reason to close a socket, if known locally: its token has expired or its session has ended. If the ended
/// sessions are unknown, open sockets stay: broadcasts come from the same source.
pub(super) fn close_reason(app: &App, line: &Outbox) -> Option<CloseReason> {
    let Credential::Login(session, until) = &line.by else { return None };
    if *until <= app.clock.now() {
        return Some(CloseReason::Expired);
    }
    app.revocations.has(session.uuid()).unwrap_or(false).then_some(CloseReason::Revoked)
}

/// The API keys of sockets.
pub(super) fn keys<'a>(lines: impl Iterator<Item = &'a Arc<Outbox>>) -> HashSet<ApiKeyId> {
    lines.filter_map(|line| key(line)).collect()
}

/// Those of these keys that are revoked or expired.
pub(super) async fn revoked_keys(app: &App, keys: HashSet<ApiKeyId>) -> sqlx::Result<HashSet<ApiKeyId>> {
    let all: Vec<_> = keys.iter().copied().collect();
    let good: HashSet<_> = accounts::keys_in_force(app.db.pool(), &all, app.clock.now()).await?.into_iter().collect();
    Ok(keys.difference(&good).copied().collect())
}

/// Ends sockets opened with one of these keys.
pub(super) fn end<'a>(lines: impl Iterator<Item = &'a Arc<Outbox>>, bad: &HashSet<ApiKeyId>) {
    lines
        .filter(|line| key(line).is_some_and(|key| bad.contains(&key)))
        .for_each(|line| line.end(CloseReason::Revoked));
}

fn key(line: &Outbox) -> Option<ApiKeyId> {
    match &line.by {
        Credential::Key(key, _) => Some(*key),
        Credential::Login(..) => None,
    }
}
