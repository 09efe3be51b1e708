//! Redis fails over while connections to the old primary stay open.

use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};

use crate::harness::{Options, Process, Stream, TestApp, eventually, free_port, within};

/// Far longer than needed, even on a slow machine. Without a new connection it would take forever.
const TIMEOUT: Duration = Duration::from_secs(30);

/// An address that leads to another server for new connections, while open ones stay.
struct Switch {
    url: String,
    target: Arc<AtomicU16>,
}

impl Switch {
    async fn start(port: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("redis://{}", listener.local_addr().unwrap());
        let target = Arc::new(AtomicU16::new(port));
        let current = target.clone();
        tokio::spawn(async move {
            while let Ok((mut client, _)) = listener.accept().await {
                let port = current.load(Ordering::SeqCst);
                tokio::spawn(async move {
                    let mut server = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
                    let _ = copy_bidirectional(&mut client, &mut server).await;
                });
            }
        });
        Self { url, target }
    }
}

async fn command(url: &str, words: &[&str]) {
    let mut redis = redis::Client::open(url).unwrap().get_multiplexed_async_connection().await.unwrap();
    let mut command = redis::cmd(words[0]);
    command.arg(&words[1..]);
    command.exec_async(&mut redis).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn work_resumes_when_redis_fails_over_under_open_connections() {
    let (old, new) = (free_port(), free_port());
    let ((_first, old_url), (_second, _)) = (Process::redis(old).await, Process::redis(new).await);
    let switch = Switch::start(old).await;
    let env = vec![("REDIS_URL", switch.url.clone())];
    let app = TestApp::with(Options { env, ..Options::default() }).await;
    let alice = app.user("alice").await;
    let mut worker = Process::worker(&app);
    let send = async || {
        let message = alice.send("whatsapp", "+15550100001").await;
        let sent = async || Some(alice.message(&message).await).filter(|it| it["status"] == "sent");
        within(TIMEOUT, "the message sent", sent).await;
    };
    send().await;
    // The address leads to the new primary, and the old one becomes its replica.
    switch.target.store(new, Ordering::SeqCst);
    command(&old_url, &["REPLICAOF", "127.0.0.1", &new.to_string()]).await;
    send().await;
    let health = async || Some(alice.get("/health").await.expect(200)).filter(|it| it["status"] == "healthy");
    within(TIMEOUT, "health", health).await;
    // Both the API and the worker publish and listen at the new primary.
    let mut stream = Stream::open(&alice, "/v1/events/stream", None).await;
    send().await;
    assert!(stream.next().await.is_some());
    assert!(worker.terminate().await);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn health_names_why_redis_refuses_writes() {
    let (_server, url) = Process::redis(free_port()).await;
    let app = TestApp::with(Options { env: vec![("REDIS_URL", url.clone())], ..Options::default() }).await;
    let anonymous = app.anonymous();
    let becomes = async |status: &str, problems: Value| {
        let shown = async || {
            let health = anonymous.get("/health").await.expect(200);
            (health["status"] == status && health["problems"] == problems).then_some(())
        };
        eventually(&format!("{status} {problems}"), shown).await;
    };
    becomes("healthy", json!([])).await;
    command(&url, &["CONFIG", "SET", "min-replicas-to-write", "1"]).await;
    becomes("degraded", json!(["redis_no_replicas"])).await;
    command(&url, &["CONFIG", "SET", "min-replicas-to-write", "0"]).await;
    becomes("healthy", json!([])).await;
    command(&url, &["REPLICAOF", "127.0.0.1", "1"]).await;
    becomes("degraded", json!(["redis_read_only"])).await;
    command(&url, &["REPLICAOF", "NO", "ONE"]).await;
    becomes("healthy", json!([])).await;
    app.finish().await;
}
