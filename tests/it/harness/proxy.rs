//! A Postgres proxy that can lose a commit.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use sqlx::ConnectOptions;
use sqlx::postgres::PgConnectOptions;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The fate of the next commit.
#[derive(Clone, Copy)]
pub enum Fate {
    /// Done, but no response arrives.
    AnswerLost = 1,
    /// It never arrives.
    Lost = 2,
}

/// A proxy that ends with the test's runtime.
pub struct Proxy {
    /// The database via the proxy.
    pub url: String,
    next: Arc<AtomicU8>,
}

impl Proxy {
    pub async fn start(database_url: &str) -> Self {
        let server: PgConnectOptions = database_url.parse().unwrap();
        let address = format!("{}:{}", server.get_host(), server.get_port());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = server.host("127.0.0.1").port(listener.local_addr().unwrap().port()).to_url_lossy().to_string();
        let next = Arc::new(AtomicU8::new(0));
        let armed = next.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(&address).await.unwrap();
                tokio::spawn(pass_on(client, server, armed.clone()));
            }
        });
        Self { url, next }
    }

    pub fn lose_next_commit(&self, fate: Fate) {
        self.next.store(fate as u8, Ordering::SeqCst);
    }

    pub fn has_lost_it(&self) -> bool {
        self.next.load(Ordering::SeqCst) == 0
    }
}

/// Forwards both directions, until either side closes or a commit is to be lost.
async fn pass_on(mut client: TcpStream, mut server: TcpStream, next: Arc<AtomicU8>) {
    let (mut asked, mut answered) = (vec![0; 65_536], vec![0; 65_536]);
    loop {
        tokio::select! {
            Ok(length @ 1..) = client.read(&mut asked) => {
                let has = |text: &[u8]| asked[..length].windows(text.len()).any(|bytes| bytes == text);
                // Accepting sends is a single autocommitted statement with this parameter.
                let is_commit = has(b"COMMIT\0") || has(b"message.queued");
                let fate = if is_commit { next.swap(0, Ordering::SeqCst) } else { 0 };
                if fate == Fate::Lost as u8 {
                    return;
                }
                if server.write_all(&asked[..length]).await.is_err() {
                    return;
                }
                if fate == Fate::AnswerLost as u8 {
                    // Its response proves the commit.
                    let _ = server.read(&mut answered).await;
                    return;
                }
            }
            Ok(length @ 1..) = server.read(&mut answered) => {
                if client.write_all(&answered[..length]).await.is_err() {
                    return;
                }
            }
            else => return,
        }
    }
}
