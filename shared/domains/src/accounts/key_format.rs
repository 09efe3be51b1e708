//! Format of API keys: a prefix, 32 random bytes and their CRC32, in hexadecimal.
//!
//! The checksum follows GitHub's: invented or mistyped keys are rejected without a database query, and secret scanners
//! report no false positives. It is not a secret and gives no protection against an attacker.
//!
//! Older keys have no checksum and are recognized by their length.

use aws_lc_rs::error::Unspecified;
use aws_lc_rs::rand;
use secrecy::SecretString;

/// Key prefix: distinguishes keys from access tokens, and helps to find leaked ones.
pub const KEY_PREFIX: &str = "swb_";
const SECRET_BYTES: usize = 32;
const SECRET_CHARS: usize = 2 * SECRET_BYTES;
const CHECKSUM_CHARS: usize = 8;

pub(super) fn new_secret() -> Result<SecretString, Unspecified> {
    let mut bytes = [0; SECRET_BYTES];
    rand::fill(&mut bytes)?;
    let secret = hex::encode(bytes);
    Ok(format!("{KEY_PREFIX}{secret}{}", checksum(&secret)).into())
}

/// Whether a text may be a key, without a database query.
pub(super) fn may_be_key(text: &str) -> bool {
    let Some(rest) = text.strip_prefix(KEY_PREFIX) else { return false };
    if !rest.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte)) {
        return false;
    }
    match rest.split_at_checked(SECRET_CHARS) {
        // A key that predates checksums.
        Some((_, "")) => true,
        Some((secret, given)) => given == checksum(secret),
        None => false,
    }
}

fn checksum(secret: &str) -> String {
    format!("{:0CHECKSUM_CHARS$x}", crc32fast::hash(secret.as_bytes()))
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn a_key_carries_the_checksum_of_its_secret() {
        for _ in 0..100 {
            let key = new_secret().unwrap();
            let key = key.expose_secret();
            assert_eq!(key.len(), KEY_PREFIX.len() + 72, "{key}");
            assert!(may_be_key(key), "{key}");
            // One changed digit, at any position.
            for place in [4, 40, 67, 68, 75] {
                let mut other = key.to_owned().into_bytes();
                other[place] = if other[place] == b'0' { b'1' } else { b'0' };
                assert!(!may_be_key(std::str::from_utf8(&other).unwrap()), "{place} of {key}");
            }
        }
        // Known CRC32 of 64 zeros.
        let zeros = "0".repeat(64);
        assert!(may_be_key(&format!("swb_{zeros}{:08x}", crc32fast::hash(zeros.as_bytes()))));
    }

    #[test]
    fn keys_without_a_checksum_are_still_looked_up() {
        assert!(may_be_key(&format!("swb_{}", "0a".repeat(32))));
        for none in ["", "swb_", "swb_00c0ffee", "abc", "swb_ä"] {
            assert!(!may_be_key(none), "{none}");
        }
        assert!(!may_be_key(&format!("swb_{}", "0A".repeat(32))));
        assert!(!may_be_key(&format!("swb_{}", "0a".repeat(31))));
        assert!(!may_be_key(&format!("swb_{}", "0a".repeat(36))));
    }
}
