//! Refresh tokens in a cookie: its attributes, and the requests in which it is accepted. Reuse: `sessions_reuse`.

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::harness::{Answer, Options, PASSWORD, TestApp};

/// The origin of PUBLIC_URL unless a test sets it.
const ORIGIN: &str = "http://127.0.0.1:8000";
pub const NAME: &str = "swb_refresh";

/// A browser: its cookie and the origin of its page.
pub struct Browser<'a> {
    app: &'a TestApp,
    name: &'static str,
    cookie: Option<String>,
}

impl<'a> Browser<'a> {
    pub fn new(app: &'a TestApp) -> Self {
        Self { app, name: NAME, cookie: None }
    }

    pub fn with(app: &'a TestApp, cookie: &str) -> Self {
        Self { cookie: Some(cookie.to_owned()), ..Self::new(app) }
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.app.anonymous().request(method, path);
        match &self.cookie {
            Some(cookie) => request.header("cookie", format!("theme=dark; {}={cookie}", self.name)),
            None => request,
        }
    }

    async fn call(&mut self, request: RequestBuilder) -> Answer {
        let answer = self.app.anonymous().call(request).await;
        if let Some(cookie) = set_cookie(&answer, self.name) {
            self.cookie = Some(cookie).filter(|value| !value.is_empty());
        }
        answer
    }

    pub async fn post(&mut self, path: &str, body: &Value) -> Answer {
        self.call(self.request(Method::POST, path).header("origin", ORIGIN).json(body)).await
    }

    pub async fn log_in(&mut self) -> Value {
        let body = json!({"username": "alice", "password": PASSWORD, "token_transport": "cookie"});
        self.post("/v1/auth/token", &body).await.expect(200)
    }

    pub async fn refresh(&mut self) -> Answer {
        self.post("/v1/auth/refresh", &json!({})).await
    }

    pub async fn session(&self) -> Answer {
        self.app.anonymous().call(self.request(Method::GET, "/v1/auth/session")).await
    }

    pub fn value(&self) -> String {
        self.cookie.clone().expect("a cookie")
    }
}

/// The value that an answer sets the cookie to.
pub fn set_cookie(answer: &Answer, name: &str) -> Option<String> {
    let cookies: Vec<_> = answer.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
    assert!(cookies.len() <= 1, "{cookies:?}");
    let (given, rest) = cookies.first()?.split_once('=').unwrap();
    assert_eq!(given, name);
    Some(rest.split(';').next().unwrap().to_owned())
}

/// Whether the access token of a login is accepted.
pub async fn is_accepted(app: &TestApp, login: &Value) -> bool {
    let mut caller = app.anonymous();
    caller.token = Some(login["access_token"].as_str().unwrap().to_owned());
    let answer = caller.get("/v1/me").await;
    if answer.status == 401 {
        return false;
    }
    answer.expect(200);
    true
}

/// An application with alice, who has one session that the tests ignore.
pub async fn app_with_alice() -> TestApp {
    let app = TestApp::start().await;
    app.user("alice").await;
    app
}

#[tokio::test]
async fn the_cookie_replaces_the_token_in_the_body() {
    let app = app_with_alice().await;
    app.stop_clock();
    let mut browser = Browser::new(&app);
    let body = json!({"username": "alice", "password": PASSWORD, "token_transport": "cookie"});
    let answer = browser.post("/v1/auth/token", &body).await;
    let attributes = answer.headers["set-cookie"].to_str().unwrap().split_once("; ").unwrap().1.to_owned();
    let mut attributes: Vec<_> = attributes.split("; ").collect();
    attributes.sort_unstable();
    let age = format!("Max-Age={}", 30 * 24 * 3600);
    assert_eq!(attributes, ["HttpOnly", age.as_str(), "Path=/v1/auth", "SameSite=Strict"]);
    assert_eq!(answer.headers["cache-control"], "no-store");
    assert!(!answer.headers.contains_key("access-control-allow-credentials"));
    let login = answer.expect(200);
    assert!(login.get("refresh_token").is_none(), "{login}");
    assert!(is_accepted(&app, &login).await);

    // As a form, too.
    let form = [("username", "alice"), ("password", PASSWORD), ("token_transport", "cookie")];
    let mut other = Browser::new(&app);
    let request = other.request(Method::POST, "/v1/auth/token").header("origin", ORIGIN).form(&form);
    assert!(other.call(request).await.expect(200).get("refresh_token").is_none());
    assert_eq!(other.session().await.status, 200);

    let (first, expires) = (browser.value(), browser.session().await.expect(200)["expires_at"].clone());
    let expires: DateTime<Utc> = expires.as_str().unwrap().parse().unwrap();
    assert_eq!(expires.timestamp(), (app.app.clock.now() + TimeDelta::days(30)).timestamp());
    app.advance(TimeDelta::minutes(50));
    let again = browser.refresh().await;
    let age = again.headers["set-cookie"].to_str().unwrap().split("Max-Age=").nth(1).unwrap().to_owned();
    assert_eq!(age, (30 * 24 * 3600 - 50 * 60).to_string(), "until the session ends");
    let again = again.expect(200);
    assert!(again.get("refresh_token").is_none(), "a cookie's token is returned only as a cookie");
    assert_ne!(browser.value(), first);
    assert!(is_accepted(&app, &again).await);
    app.finish().await;
}

