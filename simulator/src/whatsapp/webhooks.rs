//! Webhooks to the application: signed, and sent again until they are taken.

use std::{io, time::Duration};

use axum::body::Bytes;
use chrono::Utc;
use hmac::{Hmac, Mac};
use reqwest::{Client, header::CONTENT_TYPE, redirect::Policy};
use serde::Serialize;
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::sync::Semaphore;
use uuid::Uuid;

use super::{Config, graph_error::meaning, request::digits, store::Message};

/// How many webhooks are on the wire at once.
const MAX_CONCURRENT: usize = 64;
/// How often a webhook is sent at most.
const MAX_TRIES: u32 = 10;
const FIRST_REDELIVERY: Duration = Duration::from_millis(50);
const LAST_REDELIVERY: Duration = Duration::from_secs(2);
const TIMEOUT: Duration = Duration::from_secs(5);

/// One entry of a webhook's `statuses`.
#[derive(Serialize)]
pub(super) struct StatusEvent {
    id: String,
    status: Value,
    /// Unix seconds.
    timestamp: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    recipient_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    biz_opaque_callback_data: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pricing: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    errors: Option<Value>,
}

impl StatusEvent {
    /// `message` is what is known of the message; an unknown id has neither recipient nor callback data.
    pub(super) fn new(status: Value, wamid: &str, message: Option<&Message>, error_code: Option<u32>) -> Self {
        let priced = status == "sent" || status == "delivered";
        Self {
            id: wamid.to_owned(),
            status,
            timestamp: Utc::now().timestamp().to_string(),
            recipient_id: message.map(|message| digits(&message.to)),
            biz_opaque_callback_data: message.and_then(|message| message.callback_data.clone()),
            pricing: priced
                .then(|| json!({"billable": true, "pricing_model": "PMP", "type": "regular", "category": "utility"})),
            errors: error_code.map(|code| {
                let title = meaning(code).1;
                json!([{"code": code, "title": title, "message": title, "error_data": {"details": title}}])
            }),
        }
    }
}

pub(super) struct Webhooks {
    client: Client,
    config: Config,
    mac: Hmac<Sha256>,
    permits: Semaphore,
}

impl Webhooks {
    pub(super) fn new(config: Config) -> io::Result<Self> {
        let client = Client::builder()
            .no_proxy()
            .redirect(Policy::none())
            .timeout(TIMEOUT)
            // Receivers are local; without this the client would not start on a machine that has no root certificates.
            .tls_certs_only([])
            .build()
            .map_err(io::Error::other)?;
        Ok(Self {
            client,
            mac: Hmac::new_from_slice(config.app_secret.as_bytes()).map_err(io::Error::other)?,
            config,
            permits: Semaphore::new(MAX_CONCURRENT),
        })
    }

    /// Sends an event again and again, with growing pauses, until the receiver answers 200 or the tries are used up.
    pub(super) async fn deliver(&self, event: &StatusEvent) {
        if self.config.webhook_url.is_none() {
            return;
        }
        let body = self.payload(event);
        let mut pause = FIRST_REDELIVERY;
        for attempt in 1..=MAX_TRIES {
            if self.post(body.clone()).await == Some(200) {
                return;
            }
            if attempt < MAX_TRIES {
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(LAST_REDELIVERY);
            }
        }
        tracing::warn!(wamid = event.id, "webhook given up");
    }

    /// Sends an event once. Answers with the receiver's HTTP status, if it gave one.
    pub(super) async fn send_once(&self, event: &StatusEvent) -> Option<u16> {
        self.post(self.payload(event)).await
    }

    /// The receiver's HTTP status, if it gave one, and whether it echoed the challenge.
    pub(super) async fn handshake(&self) -> (Option<u16>, bool) {
        let challenge = Uuid::now_v7().as_u64_pair().1.to_string();
        let query =
            [("hub.mode", "subscribe"), ("hub.challenge", &challenge), ("hub.verify_token", &self.config.verify_token)];
        let Some(url) = &self.config.webhook_url else {
            return (None, false);
        };
        let Ok(response) = self.client.get(url).query(&query).send().await else {
            return (None, false);
        };
        let status = response.status().as_u16();
        (Some(status), response.text().await.is_ok_and(|body| body == challenge))
    }

    async fn post(&self, body: Bytes) -> Option<u16> {
        let url = self.config.webhook_url.as_ref()?;
        let _permit = self.permits.acquire().await.ok()?;
        let sent = self
            .client
            .post(url)
            .header(CONTENT_TYPE, "application/json")
            .header("X-Hub-Signature-256", self.signature(&body))
            .body(body)
            .send()
            .await;
        match sent {
            Ok(response) => Some(response.status().as_u16()),
            Err(error) => {
                tracing::debug!(%error, "webhook not taken");
                None
            }
        }
    }

    fn payload(&self, event: &StatusEvent) -> Bytes {
        let payload = json!({"object": "whatsapp_business_account", "entry": [{
            "id": "100000000000002",
            "changes": [{"field": "messages", "value": {
                "messaging_product": "whatsapp",
                "metadata": {
                    "display_phone_number": "15550109999",
                    "phone_number_id": self.config.phone_number_id,
                },
                "statuses": [event],
            }}],
        }]});
        escape(&payload.to_string()).into()
    }

    fn signature(&self, body: &[u8]) -> String {
        let mac = self.mac.clone().chain_update(body).finalize();
        format!("sha256={}", hex::encode(mac.into_bytes()))
    }
}

/// JSON in ASCII alone, as the provider writes it. A receiver that hashes its own re-serialisation is found out.
fn escape(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for character in json.chars() {
        if character.is_ascii() {
            escaped.push(character);
        } else {
            for unit in character.encode_utf16(&mut [0; 2]) {
                escaped.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_the_known_one() {
        let mut config = Config::fake(None);
        config.app_secret = "app-secret-for-tests".to_owned();
        let signature =
            Webhooks::new(config).unwrap().signature(br#"{"object":"whatsapp_business_account","entry":[]}"#);
        assert_eq!(signature, "sha256=1ca363dab318df784e1963b29dca91e2098e6cf2fbf0d3c14e09580a90684a61");
    }

    #[test]
    fn text_beyond_ascii_is_escaped_and_means_the_same() {
        let original = json!({"data": "zażółć 🦀"});
        let escaped = escape(&original.to_string());
        assert!(escaped.is_ascii());
        assert_eq!(serde_json::from_str::<Value>(&escaped).unwrap(), original);
    }
}
