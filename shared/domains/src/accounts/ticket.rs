//! One-time tickets: browsers open sockets with them because they can't set headers there.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use redis::AsyncCommands;
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::cache::call_within;
use crate::secrets::{self, hmac_sha256};

/// Lifetime of a ticket, in seconds.
pub const TICKET_SECONDS: u32 = 30;
/// Domain separator for this use of the key.
const LABEL: &[u8] = b"switchboard.ws_ticket.v1\0";
/// Length of an HMAC-SHA256 in hex.
const MAC_DIGITS: usize = 64;
const TIMEOUT: Duration = Duration::from_secs(2);

/// Tickets are stored in Redis only, and it is unavailable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("tickets can't be kept right now")]
pub struct NoTickets;

/// Issues a ticket for its holder. Only a digest of the ticket is stored.
///
/// # Errors
/// Redis is unavailable.
pub async fn issue_ticket<T: Serialize>(app: &App, holder: &T) -> Result<SecretString, NoTickets> {
    let ticket = SecretString::from(URL_SAFE_NO_PAD.encode(secrets::random::<32>()));
    let holder = serde_json::to_string(holder).map_err(|_| NoTickets)?;
    let (mut redis, name) = (app.redis.shared(), name(app, ticket.expose_secret()));
    let signed = format!("{}{holder}", hex::encode(mac(app, &name, &holder)));
    let kept = redis.set_ex::<_, _, ()>(name, signed, u64::from(TICKET_SECONDS));
    call_within(TIMEOUT, kept).await.map_err(|_| NoTickets)?;
    Ok(ticket)
}

/// Redeems a ticket once; returns its holder.
///
/// # Errors
/// Redis is unavailable.
pub async fn redeem_ticket<T: DeserializeOwned>(app: &App, ticket: &str) -> Result<Option<T>, NoTickets> {
    let (mut redis, name) = (app.redis.shared(), name(app, ticket));
    let signed = call_within(TIMEOUT, redis.get_del::<_, Option<String>>(&name)).await.map_err(|_| NoTickets)?;
    Ok(signed.and_then(|signed| serde_json::from_str(verified(app, &name, &signed)?).ok()))
}

/// Authenticates a ticket's holder, so that write access to Redis can't forge one.
fn mac(app: &App, name: &str, holder: &str) -> [u8; 32] {
    hmac_sha256(&app.config.auth.jwt_secret, &[LABEL, name.as_bytes(), b"\0", holder.as_bytes()])
}

/// The holder stored in Redis, if one of our processes wrote it.
fn verified<'a>(app: &App, name: &str, signed: &'a str) -> Option<&'a str> {
    let (given, holder) = signed.split_at_checked(MAC_DIGITS)?;
    let is_ours = secrets::same_bytes(&mac(app, name, holder), &hex::decode(given).ok()?);
    if !is_ours {
        tracing::error!("a ticket in Redis is malformed; rejected");
    }
    is_ours.then_some(holder)
}

fn name(app: &App, ticket: &str) -> String {
    app.redis.key(&format!("ws_ticket:{}", hex::encode(Sha256::digest(ticket))))
}
