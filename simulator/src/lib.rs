//! A local HTTP simulator of all providers.
//!
//! Each provider is a module with its own configuration, state and routes, merged by [`run`]. It shares no wire type
//! with its adapter: a wrong field name would be wrong on both sides and go unnoticed.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod background;
mod connection;
mod fallback;
pub mod gemini;
mod listing;
pub mod plivo;
mod provider;
mod receiver;
pub mod stripe;
pub mod whatsapp;

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
};

use axum::{Json, Router, extract::Request, response::Html, routing::get};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::{background::Background, connection::Connection};

/// The simulator's configuration.
#[derive(Debug, Clone)]
pub struct Config {
    /// The WhatsApp Cloud API.
    pub whatsapp: whatsapp::Config,
    /// Plivo's Message API.
    pub plivo: plivo::Config,
    /// The Gemini API.
    pub gemini: gemini::Config,
    /// Stripe.
    pub stripe: stripe::Config,
}

impl Config {
    /// Visibly fake credentials, and no webhooks.
    #[must_use]
    pub fn fake() -> Self {
        Self {
            whatsapp: whatsapp::Config::test_credentials(None),
            plivo: plivo::Config::test_credentials(),
            gemini: gemini::Config::test_credentials(),
            stripe: stripe::Config::test_credentials(None),
        }
    }
}

/// Serves until `stop` is cancelled, then completes requests in flight and drops unsent webhooks.
///
/// There is no authentication, so a listener on a non-loopback address is an error.
pub async fn run(config: Config, listener: TcpListener, stop: CancellationToken) -> io::Result<()> {
    if !listener.local_addr()?.ip().is_loopback() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "the simulator listens on loopback only"));
    }
    run_anywhere(config, listener, stop).await
}

/// Like [`run`], on any address. Clients can read all messages and send the application statuses, so use a private
/// network, such as one of containers.
pub async fn run_anywhere(config: Config, listener: TcpListener, stop: CancellationToken) -> io::Result<()> {
    let address = listener.local_addr()?;
    let background = Background::new(stop.clone());
    let whatsapp = whatsapp::routes(config.whatsapp, format!("http://{address}"), background.clone())?;
    let app = Router::new()
        .route("/", get(async || Html(concat!(include_str!("head.html"), include_str!("page.html")))))
        .route("/health", get(health))
        .merge(plivo::routes(config.plivo, background.clone())?)
        .merge(gemini::routes(config.gemini, background.clone()))
        .merge(stripe::routes(config.stripe, people_at(address), background.clone())?)
        .merge(whatsapp.controls)
        .fallback(move |request: Request| fallback::call(whatsapp.graph.clone(), request));
    let service = app.into_make_service_with_connect_info::<Connection>();
    axum::serve(listener, service).with_graceful_shutdown(stop.cancelled_owned()).await?;
    background.ended().await;
    Ok(())
}

/// The public address. If all addresses are bound, it is a loopback address.
fn people_at(mut address: SocketAddr) -> String {
    if address.ip().is_unspecified() {
        address.set_ip(Ipv4Addr::LOCALHOST.into());
    }
    format!("http://{address}")
}

async fn health() -> Json<Value> {
    Json(json!({"status": "healthy"}))
}
