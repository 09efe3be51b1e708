//! Paths without a route of their own: Graph's, and unknown paths of the other providers, each with its own error.

use axum::{Router, extract::Request, response::Response};

use crate::{gemini, plivo, stripe, whatsapp};

/// `graph`: Graph's routes. Their paths begin with ids, so they can't be told from others by a prefix.
pub(crate) async fn call(graph: Router, request: Request) -> Response {
    let path = request.uri().path();
    let mut segments = path.trim_start_matches('/').split('/');
    match (segments.next().unwrap_or_default(), segments.next().unwrap_or_default()) {
        ("v1", "Account") => plivo::unknown_path(),
        ("v1", "models") | ("v1beta" | "v1alpha", _) => gemini::unknown_path(),
        ("v1" | "v2" | "stripe", _) => stripe::unknown_path(request.method(), path),
        _ => whatsapp::call(graph, request).await,
    }
}
