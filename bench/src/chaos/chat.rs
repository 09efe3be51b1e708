//! A group with twenty speakers, to which all accounts listen from before the first fault until after the last. A
//! client that loses its socket reconnects after its last message.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Context, bail};
use futures::StreamExt;
use parking_lot::{Mutex, MutexGuard};
use serde::Deserialize;
use serde_json::json;
use sqlx::PgPool;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

use super::checks::Checks;
use super::client::{Ask, Client};
use super::load::TEXT;

const SUBJECT: &str = "chat";
/// A speaker's delay between two messages.
const RECONNECT_DELAY: Duration = Duration::from_millis(1_500);
/// The delay before a reconnect.
const AGAIN: Duration = Duration::from_millis(200);
/// Pings are more frequent.
const SILENCE: Duration = Duration::from_secs(75);
/// How long listeners may take to catch up after the last message.
const TIMEOUT: Duration = Duration::from_secs(30);
const POLL_INTERVAL: Duration = Duration::from_millis(200);

/// The speakers' responses.
#[derive(Debug, Default)]
struct Answers {
    /// Message numbers by client id.
    said: BTreeMap<String, i64>,
    unanswered: Vec<String>,
}

pub(crate) struct Chat {
    speaking: JoinSet<()>,
    silence: CancellationToken,
    answers: Arc<Mutex<Answers>>,
    pub(crate) speakers: Vec<Client>,
    listeners: Vec<Listener>,
    opened: Arc<AtomicUsize>,
}

struct Listener {
    inbox: Inbox,
    _task: AbortOnDropHandle<()>,
}

/// Received messages.
#[derive(Clone, Default)]
struct Inbox(Arc<Mutex<Received>>);

#[derive(Debug, Default)]
struct Received {
    /// Message numbers, in order of arrival.
    seqs: Vec<i64>,
    /// Notices of unavailability, all of them false.
    denied: Vec<String>,
}

impl Inbox {
    fn received(&self) -> MutexGuard<'_, Received> {
        self.0.lock()
    }
}

impl Chat {
    /// Creates the group and starts speakers and listeners.
    pub(crate) async fn begin(speakers: Vec<Client>, listeners: &[Client]) -> anyhow::Result<Self> {
        let first = speakers.first().context("nobody speaks")?;
        let others: Vec<_> = speakers[1..].iter().chain(listeners).map(|client| client.name.as_str()).collect();
        let body = json!({"participants": others, "name": "all"});
        let group = first.ask(&Ask::post("/v1/conversations").key("chaos-chat").body(body)).await?;
        let group = group.body["id"].as_str().with_context(|| group.summary())?.to_owned();
        let (opened, answers, silence) = (Arc::new(AtomicUsize::new(0)), Arc::default(), CancellationToken::new());
        let listeners = listeners.iter().map(|client| {
            let inbox = Inbox::default();
            let task = tokio::spawn(listen(client.clone(), group.clone(), inbox.clone(), opened.clone()));
            Listener { inbox, _task: AbortOnDropHandle::new(task) }
        });
        let listeners = listeners.collect();
        let mut speaking = JoinSet::new();
        for (number, client) in speakers.iter().cloned().enumerate() {
            speaking.spawn(speak(client, group.clone(), number, Arc::clone(&answers), silence.clone()));
        }
        Ok(Self { speaking, silence, answers, speakers, listeners, opened })
    }

    /// Stops the speakers.
    pub(crate) async fn fall_silent(&mut self) -> anyhow::Result<()> {
        self.silence.cancel();
        while let Some(ended) = self.speaking.join_next().await {
            ended.context("a speaker broke off")?;
        }
        Ok(())
    }

