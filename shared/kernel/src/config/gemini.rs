use std::time::Duration;

use secrecy::SecretString;

use super::Env;
use crate::money::Amount;

const DEFAULT_BASE_URL: &str = "https://generativelanguage.googleapis.com";
const DEFAULT_MODEL: &str = "gemini-3.8-flash";
const DEFAULT_SYSTEM: &str = "You are a helpful assistant. Answer briefly and in plain text.";

/// Gemini, the model that answers in assistant conversations.
#[derive(Debug, Clone)]
pub struct Gemini {
    /// `GEMINI_API_KEY`.
    pub api_key: SecretString,
    /// `GEMINI_BASE_URL`: everything before `/v1beta/models/…`.
    pub base_url: String,
    /// `GEMINI_MODEL`, then `GEMINI_FALLBACK_MODELS`: the next one is used if a model no longer exists.
    pub models: Vec<String>,
    /// `GEMINI_SYSTEM_INSTRUCTION`: the model's system instruction for each conversation.
    pub system_instruction: String,
    /// `GEMINI_HISTORY_TOKENS`: history sent along with a question, in estimated tokens.
    pub history_tokens: usize,
    /// `GEMINI_MAX_OUTPUT_TOKENS`: maximum length of an answer.
    pub max_output_tokens: u32,
    /// `GEMINI_TIMEOUT_SECONDS`: maximum silence of the model, before and during an answer.
    pub timeout: Duration,
    /// `GEMINI_INPUT_PRICE`: price of a million input tokens, in minor units.
    pub input_price: i64,
    /// `GEMINI_OUTPUT_PRICE`: price of a million output tokens, in minor units.
    pub output_price: i64,
}

impl Gemini {
    const VARIABLES: [&str; 3] = ["GEMINI_API_KEY", "GEMINI_BASE_URL", "GEMINI_MODEL"];

    /// Whether any variable that selects a model is set.
    #[must_use]
    pub fn is_mentioned(env: &Env) -> bool {
        Self::VARIABLES.iter().any(|name| env.text(name).is_some())
    }

    pub(super) fn read(env: &mut Env) -> Option<Self> {
        if !Self::is_mentioned(env) {
            return None;
        }
        if env.text("GEMINI_API_KEY").is_none() {
            env.problem("Gemini is only half set up: GEMINI_API_KEY missing".into());
        }
        let fallback = env.optional("GEMINI_FALLBACK_MODELS").unwrap_or_default();
        let models = std::iter::once(env.text_or("GEMINI_MODEL", DEFAULT_MODEL))
            .chain(fallback.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()))
            .collect();
        Some(Self {
            api_key: env.secret("GEMINI_API_KEY"),
            base_url: env.text_or("GEMINI_BASE_URL", DEFAULT_BASE_URL).trim_end_matches('/').into(),
            models,
            system_instruction: env.text_or("GEMINI_SYSTEM_INSTRUCTION", DEFAULT_SYSTEM),
            history_tokens: env.number("GEMINI_HISTORY_TOKENS", 8_000, 100..=1_000_000) as usize,
            max_output_tokens: env.number("GEMINI_MAX_OUTPUT_TOKENS", 2_048, 16..=8_192),
            timeout: Duration::from_secs(env.number("GEMINI_TIMEOUT_SECONDS", 30, 1..=120).into()),
            input_price: price(env, "GEMINI_INPUT_PRICE"),
            output_price: price(env, "GEMINI_OUTPUT_PRICE"),
        })
    }
}

/// An amount of money; zero by default.
fn price(env: &mut Env, name: &str) -> i64 {
    let Some(text) = env.optional(name) else { return 0 };
    match text.parse::<Amount>() {
        Ok(amount) => amount.minor(),
        Err(error) => {
            env.problem(format!("{name}: {error}"));
            0
        }
    }
}
