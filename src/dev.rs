//! `switchboard dev`: everything in one process, for newcomers and development.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use anyhow::Context;
use shared::config::{Env, Gemini, Plivo, Stripe, WhatsApp};
use shared::ops::Scope;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::chaos::Lab;
use crate::output::print;
use crate::seed::{history, users};
use crate::{serve, setup};

/// "a key for development, not safe!", in base64.
const DEV_KEY: &str = "dev:YSBrZXkgZm9yIGRldmVsb3BtZW50LCBub3Qgc2FmZSE=";

pub(crate) async fn run() -> anyhow::Result<()> {
    let mut env = Env::of_process();
    env.set_default("JWT_SECRET", format!("{}{}", uuid::Uuid::new_v4(), uuid::Uuid::new_v4()));
    // Constant, so that data encrypted in one run can be decrypted in the next. It protects nothing.
    env.set_default("DATA_ENCRYPTION_KEYS", DEV_KEY);
    // All clients share one address here, including scripts and load tests.
    env.set_default("RATE_LIMIT_SIGNUPS_PER_HOUR", "10000");
    env.set_default("RATE_LIMIT_OTPS_PER_ADDRESS", "10000");
    env.set_default("RATE_LIMIT_REQUESTS_PER_SECOND", "2000");
    env.set_default("MAX_CONNECTIONS_PER_ADDRESS", "10000");
    // Any free port, shown in the welcome text: instances side by side share nothing.
    env.set_default("METRICS_PORT", "0");
    // Nothing leaves this machine, and nothing costs money.
    for (name, value) in [
        ("SIGNUP_CREDITS_FOR", "all"),
        ("EXTERNAL_SENDING", "open"),
        ("EXTERNAL_SENDS_PER_ACCOUNT_PER_DAY", "0"),
        ("SHARED_NUMBER_SENDS_PER_HOUR", "0"),
        ("SHARED_NUMBER_SENDS_PER_DAY", "0"),
        ("DEPOSIT_HOLD_HOURS", "0"),
    ] {
        env.set_default(name, value);
    }
    let port = env.number("SIMULATOR_PORT", 0, 0..=u32::from(u16::MAX));
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, u16::try_from(port)?));
    let simulator = serve::bind(address, "SIMULATOR_PORT").await?;
    let is_simulated = !WhatsApp::is_mentioned(&env);
    let mut simulated = point_at_simulator(&mut env, &simulator)?;
    let days = history::days(&mut env);
    let configuration = env.clone();
    let app = setup::process(env, "switchboard")?;
    // First, so that a second `dev` on the same port does not disturb the running one.
    let listener = serve::listen(&app).await?;
    let metrics = serve::listen_for_metrics(&app).await?;
    serve::warn(&app);
    let hooks = format!("{}/v1/hooks", local_url(&listener)?);
    simulated.whatsapp.webhook_url = Some(format!("{hooks}/whatsapp"));
    simulated.stripe.webhook_url = Some(format!("{hooks}/stripe"));
    setup::migrate(&app).await?;
    // A system without it is still complete.
    if let Err(error) = history::create(&app, configuration.clone(), days).await {
        tracing::warn!(error = format!("{error:#}"), "the demo activity is incomplete; the next start continues it");
    }
    users::create(&app).await?;
    let stop = serve::stop_on_signal()?;
    // A real provider is not broken on purpose, and gets no burst of messages.
    let lab = match is_simulated {
        true => Some(Lab::new(&app, &configuration, &local_url(&listener)?, &local_url(&simulator)?)?),
        false => None,
    };
    welcome(&listener, &simulator, metrics.as_ref(), lab.is_some())?;
    let mut parts = JoinSet::new();
    if let Some(metrics) = metrics {
        let (app, stop) = (app.clone(), stop.clone());
        parts.spawn(async move {
            api::run_metrics(app, metrics, Scope::Platform, stop).await;
            Ok(())
        });
    }
    let simulator_stop = stop.clone();
    parts.spawn(async move { simulator::run(simulated, simulator, simulator_stop).await.context("simulator") });
    let (lab_stop, ended) = (stop.clone(), lab.clone());
    if let Some(lab) = ended {
        parts.spawn(async move {
            lab.run(lab_stop).await;
            Ok(())
        });
    }
    let (api_app, api_stop) = (app.clone(), stop.clone());
    parts.spawn(async move {
        match lab {
            Some(lab) => api::run_with_chaos(api_app, listener, api_stop, Arc::new(lab)).await,
            None => api::run(api_app, listener, api_stop).await,
        }
        .context("API")
    });
    let (worker_app, worker_stop) = (app.clone(), stop.clone());
    parts.spawn(async move { worker::run(worker_app, worker_stop).await.context("worker") });
    let (scheduler_app, scheduler_stop) = (app.clone(), stop.clone());
    parts.spawn(async move { scheduler::run(scheduler_app, scheduler_stop).await.context("scheduler") });
    let mut outcome = Ok(());
    while let Some(ended) = parts.join_next().await {
        // The first one to end stops the others.
        stop.cancel();
        outcome = outcome.and(ended.context("a part broke off").flatten());
    }
    serve::close(&app).await;
    outcome
}

