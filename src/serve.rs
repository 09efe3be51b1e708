//! The processes: each runs until a signal, ends what it has begun, and closes what it opened.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, anyhow};
use shared::app::App;
use shared::ops::Scope;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

pub(crate) async fn api(app: App) -> anyhow::Result<()> {
    warn(&app);
    let (listener, stop) = (listen(&app).await?, stop_on_signal()?);
    let metrics = metrics(&app, Scope::Platform, &stop).await?;
    tracing::info!(address = %listener.local_addr()?, "API started");
    api::run(app.clone(), listener, stop).await?;
    metrics.await?;
    close(&app).await;
    Ok(())
}

/// Logs combinations of settings that work and are dangerous.
pub(crate) fn warn(app: &App) {
    for risk in app.config.risks() {
        tracing::warn!(why = risk.text, "dangerous configuration");
    }
}

pub(crate) async fn worker(app: App) -> anyhow::Result<()> {
    let stop = stop_on_signal()?;
    let metrics = metrics(&app, Scope::Process, &stop).await?;
    worker::run(app.clone(), stop).await?;
    metrics.await?;
    close(&app).await;
    Ok(())
}

pub(crate) async fn scheduler(app: App) -> anyhow::Result<()> {
    let stop = stop_on_signal()?;
    let metrics = metrics(&app, Scope::Process, &stop).await?;
    scheduler::run(app.clone(), stop).await?;
    metrics.await?;
    close(&app).await;
    Ok(())
}

/// Shows the metrics of a process on a port of their own, where `METRICS_PORT` is set.
async fn metrics(app: &App, scope: Scope, stop: &CancellationToken) -> anyhow::Result<JoinHandle<()>> {
    let Some(listener) = listen_for_metrics(app).await? else { return Ok(tokio::spawn(async {})) };
    tracing::info!(address = %listener.local_addr()?, "metrics listener started");
    Ok(tokio::spawn(api::run_metrics(app.clone(), listener, scope, stop.clone())))
}

/// The address for metrics that the configuration names, if it names one.
pub(crate) async fn listen_for_metrics(app: &App) -> anyhow::Result<Option<TcpListener>> {
    let Some(port) = app.config.metrics.port else { return Ok(None) };
    bind(SocketAddr::new(app.config.http.bind, port), "METRICS_PORT").await.map(Some)
}

/// How long closing may take. What a stop dropped may still hold a connection; it is rolled back with the process.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);

/// Closes what an application opened.
pub(crate) async fn close(app: &App) {
    app.traces.close().await;
    if timeout(CLOSE_TIMEOUT, app.db.close()).await.is_err() {
        tracing::warn!("Postgres connections dropped: they did not end within the timeout");
    }
}

/// The address that the configuration names.
pub(crate) async fn listen(app: &App) -> anyhow::Result<TcpListener> {
    let http = &app.config.http;
    bind(SocketAddr::new(http.bind, http.port), "PORT").await
}

/// Listens on an address; where that is taken, says so and which variable mends it.
pub(crate) async fn bind(address: SocketAddr, variable: &str) -> anyhow::Result<TcpListener> {
    match TcpListener::bind(address).await {
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
            let free = address.port().saturating_add(1);
            Err(anyhow!(
                "port {} is taken by another program: choose another one, like {variable}={free}",
                address.port()
            ))
        }
        bound => bound.with_context(|| format!("can't listen on {address}")),
    }
}

/// Cancelled by the first SIGTERM or SIGINT; a second one ends the process at once.
pub(crate) fn stop_on_signal() -> anyhow::Result<CancellationToken> {
    let stop = CancellationToken::new();
    let (mut term, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let token = stop.clone();
    tokio::spawn(async move {
        for times in 0.. {
            tokio::select! {
                _ = term.recv() => {}
                _ = interrupt.recv() => {}
            }
            if times > 0 {
                std::process::exit(130);
            }
            // First of all: a log that nobody takes any more must not stand in the way.
            token.cancel();
            tracing::info!("stopping");
        }
    });
    Ok(stop)
}
