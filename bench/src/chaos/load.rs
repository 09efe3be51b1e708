//! Sends, what their senders do besides, and what they were told.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Context, bail};
use chrono::{TimeDelta, Utc};
use serde_json::{Value, json};
use type_safe_id::{DynamicType, TypeSafeId};
use uuid::Uuid;

use super::client::{Answer, Ask, Client};
use super::plan::{Send, To, Twist};

/// What all texts have in common: found in a log, it gives the log away.
pub(crate) const TEXT: &str = "a text that no log may have";
/// How many seconds a client lets the API wait for a job's end at a time.
const WAIT_SECONDS: u64 = 3;
/// How often a client asks for a job's end. The longest ways are a dozen faults, one after the other, and the line before
/// a number that its provider has slowed down.
const LONGEST_WATCH: usize = 300;

/// What clients were told.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// Accepted messages and their jobs.
    pub(crate) accepted: BTreeMap<Uuid, Uuid>,
    /// How many of these repeat a failed job.
    pub(crate) repeated: usize,
    /// Requests that were sent twice on purpose.
    pub(crate) doubled: usize,
    /// Refusals, by status and code.
    pub(crate) refused: BTreeMap<String, usize>,
    /// Jobs that had ended, and how.
    pub(crate) ends: Vec<(Uuid, String)>,
    /// Requests that never got an answer.
    pub(crate) unanswered: Vec<String>,
    /// Answers that should not have been given.
    pub(crate) wrong: Vec<String>,
}

#[derive(Clone)]
pub(crate) struct Load {
    pub(crate) seed: u64,
    pub(crate) clients: Arc<Vec<Client>>,
    told: Arc<Mutex<Told>>,
}

impl Load {
    pub(crate) fn new(seed: u64, clients: Vec<Client>) -> Self {
        Self { seed, clients: Arc::new(clients), told: Arc::default() }
    }

    pub(crate) fn told(&self) -> MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does all that one sender does for one send.
    pub(crate) async fn perform(&self, send: &Send) {
        if let Err(error) = self.try_perform(send).await {
            self.told().unanswered.push(format!("send {}: {error:#}", send.number));
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

    /// Notes the answer to a send; the message and job that it made.
    fn note(&self, answer: &Answer, send: &Send) -> anyhow::Result<Option<(Uuid, String)>> {
        let mut told = self.told();
        if answer.status == 202 && send.to != To::Nobody {
            let (message, job) = accepted(&answer.body)?;
            told.accepted.insert(message, uuid_of(&job)?);
            return Ok(Some((message, job)));
        }
        let expected =
            answer.is(402, "insufficient_credits") || (answer.is(422, "recipient_not_found") && send.to == To::Nobody);
        if !expected {
            told.wrong.push(format!("send {}: {}", send.number, answer.summary()));
        }
        *told.refused.entry(answer.summary()).or_default() += 1;
        Ok(None)
    }

    /// The same request twice at the same time; one answer, which the other one must equal.
    async fn ask_twice(&self, client: &Client, ask: &Ask, send: &Send) -> anyhow::Result<Answer> {
        let ask = ask.clone().doubled();
        let (one, other) = tokio::join!(client.ask(&ask), client.ask(&ask));
        let (one, other) = (one?, other?);
        self.told().doubled += 1;
        // A refusal is not kept: the second of the two may find more credits than the first.
        match (one.status.as_u16(), other.status.as_u16()) {
            (202, 202) if accepted(&one.body)? != accepted(&other.body)? => {
                // Noted as accepted too, so that the books tell what became of it.
                let (message, job) = accepted(&other.body)?;
                let mut told = self.told();
                told.accepted.insert(message, uuid_of(&job)?);
                told.wrong.push(format!("send {}: one key, two messages", send.number));
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
            self.told().ends.push((uuid_of(job)?, "cancelled".into()));
        } else {
            // It may be too late; or a first try had done it, and its answer was lost.
            self.expect(answer.is(409, "job_not_cancellable"), "cancel", &answer, send);
        }
        Ok(())
    }

    async fn retry(&self, client: &Client, job: &str, send: &Send) -> anyhow::Result<()> {
        let key = format!("chaos-{}-{}-again", self.seed, send.number);
        let answer = client.ask(&Ask::post(format!("/v1/jobs/{job}/retry")).key(key)).await?;
        if answer.status == 202 {
            let (message, job) = accepted(&answer.body)?;
            let mut told = self.told();
            told.accepted.insert(message, uuid_of(&job)?);
            told.repeated += 1;
        } else {
            *self.told().refused.entry(answer.summary()).or_default() += 1;
            self.expect(answer.is(402, "insufficient_credits"), "retry", &answer, send);
        }
        Ok(())
    }

    /// How a job ended, by long-polls.
    async fn end_of(&self, client: &Client, job: &str) -> anyhow::Result<String> {
        for _ in 0..LONGEST_WATCH {
            let answer = client.ask(&Ask::get(format!("/v1/jobs/{job}")).wait(WAIT_SECONDS)).await?;
            let state = answer.body["state"].as_str().with_context(|| answer.summary())?;
            if ["succeeded", "failed", "cancelled"].contains(&state) {
                self.told().ends.push((uuid_of(job)?, state.to_owned()));
                return Ok(state.to_owned());
            }
        }
        bail!("{job} does not end")
    }

    fn expect(&self, is_right: bool, what: &str, answer: &Answer, send: &Send) {
        if !is_right {
            self.told().wrong.push(format!("send {}, {what}: {}", send.number, answer.summary()));
        }
    }
}

fn accepted(body: &Value) -> anyhow::Result<(Uuid, String)> {
    let message = body["message"]["id"].as_str().context("202 without a message")?;
    let job = body["job"]["id"].as_str().context("202 without a job")?;
    Ok((uuid_of(message)?, job.to_owned()))
}

/// The uuid inside an id such as `msg_…`.
pub(crate) fn uuid_of(id: &str) -> anyhow::Result<Uuid> {
    let id: TypeSafeId<DynamicType> = id.parse().context("an id that is none")?;
    Ok(id.uuid())
}
