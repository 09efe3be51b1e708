//! `switchboard simulator`: the providers' simulator as its own process, for trying a deployment of several processes.

use std::net::SocketAddr;

use anyhow::Context;
use clap::Args;
use shared::config::{Env, LogFormat};
use shared::telemetry;
use simulator::gemini::Config as Gemini;
use simulator::plivo::Config as Plivo;
use simulator::stripe::Config as Stripe;
use simulator::whatsapp::Config as WhatsApp;
use tokio::net::TcpListener;

use crate::serve;

#[derive(Debug, Args)]
pub(crate) struct SimulatorArgs {
    /// Address to listen on.
    #[arg(long, default_value = "127.0.0.1:8001")]
    listen: SocketAddr,
    /// Allows an address reachable from other machines. There is no authentication: every client can read all messages
    /// and report their outcome to the API.
    #[arg(long)]
    allow_non_loopback: bool,
    /// URL of the API; webhooks go to its `/v1/hooks/…`.
    #[arg(long, default_value = "http://127.0.0.1:8000")]
    api: String,
}

impl SimulatorArgs {
    pub(crate) async fn run(self) -> anyhow::Result<()> {
        let mut env = Env::of_process();
        telemetry::init(env.parsed("LOG_FORMAT", LogFormat::Text));
        let listener =
            TcpListener::bind(self.listen).await.with_context(|| format!("can't listen on {}", self.listen))?;
        let config = simulator::Config {
            whatsapp: whatsapp(&env, &self.api),
            plivo: plivo(&env),
            stripe: stripe(&env, &self.api),
            gemini: gemini(&env),
        };
        tracing::info!(address = %listener.local_addr()?, "simulator started");
        let stop = serve::stop_on_signal()?;
        let served = if self.allow_non_loopback {
            simulator::run_anywhere(config, listener, stop).await
        } else {
            simulator::run(config, listener, stop).await
        };
        served.context("simulator")
    }
}

/// The credentials of the other processes; by default, those of `dev`.
fn whatsapp(env: &Env, api: &str) -> WhatsApp {
    let fake = WhatsApp::test_credentials(Some(format!("{}/v1/hooks/whatsapp", api.trim_end_matches('/'))));
    let known = |name, otherwise| env.text(name).unwrap_or(otherwise);
    WhatsApp {
        access_token: known("WHATSAPP_ACCESS_TOKEN", fake.access_token),
        phone_number_id: known("WHATSAPP_PHONE_NUMBER_ID", fake.phone_number_id),
        app_secret: known("WHATSAPP_APP_SECRET", fake.app_secret),
        verify_token: known("WHATSAPP_VERIFY_TOKEN", fake.verify_token),
        ..fake
    }
}

fn plivo(env: &Env) -> Plivo {
    let fake = Plivo::test_credentials();
    let known = |name, otherwise| env.text(name).unwrap_or(otherwise);
    Plivo {
        auth_id: known("PLIVO_AUTH_ID", fake.auth_id),
        auth_token: known("PLIVO_AUTH_TOKEN", fake.auth_token),
        source: known("PLIVO_SOURCE", fake.source),
    }
}

fn gemini(env: &Env) -> Gemini {
    let fake = Gemini::test_credentials();
    Gemini { api_key: env.text("GEMINI_API_KEY").unwrap_or(fake.api_key.clone()), ..fake }
}

/// The same for Stripe.
fn stripe(env: &Env, api: &str) -> Stripe {
    let fake = Stripe::test_credentials(Some(format!("{}/v1/hooks/stripe", api.trim_end_matches('/'))));
    let known = |name, otherwise| env.text(name).unwrap_or(otherwise);
    Stripe {
        secret_key: known("STRIPE_SECRET_KEY", fake.secret_key),
        webhook_secret: known("STRIPE_WEBHOOK_SECRET", fake.webhook_secret),
        pro_price_id: known("STRIPE_PRICE_ID_PRO", fake.pro_price_id),
        ..fake
    }
}
