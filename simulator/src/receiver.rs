//! A client of the application's webhooks.

use std::{io, time::Duration};

use reqwest::{Body, Client, RequestBuilder, header::CONTENT_TYPE, redirect::Policy};

const TIMEOUT: Duration = Duration::from_secs(5);

pub(crate) fn client() -> io::Result<Client> {
    Client::builder()
        .no_proxy()
        .redirect(Policy::none())
        .timeout(TIMEOUT)
        // Receivers are local; otherwise the client requires root certificates, which some machines lack.
        .tls_certs_only([])
        .build()
        .map_err(io::Error::other)
}

/// Sends a body of this type. Returns the receiver's HTTP status, if any.
pub(crate) async fn send(request: RequestBuilder, content_type: &str, body: impl Into<Body>) -> Option<u16> {
    match request.header(CONTENT_TYPE, content_type).body(body).send().await {
        Ok(response) => Some(response.status().as_u16()),
        Err(error) => {
            tracing::debug!(%error, "webhook not taken");
            None
        }
    }
}
