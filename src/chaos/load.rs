//! A bounded burst of messages through the API, of an account that exists for that.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use anyhow::{Context, ensure};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use shared::accounts::{self, NewSession, NewUser, Role, TokenTransport};
use shared::app::App;
use shared::ids::{MessageId, UserId};
use shared::ledger::{self, CREDIT, Movement};
use tokio::task::JoinSet;
use tokio::time::{interval, sleep};
use uuid::Uuid;

use super::log::Log;

/// Messages of a burst, and the time between two of them: long enough to break something meanwhile.
const COUNT: usize = 500;
const PACE: Duration = Duration::from_millis(50);
/// A client tries a request this often, with the same key, before it gives up.
const TRIES: u32 = 8;
const RETRY_DELAY: Duration = Duration::from_millis(250);
/// Ids remembered; beyond it the figures begin anew.
const MAX_IDS: usize = 3_000;
const SENDER: &str = "chaos_sender";
const RECIPIENT: &str = "chaos_recipient";
/// Refused by the simulator: a failed message with a refund.
const REFUSED: &str = "+15550000026";

/// The bursts so far.
pub(super) struct Load {
    app: App,
    /// The API's URL.
    api: String,
    log: Arc<Log>,
    http: reqwest::Client,
    busy: AtomicBool,
    refused: AtomicUsize,
    /// Accepted messages.
    accepted: Mutex<HashSet<MessageId>>,
}

impl Load {
    pub(super) fn new(app: App, api: String, log: Arc<Log>) -> Self {
        let http = reqwest::Client::new();
        Self {
            app,
            api,
            log,
            http,
            busy: AtomicBool::new(false),
            refused: AtomicUsize::new(0),
            accepted: Mutex::default(),
        }
    }

    pub(super) fn is_busy(&self) -> bool {
        self.busy.load(Ordering::Relaxed)
    }

    /// Number of messages that were refused.
    pub(super) fn refused(&self) -> usize {
        self.refused.load(Ordering::Relaxed)
    }

    /// The accepted messages.
    pub(super) fn accepted(&self) -> HashSet<MessageId> {
        self.accepted.lock().map(|ids| ids.clone()).unwrap_or_default()
    }

    /// Starts a burst; false if one is running.
    pub(super) fn start(self: &Arc<Self>, admin: UserId) -> bool {
        if self.busy.swap(true, Ordering::Relaxed) {
            return false;
        }
        self.log.add("load_started", &json!({"messages": COUNT}));
        let this = self.clone();
        tokio::spawn(async move {
            if let Err(error) = this.burst(admin).await {
                tracing::error!(error = format!("{error:#}"), "a burst of messages ended early");
            }
            this.log.add("load_sent", &json!({"accepted": this.accepted().len(), "refused": this.refused()}));
            this.busy.store(false, Ordering::Relaxed);
        });
        true
    }

    async fn burst(self: &Arc<Self>, admin: UserId) -> anyhow::Result<()> {
        if self.accepted().len() + COUNT > MAX_IDS {
            self.accepted.lock().map(|mut ids| ids.clear()).ok();
            self.refused.store(0, Ordering::Relaxed);
        }
        let sender = self.account(SENDER).await?;
        self.account(RECIPIENT).await?;
        self.pay(sender, admin).await?;
        let token = Arc::new(self.token(sender).await?);
        let (mut sends, mut pace) = (JoinSet::new(), interval(PACE));
        for number in 0..COUNT {
            pace.tick().await;
            let (this, token) = (self.clone(), token.clone());
            sends.spawn(async move { this.send(&token, &message(number)).await });
        }
        while sends.join_next().await.is_some() {}
        Ok(())
    }

    async fn account(&self, username: &str) -> anyhow::Result<UserId> {
        if let Some(user) = accounts::find(self.app.db.pool(), username).await? {
            return Ok(user.id);
        }
        // Nobody logs in as it.
        let password = format!("{}{}", Uuid::new_v4(), Uuid::new_v4());
        Ok(accounts::create_user(&self.app, &NewUser::named(username, password), Role::User).await?.id)
    }

    /// Gives the sender the credits of a burst.
    async fn pay(&self, sender: UserId, admin: UserId) -> anyhow::Result<()> {
        let price = self.app.config.credits.whatsapp.max(self.app.config.credits.in_app).max(1);
        let credits = price.saturating_mul(i64::try_from(COUNT)?);
        let mint = Movement::mint(sender, credits, admin, Some("Burst of the chaos page".into()));
        let mut tx = self.app.db.begin().await?;
        let posted = ledger::post(&mut tx, CREDIT, &[mint], self.app.clock.now()).await?;
        ensure!(posted.iter().all(Result::is_ok), "the credits of a burst were refused: {posted:?}");
        Ok(tx.commit().await?)
    }

    async fn token(&self, user: UserId) -> anyhow::Result<SecretString> {
        let mut tx = self.app.db.begin().await?;
        let new = NewSession {
            user,
            user_agent: Some("chaos page"),
            address: None,
            transport: TokenTransport::Body,
            seen: None,
        };
        let tokens = accounts::open_session(&self.app, &mut tx, new).await?.context("the sender is suspended")?;
        tx.commit().await?;
        Ok(tokens.access)
    }

    /// Sends a message as a careful client does: until there is a definite answer, with the same key.
    async fn send(&self, token: &SecretString, message: &Value) {
        let key = Uuid::new_v4().to_string();
        for _ in 0..TRIES {
            let request = self.http.post(format!("{}/v1/messages", self.api)).bearer_auth(token.expose_secret());
            let answer = request.header("Idempotency-Key", &key).json(message).send().await;
            match answer {
                Ok(answer) if answer.status().is_success() => {
                    let body: Value = answer.json().await.unwrap_or_default();
                    let id = body["message"]["id"].as_str().and_then(|id| id.parse().ok());
                    if let (Some(id), Ok(mut ids)) = (id, self.accepted.lock()) {
                        ids.insert(id);
                    }
                    return;
                }
                Ok(answer) if answer.status().is_client_error() && answer.status() != 429 && answer.status() != 409 => {
                    break;
                }
                _ => sleep(RETRY_DELAY).await,
            }
        }
        self.refused.fetch_add(1, Ordering::Relaxed);
    }
}

/// Half within the platform, half to phones, of which some refuse.
fn message(number: usize) -> Value {
    let text = format!("Message {} of a burst", number + 1);
    match number {
        number if number % 20 == 7 => json!({"channel": "whatsapp", "to": REFUSED, "body": text}),
        number if number % 2 == 1 => {
            json!({"channel": "whatsapp", "to": format!("+1555012{number:04}"), "body": text})
        }
        _ => json!({"channel": "in_app", "to": RECIPIENT, "body": text}),
    }
}
