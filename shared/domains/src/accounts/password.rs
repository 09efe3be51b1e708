//! Password hashes: bcrypt of a keyed digest, so that every byte of the password counts.
//!
//! bcrypt itself uses only 72 bytes. A plain digest could be matched against digests leaked elsewhere; keyed with the
//! user's id it is useless there.

use std::net::IpAddr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use bcrypt::BcryptResult;
use secrecy::{ExposeSecret, SecretString};
use tokio::time::timeout;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::error::HashError;
use crate::app::App;
use crate::ids::UserId;
use crate::metrics::Open;
use crate::rate_limit::network;
use crate::secrets::hmac_sha384;

/// Digests of the password in NFC: systems differ in how they compose the characters that a user types.
fn digest(user: UserId, password: &SecretString) -> String {
    let composed = SecretString::from(password.expose_secret().nfc().collect::<String>());
    digest_of(user, composed.expose_secret())
}

/// The digest of a password as it was given, if it is not in NFC: hashes of older versions are made from it.
fn former_digest(user: UserId, password: &SecretString) -> Option<String> {
    let password = password.expose_secret();
    (!is_nfc(password)).then(|| digest_of(user, password))
}

fn digest_of(user: UserId, password: &str) -> String {
    // 64 characters without a NUL, within bcrypt's 72.
    STANDARD_NO_PAD.encode(hmac_sha384(user.uuid().as_bytes(), password.as_bytes()))
}

/// The requester of a password hash: addresses take turns, and so do the names at one address.
#[derive(Debug, Clone)]
pub struct Requester {
    address: String,
    name: String,
}

impl Requester {
    /// A requester at an address, or, without one, at the command line.
    #[must_use]
    pub fn new(address: Option<IpAddr>, name: impl Into<String>) -> Self {
        let address = address.map_or_else(String::new, |address| network(address).to_string());
        Self { address, name: name.into() }
    }
}

/// Hashes a password; takes a good part of a second of one core, off the async threads.
pub(super) async fn hash(
    app: &App,
    by: &Requester,
    user: UserId,
    password: &SecretString,
) -> Result<String, HashError> {
    let (digest, cost) = (digest(user, password), app.config.auth.bcrypt_cost);
    on_a_core(app, by, move || bcrypt::hash(digest, cost)).await
}

/// Verifies a password against a hash. Without a hash (unknown user, or no password) it takes as long and returns
/// false.
pub(super) async fn verify(
    app: &App,
    by: &Requester,
    user: UserId,
    password: &SecretString,
    hash: Option<String>,
) -> Result<bool, HashError> {
    let (digest, cost) = (digest(user, password), app.config.auth.bcrypt_cost);
    let former = former_digest(user, password);
    on_a_core(app, by, move || match hash {
        Some(hash) => match (bcrypt::verify(digest, &hash)?, former) {
            (false, Some(former)) => bcrypt::verify(former, &hash),
            (is_right, _) => Ok(is_right),
        },
        None => bcrypt::hash(digest, cost).map(|_| false),
    })
    .await
}

/// Runs the work once it is the requester's turn. Abandoned work is not started; started work keeps its permit to the
/// end because it can't be stopped.
async fn on_a_core<T: Send + 'static>(
    app: &App,
    by: &Requester,
    work: impl FnOnce() -> BcryptResult<T> + Send + 'static,
) -> Result<T, HashError> {
    let permit = {
        let _waiting = Open::new(&app.metrics.password_hashes_waiting);
        timeout(app.config.auth.hash_wait, app.hashing.acquire(&by.address, &by.name)).await
    };
    let Ok(Ok(permit)) = permit else {
        app.metrics.password_hashes_shed.inc();
        return Err(HashError::Busy);
    };
    app.metrics.password_hashes.inc();
    let work = move || {
        let _permit = permit;
        work()
    };
    // A panic is passed on to the caller.
    let done = tokio::task::spawn_blocking(work).await;
    Ok(done.unwrap_or_else(|panic| std::panic::resume_unwind(panic.into_panic()))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_depend_on_every_byte_and_on_the_user() {
        let (one, other) = (UserId::new(), UserId::new());
        let long = "x".repeat(200);
        let digests: Vec<_> = [format!("{long}a"), format!("{long}b"), long, "p\0a".into(), "p\0b".into()]
            .map(|password| digest(one, &password.into()))
            .into();
        for (index, digest) in digests.iter().enumerate() {
            assert_eq!(digest.len(), 64);
            assert!(!digests[..index].contains(digest));
        }
        assert_ne!(digest(one, &"secret".into()), digest(other, &"secret".into()));
    }

    #[test]
    fn a_password_is_the_same_however_its_characters_are_composed() {
        let user = UserId::new();
        let (composed, decomposed): (SecretString, SecretString) =
            ("\u{e4}pfel und k\u{fc}he".into(), "a\u{308}pfel und ku\u{308}he".into());
        assert_eq!(digest(user, &composed), digest(user, &decomposed));
        assert_eq!(former_digest(user, &composed), None);
        assert_ne!(former_digest(user, &decomposed), Some(digest(user, &composed)));
    }
}
