//! The simulated Stripe API, called by a client.

#![allow(clippy::unwrap_used)]

use axum::{Router, http::HeaderMap, routing::post};
use reqwest::{Method, RequestBuilder, Response};
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
    /// The received events, with their requests' headers.
    events: mpsc::UnboundedReceiver<(HeaderMap, Value)>,
    _running: DropGuard,
}

impl Simulator {
    async fn start() -> Self {
        let (sender, events) = mpsc::unbounded_channel();
        let receiver = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let hook = format!("http://{}/", receiver.local_addr().unwrap());
        let take = async move |headers: HeaderMap, axum::Json(event): axum::Json<Value>| {
            sender.send((headers, event)).unwrap();
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

    async fn event(&mut self) -> Value {
        self.events.recv().await.unwrap().1
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
    for expected in [
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.completed",
        "refund.created",
        "charge.refunded",
        "charge.dispute.created",
    ] {
        assert_eq!(stripe.event().await["type"], expected);
    }
}

#[tokio::test]
async fn a_checkout_can_be_expired() {
    let mut stripe = Simulator::start().await;
    let (_, session) = stripe.post("/stripe/v1/checkout/sessions", "a", &CHECKOUT).await;
    let path = format!("/stripe/v1/checkout/sessions/{}/expire", session["id"].as_str().unwrap());
    let (status, expired) = stripe.post(&path, "e", &[]).await;
    assert_eq!((status, &expired["status"], &expired["url"]), (200, &json!("expired"), &Value::Null));
    assert_eq!(stripe.event().await["type"], "checkout.session.expired");
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
        assert_eq!(stripe.event().await["type"], kind);
    }
    let path = format!("/stripe/v1/subscriptions/{}", paid["session"]["subscription"].as_str().unwrap());
    let (_, subscription) = stripe.get(&path).await;
    assert_eq!((&subscription["status"], &subscription["metadata"]["user_id"]), (&json!("active"), &json!("usr_1")));
    assert!(subscription["items"]["data"][0]["current_period_end"].is_i64());
    let (status, ends) = stripe.post(&path, "c", &[("cancel_at_period_end", "true")]).await;
    assert_eq!((status, &ends["cancel_at_period_end"]), (200, &json!(true)));
    assert_eq!(stripe.event().await["type"], "customer.subscription.updated");
    let portal = [("customer", subscription["customer"].as_str().unwrap()), ("return_url", "http://127.0.0.1:1/")];
    let (_, link) = stripe.post("/stripe/v1/billing_portal/sessions", "d", &portal).await;
    let page = stripe.request(Method::GET, link["url"].as_str().unwrap().trim_start_matches(&stripe.url));
    assert!(page.send().await.unwrap().text().await.unwrap().contains("customer portal"));
    let stranger = [("customer", "cus_none"), ("return_url", "http://127.0.0.1:1/")];
    assert_eq!(stripe.post("/stripe/v1/billing_portal/sessions", "e", &stranger).await.0, 404);
    let (status, ended) = answer(stripe.request(Method::DELETE, &path)).await;
    assert_eq!((status, &ended["status"]), (200, &json!("canceled")));
    assert_eq!(stripe.event().await["type"], "customer.subscription.deleted");
    assert_eq!(stripe.post(&path, "f", &[("cancel_at_period_end", "false")]).await.0, 400);
}

fn header<'a>(response: &'a Response, name: &str) -> Option<&'a str> {
    response.headers().get(name).map(|value| value.to_str().unwrap())
}

#[tokio::test]
async fn responses_have_stripes_headers() {
    let stripe = Simulator::start().await;
    let create = |key: &'static str| {
        stripe.request(Method::POST, "/v1/checkout/sessions").header("Idempotency-Key", key).form(&CHECKOUT).send()
    };
    let first = create("a").await.unwrap();
    let id = header(&first, "request-id").unwrap().to_owned();
    assert!(id.starts_with("req_"));
    assert_eq!(header(&first, "stripe-version"), Some("2026-06-24.dahlia"));
    assert_eq!((header(&first, "idempotency-key"), header(&first, "original-request")), (Some("a"), Some(id.as_str())));
    assert_eq!(header(&first, "idempotent-replayed"), None);
    let again = create("a").await.unwrap();
    assert_ne!(header(&again, "request-id"), Some(id.as_str()));
    assert_eq!(header(&again, "original-request"), Some(id.as_str()));
    assert_eq!(header(&again, "idempotent-replayed"), Some("true"));
    assert_eq!(first.text().await.unwrap(), again.text().await.unwrap());
    let refused = stripe.request(Method::GET, "/v1/charges/ch_none").send().await.unwrap();
    assert!(header(&refused, "request-id").is_some() && header(&refused, "idempotency-key").is_none());
    let error = refused.json::<Value>().await.unwrap()["error"].take();
    assert_eq!(error["doc_url"], "https://stripe.com/docs/error-codes/resource-missing");
    let anonymous = stripe.request(Method::GET, "/v1/charges/ch_none").header("Authorization", "Bearer none");
    let refused = anonymous.send().await.unwrap();
    assert!(header(&refused, "request-id").is_some(), "also for a wrong key");
    let longest = "k".repeat(256);
    assert_eq!(stripe.post("/v1/checkout/sessions", &longest, &CHECKOUT).await.0, 400);
}

