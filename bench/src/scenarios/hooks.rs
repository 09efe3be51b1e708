//! `hooks`: webhooks with forged signatures must be cheap and delay no other request.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use futures::future::try_join_all;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::clients::address;
use crate::env::{Api, Env};
use crate::report::{Requirement, Row};
use crate::stats::{Sorted, count};

pub(super) const NAME: &str = "hooks";
/// Body sizes: one permitted for Stripe's webhooks, and one too large.
const BODIES: [(&str, usize); 2] = [("200 KiB", 200 * 1024), ("1 MiB", 1024 * 1024)];
const ENTRIES: usize = 1000;
/// Requests per measured kind; enough to neglect steps of 10 ms.
const REQUESTS: usize = 8_000;
const IN_FLIGHT: usize = 8;
const PROBE_EVERY: Duration = Duration::from_millis(10);
const PROBES: usize = 500;
/// No response takes longer.
const TIMEOUT: Duration = Duration::from_secs(60);

pub(super) async fn run(env: &mut Env) -> anyhow::Result<Vec<Row>> {
    let stripe = simulator::stripe::Config::test_credentials(None);
    env.set("STRIPE_SECRET_KEY", stripe.secret_key);
    env.set("STRIPE_WEBHOOK_SECRET", stripe.webhook_secret);
    let api = env.api().await?;
    let server = address(&api)?;
    let mut rows = Vec::new();
    for (name, bytes) in BODIES {
        let (one, many) = (forged(1, bytes), forged(ENTRIES, bytes));
        // First warm up connections, buffers and caches.
        cost(&api, server, &one).await?;
        let (single, thousand) = (cost(&api, server, &one).await?, cost(&api, server, &many).await?);
        rows.push(Row::new(NAME, format!("CPU of a forged {name} with one v1"), single, "ms"));
        rows.push(Row::new(NAME, format!("CPU of a forged {name} with {ENTRIES} v1"), thousand, "ms"));
        let ratio = Row::new(NAME, format!("{ENTRIES} v1 / one, {name}"), thousand / single, "");
        rows.push(ratio.required(Requirement::AtMost(1.2)));
    }
    let attack = forged(ENTRIES, BODIES[1].1);
    let attackers = (0..IN_FLIGHT).map(|_| {
        let attack = attack.clone();
        tokio::spawn(async move {
            loop {
                post(server, &attack).await?;
            }
        })
    });
    let attackers: Vec<tokio::task::JoinHandle<anyhow::Result<()>>> = attackers.collect();
    let mut delays = Vec::with_capacity(PROBES);
    let mut pace = tokio::time::interval(PROBE_EVERY);
    for _ in 0..PROBES {
        pace.tick().await;
        let began = Instant::now();
        env.http.get(format!("{}/health/live", api.base)).send().await?.error_for_status()?;
        delays.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    for attacker in attackers {
        if attacker.is_finished() {
            attacker.await??;
        } else {
            attacker.abort();
        }
    }
    let delays = Sorted::new(delays);
    rows.push(Row::new(NAME, format!("GET /health/live beside {IN_FLIGHT} of them, p50"), delays.median(), "ms"));
    let p99 = Row::new(NAME, "GET /health/live beside them, p99", delays.percentile(0.99), "ms");
    rows.push(p99.required(Requirement::AtMost(50.0)));
    Ok(rows)
}

/// An unsigned webhook, as sent over the wire.
fn forged(entries: usize, bytes: usize) -> Vec<u8> {
    let signature = ["v1=ab"].repeat(entries).join(",");
    let head = format!(
        "POST /v1/hooks/stripe HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-type: application/json\r\n\
        stripe-signature: t={},{signature}\r\ncontent-length: {bytes}\r\n\r\n",
        chrono::Utc::now().timestamp()
    );
    let mut request = head.into_bytes();
    request.resize(request.len() + bytes, b' ');
    request
}

/// The API's CPU milliseconds per request.
async fn cost(api: &Api, server: SocketAddr, request: &[u8]) -> anyhow::Result<f64> {
    let before = api.process.cpu_seconds()?;
    for _ in 0..REQUESTS / IN_FLIGHT {
        try_join_all((0..IN_FLIGHT).map(|_| post(server, request))).await?;
    }
    let done = REQUESTS / IN_FLIGHT * IN_FLIGHT;
    Ok((api.process.cpu_seconds()? - before) * 1000.0 / count(done))
}

/// Sends a request on its own connection; it must be refused, for any reason. A server that responds before it has
/// read the body may close the connection during the write.
async fn post(server: SocketAddr, request: &[u8]) -> anyhow::Result<()> {
    let exchange = async {
        let mut stream = TcpStream::connect(server).await?;
        let (mut reader, mut writer) = stream.split();
        let mut answer = [0; 16];
        let (_, read) = tokio::join!(writer.write_all(request), reader.read(&mut answer));
        match (read, &answer[..]) {
            // A reset before the response.
            (Err(_) | Ok(0), _) | (Ok(_), [b'H', b'T', b'T', b'P', _, _, _, _, _, b'4' | b'5', ..]) => Ok(()),
            (Ok(_), answer) => bail!("a forged webhook got {}", String::from_utf8_lossy(answer)),
        }
    };
    tokio::time::timeout(TIMEOUT, exchange).await.context("a forged webhook is not answered")?
}
