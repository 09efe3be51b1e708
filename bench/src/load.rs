//! A lean load generator: HTTP/1.1 on kept connections, one request at a time each, on one thread.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::process::cpu_seconds;
use crate::stats::{Sorted, count};

pub(crate) type Call = Request<Full<Bytes>>;

/// When to stop.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Until {
    /// After a warm-up, the responses of a period count.
    Time { warm_up: Duration, measured: Duration },
    /// A number of requests, all counted.
    Count(usize),
}

/// Requests to one process.
pub(crate) struct Load {
    pub(crate) server: SocketAddr,
    pub(crate) connections: usize,
    pub(crate) until: Until,
    /// Any other status is a failure.
    pub(crate) expected: StatusCode,
    /// Makes a request by its number.
    pub(crate) make: Box<dyn Fn(usize) -> anyhow::Result<Call> + Send + Sync>,
}

/// The result.
pub(crate) struct Loaded {
    /// Responses, including the warm-up.
    pub(crate) answered: usize,
    /// Responses/second.
    pub(crate) rate: f64,
    /// From a request to its response's end.
    pub(crate) ms: Sorted,
    /// The generator's CPU seconds.
    pub(crate) cpu_seconds: f64,
}

/// A running load.
struct Run {
    load: Load,
    began: Instant,
    next: AtomicUsize,
}

struct Answer {
    /// Since the start.
    at: Duration,
    took: Duration,
}

impl Load {
    /// Runs on its own thread.
    pub(crate) async fn run(self) -> anyhow::Result<Loaded> {
        let thread = move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            let (until, before) = (self.until, thread_cpu_seconds()?);
            let answers = runtime.block_on(self.answers())?;
            Ok(Loaded::of(&answers, until, thread_cpu_seconds()? - before))
        };
        tokio::task::spawn_blocking(thread).await?
    }

    async fn answers(self) -> anyhow::Result<Vec<Answer>> {
        let mut connections = JoinSet::new();
        let count = self.connections;
        let run = Arc::new(Run { load: self, began: Instant::now(), next: AtomicUsize::new(0) });
        for _ in 0..count {
            connections.spawn(connection(run.clone()));
        }
        let mut answers = Vec::new();
        while let Some(those) = connections.join_next().await {
            answers.extend(those??);
        }
        Ok(answers)
    }
}

impl Run {
    /// The number of the next request, if any.
    fn next(&self) -> Option<usize> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let goes_on = match self.load.until {
            Until::Time { warm_up, measured } => self.began.elapsed() < warm_up + measured,
            Until::Count(count) => number < count,
        };
        goes_on.then_some(number)
    }
}

async fn connection(run: Arc<Run>) -> anyhow::Result<Vec<Answer>> {
    let load = &run.load;
    let stream = TcpStream::connect(load.server).await?;
    stream.set_nodelay(true)?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    // Its errors also fail requests.
    tokio::spawn(connection);
    let mut answers = Vec::new();
    while let Some(number) = run.next() {
        let call = (load.make)(number)?;
        let began = Instant::now();
        sender.ready().await?;
        let response = sender.send_request(call).await?;
        let status = response.status();
        let body = response.into_body().collect().await?.to_bytes();
        if status != load.expected {
            bail!("{status} instead of {}: {}", load.expected, String::from_utf8_lossy(&body));
        }
        answers.push(Answer { at: run.began.elapsed(), took: began.elapsed() });
    }
    Ok(answers)
}

impl Loaded {
    fn of(answers: &[Answer], until: Until, cpu_seconds: f64) -> Self {
        let end = answers.iter().map(|answer| answer.at).max().unwrap_or_default();
        let (from, to) = match until {
            Until::Time { warm_up, measured } => (warm_up, warm_up + measured),
            Until::Count(_) => (Duration::ZERO, end),
        };
        let counted = answers.iter().filter(|answer| from <= answer.at && answer.at <= to);
        let ms = Sorted::new(counted.map(|answer| answer.took.as_secs_f64() * 1000.0).collect());
        Self { answered: answers.len(), rate: count(ms.len()) / (to - from).as_secs_f64(), ms, cpu_seconds }
    }

    /// Microseconds per request.
    pub(crate) fn micros(&self, seconds: f64) -> f64 {
        seconds * 1_000_000.0 / count(self.answered)
    }
}

/// CPU seconds of this thread.
fn thread_cpu_seconds() -> anyhow::Result<f64> {
    let stat = std::fs::read_to_string("/proc/thread-self/stat").context("this needs Linux' /proc")?;
    cpu_seconds(&stat).context("/proc has no times of this thread")
}
