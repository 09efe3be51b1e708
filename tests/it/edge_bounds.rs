//! Connections through proxies, and webhook bodies, as a hostile client would send them.

use std::time::Duration;

use hmac::{Hmac, Mac};
use serde_json::json;
use sha2::Sha256;
use shared::metrics::labels::ListenerReason;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;

use crate::harness::{Options, Raw, TestApp, eventually};

/// Longer than any operation here takes, even on a slow machine.
const DEADLINE: Duration = Duration::from_secs(60);
const GET: &str = "GET /health/live HTTP/1.1\r\nhost: a\r\n\r\n";
/// The trusted proxy of these tests.
const PROXY: [u8; 4] = [127, 0, 0, 2];

async fn with(env: &[(&'static str, &str)]) -> TestApp {
    let env = env.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    TestApp::with(Options { env, ..Options::default() }).await
}

fn refused(app: &TestApp, reason: &'static str) -> u64 {
    app.app.metrics.connections_refused.get_or_create_owned(&ListenerReason { listener: "api", reason }).get()
}

/// A connection, and the status of its first answer; 0 where it was closed without one.
async fn open_and_ask(app: &TestApp, from: [u8; 4], before: &[u8]) -> (Raw, u16) {
    let mut raw = Raw::open_from(app, from).await;
    let _ = raw.stream.write_all(&[before, GET.as_bytes()].concat()).await;
    let status = raw.read_head().await.status();
    (raw, status)
}

/// A header of the PROXY protocol, version 2: its command and family, and its addresses.
fn proxy_header(command: u8, family: u8, addresses: &[u8]) -> Vec<u8> {
    let length = u16::try_from(addresses.len()).unwrap().to_be_bytes();
    [b"\r\n\r\n\0\r\nQUIT\n".as_slice(), &[command, family], &length, addresses].concat()
}

/// TCP over IPv4, from this client.
fn named(client: [u8; 4]) -> Vec<u8> {
    proxy_header(0x21, 0x11, &[client.as_slice(), &[127, 0, 0, 1, 0x12, 0x67, 0, 80]].concat())
}

/// TCP over IPv6, from this client.
fn named_by_ipv6(client: &str) -> Vec<u8> {
    let client: std::net::Ipv6Addr = client.parse().unwrap();
    let server = std::net::Ipv6Addr::LOCALHOST;
    proxy_header(0x21, 0x21, &[client.octets().as_slice(), &server.octets(), &[0x12, 0x67, 0, 80]].concat())
}

#[tokio::test]
async fn connections_of_a_trusted_proxy_count_only_in_total() {
    let app = with(&[("TRUSTED_PROXIES", "127.0.0.2"), ("MAX_CONNECTIONS_PER_ADDRESS", "1")]).await;
    let mut held = Vec::new();
    for (from, status) in [(PROXY, 200), (PROXY, 200), (PROXY, 200), ([127, 0, 0, 3], 200), ([127, 0, 0, 3], 503)] {
        let (raw, answered) = open_and_ask(&app, from, b"").await;
        assert_eq!(answered, status, "{from:?}");
        held.push(raw);
    }
    assert_eq!(refused(&app, "address"), 1);
    drop(held);
    app.finish().await;
}

#[tokio::test]
async fn a_connection_counts_for_the_proxy_protocol_client() {
    let env = [("PROXY_PROTOCOL", "v2"), ("TRUSTED_PROXIES", "127.0.0.2"), ("MAX_CONNECTIONS_PER_ADDRESS", "1")];
    let app = with(&env).await;
    let mut held = Vec::new();
    for (header, status) in [
        (named([198, 51, 100, 7]), 200),
        (named([198, 51, 100, 7]), 0),
        (named([198, 51, 100, 8]), 200),
        // The first client again, written as IPv6.
        (named_by_ipv6("::ffff:198.51.100.7"), 0),
        // An IPv6 network is one client.
        (named_by_ipv6("2001:db8:1:2::1"), 200),
        (named_by_ipv6("2001:db8:1:2::2"), 0),
        (named_by_ipv6("2001:db8:1:3::1"), 200),
        // The proxy's own health checks.
        (proxy_header(0x20, 0, &[]), 200),
        (proxy_header(0x20, 0, &[]), 200),
    ] {
        let (raw, answered) = open_and_ask(&app, PROXY, &header).await;
        assert_eq!(answered, status, "{header:?}");
        held.push(raw);
    }
    assert_eq!(refused(&app, "address"), 3);
    drop(held);
    eventually("a free slot for the first one", || async {
        let (_, status) = open_and_ask(&app, PROXY, &named([198, 51, 100, 7])).await;
        (status == 200).then_some(())
    })
    .await;
    app.finish().await;
}

#[tokio::test]
async fn late_or_malformed_proxy_headers_close_the_connection() {
    let env = [("PROXY_PROTOCOL", "v2"), ("TRUSTED_PROXIES", "127.0.0.2"), ("HEADER_TIMEOUT_SECONDS", "1")];
    let app = with(&env).await;
    let whole = named([198, 51, 100, 7]);
    for half in [&whole[..0], &whole[..5], &whole[..16], &whole[..20]] {
        let mut raw = Raw::open_from(&app, PROXY).await;
        raw.stream.write_all(half).await.unwrap();
        let mut answer = Vec::new();
        let closed = timeout(DEADLINE, raw.stream.read_to_end(&mut answer)).await;
        closed.unwrap_or_else(|_| panic!("open after {} bytes", half.len())).unwrap();
        assert_eq!(answer, b"", "{} bytes", half.len());
    }
    // Version 1, an address that is not IP, and one that is too long.
    let unix = proxy_header(0x21, 0x31, &[0; 216]);
    for other in [b"PROXY TCP4 198.51.100.7 127.0.0.1 4711 80\r\n".to_vec(), unix, proxy_header(0x21, 0x11, &[0; 8000])]
    {
        assert_eq!(open_and_ask(&app, PROXY, &other).await.1, 0, "{other:?}");
    }
    assert_eq!(refused(&app, "proxy_header"), 7);
    // A header that arrives byte by byte, but in time, is accepted.
    let mut raw = Raw::open_from(&app, PROXY).await;
    for byte in &whole {
        raw.stream.write_all(&[*byte]).await.unwrap();
        raw.stream.flush().await.unwrap();
    }
    raw.send(GET).await;
    assert_eq!(raw.read_head().await.status(), 200);
    app.finish().await;
}

#[tokio::test]
async fn pipelined_requests_are_answered_in_order() {
    let app = with(&[("IDLE_TIMEOUT_SECONDS", "2"), ("HEADER_TIMEOUT_SECONDS", "2")]).await;
    let mut raw = Raw::open(&app).await;
    let nowhere = "GET /v1/nothing HTTP/1.1\r\nhost: a\r\n\r\n";
    // The last request is never complete.
    raw.send(&format!("{GET}{nowhere}{GET}GET /health/live HTTP/1.1\r\nx-half: ")).await;
    let mut bytes = Vec::new();
    timeout(DEADLINE, raw.stream.read_to_end(&mut bytes)).await.expect("it is closed").unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let statuses: Vec<_> = text.match_indices("HTTP/1.1 ").map(|(at, found)| &text[at + found.len()..][..3]).collect();
    assert_eq!(statuses, ["200", "404", "200"], "{text}");
    app.finish().await;
}

fn stripe_head(app: &TestApp) -> String {
    let now = app.app.clock.now().timestamp();
    let signature = "ab".repeat(32);
    format!("POST /v1/hooks/stripe HTTP/1.1\r\nhost: a\r\nstripe-signature: t={now},v1={signature}\r\n")
}

const WHATSAPP_HEAD: &str = "POST /v1/hooks/whatsapp HTTP/1.1\r\nhost: a\r\nx-hub-signature-256: sha256=";

fn whatsapp_head() -> String {
    format!("{WHATSAPP_HEAD}{}\r\n", "ab".repeat(32))
}

/// A body of chunks of this size.
fn chunked(chunk: usize, chunks: usize) -> String {
    format!("{chunk:x}\r\n{}\r\n", "x".repeat(chunk)).repeat(chunks) + "0\r\n\r\n"
}

#[tokio::test]
async fn webhook_bodies_are_bounded_in_every_encoding() {
    let app = TestApp::start().await;
    let chunks = "transfer-encoding: chunked\r\n\r\n";
    for (head, body, status) in [
        // No length is announced: received bytes are counted.
        (stripe_head(&app), chunked(16 * 1024, 16), 401),
        (stripe_head(&app), chunked(16 * 1024, 17), 413),
        (whatsapp_head(), chunked(64 * 1024, 48), 401),
        (whatsapp_head(), chunked(64 * 1024, 49), 413),
        // Chunks count more than their bytes.
        (whatsapp_head(), chunked(1, 8_000), 401),
        (whatsapp_head(), chunked(1, 9_000), 413),
    ] {
        let answer = Raw::ask(&app, &format!("{head}{chunks}{body}")).await;
        assert_eq!(answer.status(), status, "{} bytes: {}", body.len(), answer.text);
    }
    // A body announced as too large is refused before any of it is sent.
    for (head, length) in [(stripe_head(&app), 256 * 1024 + 1), (whatsapp_head(), 3 * 1024 * 1024 + 1)] {
        for expects in ["", "expect: 100-continue\r\n"] {
            let answer = Raw::ask(&app, &format!("{head}content-length: {length}\r\n{expects}\r\n")).await;
            assert_eq!(answer.status(), 413, "{}", answer.text);
        }
    }
    app.finish().await;
}

#[tokio::test]
async fn a_body_announced_as_too_large_is_refused_at_once() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let token = alice.token.clone().unwrap();
    for (path, content_type) in [
        ("/v1/auth/token", "application/json"),
        ("/v1/auth/token", "application/x-www-form-urlencoded"),
        ("/v1/messages", "application/json"),
    ] {
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: a\r\nauthorization: Bearer {token}\r\ncontent-type: {content_type}\r\n"
        );
        for expects in ["", "expect: 100-continue\r\n"] {
            let length = 1024 * 1024 + 1;
            let answer = Raw::ask(&app, &format!("{head}content-length: {length}\r\n{expects}\r\n")).await;
            assert_eq!(answer.status(), 413, "{path}: {}", answer.text);
            assert!(answer.text.contains("\"body_too_large\""), "{}", answer.text);
        }
        // A body of exactly the limit is requested.
        let answer = Raw::ask(&app, &format!("{head}content-length: 1048576\r\nexpect: 100-continue\r\n\r\n")).await;
        assert_eq!(answer.status(), 100, "{path}: {}", answer.text);
    }
    app.finish().await;
}

