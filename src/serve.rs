//! The processes: each runs until a signal, ends what it has begun, and closes what it opened.

use std::net::SocketAddr;

use anyhow::{Context, anyhow};
use shared::app::App;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub(crate) async fn api(app: App) -> anyhow::Result<()> {
    let listener = listen(&app).await?;
    tracing::info!(address = %listener.local_addr()?, "API started");
    api::run(app.clone(), listener, stop_on_signal()?).await?;
    close(&app).await;
    Ok(())
}

pub(crate) async fn worker(app: App) -> anyhow::Result<()> {
    let stop = stop_on_signal()?;
    let metrics = metrics(&app, &stop).await?;
    worker::run(app.clone(), stop).await?;
    metrics.await??;
    close(&app).await;
    Ok(())
}

pub(crate) async fn scheduler(app: App) -> anyhow::Result<()> {
    let stop = stop_on_signal()?;
    let metrics = metrics(&app, &stop).await?;
    scheduler::run(app.clone(), stop).await?;
    metrics.await??;
    close(&app).await;
    Ok(())
}

/// Shows the metrics of a process that has no other interface, where `METRICS_PORT` is set.
async fn metrics(app: &App, stop: &CancellationToken) -> anyhow::Result<JoinHandle<std::io::Result<()>>> {
    let Some(port) = app.config.metrics.port else { return Ok(tokio::spawn(async { Ok(()) })) };
    let listener = bind(SocketAddr::new(app.config.http.bind, port), "METRICS_PORT").await?;
    tracing::info!(address = %listener.local_addr()?, "metrics are shown");
    Ok(tokio::spawn(api::run_metrics(app.clone(), listener, stop.clone())))
}

/// Closes what an application opened.
pub(crate) async fn close(app: &App) {
    app.traces.close().await;
    app.db.close().await;
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
