//! Processes of the program, and a test's own servers.

use std::net::Ipv4Addr;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::Duration;

use tokio::net::TcpSocket;

use super::{TestApp, within};

/// A process that ends with the test.
pub struct Process(Child);

impl Process {
    /// Starts a command without input and output.
    pub fn start(command: &mut Command) -> Self {
        Self(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap())
    }

    /// The program, in an application's environment.
    pub fn switchboard(app: &TestApp, args: &[&str]) -> Self {
        Self::start(Command::new(env!("CARGO_BIN_EXE_switchboard")).args(args).envs(app.env.clone()))
    }

    pub fn worker(app: &TestApp) -> Self {
        Self::switchboard(app, &["worker"])
    }

    /// An API on a port.
    pub async fn api(app: &TestApp, port: u16) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_switchboard"));
        let process = Self::start(command.arg("api").envs(app.env.clone()).env("PORT", port.to_string()));
        let ready = format!("http://127.0.0.1:{port}/health/ready");
        within(Duration::from_secs(10), "an API that is ready", || async {
            app.http.get(&ready).send().await.ok().filter(|answer| answer.status() == 200)
        })
        .await;
        process
    }

    /// A private Redis of the test, and its URL.
    pub async fn redis(port: u16) -> (Self, String) {
        let port = port.to_string();
        let server =
            Self::start(Command::new("redis-server").args(["--port", &port, "--bind", "127.0.0.1", "--save", ""]));
        let url = format!("redis://127.0.0.1:{port}");
        let client = redis::Client::open(url.as_str()).unwrap();
        within(Duration::from_secs(10), "Redis", || async { client.get_multiplexed_async_connection().await.ok() })
            .await;
        (server, url)
    }

    pub fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }

    /// Sends a signal to its process id.
    pub fn signal(&self, signal: &str) {
        let pid = self.0.id().to_string();
        assert!(Command::new("kill").args([signal, &pid]).status().unwrap().success());
    }

    /// Terminates it and waits; true on a clean exit.
    pub async fn terminate(&mut self) -> bool {
        self.signal("-TERM");
        let child = &mut self.0;
        within(Duration::from_secs(20), "an end", || std::future::ready(child.try_wait().unwrap())).await.success()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A port reserved for a server of this test until the test ends: a socket that does not listen holds it, so nothing
/// else gets it before the server listens, or between its end and restart.
pub fn free_port() -> u16 {
    static HELD: Mutex<Vec<TcpSocket>> = Mutex::new(Vec::new());
    let socket = TcpSocket::new_v4().unwrap();
    // Servers set it, too, so that they can bind the port while it is held.
    socket.set_reuseaddr(true).unwrap();
    socket.bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
    let port = socket.local_addr().unwrap().port();
    HELD.lock().unwrap().push(socket);
    port
}
