//! A group with twenty senders; all accounts listen from before the first fault until after the last. A client that loses
//! its socket reconnects after its last message.

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
use super::client::{Call, Client};
use super::load::TEXT;

const SUBJECT: &str = "chat";
/// A sender's interval between two messages.
const SEND_INTERVAL: Duration = Duration::from_millis(1_500);
/// The delay before a reconnect.
const RECONNECT_DELAY: Duration = Duration::from_millis(200);
/// Pings are more frequent.
const READ_TIMEOUT: Duration = Duration::from_secs(75);
/// How long listeners may take to catch up after the last message.
const TIMEOUT: Duration = Duration::from_secs(30);
const POLL_INTERVAL: Duration = Duration::from_millis(200);

/// The senders' responses.
#[derive(Debug, Default)]
struct Responses {
    /// Message numbers by client id.
    acknowledged: BTreeMap<String, i64>,
    without_response: Vec<String>,
}

pub(crate) struct Chat {
    tasks: JoinSet<()>,
    stop: CancellationToken,
    responses: Arc<Mutex<Responses>>,
    pub(crate) senders: Vec<Client>,
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
    unavailable: Vec<String>,
}

impl Inbox {
    fn received(&self) -> MutexGuard<'_, Received> {
        self.0.lock()
    }
}

impl Chat {
    /// Creates the group and starts senders and listeners.
    pub(crate) async fn start(senders: Vec<Client>, listeners: &[Client]) -> anyhow::Result<Self> {
        let first = senders.first().context("no senders")?;
        let others: Vec<_> = senders[1..].iter().chain(listeners).map(|client| client.name.as_str()).collect();
        let body = json!({"participants": others, "name": "all"});
        let group = first.call(&Call::post("/v1/conversations").key("chaos-chat").body(body)).await?;
        let group = group.body["id"].as_str().with_context(|| group.summary())?.to_owned();
        let (opened, responses, stop) = (Arc::new(AtomicUsize::new(0)), Arc::default(), CancellationToken::new());
        let listeners = listeners.iter().map(|client| {
            let inbox = Inbox::default();
            let task = tokio::spawn(listen(client.clone(), group.clone(), inbox.clone(), opened.clone()));
            Listener { inbox, _task: AbortOnDropHandle::new(task) }
        });
        let listeners = listeners.collect();
        let mut tasks = JoinSet::new();
        for (number, client) in senders.iter().cloned().enumerate() {
            tasks.spawn(send_messages(client, group.clone(), number, Arc::clone(&responses), stop.clone()));
        }
        Ok(Self { tasks, stop, responses, senders, listeners, opened })
    }

    /// Stops the senders.
    pub(crate) async fn stop(&mut self) -> anyhow::Result<()> {
        self.stop.cancel();
        while let Some(ended) = self.tasks.join_next().await {
            ended.context("a sender failed")?;
        }
        Ok(())
    }

