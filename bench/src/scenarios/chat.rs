//! `chat`: one sender in a group with 200 listeners at one API process.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use futures::{SinkExt, StreamExt, TryStreamExt, stream};
use memchr::memmem;
use reqwest::StatusCode;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use crate::client::{User, answer};
use crate::clients::address;
use crate::env::{Api, Env};
use crate::report::{Requirement, Row};
use crate::sockets::Listener;
use crate::stats::{Sorted, count};

pub(super) const NAME: &str = "chat";
const RECEIVERS: usize = 200;
/// Messages in flight of the sender at full speed.
const AHEAD: usize = 32;
const FAST: usize = 2_500;
/// Messages at a steady pace, and their interval.
const STEADY: usize = 500;
const PACE: Duration = Duration::from_millis(20);
/// Presence changes are sent by then.
const SETTLE: Duration = Duration::from_secs(2);
const AT_A_TIME: usize = 16;

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// When each message was sent, in microseconds since the start.
struct Times {
    began: Instant,
    sent: Vec<AtomicU64>,
}

impl Times {
    fn now(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_micros()).unwrap_or(u64::MAX)
    }
}

pub(super) async fn run(env: &mut Env) -> anyhow::Result<Vec<Row>> {
    for name in ["CHAT_MESSAGES_PER_SECOND", "CHAT_USER_MESSAGES_PER_SECOND", "CHAT_USER_BYTES_PER_MINUTE"] {
        env.set(&format!("RATE_LIMIT_{name}"), "0");
    }
    env.set("WS_FRAMES_PER_SECOND", "0");
    let api = env.api().await?;
    let users: Vec<User> = stream::iter(0..=RECEIVERS)
        .map(|number| {
            let (env, api) = (&*env, &api);
            async move { env.user(api, &format!("member{number}")).await }
        })
        .buffered(AT_A_TIME)
        .try_collect()
        .await?;
    let (sender, receivers) = users.split_first().context("nobody")?;
    let group = group(env, &api, sender, receivers).await?;
    let path = format!("/v1/conversations/{group}/ws");
    let messages = FAST + STEADY;
    let sent = (0..messages).map(|_| AtomicU64::new(0)).collect();
    let times = Arc::new(Times { began: Instant::now(), sent });
    let listening = listen(&api, receivers, &path, &times).await?;
    let mut socket = open(&api, sender, &path).await?;
    tokio::time::sleep(SETTLE).await;
    let cpu = api.process.cpu_seconds()?;
    let began = times.now();
    let mut number = 0;
    speak(&mut socket, &times, &mut number, FAST, None).await?;
    let fast_cpu = api.process.cpu_seconds()? - cpu;
    // Pending frames come first.
    tokio::time::sleep(SETTLE).await;
    speak(&mut socket, &times, &mut number, STEADY, Some(PACE)).await?;
    let heard = tokio::task::spawn_blocking(move || listening.join()).await?;
    let heard = heard.map_err(|_| anyhow::anyhow!("a listener broke off"))??;
    rows(&heard, began, fast_cpu)
}

fn rows(heard: &[Vec<(u64, u64)>], began: u64, fast_cpu: f64) -> anyhow::Result<Vec<Row>> {
    let last = heard.iter().filter_map(|those| those.get(FAST - 1)).map(|(_, at)| *at).max().context("no frame")?;
    #[allow(clippy::cast_precision_loss)]
    let seconds = (last - began) as f64 / 1e6;
    let frames = count(FAST * RECEIVERS);
    #[allow(clippy::cast_precision_loss)]
    let late = |from: usize, to: usize| {
        let those = heard.iter().flat_map(|those| &those[from..to]);
        Sorted::new(those.map(|(sent, at)| at.saturating_sub(*sent) as f64 / 1000.0).collect())
    };
    let (fast, steady) = (late(0, FAST), late(FAST, FAST + STEADY));
    let per_frame = fast_cpu / frames * 1e6;
    let speed = 1.0 / PACE.as_secs_f64() * count(RECEIVERS);
    Ok(vec![
        Row::new(
            NAME,
            format!("frames delivered to {RECEIVERS}, {AHEAD} messages ahead"),
            frames / seconds,
            "a second",
        )
        .required(Requirement::AtLeast(50_000.0)),
        Row::new(NAME, "sent to received, p50", fast.median(), "ms"),
        Row::new(NAME, "sent to received, p99", fast.percentile(0.99), "ms"),
        Row::new(NAME, "the API's CPU for a frame", per_frame, "µs"),
        Row::new(NAME, format!("at {speed:.0} frames a second: sent to received, p50"), steady.median(), "ms"),
        Row::new(NAME, format!("at {speed:.0} frames a second: sent to received, p99"), steady.percentile(0.99), "ms"),
    ])
}

