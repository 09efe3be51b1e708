//! Configuration from the environment (and `.env`), one file per concern.
//!
//! Every variable is explained in `.env.example`. All errors are reported together.

mod auth;
mod credits;
mod edge;
mod encryption;
mod env;
mod gemini;
mod http;
mod limits;
mod metrics;
mod money;
mod plivo;
mod risks;
mod sending;
mod settings;
mod sockets;
mod storage;
mod stripe;
mod telemetry;
mod tiers;
mod traces;
mod whatsapp;
mod work;

pub use auth::Auth;
pub use credits::{Credits, SignupCreditsFor};
pub use edge::{Edge, Networks, ProxyHeader, ProxyProtocol};
pub use encryption::EncryptionKeys;
pub use env::{ConfigError, Env, SECRETS};
pub use gemini::Gemini;
pub use http::Http;
pub use limits::{LARGEST_CHAT_MESSAGE, Limits, Quota};
pub use metrics::Metrics;
pub use money::Money;
pub use plivo::Plivo;
pub use risks::Risk;
pub use sending::{ExternalSending, Sending};
pub use settings::{Setting, SettingSource};
pub use sockets::Sockets;
pub use storage::Storage;
pub use stripe::Stripe;
pub use telemetry::LogFormat;
pub use tiers::Tiers;
pub use traces::Traces;
pub use whatsapp::WhatsApp;
pub use work::Work;

/// The whole configuration of a process.
#[derive(Debug, Clone)]
pub struct Config {
    /// The API's addresses and browser origins.
    pub http: Http,
    /// Connections, proxies and host names.
    pub edge: Edge,
    /// Postgres and Redis.
    pub storage: Storage,
    /// Tokens and passwords.
    pub auth: Auth,
    /// Rate limits of the API.
    pub limits: Limits,
    /// WebSockets.
    pub sockets: Sockets,
    /// Grants and prices.
    pub credits: Credits,
    /// External sending.
    pub sending: Sending,
    /// Wallets in a currency.
    pub money: Money,
    /// Queues and limits of workers.
    pub work: Work,
    /// Keys that encrypt users' secrets.
    pub encryption: EncryptionKeys,
    /// WhatsApp Cloud; `None` if not configured.
    pub whatsapp: Option<WhatsApp>,
    /// Plivo, for text messages; `None` if not configured.
    pub plivo: Option<Plivo>,
    /// Gemini, for assistant conversations; `None` if not configured.
    pub gemini: Option<Gemini>,
    /// Limits of users' completions.
    pub tiers: Tiers,
    /// Stripe; `None` if not configured.
    pub stripe: Option<Stripe>,
    /// Log format.
    pub log_format: LogFormat,
    /// Access to metrics, and their port.
    pub metrics: Metrics,
    /// Destination of traces.
    pub traces: Traces,
    /// All settings in effect, without secrets.
    pub settings: Vec<Setting>,
}

impl Config {
    /// Reads the configuration.
    ///
    /// # Errors
    /// All missing and invalid variables, each with its error.
    pub fn read(env: Env) -> Result<Self, ConfigError> {
        let (config, problems) = Self::inspect(env);
        if problems.is_empty() { Ok(config) } else { Err(ConfigError(problems)) }
    }

    /// Reads the configuration, and returns its errors, one sentence each. An invalid variable is replaced by its
    /// default, a missing required one by an empty text.
    #[must_use]
    pub fn inspect(mut env: Env) -> (Self, Vec<String>) {
        let mut config = Self {
            http: Http::read(env.area("http")),
            edge: Edge::read(env.area("edge")),
            storage: Storage::read(env.area("storage")),
            auth: Auth::read(env.area("auth")),
            limits: Limits::read(env.area("limits")),
            sockets: Sockets::read(env.area("sockets")),
            credits: Credits::read(env.area("credits")),
            sending: Sending::read(env.area("sending")),
            money: Money::read(env.area("money")),
            work: Work::read(env.area("work")),
            encryption: EncryptionKeys::read(env.area("encryption")),
            whatsapp: WhatsApp::read(env.area("whatsapp")),
            plivo: Plivo::read(env.area("plivo")),
            gemini: Gemini::read(env.area("gemini")),
            tiers: Tiers::read(env.area("tiers")),
            stripe: Stripe::read(env.area("stripe")),
            log_format: env.area("log").parsed("LOG_FORMAT", LogFormat::Text),
            metrics: Metrics::read(env.area("metrics")),
            traces: Traces::read(env.area("traces")),
            settings: Vec::new(),
        };
        let (problems, settings) = env.into_parts();
        config.settings = settings;
        (config, problems)
    }
}