/// Uses the simulator for each provider that is not configured.
fn point_at_simulator(env: &mut Env, simulator: &TcpListener) -> anyhow::Result<simulator::Config> {
    let config = simulator::Config::fake();
    let simulator::Config { whatsapp, plivo, gemini, stripe } = &config;
    if !WhatsApp::is_mentioned(env) {
        env.set_default("WHATSAPP_API_URL", format!("{}/v25.0", local_url(simulator)?));
        env.set_default("WHATSAPP_ACCESS_TOKEN", &whatsapp.access_token);
        env.set_default("WHATSAPP_PHONE_NUMBER_ID", &whatsapp.phone_number_id);
        env.set_default("WHATSAPP_APP_SECRET", &whatsapp.app_secret);
        env.set_default("WHATSAPP_VERIFY_TOKEN", &whatsapp.verify_token);
    }
    if !Plivo::is_mentioned(env) {
        env.set_default("PLIVO_BASE_URL", local_url(simulator)?);
        env.set_default("PLIVO_AUTH_ID", &plivo.auth_id);
        env.set_default("PLIVO_AUTH_TOKEN", &plivo.auth_token);
        env.set_default("PLIVO_SOURCE", &plivo.source);
    }
    if !Gemini::is_mentioned(env) {
        env.set_default("GEMINI_BASE_URL", local_url(simulator)?);
        env.set_default("GEMINI_API_KEY", &gemini.api_key);
    }
    if !Stripe::is_mentioned(env) {
        env.set_default("STRIPE_BASE_URL", format!("{}/stripe", local_url(simulator)?));
        env.set_default("STRIPE_SECRET_KEY", &stripe.secret_key);
        env.set_default("STRIPE_WEBHOOK_SECRET", &stripe.webhook_secret);
        env.set_default("STRIPE_PRICE_ID_PRO", &stripe.pro_price_id);
        env.set_default("PRO_PRICE_MINOR", stripe.pro_price().to_string());
    }
    Ok(config)
}

/// A listener's URL on this machine.
fn local_url(listener: &TcpListener) -> anyhow::Result<String> {
    let mut address = listener.local_addr()?;
    if address.ip().is_unspecified() {
        address.set_ip(Ipv4Addr::LOCALHOST.into());
    }
    Ok(format!("http://{address}"))
}

fn welcome(
    api: &TcpListener,
    simulator: &TcpListener,
    metrics: Option<&TcpListener>,
    has_chaos: bool,
) -> anyhow::Result<()> {
    let (api, simulator) = (local_url(api)?, local_url(simulator)?);
    let metrics = match metrics {
        Some(metrics) => format!("\n  Metrics are at    {}/metrics", local_url(metrics)?),
        None => String::new(),
    };
    let chaos = if has_chaos { format!("\n  Break it at       {api}/chaos  (as demo_admin)") } else { String::new() };
    print(&format!(
        "\n  Switchboard is at {api}  (interface: {api}/docs)\n  \
        Phones are at     {simulator}{metrics}{chaos}\n  \
        Log in as         {}\n  \
        or as             {}\n",
        users::log_in_as(),
        history::usernames().collect::<Vec<_>>().join(", ")
    ));
    Ok(())
}
