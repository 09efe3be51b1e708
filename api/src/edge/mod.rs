//! The edge: accepts connections, bounds what they may take, and knows whom a request comes from.
//!
//! It stands in place of `axum::serve`, which bounds nothing: here a header has a size and a time, a body a time, an idle
//! connection a time, a client a number of connections, and a stop an end.

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

/// A failed `accept`, as without a free file, is not repeated at once.
const ACCEPT_RETRY_DELAY: Duration = Duration::from_millis(100);
/// How often failures of `accept` are logged.
const ACCEPT_LOG_INTERVAL: Duration = Duration::from_secs(10);
/// For a client that there is no place for. Written without waiting: who does not take it goes without.
const REFUSAL: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";

/// Serves until `stop`, then ends what is under way, and drops what has not ended after `STOP_SECONDS`.
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

/// Accepts until `stop`. The listener is closed then.
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
            // The client gave up before it was its turn.
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

/// Says that there is no place, and closes.
fn refuse(stream: TcpStream) {
    if let Ok(mut stream) = stream.into_std() {
        // It does not block. What can't be written at once is not written.
        let _ = stream.write(REFUSAL);
        let _ = stream.shutdown(Shutdown::Write);
    }
}
