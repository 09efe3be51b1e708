//! API clients.

use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use chrono::{DateTime, Utc};
use futures::{StreamExt, TryStreamExt, stream};
use reqwest::{RequestBuilder, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::sync::Semaphore;

pub(crate) const PASSWORD: &str = "correct horse battery";
/// Concurrent password hashes: with few cores, the API refuses more.
static HASHES: Semaphore = Semaphore::const_new(4);
/// Concurrent requests to make a backlog.
const AT_A_TIME: usize = 64;

#[derive(Clone)]
pub(crate) struct User {
    http: reqwest::Client,
    base: String,
    pub(crate) token: String,
    pub(crate) name: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Job {
    pub(crate) id: String,
    state: String,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) started_at: Option<DateTime<Utc>>,
    pub(crate) finished_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Message {
    pub(crate) id: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Accepted {
    pub(crate) message: Message,
    pub(crate) job: Job,
}

impl User {
    pub(crate) async fn sign_up(http: reqwest::Client, base: &str, name: &str) -> anyhow::Result<Self> {
        let credentials = json!({"username": name, "password": PASSWORD});
        let hashing = HASHES.acquire().await?;
        let signup = http.post(format!("{base}/v1/auth/signup")).json(&credentials);
        let _: Value = answer(signup, StatusCode::CREATED).await?;
        drop(hashing);
        Self::log_in(http, base, name).await
    }

    pub(crate) async fn log_in(http: reqwest::Client, base: &str, name: &str) -> anyhow::Result<Self> {
        let credentials = json!({"username": name, "password": PASSWORD});
        let _hashing = HASHES.acquire().await?;
        let login = http.post(format!("{base}/v1/auth/token")).json(&credentials);
        let login: Value = answer(login, StatusCode::OK).await?;
        let token = login["access_token"].as_str().context("no access token")?.to_owned();
        Ok(Self { http, base: base.to_owned(), token, name: name.to_owned() })
    }

    /// Sends a message; fails if refused.
    pub(crate) async fn send(&self, channel: &str, to: &str) -> anyhow::Result<Accepted> {
        self.send_at(channel, to, None).await
    }

    /// Schedules a message; fails if refused.
    pub(crate) async fn send_at(&self, channel: &str, to: &str, at: Option<DateTime<Utc>>) -> anyhow::Result<Accepted> {
        let body = json!({"channel": channel, "to": to, "body": "hello", "send_at": at});
        let request = self.http.post(format!("{}/v1/messages", self.base)).bearer_auth(&self.token).json(&body);
        answer(request, StatusCode::ACCEPTED).await
    }

    /// Long-polls until a job succeeded.
    pub(crate) async fn end_of(&self, job: &str) -> anyhow::Result<Job> {
        loop {
            let request = self.http.get(format!("{}/v1/jobs/{job}", self.base)).bearer_auth(&self.token);
            let job: Job = answer(request.header("prefer", "wait=30"), StatusCode::OK).await?;
            match job.state.as_str() {
                "succeeded" => return Ok(job),
                "failed" | "cancelled" => bail!("job {} is {}", job.id, job.state),
                _ => {}
            }
        }
    }

    /// Creates an assistant conversation; returns its id.
    pub(crate) async fn chatroom(&self) -> anyhow::Result<String> {
        let body = json!({"kind": "assistant"});
        let request = self.http.post(format!("{}/v1/conversations", self.base)).bearer_auth(&self.token).json(&body);
        let conversation: Value = answer(request, StatusCode::CREATED).await?;
        Ok(conversation["id"].as_str().context("no id")?.to_owned())
    }

    /// Asks the assistant; returns the job's id.
    pub(crate) async fn ask(&self, conversation: &str, question: &Value) -> anyhow::Result<String> {
        let url = format!("{}/v1/conversations/{conversation}/messages", self.base);
        let request = self.http.post(url).bearer_auth(&self.token).json(question);
        let accepted: Value = answer(request, StatusCode::ACCEPTED).await?;
        Ok(accepted["job"]["id"].as_str().context("no job")?.to_owned())
    }

    /// A job's stream.
    pub(crate) async fn events_of(&self, job: &str) -> anyhow::Result<reqwest::Response> {
        let url = format!("{}/v1/jobs/{job}/events", self.base);
        Ok(self.http.get(url).bearer_auth(&self.token).send().await?.error_for_status()?)
    }

    /// Sends an in-app message and waits for its end, so that a worker is running.
    pub(crate) async fn warm_up(&self) -> anyhow::Result<()> {
        let accepted = self.send("in_app", &self.name).await?;
        let end = tokio::time::timeout(Duration::from_secs(20), self.end_of(&accepted.job.id));
        end.await.context("no worker runs the first job")??;
        Ok(())
    }
}

pub(crate) async fn answer<T: DeserializeOwned>(request: RequestBuilder, expected: StatusCode) -> anyhow::Result<T> {
    let response = request.send().await?;
    let status = response.status();
    if status != expected {
        bail!("{status} instead of {expected}: {}", response.text().await.unwrap_or_default());
    }
    Ok(response.json().await?)
}

/// Result of accepting many sends.
pub(crate) struct Backlog {
    /// Each job with its owner's index.
    pub(crate) jobs: Vec<(usize, String)>,
    /// Sends accepted per second.
    pub(crate) rate: f64,
}

/// Sends `count` messages, concurrently on kept connections, from all users in turn. `to` returns the recipient of a
/// sender's message by its number.
pub(crate) async fn fill(
    users: &[User],
    count: usize,
    channel: &str,
    to: impl Fn(&User, usize) -> String,
) -> anyhow::Result<Backlog> {
    fill_at(users, count, channel, to, None).await
}

/// The same, scheduled.
pub(crate) async fn fill_at(
    users: &[User],
    count: usize,
    channel: &str,
    to: impl Fn(&User, usize) -> String,
    at: Option<DateTime<Utc>>,
) -> anyhow::Result<Backlog> {
    let (began, to) = (Instant::now(), &to);
    let sends = stream::iter(0..count).map(|number| async move {
        let owner = number % users.len();
        let user = &users[owner];
        let accepted = user.send_at(channel, &to(user, number), at).await?;
        anyhow::Ok((owner, accepted.job.id))
    });
    let jobs: Vec<_> = sends.buffer_unordered(AT_A_TIME).try_collect().await?;
    let rate = crate::stats::count(count) / began.elapsed().as_secs_f64();
    Ok(Backlog { jobs, rate })
}
