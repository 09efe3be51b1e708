//! A connection with raw bytes chosen by a test.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;

use super::TestApp;

/// Longer than any response, even on a slow machine.
const TIMEOUT: Duration = Duration::from_secs(30);

pub struct Raw {
    pub stream: TcpStream,
}

/// A response: its head and the body bytes that came with it, or nothing.
#[derive(Debug)]
pub struct RawAnswer {
    pub text: String,
}

impl RawAnswer {
    /// Its status; 0 without a response.
    pub fn status(&self) -> u16 {
        self.text.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0)
    }
}

fn address(base: &str) -> SocketAddr {
    base.trim_start_matches("http://").parse().unwrap()
}

impl Raw {
    pub async fn open(app: &TestApp) -> Self {
        Self::open_at(&app.base).await
    }

    pub async fn open_at(base: &str) -> Self {
        Self { stream: TcpStream::connect(address(base)).await.unwrap() }
    }

    /// From an address of this machine.
    pub async fn open_from(app: &TestApp, from: [u8; 4]) -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::new(IpAddr::from(from), 0)).unwrap();
        Self { stream: socket.connect(address(&app.base)).await.unwrap() }
    }

    /// Sends a request and reads until the connection closes, or a head has arrived and nothing more.
    pub async fn ask(app: &TestApp, request: &str) -> RawAnswer {
        let mut raw = Self::open(app).await;
        raw.send(request).await;
        raw.read_head().await
    }

    /// Sends the text, unless the peer refuses and stops reading.
    pub async fn send(&mut self, text: &str) {
        let _ = self.stream.write_all(text.as_bytes()).await;
    }

    /// Reads until a head and its announced body are complete, or the connection ends.
    pub async fn read_head(&mut self) -> RawAnswer {
        let mut bytes = Vec::new();
        let read = async {
            let mut buffer = [0; 4096];
            while !is_complete(&bytes) {
                match self.stream.read(&mut buffer).await {
                    Ok(0) | Err(_) => break,
                    Ok(length) => bytes.extend_from_slice(&buffer[..length]),
                }
            }
        };
        timeout(TIMEOUT, read).await.expect("an answer or an end");
        RawAnswer { text: String::from_utf8_lossy(&bytes).into_owned() }
    }
}

fn is_complete(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
    body.len() >= length.unwrap_or(0)
}
