//! The handlers, one file per job kind.

mod apply_event;
mod apply_statuses;
mod change_jobs;
mod change_subscription;
mod create_checkout;
mod deliver_whatsapp;
mod distribute_credits;
mod generate_completion;
mod hold;
mod index_chat;
mod open_portal;
mod prove_credits;
mod purge;
mod recheck_numbers;
mod reset_usage;
mod send_in_app;
mod send_otp;
mod subscribe;
mod sum_flows;
mod sync_payments;
mod sync_subscriptions;
mod verify_number;
mod withdraw_work;

use shared::app::App;
use shared::messaging::Channel;
use strum::IntoEnumIterator;

use crate::handler::AnyHandler;
use crate::providers::stripe::Client;
use crate::start_error::StartError;

/// All handlers: the only place that registers a kind.
pub(crate) fn all(app: &App) -> Result<Vec<Box<dyn AnyHandler>>, StartError> {
    let stripe = app.config.stripe.as_ref().map(Client::new).transpose()?;
    let mut handlers = Channel::iter().map(|channel| of_channel(app, channel)).collect::<Result<Vec<_>, _>>()?;
    let others: Vec<Box<dyn AnyHandler>> = vec![
        Box::new(send_otp::Send::new(app)?),
        Box::new(apply_statuses::Apply),
        Box::new(verify_number::Verify::new(app)?),
        Box::new(recheck_numbers::Recheck),
        Box::new(generate_completion::Generate::new(app)?),
        Box::new(reset_usage::Reset),
        Box::new(distribute_credits::Distribute),
        Box::new(create_checkout::Create { stripe: stripe.clone() }),
        Box::new(apply_event::Apply { stripe: stripe.clone() }),
        Box::new(sync_payments::Sync { stripe: stripe.clone() }),
        Box::new(subscribe::Page { stripe: stripe.clone() }),
        Box::new(change_subscription::Change { stripe: stripe.clone() }),
        Box::new(open_portal::Open { stripe: stripe.clone() }),
        Box::new(sync_subscriptions::Sync { stripe }),
        Box::new(change_jobs::Change),
        Box::new(prove_credits::Prove),
        Box::new(purge::Idempotency),
        Box::new(purge::Jobs),
        Box::new(purge::Logins),
        Box::new(purge::Threads),
        Box::new(sum_flows::Sum),
        Box::new(index_chat::Index),
        Box::new(withdraw_work::Withdraw),
    ];
    handlers.extend(others);
    Ok(handlers)
}

/// The handler that sends a channel's messages.
fn of_channel(app: &App, channel: Channel) -> Result<Box<dyn AnyHandler>, StartError> {
    Ok(match channel {
        Channel::InApp => Box::new(send_in_app::Deliver),
        Channel::Whatsapp => Box::new(deliver_whatsapp::Deliver::new(app)?),
    })
}
