//! Where a login comes from.

use std::net::IpAddr;

use crate::audit::Actor;
use crate::ids::{SessionId, UserId};

/// Whoever wants to log in.
#[derive(Debug, Clone)]
pub struct Client {
    /// Where it connects from.
    pub address: IpAddr,
    /// What it says of itself.
    pub user_agent: Option<String>,
    /// Its request.
    pub request_id: Option<String>,
}

impl Client {
    /// A user at this client, for the audit log; with the session that it has.
    pub(super) fn actor(&self, user: UserId, session: Option<SessionId>) -> Actor {
        let request_id = self.request_id.clone();
        Actor { user: Some(user), api_key: None, session, address: Some(self.address), request_id }
    }
}
