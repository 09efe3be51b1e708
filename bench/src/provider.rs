//! A WhatsApp Cloud that takes its time, or takes no more than so much of it.

use std::collections::HashMap;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{MethodRouter, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::env::Stage;

/// Signs webhooks; fake.
pub(crate) const APP_SECRET: &str = "bench-whatsapp-app-secret";

/// How long each message took here, by the sender's id for it.
type Times = Arc<Mutex<HashMap<String, Duration>>>;

/// What a provider does with a send, and what it saw.
#[derive(Clone)]
struct Pace {
    delay: Duration,
    times: Times,
    limit: Option<Arc<Mutex<Limit>>>,
}

/// So many messages a second, and a tenth of that at once.
struct Limit {
    per_second: f64,
    tokens: f64,
    filled: Instant,
    seen: Seen,
}

/// What a provider with a limit saw.
#[derive(Clone, Default)]
pub(crate) struct Seen {
    /// When it took messages.
    pub(crate) taken: Vec<Instant>,
    /// How often it refused one.
    pub(crate) refused: usize,
    /// Messages that it took or refused before it refused the first.
    pub(crate) before: usize,
}

impl Limit {
    fn takes(&mut self) -> bool {
        let now = Instant::now();
        let earned = now.duration_since(self.filled).as_secs_f64() * self.per_second;
        self.tokens = (self.tokens + earned).min((self.per_second / 10.0).max(1.0));
        self.filled = now;
        let takes = self.tokens >= 1.0;
        if takes {
            self.tokens -= 1.0;
            self.seen.taken.push(now);
        } else {
            self.seen.refused += 1;
        }
        if self.seen.refused == 0 {
            self.seen.before += 1;
        }
        takes
    }
}

/// A server that answers every send after a while; gone when dropped.
pub(crate) struct Provider {
    url: String,
    times: Times,
    limit: Option<Arc<Mutex<Limit>>>,
    server: JoinHandle<()>,
}

impl Provider {
    pub(crate) async fn start(delay: Duration) -> anyhow::Result<Self> {
        Self::with(delay, None).await
    }

    /// One that takes no more than so many messages a second, and refuses the others.
    pub(crate) async fn limited(delay: Duration, per_second: f64) -> anyhow::Result<Self> {
        let limit = Limit { per_second, tokens: 0.0, filled: Instant::now(), seen: Seen::default() };
        Self::with(delay, Some(Arc::new(Mutex::new(limit)))).await
    }

    /// One that takes everything and looks at nothing, so that it costs next to nothing itself.
    pub(crate) async fn blind(delay: Duration) -> anyhow::Result<Self> {
        let answer = async move |_: Bytes| {
            // A timer of no time would still wait for its next tick.
            if !delay.is_zero() {
                tokio::time::sleep(delay).await;
            }
            taken()
        };
        Self::serve(post(answer), Times::default(), None).await
    }

    async fn with(delay: Duration, limit: Option<Arc<Mutex<Limit>>>) -> anyhow::Result<Self> {
        let times = Times::default();
        let pace = Pace { delay, times: times.clone(), limit: limit.clone() };
        Self::serve(post(send).with_state(pace), times, limit).await
    }

    async fn serve(sends: MethodRouter, times: Times, limit: Option<Arc<Mutex<Limit>>>) -> anyhow::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let url = format!("http://{}/v25.0", listener.local_addr()?);
        let routes = Router::new().route("/v25.0/{phone_number_id}/messages", sends);
        let server = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, routes).await {
                crate::output::note(&format!("the provider broke off: {error}"));
            }
        });
        Ok(Self { url, times, limit, server })
    }

    /// Points processes that are started from now on here. The keys are fake.
    pub(crate) fn configure(&self, stage: &mut Stage) {
        stage.set("WHATSAPP_API_URL", &self.url);
        stage.set("WHATSAPP_ACCESS_TOKEN", "bench-whatsapp-token");
        stage.set("WHATSAPP_PHONE_NUMBER_ID", "100000000000002");
        stage.set("WHATSAPP_APP_SECRET", APP_SECRET);
        stage.set("WHATSAPP_VERIFY_TOKEN", "bench-whatsapp-verify-token");
    }

    /// What it saw, where it has a limit.
    pub(crate) fn seen(&self) -> Seen {
        self.limit.as_ref().map(|limit| locked(limit).seen.clone()).unwrap_or_default()
    }

    /// Milliseconds that a message took here.
    pub(crate) fn ms_of(&self, message: &str) -> Option<f64> {
        locked(&self.times).get(message).map(|time| time.as_secs_f64() * 1000.0)
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn send(State(pace): State<Pace>, Json(message): Json<Value>) -> (StatusCode, Json<Value>) {
    let came = Instant::now();
    let takes = pace.limit.as_ref().is_none_or(|limit| locked(limit).takes());
    tokio::time::sleep(pace.delay).await;
    if !takes {
        let error = json!({"message": "(#130429) Rate limit hit", "type": "OAuthException", "code": 130_429});
        return (StatusCode::TOO_MANY_REQUESTS, Json(json!({"error": error})));
    }
    let mut times = locked(&pace.times);
    if let Some(id) = message["biz_opaque_callback_data"].as_str() {
        times.insert(id.to_owned(), came.elapsed());
    }
    taken()
}

/// The answer to a send that is taken.
fn taken() -> (StatusCode, Json<Value>) {
    let id = format!("wamid.BENCH{:X}", uuid::Uuid::now_v7().simple());
    (StatusCode::OK, Json(json!({"messaging_product": "whatsapp", "messages": [{"id": id}]})))
}