    /// Checks that each listener received all stored messages, once and in order.
    pub(crate) async fn close(&self, checks: &mut Checks, db: &PgPool) -> sqlx::Result<()> {
        let rows = "SELECT seq, client_id FROM chat_messages ORDER BY seq";
        let stored: Vec<(i64, Option<String>)> = sqlx::query_as(rows).fetch_all(db).await?;
        let seqs: Vec<_> = stored.iter().map(|(seq, _)| *seq).collect();
        let began = Instant::now();
        let behind = || self.listeners.iter().any(|listener| listener.inbox.received().seqs.len() < seqs.len());
        while behind() && began.elapsed() < TIMEOUT {
            sleep(POLL_INTERVAL).await;
        }
        let answers = std::mem::take(&mut *self.answers.lock());
        let by_name: BTreeMap<_, _> = stored.iter().filter_map(|(seq, id)| Some((id.as_ref()?, *seq))).collect();
        let lost: Vec<_> = answers.said.iter().filter(|(id, seq)| by_name.get(id) != Some(seq)).collect();
        let unexpected: Vec<_> = by_name.keys().filter(|id| !answers.said.contains_key(**id)).collect();
        checks.tell(SUBJECT, format!("said by {}", self.speakers.len()), answers.said.len());
        checks.tell(
            SUBJECT,
            format!("sockets opened by {}", self.listeners.len()),
            self.opened.load(Ordering::Relaxed),
        );
        checks.none(SUBJECT, "said, and not in the database under its number", &lost);
        checks.none(SUBJECT, "in the database, and nobody was told", &unexpected);
        checks.none(SUBJECT, "without an answer in the end", &answers.unanswered);
        let is_whole = seqs.iter().copied().eq(1..=i64::try_from(seqs.len()).unwrap_or_default());
        checks.hold(SUBJECT, "numbers without a gap", seqs.len(), "each once", is_whole);
        let wrong = self.listeners.iter().enumerate().filter_map(|(number, listener)| {
            let received = listener.inbox.received();
            (received.seqs != seqs).then(|| difference(number, &received.seqs, &seqs))
        });
        checks.none(SUBJECT, "listeners who did not hear each message once, in order", &wrong.collect::<Vec<_>>());
        let denied = self.listeners.iter().flat_map(|listener| listener.inbox.received().denied.clone());
        checks.none(SUBJECT, "told that something can't be had any more", &denied.collect::<Vec<_>>());
        Ok(())
    }
}

fn difference(number: usize, heard: &[i64], seqs: &[i64]) -> String {
    let once: BTreeSet<_> = heard.iter().collect();
    let missed: Vec<_> = seqs.iter().filter(|seq| !once.contains(seq)).take(3).collect();
    let twice = heard.len() - once.len();
    format!("listener {number}: {} of {}, {twice} twice, missed {missed:?}", heard.len(), seqs.len())
}

async fn speak(
    client: Client,
    group: String,
    speaker: usize,
    answers: Arc<Mutex<Answers>>,
    silence: CancellationToken,
) {
    for number in 0.. {
        let id = format!("{speaker}-{number}");
        let body = json!({"body": format!("{TEXT}, said {id}"), "client_id": id});
        let said = client.ask(&Ask::post(format!("/v1/conversations/{group}/messages")).body(body)).await;
        {
            let mut answers = answers.lock();
            match said {
                Ok(answer) if answer.body["seq"].is_i64() => {
                    answers.said.insert(id, answer.body["seq"].as_i64().unwrap_or_default());
                }
                Ok(answer) => answers.unanswered.push(format!("{id}: {}", answer.summary())),
                Err(error) => answers.unanswered.push(format!("{id}: {error:#}")),
            }
        }
        if silence.run_until_cancelled(sleep(RECONNECT_DELAY)).await.is_none() {
            return;
        }
    }
}

async fn listen(client: Client, group: String, inbox: Inbox, opened: Arc<AtomicUsize>) {
    loop {
        // On any end, the next socket fills the gap.
        let _ = follow(&client, &group, &inbox, &opened).await;
        sleep(AGAIN).await;
    }
}

#[derive(Deserialize)]
struct Frame {
    #[serde(rename = "type")]
    kind: String,
    seq: Option<i64>,
    from_seq: Option<i64>,
}

async fn follow(client: &Client, group: &str, inbox: &Inbox, opened: &AtomicUsize) -> anyhow::Result<()> {
    let last = inbox.received().seqs.last().copied().unwrap_or_default();
    let base = client.base.replacen("http", "ws", 1);
    let mut request = format!("{base}/v1/conversations/{group}/ws?after_seq={last}").into_client_request()?;
    request.headers_mut().insert("authorization", HeaderValue::from_str(&format!("Bearer {}", client.token))?);
    let (mut socket, _) = timeout(SILENCE, tokio_tungstenite::connect_async(request)).await??;
    opened.fetch_add(1, Ordering::Relaxed);
    while let Some(message) = timeout(SILENCE, socket.next()).await? {
        let Message::Text(text) = message? else { continue };
        let frame: Frame = serde_json::from_str(&text)?;
        let mut received = inbox.received();
        match (frame.kind.as_str(), frame.seq) {
            ("message", Some(seq)) => received.seqs.push(seq),
            ("resumed", _) if frame.from_seq != Some(last + 1) => {
                received.denied.push(format!("{:?} in place of {}", frame.from_seq, last + 1));
            }
            _ => {}
        }
    }
    bail!("closed")
}
