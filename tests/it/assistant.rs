//! Questions to the assistant: answered once and in order; cancellation.

use chrono::{DateTime, Utc};
use futures::future::join_all;
use serde_json::{Value, json};
use shared::app::App;
use shared::config::{Config, Env};
use tokio::task::JoinHandle;
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::harness::{Options, Stream, TestApp, at, eventually};

/// A worker in this process; it stops when dropped.
pub struct Worker(DropGuard, JoinHandle<()>);

impl Worker {
    pub fn start(app: &TestApp) -> Self {
        let (app, stop): (App, _) = (app.app.clone(), CancellationToken::new());
        let ended = stop.clone();
        let running = tokio::spawn(async move { worker::run(app, ended).await.unwrap() });
        Self(stop.drop_guard(), running)
    }

    pub async fn stop(self) {
        drop(self.0);
        self.1.await.unwrap();
    }
}

/// Roles and bodies of a conversation's messages, oldest first.
pub async fn transcript(caller: &crate::harness::Caller<'_>, chatroom: &Value) -> Vec<(String, String)> {
    let page = caller.get(&at(chatroom, "/messages?after_seq=0&limit=100")).await.expect(200);
    let text = |message: &Value, field: &str| message[field].as_str().unwrap().to_owned();
    page["data"].as_array().unwrap().iter().map(|it| (text(it, "role"), text(it, "body"))).collect()
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(role, body)| ((*role).to_owned(), (*body).to_owned())).collect()
}

#[tokio::test]
async fn an_answer_reports_its_model_and_token_usage() {
    let prices =
        [("GEMINI_INPUT_PRICE", "1000.00"), ("GEMINI_OUTPUT_PRICE", "2000.00"), ("GEMINI_MODEL", "gemini-test")];
    let env = prices.map(|(name, value)| (name, value.to_owned())).into();
    let app = TestApp::with(Options { env, ..Options::default() }).await;
    let alice = app.user("alice").await;
    let chatroom = alice.chatroom().await;
    assert_eq!((&chatroom["kind"], &chatroom["participants"][0]["username"]), (&json!("assistant"), &json!("alice")));
    let answer = alice.post(&at(&chatroom, "/messages"), &json!({"body": "Where is it?"})).await;
    let location = answer.headers["location"].to_str().unwrap().to_owned();
    let question = answer.expect(202);
    assert_eq!(location, format!("/v1/jobs/{}", question["job"]["id"].as_str().unwrap()));
    assert_eq!((&question["message"]["seq"], &question["message"]["role"]), (&json!(1), &json!("user")));
    assert_eq!(
        (&question["job"]["kind"], &question["job"]["state"]),
        (&json!("completion.generate"), &json!("queued"))
    );
    app.drain_jobs().await;
    let job = alice.answer(&question).await;
    assert_eq!((&job["state"], &job["result"]["text"]), (&json!("succeeded"), &json!("You said: Where is it?")));
    let page = alice.get(&at(&chatroom, "/messages")).await.expect(200);
    let reply = &page["data"][0];
    assert_eq!((&reply["id"], &reply["body"]), (&job["result"]["message_id"], &job["result"]["text"]));
    assert_eq!((&reply["sender"], &reply["role"], &reply["seq"]), (&Value::Null, &json!("assistant"), &json!(2)));
    let usage = json!({"prompt_tokens": 14, "output_tokens": 5, "total_tokens": 19});
    let completion = json!({"job_id": job["id"], "model": "gemini-test", "finish_reason": "stop", "usage": usage});
    assert_eq!(reply["completion"], completion);
    assert!(page["data"][1].get("completion").is_none());
    let call = app.model_calls().await[0].take();
    assert_eq!(call["contents"], json!([{"role": "user", "text": "Where is it?"}]));
    assert_eq!(call["system"], "You are a helpful assistant. Answer briefly and in plain text.");
    let days = alice.get("/v1/usage/days").await.expect(200);
    let day = &days["data"][0];
    assert_eq!((&day["requests"], &day["used"], &day["prompt_tokens"]), (&json!(1), &json!(1), &json!(14)));
    assert_eq!((&day["output_tokens"], &day["cost"]), (&json!(5), &json!("0.024000")));
    app.finish().await;
}

