//! A request's connection, for simulating lost responses.

use std::{
    io,
    net::{Shutdown, TcpStream},
    os::fd::AsFd,
    sync::Arc,
};

use axum::{extract::connect_info::Connected, serve::IncomingStream};
use tokio::net::TcpListener;

/// A second handle to a connection's socket, which lets a handler close it instead of responding.
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