    /// Checks that each listener received all stored messages, once and in order.
    pub(crate) async fn check(&self, checks: &mut Checks, db: &PgPool) -> sqlx::Result<()> {
        let rows = "SELECT seq, client_id FROM chat_messages ORDER BY seq";
        let stored: Vec<(i64, Option<String>)> = sqlx::query_as(rows).fetch_all(db).await?;
        let seqs: Vec<_> = stored.iter().map(|(seq, _)| *seq).collect();
        let began = Instant::now();
        let behind = || self.listeners.iter().any(|listener| listener.inbox.received().seqs.len() < seqs.len());
        while behind() && began.elapsed() < TIMEOUT {
            sleep(POLL_INTERVAL).await;
        }
        let responses = std::mem::take(&mut *self.responses.lock());
        let by_name: BTreeMap<_, _> = stored.iter().filter_map(|(seq, id)| Some((id.as_ref()?, *seq))).collect();
        let lost: Vec<_> = responses.acknowledged.iter().filter(|(id, seq)| by_name.get(id) != Some(seq)).collect();
        let unexpected: Vec<_> = by_name.keys().filter(|id| !responses.acknowledged.contains_key(**id)).collect();
        checks.info(SUBJECT, format!("sent by {}", self.senders.len()), responses.acknowledged.len());
        checks.info(
            SUBJECT,
            format!("sockets opened by {}", self.listeners.len()),
            self.opened.load(Ordering::Relaxed),
        );
        checks.expect_none(SUBJECT, "sent, but not in the database under its number", &lost);
        checks.expect_none(SUBJECT, "in the database, but never acknowledged", &unexpected);
        checks.expect_none(SUBJECT, "without a final response", &responses.without_response);
        let is_whole = seqs.iter().copied().eq(1..=i64::try_from(seqs.len()).unwrap_or_default());
        checks.expect(SUBJECT, "numbers without a gap", seqs.len(), "each once", is_whole);
        let wrong = self.listeners.iter().enumerate().filter_map(|(number, listener)| {
            let received = listener.inbox.received();
            (received.seqs != seqs).then(|| difference(number, &received.seqs, &seqs))
        });
        checks.expect_none(SUBJECT, "listeners without each message once, in order", &wrong.collect::<Vec<_>>());
        let unavailable = self.listeners.iter().flat_map(|listener| listener.inbox.received().unavailable.clone());
        checks.expect_none(SUBJECT, "reported as unavailable", &unavailable.collect::<Vec<_>>());
        Ok(())
    }
}

fn difference(number: usize, received: &[i64], seqs: &[i64]) -> String {
    let once: BTreeSet<_> = received.iter().collect();
    let missed: Vec<_> = seqs.iter().filter(|seq| !once.contains(seq)).take(3).collect();
    let twice = received.len() - once.len();
    format!("listener {number}: {} of {}, {twice} twice, missed {missed:?}", received.len(), seqs.len())
}

async fn send_messages(
    client: Client,
    group: String,
    sender: usize,
    responses: Arc<Mutex<Responses>>,
    stop: CancellationToken,
) {
    for number in 0.. {
        let id = format!("{sender}-{number}");
        let body = json!({"body": format!("{TEXT}, number {id}"), "client_id": id});
        let acknowledged = client.call(&Call::post(format!("/v1/conversations/{group}/messages")).body(body)).await;
        {
            let mut responses = responses.lock();
            match acknowledged {
                Ok(response) if response.body["seq"].is_i64() => {
                    responses.acknowledged.insert(id, response.body["seq"].as_i64().unwrap_or_default());
                }
                Ok(response) => responses.without_response.push(format!("{id}: {}", response.summary())),
                Err(error) => responses.without_response.push(format!("{id}: {error:#}")),
            }
        }
        if stop.run_until_cancelled(sleep(SEND_INTERVAL)).await.is_none() {
            return;
        }
    }
}

async fn listen(client: Client, group: String, inbox: Inbox, opened: Arc<AtomicUsize>) {
    loop {
        // On any end, the next socket fills the gap.
        let _ = follow(&client, &group, &inbox, &opened).await;
        sleep(RECONNECT_DELAY).await;
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
    let (mut socket, _) = timeout(READ_TIMEOUT, tokio_tungstenite::connect_async(request)).await??;
    opened.fetch_add(1, Ordering::Relaxed);
    while let Some(message) = timeout(READ_TIMEOUT, socket.next()).await? {
        let Message::Text(text) = message? else { continue };
        let frame: Frame = serde_json::from_str(&text)?;
        let mut received = inbox.received();
        match (frame.kind.as_str(), frame.seq) {
            ("message", Some(seq)) => received.seqs.push(seq),
            ("resumed", _) if frame.from_seq != Some(last + 1) => {
                received.unavailable.push(format!("{:?} instead of {}", frame.from_seq, last + 1));
            }
            _ => {}
        }
    }
    bail!("closed")
}