#[tokio::test]
async fn a_token_may_move_into_the_cookie_but_not_out_of_it() {
    let app = app_with_alice().await;
    let anonymous = app.anonymous();
    let body = json!({"username": "alice", "password": PASSWORD});
    let login = anonymous.post("/v1/auth/token", &body).await;
    assert!(!login.headers.contains_key("set-cookie"));
    let mut browser = Browser::new(&app);
    let body = json!({"refresh_token": login.expect(200)["refresh_token"], "token_transport": "cookie"});
    assert!(browser.post("/v1/auth/refresh", &body).await.expect(200).get("refresh_token").is_none());
    for transport in ["cookie", "body"] {
        let login = browser.post("/v1/auth/refresh", &json!({"token_transport": transport})).await.expect(200);
        assert!(login.get("refresh_token").is_none(), "{login}");
    }
    app.finish().await;
}

#[tokio::test]
async fn over_tls_the_cookie_is_secure_and_prefixed() {
    let env = vec![("PUBLIC_URL", "https://console.example.test/switchboard/".into())];
    let app = TestApp::with(Options { env, ..Options::default() }).await;
    app.user("alice").await;
    let body = json!({"username": "alice", "password": PASSWORD, "token_transport": "cookie"});
    let anonymous = app.anonymous();
    let request = anonymous.request(Method::POST, "/v1/auth/token").header("origin", "https://console.example.test");
    let answer = anonymous.call(request.json(&body)).await;
    let cookie = answer.headers["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.starts_with("__Secure-swb_refresh=") && cookie.contains("; Secure"), "{cookie}");
    let token = set_cookie(&answer, "__Secure-swb_refresh").unwrap();
    let name = |name: &str| format!("{name}={token}");
    for (cookie, status) in [(name(NAME), 204), (name("__Secure-swb_refresh"), 200)] {
        let request = anonymous.request(Method::GET, "/v1/auth/session").header("cookie", cookie);
        assert_eq!(anonymous.call(request).await.status, status);
    }
    let request = anonymous.request(Method::POST, "/v1/auth/refresh").header("cookie", name("__Secure-swb_refresh"));
    let request = request.header("origin", "https://console.example.test").json(&json!({}));
    anonymous.call(request).await.expect(200);
    app.finish().await;
}

#[tokio::test]
async fn the_cookie_is_accepted_only_in_same_origin_json_requests() {
    let app = app_with_alice().await;
    let mut browser = Browser::new(&app);
    browser.log_in().await;
    let json_type = ("content-type", "application/json");
    let refused: [&[(&str, &str)]; 7] = [
        &[json_type],
        &[json_type, ("origin", "https://evil.example.test")],
        &[json_type, ("origin", "null")],
        &[json_type, ("origin", "http://127.0.0.1:80001")],
        &[json_type, ("origin", "https://evil.example.test"), ("sec-fetch-site", "same-site")],
        &[("content-type", "text/plain"), ("origin", ORIGIN), ("sec-fetch-site", "same-origin")],
        &[("origin", ORIGIN), ("sec-fetch-site", "same-origin")],
    ];
    for path in ["/v1/auth/refresh", "/v1/auth/logout"] {
        for headers in refused {
            let mut request = browser.request(Method::POST, path).body("{}");
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            let answer = browser.call(request).await;
            assert!(!answer.headers.contains_key("set-cookie"), "{path} {headers:?}");
            answer.problem(403, "origin_not_allowed");
        }
    }
    assert_eq!(browser.session().await.status, 200, "none of these consumed the token");
    // A page under another name of this machine that calls the same origin: browsers mark it as same-origin.
    let request = browser.request(Method::POST, "/v1/auth/refresh").header("origin", "http://localhost:8000");
    browser.call(request.header("sec-fetch-site", "same-origin").json(&json!({}))).await.expect(200);
    app.finish().await;
}

#[tokio::test]
async fn pages_of_other_origins_cannot_log_visitors_in() {
    let app = app_with_alice().await;
    let mut browser = Browser::new(&app);
    let form = [("username", "alice"), ("password", PASSWORD), ("token_transport", "cookie")];
    for (name, value) in [("origin", "https://evil.example.test"), ("origin", "null"), ("sec-fetch-site", "cross-site")]
    {
        let request = browser.request(Method::POST, "/v1/auth/token").header(name, value).form(&form);
        browser.call(request).await.problem(403, "origin_not_allowed");
        let code = json!({"mobile": "+15550100001", "code": "123456", "token_transport": "cookie"});
        let request = browser.request(Method::POST, "/v1/auth/otp/verify").header(name, value).json(&code);
        browser.call(request).await.problem(403, "origin_not_allowed");
    }
    assert_eq!(browser.cookie, None);
    // Other origins can log in without the cookie; non-browser clients can get the cookie, too.
    let body = json!({"username": "alice", "password": PASSWORD});
    let request = browser.request(Method::POST, "/v1/auth/token").header("origin", "https://app.example.test");
    browser.call(request.json(&body)).await.expect(200);
    browser.call(browser.request(Method::POST, "/v1/auth/token").form(&form)).await.expect(200);
    assert!(browser.cookie.is_some());
    app.finish().await;
}

#[tokio::test]
async fn cors_never_allows_credentials() {
    let env = vec![("CORS_ORIGINS", "*".into())];
    let app = TestApp::with(Options { env, ..Options::default() }).await;
    let anonymous = app.anonymous();
    for method in [Method::OPTIONS, Method::POST] {
        let request = anonymous.request(method, "/v1/auth/refresh").header("origin", "https://app.example.test");
        let answer = anonymous.call(request.header("access-control-request-method", "POST")).await;
        assert_eq!(answer.headers["access-control-allow-origin"], "*");
        assert!(!answer.headers.contains_key("access-control-allow-credentials"));
    }
    app.finish().await;
}

#[tokio::test]
async fn logout_ends_the_session_and_removes_the_cookie() {
    let app = app_with_alice().await;
    let mut browser = Browser::new(&app);
    let login = browser.log_in().await;
    let old = browser.value();
    let answer = browser.post("/v1/auth/logout", &json!({})).await;
    let cookie = answer.headers["set-cookie"].to_str().unwrap();
    assert!(
        cookie.contains("Max-Age=0") && cookie.contains("Path=/v1/auth") && cookie.contains("HttpOnly"),
        "{cookie}"
    );
    answer.expect(204);
    assert_eq!(browser.cookie, None);
    assert!(!is_accepted(&app, &login).await);
    let mut late = Browser::with(&app, &old);
    assert_eq!(late.session().await.status, 204);
    late.refresh().await.problem(401, "invalid_refresh_token");
    // An invalid cookie is removed, too.
    let mut stale = Browser::with(&app, "nonsense");
    assert_eq!(stale.session().await.status, 204);
    stale.post("/v1/auth/logout", &json!({})).await.problem(401, "invalid_refresh_token");
    assert_eq!(stale.cookie, None);
    app.finish().await;
}

#[tokio::test]
async fn without_a_cookie_there_is_no_session_and_nothing_to_refresh() {
    let app = app_with_alice().await;
    let mut browser = Browser::new(&app);
    let answer = browser.session().await;
    assert_eq!((answer.status, answer.headers["cache-control"].to_str().unwrap()), (204, "no-store"));
    browser.refresh().await.problem(401, "invalid_refresh_token");
    browser.log_in().await;
    app.advance(TimeDelta::days(31));
    assert_eq!(browser.session().await.status, 204, "it expired");
    browser.refresh().await.problem(401, "invalid_refresh_token");
    app.finish().await;
}

#[tokio::test]
async fn a_login_by_code_can_use_the_cookie() {
    let app = TestApp::start().await;
    let number = "+15550100001";
    app.anonymous().post("/v1/auth/otp", &json!({"mobile": number})).await.expect(202);
    app.drain_jobs().await;
    let mut browser = Browser::new(&app);
    let code = app.code(number).await;
    let body = json!({"mobile": number, "code": code, "token_transport": "cookie"});
    let login = browser.post("/v1/auth/otp/verify", &body).await.expect(200);
    assert!(login.get("refresh_token").is_none());
    browser.refresh().await.expect(200);
    app.finish().await;
}
