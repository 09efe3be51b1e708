//! Reads server-sent events.

use std::time::Duration;

use futures::StreamExt;
use futures::stream::BoxStream;
use reqwest::Method;
use serde_json::Value;

use super::Caller;

pub struct Stream {
    /// Where an event stream starts that was opened without a position.
    pub start: Option<String>,
    chunks: BoxStream<'static, Vec<u8>>,
    text: String,
}

#[derive(Debug)]
pub struct Frame {
    pub id: String,
    pub kind: String,
    pub data: Value,
}

impl Stream {
    pub async fn open(caller: &Caller<'_>, path: &str, seen: Option<&str>) -> Self {
        Self::open_at(caller, &caller.base(), path, seen).await
    }

    /// A stream of another process of the same application.
    pub async fn open_at(caller: &Caller<'_>, base: &str, path: &str, seen: Option<&str>) -> Self {
        let mut request = caller.request_at(base, Method::GET, path);
        if let Some(seen) = seen {
            request = request.header("last-event-id", seen);
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let chunks = response.bytes_stream().take_while(|chunk| futures::future::ready(chunk.is_ok()));
        let chunks = chunks.map(|chunk| chunk.unwrap().to_vec()).boxed();
        let mut stream = Self { start: None, chunks, text: String::new() };
        if path.starts_with("/v1/events/") && !path.contains("after=") && seen.is_none() {
            let Frame { id, kind, data } = stream.next().await.unwrap();
            assert_eq!((kind.as_str(), &data["cursor"]), ("cursor", &Value::from(id.clone())));
            stream.start = Some(id);
        }
        stream
    }

    /// The next event; `None` at the end. Fails after ten seconds without either.
    pub async fn next(&mut self) -> Option<Frame> {
        loop {
            if let Some((frame, rest)) = self.text.split_once("\n\n") {
                let fields: Vec<_> = frame.lines().filter_map(|line| line.split_once(": ")).collect();
                let of = |name| fields.iter().find(|(field, _)| *field == name).map(|(_, value)| (*value).to_owned());
                let frame = of("event").map(|kind| Frame {
                    kind,
                    id: of("id").unwrap_or_default(),
                    data: serde_json::from_str(&of("data").unwrap()).unwrap(),
                });
                self.text = rest.to_owned();
                if frame.is_some() {
                    return frame;
                }
            } else {
                let chunk = tokio::time::timeout(Duration::from_secs(10), self.chunks.next()).await;
                self.text += &String::from_utf8(chunk.expect("no event arrives")?).unwrap();
            }
        }
    }
}
