//! Shared handling of providers' webhooks: limits for requests that anyone can send, authenticated only by a signature
//! over the whole body.
//!
//! Until that is verified, a request costs one pass over its body, which is limited in size, time and number; its bytes
//! are neither parsed nor copied.

use std::net::IpAddr;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::Request;
use axum::http::{HeaderName, StatusCode};
use http_body_util::BodyExt;
use serde::de::DeserializeOwned;
use shared::app::App;
use shared::lenient_json;
use shared::metrics::labels;
use shared::secrets::Verifier;
use tokio::time::timeout;

use crate::edge::{ClientAddress, Share, Shares};
use crate::extract;
use crate::problem::Problem;

/// Concurrent webhooks of a provider. Each takes a few milliseconds.
const AT_A_TIME: usize = 32;
/// Of these, those of one address with an unverified signature.
const OF_AN_ADDRESS: usize = 16;
/// Providers send a body in one go. A slower sender blocks others.
const BODY_TIMEOUT: Duration = Duration::from_secs(10);
/// A header with a signature, or a few.
const MAX_SIGNATURE: usize = 1024;
/// Most chunks of a body: packets of the smallest usual size, in the largest body.
const MAX_PIECES: usize = 8192;

/// Admission of one provider's webhooks: each provider has its own, so that none blocks another.
#[derive(Debug, Clone)]
pub(super) struct Gate {
    name: &'static str,
    shares: Shares,
}

impl Gate {
    /// A gate with its name in metrics.
    pub fn new(name: &'static str) -> Self {
        Self { name, shares: Shares::new(AT_A_TIME, Some(OF_AN_ADDRESS)) }
    }

    /// Admits a webhook, until the share is dropped. Both providers retry refused ones.
    pub fn enter(&self, app: &App, ClientAddress(address): ClientAddress) -> Result<Share, Problem> {
        self.shares.take(self.counted(app, address)).map_err(|_| {
            app.metrics.rate_limited.get_or_create(&labels::Limit { limit: self.name }).inc();
            let detail = "Too many webhooks are in progress.";
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy", detail).retry_in(1)
        })
    }

    /// Clients behind a trusted proxy that names none are not one client.
    fn counted(&self, app: &App, address: IpAddr) -> Option<IpAddr> {
        (!app.config.edge.trusted_proxies.contains(address)).then_some(address)
    }
}

/// The signature header; 401 if it is missing or its length is invalid.
pub(super) fn signature<'a>(request: &'a Request, name: &HeaderName) -> Result<&'a str, Problem> {
    let value = request.headers().get(name).filter(|value| value.len() <= MAX_SIGNATURE);
    value.and_then(|value| value.to_str().ok()).ok_or_else(bad_signature)
}

/// Decodes a verified webhook. One that can't be read is not acknowledged: its sender keeps it and shows it as failed.
pub(super) fn decode<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    lenient_json::from_slice(body).map_err(|error| {
        tracing::error!(line = error.line(), column = error.column(), "a webhook can't be decoded");
        Problem::new(StatusCode::BAD_REQUEST, "malformed_json", "The webhook can't be read.")
    })
}

pub(super) fn bad_signature() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "bad_signature", "The signature is invalid or too old.")
}

/// Reads and verifies a body of at most `limit` bytes.
pub(super) async fn signed_body(
    request: Request,
    limit: usize,
    verifier: &mut Verifier,
) -> Result<Vec<Bytes>, Problem> {
    extract::check_length(request.headers(), limit)?;
    let mut body = request.into_body();
    let read = async {
        let (mut pieces, mut length) = (Vec::new(), 0);
        while let Some(frame) = body.frame().await {
            let Ok(piece) = frame.map_err(|error| extract::unreadable(&error))?.into_data() else { continue };
            length += piece.len();
            if length > limit || pieces.len() >= MAX_PIECES {
                return Err(extract::too_large());
            }
            verifier.update(&piece);
            pieces.push(piece);
        }
        Ok(pieces)
    };
    timeout(BODY_TIMEOUT, read).await.unwrap_or_else(|_| Err(extract::late()))
}
