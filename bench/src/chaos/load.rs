//! Sends, their senders' further requests, and all responses.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Context, bail};
use chrono::{TimeDelta, Utc};
use parking_lot::{Mutex, MutexGuard};
use serde_json::{Value, json};
use type_safe_id::{DynamicType, TypeSafeId};
use uuid::Uuid;

use super::client::{Answer, Ask, Client};
use super::plan::{Send, To, Twist};

/// Common to all texts: in a log, it reveals a leak.
pub(crate) const TEXT: &str = "a text that no log may have";
/// Seconds of each long-poll for a job's end.
const WAIT_SECONDS: u64 = 3;
/// Maximum polls for a job's end. The longest waits are a dozen faults in sequence, and the queue of a number slowed
/// down by its provider.
const LONGEST_WATCH: usize = 300;

/// The clients' responses.
#[derive(Debug, Default)]
pub(crate) struct Answers {
    /// Accepted messages and their jobs.
    pub(crate) accepted: BTreeMap<Uuid, Uuid>,
    /// Of these, repetitions of a failed job.
    pub(crate) repeated: usize,
    /// Requests sent twice on purpose.
    pub(crate) doubled: usize,
    /// Refusals, by status and code.
    pub(crate) refused: BTreeMap<String, usize>,
    /// Ended jobs and their states.
    pub(crate) ends: Vec<(Uuid, String)>,
    /// Requests without a final response.
    pub(crate) unanswered: Vec<String>,
    /// Wrong responses.
    pub(crate) wrong: Vec<String>,
}

#[derive(Clone)]
pub(crate) struct Load {
    pub(crate) seed: u64,
    pub(crate) clients: Arc<Vec<Client>>,
    answers: Arc<Mutex<Answers>>,
}

impl Load {
    pub(crate) fn new(seed: u64, clients: Vec<Client>) -> Self {
        Self { seed, clients: Arc::new(clients), answers: Arc::default() }
    }

