use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use secrecy::ExposeSecret;
use secrecy::SecretSlice;

use super::Env;

const VARIABLE: &str = "DATA_ENCRYPTION_KEYS";
const KEY_BYTES: usize = 32;

/// `DATA_ENCRYPTION_KEYS`: `id:base64,…`, keys of 32 bytes. The first one encrypts, all decrypt. If empty, data that
/// requires encryption can't be stored.
#[derive(Debug, Clone, Default)]
pub struct EncryptionKeys(pub Vec<(String, SecretSlice<u8>)>);

impl EncryptionKeys {
    pub(super) fn read(env: &mut Env) -> Self {
        let text = env.secret(VARIABLE);
        let mut keys: Vec<(String, SecretSlice<u8>)> = Vec::new();
        for entry in text.expose_secret().split(',').map(str::trim).filter(|entry| !entry.is_empty()) {
            let (id, key) = entry.split_once(':').unwrap_or(("", ""));
            let bytes = STANDARD.decode(key).unwrap_or_default();
            let fits = !id.is_empty() && id.len() <= 32 && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
            if !fits || bytes.len() != KEY_BYTES {
                env.problem(format!(
                    "{VARIABLE}: each entry must be a name of letters and digits, a colon, and 32 bytes in base64"
                ));
            } else if keys.iter().any(|(known, _)| known == id) {
                env.problem(format!("{VARIABLE}: {id} occurs twice"));
            } else {
                keys.push((id.to_owned(), bytes.into()));
            }
        }
        Self(keys)
    }
}
