//! `completions`: questions to a slow model, whose answers contain their time.

use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use chrono::Utc;
use futures::future::try_join_all;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::env::Env;
use crate::report::{Requirement, Row};
use crate::stats::Sorted;

pub(super) const NAME: &str = "completions";
/// Concurrent chatrooms, and maximum questions in sequence.
const CASES: [(usize, usize); 3] = [(1, 30), (50, 3), (300, 1)];
/// The model sends the time after this many milliseconds, twice.
const PROMPT: &str = "sim:clock:300";

pub(super) async fn run(env: &mut Env) -> anyhow::Result<Vec<Row>> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let gemini = simulator::gemini::Config::test_credentials();
    env.set("GEMINI_BASE_URL", format!("http://{}", listener.local_addr()?));
    env.set("GEMINI_API_KEY", gemini.api_key.clone());
    env.set("BASIC_TIER_DAILY_LIMIT", "1000000");
    for name in ["CHAT_MESSAGES_PER_SECOND", "CHAT_USER_MESSAGES_PER_SECOND", "CHAT_USER_BYTES_PER_MINUTE"] {
        env.set(&format!("RATE_LIMIT_{name}"), "0");
    }
    env.set("WORKER_CONCURRENCY", "320");
    let simulated = simulator::Config {
        whatsapp: simulator::whatsapp::Config::test_credentials(None),
        plivo: simulator::plivo::Config::test_credentials(),
        stripe: simulator::stripe::Config::test_credentials(None),
        gemini,
    };
    let stop = CancellationToken::new();
    let _guard = stop.clone().drop_guard();
    tokio::spawn(simulator::run(simulated, listener, stop));
    let api = env.api().await?;
    let mut worker = env.worker()?;
    let alice = env.user(&api, "alice").await?;
    alice.warm_up().await?;
    let mut rows = Vec::new();
    for (at_once, rounds) in CASES {
        let (mut first, mut accepted) = (Vec::new(), Vec::new());
        let chatrooms = try_join_all((0..at_once).map(|_| alice.chatroom())).await?;
        for _ in 0..rounds {
            let asked = chatrooms.iter().map(|chatroom| ask(&alice, chatroom));
            for (took, delay) in try_join_all(asked).await? {
                accepted.push(took);
                first.push(delay);
            }
        }
        let (first, accepted) = (Sorted::new(first), Sorted::new(accepted));
        let required = Requirement::Below(50.0);
        let of = |what: &str| format!("{at_once} at a time: {what}");
        rows.extend([
            Row::new(NAME, of("accepted, p50"), accepted.median(), "ms"),
            Row::new(NAME, of("model to first delta, p50"), first.median(), "ms").required(required),
            Row::new(NAME, of("model to first delta, p99"), first.percentile(0.99), "ms").required(required),
        ]);
    }
    worker.check()?;
    Ok(rows)
}

/// Asks; returns the time to accept, and the latency of the answer's first piece.
async fn ask(user: &crate::client::User, chatroom: &str) -> anyhow::Result<(f64, f64)> {
    let began = Instant::now();
    let job = user.ask(chatroom, &json!({"body": PROMPT})).await?;
    let took = began.elapsed().as_secs_f64() * 1000.0;
    let mut events = user.events_of(&job).await?;
    let mut text = String::new();
    let mut first = None;
    let timeout = Duration::from_secs(30);
    while let Some(bytes) = tokio::time::timeout(timeout, events.chunk()).await.context("no answer comes")?? {
        text += std::str::from_utf8(&bytes)?;
        if first.is_none()
            && let Some(sent) = sent_at(&text)
        {
            #[allow(clippy::cast_precision_loss)]
            let delay = (Utc::now().timestamp_micros() - sent) as f64 / 1000.0;
            first = Some(delay);
        }
    }
    let pieces: String =
        of_kind(&text, "completion.delta").filter_map(|it| Some(it["text"].as_str()?.to_owned())).collect();
    let answer = of_kind(&text, "job").last().unwrap_or_default();
    if answer["result"]["text"] != pieces {
        bail!("the pieces are not the answer: {pieces:?}");
    }
    Ok((took, first.context("an answer without a time")?))
}

/// The time in the first delta, in microseconds since 1970.
fn sent_at(events: &str) -> Option<i64> {
    // The last event may be incomplete.
    let (whole, _) = events.rsplit_once("\n\n")?;
    of_kind(whole, "completion.delta").next()?["text"].as_str()?.trim().parse().ok()
}

/// Data of events of a kind.
fn of_kind<'a>(events: &'a str, kind: &'a str) -> impl Iterator<Item = Value> + 'a {
    let data = move |event: &str| {
        let mut lines = event.lines();
        lines.any(|line| line.strip_prefix("event: ") == Some(kind)).then_some(())?;
        serde_json::from_str(event.lines().find_map(|line| line.strip_prefix("data: "))?).ok()
    };
    events.split("\n\n").filter_map(data)
}
