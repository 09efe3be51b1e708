//! The simulated Stripe API, called by a client.

#![allow(clippy::unwrap_used)]

use axum::{Router, routing::post};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use simulator::{Config, stripe};
use tokio::{net::TcpListener, sync::mpsc};
use tokio_util::sync::{CancellationToken, DropGuard};

const CHECKOUT: [(&str, &str); 7] = [
    ("mode", "payment"),
    ("line_items[0][quantity]", "2"),
    ("line_items[0][price_data][currency]", "usd"),
    ("line_items[0][price_data][unit_amount]", "500"),
    ("line_items[0][price_data][product_data][name]", "Credits"),
    ("success_url", "http://127.0.0.1:1/done?id={CHECKOUT_SESSION_ID}"),
    ("metadata[recharge_id]", "rch_1"),
];

struct Simulator {
    url: String,
    config: stripe::Config,
    /// Types of the received events.
    events: mpsc::UnboundedReceiver<String>,
    _running: DropGuard,
}

impl Simulator {
    async fn start() -> Self {
        let (sender, events) = mpsc::unbounded_channel();
        let receiver = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let hook = format!("http://{}/", receiver.local_addr().unwrap());
        let take = async move |axum::Json(event): axum::Json<Value>| {
            sender.send(event["type"].as_str().unwrap().to_owned()).unwrap();
        };
        let stop = CancellationToken::new();
        let stopped = stop.clone().cancelled_owned();
        tokio::spawn(async move {
            let app = Router::new().route("/", post(take));
            axum::serve(receiver, app).with_graceful_shutdown(stopped).await
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let config = stripe::Config::test_credentials(Some(hook));
        let all = Config { stripe: config.clone(), ..Config::fake() };
        tokio::spawn(simulator::run(all, listener, stop.clone()));
        Self { url, config, events, _running: stop.drop_guard() }
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let client = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
        let request = client.request(method, format!("{}{path}", self.url));
        request.bearer_auth(&self.config.secret_key).header("Stripe-Version", "2026-06-24.dahlia")
    }

    async fn post(&self, path: &str, key: &str, form: &[(&str, &str)]) -> (u16, Value) {
        answer(self.request(Method::POST, path).header("Idempotency-Key", key).form(form)).await
    }

    async fn get(&self, path: &str) -> (u16, Value) {
        answer(self.request(Method::GET, path)).await
    }

    async fn act(&self, session: &str, action: &str) -> (u16, Value) {
        answer(self.request(Method::POST, &format!("/simulator/stripe/sessions/{session}/{action}"))).await
    }
}

async fn answer(request: RequestBuilder) -> (u16, Value) {
    let response = request.send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

#[tokio::test]
async fn an_idempotency_key_replays_the_response() {
    let stripe = Simulator::start().await;
    let (status, session) = stripe.post("/stripe/v1/checkout/sessions", "a", &CHECKOUT).await;
    assert_eq!((status, &session["status"], &session["amount_total"]), (200, &json!("open"), &json!(1000)));
    assert_eq!(session["payment_intent"], Value::Null);
    assert_eq!(stripe.post("/stripe/v1/checkout/sessions", "a", &CHECKOUT).await, (200, session.clone()));
    let (status, refused) = stripe.post("/stripe/v1/checkout/sessions", "a", &CHECKOUT[..6]).await;
    assert_eq!((status, &refused["error"]["type"]), (400, &json!("idempotency_error")));
    let (_, other) = stripe.post("/stripe/v1/checkout/sessions", "b", &CHECKOUT).await;
    assert_ne!(other["id"], session["id"]);
}

#[tokio::test]
async fn invalid_requests_are_refused() {
    let stripe = Simulator::start().await;
    let path = "/stripe/v1/checkout/sessions";
    let unknown: Vec<_> = CHECKOUT.into_iter().chain([("odd", "1")]).collect();
    let cheap: Vec<_> = CHECKOUT.map(|(name, value)| (name, if value == "500" { "1" } else { value })).into();
    for (form, code) in
        [(unknown, "parameter_unknown"), (cheap, "amount_too_small"), (CHECKOUT[1..].to_vec(), "parameter_missing")]
    {
        let (status, refused) = stripe.post(path, code, &form).await;
        assert_eq!((status, refused["error"]["code"].as_str()), (400, Some(code)));
    }
    let client = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
    let anonymous = client.post(format!("{}{path}", stripe.url)).header("Stripe-Version", "x").form(&CHECKOUT);
    assert_eq!(answer(anonymous).await.0, 401);
    let versionless = client.post(format!("{}{path}", stripe.url)).bearer_auth(&stripe.config.secret_key);
    assert_eq!(answer(versionless.form(&CHECKOUT)).await.0, 400);
    assert_eq!(answer(stripe.request(Method::POST, path).json(&json!({}))).await.0, 400, "not a form");
    assert_eq!(stripe.get("/stripe/v1/checkout/sessions/cs_none").await.0, 404);
    assert_eq!(stripe.get("/stripe/v1/nothing").await.0, 404);
}

#[tokio::test]
async fn a_payment_can_be_refunded_and_disputed() {
    let mut stripe = Simulator::start().await;
    let (_, session) = stripe.post("/stripe/v1/checkout/sessions", "a", &CHECKOUT).await;
    let id = session["id"].as_str().unwrap();
    assert_eq!(stripe.act(id, "refund").await.0, 400, "nothing is paid");
    assert_eq!(stripe.act(id, "pay").await.0, 200);
    assert_eq!(stripe.act(id, "pay").await.0, 400, "once");
    let whole = format!("/stripe/v1/checkout/sessions/{id}?expand[]=payment_intent.latest_charge");
    let (_, paid) = stripe.get(&whole).await;
    let payment = paid["payment_intent"]["id"].as_str().unwrap();
    assert_eq!((&paid["payment_status"], &paid["url"]), (&json!("paid"), &Value::Null));
    let refund = [("payment_intent", payment), ("amount", "300")];
    assert_eq!(stripe.post("/stripe/v1/refunds", "r", &refund).await.0, 200);
    assert_eq!(stripe.post("/stripe/v1/refunds", "r", &refund).await.0, 200);
    assert_eq!(stripe.post("/stripe/v1/refunds", "s", &[("payment_intent", payment), ("amount", "701")]).await.0, 400);
    let charge = stripe.get(&whole).await.1["payment_intent"]["latest_charge"].take();
    assert_eq!((&charge["amount_refunded"], &charge["refunded"]), (&json!(300), &json!(false)));
    let charge = stripe.get(&format!("/stripe/v1/charges/{}", charge["id"].as_str().unwrap())).await.1;
    assert_eq!(charge["amount_refunded"], 300);
    stripe.act(id, "dispute").await;
    let disputes = stripe.get(&format!("/stripe/v1/disputes?payment_intent={payment}")).await.1;
    assert_eq!(disputes["data"][0]["status"], "needs_response");
    let (_, page) =
        stripe.get("/stripe/v1/events?limit=1&types[0]=charge.refunded&types[1]=charge.dispute.created").await;
    assert_eq!((&page["data"][0]["type"], &page["has_more"]), (&json!("charge.dispute.created"), &json!(true)));
    let newest = page["data"][0]["id"].as_str().unwrap();
    let (_, page) = stripe.get(&format!("/stripe/v1/events?starting_after={newest}&types[0]=charge.refunded")).await;
    assert_eq!((&page["data"].as_array().unwrap().len(), &page["has_more"]), (&1, &json!(false)));
    for expected in ["charge.succeeded", "checkout.session.completed", "charge.refunded", "charge.dispute.created"] {
        assert_eq!(stripe.events.recv().await.as_deref(), Some(expected));
    }
}

#[tokio::test]
async fn a_checkout_can_be_expired() {
    let mut stripe = Simulator::start().await;
    let (_, session) = stripe.post("/stripe/v1/checkout/sessions", "a", &CHECKOUT).await;
    let path = format!("/stripe/v1/checkout/sessions/{}/expire", session["id"].as_str().unwrap());
    let (status, expired) = stripe.post(&path, "e", &[]).await;
    assert_eq!((status, &expired["status"], &expired["url"]), (200, &json!("expired"), &Value::Null));
    assert_eq!(stripe.events.recv().await.as_deref(), Some("checkout.session.expired"));
}

#[tokio::test]
async fn a_subscription_is_paid_changed_and_cancelled() {
    let mut stripe = Simulator::start().await;
    let price = stripe.config.pro_price_id.clone();
    let form = |price: &'static str| {
        [
            ("mode", "subscription"),
            ("line_items[0][price]", price),
            ("line_items[0][quantity]", "1"),
            ("success_url", "http://127.0.0.1:1/done"),
            ("subscription_data[metadata][user_id]", "usr_1"),
        ]
    };
    let (status, refused) = stripe.post("/stripe/v1/checkout/sessions", "a", &form("price_of_nothing")).await;
    assert_eq!((status, &refused["error"]["code"]), (400, &json!("resource_missing")));
    let known = form("price_simulator_pro");
    assert_eq!(known[1].1, price);
    let (_, session) = stripe.post("/stripe/v1/checkout/sessions", "b", &known).await;
    assert_eq!((&session["mode"], &session["subscription"]), (&json!("subscription"), &Value::Null));
    let id = session["id"].as_str().unwrap();
    assert_eq!(stripe.act(id, "pay_later").await.0, 400);
    let (_, paid) = stripe.act(id, "pay").await;
    for kind in ["customer.subscription.created", "invoice.paid", "checkout.session.completed"] {
        assert_eq!(stripe.events.recv().await.as_deref(), Some(kind));
    }
    let path = format!("/stripe/v1/subscriptions/{}", paid["session"]["subscription"].as_str().unwrap());
    let (_, subscription) = stripe.get(&path).await;
    assert_eq!((&subscription["status"], &subscription["metadata"]["user_id"]), (&json!("active"), &json!("usr_1")));
    assert!(subscription["items"]["data"][0]["current_period_end"].is_i64());
    let (status, ends) = stripe.post(&path, "c", &[("cancel_at_period_end", "true")]).await;
    assert_eq!((status, &ends["cancel_at_period_end"]), (200, &json!(true)));
    assert_eq!(stripe.events.recv().await.as_deref(), Some("customer.subscription.updated"));
    let portal = [("customer", subscription["customer"].as_str().unwrap()), ("return_url", "http://127.0.0.1:1/")];
    let (_, link) = stripe.post("/stripe/v1/billing_portal/sessions", "d", &portal).await;
    let page = stripe.request(Method::GET, link["url"].as_str().unwrap().trim_start_matches(&stripe.url));
    assert!(page.send().await.unwrap().text().await.unwrap().contains("customer portal"));
    let stranger = [("customer", "cus_none"), ("return_url", "http://127.0.0.1:1/")];
    assert_eq!(stripe.post("/stripe/v1/billing_portal/sessions", "e", &stranger).await.0, 404);
    let (status, ended) = answer(stripe.request(Method::DELETE, &path)).await;
    assert_eq!((status, &ended["status"]), (200, &json!("canceled")));
    assert_eq!(stripe.events.recv().await.as_deref(), Some("customer.subscription.deleted"));
    assert_eq!(stripe.post(&path, "f", &[("cancel_at_period_end", "false")]).await.0, 400);
}
