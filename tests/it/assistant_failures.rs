//! Failures of the model's provider: each has its own outcome and refunds the usage unit.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::assistant::{Worker, transcript};
use crate::harness::{Options, TestApp, eventually};

async fn app(env: &[(&'static str, &str)]) -> TestApp {
    let limits = [
        "RATE_LIMIT_CHAT_MESSAGES_PER_SECOND",
        "RATE_LIMIT_CHAT_USER_MESSAGES_PER_SECOND",
        "RATE_LIMIT_CHAT_USER_BYTES_PER_MINUTE",
        "RATE_LIMIT_REQUESTS_PER_SECOND",
    ]
    .map(|name| (name, "0"));
    let env = [("BASIC_TIER_DAILY_LIMIT", "100")].iter().chain(&limits).chain(env);
    let env = env.map(|(name, value)| (*name, (*value).to_owned())).collect();
    TestApp::with(Options { env, ..Options::default() }).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_failure_has_its_own_code_and_costs_nothing() {
    expect_failures(
        app(&[]).await,
        &[
            ("sim:blocked", "prompt_blocked", 1, false),
            ("sim:unsafe", "answer_blocked", 1, false),
            ("sim:unsafe-empty", "answer_blocked", 1, false),
            ("sim:recitation", "answer_blocked", 1, false),
            ("sim:max-tokens-empty", "answer_empty", 1, false),
            ("sim:empty", "answer_empty", 2, true),
            ("sim:other", "answer_failed", 2, true),
            ("sim:status:504", "provider_timeout", 2, true),
            ("sim:status:400", "provider_refused", 1, false),
            ("sim:status:500", "provider_unavailable", 4, true),
            ("sim:status-array:503", "provider_overloaded", 4, true),
            ("sim:html", "provider_unavailable", 4, true),
        ],
    )
    .await;
    let impatient = app(&[("GEMINI_TIMEOUT_SECONDS", "1")]).await;
    expect_failures(
        impatient,
        &[("sim:stall", "provider_timeout", 2, true), ("sim:silent", "provider_timeout", 2, true)],
    )
    .await;
}

/// Asks all prompts concurrently; asserts each one's error code, number of attempts and whether it is retryable.
async fn expect_failures(app: TestApp, cases: &[(&str, &str, u8, bool)]) {
    let alice = app.user("alice").await;
    let mut questions = Vec::new();
    for (prompt, ..) in cases {
        let chatroom = alice.chatroom().await;
        questions.push((alice.ask(&chatroom, prompt).await, chatroom));
    }
    assert_eq!(alice.usage().await["used"], cases.len());
    let worker = Worker::start(&app);
    for ((prompt, code, attempts, retryable), (question, chatroom)) in cases.iter().zip(&questions) {
        let job = alice.answered(question).await;
        let error = &job["error"];
        assert_eq!((&job["state"], &error["code"]), (&json!("failed"), &json!(code)), "{prompt}: {job}");
        assert_eq!((&job["attempt"], &error["retryable"]), (&json!(attempts), &json!(retryable)), "{prompt}");
        assert_eq!(transcript(&alice, chatroom).await.len(), 1, "{prompt}: only the question");
    }
    assert_eq!(alice.usage().await["used"], 0);
    worker.stop().await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn transient_failures_are_retried_and_answered_once() {
    let app = app(&[]).await;
    let worker = Worker::start(&app);
    let alice = app.user("alice").await;
    let mut questions = Vec::new();
    for prompt in ["sim:overloaded", "sim:cut", "sim:hang-up", "sim:error-late"] {
        let chatroom = alice.chatroom().await;
        questions.push((prompt, alice.ask(&chatroom, prompt).await, chatroom));
    }
    for (prompt, question, chatroom) in &questions {
        let job = alice.answered(question).await;
        assert_eq!((&job["state"], &job["attempt"]), (&json!("succeeded"), &json!(2)), "{prompt}: {job}");
        let wanted =
            [("user".to_owned(), (*prompt).to_owned()), ("assistant".to_owned(), format!("You said: {prompt}"))];
        assert_eq!(transcript(&alice, chatroom).await, wanted);
    }
    for (prompt, text, reason) in [
        ("sim:max-tokens", "This is where the answer begins, and where", "max_tokens"),
        ("sim:thoughts", "I thought about it.", "stop"),
        ("sim:no-usage", "Nobody counts.", "stop"),
        ("sim:split", "Grüße aus Köln – 東京 and Ελλάδα 🚀🎉.", "stop"),
    ] {
        let chatroom = alice.chatroom().await;
        let job = alice.answered(&alice.ask(&chatroom, prompt).await).await;
        let result = &job["result"];
        assert_eq!((&result["text"], &result["finish_reason"]), (&json!(text), &json!(reason)), "{prompt}");
    }
    assert_eq!(alice.usage().await["used"], 8);
    worker.stop().await;
    app.finish().await;
}

#[tokio::test]
async fn a_rate_limit_pauses_the_key_for_all_workers() {
    let app = app(&[]).await;
    let alice = app.user("alice").await;
    let limited = alice.ask(&alice.chatroom().await, "sim:quota:30").await;
    app.drain_jobs().await;
    let other = alice.ask(&alice.chatroom().await, "Hello").await;
    // A worker in another process reads the pause from Redis.
    let engine = worker::Engine::new(app.app.clone()).unwrap();
    worker::drain(&engine).await.unwrap();
    for question in [&limited, &other] {
        let job = alice.answer(question).await;
        assert_eq!((&job["state"], &job["attempt"]), (&json!("queued"), &json!(0)), "{job}");
        assert_eq!(job["error"]["code"], "provider_rate_limited");
    }
    assert_eq!(app.model_calls().await.len(), 1);
    app.advance(TimeDelta::seconds(25));
    app.drain_jobs().await;
    assert_eq!(app.model_calls().await.len(), 1, "still paused");
    app.advance(TimeDelta::seconds(10));
    app.drain_jobs().await;
    for question in [&limited, &other] {
        assert_eq!(alice.answer(question).await["state"], "succeeded");
    }
    assert_eq!(alice.usage().await["used"], 2);
    app.finish().await;
}

#[tokio::test]
async fn rate_limits_are_waited_out_unless_they_last_too_long() {
    let app = app(&[]).await;
    app.stop_clock();
    let alice = app.user("alice").await;
    let bare = alice.ask(&alice.chatroom().await, "sim:quota").await;
    app.drain_jobs().await;
    assert_eq!(alice.answer(&bare).await["error"]["code"], "provider_rate_limited");
    app.advance(TimeDelta::seconds(3));
    app.drain_jobs().await;
    assert_eq!(alice.answer(&bare).await["state"], "succeeded");
    let long = alice.ask(&alice.chatroom().await, "sim:quota:1200").await;
    app.drain_jobs().await;
    let job = alice.answer(&long).await;
    assert_eq!((&job["state"], &job["error"]["code"]), (&json!("failed"), &json!("provider_rate_limited")));
    assert_eq!(alice.usage().await["used"], 1);
    app.finish().await;
}

/// Asks the prompt and then a harmless one; returns both ended jobs.
async fn ask_with_follower(app: &TestApp, prompt: &str) -> [Value; 2] {
    let alice = app.user("alice").await;
    let mut ends = [Value::Null, Value::Null];
    for (end, prompt) in ends.iter_mut().zip([prompt, "Hello"]) {
        let question = alice.ask(&alice.chatroom().await, prompt).await;
        app.drain_jobs().await;
        *end = alice.answer(&question).await;
    }
    assert_eq!(alice.usage().await["used"], 0);
    ends
}

#[tokio::test]
async fn a_refused_key_stops_all_completions_until_it_works_again() {
    for (prompt, code) in
        [("sim:bad-key", "provider_auth"), ("sim:status:403", "provider_auth"), ("sim:status:404", "model_unavailable")]
    {
        let app = app(&[]).await;
        for job in ask_with_follower(&app, prompt).await {
            assert_eq!((&job["state"], &job["error"]["code"]), (&json!("failed"), &json!(code)), "{prompt}: {job}");
        }
        assert_eq!(app.model_calls().await.len(), 1, "{prompt}: the second was not attempted");
        app.advance(TimeDelta::seconds(61));
        let alice = app.log_in("alice").await;
        for prompt in ["one tries", "and all go on"] {
            let question = alice.ask(&alice.chatroom().await, prompt).await;
            app.drain_jobs().await;
            assert_eq!(alice.answer(&question).await["state"], "succeeded");
        }
        app.finish().await;
    }
}

#[tokio::test]
async fn an_exhausted_daily_quota_stops_completions_for_an_hour() {
    let app = app(&[]).await;
    for job in ask_with_follower(&app, "sim:quota-day").await {
        assert_eq!((&job["state"], &job["error"]["code"]), (&json!("failed"), &json!("provider_quota_exhausted")));
    }
    assert_eq!(app.model_calls().await.len(), 1);
    app.finish().await;
}

#[tokio::test]
async fn a_missing_model_falls_back_to_the_next() {
    let models = [("GEMINI_MODEL", "gemini-retired-1"), ("GEMINI_FALLBACK_MODELS", "gemini-retired-2, gemini-new")];
    let app = app(&models).await;
    let alice = app.user("alice").await;
    let question = alice.ask(&alice.chatroom().await, "Hello").await;
    app.drain_jobs().await;
    assert_eq!(alice.answer(&question).await["result"]["model"], "gemini-new");
    app.finish().await;
}

#[tokio::test]
async fn an_unreachable_provider_is_retried_until_attempts_run_out() {
    let app = app(&[("GEMINI_BASE_URL", "http://127.0.0.1:1")]).await;
    let alice = app.user("alice").await;
    let question = alice.ask(&alice.chatroom().await, "Hello").await;
    for _ in 0..4 {
        app.drain_jobs().await;
        app.advance(TimeDelta::seconds(10));
    }
    let job = alice.answer(&question).await;
    assert_eq!((&job["state"], &job["attempt"]), (&json!("failed"), &json!(4)));
    assert_eq!(job["error"]["code"], "provider_unreachable");
    app.finish().await;
}

#[tokio::test]
async fn retrying_a_failed_question_takes_a_new_usage_unit() {
    let app = app(&[]).await;
    let alice = app.user("alice").await;
    let chatroom = alice.chatroom().await;
    let question = alice.ask(&chatroom, "sim:blocked").await;
    app.drain_jobs().await;
    let path = format!("/v1/jobs/{}/retry", question["job"]["id"].as_str().unwrap());
    let again = alice.post_once(&path, "a key", &json!({})).await.expect(202);
    assert_eq!(again["message"]["id"], question["message"]["id"]);
    assert_eq!((&again["job"]["retried_from"], &again["job"]["state"]), (&question["job"]["id"], &json!("queued")));
    assert_eq!(alice.post_once(&path, "a key", &json!({})).await.expect(202), again);
    assert_eq!(alice.usage().await["used"], 1);
    app.drain_jobs().await;
    assert_eq!(alice.answer(&again).await["error"]["code"], "prompt_blocked");
    assert_eq!((alice.usage().await["used"].take(), transcript(&alice, &chatroom).await.len()), (json!(0), 1));
    app.finish().await;
}

#[tokio::test]
async fn a_deleted_question_is_not_sent_to_the_model() {
    let app = app(&[]).await;
    let alice = app.user("alice").await;
    let chatroom = alice.chatroom().await;
    let question = alice.ask(&chatroom, "Hello").await;
    let message = question["message"]["id"].as_str().unwrap();
    alice.delete(&crate::harness::at(&chatroom, &format!("/messages/{message}"))).await.expect(204);
    app.drain_jobs().await;
    assert_eq!(alice.answer(&question).await["error"]["code"], "prompt_deleted");
    assert!(app.model_calls().await.is_empty());
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn suspended_users_get_no_more_answers() {
    let app = app(&[]).await;
    let worker = Worker::start(&app);
    let (admin, alice) = (app.admin().await, app.user("alice").await);
    let chatroom = alice.chatroom().await;
    alice.ask(&chatroom, "sim:slow:2000:20").await;
    alice.ask(&chatroom, "waits").await;
    eventually("a running completion", || async {
        (app.count("SELECT count(*) FROM jobs WHERE state = 'running'").await > 0).then_some(())
    })
    .await;
    let path = format!("/v1/users/{}", alice.id().await);
    admin.patch(&path, &json!({"status": "suspended"})).await.expect(200);
    eventually("the ends", || async {
        let cancelled = "SELECT count(*) FROM jobs WHERE kind = 'completion.generate' AND state = 'cancelled'";
        (app.count(cancelled).await == 2).then_some(())
    })
    .await;
    assert_eq!(app.count("SELECT sum(used)::bigint FROM completion_days").await, 0);
    // The cancellation found a running job, or none.
    eventually("the cancellation's pass", || async {
        let looked = "SELECT count(*) FROM jobs
            WHERE kind = 'accounts.withdraw_work' AND started_at IS NOT NULL AND state <> 'running'";
        (app.count(looked).await == 1).then_some(())
    })
    .await;
    app.advance(TimeDelta::seconds(20));
    app.jobs_ended().await;
    worker.stop().await;
    app.finish().await;
}

#[tokio::test]
async fn a_failed_question_names_its_job() {
    let app = app(&[]).await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let chatroom = alice.chatroom().await;
    let failed = alice.ask(&chatroom, "sim:blocked").await;
    let answered = alice.ask(&chatroom, "hello").await;
    app.drain_jobs().await;
    let page = alice.get(&crate::harness::at(&chatroom, "/messages?after_seq=0")).await.expect(200);
    let jobs: Vec<_> = page["data"].as_array().unwrap().iter().map(|it| &it["job_id"]).collect();
    assert_eq!(jobs, [&failed["job"]["id"], &answered["job"]["id"], &Value::Null]);
    let job = alice.get(&format!("/v1/jobs/{}", jobs[0].as_str().unwrap())).await.expect(200);
    assert_eq!((&job["state"], &job["error"]["code"]), (&json!("failed"), &json!("prompt_blocked")));
    // Other conversations have none.
    let direct = alice.create_conversation(&["bob"], None).await;
    bob.post_chat(&direct, "hi").await;
    let page = alice.get(&crate::harness::at(&direct, "/messages")).await.expect(200);
    assert!(page["data"][0].get("job_id").is_none());
    app.finish().await;
}
