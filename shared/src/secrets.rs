//! Keyed hashes: signatures of others that we check, fingerprints that we keep. And secrets of users, sealed.

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Sha256, Sha384};

use crate::config::EncryptionKeys;

fn sha256(key: &[u8], parts: &[&[u8]]) -> Hmac<Sha256> {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(key).unwrap_or_else(|_| unreachable!("HMAC takes a key of any length"));
    parts.iter().for_each(|part| mac.update(part));
    mac
}

/// HMAC-SHA256 of the parts in a row.
#[must_use]
pub fn hmac_sha256(key: &SecretString, parts: &[&[u8]]) -> [u8; 32] {
    sha256(key.expose_secret().as_bytes(), parts).finalize().into_bytes().into()
}

/// Whether `signature` (hex) is the HMAC-SHA256 of the parts in a row; compares in constant time.
#[must_use]
pub fn verifies_hex(key: &SecretString, parts: &[&[u8]], signature: &str) -> bool {
    hex::decode(signature).is_ok_and(|bytes| sha256(key.expose_secret().as_bytes(), parts).verify_slice(&bytes).is_ok())
}

/// A signature that says when it was made: `t=<unix seconds>,v1=<hex>`, perhaps with several `v1` while its secret
/// changes. Other parts are of schemes that are not known here.
#[derive(Debug)]
pub struct TimedSignature<'a> {
    seconds: &'a str,
    signatures: Vec<&'a str>,
}

impl<'a> TimedSignature<'a> {
    /// Reads a header.
    #[must_use]
    pub fn read(header: &'a str) -> Self {
        let mut read = Self { seconds: "", signatures: Vec::new() };
        for part in header.split(',') {
            match part.trim().split_once('=') {
                Some(("t", seconds)) => read.seconds = seconds,
                Some(("v1", signature)) => read.signatures.push(signature),
                _ => {}
            }
        }
        read
    }

    /// Whether one of them is that of `body`, made within `tolerance` of `now`.
    #[must_use]
    pub fn verifies(&self, key: &SecretString, body: &[u8], now: DateTime<Utc>, tolerance: TimeDelta) -> bool {
        let signed = [self.seconds.as_bytes(), b".", body];
        let is_known = self.signatures.iter().any(|signature| verifies_hex(key, &signed, signature));
        let made = self.seconds.parse().ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0));
        is_known && made.is_some_and(|made: DateTime<Utc>| (now - made).abs() <= tolerance)
    }
}

/// HMAC-SHA384 of `text` under `key`.
#[must_use]
pub fn hmac_sha384(key: &[u8], text: &[u8]) -> [u8; 48] {
    let mut mac =
        Hmac::<Sha384>::new_from_slice(key).unwrap_or_else(|_| unreachable!("HMAC takes a key of any length"));
    mac.update(text);
    mac.finalize().into_bytes().into()
}

/// Random bytes that nobody can foretell.
#[must_use]
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    aws_lc_rs::rand::fill(&mut bytes).unwrap_or_else(|_| unreachable!("the system always has random bytes"));
    bytes
}

/// Six random digits, each number as likely as any other.
#[must_use]
pub fn random_code() -> SecretString {
    const CODES: u32 = 1_000_000;
    loop {
        let number = u32::from_le_bytes(random());
        // What is above the last whole million would make small numbers likelier.
        if number < u32::MAX - u32::MAX % CODES {
            return format!("{:06}", number % CODES).into();
        }
    }
}

/// Whether two byte strings are equal; takes the same time wherever they differ.
#[must_use]
pub fn same_bytes(one: &[u8], other: &[u8]) -> bool {
    use subtle::ConstantTimeEq;
    one.ct_eq(other).into()
}

/// Whether two secrets are equal; takes the same time wherever they differ.
#[must_use]
pub fn same(secret: &SecretString, other: &str) -> bool {
    same_bytes(secret.expose_secret().as_bytes(), other.as_bytes())
}

