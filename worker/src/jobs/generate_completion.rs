//! `completion.generate`: answers a question, streamed in pieces.
//!
//! Pieces are published as they arrive; only the end counts: one transaction writes the job's result, the answer as a
//! message, and the usage. An aborted attempt leaves only pieces, and the next starts over.

use std::collections::HashMap;
use std::time::Duration;

use chrono::TimeDelta;
use futures::FutureExt;
use shared::app::App;
use shared::assistant::jobs::{GenerateCompletion, Generated};
use shared::assistant::stream::{self, Piece};
use shared::assistant::{self, Completion, Made, Tokens};
use shared::chat::{self, Author};
use shared::config::Gemini;
use shared::db::Tx;
use shared::ids::{ChatMessageId, JobId};
use shared::jobs::{Disposition, JobError, JobState};

use crate::attempt::Attempt;
use crate::batcher::Batcher;
use crate::deferral::{after, not_configured};
use crate::gemini_throttle::{Admission, Throttle};
use crate::handler::{Finished, Handler, Outcome, RunError};
use crate::history;
use crate::observe;
use crate::providers::gemini::{Answer, Class, Client, Failure, Turn};
use crate::start_error::StartError;

/// Poll interval of a running completion for cancellation.
const CANCEL_POLL_INTERVAL: Duration = Duration::from_millis(250);
/// How long to retry a completion that can't run now.
const TIMEOUT: TimeDelta = TimeDelta::minutes(10);
/// How long a completion waits for its turn. Its turn makes it due; this is a fallback.
const FALLBACK_DELAY: TimeDelta = TimeDelta::seconds(60);
/// How far back history reaches, in messages, and how many are read.
const HISTORY: i64 = 200;
const MESSAGES: i64 = 400;

pub(super) struct Generate {
    /// `None` if no model is set up.
    model: Option<Model>,
    cancel_polls: Batcher<JobId, bool>,
}

struct Model {
    client: Client,
    throttle: Throttle,
    history_tokens: usize,
    input_price: i64,
    output_price: i64,
}

/// Why an attempt made no answer.
enum Stopped {
    Failure(Failure),
    Error(RunError),
}

impl From<Failure> for Stopped {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl From<sqlx::Error> for Stopped {
    fn from(error: sqlx::Error) -> Self {
        Self::Error(error.into())
    }
}

impl Generate {
    pub(super) fn new(app: &App) -> Result<Self, StartError> {
        let model = app.config.gemini.as_ref().map(|config| Model::new(app, config)).transpose()?;
        Ok(Self { model, cancel_polls: Batcher::default() })
    }

    /// Returns once the owner cancels. All completions of this worker poll together.
    async fn until_cancelled(&self, app: &App, job: JobId) {
        loop {
            tokio::time::sleep(CANCEL_POLL_INTERVAL).await;
            let poll = |jobs: Vec<JobId>| {
                let app = app.clone();
                async move {
                    let found = assistant::cancel_requested(app.db.pool(), &jobs).await.unwrap_or_default();
                    jobs.iter().map(|job| found.contains(job)).collect()
                }
                .boxed()
            };
            if self.cancel_polls.run(job, poll).await == Some(true) {
                return;
            }
        }
    }
}

impl Model {
    fn new(app: &App, config: &Gemini) -> Result<Self, StartError> {
        Ok(Self {
            client: Client::new(config)?,
            throttle: Throttle::new(app, config),
            history_tokens: config.history_tokens,
            input_price: config.input_price,
            output_price: config.output_price,
        })
    }

    /// In millionths of the currency; prices are hundredths per million tokens.
    fn cost_micros(&self, tokens: Tokens) -> i64 {
        let price = tokens.prompt_tokens.saturating_mul(self.input_price);
        price.saturating_add(tokens.output_tokens.saturating_mul(self.output_price)) / 100
    }

    /// Streams an answer, publishing each piece.
    async fn answer(&self, app: &App, completion: &Completion, turns: &[Turn]) -> Result<Generated, Stopped> {
        let mut answer = observe::call(app, "gemini", self.client.ask(turns)).await?;
        let (attempt, first) = tokio::join!(begin(app, completion.job_id), answer.next());
        let (attempt, mut next) = (attempt?, first?);
        let teller = Teller { app, completion };
        if attempt > 1 {
            teller.tell(&Piece::reset(completion.job_id, attempt)).await;
        }
        let (mut text, mut offset) = (String::new(), 0);
        while let Some(piece) = next {
            // Postgres text can't contain NUL.
            let piece = piece.replace('\0', "");
            text += &piece;
            let length = piece.chars().count();
            teller.tell(&Piece::delta(completion.job_id, (attempt, offset), piece)).await;
            offset += length;
            next = answer.next().await?;
        }
        Ok(generated(&answer, text, attempt))
    }
}

async fn begin(app: &App, job: JobId) -> sqlx::Result<i32> {
    let mut tx = app.db.begin().await?;
    let attempt = assistant::begin_attempt(&mut tx, job).await?;
    tx.commit().await?;
    Ok(attempt)
}

fn generated(answer: &Answer, text: String, attempt: i32) -> Generated {
    let tokens = answer.tokens();
    Generated {
        message_id: ChatMessageId::new(),
        text,
        model: answer.model().to_owned(),
        finish_reason: answer.finish_reason(),
        attempt,
        usage: Tokens::new(tokens.prompt, tokens.output),
    }
}

/// Publishes pieces.
struct Teller<'a> {
    app: &'a App,
    completion: &'a Completion,
}

impl Teller<'_> {
    async fn tell(&self, piece: &Piece) {
        stream::put(self.app, piece, self.completion.conversation_id).await;
    }
}

