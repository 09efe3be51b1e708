//! `maintenance.index_chat`: stores the words of chat messages that lack them.

use futures::FutureExt;
use shared::app::App;
use shared::chat;
use shared::maintenance::jobs::{IndexChat, Indexed};

use crate::attempt::Attempt;
use crate::batches::in_batches;
use crate::handler::{Handler, Outcome, RunError};

pub(super) struct Index;

impl Handler for Index {
    type Kind = IndexChat;

    async fn run(&self, app: &App, _: &IndexChat, _: &Attempt) -> Result<Outcome<Indexed>, RunError> {
        let indexed = in_batches(app, "chat messages indexed", |_, tx| chat::index(tx).boxed()).await?;
        Ok(Outcome::Done(Indexed { messages: indexed }))
    }
}
