//! A TCP proxy for processes that come and go: the API's load balancer, and the provider's port, which can be closed,
//! and slow network.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use anyhow::bail;
use parking_lot::Mutex;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

/// Below the system's ephemeral ports, so that a closed port stays free.
const PORTS: std::ops::Range<u16> = 20_000..32_000;

type Targets = Arc<Mutex<Vec<Option<SocketAddr>>>>;

pub(crate) struct Proxy {
    port: u16,
    targets: Targets,
    /// The delay of each piece of a response.
    delay: Duration,
    /// Cancelled when the port is closed.
    closed: CancellationToken,
}

impl Proxy {
    /// Listens, without targets yet.
    pub(crate) async fn new(delay: Duration) -> anyhow::Result<Self> {
        for _ in 0..100 {
            let any = uuid::Uuid::new_v4().as_u128() % u128::from(PORTS.end - PORTS.start);
            let port = PORTS.start + u16::try_from(any)?;
            let mut proxy = Self { port, targets: Targets::default(), delay, closed: CancellationToken::new() };
            if proxy.open().await.is_ok() {
                return Ok(proxy);
            }
        }
        bail!("no free port from {} to {}", PORTS.start, PORTS.end)
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Sets a target; several are used in turn.
    pub(crate) fn set(&self, number: usize, target: SocketAddr) {
        let mut targets = self.targets.lock();
        let len = targets.len().max(number + 1);
        targets.resize(len, None);
        targets[number] = Some(target);
    }

    /// Opens the port.
    pub(crate) async fn open(&mut self) -> anyhow::Result<()> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, self.port)).await?;
        self.closed = CancellationToken::new();
        let accepting = accept(listener, self.targets.clone(), self.delay, self.closed.clone());
        tokio::spawn(self.closed.clone().run_until_cancelled_owned(accepting));
        Ok(())
    }

    /// Closes the port and cuts all connections.
    pub(crate) fn close(&self) {
        self.closed.cancel();
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.close();
    }
}

async fn accept(listener: TcpListener, targets: Targets, delay: Duration, closed: CancellationToken) {
    for turn in 0.. {
        let Ok((client, _)) = listener.accept().await else {
            // Most likely out of files; that passes.
            tokio::time::sleep(Duration::from_millis(10)).await;
            continue;
        };
        let targets = targets.lock().clone();
        let forwarding = async move {
            // Skip unreachable targets, as a load balancer does.
            for number in 0..targets.len() {
                let Some(target) = targets[(turn + number) % targets.len()] else { continue };
                if let Ok(server) = TcpStream::connect(target).await {
                    // If either side closes, close both.
                    let _ = forward(client, server, delay).await;
                    return;
                }
            }
        };
        tokio::spawn(closed.clone().run_until_cancelled_owned(forwarding));
    }
}

async fn forward(client: TcpStream, server: TcpStream, delay: Duration) -> io::Result<()> {
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let requests = async {
        tokio::io::copy(&mut from_client, &mut to_server).await?;
        to_server.shutdown().await
    };
    let answers = async {
        let mut buffer = vec![0; 16 * 1024];
        loop {
            let read = from_server.read(&mut buffer).await?;
            if read == 0 {
                return to_client.shutdown().await;
            }
            if !delay.is_zero() {
                tokio::time::sleep(delay).await;
            }
            to_client.write_all(&buffer[..read]).await?;
        }
    };
    tokio::try_join!(requests, answers).map(drop)
}
