//! A well-behaved client: it retries with the same key where permitted, and counts the reasons.

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
/// Timeout of an attempt, without requested delays. The API's is 10 s.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(15);
const FIRST_RETRY_DELAY: Duration = Duration::from_millis(100);
const MAX_RETRY_DELAY: Duration = Duration::from_secs(2);
/// The label of a cut or refused connection.
pub(super) const RETRIED_CONNECTION: &str = "retried connection";
/// The response while an equal request is in progress; after a cut connection, also a client's own.
pub(super) const IN_FLIGHT: &str = "409 idempotency_in_flight";
const TIMED_OUT: &str = "timeout";

/// Counts of retry reasons, by the number of the latest fault (0: before the first).
pub(crate) type RetryReasons = BTreeMap<usize, BTreeMap<String, usize>>;

/// The clients' retry reasons.
#[derive(Debug, Default)]
pub(crate) struct RetryCounts {
    fault: AtomicUsize,
    counts: Mutex<RetryReasons>,
    /// Attempts in progress, by the number of faults that were over when they began.
    in_progress: Mutex<BTreeMap<usize, usize>>,
    over: AtomicUsize,
}

impl RetryCounts {
    /// The next fault begins.
    pub(crate) fn next_fault(&self) {
        self.fault.fetch_add(1, Ordering::Relaxed);
    }

    /// Marks the fault as over, and waits for all attempts that began before.
    pub(crate) async fn end_fault(&self) {
        let over = self.over.fetch_add(1, Ordering::Relaxed);
        while self.in_progress().range(..=over).any(|(_, tries)| *tries > 0) {
            tokio::time::sleep(FIRST_RETRY_DELAY).await;
        }
    }

    fn in_progress(&self) -> MutexGuard<'_, BTreeMap<usize, usize>> {
        self.in_progress.lock()
    }

    pub(crate) fn note(&self, reason: &str) {
        let mut counts = self.counts.lock();
        let since = counts.entry(self.fault.load(Ordering::Relaxed)).or_default();
        *since.entry(reason.to_owned()).or_default() += 1;
    }

    pub(crate) fn counts(&self) -> RetryReasons {
        self.counts.lock().clone()
    }
}

#[derive(Clone)]
pub(crate) struct Client {
    pub(crate) http: reqwest::Client,
    pub(crate) base: String,
    pub(crate) token: String,
    pub(crate) name: String,
    pub(crate) retries: Arc<RetryCounts>,
}

/// A request.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    method: Method,
    path: String,
    body: Option<Value>,
    key: Option<String>,
    wait_seconds: u64,
    /// Sent twice on purpose: one of the two may get 409 while the other is in progress.
    is_duplicated: bool,
}

impl Call {
    pub(crate) fn get(path: impl Into<String>) -> Self {
        Self { method: Method::GET, path: path.into(), body: None, key: None, wait_seconds: 0, is_duplicated: false }
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

    pub(crate) fn duplicated(self) -> Self {
        Self { is_duplicated: true, ..self }
    }

    pub(crate) fn wait(self, wait_seconds: u64) -> Self {
        Self { wait_seconds, ..self }
    }
}

/// A final response.
#[derive(Debug)]
pub(crate) struct ApiResponse {
    pub(crate) status: StatusCode,
    pub(crate) body: Value,
}

impl ApiResponse {
    pub(crate) fn is(&self, status: u16, code: &str) -> bool {
        self.status == status && self.body["code"] == code
    }

    /// Status and code, to display.
    pub(crate) fn summary(&self) -> String {
        format!("{} {}", self.status.as_u16(), self.body["code"].as_str().unwrap_or_default()).trim().to_owned()
    }
}

/// Why a request is retried.
struct Retry {
    reason: String,
    after: Option<Duration>,
}

impl Client {
    /// Retries until a final response; an error after the timeout.
    pub(crate) async fn call(&self, call: &Call) -> anyhow::Result<ApiResponse> {
        let began = Instant::now();
        let mut delay = FIRST_RETRY_DELAY;
        loop {
            let since = self.retries.over.load(Ordering::Relaxed);
            *self.retries.in_progress().entry(since).or_default() += 1;
            let outcome = self.attempt(call).await;
            self.retries.in_progress().entry(since).and_modify(|tries| *tries -= 1);
            let retry = match outcome {
                Ok(response) => return Ok(response),
                Err(retry) => retry,
            };
            if !(call.is_duplicated && retry.reason == IN_FLIGHT) {
                self.retries.note(&retry.reason);
            }
            if began.elapsed() > TIMEOUT {
                bail!("no final response to {} {}; last: {}", call.method, call.path, retry.reason);
            }
            tokio::time::sleep(retry.after.unwrap_or_default().max(delay)).await;
            delay = (delay * 2).min(MAX_RETRY_DELAY);
        }
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.base)).bearer_auth(&self.token)
    }

    async fn attempt(&self, call: &Call) -> Result<ApiResponse, Retry> {
        let wait = Duration::from_secs(call.wait_seconds);
        let mut request = self.request(call.method.clone(), &call.path).timeout(ATTEMPT_TIMEOUT + wait);
        if !wait.is_zero() {
            request = request.header("prefer", format!("wait={}", call.wait_seconds));
        }
        if let Some(key) = &call.key {
            request = request.header("idempotency-key", key);
        }
        if let Some(body) = &call.body {
            request = request.json(body);
        }
        read(request.send().await.map_err(lost)?).await
    }
}

async fn read(response: Response) -> Result<ApiResponse, Retry> {
    let status = response.status();
    let seconds = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
    let after = seconds.map(Duration::from_secs);
    let bytes = response.bytes().await.map_err(lost)?;
    let response = ApiResponse { status, body: serde_json::from_slice(&bytes).unwrap_or_default() };
    // A 500 leaves the outcome unknown: the key makes a retry safe.
    if status.is_server_error() || response.body["retryable"] == true {
        return Err(Retry { reason: response.summary(), after });
    }
    Ok(response)
}

fn lost(error: reqwest::Error) -> Retry {
    let reason = if error.is_timeout() { TIMED_OUT } else { RETRIED_CONNECTION };
    Retry { reason: reason.to_owned(), after: None }
}
