//! Password hashes: bcrypt of a keyed digest, so that every byte of the password counts.
//!
//! bcrypt itself looks at 72 bytes. A plain digest before it could be tried against digests that
//! leaked elsewhere; keyed with the user's id it is worth nothing there.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use bcrypt::BcryptResult;
use secrecy::{ExposeSecret, SecretString};

use crate::app::App;
use crate::ids::UserId;
use crate::secrets::hmac_sha384;

fn digest(user: UserId, password: &SecretString) -> String {
    // 64 characters without a NUL, within bcrypt's 72.
    STANDARD_NO_PAD.encode(hmac_sha384(user.uuid().as_bytes(), password.expose_secret().as_bytes()))
}

/// Hashes a password; takes a good part of a second of one core, off the async threads.
pub(super) async fn hash(app: &App, user: UserId, password: &SecretString) -> BcryptResult<String> {
    let (digest, cost) = (digest(user, password), app.config.auth.bcrypt_cost);
    on_a_core(app, move || bcrypt::hash(digest, cost)).await
}

/// Whether a password is the hashed one. Without a hash (no such user, or one without a password) it works as long and
/// says no.
pub(super) async fn verify(
    app: &App,
    user: UserId,
    password: &SecretString,
    hash: Option<String>,
) -> BcryptResult<bool> {
    let (digest, cost) = (digest(user, password), app.config.auth.bcrypt_cost);
    on_a_core(app, move || match hash {
        Some(hash) => bcrypt::verify(digest, &hash),
        None => bcrypt::hash(digest, cost).map(|_| false),
    })
    .await
}

async fn on_a_core<T: Send + 'static>(
    app: &App,
    work: impl FnOnce() -> BcryptResult<T> + Send + 'static,
) -> BcryptResult<T> {
    // The semaphore is never closed, and a task that panicked has nothing better to say.
    let _core = app.cpu.acquire().await;
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|panic| std::panic::resume_unwind(panic.into_panic()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_counts_and_so_does_the_user() {
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
}