/// Why something was not sealed or opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// `DATA_ENCRYPTION_KEYS` is not set.
    #[error("there is no key to encrypt with: DATA_ENCRYPTION_KEYS is not set")]
    NoKey,
    /// It was sealed with a key that is not among `DATA_ENCRYPTION_KEYS` any more.
    #[error("the key that this was encrypted with is not among DATA_ENCRYPTION_KEYS")]
    KeyGone,
    /// It was changed, or belongs elsewhere.
    #[error("this can't be decrypted: it was changed, or belongs to another row")]
    Tampered,
}

/// Encrypts what is kept for users (AES-256-GCM), bound to its place: what is copied to another row does not open.
pub struct Sealer {
    keys: Vec<(String, RandomizedNonceKey)>,
}

impl Sealer {
    /// A sealer with these keys; the first one encrypts.
    #[must_use]
    pub fn new(keys: &EncryptionKeys) -> Self {
        let key = |(id, bytes): &(String, secrecy::SecretSlice<u8>)| {
            Some((id.clone(), RandomizedNonceKey::new(&AES_256_GCM, bytes.expose_secret()).ok()?))
        };
        Self { keys: keys.0.iter().filter_map(key).collect() }
    }

    /// Seals a secret: `key:base64`. `place` says where it is kept: table, column, row.
    ///
    /// # Errors
    /// No key.
    pub fn seal(&self, place: &[String; 3], secret: &SecretString) -> Result<String, SealError> {
        let (id, key) = self.keys.first().ok_or(SealError::NoKey)?;
        let mut bytes = secret.expose_secret().as_bytes().to_vec();
        let aad = Aad::from(bound(id, place));
        let nonce = key.seal_in_place_append_tag(aad, &mut bytes).map_err(|_| SealError::NoKey)?;
        Ok(format!("{id}:{}", STANDARD_NO_PAD.encode([nonce.as_ref().as_slice(), &bytes].concat())))
    }

    /// Opens what was sealed for this place.
    ///
    /// # Errors
    /// A key that is gone; something that was changed or belongs elsewhere.
    pub fn open(&self, place: &[String; 3], sealed: &str) -> Result<SecretString, SealError> {
        let (id, text) = sealed.split_once(':').ok_or(SealError::Tampered)?;
        let (_, key) = self.keys.iter().find(|(known, _)| known == id).ok_or(SealError::KeyGone)?;
        let mut bytes = STANDARD_NO_PAD.decode(text).map_err(|_| SealError::Tampered)?;
        let (nonce, rest) = bytes.split_at_mut_checked(NONCE_LEN).ok_or(SealError::Tampered)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| SealError::Tampered)?;
        let plain = key.open_in_place(nonce, Aad::from(bound(id, place)), rest).map_err(|_| SealError::Tampered)?;
        let text = std::str::from_utf8(plain).map_err(|_| SealError::Tampered)?;
        Ok(SecretString::from(text))
    }
}

