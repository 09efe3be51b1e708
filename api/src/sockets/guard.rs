//! Whether sockets may stay open.

use std::collections::HashSet;
use std::sync::Arc;

use shared::accounts;
use shared::app::App;
use shared::ids::ApiKeyId;

use super::ending::Ending;
use super::line::Line;
use crate::caller::Credential;

/// Ends sockets whose token has expired or whose session has ended.
pub(super) fn look<'a>(app: &App, lines: impl Iterator<Item = &'a Arc<Line>>) {
    let now = app.clock.now();
    for line in lines {
        match &line.by {
            Credential::Login(_, until) if *until <= now => line.end(Ending::Expired),
            Credential::Login(..) if is_revoked(app, line) => line.end(Ending::Revoked),
            Credential::Login(..) | Credential::Key(..) => {}
        }
    }
}

/// Whether the session of a socket is known to have ended. Where that is not known whoever is in stays in: what could
/// be told comes from where that would be learned.
pub(super) fn is_revoked(app: &App, line: &Line) -> bool {
    match &line.by {
        Credential::Login(session, _) => app.revocations.has(session.uuid()).unwrap_or(false),
        Credential::Key(..) => false,
    }
}

/// Keys that sockets were opened with.
pub(super) fn keys<'a>(lines: impl Iterator<Item = &'a Arc<Line>>) -> HashSet<ApiKeyId> {
    lines.filter_map(|line| key(line)).collect()
}

/// Which of these keys are good for nothing any more.
pub(super) async fn bad_keys(app: &App, keys: HashSet<ApiKeyId>) -> sqlx::Result<HashSet<ApiKeyId>> {
    let all: Vec<_> = keys.iter().copied().collect();
    let good: HashSet<_> = accounts::keys_in_force(app.db.pool(), &all, app.clock.now()).await?.into_iter().collect();
    Ok(keys.difference(&good).copied().collect())
}

/// Ends sockets that were opened with one of these keys.
pub(super) fn end<'a>(lines: impl Iterator<Item = &'a Arc<Line>>, bad: &HashSet<ApiKeyId>) {
    lines.filter(|line| key(line).is_some_and(|key| bad.contains(&key))).for_each(|line| line.end(Ending::Revoked));
}

fn key(line: &Line) -> Option<ApiKeyId> {
    match &line.by {
        Credential::Key(key, _) => Some(*key),
        Credential::Login(..) => None,
    }
}
