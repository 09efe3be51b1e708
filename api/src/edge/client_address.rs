//! The client's address, also behind proxies.

use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, header};
use rfc7239::{NodeIdentifier, NodeName};
use shared::app::App;
use shared::config::{Edge, ProxyHeader};

use crate::problem::Problem;

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The client's address: the connection's peer or, behind a trusted proxy, the address that the proxy names. Resolved
/// once per request for limits, sessions, the audit log and logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ClientAddress(pub IpAddr);

/// The connection of a request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Connection {
    /// The peer's address, or the one named by the PROXY protocol.
    pub peer: IpAddr,
    /// Whether the peer is a trusted proxy.
    pub is_trusted: bool,
}

impl FromRequestParts<App> for ClientAddress {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Problem> {
        parts.extensions.get().copied().ok_or_else(served_elsewhere)
    }
}

impl FromRequestParts<App> for Connection {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Problem> {
        parts.extensions.get().copied().ok_or_else(served_elsewhere)
    }
}

fn served_elsewhere() -> Problem {
    tracing::error!("request without a client address: not served by the edge");
    Problem::internal()
}

impl Connection {
    pub(super) fn new(peer: IpAddr, edge: &Edge) -> Self {
        let peer = peer.to_canonical();
        Self { peer, is_trusted: edge.trusted_proxies.contains(peer) }
    }

    /// The client behind a connection: the right-most address that is not a trusted proxy. Each proxy appends its
    /// peer's address, so entries further left may be forged.
    pub(super) fn client(&self, headers: &HeaderMap, edge: &Edge) -> ClientAddress {
        if !self.is_trusted {
            return ClientAddress(self.peer);
        }
        let name = match edge.proxy_header {
            ProxyHeader::XForwardedFor => X_FORWARDED_FOR,
            ProxyHeader::Forwarded => header::FORWARDED,
        };
        if !headers.contains_key(&name) {
            report_missing(edge.proxy_header);
        }
        let mut client = self.peer;
        for value in headers.get_all(&name).iter().rev() {
            // Bytes that are not text make one invalid entry.
            for entry in last_to_first(value.to_str().unwrap_or("?"), ',') {
                let named = match edge.proxy_header {
                    ProxyHeader::XForwardedFor => address(entry),
                    ProxyHeader::Forwarded => forwarded_for(entry),
                };
                // Stops at an unreadable entry: the client is the last known proxy.
                let Some(named) = named else { return ClientAddress(client) };
                client = named;
                if !edge.trusted_proxies.contains(named) {
                    return ClientAddress(client);
                }
            }
        }
        ClientAddress(client)
    }
}

/// Logged once per process: the fault is the proxy's and would repeat on each request.
fn report_missing(header: ProxyHeader) {
    static REPORTED: AtomicBool = AtomicBool::new(false);
    if !REPORTED.swap(true, Ordering::Relaxed) {
        tracing::warn!(
            %header,
            "a trusted proxy sent no client address, so its own address is used; see TRUSTED_PROXIES and TRUSTED_PROXY_HEADER"
        );
    }
}

/// An address; some proxies append the port.
fn address(text: &str) -> Option<IpAddr> {
    let bare = || text.parse::<IpAddr>().ok();
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    let bracketed = || text.strip_prefix('[')?.strip_suffix(']')?.parse::<IpAddr>().ok();
    bare().or_else(with_port).or_else(bracketed).map(|address| address.to_canonical())
}

/// The `for` of one entry of `Forwarded`. Other parts, such as `host`, may quote client input.
fn forwarded_for(entry: &str) -> Option<IpAddr> {
    let is_for = |part: &&str| part.split_once('=').is_some_and(|(name, _)| name.eq_ignore_ascii_case("for"));
    let mut parts = last_to_first(entry, ';').filter(is_for);
    let part = parts.next().filter(|_| parts.next().is_none())?;
    match rfc7239::parse(part).next_back()?.ok()?.forwarded_for? {
        NodeIdentifier { name: NodeName::Ip(address), .. } => Some(address.to_canonical()),
        _ => None,
    }
}