/// The turns for the model; `None` if the question was deleted.
async fn turns(app: &App, completion: &Completion, budget: usize) -> sqlx::Result<Option<Vec<Turn>>> {
    let conversation = completion.conversation_id;
    let exchanges = assistant::exchanges(app.db.pool(), conversation, completion.place).await?;
    let after = completion.prompt_seq.saturating_sub(HISTORY);
    let messages = chat::after(app.db.pool(), conversation, after, i64::MAX, MESSAGES).await?;
    Ok(history::turns(&messages, &exchanges, completion.prompt_seq, budget))
}

/// Snoozes, unless the completion would time out.
fn later(app: &App, completion: &Completion, wait: Duration, error: JobError) -> Outcome<Generated> {
    let until = after(app.clock.now(), wait);
    if until > completion.created_at + TIMEOUT { Outcome::Fail(error) } else { Outcome::Snooze { until, error } }
}

impl Handler for Generate {
    type Kind = GenerateCompletion;

    async fn run(
        &self,
        app: &App,
        payload: &GenerateCompletion,
        attempt: &Attempt,
    ) -> Result<Outcome<Generated>, RunError> {
        let Some(model) = &self.model else {
            return Ok(Outcome::Fail(not_configured("channel_not_configured", "Gemini")));
        };
        let Some(completion) = assistant::completion(app.db.pool(), payload.job_id).await? else {
            return Ok(Outcome::Fail(JobError::permanent("completion_missing", "There is no such completion.")));
        };
        if completion.cancel_requested_at.is_some() {
            return Ok(Outcome::Cancelled);
        }
        if !assistant::is_first(app.db.pool(), &completion).await? {
            let error = JobError::transient(
                "completion_waiting",
                "An earlier answer in this conversation is still in progress.",
            );
            return Ok(Outcome::Snooze { until: app.clock.now() + FALLBACK_DELAY, error });
        }
        let Some(turns) = turns(app, &completion, model.history_tokens).await? else {
            return Ok(Outcome::Fail(JobError::permanent("prompt_deleted", "The question was deleted.")));
        };
        let probes = match model.throttle.admit(app).await {
            Admission::Go => false,
            Admission::Probe => true,
            Admission::Later(wait, error) => return Ok(later(app, &completion, wait, error)),
            Admission::Never(error) => return Ok(Outcome::Fail(error)),
        };
        let made = tokio::select! {
            made = model.answer(app, &completion, &turns) => made,
            () = self.until_cancelled(app, completion.job_id) => return Ok(Outcome::Cancelled),
        };
        match made {
            Err(Stopped::Error(error)) => Err(error),
            Err(Stopped::Failure(failure)) => {
                Ok(after_failure(app, &model.throttle, &completion, failure, attempt.number).await)
            }
            Ok(generated) => {
                if probes {
                    model.throttle.mark_recovered(app).await;
                }
                Ok(Outcome::Done(generated))
            }
        }
    }

    async fn settle(&self, app: &App, tx: &mut Tx, attempts: &mut [Finished<GenerateCompletion>]) -> sqlx::Result<()> {
        let now = app.clock.now();
        let ends: Vec<_> = attempts.iter().filter_map(|it| Some((it.job, self.end_of(&it.disposition)?))).collect();
        let conversations: HashMap<_, _> = assistant::end(app, tx, &ends, now).await?.into_iter().collect();
        let mut over: Vec<_> =
            attempts.iter().filter_map(|it| Some((*conversations.get(&it.job)?, it.job, &it.disposition))).collect();
        // Appending locks the conversation: use a fixed order.
        over.sort_unstable_by_key(|(conversation, job, _)| (*conversation, *job));
        for (conversation, job, disposition) in over {
            let (state, made, error) = match disposition {
                Disposition::Succeed(made) => (JobState::Succeeded, Some(made), None),
                Disposition::Fail(error) => (JobState::Failed, None, Some(error)),
                Disposition::Cancel => (JobState::Cancelled, None, None),
                Disposition::Retry { .. } | Disposition::Snooze { .. } => continue,
            };
            if let Some(made) = made {
                let author = Author::Assistant(made.message_id);
                chat::append(app, tx, conversation, author, &made.text, now).await?;
            }
            let frame = stream::ended(job, Some(conversation), state, made, error);
            let app = app.clone();
            tx.after_commit(async move { stream::publish(&app, conversation, &frame).await });
        }
        Ok(())
    }
}

impl Generate {
    /// `None`: not over.
    fn end_of(&self, disposition: &Disposition<Generated>) -> Option<assistant::End> {
        Some(match disposition {
            Disposition::Succeed(made) => assistant::End::Answered(Made {
                message_id: made.message_id,
                model: made.model.clone(),
                finish_reason: made.finish_reason.clone(),
                prompt_tokens: made.usage.prompt_tokens,
                output_tokens: made.usage.output_tokens,
                cost_micros: self.model.as_ref().map_or(0, |model| model.cost_micros(made.usage)),
            }),
            Disposition::Fail(_) => assistant::End::Failed,
            Disposition::Cancel => assistant::End::Cancelled,
            Disposition::Retry { .. } | Disposition::Snooze { .. } => return None,
        })
    }
}

/// Handles a failed completion.
async fn after_failure(
    app: &App,
    throttle: &Throttle,
    completion: &Completion,
    failure: Failure,
    attempt: i32,
) -> Outcome<Generated> {
    let wait = throttle.note(app, &failure).await;
    let Failure { class, error, after } = failure;
    match (class, wait) {
        (Class::Limited, wait) => later(app, completion, wait.unwrap_or_default(), error),
        (Class::Transient, _) => Outcome::Retry { after, error },
        (Class::Once, _) if attempt < 2 => Outcome::Retry { after, error },
        (Class::Permanent | Class::Account | Class::Exhausted | Class::Once, _) => Outcome::Fail(error),
    }
}
