//! `/v1/platform`: the installation and its features, for its console and other clients.

use std::collections::BTreeMap;

use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use serde::Serialize;
use shared::accounts::{PASSWORD_MAX_BYTES, PASSWORD_MIN_CHARACTERS};
use shared::app::App;
use shared::billing;
use shared::chat;
use shared::config::SignupCreditsFor;
use shared::messaging::{self, Channel};
use shared::money::Money;
use strum::IntoEnumIterator;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::chaos::Lab;
use super::messages::MAX_AHEAD;
use super::recharges::MAX_RECHARGE;
use crate::cached::Cached;
use crate::extract;
use crate::problem::Problem;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(get))
}

/// The installation and its features. It changes only with the configuration.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Platform)]
struct Platform {
    /// Display name.
    #[schema(examples("Switchboard"))]
    name: String,
    /// Its version.
    version: &'static str,
    signup: Signup,
    /// Channels by name; one that is absent is not configured.
    channels: BTreeMap<String, ChannelOffer>,
    /// Whether one-time codes can be sent: for phone logins and password resets.
    one_time_codes: bool,
    /// The assistant; null if not configured.
    assistant: Option<AssistantOffer>,
    /// Payments; null if not configured.
    payments: Option<PaymentOffer>,
    /// The currency of wallets and prices, ISO 4217.
    #[schema(examples("USD"))]
    currency: String,
    /// The price of a credit, in `currency`.
    credit_price: Money,
    limits: PlatformLimits,
    links: Links,
    /// Whether the console has the chaos page, on which admins break the system on purpose: only `switchboard dev` with
    /// the simulated WhatsApp.
    chaos: bool,
}

/// Sign-up settings.
#[derive(Debug, Serialize, ToSchema)]
struct Signup {
    /// Whether sign-up is open.
    open: bool,
    /// Initial credits of a new user.
    credits: i64,
    /// Whether these are promotional: valid for in-app messages only.
    promotional: bool,
}

/// A configured channel.
#[derive(Debug, Serialize, ToSchema)]
struct ChannelOffer {
    /// Price of a message in credits.
    price: i64,
}

/// The configured assistant.
#[derive(Debug, Serialize, ToSchema)]
struct AssistantOffer {
    /// Completions per UTC day in the basic tier.
    basic_daily_limit: i32,
}

/// Payment settings.
#[derive(Debug, Serialize, ToSchema)]
struct PaymentOffer {
    /// Whether users can subscribe to a plan.
    subscriptions: bool,
    /// The Pro plan; null if users can't subscribe.
    pro: Option<PlanOffer>,
    /// The smallest payment, in `currency`.
    minimum: Money,
    /// The largest payment, in `currency`.
    maximum: Money,
}

/// A plan.
#[derive(Debug, Serialize, ToSchema)]
struct PlanOffer {
    /// Its price per `interval`, in `currency`, as the operator announces it; null if not announced. The payment page is
    /// binding.
    price: Option<Money>,
    interval: PlanInterval,
}

/// The interval of a plan's payments.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum PlanInterval {
    Month,
}

/// Limits of requests.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlatformLimits)]
struct PlatformLimits {
    /// Bytes of a request body.
    body_bytes: usize,
    /// Characters of a message.
    message_characters: usize,
    /// Characters of a file's caption.
    caption_characters: usize,
    /// Bytes of a chat message.
    chat_message_bytes: usize,
    /// Days a message can be scheduled ahead.
    schedule_ahead_days: i64,
    /// Credits of a recharge.
    recharge_credits: i64,
    /// The fewest characters of a password.
    password_min_characters: usize,
    /// The most bytes of a password.
    password_max_bytes: usize,
    /// The most per transfer, in `currency`.
    transfer: Money,
    /// The most that a user may send to others per UTC day, in `currency`.
    transfer_daily: Money,
}

/// Related pages, as paths of this origin.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlatformLinks)]
struct Links {
    /// The OpenAPI document.
    openapi: &'static str,
    /// Interactive API explorer.
    explorer: &'static str,
    /// API reference.
    reference: &'static str,
}

impl Platform {
    fn of(app: &App, chaos: bool) -> Self {
        let config = &app.config;
        let offered = Channel::iter().filter(|channel| (channel.spec().is_configured)(config));
        let offer = |channel: Channel| ChannelOffer { price: (channel.spec().price)(&config.credits) };
        let channels = offered.map(|channel| (channel.to_string(), offer(channel))).collect();
        let basic_daily_limit = config.tiers.basic_daily_limit;
        Self {
            name: config.http.app_name.clone(),
            version: env!("CARGO_PKG_VERSION"),
            signup: Signup {
                open: config.auth.signup_open,
                credits: config.credits.signup,
                promotional: config.credits.signup_for == SignupCreditsFor::InApp,
            },
            channels,
            one_time_codes: config.plivo.is_some(),
            assistant: config.gemini.as_ref().map(|_| AssistantOffer { basic_daily_limit }),
            payments: config.stripe.as_ref().map(|stripe| PaymentOffer {
                subscriptions: stripe.price_id_pro.is_some(),
                pro: stripe
                    .price_id_pro
                    .is_some()
                    .then(|| PlanOffer { price: stripe.pro_price.map(Money), interval: PlanInterval::Month }),
                minimum: Money(billing::LEAST_PAYMENT),
                maximum: Money(billing::MOST_PAYMENT),
            }),
            currency: config.money.currency.clone(),
            credit_price: Money(config.money.credit_price),
            limits: PlatformLimits {
                body_bytes: extract::MAX_BODY,
                message_characters: messaging::MAX_BODY_CHARACTERS,
                caption_characters: messaging::MAX_CAPTION_CHARACTERS,
                chat_message_bytes: chat::MAX_BODY_BYTES,
                schedule_ahead_days: MAX_AHEAD.num_days(),
                recharge_credits: MAX_RECHARGE,
                password_min_characters: PASSWORD_MIN_CHARACTERS,
                password_max_bytes: PASSWORD_MAX_BYTES,
                transfer: Money(config.money.transfer_limit),
                transfer_daily: Money(config.money.transfer_daily_limit),
            },
            links: Links { openapi: "/openapi.json", explorer: "/docs/", reference: "/redoc" },
            chaos,
        }
    }
}

/// Describes this installation: name, version, channels with prices, limits.
///
/// The response may be cached for a minute and has an `ETag`.
#[utoipa::path(get, path = "/v1/platform", tag = "platform",
    params(("If-None-Match" = Option<String>, Header, description = "The `ETag` of an earlier response")),
    responses(
        (status = 200, description = "The installation", body = Platform),
        (status = 304, description = "Unchanged"),
    ))]
async fn get(State(app): State<App>, lab: Option<Extension<Lab>>, headers: HeaderMap) -> Result<Response, Problem> {
    let body = serde_json::to_vec(&Platform::of(&app, lab.is_some())).map_err(|error| {
        tracing::error!(%error, "the platform description can't be serialised");
        Problem::internal()
    })?;
    let json = HeaderValue::from_static("application/json");
    Ok(Cached::new(body).answer(&headers, &json, "public, max-age=60"))
}
