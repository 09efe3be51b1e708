//! The origin of a login.

use std::net::IpAddr;

use crate::audit::Actor;
use crate::ids::{SessionId, UserId};

/// A client that logs in.
#[derive(Debug, Clone)]
pub struct Client {
    /// Its network address.
    pub address: IpAddr,
    /// Its `User-Agent`.
    pub user_agent: Option<String>,
    /// Its request.
    pub request_id: Option<String>,
}

impl Client {
    /// A user at this client, for the audit log; with its session, if any.
    pub(super) fn actor(&self, user: UserId, session: Option<SessionId>) -> Actor {
        let request_id = self.request_id.clone();
        Actor { user: Some(user), api_key: None, session, address: Some(self.address), request_id }
    }
}
