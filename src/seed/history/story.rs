//! An application in the past: its clock stands still until the next action, and its workers run when asked to.

use std::collections::HashMap;

use anyhow::{Context, ensure};
use chrono::{DateTime, TimeDelta, Utc};
use reqwest::Method;
use serde_json::{Value, json};
use shared::app::App;
use shared::ids::MessageId;
use shared::messaging::{self, MessageStatus, News};
use worker::Engine;

use super::servers::Servers;
use crate::seed::users::PASSWORD;

/// The age at which an access token is replaced.
const TOKEN_AGE: TimeDelta = TimeDelta::hours(20);
/// The browser of the demo users.
const BROWSER: &str =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36";

/// A user's session.
struct Login {
    access: String,
    refresh: String,
    issued_at: DateTime<Utc>,
}

/// A status that a message gets once it was sent.
struct PendingStatus {
    id: MessageId,
    status: MessageStatus,
    /// Delay since it was sent.
    delay: TimeDelta,
}

/// The past, as far as it was written.
pub(super) struct Story {
    pub(super) app: App,
    pub(super) servers: Servers,
    engine: Engine,
    http: reqwest::Client,
    logins: HashMap<String, Login>,
    statuses: Vec<PendingStatus>,
    /// Messages that their recipients read once they arrived: user and message.
    reads: Vec<(String, MessageId)>,
}

impl Story {
    /// Begins at a time, with the clock stopped.
    pub(super) fn begin(app: App, servers: Servers, at: DateTime<Utc>) -> anyhow::Result<Self> {
        app.clock.stop();
        app.clock.advance(at - app.clock.now());
        let engine = Engine::new(app.clone())?;
        let http = reqwest::Client::builder().user_agent(BROWSER).build()?;
        Ok(Self { app, servers, engine, http, logins: HashMap::new(), statuses: Vec::new(), reads: Vec::new() })
    }

    /// Moves the clock to a time, unless that is past already.
    pub(super) fn go_to(&self, at: DateTime<Utc>) {
        let clock = &self.app.clock;
        clock.advance((at - clock.now()).max(TimeDelta::zero()));
    }

    pub(super) async fn get(&mut self, user: &str, path: &str) -> anyhow::Result<Value> {
        self.call(user, Method::GET, path, &Value::Null).await
    }

    pub(super) async fn post(&mut self, user: &str, path: &str, body: &Value) -> anyhow::Result<Value> {
        self.call(user, Method::POST, path, body).await
    }

    /// A request of a user to the API; returns its JSON.
    pub(super) async fn call(&mut self, user: &str, method: Method, path: &str, body: &Value) -> anyhow::Result<Value> {
        let token = self.token(user).await?;
        self.request(method, path, Some(&token), body).await
    }

    /// A request to the API without a user.
    pub(super) async fn call_unauthenticated(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        self.request(Method::POST, path, None, body).await
    }

    async fn request(&self, method: Method, path: &str, token: Option<&str>, body: &Value) -> anyhow::Result<Value> {
        let mut request = self.http.request(method.clone(), format!("{}{path}", self.servers.api));
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        if !body.is_null() {
            request = request.json(body);
        }
        let response = request.send().await?;
        let (status, text) = (response.status(), response.text().await?);
        // The texts of demo users are no secrets.
        ensure!(status.is_success(), "{method} {path}: {status} {text}");
        Ok(serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    /// A user's access token.
    async fn token(&mut self, user: &str) -> anyhow::Result<String> {
        let now = self.app.clock.now();
        let answer = match self.logins.get(user) {
            Some(login) if now - login.issued_at < TOKEN_AGE => return Ok(login.access.clone()),
            Some(login) => {
                let body = json!({"refresh_token": login.refresh});
                self.call_unauthenticated("/v1/auth/refresh", &body).await?
            }
            None => {
                let body = json!({"username": user, "password": PASSWORD});
                self.call_unauthenticated("/v1/auth/token", &body).await?
            }
        };
        let text = |name: &str| answer[name].as_str().map(str::to_owned).with_context(|| format!("no {name}"));
        let (access, refresh) = (text("access_token")?, text("refresh_token")?);
        self.logins.insert(user.to_owned(), Login { access: access.clone(), refresh, issued_at: now });
        Ok(access)
    }

    /// A control of the simulated Stripe.
    pub(super) async fn stripe(&self, path: &str) -> anyhow::Result<Value> {
        let url = format!("{}/simulator/stripe/{path}", self.servers.simulator);
        let response = self.http.post(url).json(&json!({"deliver": 0})).send().await?;
        Ok(response.error_for_status()?.json().await?)
    }

    /// Gives a message a status some time after the workers have sent it.
    pub(super) fn expect_status(&mut self, id: MessageId, status: MessageStatus, delay: TimeDelta) {
        self.statuses.push(PendingStatus { id, status, delay });
    }

    /// Has a user read a message once it arrived.
    pub(super) fn expect_read(&mut self, user: &str, id: MessageId) {
        self.reads.push((user.to_owned(), id));
    }

    /// Whether messages wait for the workers.
    pub(super) fn has_unsent(&self) -> bool {
        !self.statuses.is_empty()
    }

    /// Runs all due jobs, then applies the statuses of the messages that they sent.
    pub(super) async fn work(&mut self) -> anyhow::Result<()> {
        worker::drain(&self.engine).await.map_err(anyhow::Error::from_boxed)?;
        let now = self.app.clock.now();
        let pending = std::mem::take(&mut self.statuses);
        if let Some(latest) = pending.iter().map(|it| it.delay).max() {
            let news: Vec<_> = pending.iter().map(|it| News::of(it.id, it.status, now + it.delay)).collect();
            self.app.clock.advance(latest);
            let mut tx = self.app.db.begin().await?;
            let now = self.app.clock.now();
            messaging::advance(&mut tx, &news, now).await?;
            // As after a webhook: an answer belongs to the sender of a delivered message.
            let shared = self.app.config.whatsapp.as_ref().map_or("", |config| config.phone_number_id.as_str());
            let delivered: Vec<_> = news.iter().map(|it| (it.id, it.at)).collect();
            messaging::record_deliveries(&mut tx, shared, &delivered, now).await?;
            tx.commit().await?;
        }
        for (user, id) in std::mem::take(&mut self.reads) {
            self.app.clock.advance(TimeDelta::seconds(9));
            self.post(&user, &format!("/v1/messages/{id}/read"), &Value::Null).await?;
        }
        Ok(())
    }
}
