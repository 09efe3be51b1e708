//! Readers of accounts' event logs, by long-polls and streams, across all faults.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use futures::StreamExt;
use parking_lot::Mutex;
use reqwest::Method;
use serde_json::Value;
use tokio_util::task::AbortOnDropHandle;

use super::client::{Call, Client, RETRIED_CONNECTION};

/// An idle stream has one every 15 s.
const READ_TIMEOUT: Duration = Duration::from_secs(20);
const RETRY_DELAY: Duration = Duration::from_millis(200);

#[derive(Debug, Clone, Copy)]
pub(crate) enum Transport {
    /// With a maximum number of events.
    LongPoll {
        page: u32,
    },
    Stream,
}

/// Reads an account's log from the start until dropped.
pub(crate) struct Reader {
    pub(crate) transport: Transport,
    pub(crate) account: String,
    seen: Seen,
    _task: AbortOnDropHandle<()>,
}

/// `seq` of all events seen, in order of arrival.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<i64>>>);

impl Seen {
    fn add(&self, event: &Value) -> anyhow::Result<()> {
        let seq = event["seq"].as_i64().context("an event without a seq")?;
        self.0.lock().push(seq);
        Ok(())
    }
}

impl Reader {
    pub(crate) fn start(client: Client, transport: Transport) -> Self {
        let (account, seen) = (client.name.clone(), Seen::default());
        let task = tokio::spawn(follow(client, transport, seen.clone()));
        Self { transport, account, seen, _task: AbortOnDropHandle::new(task) }
    }

    pub(crate) fn seen(&self) -> Vec<i64> {
        self.seen.0.lock().clone()
    }
}

async fn follow(client: Client, transport: Transport, seen: Seen) {
    let mut cursor = None;
    loop {
        // Without a cursor, the first event provides one, also for a stream.
        let step = match (transport, &cursor) {
            (Transport::Stream, Some(_)) => stream(&client, &mut cursor, &seen).await,
            (Transport::Stream, None) => poll(&client, 1, &mut cursor, &seen).await,
            (Transport::LongPoll { page }, _) => poll(&client, page, &mut cursor, &seen).await,
        };
        if step.is_err() {
            client.retries.note(RETRIED_CONNECTION);
            tokio::time::sleep(RETRY_DELAY).await;
        }
    }
}

async fn poll(client: &Client, page: u32, cursor: &mut Option<String>, seen: &Seen) -> anyhow::Result<()> {
    let after = cursor.as_ref().map(|cursor| format!("&after={cursor}")).unwrap_or_default();
    let response = client.call(&Call::get(format!("/v1/events?limit={page}{after}")).wait(3)).await?;
    for event in response.body["data"].as_array().with_context(|| response.summary())? {
        seen.add(event)?;
    }
    *cursor = Some(response.body["next_cursor"].as_str().context("no cursor")?.to_owned());
    Ok(())
}

/// Reads until the stream ends; an error if it breaks.
async fn stream(client: &Client, cursor: &mut Option<String>, seen: &Seen) -> anyhow::Result<()> {
    let last = cursor.as_deref().unwrap_or_default();
    let response = client.request(Method::GET, "/v1/events/stream").header("last-event-id", last).send().await?;
    if response.status() != 200 {
        bail!("{}", response.status());
    }
    let (mut chunks, mut text) = (response.bytes_stream(), Vec::new());
    while let Some(chunk) = tokio::time::timeout(READ_TIMEOUT, chunks.next()).await? {
        text.extend_from_slice(&chunk?);
        // An event without its blank line is incomplete.
        while let Some(end) = text.windows(2).position(|pair| pair == b"\n\n") {
            let frame: Vec<u8> = text.drain(..end + 2).collect();
            if let Some((id, event)) = event(std::str::from_utf8(&frame)?)? {
                seen.add(&event)?;
                *cursor = Some(id);
            }
        }
    }
    Ok(())
}

/// An event and its id; none in a comment.
fn event(frame: &str) -> anyhow::Result<Option<(String, Value)>> {
    let field = |name: &str| frame.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    let Some(data) = field("data") else { return Ok(None) };
    Ok(Some((field("id").context("an event without an id")?.to_owned(), serde_json::from_str(data)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_parsed() -> anyhow::Result<()> {
        let frame = "id: abc\nevent: job.queued\ndata: {\"seq\":7}\n\n";
        assert_eq!(event(frame)?, Some(("abc".to_owned(), serde_json::json!({"seq": 7}))));
        assert_eq!(event(":\n\n")?, None);
        Ok(())
    }
}