async fn group(env: &Env, api: &Api, sender: &User, receivers: &[User]) -> anyhow::Result<String> {
    let names: Vec<_> = receivers.iter().map(|user| &user.name).collect();
    let request = env.http.post(format!("{}/v1/conversations", api.base)).bearer_auth(&sender.token);
    let body = json!({"participants": names, "name": "all"});
    let group: Value = answer(request.json(&body), StatusCode::CREATED).await?;
    Ok(group["id"].as_str().context("no id")?.to_owned())
}

/// When each receiver got each message and when it was sent, on their own thread.
type Listening = std::thread::JoinHandle<anyhow::Result<Vec<Vec<(u64, u64)>>>>;

async fn listen(api: &Api, receivers: &[User], path: &str, times: &Arc<Times>) -> anyhow::Result<Listening> {
    let (server, path, times) = (address(api)?, path.to_owned(), times.clone());
    let tokens: Vec<_> = receivers.iter().map(|user| user.token.clone()).collect();
    let (ready, is_ready) = tokio::sync::oneshot::channel();
    let thread = move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async move {
            let mut listening = JoinSet::new();
            for token in tokens {
                let listener = Listener::open(server, &path, &token).await?;
                listening.spawn(hear(listener, times.clone()));
            }
            let _ = ready.send(());
            let all = listening.join_all().await;
            all.into_iter().collect::<anyhow::Result<Vec<_>>>()
        })
    };
    let thread = std::thread::spawn(thread);
    if is_ready.await.is_err() {
        let why = thread.join().map_err(|_| anyhow::anyhow!("a listener broke off"))?;
        bail!("not all can listen: {:?}", why.err());
    }
    Ok(thread)
}

/// Reads all messages; each once and in order.
async fn hear(listener: Listener, times: Arc<Times>) -> anyhow::Result<Vec<(u64, u64)>> {
    let all = times.sent.len();
    let mut heard = Vec::with_capacity(all);
    let mut wrong = None;
    let is_message = memmem::Finder::new(br#""type":"message""#);
    let seq = memmem::Finder::new(br#""seq":"#);
    listener
        .read(|frame| {
            if is_message.find(frame).is_none() {
                return false;
            }
            let number = seq.find(frame).and_then(|at| digits(&frame[at + 6..]));
            if number != Some(heard.len() + 1) {
                wrong = Some(format!("message {number:?} after {}", heard.len()));
                return true;
            }
            heard.push((times.sent[heard.len()].load(Ordering::Relaxed), times.now()));
            heard.len() == all
        })
        .await?;
    match wrong {
        Some(wrong) => bail!("{wrong}"),
        None => Ok(heard),
    }
}

fn digits(text: &[u8]) -> Option<usize> {
    let end = text.iter().position(|byte| !byte.is_ascii_digit())?;
    std::str::from_utf8(&text[..end]).ok()?.parse().ok()
}

async fn open(api: &Api, sender: &User, path: &str) -> anyhow::Result<Socket> {
    let mut request = format!("{}{path}", api.base.replacen("http", "ws", 1)).into_client_request()?;
    let bearer = HeaderValue::from_str(&format!("Bearer {}", sender.token))?;
    request.headers_mut().insert("authorization", bearer);
    Ok(tokio_tungstenite::connect_async(request).await?.0)
}

/// Sends messages at a pace, or with a number in flight.
async fn speak(
    socket: &mut Socket,
    times: &Times,
    number: &mut usize,
    messages: usize,
    pace: Option<Duration>,
) -> anyhow::Result<()> {
    let mut ticks = pace.map(tokio::time::interval);
    let (mut sent, mut heard) = (0, 0);
    while heard < messages {
        let may_send = sent < messages && (pace.is_some() || sent - heard < AHEAD);
        let tick = async {
            if let Some(ticks) = &mut ticks {
                ticks.tick().await;
            }
        };
        tokio::select! {
            () = tick, if may_send => {
                times.sent[*number].store(times.now(), Ordering::Relaxed);
                let text = json!({"message": format!("message number {number}, as long as many are")});
                socket.send(Message::text(text.to_string())).await?;
                *number += 1;
                sent += 1;
            }
            frame = socket.next() => {
                let frame = frame.context("the sender's socket was closed")??;
                if let Message::Text(text) = frame {
                    if text.contains(r#""error":"#) {
                        bail!("{text}");
                    }
                    heard += usize::from(text.contains(r#""type":"message""#));
                }
            }
        }
    }
    Ok(())
}
