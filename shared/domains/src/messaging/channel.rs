//! The differences between channels: one [`ChannelSpec`] value per channel. No other code of this domain or of the API
//! asks which channel a message has.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures::FutureExt;
use futures::future::BoxFuture;
use serde::{Deserialize, Serialize};
use strum::IntoEnumIterator;

use super::numbers::{self, throttle_of};
use crate::app::App;
use crate::config::{Config, Credits, Quota, SignupCreditsFor};
use crate::ids::{MessageId, UserId};
use crate::jobs::{JobKind, NewJob, Queue};
use crate::ledger::Promotional;

crate::text_enum! {
    /// A delivery channel.
    #[derive(PartialOrd, Ord)]
    pub enum Channel {
        /// To another user, inside Switchboard.
        InApp,
        /// To a phone, over WhatsApp Cloud.
        Whatsapp,
    }
}

/// The recipients of a channel: the meaning of a message's `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recipient {
    /// A user of the platform, by id or name. Only such a channel needs no right to send outside the platform.
    User,
    /// A phone, by its number in E.164.
    Phone,
}

/// The properties of a channel.
pub struct ChannelSpec {
    /// Its recipients.
    pub recipient: Recipient,
    /// Whether it carries files and templates as such; otherwise files are refused and templates become text.
    pub carries_content: bool,
    /// Whether an account may send from its own WhatsApp number.
    pub has_own_numbers: bool,
    /// Whether the installation offers it.
    pub is_configured: fn(&Config) -> bool,
    /// Price of a segment, in credits.
    pub price: fn(&Credits) -> i64,
    /// Segments that a text is billed as.
    pub segments: fn(&str) -> i16,
    /// Whether promotional credits pay for it.
    pub promotional: fn(&Credits) -> Promotional,
    /// Limits for the messages of all accounts from the platform's own sender.
    pub shared_quotas: fn(&Config) -> &[Quota],
    /// The channel under which its recipients' opt-outs are recorded; `None` if they can't opt out.
    pub opt_outs: Option<Channel>,
    /// How long after a phone's last message free texts are allowed; `None` if always.
    pub window: Option<TimeDelta>,
    /// The job that sends a message.
    pub job: SendJob,
    /// The key of the provider throttle that an account's messages wait for, if any.
    pub throttle: for<'a> fn(&'a App, UserId) -> BoxFuture<'a, sqlx::Result<Option<String>>>,
}

/// The kind of job that sends a channel's messages.
pub struct SendJob {
    /// Its name.
    pub kind: &'static str,
    /// Its queue.
    pub queue: Queue,
    new: fn(MessageId, DateTime<Utc>) -> sqlx::Result<NewJob>,
}

impl SendJob {
    const fn of<K: SendsMessage>() -> Self {
        Self { kind: K::NAME, queue: K::QUEUE, new: |message, run_at| NewJob::new(&K::of(message), run_at) }
    }

    /// The job that sends `message`, from `run_at` on.
    pub(super) fn new_job(&self, message: MessageId, run_at: DateTime<Utc>) -> sqlx::Result<NewJob> {
        (self.new)(message, run_at)
    }
}

/// WhatsApp's window of free texts after a phone's last message; WhatsApp's own clock decides.
pub(super) const WHATSAPP_WINDOW: TimeDelta = TimeDelta::hours(24);

static IN_APP: ChannelSpec = ChannelSpec {
    recipient: Recipient::User,
    carries_content: false,
    has_own_numbers: false,
    is_configured: |_| true,
    price: |credits| credits.in_app,
    segments: |_| 1,
    promotional: |_| Promotional::First,
    shared_quotas: |_| &[],
    opt_outs: None,
    window: None,
    job: SendJob::of::<SendInApp>(),
    throttle: |_, _| std::future::ready(Ok(None)).boxed(),
};

static WHATSAPP: ChannelSpec = ChannelSpec {
    recipient: Recipient::Phone,
    carries_content: true,
    has_own_numbers: true,
    is_configured: |config| config.whatsapp.is_some(),
    price: |credits| credits.whatsapp,
    segments: |_| 1,
    promotional: |credits| match credits.signup_for {
        SignupCreditsFor::InApp => Promotional::Unused,
        // Credits granted while they were valid for in-app messages only.
        SignupCreditsFor::All => Promotional::Last,
    },
    shared_quotas: |config| &config.sending.of_shared_number,
    opt_outs: Some(Channel::Whatsapp),
    window: Some(WHATSAPP_WINDOW),
    job: SendJob::of::<DeliverWhatsApp>(),
    throttle: |app, sender| {
        async move {
            let number = numbers::number(app.db.pool(), sender).await?;
            Ok(throttle_of(&app.config, number.as_ref()))
        }
        .boxed()
    },
};

impl Channel {
    /// Its properties.
    #[must_use]
    pub fn spec(self) -> &'static ChannelSpec {
        match self {
            Self::InApp => &IN_APP,
            Self::Whatsapp => &WHATSAPP,
        }
    }

    /// Whether it leaves the platform: its messages need a right and count towards the daily limits.
    #[must_use]
    pub fn is_external(self) -> bool {
        self.spec().recipient != Recipient::User
    }

    /// The channel whose messages a kind of job sends.
    #[must_use]
    pub fn sent_by(kind: &str) -> Option<Self> {
        Self::iter().find(|channel| channel.spec().job.kind == kind)
    }
}

/// A kind of job that sends one message: a channel's.
pub trait SendsMessage: JobKind {
    /// The payload that sends `message_id`. The message is its field `message_id`.
    fn of(message_id: MessageId) -> Self;

    /// The message.
    fn message(&self) -> MessageId;
}

/// Delivers an in-app message to its recipient.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendInApp {
    /// The message.
    pub message_id: MessageId,
}

impl JobKind for SendInApp {
    const NAME: &'static str = "message.send";
    const QUEUE: Queue = Queue::Messages;
    const MAX_ATTEMPTS: i32 = 5;
    const TIMEOUT: Duration = Duration::from_secs(10);
    type Output = Sent;
}

impl SendsMessage for SendInApp {
    fn of(message_id: MessageId) -> Self {
        Self { message_id }
    }

    fn message(&self) -> MessageId {
        self.message_id
    }
}

/// Sends a message over WhatsApp.
#[derive(Debug, Serialize, Deserialize)]
pub struct DeliverWhatsApp {
    /// The message.
    pub message_id: MessageId,
}

impl JobKind for DeliverWhatsApp {
    const NAME: &'static str = "whatsapp.deliver";
    const QUEUE: Queue = Queue::Whatsapp;
    const MAX_ATTEMPTS: i32 = 6;
    const TIMEOUT: Duration = Duration::from_secs(30);
    type Output = Sent;
}

impl SendsMessage for DeliverWhatsApp {
    fn of(message_id: MessageId) -> Self {
        Self { message_id }
    }

    fn message(&self) -> MessageId {
        self.message_id
    }
}

/// Result of a send.
#[derive(Debug, Serialize, Deserialize)]
pub struct Sent {
    /// The message.
    pub message_id: MessageId,
    /// The provider's message id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider_message_id: Option<String>,
}
