//! The processes: each runs until a signal, finishes its work and closes its resources.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, anyhow, ensure};
use shared::app::App;
use shared::ops::Scope;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

pub(crate) async fn api(app: App) -> anyhow::Result<()> {
    refuse_sample_secrets(&app)?;
    warn(&app);
    let (listener, stop) = (listen(&app).await?, stop_on_signal()?);
    let metrics = metrics(&app, Scope::Platform, &stop).await?;
    tracing::info!(address = %listener.local_addr()?, "API started");
    api::run(app.clone(), listener, stop).await?;
    metrics.await?;
    close(&app).await;
    Ok(())
}

/// With publicly known secrets anyone can forge a token or decrypt what is stored.
fn refuse_sample_secrets(app: &App) -> anyhow::Result<()> {
    let problems: Vec<_> = app.config.sample_secrets().into_iter().map(|risk| risk.text).collect();
    ensure!(problems.is_empty(), "{}", problems.join("; "));
    Ok(())
}

/// Logs settings that work but are dangerous together.
pub(crate) fn warn(app: &App) {
    for risk in app.config.risks() {
        tracing::warn!(why = risk.text, "dangerous configuration");
    }
}

pub(crate) async fn worker(app: App) -> anyhow::Result<()> {
    refuse_sample_secrets(&app)?;
    let stop = stop_on_signal()?;
    let metrics = metrics(&app, Scope::Process, &stop).await?;
    worker::run(app.clone(), stop).await?;
    metrics.await?;
    close(&app).await;
    Ok(())
}

/// A worker that `dev` started: it ends when the pipe of its input does, also if `dev` was killed.
pub(crate) async fn dev_worker(app: App) -> anyhow::Result<()> {
    let stop = stop_on_signal()?;
    let ended = stop.clone();
    tokio::spawn(async move {
        let _ = tokio::io::copy(&mut tokio::io::stdin(), &mut tokio::io::sink()).await;
        ended.cancel();
    });
    worker::run(app.clone(), stop).await?;
    close(&app).await;
    Ok(())
}

pub(crate) async fn scheduler(app: App) -> anyhow::Result<()> {
    refuse_sample_secrets(&app)?;
    let stop = stop_on_signal()?;
    let metrics = metrics(&app, Scope::Process, &stop).await?;
    scheduler::run(app.clone(), stop).await?;
    metrics.await?;
    close(&app).await;
    Ok(())
}

/// Serves a process's metrics on their own port, if `METRICS_PORT` is set.
async fn metrics(app: &App, scope: Scope, stop: &CancellationToken) -> anyhow::Result<JoinHandle<()>> {
    let Some(listener) = listen_for_metrics(app).await? else { return Ok(tokio::spawn(async {})) };
    tracing::info!(address = %listener.local_addr()?, "metrics listener started");
    Ok(tokio::spawn(api::run_metrics(app.clone(), listener, scope, stop.clone())))
}

/// The configured address for metrics, if any.
pub(crate) async fn listen_for_metrics(app: &App) -> anyhow::Result<Option<TcpListener>> {
    let Some(port) = app.config.metrics.port else { return Ok(None) };
    bind(SocketAddr::new(app.config.http.bind, port), "METRICS_PORT").await.map(Some)
}

/// The timeout for closing. Work dropped at the stop may still hold a connection; it is rolled back with the process.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);

/// Closes an application's resources.
pub(crate) async fn close(app: &App) {
    app.traces.close().await;
    if timeout(CLOSE_TIMEOUT, app.close()).await.is_err() {
        tracing::warn!("Postgres connections dropped: they did not end within the timeout");
    }
}

/// Listens on the configured address.
pub(crate) async fn listen(app: &App) -> anyhow::Result<TcpListener> {
    let http = &app.config.http;
    bind(SocketAddr::new(http.bind, http.port), "PORT").await
}

/// Listens on an address; if it is taken, the error names the variable to change.
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
            // First of all: a blocked log must not delay the stop.
            token.cancel();
            tracing::info!("stopping");
        }
    });
    Ok(stop)
}
