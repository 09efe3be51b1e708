//! What API keys look like: a prefix, 32 random bytes and their CRC32, in hexadecimal.
//!
//! The checksum is GitHub's idea: a made-up or mistyped key is known to be none without asking the database, and
//! scanners that look for leaked keys report no others. It is no secret, so it keeps nobody out who knows of it.
//!
//! Keys that were made before have no checksum. They are told apart by their length.

use aws_lc_rs::error::Unspecified;
use aws_lc_rs::rand;
use secrecy::SecretString;

/// What keys begin with: tells them from access tokens, and finds those that leaked.
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

/// Whether a text may be a key, as far as that can be told without asking.
pub(super) fn may_be_key(text: &str) -> bool {
    let Some(rest) = text.strip_prefix(KEY_PREFIX) else { return false };
    if !rest.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte)) {
        return false;
    }
    match rest.split_at_checked(SECRET_CHARS) {
        // Made before keys had checksums.
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
            // One other digit, wherever it is.
            for place in [4, 40, 67, 68, 75] {
                let mut other = key.to_owned().into_bytes();
                other[place] = if other[place] == b'0' { b'1' } else { b'0' };
                assert!(!may_be_key(std::str::from_utf8(&other).unwrap()), "{place} of {key}");
            }
        }
        // The CRC32 of a text is known: of 64 zeros it is this.
        let zeros = "0".repeat(64);
        assert!(may_be_key(&format!("swb_{zeros}{:08x}", crc32fast::hash(zeros.as_bytes()))));
    }

    #[test]
    fn keys_that_were_made_without_a_checksum_are_still_looked_up() {
        assert!(may_be_key(&format!("swb_{}", "0a".repeat(32))));
        for none in ["", "swb_", "swb_00c0ffee", "abc", "swb_ä"] {
            assert!(!may_be_key(none), "{none}");
        }
        assert!(!may_be_key(&format!("swb_{}", "0A".repeat(32))));
        assert!(!may_be_key(&format!("swb_{}", "0a".repeat(31))));
        assert!(!may_be_key(&format!("swb_{}", "0a".repeat(36))));
    }
}
