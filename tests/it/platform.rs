//! `/v1/platform`: the description of an installation.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Options, PASSWORD, TestApp};

#[tokio::test]
async fn the_platform_description_is_cacheable() {
    let app = TestApp::start().await;
    let anonymous = app.anonymous();
    let answer = anonymous.get("/v1/platform").await;
    assert_eq!(answer.headers["cache-control"], "public, max-age=60");
    let etag = answer.headers["etag"].to_str().unwrap().to_owned();
    assert!(etag.starts_with('"'), "a strong ETag: {etag}");
    let platform = answer.expect(200);
    assert_eq!(platform["name"], "Switchboard");
    assert_eq!(platform["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(platform["signup"], json!({"open": true, "credits": 100, "promotional": false}));
    assert_eq!(platform["channels"], json!({"in_app": {"price": 1}, "whatsapp": {"price": 1}}));
    assert_eq!(platform["one_time_codes"], true);
    assert_eq!(platform["assistant"], json!({"basic_daily_limit": 5}));
    let pro = json!({"price": null, "interval": "month"});
    let payments = json!({"subscriptions": true, "pro": pro, "minimum": "0.50", "maximum": "999999.99"});
    assert_eq!(platform["payments"], payments);
    assert_eq!((&platform["currency"], &platform["credit_price"]), (&json!("USD"), &json!("0.10")));
    assert_eq!(platform["chaos"], false, "only `dev` has the chaos page");
    let limits = &platform["limits"];
    assert_eq!((&limits["transfer"], &limits["password_min_characters"]), (&json!("10000.00"), &json!(8)));
    assert_eq!(limits["message_characters"], 4096);
    for (tag, status) in [(etag.clone(), 304), (format!("W/{etag}"), 304), ("*".into(), 304), ("\"other\"".into(), 200)]
    {
        let request = anonymous.request(Method::GET, "/v1/platform").header("if-none-match", &tag);
        let answer = anonymous.call(request).await;
        assert_eq!((answer.status, answer.headers["etag"].to_str().unwrap()), (status, etag.as_str()), "{tag}");
        assert_eq!(answer.body == Value::String(String::new()), status == 304);
    }
    for path in answer_paths(&platform) {
        assert_eq!(anonymous.get(&path).await.status, 200, "{path}");
    }
    app.finish().await;
}

fn answer_paths(platform: &Value) -> Vec<String> {
    platform["links"].as_object().unwrap().values().map(|path| path.as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn unconfigured_features_are_not_offered() {
    let absent = ["WHATSAPP_API_URL", "WHATSAPP_ACCESS_TOKEN", "WHATSAPP_PHONE_NUMBER_ID", "WHATSAPP_APP_SECRET"];
    let absent = absent.into_iter().chain(["WHATSAPP_VERIFY_TOKEN", "PLIVO_BASE_URL", "PLIVO_AUTH_ID"]);
    let absent = absent.chain(["PLIVO_AUTH_TOKEN", "PLIVO_SOURCE", "GEMINI_BASE_URL", "GEMINI_API_KEY"]);
    let absent = absent.chain(["STRIPE_BASE_URL", "STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET", "STRIPE_PRICE_ID_PRO"]);
    let mut env: Vec<_> = absent.map(|name| (name, String::new())).collect();
    env.extend([("APP_NAME", "Parcel Post".into()), ("SIGNUP_OPEN", "false".into()), ("CURRENCY", "EUR".into())]);
    let app = TestApp::with(Options { env, ..Options::default() }).await;
    let anonymous = app.anonymous();
    let platform = anonymous.get("/v1/platform").await.expect(200);
    assert_eq!((&platform["name"], &platform["currency"]), (&json!("Parcel Post"), &json!("EUR")));
    assert_eq!(platform["channels"], json!({"in_app": {"price": 1}}));
    assert_eq!(platform["one_time_codes"], false);
    assert_eq!((&platform["assistant"], &platform["payments"]), (&Value::Null, &Value::Null));
    assert_eq!(platform["signup"]["open"], false);
    assert_eq!(anonymous.get("/openapi.json").await.expect(200)["info"]["title"], "Parcel Post");
    app.finish().await;
}

#[tokio::test]
async fn closed_sign_up_refuses_new_accounts() {
    let env = vec![("SIGNUP_OPEN", "false".into())];
    let app = TestApp::with(Options { env, ..Options::default() }).await;
    let anonymous = app.anonymous();
    let body = json!({"username": "alice", "password": PASSWORD});
    anonymous.post("/v1/auth/signup", &body).await.problem(403, "signup_closed");
    let number = "+15550100001";
    anonymous.post("/v1/auth/otp", &json!({"mobile": number})).await.expect(202);
    app.drain_jobs().await;
    let body = json!({"mobile": number, "code": app.code(number).await});
    anonymous.post("/v1/auth/otp/verify", &body).await.problem(401, "invalid_code");
    assert_eq!(app.count("SELECT count(*) FROM users").await, 0);
    // Admins can still create users.
    let admin = app.admin().await;
    let new = json!({"username": "alice", "password": PASSWORD, "role": "user"});
    admin.post("/v1/users", &new).await.expect(201);
    app.finish().await;
}

#[tokio::test]
async fn the_price_of_pro_is_shown_if_users_can_subscribe() {
    for (price_id, shown) in
        [("price_simulator_pro", json!({"price": "19.99", "interval": "month"})), ("", Value::Null)]
    {
        let env = vec![("PRO_PRICE_MINOR", "1999".into()), ("STRIPE_PRICE_ID_PRO", price_id.into())];
        let app = TestApp::with(Options { env, ..Options::default() }).await;
        let platform = app.anonymous().get("/v1/platform").await.expect(200);
        assert_eq!(platform["payments"]["pro"], shown, "{price_id}");
        app.finish().await;
    }
}
