//! The connection that a request came over, for answers that get lost.

use std::{
    io,
    net::{Shutdown, TcpStream},
    os::fd::AsFd,
    sync::Arc,
};

use axum::{extract::connect_info::Connected, serve::IncomingStream};
use tokio::net::TcpListener;

/// A second handle of a connection's socket. A handler can only answer; this lets it hang up instead.
#[derive(Clone)]
pub(crate) struct Connection(Arc<io::Result<TcpStream>>);

impl Connection {
    /// Closes the connection in both directions.
    pub(crate) fn hang_up(&self) {
        let result = match self.0.as_ref() {
            Ok(stream) => stream.shutdown(Shutdown::Both),
            Err(error) => Err(error.kind().into()),
        };
        if let Err(error) = result {
            tracing::warn!(%error, "cannot hang up, the client has to time out");
        }
    }
}

impl Connected<IncomingStream<'_, TcpListener>> for Connection {
    fn connect_info(stream: IncomingStream<'_, TcpListener>) -> Self {
        let handle = stream.io().as_fd().try_clone_to_owned();
        Self(Arc::new(handle.map(TcpStream::from)))
    }
}