#[tokio::test]
async fn errors_lack_members_without_a_value() {
    let stripe = Simulator::start().await;
    let error = stripe.get("/v1/nothing").await.1["error"].take();
    assert_eq!(
        error,
        json!({"type": "invalid_request_error", "message": "Unrecognized request URL (GET: /v1/nothing)."})
    );
    let client = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
    let (key, url) = (&stripe.config.secret_key, format!("{}/v1/events", stripe.url));
    let basic =
        |key: &str| client.get(&url).basic_auth(key, None::<&str>).header("Stripe-Version", "2026-06-24.dahlia");
    assert_eq!(answer(basic(key)).await.0, 200);
    assert_eq!(answer(basic("sk_test_other")).await.0, 401);
}

#[tokio::test]
async fn objects_are_expanded_with_and_without_indices() {
    let stripe = Simulator::start().await;
    let (_, session) = stripe.post("/v1/checkout/sessions", "a", &CHECKOUT).await;
    let path = format!("/v1/checkout/sessions/{}", session["id"].as_str().unwrap());
    assert_eq!(stripe.get(&format!("{path}?expand[0]=payment_intent")).await.1["payment_intent"], Value::Null);
    stripe.act(session["id"].as_str().unwrap(), "pay").await;
    for name in ["expand[]", "expand[0]", "expand%5B0%5D"] {
        let (status, paid) = stripe.get(&format!("{path}?{name}=payment_intent.latest_charge")).await;
        assert_eq!((status, &paid["payment_intent"]["latest_charge"]["object"]), (200, &json!("charge")), "{name}");
    }
    let (_, both) = stripe.get(&format!("{path}?expand[0]=line_items&expand[1]=payment_intent")).await;
    assert_eq!(
        (&both["line_items"]["object"], &both["payment_intent"]["status"]),
        (&json!("list"), &json!("succeeded"))
    );
    let (_, list) = stripe.get("/v1/checkout/sessions?expand[0]=data.payment_intent").await;
    assert_eq!(list["data"][0]["payment_intent"]["object"], "payment_intent");
    let payment = both["payment_intent"]["id"].as_str().unwrap();
    for wrong in
        ["expand[0]=metadata", "expand[0]=odd", "expand[0]=latest_invoice", "bogus=1", "expand[x]=latest_charge"]
    {
        let (status, refused) = stripe.get(&format!("/v1/payment_intents/{payment}?{wrong}")).await;
        assert_eq!((status, &refused["error"]["type"]), (400, &json!("invalid_request_error")), "{wrong}");
    }
    let charge = both["payment_intent"]["latest_charge"].as_str().unwrap();
    for path in [format!("charges/{charge}"), "subscriptions".into(), "events".into(), "refunds".into()] {
        assert_eq!(stripe.get(&format!("/v1/{path}?bogus=1")).await.0, 400, "{path}");
    }
}

#[tokio::test]
async fn refunds_have_their_fields_and_are_listed() {
    let mut stripe = Simulator::start().await;
    let (_, session) = stripe.post("/v1/checkout/sessions", "a", &CHECKOUT).await;
    let (_, paid) = stripe.act(session["id"].as_str().unwrap(), "pay").await;
    let payment = paid["session"]["payment_intent"].as_str().unwrap();
    let form = [("payment_intent", payment), ("amount", "300"), ("reason", "duplicate"), ("metadata[why]", "test")];
    let (status, refund) = stripe.post("/v1/refunds", "b", &form).await;
    assert_eq!((status, &refund["amount"], &refund["currency"]), (200, &json!(300), &json!("usd")));
    assert_eq!((&refund["reason"], &refund["metadata"]), (&json!("duplicate"), &json!({"why": "test"})));
    assert!(refund["created"].is_i64() && refund["charge"].as_str().unwrap().starts_with("ch_"));
    let charge = [("charge", refund["charge"].as_str().unwrap())];
    let (status, rest) = stripe.post("/v1/refunds", "c", &charge).await;
    assert_eq!((status, &rest["amount"]), (200, &json!(700)));
    let (status, refused) = stripe.post("/v1/refunds", "d", &charge).await;
    assert_eq!((status, &refused["error"]["code"]), (400, &json!("charge_already_refunded")));
    for form in
        [vec![], vec![("payment_intent", payment), charge[0]], vec![("payment_intent", payment), ("reason", "odd")]]
    {
        assert_eq!(stripe.post("/v1/refunds", "e", &form).await.0, 400);
    }
    let (_, list) = stripe.get(&format!("/v1/refunds?payment_intent={payment}&expand[0]=data.charge")).await;
    assert_eq!((&list["data"][0]["id"], &list["data"][1]["id"]), (&rest["id"], &refund["id"]));
    assert_eq!(list["data"][0]["charge"]["amount_refunded"], 1000);
    let (_, found) = stripe.get(&format!("/v1/refunds/{}", refund["id"].as_str().unwrap())).await;
    assert_eq!(found, refund);
    assert_eq!(stripe.get("/v1/refunds/re_none").await.0, 404);
    for _ in 0..3 {
        stripe.event().await;
    }
    let mut amounts = Vec::new();
    for _ in 0..4 {
        let event = stripe.event().await;
        if event["type"] == "refund.created" {
            amounts.push(event["data"]["object"]["amount"].as_i64().unwrap());
        }
    }
    amounts.sort_unstable();
    assert_eq!(amounts, [300, 700]);
}

