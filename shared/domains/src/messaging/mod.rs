//! Billed sends over a channel, and their delivery.

mod accept;
mod advance;
pub mod channel;
mod contacts;
mod content;
mod db;
mod error;
mod inbox;
pub mod jobs;
mod model;
mod numbers;
mod outcomes;
mod proof;
mod receive;
mod rollup;
mod spans;
mod templates;
mod threads;
mod usage;
pub mod verification;
mod withdraw;

pub use accept::{
    AcceptPlan, Accepted, Answering, Purpose, Resolution, Send, SendRequest, Strategy, accept, accept_in, lock_senders,
    must_be_locked, plan,
};
pub use advance::{News, advance, messages_of};
pub use channel::{Channel, ChannelSpec, Recipient, SendJob};
pub use contacts::{
    OptOut, OptOutOf, OptOutScope, forget_opt_out, is_opted_out_of_shared, opt_out, opt_out_recipients, opt_outs,
    window_ends,
};
pub use content::{Content, FilledTemplate, MAX_CAPTION_CHARACTERS, Media, MediaKind, UseTemplate};
pub use db::{
    Contact, Delivery, Direction, Filter, begin_sending, deliveries, get, list, lock, not_sent, refused, stopped,
};
pub use error::Refusal;
pub use inbox::{InboxContact, InboxPosition, Preview, inbox, inbox_contact};
pub use model::{MAX_BODY_CHARACTERS, Message, MessageStatus, NewMessage, ProviderError};
pub use numbers::{
    NewNumber, NumberError, OwnNumber, Verification, claim_number, forget_number, number, open_token, owner_of_number,
    throttle, throttle_of,
};
pub use outcomes::{Outcomes, outcomes};
pub use proof::orphan_charges;
pub use receive::receive;
pub use rollup::{Backfill, Folded, Pending, backfill, fold, pending};
pub use spans::Bucket;
pub use templates::{
    GrantError, Misuse, NewTemplate, NewTemplateGrant, Template, TemplateCategory, TemplateError, TemplateGrant,
    TemplateHeader, add_template, grant_template, remove_template, replace_template, revoke_template_grant, template,
    template_grants, templates,
};
pub use threads::{purge_threads, record_deliveries};
pub use usage::{Counts, StatusCount, Usage, counts, status_counts, usage};
pub use withdraw::withdraw;
