//! A simulator, and an application that receives its webhooks.

use std::{
    collections::VecDeque,
    io,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::Bytes,
    extract::{Query, State},
    http::{HeaderMap, StatusCode},
    response::IntoResponse,
    routing::post,
};
use hmac::{Hmac, Mac};
use reqwest::{Client, Response};
use serde_json::{Value, json};
use sha2::Sha256;
use simulator::{Config, whatsapp};
use tokio::{
    net::TcpListener,
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    task::JoinHandle,
    time::timeout,
};
use tokio_util::sync::CancellationToken;

/// How long a test waits for a signal before it fails.
const TIMEOUT: Duration = Duration::from_secs(10);

pub struct Webhook {
    /// Empty if absent.
    pub signature: String,
    pub body: Bytes,
}

impl Webhook {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The value of the only change.
    pub fn value(&self) -> Value {
        let body = self.json();
        assert_eq!(body["object"], "whatsapp_business_account");
        assert_eq!(body["entry"].as_array().unwrap().len(), 1);
        assert_eq!(body["entry"][0]["changes"].as_array().unwrap().len(), 1);
        let change = &body["entry"][0]["changes"][0];
        assert_eq!(change["field"], "messages");
        assert_eq!(change["value"]["messaging_product"], "whatsapp");
        change["value"].clone()
    }

    /// The only status.
    pub fn status(&self) -> Value {
        let value = self.value();
        let statuses = value["statuses"].as_array().unwrap();
        assert_eq!(statuses.len(), 1);
        statuses[0].clone()
    }
}

struct Receiver {
    webhooks: UnboundedSender<Webhook>,
    /// HTTP statuses of the next answers; 200 once they are used up.
    answers: Arc<Mutex<VecDeque<u16>>>,
}

async fn receive(State(receiver): State<Arc<Receiver>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let signature = headers.get("x-hub-signature-256").map_or("", |value| value.to_str().unwrap()).to_owned();
    let answer = receiver.answers.lock().unwrap().pop_front();
    receiver.webhooks.send(Webhook { signature, body }).unwrap();
    StatusCode::from_u16(answer.unwrap_or(200)).unwrap()
}

async fn verify(Query(query): Query<Value>) -> impl IntoResponse {
    let expected = whatsapp::Config::test_credentials(None).verify_token;
    if query["hub.mode"] == "subscribe" && query["hub.verify_token"] == expected {
        Ok(query["hub.challenge"].as_str().unwrap().to_owned())
    } else {
        Err(StatusCode::FORBIDDEN)
    }
}

pub struct Harness {
    pub config: whatsapp::Config,
    pub client: Client,
    pub answers: Arc<Mutex<VecDeque<u16>>>,
    address: String,
    webhooks: UnboundedReceiver<Webhook>,
    stop: CancellationToken,
    running: JoinHandle<io::Result<()>>,
}

