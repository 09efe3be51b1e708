//! A well-behaved client: it retries whatever may be retried, with the same key, and counts the reasons.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::bail;
use parking_lot::{Mutex, MutexGuard};
use reqwest::header::RETRY_AFTER;
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde_json::Value;

/// Longer than any fault and its consequences.
const TIMEOUT: Duration = Duration::from_secs(150);
/// Timeout of a try, without requested delays. The API's is 10 s.
const ONE_TRY: Duration = Duration::from_secs(15);
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LAST_PAUSE: Duration = Duration::from_secs(2);
/// The label of a cut or refused connection.
pub(super) const RETRIED_CONNECTION: &str = "retried connection";
/// The response while an equal request is in progress; after a cut connection, also a client's own.
pub(super) const IN_FLIGHT: &str = "409 idempotency_in_flight";
const NO_ANSWER: &str = "no answer in time";

/// Counts of retry reasons, by the number of the latest fault (0: before the first).
pub(crate) type Met = BTreeMap<usize, BTreeMap<String, usize>>;

/// The clients' retry reasons.
#[derive(Debug, Default)]
pub(crate) struct Sights {
    fault: AtomicUsize,
    met: Mutex<Met>,
    /// Tries in progress, by the number of faults that were over when they began.
    under_way: Mutex<BTreeMap<usize, usize>>,
    over: AtomicUsize,
}

impl Sights {
    /// The next fault begins.
    pub(crate) fn next_fault(&self) {
        self.fault.fetch_add(1, Ordering::Relaxed);
    }

    /// Marks the fault as over, and waits for all tries that began before.
    pub(crate) async fn fault_is_over(&self) {
        let over = self.over.fetch_add(1, Ordering::Relaxed);
        while self.under_way().range(..=over).any(|(_, tries)| *tries > 0) {
            tokio::time::sleep(FIRST_PAUSE).await;
        }
    }

    fn under_way(&self) -> MutexGuard<'_, BTreeMap<usize, usize>> {
        self.under_way.lock()
    }

    pub(crate) fn note(&self, what: &str) {
        let mut met = self.met.lock();
        let since = met.entry(self.fault.load(Ordering::Relaxed)).or_default();
        *since.entry(what.to_owned()).or_default() += 1;
    }

    pub(crate) fn met(&self) -> Met {
        self.met.lock().clone()
    }
}

#[derive(Clone)]
pub(crate) struct Client {
    pub(crate) http: reqwest::Client,
    pub(crate) base: String,
    pub(crate) token: String,
    pub(crate) name: String,
    pub(crate) sights: Arc<Sights>,
}

/// A request.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    method: Method,
    path: String,
    body: Option<Value>,
    key: Option<String>,
    wait_seconds: u64,
    /// Sent twice on purpose: one of the two may get 409 while the other is in progress.
    is_doubled: bool,
}

impl Ask {
    pub(crate) fn get(path: impl Into<String>) -> Self {
        Self { method: Method::GET, path: path.into(), body: None, key: None, wait_seconds: 0, is_doubled: false }
    }

    pub(crate) fn post(path: impl Into<String>) -> Self {
        Self { method: Method::POST, ..Self::get(path) }
    }

    pub(crate) fn body(self, body: Value) -> Self {
        Self { body: Some(body), ..self }
    }

    pub(crate) fn key(self, key: impl Into<String>) -> Self {
        Self { key: Some(key.into()), ..self }
    }

    pub(crate) fn doubled(self) -> Self {
        Self { is_doubled: true, ..self }
    }

    pub(crate) fn wait(self, wait_seconds: u64) -> Self {
        Self { wait_seconds, ..self }
    }
}

/// A final response.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) body: Value,
}

impl Answer {
    pub(crate) fn is(&self, status: u16, code: &str) -> bool {
        self.status == status && self.body["code"] == code
    }

    /// Status and code, to display.
    pub(crate) fn summary(&self) -> String {
        format!("{} {}", self.status.as_u16(), self.body["code"].as_str().unwrap_or_default()).trim().to_owned()
    }
}

/// Why a request is retried.
struct Again {
    met: String,
    after: Option<Duration>,
}

impl Client {
    /// Retries until a final response; an error after the timeout.
    pub(crate) async fn ask(&self, ask: &Ask) -> anyhow::Result<Answer> {
        let began = Instant::now();
        let mut pause = FIRST_PAUSE;
        loop {
            let since = self.sights.over.load(Ordering::Relaxed);
            *self.sights.under_way().entry(since).or_default() += 1;
            let tried = self.try_once(ask).await;
            self.sights.under_way().entry(since).and_modify(|tries| *tries -= 1);
            let again = match tried {
                Ok(answer) => return Ok(answer),
                Err(again) => again,
            };
            if !(ask.is_doubled && again.met == IN_FLIGHT) {
                self.sights.note(&again.met);
            }
            if began.elapsed() > TIMEOUT {
                bail!("no answer to {} {}, at last: {}", ask.method, ask.path, again.met);
            }
            tokio::time::sleep(again.after.unwrap_or_default().max(pause)).await;
            pause = (pause * 2).min(LAST_PAUSE);
        }
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.base)).bearer_auth(&self.token)
    }

    async fn try_once(&self, ask: &Ask) -> Result<Answer, Again> {
        let wait = Duration::from_secs(ask.wait_seconds);
        let mut request = self.request(ask.method.clone(), &ask.path).timeout(ONE_TRY + wait);
        if !wait.is_zero() {
            request = request.header("prefer", format!("wait={}", ask.wait_seconds));
        }
        if let Some(key) = &ask.key {
            request = request.header("idempotency-key", key);
        }
        if let Some(body) = &ask.body {
            request = request.json(body);
        }
        read(request.send().await.map_err(lost)?).await
    }
}

async fn read(response: Response) -> Result<Answer, Again> {
    let status = response.status();
    let seconds = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
    let after = seconds.map(Duration::from_secs);
    let bytes = response.bytes().await.map_err(lost)?;
    let answer = Answer { status, body: serde_json::from_slice(&bytes).unwrap_or_default() };
    // A 500 leaves the outcome unknown: the key makes a retry safe.
    if status.is_server_error() || answer.body["retryable"] == true {
        return Err(Again { met: answer.summary(), after });
    }
    Ok(answer)
}

fn lost(error: reqwest::Error) -> Again {
    let met = if error.is_timeout() { NO_ANSWER } else { RETRIED_CONNECTION };
    Again { met: met.to_owned(), after: None }
}