#[tokio::test]
async fn updates_name_the_former_values() {
    let mut stripe = Simulator::start().await;
    let form = [
        ("mode", "subscription"),
        ("line_items[0][price]", "price_simulator_pro"),
        ("line_items[0][quantity]", "1"),
        ("success_url", "http://127.0.0.1:1/done"),
        ("customer_email", "ada@example.test"),
    ];
    let (_, session) = stripe.post("/v1/checkout/sessions", "a", &form).await;
    let (_, paid) = stripe.act(session["id"].as_str().unwrap(), "pay").await;
    let id = paid["session"]["subscription"].as_str().unwrap();
    for _ in 0..3 {
        let (headers, event) = stripe.events.recv().await.unwrap();
        assert!(headers["user-agent"].to_str().unwrap().starts_with("Stripe/1.0"));
        assert_eq!(headers["content-type"], "application/json; charset=utf-8");
        assert!(event["data"].get("previous_attributes").is_none());
        let (_, read) = stripe.get(&format!("/v1/events/{}", event["id"].as_str().unwrap())).await;
        assert_eq!(read, event);
    }
    let path = format!("/v1/subscriptions/{id}");
    let (status, updated) = stripe.post(&path, "b", &[("metadata[plan]", "pro")]).await;
    assert_eq!((status, &updated["metadata"]), (200, &json!({"plan": "pro"})));
    assert_eq!(stripe.event().await["data"]["previous_attributes"], json!({"metadata": {}}));
    stripe.post(&path, "c", &[("cancel_at_period_end", "true")]).await;
    let before = json!({"cancel_at_period_end": false, "cancel_at": null});
    assert_eq!(stripe.event().await["data"]["previous_attributes"], before);
    let (_, list) = stripe.get("/v1/subscriptions?expand[0]=data.customer&expand[1]=data.latest_invoice").await;
    let found = &list["data"][0];
    assert_eq!(
        (&found["customer"]["email"], &found["latest_invoice"]["status"]),
        (&json!("ada@example.test"), &json!("paid"))
    );
    let (_, customers) = stripe.get("/v1/customers?email=ada@example.test").await;
    assert_eq!(customers["data"][0]["id"], found["customer"]["id"]);
    let (status, portal) = stripe
        .post("/v1/billing_portal/sessions", "d", &[("customer", found["customer"]["id"].as_str().unwrap())])
        .await;
    assert_eq!((status, &portal["return_url"]), (200, &Value::Null));
    answer(stripe.request(Method::DELETE, &path)).await;
    assert_eq!(stripe.get("/v1/subscriptions").await.1["data"], json!([]));
    assert_eq!(stripe.get("/v1/subscriptions?status=all").await.1["data"].as_array().unwrap().len(), 1);
    let (_, page) = stripe.get("/v1/events?type=customer.subscription.*&limit=2").await;
    assert_eq!((page["data"].as_array().unwrap().len(), &page["has_more"]), (2, &json!(true)));
}

#[tokio::test]
async fn unknown_paths_have_the_errors_of_their_provider() {
    let stripe = Simulator::start().await;
    let error = async |path: &str| {
        let (status, mut body) = stripe.get(path).await;
        assert_eq!(status, 404, "{path}");
        body["error"].take()
    };
    for path in ["/v1/nothing", "/v1/charges/a/b", "/stripe/v1/nothing", "/stripe/nothing", "/v2/core/accounts"] {
        assert_eq!(error(path).await["type"], "invalid_request_error", "{path}");
    }
    for path in ["/v1beta/nothing", "/v1beta/openai/chat/completions", "/v1/models/a/b"] {
        assert_eq!(error(path).await["status"], "NOT_FOUND", "{path}");
    }
    for path in ["/v1/Account/MASIMULATORPLIVOACCO/Call/", "/v1/Account/MASIMULATORPLIVOACCO/Message"] {
        assert_eq!(error(path).await, "not found", "{path}");
    }
    for path in ["/v25.0/nothing/here", "/nothing", "/100000000000001/nothing"] {
        assert_eq!(error(path).await["type"], "OAuthException", "{path}");
    }
}
