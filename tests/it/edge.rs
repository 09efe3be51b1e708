//! Limits of connections: sizes, times, counts, and shutdown.

use std::process::Command;
use std::time::Duration;

use futures::future::join_all;
use reqwest::Method;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;

use crate::harness::{METRICS_TOKEN, Options, Process, Raw, Socket, Stream, TestApp, eventually, free_port, within};

/// Longer than any operation here takes, even on a slow machine.
const TIMEOUT: Duration = Duration::from_secs(60);

async fn with(env: &[(&'static str, &str)]) -> TestApp {
    let env = env.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    TestApp::with(Options { env, ..Options::default() }).await
}

#[tokio::test]
async fn headers_are_limited_in_size() {
    let app = TestApp::start().await;
    let get = |size: usize| format!("GET /health/live HTTP/1.1\r\nhost: a\r\nx-filler: {}\r\n\r\n", "x".repeat(size));
    assert_eq!(Raw::ask(&app, &get(15 * 1024)).await.status(), 200);
    assert_eq!(Raw::ask(&app, &get(16 * 1024)).await.status(), 431);
    // An endless header is refused once it is too long.
    let endless = format!("GET /health/live HTTP/1.1\r\nhost: a\r\nx-filler: {}", "x".repeat(20 * 1024));
    assert_eq!(Raw::ask(&app, &endless).await.status(), 431);
    let signatures = format!("t=1{}", ",v1=00".repeat(70_000));
    let hook = format!("POST /v1/hooks/stripe HTTP/1.1\r\nhost: a\r\nstripe-signature: {signatures}\r\n\r\n");
    assert_eq!(Raw::ask(&app, &hook).await.status(), 431);
    app.finish().await;
}

/// The start of a request whose body does not follow.
const HALF_BODY: &str =
    "POST /v1/auth/token HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stalled_connections_are_closed_while_others_are_served() {
    let times = [("HEADER_TIMEOUT_SECONDS", "3"), ("BODY_TIMEOUT_SECONDS", "3"), ("IDLE_TIMEOUT_SECONDS", "3")];
    let app = with(&times).await;
    let kinds =
        ["", "GET /health/live HTTP/1.1\r\nx-slow: ", HALF_BODY, "GET /health/live HTTP/1.1\r\nhost: a\r\n\r\n"];
    let connections = (0..200).map(|number| {
        let (app, kind) = (&app, kinds[number % kinds.len()]);
        async move {
            let (mut read, mut write) = Raw::open(app).await.stream.into_split();
            write.write_all(kind.as_bytes()).await.unwrap();
            // Single bytes extend no timeout. The idle connection gets none, since a byte would start its next request.
            let drip = async {
                while (number / kinds.len()).is_multiple_of(2)
                    && number % kinds.len() != 3
                    && write.write_all(b"x").await.is_ok()
                {
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                std::future::pending::<()>().await;
            };
            let mut answer = Vec::new();
            tokio::select! {
                // A connection error counts as closed: bytes sent afterwards were not read.
                _ = read.read_to_end(&mut answer) => {}
                () = drip => {}
            }
            (kind, String::from_utf8(answer).unwrap())
        }
    });
    let serving = async {
        loop {
            app.anonymous().get("/health/live").await.expect(200);
            tokio::task::yield_now().await;
        }
    };
    let closed = timeout(TIMEOUT, async {
        tokio::select! {
            closed = join_all(connections) => closed,
            () = serving => unreachable!("it never ends"),
        }
    });
    let closed = closed.await.expect("all are closed");
    assert_eq!(closed.len(), 200);
    for (kind, answer) in closed {
        match kind {
            HALF_BODY => assert!(answer.is_empty() || answer.contains("request_timeout"), "{answer}"),
            _ if kind == kinds[3] => assert!(answer.starts_with("HTTP/1.1 200"), "{answer}"),
            _ => assert_eq!(answer, "", "{kind}"),
        }
    }
    eventually("only the client's own connections are left", || async {
        (app.app.metrics.connections.get_or_create_owned(&api()).get() <= 2).then_some(())
    })
    .await;
    app.finish().await;
}

fn api() -> shared::metrics::labels::Listener {
    shared::metrics::labels::Listener { listener: "api" }
}

#[tokio::test]
async fn a_late_body_gets_its_own_problem() {
    let app = with(&[("BODY_TIMEOUT_SECONDS", "1")]).await;
    for content_type in ["application/json", "application/x-www-form-urlencoded"] {
        let request = HALF_BODY.replace("application/json", content_type);
        let answer = Raw::ask(&app, &request).await;
        assert_eq!(answer.status(), 408, "{}", answer.text);
        assert!(answer.text.contains("\"request_timeout\"") && answer.text.contains("\"retryable\":true"));
    }
    assert_eq!(app.count("SELECT count(*) FROM users").await, 0);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn long_polls_streams_and_sockets_outlast_connection_timeouts() {
    let times = [("HEADER_TIMEOUT_SECONDS", "3"), ("BODY_TIMEOUT_SECONDS", "3"), ("IDLE_TIMEOUT_SECONDS", "3")];
    let app = with(&times).await;
    let alice = app.user("alice").await;
    app.user("bob").await;
    let group = alice.create_conversation(&["bob"], None).await;
    let path = format!("/v1/conversations/{}/ws", group["id"].as_str().unwrap());
    let mut socket = Socket::open(&alice, &path).await;
    let mut stream = Stream::open(&alice, "/v1/events/stream", None).await;
    let message = alice.send("in_app", "alice").await;
    let job = format!("/v1/jobs/{}", message["job_id"].as_str().unwrap());
    // The job does not run, so the answer takes the whole wait, which is longer than any connection timeout.
    let waited = alice.call(alice.request(Method::GET, &job).header("prefer", "wait=5")).await;
    assert_eq!(waited.headers["preference-applied"], "wait");
    waited.expect(200);
    alice.post_chat(&group, "still there?").await;
    loop {
        if socket.next().await.unwrap()["message"] == "still there?" {
            break;
        }
    }
    app.drain_jobs().await;
    loop {
        if stream.next().await.unwrap().kind.starts_with("message.") {
            break;
        }
    }
    app.finish().await;
}

#[tokio::test]
async fn connections_are_limited_in_total_and_by_address() {
    let app = with(&[("MAX_CONNECTIONS", "4"), ("MAX_CONNECTIONS_PER_ADDRESS", "2")]).await;
    let get = "GET /health/live HTTP/1.1\r\nhost: a\r\n\r\n";
    let from = async |address: [u8; 4]| {
        let mut raw = Raw::open_from(&app, address).await;
        raw.send(get).await;
        let status = raw.read_head().await.status();
        (raw, status)
    };
    let mut held = Vec::new();
    for (address, status) in
        [([127, 0, 0, 2], 200), ([127, 0, 0, 2], 200), ([127, 0, 0, 2], 503), ([127, 0, 0, 3], 200)]
    {
        let (raw, answered) = from(address).await;
        assert_eq!(answered, status, "{address:?}");
        if status == 200 {
            held.push(raw);
        }
    }
    held.push(from([127, 0, 0, 4]).await.0);
    assert_eq!(from([127, 0, 0, 5]).await.1, 503, "the process is full");
    let refused = |reason| {
        let label = shared::metrics::labels::ListenerReason { listener: "api", reason };
        app.app.metrics.connections_refused.get_or_create_owned(&label).get()
    };
    assert_eq!((refused("address"), refused("total")), (1, 1));
    drop(held.remove(0));
    eventually("a free slot", || async { Some(from([127, 0, 0, 2]).await.1).filter(|status| *status == 200) }).await;
    drop(held);
    app.finish().await;
}

/// An API process with these variables on top of an application's.
async fn process(app: &TestApp, program: &mut Command, env: &[(&str, &str)]) -> (Process, String) {
    let port = free_port();
    let base = format!("http://127.0.0.1:{port}");
    program.envs(app.env.clone()).env("PORT", port.to_string()).envs(env.iter().copied());
    let process = Process::start(program);
    within(TIMEOUT, "an API that is ready", || async {
        app.http.get(format!("{base}/health/ready")).send().await.ok().filter(|answer| answer.status() == 200)
    })
    .await;
    (process, base)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn incomplete_requests_do_not_delay_shutdown() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    // Only the end of the shutdown would close these.
    let env = [
        ("STOP_SECONDS", "2"),
        ("HEADER_TIMEOUT_SECONDS", "300"),
        ("BODY_TIMEOUT_SECONDS", "3600"),
        ("IDLE_TIMEOUT_SECONDS", "3600"),
    ];
    let (mut api, base) = process(&app, Command::new(env!("CARGO_BIN_EXE_switchboard")).arg("api"), &env).await;
    let mut held = Vec::new();
    for half in ["", "GET /v1/me HTTP/1.1\r\nx-half: ", HALF_BODY, "GET /health/live HTTP/1.1\r\nhost: a\r\n\r\n"] {
        let mut raw = Raw::open_at(&base).await;
        raw.send(half).await;
        held.push(raw);
    }
    // Authenticated, so that the handler waits for the body.
    let token = alice.token.clone().unwrap();
    let mut raw = Raw::open_at(&base).await;
    raw.send(&format!(
        "POST /v1/messages HTTP/1.1\r\nhost: a\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\n\
        content-length: 1000\r\n\r\n{{\"channel\":"
    ))
    .await;
    held.push(raw);
    // The last one is being handled: its connection is open, and a pipelined request is answered.
    let live = app.http.get(format!("{base}/health/live")).send().await.unwrap();
    assert_eq!(live.status(), 200);
    assert!(api.terminate().await, "it exits cleanly and in time");
    drop(held);
    app.finish().await;
}

/// A process whose client connections are exhausted still serves metrics, which have separate connections.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_process_still_serves_its_metrics_port() {
    let app = TestApp::start().await;
    let metrics = free_port().to_string();
    let env = [("MAX_CONNECTIONS", "3"), ("MAX_CONNECTIONS_PER_ADDRESS", "0"), ("METRICS_PORT", metrics.as_str())];
    let (mut api, base) = process(&app, Command::new(env!("CARGO_BIN_EXE_switchboard")).arg("api"), &env).await;
    let get = "GET /health/live HTTP/1.1\r\nhost: a\r\n\r\n";
    let mut held = Vec::new();
    loop {
        let mut raw = Raw::open_at(&base).await;
        raw.send(get).await;
        let status = raw.read_head().await.status();
        if status == 503 {
            break;
        }
        assert_eq!(status, 200);
        held.push(raw);
    }
    let own = format!("http://127.0.0.1:{metrics}");
    // A new HTTP client, so that no open connection is reused.
    let http = reqwest::Client::builder().pool_max_idle_per_host(0).build().unwrap();
    assert_eq!(http.get(format!("{own}/health/live")).send().await.unwrap().status(), 200);
    let series =
        http.get(format!("{own}/metrics")).bearer_auth(METRICS_TOKEN).send().await.unwrap().text().await.unwrap();
    let refused = series.lines().any(|line| {
        line.contains("connections_refused") && line.contains("listener=\"api\"") && line.contains("reason=\"total\"")
    });
    assert!(refused, "{series}");
    drop(held);
    assert!(api.terminate().await);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_survives_running_out_of_file_descriptors() {
    let app = TestApp::start().await;
    let program = env!("CARGO_BIN_EXE_switchboard");
    let mut shell = Command::new("sh");
    shell.args(["-c", "ulimit -n 128; exec \"$0\" api", program]);
    // A connection limit above the number of file descriptors, so that it does not apply first.
    let (mut api, base) = process(&app, &mut shell, &[("MAX_CONNECTIONS", "1000")]).await;
    let mut held = Vec::new();
    for _ in 0..150 {
        held.push(Raw::open_at(&base).await);
    }
    // No connection is accepted, and the process neither exits nor stops retrying.
    let mut last = Raw::open_at(&base).await;
    last.send("GET /health/live HTTP/1.1\r\nhost: a\r\n\r\n").await;
    drop(held);
    let answer = timeout(TIMEOUT, last.read_head()).await.expect("an answer");
    assert_eq!(answer.status(), 200);
    assert!(api.terminate().await);
    app.finish().await;
}

#[tokio::test]
async fn unauthenticated_webhooks_are_bounded() {
    let app = TestApp::start().await;
    let anonymous = app.anonymous();
    let now = app.app.clock.now().timestamp();
    let stripe = |signature: String, body: Vec<u8>| {
        let request = anonymous.request(Method::POST, "/v1/hooks/stripe").header("stripe-signature", signature);
        anonymous.call(request.body(body))
    };
    let signature = format!("t={now},v1={}", "ab".repeat(32));
    stripe(signature.clone(), vec![b'x'; 256 * 1024]).await.problem(401, "bad_signature");
    stripe(signature.clone(), vec![b'x'; 256 * 1024 + 1]).await.problem(413, "body_too_large");
    let many = format!("t={now}{}", ",v1=ab".repeat(1000));
    stripe(many, b"{}".to_vec()).await.problem(401, "bad_signature");
    let whatsapp = |body: Vec<u8>| {
        let request = anonymous.request(Method::POST, "/v1/hooks/whatsapp");
        anonymous.call(request.header("x-hub-signature-256", format!("sha256={}", "ab".repeat(32))).body(body))
    };
    whatsapp(vec![b'x'; 3 * 1024 * 1024]).await.problem(401, "bad_signature");
    whatsapp(vec![b'x'; 3 * 1024 * 1024 + 1]).await.problem(413, "body_too_large");
    // Without a plausible signature the body is not awaited.
    for head in [
        "POST /v1/hooks/stripe HTTP/1.1\r\nstripe-signature: t=1,v1=00".to_owned(),
        format!("POST /v1/hooks/stripe HTTP/1.1\r\nstripe-signature: t=1,v1={}", "ab".repeat(32)),
        format!("POST /v1/hooks/stripe HTTP/1.1\r\nstripe-signature: {signature},{}", "x".repeat(1024)),
        "POST /v1/hooks/whatsapp HTTP/1.1\r\nx-hub-signature-256: sha256=00".to_owned(),
    ] {
        let answer = Raw::ask(&app, &format!("{head}\r\nhost: a\r\ncontent-length: 1000\r\n\r\n")).await;
        assert_eq!(answer.status(), 401, "{head}");
    }
    app.finish().await;
}

#[tokio::test]
async fn webhook_limits_are_separate_by_provider_and_sender() {
    let app = TestApp::start().await;
    let head = format!(
        "POST /v1/hooks/whatsapp HTTP/1.1\r\nhost: a\r\nx-hub-signature-256: sha256={}\r\ncontent-length: 1000\r\n\
        expect: 100-continue\r\n\r\n",
        "ab".repeat(32)
    );
    let mut held = Vec::new();
    let mut fill = async |last: u8, wanted: u16| {
        let mut raw = Raw::open_from(&app, [127, 0, 0, last]).await;
        raw.send(&head).await;
        // 100: the body is awaited, so the request holds a slot.
        let status = raw.read_head().await.status();
        assert_eq!(status, wanted, "from {last}");
        held.push(raw);
    };
    for _ in 0..16 {
        fill(2, 100).await;
    }
    fill(2, 503).await;
    for _ in 0..16 {
        fill(3, 100).await;
    }
    fill(4, 503).await;
    let label = shared::metrics::labels::Limit { limit: "hooks_whatsapp" };
    assert_eq!(app.app.metrics.rate_limited.get_or_create_owned(&label).get(), 2);
    let now = app.app.clock.now().timestamp();
    let stripe = app.anonymous();
    let request = stripe.request(Method::POST, "/v1/hooks/stripe").json(&json!({}));
    let request = request.header("stripe-signature", format!("t={now},v1={}", "ab".repeat(32)));
    stripe.call(request).await.problem(401, "bad_signature");
    drop(held);
    eventually("a free slot", || async {
        let answer = super::hooks::deliver(&app, &super::hooks::webhook(&[])).await;
        (answer.status == 200).then_some(())
    })
    .await;
    app.finish().await;
}

#[tokio::test]
async fn the_proxy_protocol_names_the_client() {
    let env = [("PROXY_PROTOCOL", "v2"), ("TRUSTED_PROXIES", "127.0.0.2"), ("RATE_LIMIT_REQUESTS_PER_SECOND", "1")];
    let app = with(&env).await;
    // Signature, version 2 and PROXY, TCP over IPv4, 12 bytes, from 198.51.100.x:4711 to 127.0.0.1:80.
    let header = |last: u8| {
        let addresses = [198, 51, 100, last, 127, 0, 0, 1, 0x12, 0x67, 0, 80];
        [b"\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c".as_slice(), &addresses].concat()
    };
    let get = "GET /openapi.json HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
    let left = async |from: [u8; 4], header: &[u8]| {
        let mut raw = Raw::open_from(&app, from).await;
        raw.stream.write_all(&[header, get.as_bytes()].concat()).await.unwrap();
        let answer = raw.read_head().await;
        (answer.text.lines().find_map(|line| line.strip_prefix("ratelimit: ").map(str::to_owned)), answer)
    };
    let proxy = [127, 0, 0, 2];
    assert_eq!(left(proxy, &header(7)).await.0.unwrap(), "\"address\";r=1;t=1");
    assert_eq!(left(proxy, &header(8)).await.0.unwrap(), "\"address\";r=1;t=1", "another client");
    assert_eq!(left(proxy, &header(7)).await.0.unwrap(), "\"address\";r=0;t=1", "the first again");
    assert_eq!(left(proxy, b"").await.1.text, "", "a proxy that names no client is refused");
    // A client that is not a trusted proxy cannot act for others.
    assert_eq!(left([127, 0, 0, 3], b"").await.0.unwrap(), "\"address\";r=1;t=1");
    assert!(left([127, 0, 0, 3], &header(9)).await.0.is_none());
    app.finish().await;
}