impl Harness {
    pub async fn start() -> Self {
        let (sender, webhooks) = unbounded_channel();
        let answers = Arc::default();
        let receiver = Receiver { webhooks: sender, answers: Arc::clone(&answers) };
        let app = Router::new().route("/hook", post(receive).get(verify)).with_state(Arc::new(receiver));
        let (listener, receiver_address) = listen().await;
        tokio::spawn(async move { axum::serve(listener, app).await });

        let mut config = whatsapp::Config::test_credentials(Some(format!("{receiver_address}/hook")));
        config.status_delay = Duration::ZERO;
        let (listener, address) = listen().await;
        let stop = CancellationToken::new();
        let simulated = Config { whatsapp: config.clone(), ..Config::fake() };
        let running = tokio::spawn(simulator::run(simulated, listener, stop.clone()));
        let client = Client::builder().no_proxy().timeout(TIMEOUT).build().unwrap();
        Self { config, client, answers, address, webhooks, stop, running }
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    pub fn send_url(&self) -> String {
        self.url(&format!("/v25.0/{}/messages", self.config.phone_number_id))
    }

    /// A send call as made by the adapter.
    pub async fn send(&self, request: &Value) -> reqwest::Result<Response> {
        self.send_as(&self.config.phone_number_id, &self.config.access_token, request).await
    }

    /// A send call for a given number.
    pub async fn send_as(&self, phone_number_id: &str, token: &str, request: &Value) -> reqwest::Result<Response> {
        let url = self.url(&format!("/v25.0/{phone_number_id}/messages"));
        self.client.post(url).bearer_auth(token).json(request).send().await
    }

    /// Sends and expects a refusal; returns the HTTP status and code.
    pub async fn refused(&self, request: &Value) -> (u16, u64) {
        refusal(self.send(request).await.unwrap()).await
    }

    /// Sends and expects success; returns the message's id.
    pub async fn accepted(&self, request: &Value) -> String {
        let response = self.send(request).await.unwrap();
        wamid(response).await
    }

    pub async fn get(&self, path: &str) -> Value {
        let response = self.client.get(self.url(path)).send().await.unwrap();
        assert_eq!(response.status(), 200);
        response.json().await.unwrap()
    }

    pub async fn post(&self, path: &str, body: &Value) -> Response {
        self.client.post(self.url(path)).json(body).send().await.unwrap()
    }

    /// Sets a control and expects success.
    pub async fn put(&self, path: &str, body: &Value) -> Value {
        let response = self.client.put(self.url(path)).json(body).send().await.unwrap();
        assert_eq!(response.status(), 200);
        response.json().await.unwrap()
    }

    /// Expects a control to reject this body.
    pub async fn put_in_vain(&self, path: &str, body: &Value) {
        let response = self.client.put(self.url(path)).json(body).send().await.unwrap();
        assert!(response.status().is_client_error(), "{body}");
    }

    pub async fn webhook(&mut self) -> Webhook {
        timeout(TIMEOUT, self.webhooks.recv()).await.unwrap().unwrap()
    }

    /// The next webhook's status; expects this name and message.
    pub async fn status(&mut self, name: &str, wamid: &str) -> Value {
        let status = self.webhook().await.status();
        assert_eq!((&status["status"], &status["id"]), (&json!(name), &json!(wamid)));
        status
    }

    pub fn sign(&self, body: &[u8]) -> String {
        let mac = Hmac::<Sha256>::new_from_slice(self.config.app_secret.as_bytes()).unwrap();
        format!("sha256={}", hex::encode(mac.chain_update(body).finalize().into_bytes()))
    }

    /// Skips the statuses of a normal delivery.
    pub async fn delivered(&mut self, wamid: &str) {
        self.status("sent", wamid).await;
        self.status("delivered", wamid).await;
    }

    /// Stops the simulator and waits for it.
    pub async fn end(&mut self) {
        self.stop.cancel();
        timeout(TIMEOUT, &mut self.running).await.unwrap().unwrap().unwrap();
    }

    /// As [`Self::end`], and expects that no webhook is left unread.
    pub async fn close(mut self) {
        self.end().await;
        assert!(self.webhooks.try_recv().is_err());
    }
}

pub fn text(to: &str, callback_data: &str) -> Value {
    json!({
        "messaging_product": "whatsapp", "recipient_type": "individual", "to": to, "type": "text",
        "text": {"body": "Your order left the depot.", "preview_url": false},
        "biz_opaque_callback_data": callback_data,
    })
}

/// A template with these parameters in its body.
pub fn template(to: &str, name: &str, parameters: &[&str]) -> Value {
    let parameters: Vec<_> = parameters.iter().map(|text| json!({"type": "text", "text": text})).collect();
    let components =
        if parameters.is_empty() { json!([]) } else { json!([{"type": "body", "parameters": parameters}]) };
    json!({
        "messaging_product": "whatsapp", "to": to, "type": "template",
        "template": {"name": name, "language": {"code": "en_US"}, "components": components},
    })
}

/// Expects success; returns the message's id.
pub async fn wamid(response: Response) -> String {
    assert_eq!(response.status(), 200);
    let body: Value = response.json().await.unwrap();
    body["messages"][0]["id"].as_str().unwrap().to_owned()
}

pub async fn refusal(response: Response) -> (u16, u64) {
    let status = response.status().as_u16();
    let body: Value = response.json().await.unwrap();
    assert!(body["error"]["message"].is_string());
    (status, body["error"]["code"].as_u64().unwrap())
}

async fn listen() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    (listener, address)
}
