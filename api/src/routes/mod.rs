//! The endpoints, one file per area.

mod account_errors;
mod administration;
mod api_keys;
mod audit;
mod auth;
mod bulk_jobs;
pub(crate) mod channels;
pub mod chaos;
mod chat_messages;
mod chat_search;
mod completion_events;
pub(crate) mod completions;
mod contacts;
mod conversations;
mod credit_stats;
mod credits;
mod distributions;
mod events;
mod explain;
mod health;
mod hooks;
mod hooks_stripe;
mod hooks_whatsapp;
mod jobs;
mod ledger_audits;
mod me;
mod message_summary;
mod messages;
pub mod metrics;
mod otp;
mod password;
mod platform;
mod preferences;
mod profile;
mod queues;
pub(crate) mod quotas;
mod recharges;
mod resellers;
mod sessions;
mod sockets;
mod subscription;
mod template_grants;
mod templates;
mod transfers;
mod usage;
mod users;
mod wallet;
mod whatsapp_payload;

use shared::app::App;
use utoipa_axum::router::OpenApiRouter;

/// All endpoints, on top of `base`.
pub(crate) fn router(base: OpenApiRouter<App>) -> OpenApiRouter<App> {
    base.merge(auth::router())
        .merge(me::router())
        .merge(platform::router())
        .merge(otp::router())
        .merge(password::router())
        .merge(sessions::router())
        .merge(api_keys::router())
        .merge(users::router())
        .merge(resellers::router())
        .merge(profile::router())
        .merge(preferences::router())
        .merge(audit::router())
        .merge(quotas::router())
        .merge(bulk_jobs::router())
        .merge(jobs::router())
        .merge(events::router())
        .merge(messages::router())
        .merge(message_summary::router())
        .merge(contacts::router())
        .merge(sockets::router())
        .merge(templates::router())
        .merge(template_grants::router())
        .merge(channels::router())
        .merge(credits::router())
        .merge(distributions::router())
        .merge(credit_stats::router())
        .merge(wallet::router())
        .merge(transfers::router())
        .merge(conversations::router())
        .merge(chat_messages::router())
        .merge(chat_search::router())
        .merge(usage::router())
        .merge(recharges::router())
        .merge(subscription::router())
        .merge(hooks_whatsapp::router())
        .merge(hooks_stripe::router())
        .merge(health::router())
        .merge(metrics::router())
        .merge(queues::router())
        .merge(administration::router())
        .merge(ledger_audits::router())
}
