//! A WhatsApp Cloud that takes its time. The simulator answers at once, so it can't show what waits.

use std::collections::HashMap;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::stage::Stage;

/// How long each message took here, by the sender's id for it.
type Times = Arc<Mutex<HashMap<String, Duration>>>;

#[derive(Clone)]
struct Pace {
    delay: Duration,
    times: Times,
}

/// A server that answers every send after a while; gone when dropped.
pub(crate) struct Provider {
    url: String,
    times: Times,
    server: JoinHandle<()>,
}

impl Provider {
    pub(crate) async fn start(delay: Duration) -> anyhow::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let url = format!("http://{}/v25.0", listener.local_addr()?);
        let times = Times::default();
        let pace = Pace { delay, times: times.clone() };
        let routes = Router::new().route("/v25.0/{phone_number_id}/messages", post(send)).with_state(pace);
        let server = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, routes).await {
                crate::note(&format!("the provider broke off: {error}"));
            }
        });
        Ok(Self { url, times, server })
    }

    /// Points processes that are started from now on here. The keys are fake.
    pub(crate) fn configure(&self, stage: &mut Stage) {
        stage.set("WHATSAPP_API_URL", &self.url);
        stage.set("WHATSAPP_ACCESS_TOKEN", "bench-whatsapp-token");
        stage.set("WHATSAPP_PHONE_NUMBER_ID", "100000000000002");
        stage.set("WHATSAPP_APP_SECRET", "bench-whatsapp-app-secret");
        stage.set("WHATSAPP_VERIFY_TOKEN", "bench-whatsapp-verify-token");
    }

    /// Milliseconds that a message took here.
    pub(crate) fn ms_of(&self, message: &str) -> Option<f64> {
        let times = self.times.lock().unwrap_or_else(PoisonError::into_inner);
        times.get(message).map(|time| time.as_secs_f64() * 1000.0)
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn send(State(pace): State<Pace>, Json(message): Json<Value>) -> Json<Value> {
    let came = Instant::now();
    tokio::time::sleep(pace.delay).await;
    let mut times = pace.times.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(id) = message["biz_opaque_callback_data"].as_str() {
        times.insert(id.to_owned(), came.elapsed());
    }
    let id = format!("wamid.BENCH{:X}", uuid::Uuid::now_v7().simple());
    Json(json!({"messaging_product": "whatsapp", "messages": [{"id": id}]}))
}
