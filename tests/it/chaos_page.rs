//! The API of the chaos page, which only `switchboard dev` has.

use std::process::Command;
use std::time::Duration;

use futures::future::join_all;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::harness::{Process, TestApp, free_port, within};

const PATH: &str = "/v1/dev/chaos";
const PASSWORD: &str = "switchboard-demo-1";
const DEADLINE: Duration = Duration::from_secs(60);

/// A running `switchboard dev` with a simulator of its own.
struct Dev<'a> {
    app: &'a TestApp,
    url: String,
    process: Process,
}

impl<'a> Dev<'a> {
    async fn start(app: &'a TestApp) -> Self {
        let port = free_port();
        let mut command = Command::new(env!("CARGO_BIN_EXE_switchboard"));
        let url = format!("http://127.0.0.1:{port}");
        command.arg("dev").envs(app.env.clone()).env("PORT", port.to_string()).env("PUBLIC_URL", &url);
        command.env("DEV_HISTORY_DAYS", "0").env("SIMULATOR_PORT", "0");
        // The simulator of the test is a provider like a real one: `dev` breaks its own alone.
        let configured = app.env.iter().filter(|(name, _)| name.starts_with("WHATSAPP_"));
        for (name, _) in configured {
            command.env(name, "");
        }
        let dev = Self { app, url, process: Process::start(&mut command) };
        within(DEADLINE, "`dev` is ready", || async {
            let answer = app.http.get(format!("{}/health/ready", dev.url)).send().await;
            answer.ok().filter(|answer| answer.status() == 200)
        })
        .await;
        dev
    }

    async fn call(&self, method: Method, path: &str, token: &str, body: &Value) -> (StatusCode, Value) {
        let request = self.app.http.request(method, format!("{}{path}", self.url)).bearer_auth(token).json(body);
        let answer = request.send().await.unwrap();
        (answer.status(), answer.json().await.unwrap())
    }

    async fn log_in(&self, username: &str) -> String {
        let body = json!({"username": username, "password": PASSWORD});
        let (status, answer) = self.call(Method::POST, "/v1/auth/token", "", &body).await;
        assert_eq!(status, 200, "{answer}");
        answer["access_token"].as_str().unwrap().to_owned()
    }

    async fn act(&self, token: &str, action: &str) -> (StatusCode, Value) {
        self.call(Method::POST, &format!("{PATH}/actions"), token, &json!({"action": action})).await
    }

    /// The first state that fits.
    async fn state(&self, token: &str, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
        within(DEADLINE, what, || async {
            let (status, state) = self.call(Method::GET, PATH, token, &Value::Null).await;
            assert_eq!(status, 200, "{state}");
            fits(&state).then_some(state)
        })
        .await
    }
}

fn events(state: &Value) -> Vec<&str> {
    state["log"].as_array().unwrap().iter().filter_map(|entry| entry["event"].as_str()).collect()
}

fn worker_pids(state: &Value) -> Vec<u64> {
    state["workers"].as_array().unwrap().iter().filter_map(|worker| worker["pid"].as_u64()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_chaos_routes_exist_only_in_dev_and_for_admins() {
    let app = TestApp::start().await;
    let mut dev = Dev::start(&app).await;
    let (_, platform) = dev.call(Method::GET, "/v1/platform", "", &Value::Null).await;
    assert_eq!(platform["chaos"], true);
    for (token, status) in
        [(String::new(), 401), (dev.log_in("alice").await, 403), (dev.log_in("demo_reseller").await, 403)]
    {
        assert_eq!(dev.call(Method::GET, PATH, &token, &Value::Null).await.0, status);
        assert_eq!(dev.act(&token, "flush_redis").await.0, status);
    }
    let admin = dev.log_in("demo_admin").await;
    // The same account at an API that is not `dev`.
    let elsewhere = app.program(&json!({"key": admin}));
    assert_eq!(elsewhere.get(PATH).await.expect(404)["code"], "no_such_route");
    let action = elsewhere.post("/v1/dev/chaos/actions", &json!({"action": "flush_redis"})).await;
    assert_eq!(action.expect(404)["code"], "no_such_route");
    let key = json!({"name": "read only", "scopes": ["read"]});
    let (_, key) = dev.call(Method::POST, "/v1/api-keys", &admin, &key).await;
    let key = key["key"].as_str().unwrap_or_else(|| panic!("{key}"));
    assert_eq!(dev.act(key, "flush_redis").await.0, 403);
    assert_eq!(dev.act(&admin, "drop_database").await.0, 422);

    let state = dev.state(&admin, "two worker processes", |state| worker_pids(state).len() == 2).await;
    assert_eq!((&state["load"]["accepted"], &state["outcomes"]["found"]), (&json!(0), &json!(0)));
    let before = worker_pids(&state);
    let (status, killed) = dev.act(&admin, "kill_worker").await;
    assert_eq!((status.as_u16(), &killed["audit"]["holds"]), (200, &json!(true)), "{killed}");
    let state = dev
        .state(&admin, "the killed process is replaced", |state| {
            let now = worker_pids(state);
            events(state).contains(&"worker_killed") && now.len() == 2 && now != before
        })
        .await;
    assert_eq!(state["workers"].as_array().unwrap().iter().filter(|worker| worker["restarts"] == 1).count(), 1);

    // The session, the queues and the limits outlive the loss of everything in Redis.
    let (status, flushed) = dev.act(&admin, "flush_redis").await;
    assert_eq!((status.as_u16(), events(&flushed).contains(&"redis_flushed")), (200, true), "{flushed}");
    // At the same time: none undoes another.
    let troubles = ["slow_provider", "break_provider", "reorder_statuses"].map(|action| dev.act(&admin, action));
    assert!(join_all(troubles).await.iter().all(|(status, _)| status == &200));
    let (_, state) = dev.call(Method::GET, PATH, &admin, &Value::Null).await;
    assert_eq!(state["provider"]["troubles"], json!({"slow": true, "broken": true, "reordered": true}));
    let (_, healed) = dev.act(&admin, "heal_provider").await;
    assert_eq!(healed["provider"]["troubles"], json!({"slow": false, "broken": false, "reordered": false}));
    assert!(dev.process.terminate().await, "it stops its worker processes and itself");
    app.abandon().await;
}
