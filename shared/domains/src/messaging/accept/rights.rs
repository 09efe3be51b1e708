//! Whether a sender may send a message at all.

use super::lookups::{Sender, SharedLookups};
use crate::accounts::Role;
use crate::config::ExternalSending;
use crate::messaging::content::{Content, FilledTemplate};
use crate::messaging::{Channel, Refusal};

/// Whether an account may send over a channel now.
pub(super) fn check_sender(sender: &Sender, channel: Channel, policy: ExternalSending) -> Result<(), Refusal> {
    if let Some(reason) = &sender.stopped {
        return Err(Refusal::SendingStopped { reason: reason.clone() });
    }
    if !channel.is_external() || sender.right.may_send_outside(policy) {
        return Ok(());
    }
    Err(Refusal::ExternalSendingNotAllowed { by_verified_number: policy == ExternalSending::Proven })
}

impl SharedLookups {
    /// Whether an account may send this from the number in use. The shared number's templates belong to the platform.
    pub(super) fn check_template(
        &self,
        (sender, has_own_number): (&Sender, bool),
        content: Option<&Content>,
        policy: ExternalSending,
    ) -> Result<(), Refusal> {
        let Some(Content::Template(FilledTemplate { name, language, .. })) = content else { return Ok(()) };
        let is_free = has_own_number || policy == ExternalSending::Open || sender.right.role == Role::Admin;
        if is_free || self.granted.covers(sender.user.id, name, language) {
            return Ok(());
        }
        Err(Refusal::TemplateNotGranted)
    }
}
