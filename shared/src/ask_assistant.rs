//! Asking the assistant: a usage unit, a message and a job, all or none.

use crate::app::App;
use crate::assistant::{self, Ask, Unanswered};
use crate::chat::{self, ChatMessage, NewChatMessage, Purpose};
use crate::db::Tx;
use crate::ids::{ConversationId, JobId, UserId};
use crate::jobs::Job;
use crate::rate_limit::Verdict;

/// Why a question was refused.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// No model is configured.
    #[error("no model is set up")]
    NotSetUp,
    /// The conversation refused it.
    #[error(transparent)]
    Chat(#[from] chat::Refusal),
    /// The daily limit of completions is reached.
    #[error(transparent)]
    Usage(#[from] assistant::Refusal),
    /// The fair use limit is reached.
    #[error("more questions than are fair")]
    FairUse(Verdict),
}

impl Refusal {
    /// The public code of a refused retry.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotSetUp => "channel_not_configured",
            // Its conversation or question is gone.
            Self::Chat(_) => "not_found",
            Self::Usage(assistant::Refusal::DailyLimit { .. }) => "daily_limit_reached",
            Self::Usage(assistant::Refusal::Database(_)) => "internal_error",
            Self::FairUse(_) => "fair_use_exceeded",
        }
    }
}

impl From<sqlx::Error> for Refusal {
    fn from(error: sqlx::Error) -> Self {
        Self::Usage(error.into())
    }
}

/// Result of a question.
#[derive(Debug)]
pub enum Outcome {
    /// It was accepted.
    Accepted(ChatMessage, Box<Job>),
    /// It was accepted before, under the same `client_id`; `tx` must be rolled back.
    Duplicate(ChatMessage),
}

/// Asks a question in an assistant conversation. Lock order: the conversation's line, the user's day, the conversation.
///
/// # Errors
/// The refusal, after which `tx` must be rolled back; database errors.
pub async fn ask(
    app: &App,
    tx: &mut Tx,
    (user, conversation): (UserId, ConversationId),
    new: &NewChatMessage,
    request_id: Option<String>,
) -> Result<Outcome, Refusal> {
    if app.config.gemini.is_none() {
        return Err(Refusal::NotSetUp);
    }
    if let Some(client_id) = &new.client_id
        && let Some(message) = chat::sent_as(tx.conn(), conversation, user, client_id).await?
    {
        return Ok(Outcome::Duplicate(message));
    }
    check_fair_use(app, tx, user).await?;
    let now = app.clock.now();
    let unit = assistant::reserve(app, tx, user, conversation, now).await?;
    let posted = chat::post_in(app, tx, (conversation, Purpose::Question), user, new).await?;
    if !posted.is_new {
        return Ok(Outcome::Duplicate(posted.message));
    }
    let (prompt, prompt_seq) = (posted.message.id, posted.message.seq);
    let ask = Ask { user, conversation, prompt, prompt_seq, request_id, retried_from: None };
    let job = assistant::enqueue(app, tx, unit, ask, now).await?;
    Ok(Outcome::Accepted(posted.message, Box::new(job)))
}

/// Retries the question of a failed job. `None`: it does not exist (any more).
///
/// # Errors
/// The refusal, after which `tx` must be rolled back; database errors.
pub async fn retry(
    app: &App,
    tx: &mut Tx,
    (user, failed): (UserId, JobId),
    request_id: Option<String>,
) -> Result<Option<(ChatMessage, Job)>, Refusal> {
    if app.config.gemini.is_none() {
        return Err(Refusal::NotSetUp);
    }
    let Some(unanswered) = assistant::unanswered(tx.conn(), user, failed).await? else { return Ok(None) };
    let Unanswered { conversation_id: conversation, prompt_id: prompt, prompt_seq } = unanswered;
    check_fair_use(app, tx, user).await?;
    let now = app.clock.now();
    let unit = assistant::reserve(app, tx, user, conversation, now).await?;
    let messages = chat::after(tx.conn(), conversation, prompt_seq - 1, prompt_seq, 1).await?;
    let Some(message) = messages.into_iter().next() else { return Ok(None) };
    let ask = Ask { user, conversation, prompt, prompt_seq, request_id, retried_from: Some(failed) };
    let job = assistant::enqueue(app, tx, unit, ask, now).await?;
    Ok(Some((message, job)))
}

async fn check_fair_use(app: &App, tx: &mut Tx, user: UserId) -> Result<(), Refusal> {
    match assistant::fair_use(app, tx.conn(), user).await? {
        Some(verdict) if !verdict.allowed => Err(Refusal::FairUse(verdict)),
        _ => Ok(()),
    }
}
