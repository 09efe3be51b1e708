//! Sends, their follow-up requests, and all responses.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Context, bail};
use chrono::{TimeDelta, Utc};
use parking_lot::{Mutex, MutexGuard};
use serde_json::{Value, json};
use type_safe_id::{DynamicType, TypeSafeId};
use uuid::Uuid;

use super::client::{ApiResponse, Call, Client};
use super::plan::{FollowUp, Send, To};

/// Common to all texts: in a log, it reveals a leak.
pub(crate) const TEXT: &str = "a text that must not be logged";
/// Seconds of each long-poll for a job's end.
const WAIT_SECONDS: u64 = 3;
/// Maximum polls for a job's end. The longest waits are a dozen faults in sequence, and the queue of a number slowed
/// down by its provider.
const MAX_POLLS: usize = 300;

/// The clients' responses.
#[derive(Debug, Default)]
pub(crate) struct Responses {
    /// Accepted messages and their jobs.
    pub(crate) accepted: BTreeMap<Uuid, Uuid>,
    /// Of these, repetitions of a failed job.
    pub(crate) repeated: usize,
    /// Requests sent twice on purpose.
    pub(crate) duplicated: usize,
    /// Rejections, by status and code.
    pub(crate) rejected: BTreeMap<String, usize>,
    /// Ended jobs and their states.
    pub(crate) ended_jobs: Vec<(Uuid, String)>,
    /// Requests without a final response.
    pub(crate) without_response: Vec<String>,
    /// Wrong responses.
    pub(crate) wrong: Vec<String>,
}

#[derive(Clone)]
pub(crate) struct Load {
    pub(crate) seed: u64,
    pub(crate) clients: Arc<Vec<Client>>,
    responses: Arc<Mutex<Responses>>,
}

impl Load {
    pub(crate) fn new(seed: u64, clients: Vec<Client>) -> Self {
        Self { seed, clients: Arc::new(clients), responses: Arc::default() }
    }

