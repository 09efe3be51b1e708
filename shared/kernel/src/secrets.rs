//! Keyed hashes for signatures and stored fingerprints, and encryption of users' secrets.

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

/// HMAC-SHA256 of the concatenated parts.
#[must_use]
pub fn hmac_sha256(key: &SecretString, parts: &[&[u8]]) -> [u8; 32] {
    sha256(key.expose_secret().as_bytes(), parts).finalize().into_bytes().into()
}

/// HMAC-SHA256 of data that arrives in pieces, to compare with claimed signatures. It is computed once, however many
/// are claimed.
pub struct Verifier(Hmac<Sha256>);

/// A claimed HMAC-SHA256.
#[derive(Debug, Clone, Copy)]
pub struct Signature([u8; 32]);

impl Signature {
    /// Reads 64 hexadecimal digits.
    #[must_use]
    pub fn read(hex: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(hex, &mut bytes).ok()?;
        Some(Self(bytes))
    }
}

impl Verifier {
    /// Starts with no data.
    #[must_use]
    pub fn new(key: &SecretString) -> Self {
        Self(sha256(key.expose_secret().as_bytes(), &[]))
    }

    /// Adds the next piece.
    pub fn update(&mut self, piece: &[u8]) {
        #[cfg(test)]
        tests::HASHED.with(|hashed| hashed.set(hashed.get() + piece.len()));
        self.0.update(piece);
    }

    /// Whether one of the signatures is right, in constant time.
    #[must_use]
    pub fn is_one_of(self, signatures: &[Signature]) -> bool {
        use subtle::{Choice, ConstantTimeEq};
        #[cfg(test)]
        tests::COMPUTED.with(|computed| computed.set(computed.get() + 1));
        let right: [u8; 32] = self.0.finalize().into_bytes().into();
        let compared = signatures.iter().fold(Choice::from(0), |found, Signature(bytes)| found | bytes.ct_eq(&right));
        compared.into()
    }
}

/// Maximum signatures checked per header. There are two while a secret is rotated.
const MAX_SIGNATURES: usize = 5;

/// A timestamped signature: `t=<unix seconds>,v1=<hex>`, possibly with several `v1` while its secret is rotated. Other
/// parts belong to unknown schemes.
#[derive(Debug)]
pub struct TimedSignature {
    seconds: i64,
    signatures: Vec<Signature>,
}

impl TimedSignature {
    /// Reads a header; `None` without a time or a signature.
    #[must_use]
    pub fn read(header: &str) -> Option<Self> {
        let (mut seconds, mut signatures) = (None, Vec::new());
        for part in header.split(',') {
            match part.trim().split_once('=') {
                Some(("t", text)) => seconds = text.parse().ok(),
                Some(("v1", text)) if signatures.len() < MAX_SIGNATURES => signatures.extend(Signature::read(text)),
                _ => {}
            }
        }
        Some(Self { seconds: seconds?, signatures }).filter(|it| !it.signatures.is_empty())
    }

    /// Whether its time is within `tolerance` of `now`. Check this first: it is cheap.
    #[must_use]
    pub fn is_within(&self, tolerance: TimeDelta, now: DateTime<Utc>) -> bool {
        let made = DateTime::from_timestamp(self.seconds, 0);
        made.is_some_and(|made| now.signed_duration_since(made).abs() <= tolerance)
    }

    /// A verifier of the body that follows.
    #[must_use]
    pub fn verifier(&self, key: &SecretString) -> Verifier {
        let mut verifier = Verifier::new(key);
        verifier.update(self.seconds.to_string().as_bytes());
        verifier.update(b".");
        verifier
    }

    /// Whether one of its signatures matches the data of its `verifier`.
    #[must_use]
    pub fn verifies(&self, verifier: Verifier) -> bool {
        verifier.is_one_of(&self.signatures)
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

/// Cryptographically secure random bytes.
#[must_use]
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    aws_lc_rs::rand::fill(&mut bytes).unwrap_or_else(|_| unreachable!("the system always has random bytes"));
    bytes
}

/// Six random digits, uniformly distributed.
#[must_use]
pub fn random_code() -> SecretString {
    const CODES: u32 = 1_000_000;
    loop {
        let number = u32::from_le_bytes(random());
        // Values above the last whole million would favor small numbers.
        if number < u32::MAX - u32::MAX % CODES {
            return format!("{:06}", number % CODES).into();
        }
    }
}

/// Whether two byte strings are equal, in constant time.
#[must_use]
pub fn same_bytes(one: &[u8], other: &[u8]) -> bool {
    use subtle::ConstantTimeEq;
    one.ct_eq(other).into()
}

/// Whether two secrets are equal, in constant time.
#[must_use]
pub fn same(secret: &SecretString, other: &str) -> bool {
    same_bytes(secret.expose_secret().as_bytes(), other.as_bytes())
}

/// Why sealing or opening failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// `DATA_ENCRYPTION_KEYS` is not set.
    #[error("there is no key to encrypt with: DATA_ENCRYPTION_KEYS is not set")]
    NoKey,
    /// It was sealed with a key that is no longer in `DATA_ENCRYPTION_KEYS`.
    #[error("the key that this was encrypted with is not among DATA_ENCRYPTION_KEYS")]
    KeyGone,
    /// It was modified, or belongs elsewhere.
    #[error("this can't be decrypted: it was changed, or belongs to another row")]
    Tampered,
}

