//! A private Redis server for a test.

use std::net::TcpListener;
use std::process::{Child, Command};
use std::time::Duration;

use apalis_redis_fair::{Entry, FairQueue};
use redis::aio::MultiplexedConnection;

/// Far longer than any operation takes, even on a slow machine.
const DEADLINE: Duration = Duration::from_secs(60);

pub struct Server {
    process: Child,
    port: u16,
}

impl Server {
    pub async fn start() -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        Self::on(port).await
    }

    async fn on(port: u16) -> Self {
        let args = ["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", "", "--loglevel", "warning"];
        let server = Self { process: Command::new("redis-server").args(args).spawn().unwrap(), port };
        eventually("a server", async || server.try_connect().await.ok()).await;
        server
    }

    /// Kills the server and starts an empty one on its port.
    #[allow(dead_code, reason = "not every test file restarts its server")]
    pub async fn restart(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        *self = Self::on(self.port).await;
    }

    async fn try_connect(&self) -> redis::RedisResult<MultiplexedConnection> {
        redis::Client::open(self.url())?.get_multiplexed_async_connection().await
    }

    pub async fn connect(&self) -> MultiplexedConnection {
        self.try_connect().await.unwrap()
    }

    /// Waits until `count` clients wait in a blocking call.
    pub async fn blocked_clients(&self, count: u64) {
        eventually("blocked clients", async || {
            let mut connection = self.connect().await;
            let info: redis::InfoDict = redis::cmd("INFO").arg("clients").query_async(&mut connection).await.unwrap();
            (info.get::<u64>("blocked_clients") == Some(count)).then_some(())
        })
        .await;
    }

    fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    pub fn queue(&self, window: usize) -> FairQueue {
        FairQueue::open(&self.url(), "test", window).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// `count` entries of an account.
pub fn entries(account: &str, count: usize) -> Vec<Entry> {
    (0..count).map(|number| Entry::new(account, format!("{account}{number}"))).collect()
}

/// Polls until `ask` returns a value.
pub async fn eventually<T>(what: &str, ask: impl AsyncFn() -> Option<T>) -> T {
    let asking = async {
        loop {
            if let Some(answer) = ask().await {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(DEADLINE, asking).await.unwrap_or_else(|_| panic!("not in time: {what}"))
}