/// What a ciphertext is bound to; no two places read the same.
fn bound(id: &str, [table, column, row]: &[String; 3]) -> Vec<u8> {
    format!("switchboard.seal.v1\0{id}\0{table}\0{column}\0{row}").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signature_of_a_webhook_body() {
        let key = SecretString::from("app-secret-for-tests");
        let body = br#"{"object":"whatsapp_business_account","entry":[]}"#;
        let signature = "1ca363dab318df784e1963b29dca91e2098e6cf2fbf0d3c14e09580a90684a61";
        assert!(verifies_hex(&key, &[body], signature));
        assert!(!verifies_hex(&key, &[body, b" "], signature));
        assert!(!verifies_hex(&key, &[body], "not hex"));
        assert!(!verifies_hex(&key, &[body], &signature[2..]));
    }

    #[test]
    fn codes_have_six_digits_and_differ() {
        let codes: std::collections::BTreeSet<_> =
            (0..1000).map(|_| random_code().expose_secret().to_owned()).collect();
        assert!(codes.iter().all(|code| code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit())));
        // Of a thousand codes in a million some two are equal two times of five; fifty never are.
        assert!(codes.len() > 950, "{}", codes.len());
        assert_ne!(random::<32>(), random::<32>());
    }

    #[test]
    fn signature_with_a_time() {
        let key = SecretString::from("whsec_fake_stripe_secret");
        let body = br#"{"id":"evt_fake_1","object":"event","type":"invoice.paid"}"#;
        let known = "0807dcfee728010b47ab02deecd1fa868f1d7431daf350d8c54bc18224d49953";
        let verifies = |header: &str, body: &[u8], seconds: i64| {
            let now = DateTime::from_timestamp(seconds, 0).unwrap();
            TimedSignature::read(header).verifies(&key, body, now, TimeDelta::seconds(300))
        };
        let (at, other) = (1_700_000_000, "00".repeat(32));
        let header = format!("t={at},v1={known}");
        assert!(verifies(&header, body, at));
        assert!(verifies(&header, body, at + 300) && verifies(&header, body, at - 300));
        assert!(!verifies(&header, body, at + 301) && !verifies(&header, body, at - 301));
        assert!(!verifies(&header, b"{}", at), "another body");
        assert!(verifies(&format!("t={at},v1={known},v1={other},v0=x"), body, at), "the first of two");
        assert!(verifies(&format!("t={at}, v1={other}, v1={known}"), body, at), "the last of two");
        for wrong in [
            format!("t={at},v1={other}"),
            format!("t={at},v0={known}"),
            format!("t={},v1={known}", at + 1),
            format!("v1={known}"),
            format!("t=now,v1={known}"),
            format!("t=9223372036854775807,v1={known}"),
            String::new(),
        ] {
            assert!(!verifies(&wrong, body, at), "{wrong}");
        }
    }

    fn place(row: &str) -> [String; 3] {
        ["table".into(), "column".into(), row.into()]
    }

    fn sealer(keys: &[(&str, u8)]) -> Sealer {
        Sealer::new(&EncryptionKeys(keys.iter().map(|(id, byte)| ((*id).into(), vec![*byte; 32].into())).collect()))
    }

    #[test]
    fn what_is_sealed_opens_in_its_place_alone() {
        let (sealer, secret) = (sealer(&[("new", 1), ("old", 2)]), SecretString::from("EAAfake"));
        let sealed = sealer.seal(&place("one"), &secret).unwrap();
        assert!(sealed.starts_with("new:") && !sealed.contains("EAAfake"));
        assert_ne!(sealed, sealer.seal(&place("one"), &secret).unwrap(), "each time with a new nonce");
        assert_eq!(sealer.open(&place("one"), &sealed).unwrap().expose_secret(), "EAAfake");
        assert_eq!(sealer.open(&place("two"), &sealed).unwrap_err(), SealError::Tampered);
        assert_eq!(sealer.open(&place("one"), &sealed.replace("new:", "old:")).unwrap_err(), SealError::Tampered);
        assert_eq!(sealer.open(&place("one"), "new:AAAA").unwrap_err(), SealError::Tampered);
        assert_eq!(sealer.open(&place("one"), "").unwrap_err(), SealError::Tampered);
    }

    #[test]
    fn keys_can_be_rotated() {
        let secret = SecretString::from("EAAfake");
        let before = sealer(&[("old", 2)]).seal(&place("one"), &secret).unwrap();
        let after = sealer(&[("new", 1), ("old", 2)]);
        assert_eq!(after.open(&place("one"), &before).unwrap().expose_secret(), "EAAfake");
        assert_eq!(sealer(&[("new", 1)]).open(&place("one"), &before).unwrap_err(), SealError::KeyGone);
        assert_eq!(sealer(&[]).seal(&place("one"), &secret).unwrap_err(), SealError::NoKey);
    }
}
