//! A WhatsApp Cloud simulator with a delay or a rate limit.

use std::collections::HashMap;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{MethodRouter, post};
use axum::{Json, Router};
use parking_lot::Mutex;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::env::Env;

/// The fake webhook key.
pub(crate) const APP_SECRET: &str = "bench-whatsapp-app-secret";

/// The handling time of each message, by the sender's id.
type Times = Arc<Mutex<HashMap<String, Duration>>>;

/// A provider's behaviour and records.
#[derive(Clone)]
struct Pace {
    delay: Duration,
    times: Times,
    limit: Option<Arc<Mutex<Limit>>>,
}

/// A rate limit; a tenth of it may come at once.
struct Limit {
    per_second: f64,
    tokens: f64,
    filled: Instant,
    seen: Seen,
}

/// Records of a limited provider.
#[derive(Clone, Default)]
pub(crate) struct Seen {
    /// Times of acceptance.
    pub(crate) taken: Vec<Instant>,
    /// Number of refusals.
    pub(crate) refused: usize,
    /// Messages up to the first refusal.
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

/// A server that answers every send after a delay until dropped.
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

    /// Accepts this many messages per second, and refuses the rest.
    pub(crate) async fn limited(delay: Duration, per_second: f64) -> anyhow::Result<Self> {
        let limit = Limit { per_second, tokens: 0.0, filled: Instant::now(), seen: Seen::default() };
        Self::with(delay, Some(Arc::new(Mutex::new(limit)))).await
    }

    /// Accepts everything without validation, so that it costs next to nothing itself.
    pub(crate) async fn blind(delay: Duration) -> anyhow::Result<Self> {
        let answer = async move |_: Bytes| {
            // A zero timer would still wait for a tick.
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

    /// Configures processes started later to use it. The keys are fake.
    pub(crate) fn configure(&self, env: &mut Env) {
        env.set("WHATSAPP_API_URL", &self.url);
        env.set("WHATSAPP_ACCESS_TOKEN", "bench-whatsapp-token");
        env.set("WHATSAPP_PHONE_NUMBER_ID", "100000000000002");
        env.set("WHATSAPP_APP_SECRET", APP_SECRET);
        env.set("WHATSAPP_VERIFY_TOKEN", "bench-whatsapp-verify-token");
    }

    /// Its records, if it has a limit.
    pub(crate) fn seen(&self) -> Seen {
        self.limit.as_ref().map(|limit| limit.lock().seen.clone()).unwrap_or_default()
    }

    /// A message's handling time in ms.
    pub(crate) fn ms_of(&self, message: &str) -> Option<f64> {
        self.times.lock().get(message).map(|time| time.as_secs_f64() * 1000.0)
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn send(State(pace): State<Pace>, Json(message): Json<Value>) -> (StatusCode, Json<Value>) {
    let came = Instant::now();
    let takes = pace.limit.as_ref().is_none_or(|limit| limit.lock().takes());
    tokio::time::sleep(pace.delay).await;
    if !takes {
        let error = json!({"message": "(#130429) Rate limit hit", "type": "OAuthException", "code": 130_429});
        return (StatusCode::TOO_MANY_REQUESTS, Json(json!({"error": error})));
    }
    let mut times = pace.times.lock();
    if let Some(id) = message["biz_opaque_callback_data"].as_str() {
        times.insert(id.to_owned(), came.elapsed());
    }
    taken()
}

/// The response to an accepted send.
fn taken() -> (StatusCode, Json<Value>) {
    let id = format!("wamid.BENCH{:X}", uuid::Uuid::now_v7().simple());
    (StatusCode::OK, Json(json!({"messaging_product": "whatsapp", "messages": [{"id": id}]})))
}
