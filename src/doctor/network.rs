//! The API's own port, and the connections to providers.

use std::io::ErrorKind;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use serde_json::Value;
use shared::config::{Config, Http, Stripe};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::pki_types::ServerName;

use rustls_platform_verifier::ConfigVerifierExt;

use super::report::Check;
use crate::health;

const TIMEOUT: Duration = Duration::from_secs(5);

/// Whether the API can listen, or is already running.
pub(super) async fn api_port(http: &Http) -> Check {
    let about = "api_port";
    let (address, wanted) = (health::address(http), format!("{}:{}", http.bind, http.port));
    match TcpListener::bind((http.bind, http.port)).await {
        Ok(_) => Check::ok(about, format!("{wanted} is free: no API runs there, and one can")),
        Err(error) if error.kind() == ErrorKind::AddrInUse => answering(about, &format!("http://{address}")).await,
        Err(error) if error.kind() == ErrorKind::AddrNotAvailable => {
            Check::problem(about, format!("{} is no address of this machine: BIND must be one", http.bind))
        }
        Err(error) => Check::problem(about, format!("the API can't listen on {wanted} ({error}): change BIND or PORT")),
    }
}

async fn answering(about: &'static str, base: &str) -> Check {
    let answer = health::ask(&format!("{base}/health")).await.ok();
    let health = answer.and_then(|answer| serde_json::from_str::<Value>(&answer.body).ok()).unwrap_or_default();
    // Other servers have such a page too; this content is only ours.
    let status = health["status"].as_str().filter(|_| health["database"].is_boolean());
    match status {
        Some("healthy") => Check::ok(about, format!("an API answers at {base}, and it is healthy")),
        Some(status @ ("degraded" | "unhealthy")) => {
            Check::warning(about, format!("an API answers at {base}, and it is {status}: see its /health and its log"))
        }
        _ => Check::problem(about, format!("another program has the port of {base}: stop it, or change PORT")),
    }
}

/// Whether each configured provider is reachable.
pub(super) async fn providers(config: &Config) -> Vec<Check> {
    let whatsapp = config.whatsapp.as_ref().map(|it| it.api_url.as_str());
    let plivo = config.plivo.as_ref().map(|it| it.base_url.as_str());
    let stripe = config.stripe.as_ref().map(|it| it.base_url.as_str());
    let no_messages = "messages of this channel are refused with channel_not_configured";
    let no_codes = "one-time codes and forgotten passwords are refused with channel_not_configured";
    let no_payments = "recharges, deposits and subscriptions are refused with payments_not_configured";
    let gemini = config.gemini.as_ref().map(|it| it.base_url.as_str());
    let no_answers = "there is no assistant, and questions are refused with channel_not_configured";
    let (whatsapp, plivo, stripe, gemini) = tokio::join!(
        provider_or_none("whatsapp", "WHATSAPP_API_URL", whatsapp, no_messages),
        provider_or_none("plivo", "PLIVO_BASE_URL", plivo, no_codes),
        provider_or_none("stripe", "STRIPE_BASE_URL", stripe, no_payments),
        provider_or_none("gemini", "GEMINI_BASE_URL", gemini, no_answers),
    );
    vec![whatsapp, plivo, stripe, subscriptions(config.stripe.as_ref()), gemini]
}

/// Whether users can subscribe. Only a request to Stripe could verify the price.
fn subscriptions(stripe: Option<&Stripe>) -> Check {
    let about = "subscriptions";
    match stripe {
        Some(Stripe { price_id_pro: Some(price), .. }) => Check::ok(about, format!("Pro is sold at the price {price}")),
        Some(_) => {
            let words = "STRIPE_PRICE_ID_PRO is not set: subscriptions are refused with payments_not_configured";
            Check::ok(about, words)
        }
        None => Check::ok(about, "are not set up, as stripe is not"),
    }
}

async fn provider_or_none(about: &'static str, variable: &str, base: Option<&str>, without: &str) -> Check {
    match base {
        Some(base) => provider(about, variable, base).await,
        None => Check::ok(about, format!("is not set up: {without}")),
    }
}

/// Connects, with a TLS handshake for https; no request is sent.
async fn provider(about: &'static str, variable: &str, base: &str) -> Check {
    let Some((url, host, port)) = target(base) else {
        return Check::problem(about, format!("{variable} is no http(s) URL"));
    };
    if let Some(proxy) = proxy(url.scheme()) {
        return Check::warning(
            about,
            format!("requests to {host} go through the proxy that {proxy} names, so the way was not tried"),
        );
    }
    let reached = tokio::time::timeout(TIMEOUT, reach(&url, &host, port));
    match reached.await {
        Ok(Ok(())) if url.scheme() == "http" && !is_this_machine(&host) => {
            let says = format!(
                "{host}:{port} can be reached, but {variable} is not https: keys and texts can be read on the way"
            );
            Check::warning(about, says)
        }
        Ok(Ok(())) => Check::ok(about, format!("{host}:{port} can be reached")),
        Ok(Err(error)) => Check::problem(
            about,
            format!("{host}:{port} can't be reached ({error}): look at {variable}, DNS and firewalls"),
        ),
        Err(_) => Check::problem(
            about,
            format!("{host}:{port} did not answer within {} s: look at {variable} and firewalls", TIMEOUT.as_secs()),
        ),
    }
}

fn target(base: &str) -> Option<(Url, String, u16)> {
    let url = Url::parse(base).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let host = url.host_str()?.trim_matches(['[', ']']).to_owned();
    let port = url.port_or_known_default()?;
    Some((url, host, port))
}

async fn reach(url: &Url, host: &str, port: u16) -> anyhow::Result<()> {
    let stream = TcpStream::connect((host, port)).await?;
    if url.scheme() == "https" {
        // The same roots as the workers' clients: the system's.
        let connector = TlsConnector::from(Arc::new(ClientConfig::with_platform_verifier()?));
        connector.connect(ServerName::try_from(host.to_owned())?, stream).await?;
    }
    Ok(())
}

/// The variable that sets a proxy for the workers' clients.
fn proxy(scheme: &str) -> Option<String> {
    let names = [format!("{scheme}_proxy"), "all_proxy".into()];
    let names = names.iter().flat_map(|name| [name.clone(), name.to_uppercase()]);
    names.into_iter().find(|name| std::env::var(name).is_ok_and(|value| !value.is_empty()))
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}