/// Encrypts users' data (AES-256-GCM), bound to its place: a copy in another row does not open.
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

    /// Seals a secret: `key:base64`. `place` is where it is stored: table, column, row.
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

    /// Opens a secret sealed for this place.
    ///
    /// # Errors
    /// A missing key; a secret that was modified or belongs elsewhere.
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

/// The context of a ciphertext; unique for each place.
fn bound(id: &str, [table, column, row]: &[String; 3]) -> Vec<u8> {
    format!("switchboard.seal.v1\0{id}\0{table}\0{column}\0{row}").into_bytes()
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    thread_local! {
        /// Bytes hashed by verifiers of this thread, and their number of checks.
        pub(super) static HASHED: Cell<usize> = const { Cell::new(0) };
        pub(super) static COMPUTED: Cell<usize> = const { Cell::new(0) };
    }

    #[test]
    fn webhook_body_signatures_are_verified() {
        let key = SecretString::from("app-secret-for-tests");
        let body = br#"{"object":"whatsapp_business_account","entry":[]}"#;
        let signature = "1ca363dab318df784e1963b29dca91e2098e6cf2fbf0d3c14e09580a90684a61";
        let verifies = |pieces: &[&[u8]], signature: &str| {
            let mut verifier = Verifier::new(&key);
            pieces.iter().for_each(|piece| verifier.update(piece));
            Signature::read(signature).is_some_and(|signature| verifier.is_one_of(&[signature]))
        };
        assert!(verifies(&[body], signature));
        assert!(verifies(&[&body[..7], b"", &body[7..]], signature), "in pieces");
        assert!(!verifies(&[body, b" "], signature));
        assert!(!verifies(&[body], "not hex"));
        assert!(!verifies(&[body], &signature[2..]));
        assert!(!verifies(&[body], &format!("00{}", &signature[2..])));
    }

    #[test]
    fn verification_cost_does_not_grow_with_the_number_of_signatures() {
        let (key, body) = (SecretString::from("whsec_fake_stripe_secret"), vec![b'x'; 1024 * 1024]);
        let now = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        let cost = |number: usize| {
            let header = format!("t=1700000000{}", format!(",v1={}", "ab".repeat(32)).repeat(number));
            let before = (COMPUTED.get(), HASHED.get());
            let signature = TimedSignature::read(&header).unwrap();
            assert!(signature.is_within(TimeDelta::minutes(5), now));
            let mut verifier = signature.verifier(&key);
            verifier.update(&body);
            assert!(!signature.verifies(verifier));
            (COMPUTED.get() - before.0, HASHED.get() - before.1, signature.signatures.len())
        };
        let with_time = body.len() + "1700000000.".len();
        assert_eq!(cost(1), (1, with_time, 1));
        assert_eq!(cost(1000), (1, with_time, MAX_SIGNATURES));
    }

    #[test]
    fn codes_have_six_digits_and_differ() {
        let codes: std::collections::BTreeSet<_> =
            (0..1000).map(|_| random_code().expose_secret().to_owned()).collect();
        assert!(codes.iter().all(|code| code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit())));
        // Among a thousand of a million codes, a few collisions are likely and fifty practically impossible.
        assert!(codes.len() > 950, "{}", codes.len());
        assert_ne!(random::<32>(), random::<32>());
    }

    #[test]
    fn timestamped_signatures_are_verified() {
        let key = SecretString::from("whsec_fake_stripe_secret");
        let body = br#"{"id":"evt_fake_1","object":"event","type":"invoice.paid"}"#;
        let known = "0807dcfee728010b47ab02deecd1fa868f1d7431daf350d8c54bc18224d49953";
        let verifies = |header: &str, body: &[u8], seconds: i64| {
            let now = DateTime::from_timestamp(seconds, 0).unwrap();
            let signature = TimedSignature::read(header).filter(|it| it.is_within(TimeDelta::seconds(300), now));
            signature.is_some_and(|signature| {
                let mut verifier = signature.verifier(&key);
                verifier.update(body);
                signature.verifies(verifier)
            })
        };
        let (at, other) = (1_700_000_000, "00".repeat(32));
        let header = format!("t={at},v1={known}");
        assert!(verifies(&header, body, at));
        assert!(verifies(&header, body, at + 300) && verifies(&header, body, at - 300));
        assert!(!verifies(&header, body, at + 301) && !verifies(&header, body, at - 301));
        assert!(!verifies(&header, b"{}", at), "another body");
        assert!(verifies(&format!("t={at},v1={known},v1={other},v0=x"), body, at), "the first of two");
        assert!(verifies(&format!("t={at}, v1={other}, v1={known}"), body, at), "the last of two");
        let late = format!("t={at}{},v1={known}", format!(",v1={other}").repeat(MAX_SIGNATURES));
        assert!(!verifies(&late, body, at), "after the maximum number of signatures");
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
    fn sealed_secrets_open_only_in_their_own_place() {
        let (sealer, secret) = (sealer(&[("new", 1), ("old", 2)]), SecretString::from("EAAfake"));
        let sealed = sealer.seal(&place("one"), &secret).unwrap();
        assert!(sealed.starts_with("new:") && !sealed.contains("EAAfake"));
        assert_ne!(sealed, sealer.seal(&place("one"), &secret).unwrap(), "a new nonce each time");
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
