//! Keyed hashes: signatures of others that we check, fingerprints that we keep.

use hmac::{Hmac, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Sha256, Sha384};

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

/// HMAC-SHA384 of `text` under `key`.
#[must_use]
pub fn hmac_sha384(key: &[u8], text: &[u8]) -> [u8; 48] {
    let mut mac =
        Hmac::<Sha384>::new_from_slice(key).unwrap_or_else(|_| unreachable!("HMAC takes a key of any length"));
    mac.update(text);
    mac.finalize().into_bytes().into()
}

/// Whether two secrets are equal; takes the same time wherever they differ.
#[must_use]
pub fn same(secret: &SecretString, other: &str) -> bool {
    use subtle::ConstantTimeEq;
    secret.expose_secret().as_bytes().ct_eq(other.as_bytes()).into()
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
}
