//! The credentials and the webhook of the simulated WhatsApp.

use std::time::Duration;

/// The credentials to require and sign with, and the webhook address.
#[derive(Debug, Clone)]
pub struct Config {
    /// Bearer token of the number below.
    pub access_token: String,
    /// The sending number's Graph id, digits; part of the send call's path.
    pub phone_number_id: String,
    /// Key of the webhooks' `X-Hub-Signature-256`.
    pub app_secret: String,
    /// The handshake's token for the webhook receiver.
    pub verify_token: String,
    /// Webhook URL, such as `http://127.0.0.1:8000/v1/hooks/whatsapp`. None: no webhooks are sent.
    pub webhook_url: Option<String>,
    /// Pause before each status of a message.
    pub status_delay: Duration,
}

impl Config {
    /// Visibly fake credentials, and 50 ms before each status.
    pub fn test_credentials(webhook_url: Option<String>) -> Self {
        Self {
            access_token: "simulator-whatsapp-token".to_owned(),
            phone_number_id: "100000000000001".to_owned(),
            app_secret: "simulator-whatsapp-app-secret".to_owned(),
            verify_token: "simulator-whatsapp-verify-token".to_owned(),
            webhook_url,
            status_delay: Duration::from_millis(50),
        }
    }
}
