//! Webhooks to the application: signed, and retried until accepted.

use std::{io, time::Duration};

use axum::body::Bytes;
use hmac::{Hmac, Mac};
use reqwest::Client;
use serde::Deserialize;
use sha2::Sha256;
use tokio::sync::Semaphore;
use uuid::Uuid;

use super::Config;
use crate::receiver;

/// Maximum concurrent webhooks.
const MAX_CONCURRENT: usize = 64;
/// Maximum tries of a webhook: some two minutes, longer than a busy or restarting receiver takes. WhatsApp itself goes on
/// for days.
const MAX_TRIES: u32 = 60;
const FIRST_REDELIVERY: Duration = Duration::from_millis(50);
const LAST_REDELIVERY: Duration = Duration::from_secs(2);

/// Kind of webhook signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Signature {
    #[default]
    Right,
    Wrong,
    Missing,
}

/// Kind of handshake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Handshake {
    #[default]
    Right,
    WrongToken,
    MissingMode,
}

pub(super) struct Webhooks {
    client: Client,
    config: Config,
    mac: Hmac<Sha256>,
    permits: Semaphore,
}

impl Webhooks {
    pub(super) fn new(config: Config) -> io::Result<Self> {
        Ok(Self {
            client: receiver::client()?,
            mac: Hmac::new_from_slice(config.app_secret.as_bytes()).map_err(io::Error::other)?,
            config,
            permits: Semaphore::new(MAX_CONCURRENT),
        })
    }

    /// Sends a webhook with growing pauses until the receiver returns 200 or the tries are used up.
    pub(super) async fn deliver(&self, wamid: &str, body: Bytes) {
        if self.config.webhook_url.is_none() {
            return;
        }
        let mut pause = FIRST_REDELIVERY;
        for attempt in 1..=MAX_TRIES {
            if self.send_once(body.clone(), Signature::Right).await == Some(200) {
                return;
            }
            if attempt < MAX_TRIES {
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(LAST_REDELIVERY);
            }
        }
        tracing::warn!(wamid, "webhook given up");
    }

    /// Sends a webhook once. Returns the receiver's HTTP status, if any.
    pub(super) async fn send_once(&self, body: Bytes, signature: Signature) -> Option<u16> {
        let url = self.config.webhook_url.as_ref()?;
        let _permit = self.permits.acquire().await.ok()?;
        let mut request = self.client.post(url);
        if signature != Signature::Missing {
            request = request.header("X-Hub-Signature-256", self.signature(&body, signature));
        }
        receiver::send(request, "application/json", body).await
    }

    /// The receiver's HTTP status, if any, and whether it echoed the challenge.
    pub(super) async fn handshake(&self, how: Handshake) -> (Option<u16>, bool) {
        let Some(url) = &self.config.webhook_url else {
            return (None, false);
        };
        let challenge = Uuid::now_v7().as_u64_pair().1.to_string();
        let token = if how == Handshake::WrongToken { "wrong" } else { &self.config.verify_token };
        let mut query = vec![("hub.challenge", challenge.as_str()), ("hub.verify_token", token)];
        if how != Handshake::MissingMode {
            query.push(("hub.mode", "subscribe"));
        }
        let Ok(response) = self.client.get(url).query(&query).send().await else {
            return (None, false);
        };
        let status = response.status().as_u16();
        (Some(status), response.text().await.is_ok_and(|body| body == challenge))
    }

    fn signature(&self, body: &[u8], signature: Signature) -> String {
        let mut mac = self.mac.clone().chain_update(body).finalize().into_bytes();
        if signature == Signature::Wrong {
            mac[0] ^= 1;
        }
        format!("sha256={}", hex::encode(mac))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_matches_a_known_value() {
        let mut config = Config::test_credentials(None);
        config.app_secret = "app-secret-for-tests".to_owned();
        let body = br#"{"object":"whatsapp_business_account","entry":[]}"#;
        let signature = Webhooks::new(config).unwrap().signature(body, Signature::Right);
        assert_eq!(signature, "sha256=1ca363dab318df784e1963b29dca91e2098e6cf2fbf0d3c14e09580a90684a61");
    }
}