    pub(crate) fn answers(&self) -> MutexGuard<'_, Answers> {
        self.answers.lock()
    }

    /// Performs a send and all that follows it.
    pub(crate) async fn perform(&self, send: &Send) {
        if let Err(error) = self.try_perform(send).await {
            self.answers().unanswered.push(format!("send {}: {error:#}", send.number));
        }
    }

    async fn try_perform(&self, send: &Send) -> anyhow::Result<()> {
        let client = &self.clients[send.account];
        let ask = self.ask(send);
        let answer = match send.twist {
            Twist::Twice => self.ask_twice(client, &ask, send).await?,
            _ => client.ask(&ask).await?,
        };
        let Some((_, job)) = self.note(&answer, send)? else { return Ok(()) };
        match send.twist {
            Twist::Nothing | Twist::Twice | Twist::Later(_) => Ok(()),
            Twist::OtherBody => self.reuse_key(client, ask, send).await,
            Twist::Cancels(_) => self.cancel(client, &job, send).await,
            Twist::Waits => self.end_of(client, &job).await.map(drop),
            Twist::Retries => match self.end_of(client, &job).await?.as_str() {
                "failed" => self.retry(client, &job, send).await,
                _ => Ok(()),
            },
        }
    }

    fn ask(&self, send: &Send) -> Ask {
        let (channel, to) = match &send.to {
            To::Account(number) => ("in_app", self.clients[*number].name.clone()),
            To::Nobody => ("in_app", "nobody.at.all".to_owned()),
            To::Phone(number) => ("whatsapp", number.clone()),
        };
        let mut body = json!({"channel": channel, "to": to, "body": format!("{TEXT}, number {}", send.number)});
        if let Twist::Later(millis) | Twist::Cancels(millis) = send.twist {
            body["send_at"] = json!(Utc::now() + TimeDelta::milliseconds(millis.into()));
        }
        let waits = matches!(send.twist, Twist::Waits | Twist::Retries);
        let key = format!("chaos-{}-{}", self.seed, send.number);
        Ask::post("/v1/messages").key(key).body(body).wait(if waits { WAIT_SECONDS } else { 0 })
    }

    /// Records a send's response; returns its message and job.
    fn note(&self, answer: &Answer, send: &Send) -> anyhow::Result<Option<(Uuid, String)>> {
        let mut answers = self.answers();
        if answer.status == 202 && send.to != To::Nobody {
            let (message, job) = accepted(&answer.body)?;
            answers.accepted.insert(message, uuid_of(&job)?);
            return Ok(Some((message, job)));
        }
        let expected =
            answer.is(402, "insufficient_credits") || (answer.is(422, "recipient_not_found") && send.to == To::Nobody);
        if !expected {
            answers.wrong.push(format!("send {}: {}", send.number, answer.summary()));
        }
        *answers.refused.entry(answer.summary()).or_default() += 1;
        Ok(None)
    }

    /// Sends a request twice at once; returns one response, which must equal the other.
    async fn ask_twice(&self, client: &Client, ask: &Ask, send: &Send) -> anyhow::Result<Answer> {
        let ask = ask.clone().doubled();
        let (one, other) = tokio::join!(client.ask(&ask), client.ask(&ask));
        let (one, other) = (one?, other?);
        self.answers().doubled += 1;
        // A refusal is not stored: the second may find more credits than the first.
        match (one.status.as_u16(), other.status.as_u16()) {
            (202, 202) if accepted(&one.body)? != accepted(&other.body)? => {
                // Recorded as accepted too, so that the checks cover it.
                let (message, job) = accepted(&other.body)?;
                let mut answers = self.answers();
                answers.accepted.insert(message, uuid_of(&job)?);
                answers.wrong.push(format!("send {}: one key, two messages", send.number));
                Ok(one)
            }
            (202, _) => Ok(one),
            _ => Ok(other),
        }
    }

    async fn reuse_key(&self, client: &Client, ask: Ask, send: &Send) -> anyhow::Result<()> {
        let other = json!({"channel": "in_app", "to": client.name, "body": format!("{TEXT}, another one")});
        let answer = client.ask(&ask.body(other)).await?;
        self.expect(answer.is(422, "idempotency_key_reused"), "another body under its key", &answer, send);
        Ok(())
    }

    async fn cancel(&self, client: &Client, job: &str, send: &Send) -> anyhow::Result<()> {
        let answer = client.ask(&Ask::post(format!("/v1/jobs/{job}/cancel"))).await?;
        if answer.status == 200 {
            self.answers().ends.push((uuid_of(job)?, "cancelled".into()));
        } else {
            // Too late, or a first try succeeded and its response was lost.
            self.expect(answer.is(409, "job_not_cancellable"), "cancel", &answer, send);
        }
        Ok(())
    }

    async fn retry(&self, client: &Client, job: &str, send: &Send) -> anyhow::Result<()> {
        let key = format!("chaos-{}-{}-again", self.seed, send.number);
        let answer = client.ask(&Ask::post(format!("/v1/jobs/{job}/retry")).key(key)).await?;
        if answer.status == 202 {
            let (message, job) = accepted(&answer.body)?;
            let mut answers = self.answers();
            answers.accepted.insert(message, uuid_of(&job)?);
            answers.repeated += 1;
        } else {
            *self.answers().refused.entry(answer.summary()).or_default() += 1;
            self.expect(answer.is(402, "insufficient_credits"), "retry", &answer, send);
        }
        Ok(())
    }

    /// Polls for a job's final state.
    async fn end_of(&self, client: &Client, job: &str) -> anyhow::Result<String> {
        for _ in 0..LONGEST_WATCH {
            let answer = client.ask(&Ask::get(format!("/v1/jobs/{job}")).wait(WAIT_SECONDS)).await?;
            let state = answer.body["state"].as_str().with_context(|| answer.summary())?;
            if ["succeeded", "failed", "cancelled"].contains(&state) {
                self.answers().ends.push((uuid_of(job)?, state.to_owned()));
                return Ok(state.to_owned());
            }
        }
        bail!("{job} does not end")
    }

    fn expect(&self, is_right: bool, what: &str, answer: &Answer, send: &Send) {
        if !is_right {
            self.answers().wrong.push(format!("send {}, {what}: {}", send.number, answer.summary()));
        }
    }
}

fn accepted(body: &Value) -> anyhow::Result<(Uuid, String)> {
    let message = body["message"]["id"].as_str().context("202 without a message")?;
    let job = body["job"]["id"].as_str().context("202 without a job")?;
    Ok((uuid_of(message)?, job.to_owned()))
}

/// The UUID in an id such as `msg_…`.
pub(crate) fn uuid_of(id: &str) -> anyhow::Result<Uuid> {
    let id: TypeSafeId<DynamicType> = id.parse().context("an id that is none")?;
    Ok(id.uuid())
}
