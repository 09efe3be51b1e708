//! The handlers, one file a kind of job.

mod apply_event;
mod apply_statuses;
mod archive_usage;
mod change_subscription;
mod create_checkout;
mod deliver_whatsapp;
mod distribute_credits;
mod generate_completion;
mod open_portal;
mod prove_credits;
mod purge_idempotency;
mod purge_jobs;
mod purge_logins;
mod send_in_app;
mod send_otp;
mod subscribe;
mod sync_payments;
mod sync_subscriptions;
mod withdraw_work;

use shared::app::App;

use crate::engine::StartError;
use crate::handler::AnyHandler;

/// All handlers: the one place where a kind is registered.
pub(crate) fn all(app: &App) -> Result<Vec<Box<dyn AnyHandler>>, StartError> {
    Ok(vec![
        Box::new(send_otp::Send::new(app)?),
        Box::new(send_in_app::Deliver),
        Box::new(deliver_whatsapp::Deliver::new(app)?),
        Box::new(apply_statuses::Apply),
        Box::new(generate_completion::Generate::new(app)?),
        Box::new(archive_usage::Archive),
        Box::new(distribute_credits::Distribute),
        Box::new(create_checkout::Create::new(app)?),
        Box::new(apply_event::Apply::new(app)?),
        Box::new(sync_payments::Sync::new(app)?),
        Box::new(subscribe::Page::new(app)?),
        Box::new(change_subscription::Change::new(app)?),
        Box::new(open_portal::Open::new(app)?),
        Box::new(sync_subscriptions::Sync::new(app)?),
        Box::new(prove_credits::Prove),
        Box::new(purge_idempotency::Purge),
        Box::new(purge_jobs::Purge),
        Box::new(purge_logins::Purge),
        Box::new(withdraw_work::Withdraw),
    ])
}
