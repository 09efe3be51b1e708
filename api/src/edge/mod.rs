//! The edge: accepts connections, limits their resources and resolves client addresses.
//!
//! It replaces `axum::serve`, which has no limits: here headers have a size and a timeout, bodies and idle connections
//! a timeout, clients a number of connections, and shutdown a deadline.

mod body;
mod client_address;
mod connection;
mod deadlines;
mod headers;
mod hosts;
mod io;
mod path;
mod proxy_protocol;
mod service;
mod shares;

use std::io::{ErrorKind, Write};
use std::net::Shutdown;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub(crate) use body::is_timeout;
pub(crate) use client_address::{ClientAddress, Connection};
pub(crate) use headers::{PageHeaders, cors};
pub(crate) use hosts::check_host;
pub(crate) use service::Service;
pub(crate) use shares::{Share, Shares};

/// Delay after a failed `accept`, such as when out of file descriptors.
const ACCEPT_RETRY_DELAY: Duration = Duration::from_millis(100);
/// How often `accept` failures are logged.
const ACCEPT_LOG_INTERVAL: Duration = Duration::from_secs(10);
/// Sent when no connection slot is free. Written without blocking: a client that does not read gets nothing.
const REFUSAL: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";

/// Serves until `stop`, then drains, and drops what has not ended after `STOP_SECONDS`.
pub(crate) async fn serve(service: Service, listener: TcpListener, stop: CancellationToken) {
    let stop_timeout = service.edge.stop_timeout;
    let shares = Shares::new(service.edge.max_connections, service.edge.max_connections_per_address);
    let limit = service.metrics.connections_limit.get_or_create_owned(&service.label());
    limit.set(i64::try_from(service.edge.max_connections).unwrap_or(i64::MAX));
    let (tasks, drop_all) = (TaskTracker::new(), CancellationToken::new());
    let server = connection::Server { service, shares, stop: stop.clone(), drop_all: drop_all.clone() };
    accept(listener, Arc::new(server), &tasks, &stop).await;
    tasks.close();
    if timeout(stop_timeout, tasks.wait()).await.is_err() {
        tracing::warn!(connections = tasks.len(), "connections dropped: they did not end within the timeout");
        drop_all.cancel();
        tasks.wait().await;
    }
}

/// Accepts until `stop`, then closes the listener.
async fn accept(listener: TcpListener, server: Arc<connection::Server>, tasks: &TaskTracker, stop: &CancellationToken) {
    let mut logged: Option<Instant> = None;
    loop {
        let accepted = tokio::select! {
            biased;
            () = stop.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => match server.place(peer.ip()) {
                Ok(share) => drop(tasks.spawn(server.clone().run(stream, peer.ip(), share))),
                Err(full) => {
                    server.service.count_refused(full.reason());
                    refuse(stream);
                }
            },
            // The client gave up before it was accepted.
            Err(error) if is_of_client(error.kind()) => {}
            Err(error) => {
                server.service.metrics.accept_errors.inc();
                if logged.is_none_or(|at| at.elapsed() >= ACCEPT_LOG_INTERVAL) {
                    logged = Some(Instant::now());
                    tracing::error!(%error, "accept failed");
                }
                tokio::select! {
                    () = stop.cancelled() => return,
                    () = sleep(ACCEPT_RETRY_DELAY) => {}
                }
            }
        }
    }
}

fn is_of_client(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::ConnectionRefused | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset)
}

/// Answers that no slot is free, and closes.
fn refuse(stream: TcpStream) {
    if let Ok(mut stream) = stream.into_std() {
        // Non-blocking. What can't be written at once is dropped.
        let _ = stream.write(REFUSAL);
        let _ = stream.shutdown(Shutdown::Write);
    }
}
