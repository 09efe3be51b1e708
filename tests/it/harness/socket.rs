//! A caller's WebSocket.

use std::time::Duration;

use futures::{SinkExt, StreamExt};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::{HeaderName, HeaderValue};
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use super::Caller;

/// Longer than any operation here.
const TIMEOUT: Duration = Duration::from_secs(20);

#[derive(Debug)]
pub struct Socket(pub WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    /// Opens one; panics if refused.
    pub async fn open(caller: &Caller<'_>, path: &str) -> Self {
        Self::open_at(caller, &caller.base(), path).await
    }

    /// The same at another process.
    pub async fn open_at(caller: &Caller<'_>, base: &str, path: &str) -> Self {
        Self::try_open(caller.token.as_deref(), base, path, None)
            .await
            .unwrap_or_else(|status| panic!("{path}: {status}"))
    }

    /// Opens one, or returns the response's status.
    pub async fn try_open(token: Option<&str>, base: &str, path: &str, origin: Option<&str>) -> Result<Self, u16> {
        let url = format!("{}{path}", base.replacen("http", "ws", 1));
        let mut request = url.into_client_request().unwrap();
        let token = token.map(|token| ("authorization", format!("Bearer {token}")));
        let origin = origin.map(|origin| ("origin", origin.to_owned()));
        for (name, value) in token.into_iter().chain(origin) {
            request.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_str(&value).unwrap());
        }
        match timeout(TIMEOUT, connect_async(request)).await.expect("a handshake") {
            Ok((socket, _)) => Ok(Self(socket)),
            Err(Error::Http(answer)) => Err(answer.status().as_u16()),
            Err(error) => panic!("{path}: {error}"),
        }
    }

    pub async fn send(&mut self, frame: &Value) {
        self.send_raw(Message::text(frame.to_string())).await;
    }

    pub async fn send_raw(&mut self, message: Message) {
        timeout(TIMEOUT, self.0.send(message)).await.expect("the send times out").unwrap();
    }

    /// The next frame, or the close code (1006: without one).
    pub async fn next(&mut self) -> Result<Value, u16> {
        loop {
            match timeout(TIMEOUT, self.0.next()).await.expect("no frame arrives") {
                Some(Ok(Message::Text(text))) => return Ok(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Close(frame))) => return Err(frame.map_or(1005, |frame| frame.code.into())),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Err(1006),
            }
        }
    }

    /// The next frame of a type; others are skipped. `error` is a type here.
    pub async fn next_of(&mut self, kind: &str) -> Value {
        loop {
            let frame = self.next().await.unwrap_or_else(|code| panic!("closed with {code} in place of {kind}"));
            if frame["type"] == kind || (kind == "error" && frame["error"].is_string()) {
                return frame;
            }
        }
    }

    /// `count` messages; presence and typing are skipped, anything else fails.
    pub async fn messages(&mut self, count: usize) -> Vec<Value> {
        let mut messages = Vec::with_capacity(count);
        while messages.len() < count {
            let frame = self.next().await.unwrap_or_else(|code| panic!("closed with {code} after {}", messages.len()));
            match frame["type"].as_str() {
                Some("message") => messages.push(frame),
                Some("presence" | "typing" | "read") => {}
                _ => panic!("{frame} in place of a message"),
            }
        }
        messages
    }

    /// The numbers of `count` messages.
    pub async fn seqs(&mut self, count: usize) -> Vec<i64> {
        self.messages(count).await.iter().map(|message| message["seq"].as_i64().unwrap()).collect()
    }

    /// All frames until the close, and its code.
    pub async fn rest(mut self) -> (Vec<Value>, u16) {
        let mut frames = Vec::new();
        loop {
            match self.next().await {
                Ok(frame) => frames.push(frame),
                Err(code) => return (frames, code),
            }
        }
    }

    /// The close code; fails on a message before it.
    pub async fn closed(self) -> u16 {
        let (frames, code) = self.rest().await;
        assert!(frames.iter().all(|frame| frame["type"] == "presence"), "{frames:?} before {code}");
        code
    }

    /// `count` messages, and frames of another type until the last of them.
    pub async fn messages_and(&mut self, kind: &str, count: usize) -> Vec<Value> {
        let (mut frames, mut messages) = (Vec::new(), 0);
        while messages < count {
            let frame = self.next().await.unwrap_or_else(|code| panic!("closed with {code} after {frames:?}"));
            messages += usize::from(frame["type"] == "message");
            if frame["type"] == "message" || frame["type"] == kind {
                frames.push(frame);
            }
        }
        frames
    }

    /// Closes it and waits for the reply.
    pub async fn close(mut self) {
        let _ = self.0.close(None).await;
        self.rest().await;
    }
}
