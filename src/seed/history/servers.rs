//! The API and the simulator of the history, on loopback ports of their own.
//!
//! Its simulator is always used, so that no demo message reaches a configured provider.

use std::net::Ipv4Addr;

use shared::app::App;
use shared::config::{Config, Env};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::texts;

/// Settings of the history, whatever the configuration: thirty days pass in seconds, and every request is permitted.
const SETTINGS: [(&str, &str); 23] = [
    ("RATE_LIMIT_REQUESTS_PER_SECOND", "0"),
    ("RATE_LIMIT_SIGNUPS_PER_HOUR", "0"),
    ("RATE_LIMIT_LOGINS_PER_ACCOUNT", "0"),
    ("RATE_LIMIT_SUCCESSFUL_LOGINS_PER_ACCOUNT", "0"),
    ("RATE_LIMIT_LOGINS_PER_ADDRESS", "0"),
    ("RATE_LIMIT_CHAT_MESSAGES_PER_SECOND", "0"),
    ("RATE_LIMIT_CHAT_USER_MESSAGES_PER_SECOND", "0"),
    ("RATE_LIMIT_CHAT_USER_BYTES_PER_MINUTE", "0"),
    ("RATE_LIMIT_LOOKUPS_PER_MINUTE", "0"),
    ("PRO_TIER_COMPLETIONS_PER_MINUTE", "0"),
    ("MAX_CONNECTIONS_PER_ADDRESS", "10000"),
    ("MAX_CONCURRENT_REQUESTS_PER_ACCOUNT", "0"),
    ("EXTERNAL_SENDING", "open"),
    ("EXTERNAL_SENDS_PER_ACCOUNT_PER_DAY", "0"),
    ("SHARED_NUMBER_SENDS_PER_HOUR", "0"),
    ("SHARED_NUMBER_SENDS_PER_DAY", "0"),
    ("SIGNUP_OPEN", "true"),
    ("SIGNUP_CREDITS_FOR", "all"),
    ("SIGNUP_CREDITS", "100"),
    ("DEPOSIT_HOLD_HOURS", "0"),
    ("JWT_EXPIRATION_MINUTES", "1440"),
    ("SESSION_EXPIRATION_DAYS", "60"),
    ("METRICS_PORT", "0"),
];

/// The running servers.
pub(super) struct Servers {
    /// The API's URL.
    pub(super) api: String,
    /// The simulator's URL.
    pub(super) simulator: String,
    parts: JoinSet<()>,
    stop: CancellationToken,
}

impl Servers {
    /// Starts both; returns the application of the API as well.
    pub(super) async fn start(mut env: Env) -> anyhow::Result<(Self, App)> {
        let (api, simulator) = (listener().await?, listener().await?);
        let (api_url, simulator_url) = (url(&api)?, url(&simulator)?);
        let simulated = simulator::Config {
            gemini: simulator::gemini::Config {
                answers: texts::answers(),
                ..simulator::gemini::Config::test_credentials()
            },
            ..simulator::Config::fake()
        };
        point_at(&mut env, &simulated, &simulator_url);
        for (name, value) in SETTINGS {
            env.set(name, value);
        }
        // Its queues and limits are apart from those of the application that serves afterwards.
        let prefix = env.text("REDIS_PREFIX").unwrap_or_else(|| "switchboard".into());
        env.set("REDIS_PREFIX", format!("{prefix}-history"));
        let app = App::build(Config::read(env)?)?;
        let (mut parts, stop) = (JoinSet::new(), CancellationToken::new());
        let (served, stopped) = (app.clone(), stop.clone());
        parts.spawn(async move {
            if let Err(error) = api::run(served, api, stopped).await {
                tracing::warn!(%error, "the API of the demo history ended with an error");
            }
        });
        let stopped = stop.clone();
        parts.spawn(async move {
            if let Err(error) = simulator::run(simulated, simulator, stopped).await {
                tracing::warn!(%error, "the simulator of the demo history ended with an error");
            }
        });
        Ok((Self { api: api_url, simulator: simulator_url, parts, stop }, app))
    }

    /// Stops both, removes what they left in Redis and closes the application.
    pub(super) async fn stop(mut self, app: &App) -> anyhow::Result<()> {
        self.stop.cancel();
        while self.parts.join_next().await.is_some() {}
        app.redis.remove_all().await?;
        app.close().await;
        Ok(())
    }
}

/// Replaces all providers by the simulator.
fn point_at(env: &mut Env, simulated: &simulator::Config, url: &str) {
    let simulator::Config { whatsapp, plivo, gemini, stripe } = simulated;
    for (name, value) in [
        ("WHATSAPP_API_URL", &format!("{url}/v25.0")),
        ("WHATSAPP_ACCESS_TOKEN", &whatsapp.access_token),
        ("WHATSAPP_PHONE_NUMBER_ID", &whatsapp.phone_number_id),
        ("WHATSAPP_APP_SECRET", &whatsapp.app_secret),
        ("WHATSAPP_VERIFY_TOKEN", &whatsapp.verify_token),
        ("PLIVO_BASE_URL", &url.to_owned()),
        ("PLIVO_AUTH_ID", &plivo.auth_id),
        ("PLIVO_AUTH_TOKEN", &plivo.auth_token),
        ("PLIVO_SOURCE", &plivo.source),
        ("GEMINI_BASE_URL", &url.to_owned()),
        ("GEMINI_API_KEY", &gemini.api_key),
        ("STRIPE_BASE_URL", &format!("{url}/stripe")),
        ("STRIPE_SECRET_KEY", &stripe.secret_key),
        ("STRIPE_WEBHOOK_SECRET", &stripe.webhook_secret),
        ("STRIPE_PRICE_ID_PRO", &stripe.pro_price_id),
    ] {
        env.set(name, value.clone());
    }
}

async fn listener() -> anyhow::Result<TcpListener> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?)
}

fn url(listener: &TcpListener) -> anyhow::Result<String> {
    Ok(format!("http://{}", listener.local_addr()?))
}
