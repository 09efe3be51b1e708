//! The simulated WhatsApp: its troubles, and what it received.

use std::collections::{HashMap, HashSet};
use std::sync::Mutex;
use std::time::Duration;

use serde_json::{Value, json};
use shared::ids::MessageId;

/// The delay of a slow provider.
const DELAY_MS: u64 = 1_500;
/// "Service unavailable": retried by the workers.
const OUTAGE: u32 = 131_016;
/// The newest messages of the simulator that are compared.
const COMPARED: usize = 3_000;
const TIMEOUT: Duration = Duration::from_secs(5);

/// The troubles of the provider.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub(super) struct Troubles {
    pub(super) slow: bool,
    pub(super) broken: bool,
    pub(super) reordered: bool,
}

/// Its controls.
pub(super) struct Provider {
    url: String,
    http: reqwest::Client,
    troubles: Mutex<Troubles>,
    turn: tokio::sync::Mutex<()>,
}

impl Provider {
    /// `url`: the simulator's.
    pub(super) fn new(url: &str) -> reqwest::Result<Self> {
        let http = reqwest::Client::builder().timeout(TIMEOUT).build()?;
        Ok(Self {
            url: format!("{url}/simulator/whatsapp"),
            http,
            troubles: Mutex::default(),
            turn: tokio::sync::Mutex::default(),
        })
    }

    pub(super) fn troubles(&self) -> Troubles {
        self.troubles.lock().map(|it| *it).unwrap_or_default()
    }

    /// Changes the troubles. One change at a time: each builds on the one before.
    pub(super) async fn change(&self, change: impl FnOnce(&mut Troubles) + Send) -> reqwest::Result<()> {
        let _turn = self.turn.lock().await;
        let mut troubles = self.troubles();
        change(&mut troubles);
        let delay = if troubles.slow { DELAY_MS } else { 0 };
        let limits = json!({"answer_delay_ms": delay, "reverse_statuses": troubles.reordered});
        self.put("limits", &limits).await?;
        self.put("outage", &json!({"code": troubles.broken.then_some(OUTAGE)})).await?;
        if let Ok(mut known) = self.troubles.lock() {
            *known = troubles;
        }
        Ok(())
    }

    async fn put(&self, control: &str, body: &Value) -> reqwest::Result<()> {
        let request = self.http.put(format!("{}/{control}", self.url)).json(body);
        request.send().await?.error_for_status().map(drop)
    }

    /// How often the provider accepted each of these messages.
    pub(super) async fn accepted(&self, ours: &HashSet<MessageId>) -> reqwest::Result<HashMap<MessageId, u32>> {
        let request = self.http.get(format!("{}/messages?limit={COMPARED}", self.url));
        let list: Value = request.send().await?.error_for_status()?.json().await?;
        let mut times = HashMap::new();
        for message in list["data"].as_array().into_iter().flatten() {
            let id = message["callback_data"].as_str().and_then(|id| id.parse().ok());
            if let Some(id) = id.filter(|id| ours.contains(id)) {
                *times.entry(id).or_insert(0) += 1;
            }
        }
        Ok(times)
    }
}