    pub(crate) fn responses(&self) -> MutexGuard<'_, Responses> {
        self.responses.lock()
    }

    /// Performs a send and its follow-up requests.
    pub(crate) async fn perform(&self, send: &Send) {
        if let Err(error) = self.try_perform(send).await {
            self.responses().without_response.push(format!("send {}: {error:#}", send.number));
        }
    }

    async fn try_perform(&self, send: &Send) -> anyhow::Result<()> {
        let client = &self.clients[send.account];
        let call = self.call(send);
        let response = match send.follow_up {
            FollowUp::Twice => self.call_twice(client, &call, send).await?,
            _ => client.call(&call).await?,
        };
        let Some((_, job)) = self.note(&response, send)? else { return Ok(()) };
        match send.follow_up {
            FollowUp::Nothing | FollowUp::Twice | FollowUp::Later(_) => Ok(()),
            FollowUp::OtherBody => self.reuse_key(client, call, send).await,
            FollowUp::Cancels(_) => self.cancel(client, &job, send).await,
            FollowUp::Waits => self.wait_for_end(client, &job).await.map(drop),
            FollowUp::Retries => match self.wait_for_end(client, &job).await?.as_str() {
                "failed" => self.retry(client, &job, send).await,
                _ => Ok(()),
            },
        }
    }

    fn call(&self, send: &Send) -> Call {
        let (channel, to) = match &send.to {
            To::Account(number) => ("in_app", self.clients[*number].name.clone()),
            To::Unknown => ("in_app", "unknown.name".to_owned()),
            To::Phone(number) => ("whatsapp", number.clone()),
        };
        let mut body = json!({"channel": channel, "to": to, "body": format!("{TEXT}, number {}", send.number)});
        if let FollowUp::Later(millis) | FollowUp::Cancels(millis) = send.follow_up {
            body["send_at"] = json!(Utc::now() + TimeDelta::milliseconds(millis.into()));
        }
        let waits = matches!(send.follow_up, FollowUp::Waits | FollowUp::Retries);
        let key = format!("chaos-{}-{}", self.seed, send.number);
        Call::post("/v1/messages").key(key).body(body).wait(if waits { WAIT_SECONDS } else { 0 })
    }

    /// Records a send's response; returns its message and job.
    fn note(&self, response: &ApiResponse, send: &Send) -> anyhow::Result<Option<(Uuid, String)>> {
        let mut responses = self.responses();
        if response.status == 202 && send.to != To::Unknown {
            let (message, job) = accepted(&response.body)?;
            responses.accepted.insert(message, uuid_of(&job)?);
            return Ok(Some((message, job)));
        }
        let expected = response.is(402, "insufficient_credits")
            || (response.is(422, "recipient_not_found") && send.to == To::Unknown);
        if !expected {
            responses.wrong.push(format!("send {}: {}", send.number, response.summary()));
        }
        *responses.rejected.entry(response.summary()).or_default() += 1;
        Ok(None)
    }

    /// Sends a request twice at once; returns one response, which must equal the other.
    async fn call_twice(&self, client: &Client, call: &Call, send: &Send) -> anyhow::Result<ApiResponse> {
        let call = call.clone().duplicated();
        let (one, other) = tokio::join!(client.call(&call), client.call(&call));
        let (one, other) = (one?, other?);
        self.responses().duplicated += 1;
        // A rejection is not stored: the second may find more credits than the first.
        match (one.status.as_u16(), other.status.as_u16()) {
            (202, 202) if accepted(&one.body)? != accepted(&other.body)? => {
                // Recorded as accepted too, so that the checks cover it.
                let (message, job) = accepted(&other.body)?;
                let mut responses = self.responses();
                responses.accepted.insert(message, uuid_of(&job)?);
                responses.wrong.push(format!("send {}: one key, two messages", send.number));
                Ok(one)
            }
            (202, _) => Ok(one),
            _ => Ok(other),
        }
    }

    async fn reuse_key(&self, client: &Client, call: Call, send: &Send) -> anyhow::Result<()> {
        let other = json!({"channel": "in_app", "to": client.name, "body": format!("{TEXT}, another one")});
        let response = client.call(&call.body(other)).await?;
        self.expect(response.is(422, "idempotency_key_reused"), "another body under its key", &response, send);
        Ok(())
    }

    async fn cancel(&self, client: &Client, job: &str, send: &Send) -> anyhow::Result<()> {
        let response = client.call(&Call::post(format!("/v1/jobs/{job}/cancel"))).await?;
        if response.status == 200 {
            self.responses().ended_jobs.push((uuid_of(job)?, "cancelled".into()));
        } else {
            // Too late, or a first attempt succeeded and its response was lost.
            self.expect(response.is(409, "job_not_cancellable"), "cancel", &response, send);
        }
        Ok(())
    }

    async fn retry(&self, client: &Client, job: &str, send: &Send) -> anyhow::Result<()> {
        let key = format!("chaos-{}-{}-again", self.seed, send.number);
        let response = client.call(&Call::post(format!("/v1/jobs/{job}/retry")).key(key)).await?;
        if response.status == 202 {
            let (message, job) = accepted(&response.body)?;
            let mut responses = self.responses();
            responses.accepted.insert(message, uuid_of(&job)?);
            responses.repeated += 1;
        } else {
            *self.responses().rejected.entry(response.summary()).or_default() += 1;
            self.expect(response.is(402, "insufficient_credits"), "retry", &response, send);
        }
        Ok(())
    }

    /// Polls for a job's final state.
    async fn wait_for_end(&self, client: &Client, job: &str) -> anyhow::Result<String> {
        for _ in 0..MAX_POLLS {
            let response = client.call(&Call::get(format!("/v1/jobs/{job}")).wait(WAIT_SECONDS)).await?;
            let state = response.body["state"].as_str().with_context(|| response.summary())?;
            if ["succeeded", "failed", "cancelled"].contains(&state) {
                self.responses().ended_jobs.push((uuid_of(job)?, state.to_owned()));
                return Ok(state.to_owned());
            }
        }
        bail!("{job} does not end")
    }

    fn expect(&self, is_expected: bool, what: &str, response: &ApiResponse, send: &Send) {
        if !is_expected {
            self.responses().wrong.push(format!("send {}, {what}: {}", send.number, response.summary()));
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
    let id: TypeSafeId<DynamicType> = id.parse().context("an invalid id")?;
    Ok(id.uuid())
}