#[tokio::test]
async fn a_repeated_question_counts_once() {
    let app = TestApp::for_chatting().await;
    let alice = app.user("alice").await;
    let chatroom = alice.chatroom().await;
    let (path, body) = (at(&chatroom, "/messages"), json!({"body": "Hello", "client_id": "c-1"}));
    let answers = join_all((0..10).map(|_| alice.post(&path, &body))).await;
    let jobs: Vec<_> = answers.into_iter().map(|answer| answer.expect(202)["job"]["id"].clone()).collect();
    assert!(jobs.iter().all(|job| *job == jobs[0] && job.is_string()), "{jobs:?}");
    let first = alice.post_once(&path, "a key", &json!({"body": "Again"})).await.expect(202);
    let replayed = alice.post_once(&path, "a key", &json!({"body": "Again"})).await;
    assert_eq!(replayed.headers["idempotent-replayed"], "true");
    assert_eq!(replayed.expect(202), first);
    app.drain_jobs().await;
    assert_eq!(alice.post(&path, &body).await.expect(202)["job"]["state"], "succeeded");
    assert_eq!(alice.usage().await["used"], 2);
    assert_eq!(app.model_calls().await.len(), 2);
    app.finish().await;
}

#[tokio::test]
async fn questions_of_a_conversation_are_answered_in_sequence() {
    let app = TestApp::for_chatting().await;
    let alice = app.user("alice").await;
    let (chatroom, other) = (alice.chatroom().await, alice.chatroom().await);
    let mut questions = Vec::new();
    for prompt in ["sim:slow:10:30", "two", "three"] {
        questions.push(alice.ask(&chatroom, prompt).await);
    }
    let elsewhere = alice.ask(&other, "elsewhere").await;
    let worker = Worker::start(&app);
    let mut jobs = Vec::new();
    for question in questions.iter().chain([&elsewhere]) {
        jobs.push(alice.answered(question).await);
        assert_eq!(jobs.last().unwrap()["state"], "succeeded");
    }
    let time = |job: &Value, name: &str| job[name].as_str().unwrap().parse::<DateTime<Utc>>().unwrap();
    for pair in jobs[..3].windows(2) {
        assert!(time(&pair[0], "finished_at") <= time(&pair[1], "started_at"), "{pair:?}");
    }
    assert!(time(&jobs[3], "started_at") < time(&jobs[0], "finished_at"), "other conversations do not wait: {jobs:?}");
    let slow = "part 1 of 10, part 2 of 10, part 3 of 10, part 4 of 10, part 5 of 10, part 6 of 10, part 7 of 10, part 8 of 10, part 9 of 10, part 10 of 10.";
    let wanted = [
        ("user", "sim:slow:10:30"),
        ("user", "two"),
        ("user", "three"),
        ("assistant", slow),
        ("assistant", "You said: two"),
        ("assistant", "You said: three"),
    ];
    assert_eq!(transcript(&alice, &chatroom).await, pairs(&wanted));
    let calls = app.model_calls().await;
    let last = calls.iter().find(|call| call["prompt"] == "three").unwrap();
    let sent_texts: Vec<_> =
        last["contents"].as_array().unwrap().iter().map(|turn| turn["text"].as_str().unwrap()).collect();
    assert_eq!(sent_texts, ["sim:slow:10:30", slow, "two", "You said: two", "three"]);
    // No job was attempted before its turn.
    let attempts = "SELECT count(*) FROM events WHERE type = 'job.running'";
    assert_eq!(app.count(attempts).await, 4);
    worker.stop().await;
    app.finish().await;
}

#[tokio::test]
async fn a_running_completion_can_be_cancelled() {
    let app = TestApp::for_chatting().await;
    let worker = Worker::start(&app);
    let alice = app.user("alice").await;
    let chatroom = alice.chatroom().await;
    let question = alice.ask(&chatroom, "sim:slow:2000:20").await;
    let next = alice.ask(&chatroom, "next").await;
    let job = question["job"]["id"].as_str().unwrap();
    let mut stream = Stream::open(&alice, &format!("/v1/jobs/{job}/events"), None).await;
    while stream.next().await.unwrap().kind != "completion.delta" {}
    assert_eq!(alice.post(&format!("/v1/jobs/{job}/cancel"), &json!({})).await.expect(202)["state"], "running");
    let ended = alice.answered(&question).await;
    assert_eq!((&ended["state"], &ended["error"], &ended["result"]), (&json!("cancelled"), &Value::Null, &Value::Null));
    alice.post(&format!("/v1/jobs/{job}/cancel"), &json!({})).await.problem(409, "job_not_cancellable");
    eventually("the call's end", || async {
        let calls = app.model_calls().await;
        calls.iter().any(|call| call["prompt"] == "sim:slow:2000:20" && call["outcome"] == "hung_up").then_some(())
    })
    .await;
    let mut kinds = Vec::new();
    while let Some(frame) = stream.next().await {
        kinds.push((frame.kind, frame.data["state"].as_str().unwrap_or_default().to_owned()));
    }
    let last = |kind: &str| (kind.to_owned(), "cancelled".to_owned());
    assert_eq!(kinds[kinds.len() - 2..], [last("completion.ended"), last("job")]);
    assert_eq!(alice.answered(&next).await["state"], "succeeded");
    let wanted = [("user", "sim:slow:2000:20"), ("user", "next"), ("assistant", "You said: next")];
    assert_eq!(transcript(&alice, &chatroom).await, pairs(&wanted));
    assert_eq!(alice.usage().await["used"], 1);
    worker.stop().await;
    app.finish().await;
}

