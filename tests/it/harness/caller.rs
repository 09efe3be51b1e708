//! A caller of the API.

use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use super::{TestApp, within};

pub struct Caller<'a> {
    app: &'a TestApp,
    pub token: Option<String>,
}

/// HTTP status, headers and JSON.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Value,
}

impl Answer {
    /// Body of a response of this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.body);
        self.body
    }

    /// The body of a problem with this status and code.
    #[track_caller]
    pub fn problem(self, status: u16, code: &str) -> Value {
        assert_eq!((self.status, self.body["code"].as_str()), (status, Some(code)), "{}", self.body);
        assert_eq!(self.headers["content-type"], "application/problem+json");
        assert_eq!(self.body["status"], status);
        assert_eq!(self.body["request_id"].as_str(), self.headers["x-request-id"].to_str().ok());
        self.body
    }
}

impl<'a> Caller<'a> {
    pub(super) fn new(app: &'a TestApp, token: Option<String>) -> Self {
        Self { app, token }
    }

    /// Its application's address.
    pub fn base(&self) -> String {
        self.app.base.clone()
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.request_at(&self.app.base, method, path)
    }

    /// A request to another process of the application.
    pub fn request_at(&self, base: &str, method: Method, path: &str) -> RequestBuilder {
        let request = self.app.http.request(method, format!("{base}{path}"));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    pub async fn call(&self, request: RequestBuilder) -> Answer {
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.unwrap();
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        Answer { status, headers, body }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.call(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.call(self.request(Method::POST, path).json(body)).await
    }

    pub async fn patch(&self, path: &str, body: &Value) -> Answer {
        self.call(self.request(Method::PATCH, path).json(body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.call(self.request(Method::DELETE, path)).await
    }

    /// Its user's id.
    pub async fn id(&self) -> String {
        self.get("/v1/me").await.expect(200)["id"].as_str().unwrap().to_owned()
    }

    /// Adds an API key with these scopes.
    pub async fn key(&self, scopes: &[&str]) -> Value {
        self.post("/v1/api-keys", &json!({"name": "a key", "scopes": scopes})).await.expect(201)
    }

    pub async fn post_once(&self, path: &str, key: &str, body: &Value) -> Answer {
        self.call(self.request(Method::POST, path).header("idempotency-key", key).json(body)).await
    }

    /// Sends a message; panics if refused.
    pub async fn send(&self, channel: &str, to: &str) -> Value {
        let body = json!({"channel": channel, "to": to, "body": "hello"});
        self.post("/v1/messages", &body).await.expect(202)["message"].take()
    }

    pub async fn message(&self, message: &Value) -> Value {
        self.get(&format!("/v1/messages/{}", message["id"].as_str().unwrap())).await.expect(200)
    }

    pub async fn job(&self, message: &Value) -> Value {
        self.get(&format!("/v1/jobs/{}", message["job_id"].as_str().unwrap())).await.expect(200)
    }

    pub async fn balance(&self) -> i64 {
        self.get("/v1/credits/balance").await.expect(200)["balance"].as_i64().unwrap()
    }

    /// The kinds of statement rows, newest first.
    pub async fn statement(&self) -> Vec<String> {
        let page = self.get("/v1/credits/transactions?limit=100").await.expect(200);
        page["data"].as_array().unwrap().iter().map(|row| row["kind"].as_str().unwrap().to_owned()).collect()
    }

    /// Opens a conversation with others; returns it.
    pub async fn create_conversation(&self, others: &[&str], name: Option<&str>) -> Value {
        self.post("/v1/conversations", &json!({"participants": others, "name": name})).await.expect(201)
    }

    /// Creates an assistant conversation; returns it.
    pub async fn chatroom(&self) -> Value {
        self.post("/v1/conversations", &json!({"kind": "assistant"})).await.expect(201)
    }

    /// Asks the assistant; returns the question's message and job.
    pub async fn ask(&self, chatroom: &Value, prompt: &str) -> Value {
        self.post(&at(chatroom, "/messages"), &json!({"body": prompt})).await.expect(202)
    }

    /// The current job of a question.
    pub async fn answer(&self, question: &Value) -> Value {
        self.get(&format!("/v1/jobs/{}", question["job"]["id"].as_str().unwrap())).await.expect(200)
    }

    /// The ended job of a question.
    pub async fn answered(&self, question: &Value) -> Value {
        let path = format!("/v1/jobs/{}", question["job"]["id"].as_str().unwrap());
        within(Duration::from_secs(60), "the end of a completion", || async {
            let request = self.request(Method::GET, &path).header("prefer", "wait=20");
            let job = self.call(request).await.expect(200);
            (!job["finished_at"].is_null()).then_some(job)
        })
        .await
    }

    /// Today's quota: limit, used, remaining.
    pub async fn usage(&self) -> Value {
        self.get("/v1/usage").await.expect(200)
    }

    /// Posts to a conversation; returns the message.
    pub async fn post_chat(&self, conversation: &Value, body: &str) -> Value {
        self.post(&at(conversation, "/messages"), &json!({"body": body})).await.expect(201)
    }
}

/// A path below a conversation.
pub fn at(conversation: &Value, rest: &str) -> String {
    format!("/v1/conversations/{}{rest}", conversation["id"].as_str().unwrap())
}