/// The parts of a header between unquoted separators, last first. Quotes are matched from the right, so that one left
/// open by a client swallows nothing appended by a proxy.
fn last_to_first(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let at = last_separator(text, separator);
        rest = at.map(|at| &text[..at]);
        Some(at.map_or(text, |at| &text[at + separator.len_utf8()..]).trim())
    })
}

fn last_separator(text: &str, separator: char) -> Option<usize> {
    let is_escaped = |at: usize| text[..at].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1;
    let mut is_quoted = false;
    for (at, character) in text.char_indices().rev() {
        if character == '"' && !is_escaped(at) {
            is_quoted = !is_quoted;
        } else if character == separator && !is_quoted {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use shared::config::{Config, Env};

    use super::*;

    fn edge(header: &str) -> Edge {
        let variables = [("TRUSTED_PROXIES", "10.0.0.0/8, 2001:db8:ff::/48"), ("TRUSTED_PROXY_HEADER", header)];
        let env: Env = variables.map(|(name, value)| (name.to_owned(), value.to_owned())).into_iter().collect();
        Config::inspect(env).0.edge
    }

    fn client(header: &'static str, peer: &str, values: &[&str]) -> String {
        let edge = edge(header);
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(header, HeaderValue::from_str(value).unwrap());
        }
        let connection = Connection::new(peer.parse().unwrap(), &edge);
        connection.client(&headers, &edge).0.to_string()
    }

    #[test]
    fn x_forwarded_for_is_read_from_the_right() {
        let client = |peer, values: &[&str]| client("x-forwarded-for", peer, values);
        for (values, address) in [
            (&["198.51.100.7"][..], "198.51.100.7"),
            (&["203.0.113.9, 198.51.100.7"], "198.51.100.7"),
            (&["203.0.113.9", "198.51.100.7, 10.0.0.9"], "198.51.100.7"),
            (&["198.51.100.7:4711,10.0.0.9"], "198.51.100.7"),
            (&["[2001:db8::1]:4711"], "2001:db8::1"),
            (&["2001:db8::1"], "2001:db8::1"),
            (&["::ffff:198.51.100.7"], "198.51.100.7"),
            // All are proxies: the furthest one counts.
            (&["10.0.0.8, 10.0.0.9"], "10.0.0.8"),
            // An unreadable entry ends the search at the last known proxy.
            (&["198.51.100.7, unknown"], "10.0.0.1"),
            (&["198.51.100.7, <script>, 10.0.0.9"], "10.0.0.9"),
            (&["198.51.100.7,"], "10.0.0.1"),
            (&["[::ffff:198.51.100.7]:4711"], "198.51.100.7"),
            (&["198.51.100.7, ::ffff:10.0.0.9"], "198.51.100.7"),
            (&["198.51.100.7, 2001:db8:ff::9"], "198.51.100.7"),
            (&["198.51.100.7", "10.0.0.8", "10.0.0.9"], "198.51.100.7"),
            (&["203.0.113.9", "198.51.100.7"], "198.51.100.7"),
            (&["198.51.100.7, fe80::1%eth0"], "10.0.0.1"),
            (&["198.51.100.7, 010.0.0.9"], "10.0.0.1"),
            (&["198.51.100.7, 0x0a000009"], "10.0.0.1"),
            (&["198.51.100.7, for=203.0.113.9"], "10.0.0.1"),
            (&["198.51.100.7 203.0.113.9"], "10.0.0.1"),
            (&[""], "10.0.0.1"),
            (&[], "10.0.0.1"),
        ] {
            assert_eq!(client("10.0.0.1", values), address, "{values:?}");
        }
        assert_eq!(client("192.0.2.1", &["198.51.100.7"]), "192.0.2.1", "an untrusted peer cannot forward addresses");
        assert_eq!(client("::ffff:10.0.0.1", &["198.51.100.7"]), "198.51.100.7");
        assert_eq!(client("::ffff:192.0.2.1", &[]), "192.0.2.1", "one client in either address family");
    }

    #[test]
    fn forwarded_is_read_from_the_right() {
        let client = |peer, values: &[&str]| client("forwarded", peer, values);
        for (values, address) in [
            (&["for=198.51.100.7;proto=https"][..], "198.51.100.7"),
            (&["for=203.0.113.9, for=198.51.100.7;by=10.0.0.1"], "198.51.100.7"),
            (&["For=\"198.51.100.7:4711\""], "198.51.100.7"),
            (&["for=\"[2001:db8::1]:4711\", for=10.0.0.9"], "2001:db8::1"),
            // A quote left open by a client does not swallow what the proxy appends.
            (&["for=\"203.0.113.9, for=198.51.100.7"], "198.51.100.7"),
            (&["for=198.51.100.7, for=unknown"], "10.0.0.1"),
            (&["for=198.51.100.7, for=_hidden"], "10.0.0.1"),
            (&["for=198.51.100.7, nonsense"], "10.0.0.1"),
            (&["for=198.51.100.7, proto=https"], "10.0.0.1"),
            (&["for=\"[::ffff:198.51.100.7]\""], "198.51.100.7"),
            (&["for=\"[::ffff:198.51.100.7]:4711\""], "198.51.100.7"),
            (&["for=198.51.100.7, for=\"[2001:db8:ff::9]\""], "198.51.100.7"),
            (&["for=198.51.100.7, FOR=\"[::FFFF:10.0.0.9]:80\""], "198.51.100.7"),
            (&["for=203.0.113.9", "for=198.51.100.7", "for=10.0.0.9"], "198.51.100.7"),
            (&["for=198.51.100.7, for=\"_hidden:4711\""], "10.0.0.1"),
            (&["for=198.51.100.7, for=\"unknown:4711\""], "10.0.0.1"),
            (&["for=198.51.100.7, for=2001:db8::1"], "10.0.0.1"),
            (&["for=198.51.100.7, for=\"2001:db8::1\""], "10.0.0.1"),
            (&["for=198.51.100.7, for=010.0.0.9"], "10.0.0.1"),
            (&["for=198.51.100.7, "], "10.0.0.1"),
            // Client input in another part of the proxy's entry is ignored.
            (&["for=198.51.100.7;host=\"a;for=203.0.113.9\""], "198.51.100.7"),
            (&["host=\"a;for=203.0.113.9\";for=198.51.100.7"], "198.51.100.7"),
            (&["for=198.51.100.7;host=\"a,for=203.0.113.9;b=c\""], "198.51.100.7"),
            (&["for=198.51.100.7;host=\"a, for=203.0.113.9\";proto=http, for=10.0.0.9"], "198.51.100.7"),
            (&["for=198.51.100.7;host=\"a\\\", for=203.0.113.9\""], "198.51.100.7"),
            (&["for=198.51.100.7;host=\"a\\\\\", for=10.0.0.9"], "198.51.100.7"),
            (&["for=203.0.113.9;host=\"a, for=198.51.100.7;host=\"b, for=203.0.113.8\""], "198.51.100.7"),
            // Two addresses in one entry are invalid.
            (&["for=203.0.113.9;for=198.51.100.7"], "10.0.0.1"),
            (&["for=203.0.113.9, for=198.51.100.7;FOR=198.51.100.8"], "10.0.0.1"),
        ] {
            assert_eq!(client("10.0.0.1", values), address, "{values:?}");
        }
        assert_eq!(
            client("192.0.2.1", &["for=198.51.100.7"]),
            "192.0.2.1",
            "an untrusted peer cannot forward addresses"
        );
    }

    #[test]
    fn only_the_configured_forwarding_header_is_read() {
        let (edge, mut headers) = (edge("x-forwarded-for"), HeaderMap::new());
        headers.insert("forwarded", HeaderValue::from_static("for=203.0.113.9"));
        headers.insert("x-forwarded-for", HeaderValue::from_static("198.51.100.7"));
        let connection = Connection::new("10.0.0.1".parse().unwrap(), &edge);
        assert_eq!(connection.client(&headers, &edge).0.to_string(), "198.51.100.7");
    }
}
