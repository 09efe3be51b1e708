use secrecy::SecretString;

use super::Env;

const DEFAULT_API_URL: &str = "https://graph.facebook.com/v25.0";

/// WhatsApp Cloud.
#[derive(Debug, Clone)]
pub struct WhatsApp {
    /// `WHATSAPP_API_URL`: everything before the phone number id, including the Graph version.
    pub api_url: String,
    /// `WHATSAPP_ACCESS_TOKEN`.
    pub access_token: SecretString,
    /// `WHATSAPP_PHONE_NUMBER_ID`: the sender's Graph id, not its number.
    pub phone_number_id: String,
    /// `WHATSAPP_APP_SECRET`: signs webhooks.
    pub app_secret: SecretString,
    /// `WHATSAPP_VERIFY_TOKEN`: authenticates the webhook's registration.
    pub verify_token: SecretString,
    /// `WHATSAPP_APP_ID`: the app that must be subscribed to the business account of an account's own number.
    pub app_id: Option<String>,
    /// `WHATSAPP_MESSAGES_PER_SECOND`: initial rate of a number, adjusted from there.
    pub messages_per_second: u32,
}

impl WhatsApp {
    const VARIABLES: [&str; 4] =
        ["WHATSAPP_ACCESS_TOKEN", "WHATSAPP_PHONE_NUMBER_ID", "WHATSAPP_APP_SECRET", "WHATSAPP_VERIFY_TOKEN"];

    /// Whether any of its variables is set.
    #[must_use]
    pub fn is_mentioned(env: &Env) -> bool {
        Self::VARIABLES.iter().chain(&["WHATSAPP_API_URL"]).any(|name| env.text(name).is_some())
    }

    pub(super) fn read(env: &mut Env) -> Option<Self> {
        if !Self::is_mentioned(env) {
            return None;
        }
        let missing: Vec<_> = Self::VARIABLES.into_iter().filter(|name| env.text(name).is_none()).collect();
        if !missing.is_empty() {
            env.problem(format!("WhatsApp is only half set up: {} missing", missing.join(", ")));
        }
        let messages_per_second = env.number("WHATSAPP_MESSAGES_PER_SECOND", 80, 1..=10_000);
        Some(Self {
            access_token: env.secret("WHATSAPP_ACCESS_TOKEN"),
            app_secret: env.secret("WHATSAPP_APP_SECRET"),
            verify_token: env.secret("WHATSAPP_VERIFY_TOKEN"),
            api_url: env.text_or("WHATSAPP_API_URL", DEFAULT_API_URL).trim_end_matches('/').into(),
            phone_number_id: env.optional("WHATSAPP_PHONE_NUMBER_ID").unwrap_or_default(),
            app_id: env.optional("WHATSAPP_APP_ID"),
            messages_per_second,
        })
    }
}