#[tokio::test]
async fn a_webhook_without_its_body_releases_its_slot() {
    // Webhook bodies have a shorter timeout than other bodies.
    let app = with(&[("BODY_TIMEOUT_SECONDS", "3600")]).await;
    for head in [stripe_head(&app), whatsapp_head()] {
        let answer = Raw::ask(&app, &format!("{head}content-length: 1000\r\n\r\n{{")).await;
        assert_eq!(answer.status(), 408, "{}", answer.text);
    }
    app.finish().await;
}

/// Sends the head of a webhook from an address: 100 if its body is awaited, 503 without a free slot.
async fn enter(app: &TestApp, from: [u8; 4]) -> (Raw, u16) {
    let mut raw = Raw::open_from(app, from).await;
    raw.send(&format!("{}content-length: 1000\r\nexpect: 100-continue\r\n\r\n", whatsapp_head())).await;
    let status = raw.read_head().await.status();
    (raw, status)
}

#[tokio::test]
async fn webhooks_via_a_proxy_without_client_address_have_no_address_limit() {
    let app = with(&[("TRUSTED_PROXIES", "127.0.0.2")]).await;
    let mut held = Vec::new();
    for _ in 0..20 {
        let (raw, status) = enter(&app, PROXY).await;
        assert_eq!(status, 100);
        held.push(raw);
    }
    drop(held);
    app.finish().await;
}

