//! Listen-only sockets: minimal code between a server's write and its count.

use std::net::SocketAddr;

use anyhow::{Context, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// More than any handshake response.
const MAX_ANSWER: usize = 16 * 1024;
/// Read buffer size.
const BUFFER: usize = 64 * 1024;

/// A socket opened with a token.
pub(crate) struct Listener {
    stream: TcpStream,
    /// Received bytes not yet parsed.
    bytes: Vec<u8>,
}

impl Listener {
    pub(crate) async fn open(server: SocketAddr, path: &str, token: &str) -> anyhow::Result<Self> {
        let mut stream = TcpStream::connect(server).await?;
        stream.set_nodelay(true)?;
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: {server}\r\nauthorization: Bearer {token}\r\nconnection: upgrade\r\n\
            upgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).await?;
        let mut bytes = Vec::with_capacity(1024);
        let end = loop {
            if let Some(at) = bytes.windows(4).position(|it| it == b"\r\n\r\n") {
                break at + 4;
            }
            if stream.read_buf(&mut bytes).await? == 0 || bytes.len() > MAX_ANSWER {
                bail!("no handshake");
            }
        };
        if !bytes.starts_with(b"HTTP/1.1 101") {
            bail!("{}", String::from_utf8_lossy(&bytes[..end]).lines().next().unwrap_or_default());
        }
        bytes.drain(..end);
        bytes.shrink_to_fit();
        Ok(Self { stream, bytes })
    }

    /// Reads frames until `each` is true.
    pub(crate) async fn read(mut self, mut each: impl FnMut(&[u8]) -> bool) -> anyhow::Result<()> {
        self.bytes.reserve(BUFFER);
        loop {
            let mut at = 0;
            while let Some((text, next)) = frame(&self.bytes, at)? {
                if each(text) {
                    return Ok(());
                }
                at = next;
            }
            self.bytes.drain(..at);
            self.bytes.reserve(BUFFER);
            if self.stream.read_buf(&mut self.bytes).await? == 0 {
                bail!("the server hung up");
            }
        }
    }
}

/// The frame at an offset, and the next frame's offset; none if incomplete. A non-text frame counts as empty.
fn frame(bytes: &[u8], at: usize) -> anyhow::Result<Option<(&[u8], usize)>> {
    const TEXT: u8 = 0x81;
    const CLOSE: u8 = 0x88;
    let Some([kind, length, rest @ ..]) = bytes.get(at..) else { return Ok(None) };
    // A server masks nothing: the length is seven bits, or the next two or eight bytes.
    let (skipped, length) = match (length, rest) {
        (126, [high, low, ..]) => (4, usize::from(u16::from_be_bytes([*high, *low]))),
        (127, long) if long.len() >= 8 => {
            let length = long.first_chunk().map(|bytes| u64::from_be_bytes(*bytes));
            (10, usize::try_from(length.context("a length")?)?)
        }
        (126 | 127, _) => return Ok(None),
        (length, _) => (2, usize::from(*length)),
    };
    let (begin, end) = (at + skipped, at + skipped + length);
    let Some(payload) = bytes.get(begin..end) else { return Ok(None) };
    match *kind {
        TEXT => Ok(Some((payload, end))),
        CLOSE => bail!("closed: {:?}", payload.first_chunk().map(|code| u16::from_be_bytes(*code))),
        _ => Ok(Some((&[], end))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_parsed() -> anyhow::Result<()> {
        let long = vec![b'x'; 300];
        let bytes = [&[0x81, 2][..], b"hi", &[0x89, 0], &[0x81, 126, 1, 44], &long, &[0x81, 9, b'h']].concat();
        assert_eq!(frame(&bytes, 0)?, Some((&b"hi"[..], 4)));
        assert_eq!(frame(&bytes, 4)?, Some((&b""[..], 6)));
        assert_eq!(frame(&bytes, 6)?, Some((&long[..], 310)));
        assert_eq!(frame(&bytes, 310)?, None);
        assert_eq!(frame(&[0x81], 0)?, None);
        assert!(frame(&[0x88, 2, 0x0f, 0xa0], 0).is_err());
        Ok(())
    }
}
