//! WhatsApp's throttles: one per number, and its opening and closing.

use std::time::Duration;

use serde_json::json;
use shared::accounts;
use shared::app::App;
use shared::config::WhatsApp;
use shared::events::{self, NewEvent};
use shared::ids::UserId;
use shared::jobs::JobError;
use shared::messaging::{self, Channel, Delivery, OptOutScope};

use crate::handler::RunError;
use crate::local_limiter::{Admission, LocalLimiter};
use crate::providers::whatsapp::{Class, Number};

/// The pause after an error that an operator has to fix, before one probe message.
const UNAUTHORIZED: Duration = Duration::from_secs(60);
/// The pause if WhatsApp restricted the number or blocked the account.
const RESTRICTED: Duration = Duration::from_secs(15 * 60);

/// All.
pub(crate) struct Throttles {
    pacer: LocalLimiter,
    start: f64,
    shared_number: Number,
}

/// A message's throttle.
pub(crate) struct Throttle<'a> {
    throttles: &'a Throttles,
    app: &'a App,
    name: String,
    /// `None`: the platform's number.
    owner: Option<UserId>,
    sender: Option<UserId>,
    to: String,
}

impl Throttles {
    pub fn new(app: &App, config: &WhatsApp) -> Self {
        Self {
            pacer: LocalLimiter::new(&app.throttles, app.config.work.concurrency),
            start: f64::from(config.messages_per_second),
            shared_number: Number { id: config.phone_number_id.clone(), access_token: config.access_token.clone() },
        }
    }

    /// The number that sends a message, and its throttle.
    pub fn of<'a>(&'a self, app: &'a App, delivery: &Delivery) -> Result<(Number, Throttle<'a>), RunError> {
        let own = delivery.number_id.as_ref().zip(delivery.access_token.as_ref()).zip(delivery.sender);
        let (number, owner) = match own {
            Some(((id, sealed), owner)) => {
                let access_token = messaging::open_token(&app.sealer, owner, sealed)?;
                (Number { id: id.clone(), access_token }, Some(owner))
            }
            None => {
                let Number { id, access_token } = &self.shared_number;
                (Number { id: id.clone(), access_token: access_token.clone() }, None)
            }
        };
        let (sender, to) = (delivery.sender, delivery.to.clone());
        let throttle = Throttle { throttles: self, app, name: messaging::throttle(&number.id), owner, sender, to };
        Ok((number, throttle))
    }
}

impl Throttle<'_> {
    /// Waits briefly for a permit.
    pub async fn admit(&self) -> Admission {
        match self.app.throttles.closed_for(&self.pair()).await {
            Some(wait) => Admission::Later(wait),
            None => self.throttles.pacer.pass(&self.name, self.throttles.start).await,
        }
    }

    /// The recipient's throttle. Redis must not contain phone numbers.
    fn pair(&self) -> String {
        format!("pair:{}:{}", self.name, self.app.limiter.hidden(&self.to))
    }

    /// Why a message has to wait.
    pub async fn wait_reason(&self) -> JobError {
        if self.app.throttles.closed_for(&self.pair()).await.is_some() {
            let message = "WhatsApp's rate limit for this recipient is reached.";
            return JobError::transient("recipient_rate_limited", message);
        }
        let code = self.app.throttles.state(&self.name).await.ok().flatten().and_then(|state| state.code);
        let code = code.unwrap_or_else(|| "provider_rate_limited".into());
        let message = match code.as_str() {
            "provider_rate_limited" => "WhatsApp's rate limit for this number is reached.",
            "provider_auth" => "WhatsApp rejected the number's credentials. Sending is paused until they are fixed.",
            _ => "WhatsApp restricted this number. Sending is paused until that is resolved.",
        };
        JobError::transient(code, message)
    }

    /// Lowers the rate; returns when to retry this message.
    pub async fn slow_down(&self, age: Duration, pause: Option<Duration>, code: &str) -> Duration {
        self.app.throttles.slow_down(&self.name, self.throttles.start, age, pause, code).await;
        self.app.throttles.defer(&self.name, self.throttles.start, 0).await
    }

    /// Pauses this recipient; returns for how long.
    pub async fn back_off_recipient(&self) -> Duration {
        self.app.throttles.back_off(&self.pair()).await
    }

    /// Stops the throttle and notifies its owners, once; returns when to retry this message.
    pub async fn stop(&self, app: &App, class: Class, error: &JobError) -> Result<Duration, RunError> {
        let pause = if class == Class::Unauthorized { UNAUTHORIZED } else { RESTRICTED };
        if app.throttles.stop(&self.name, pause, &error.code).await {
            tracing::error!(throttle = self.name, code = error.code, "channel stopped");
            self.record_event(app, "channel.stopped", Some(error)).await?;
        }
        Ok(app.throttles.defer(&self.name, self.throttles.start, 0).await)
    }

    /// Opens a stopped throttle.
    pub async fn mark_recovered(&self, app: &App) -> Result<(), RunError> {
        if app.throttles.open(&self.name).await {
            tracing::info!(throttle = self.name, "channel resumed");
            self.record_event(app, "channel.resumed", None).await?;
        }
        Ok(())
    }

    async fn record_event(&self, app: &App, kind: &str, error: Option<&JobError>) -> Result<(), RunError> {
        let mut tx = app.db.begin().await?;
        let owners = match self.owner {
            Some(owner) => vec![owner],
            None => accounts::admins(tx.conn()).await?,
        };
        let data = json!({"channel": Channel::Whatsapp, "throttle": self.name, "lane": self.name, "error": error});
        let events: Vec<_> =
            owners.into_iter().map(|owner| NewEvent { owner, kind: kind.into(), data: data.clone() }).collect();
        events::record(&mut tx, events, app.clock.now());
        Ok(tx.commit().await?)
    }

    /// Records a marketing opt-out.
    pub async fn opted_out(&self, app: &App) -> Result<(), RunError> {
        let Some(sender) = self.sender else { return Ok(()) };
        let mut tx = app.db.begin().await?;
        messaging::opt_out(&mut tx, (sender, Channel::Whatsapp), &self.to, OptOutScope::Marketing, app.clock.now())
            .await?;
        Ok(tx.commit().await?)
    }
}
