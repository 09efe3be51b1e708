//! The credentials and the webhook of the simulated WhatsApp.

use std::time::Duration;

use serde::{Deserialize, Serialize};

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
    /// The people's ids in webhooks.
    pub identity: Identity,
    /// Pause before each status of a message.
    pub status_delay: Duration,
}

/// How webhooks identify people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Identity {
    /// By phone number only, as before April 2026. Statuses have no contacts.
    #[default]
    PhoneNumber,
    /// By phone number and business-scoped user id.
    Both,
    /// By user id only, as for people with a user name.
    UserId,
}

impl Identity {
    pub(super) fn has_phone_number(self) -> bool {
        self != Self::UserId
    }

    pub(super) fn has_user_id(self) -> bool {
        self != Self::PhoneNumber
    }
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
            identity: Identity::default(),
            status_delay: Duration::from_millis(50),
        }
    }
}