#[tokio::test]
async fn cancelling_a_waiting_completion_does_not_delay_the_next() {
    let app = TestApp::for_chatting().await;
    let alice = app.user("alice").await;
    let chatroom = alice.chatroom().await;
    let mut questions = Vec::new();
    for prompt in ["one", "two", "three"] {
        questions.push(alice.ask(&chatroom, prompt).await);
    }
    for question in &questions[..2] {
        let job = question["job"]["id"].as_str().unwrap();
        assert_eq!(alice.post(&format!("/v1/jobs/{job}/cancel"), &json!({})).await.expect(200)["state"], "cancelled");
    }
    assert_eq!(alice.usage().await["used"], 1);
    app.drain_jobs().await;
    assert_eq!(alice.answer(&questions[2]).await["state"], "succeeded");
    let again = format!("/v1/jobs/{}/retry", questions[0]["job"]["id"].as_str().unwrap());
    alice.post(&again, &json!({})).await.problem(409, "job_not_retryable");
    app.finish().await;
}

#[tokio::test]
async fn the_newest_fitting_history_is_sent_as_context() {
    let env = [
        ("GEMINI_HISTORY_TOKENS", "100"),
        ("RATE_LIMIT_CHAT_MESSAGES_PER_SECOND", "0"),
        ("RATE_LIMIT_CHAT_USER_MESSAGES_PER_SECOND", "0"),
        ("RATE_LIMIT_CHAT_USER_BYTES_PER_MINUTE", "0"),
    ];
    let env = env.map(|(name, value)| (name, value.to_owned())).into();
    let app = TestApp::with(Options { env, ..Options::default() }).await;
    let alice = app.user("alice").await;
    let chatroom = alice.chatroom().await;
    for prompt in ["first", &"word ".repeat(29), "third"] {
        alice.ask(&chatroom, prompt).await;
        app.drain_jobs().await;
    }
    alice.ask(&chatroom, &"a question that is longer than all that fits ".repeat(20)).await;
    app.drain_jobs().await;
    let calls = app.model_calls().await;
    let turns: Vec<_> = calls.iter().rev().map(|call| call["contents"].as_array().unwrap().len()).collect();
    assert_eq!(turns, [1, 3, 3, 1]);
    app.finish().await;
}

#[tokio::test]
async fn questions_are_accepted_only_in_the_users_own_chatroom() {
    let app = TestApp::for_chatting().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let with_bob = json!({"kind": "assistant", "participants": ["bob"]});
    alice.post("/v1/conversations", &with_bob).await.problem(409, "not_a_group");
    let named = alice.post("/v1/conversations", &json!({"kind": "assistant", "name": "Parcels"})).await.expect(201);
    assert_eq!(named["name"], "Parcels");
    bob.post(&at(&named, "/messages"), &json!({"body": "Hello"})).await.problem(404, "not_found");
    alice.post(&at(&named, "/members"), &json!({"user": "bob"})).await.problem(409, "not_a_group");
    let direct = alice.create_conversation(&["bob"], None).await;
    alice.post_chat(&direct, "Hello").await;
    assert_eq!((bob.usage().await["used"].take(), alice.usage().await["used"].take()), (json!(0), json!(0)));
    let question = alice.ask(&named, "Hello").await;
    let job = question["job"]["id"].as_str().unwrap();
    bob.get(&format!("/v1/jobs/{job}/events")).await.problem(404, "not_found");
    bob.post(&format!("/v1/jobs/{job}/cancel"), &json!({})).await.problem(404, "not_found");
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn without_a_model_the_assistant_is_unavailable() {
    let env = ["GEMINI_API_KEY", "GEMINI_BASE_URL"].map(|name| (name, String::new())).into();
    let app = TestApp::with(Options { env, ..Options::default() }).await;
    let alice = app.user("alice").await;
    alice.post("/v1/conversations", &json!({"kind": "assistant"})).await.problem(422, "assistant_not_available");
    assert_eq!(alice.usage().await["limit"], 5);
    app.finish().await;
}

#[test]
fn an_incomplete_model_configuration_is_an_error_at_startup() {
    let env = [("GEMINI_MODEL", "gemini-test"), ("DATABASE_URL", "postgres://none"), ("REDIS_URL", "redis://none")];
    let env: Vec<_> = env.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    let problems = Config::read(Env::from_iter(env)).unwrap_err().0;
    assert!(problems.contains(&"Gemini is only half set up: GEMINI_API_KEY missing".to_owned()), "{problems:?}");
}