#[tokio::test]
async fn webhooks_with_a_valid_signature_release_their_address_slot() {
    let app = TestApp::start().await;
    let secret = app.env.iter().find(|(name, _)| name == "WHATSAPP_APP_SECRET").unwrap().1.clone();
    let mut locked = app.app.db.begin().await.unwrap();
    sqlx::query("LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE").execute(locked.conn()).await.unwrap();
    let mut handled = Vec::new();
    for number in 0..16 {
        // Each creates its own job, which waits for the lock.
        let statuses =
            json!([{"id": format!("wamid.{number}"), "status": "read", "timestamp": super::hooks::timestamp()}]);
        let body = super::hooks::webhook(statuses.as_array().unwrap());
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(body.as_bytes());
        let signature = hex::encode(mac.finalize().into_bytes());
        let mut raw = Raw::open_from(&app, PROXY).await;
        raw.send(&format!("{WHATSAPP_HEAD}{signature}\r\ncontent-length: {}\r\n\r\n{body}", body.len())).await;
        handled.push(raw);
    }
    let place = eventually("a free slot beside them", || async {
        let (raw, status) = enter(&app, PROXY).await;
        (status == 100).then_some(raw)
    });
    // Idle transactions are ended.
    let keep_alive = async {
        loop {
            sqlx::query("SELECT 1").execute(locked.conn()).await.unwrap();
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    };
    tokio::select! {
        _ = place => {}
        () = keep_alive => unreachable!("it never ends"),
    }
    locked.rollback().await;
    for mut raw in handled {
        assert_eq!(raw.read_head().await.status(), 200);
    }
    app.drain_jobs().await;
    app.finish().await;
}
