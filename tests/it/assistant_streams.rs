//! Streamed answers: many concurrent readers, no gaps, reconnecting readers.

use std::time::Duration;

use futures::future::join_all;
use redis::AsyncCommands;
use serde_json::{Value, json};

use crate::assistant::{Worker, transcript};
use crate::harness::{Caller, Options, Process, Socket, Stream, TestApp, at, within};

/// A text assembled from a stream, and its position.
#[derive(Debug, Default)]
struct Seen {
    text: String,
    attempt: i64,
    last_id: String,
    resets: usize,
    deltas: usize,
    end: Option<Value>,
}

impl Seen {
    /// Reads until the stream ends or `enough` holds.
    async fn read(&mut self, stream: &mut Stream, enough: impl Fn(&Self) -> bool) {
        while !enough(self) {
            let Some(frame) = stream.next().await else { return };
            let data = &frame.data;
            match frame.kind.as_str() {
                "completion.delta" => {
                    assert_eq!(data["offset"], self.text.chars().count(), "no gap and no repetition");
                    assert!(self.attempt == 0 || data["attempt"] == self.attempt, "{data}");
                    self.attempt = data["attempt"].as_i64().unwrap();
                    self.text += data["text"].as_str().unwrap();
                    self.deltas += 1;
                    self.last_id = frame.id;
                }
                "completion.reset" => {
                    self.text.clear();
                    self.attempt = data["attempt"].as_i64().unwrap();
                    self.resets += 1;
                    self.last_id = frame.id;
                }
                "completion.ended" => self.end = Some(frame.data),
                "job" => {}
                other => panic!("{other}"),
            }
        }
    }
}

fn events(question: &Value) -> String {
    format!("/v1/jobs/{}/events", question["job"]["id"].as_str().unwrap())
}

async fn follow(caller: &Caller<'_>, question: &Value, seen: &mut Seen) {
    let last = (!seen.last_id.is_empty()).then(|| seen.last_id.clone());
    let mut stream = Stream::open(caller, &events(question), last.as_deref()).await;
    seen.read(&mut stream, |_| false).await;
}

fn parts(count: usize) -> String {
    let texts: Vec<_> = (1..=count).map(|number| format!("part {number} of {count}")).collect();
    format!("{}.", texts.join(", "))
}

async fn start(env: &[(&'static str, &str)]) -> TestApp {
    let limits = [
        "RATE_LIMIT_CHAT_MESSAGES_PER_SECOND",
        "RATE_LIMIT_CHAT_USER_MESSAGES_PER_SECOND",
        "RATE_LIMIT_CHAT_USER_BYTES_PER_MINUTE",
        "RATE_LIMIT_REQUESTS_PER_SECOND",
    ]
    .map(|name| (name, "0"));
    let env = limits.iter().chain(env).map(|(name, value)| (*name, (*value).to_owned())).collect();
    TestApp::with(Options { env, ..Options::default() }).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reconnecting_reader_gets_the_whole_answer() {
    let app = start(&[]).await;
    let worker = Worker::start(&app);
    let alice = app.user("alice").await;
    let question = alice.ask(&alice.chatroom().await, "sim:slow:30:20").await;
    let mut seen = Seen::default();
    // Disconnect and reconnect several times while it is generated.
    for wanted in [3, 8, 15] {
        let last = (!seen.last_id.is_empty()).then(|| seen.last_id.clone());
        let mut stream = Stream::open(&alice, &events(&question), last.as_deref()).await;
        seen.read(&mut stream, |seen| seen.deltas >= wanted).await;
    }
    follow(&alice, &question, &mut seen).await;
    assert_eq!((seen.text.as_str(), seen.resets), (parts(30).as_str(), 0));
    let end = seen.end.take().unwrap();
    let job = alice.answered(&question).await;
    assert_eq!((&end["state"], &end["message_id"]), (&json!("succeeded"), &job["result"]["message_id"]));
    assert_eq!(end["offset"], parts(30).len());
    // Later readers get all of it, or the missing part, with or without Redis.
    for lost in [false, true] {
        if lost {
            app.flush().await;
        }
        for (last_id, text) in [("", parts(30)), ("1:10", parts(30)[10..].to_owned())] {
            let mut stream = Stream::open(&alice, &events(&question), Some(last_id).filter(|id| !id.is_empty())).await;
            let (mut got, mut ended) = (String::new(), false);
            while let Some(frame) = stream.next().await {
                got += frame.data["text"].as_str().unwrap_or_default();
                ended |= frame.kind == "completion.ended";
            }
            assert_eq!((got, ended), (text, true));
        }
    }
    worker.stop().await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_concurrent_streams_lose_nothing() {
    const STREAMS: usize = 50;
    let app = start(&[("WORKER_CONCURRENCY", "64"), ("BASIC_TIER_DAILY_LIMIT", "1000")]).await;
    let worker = Worker::start(&app);
    let alice = app.user("alice").await;
    let deltas = (0..STREAMS).map(|_| async {
        let chatroom = alice.chatroom().await;
        let question = alice.ask(&chatroom, "sim:slow:25:20").await;
        let mut seen = Seen::default();
        follow(&alice, &question, &mut seen).await;
        assert_eq!(seen.text, parts(25));
        assert_eq!(alice.answer(&question).await["result"]["text"], seen.text);
        seen.deltas
    });
    let deltas = join_all(deltas).await;
    assert!(deltas.iter().sum::<usize>() > 5 * STREAMS, "the answers were streamed in pieces: {deltas:?}");
    assert_eq!(alice.usage().await["used"], STREAMS);
    worker.stop().await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_killed_while_streaming_loses_nothing() {
    let app = start(&[]).await;
    let mut first = Process::worker(&app);
    let alice = app.user("alice").await;
    let chatroom = alice.chatroom().await;
    let question = alice.ask(&chatroom, "sim:slow:60:50").await;
    let behind = alice.ask(&chatroom, "and then").await;
    let mut seen = Seen::default();
    let mut stream = Stream::open(&alice, &events(&question), None).await;
    seen.read(&mut stream, |seen| seen.deltas >= 5).await;
    first.kill();
    let mut second = Process::worker(&app);
    // The stream resumes by itself. Nothing arrives for longer than the reader waits, so it reads again.
    drop(stream);
    within(Duration::from_secs(60), "the second attempt", || async {
        (alice.answer(&question).await["attempt"] == 2).then_some(())
    })
    .await;
    follow(&alice, &question, &mut seen).await;
    assert_eq!((seen.text.as_str(), seen.resets, seen.attempt), (parts(60).as_str(), 1, 2));
    let job = alice.answered(&question).await;
    assert_eq!((&job["state"], &job["result"]["attempt"]), (&json!("succeeded"), &json!(2)));
    assert_eq!(alice.answered(&behind).await["state"], "succeeded");
    let answers = transcript(&alice, &chatroom).await.into_iter().filter(|(role, _)| role == "assistant");
    let texts: Vec<_> = answers.map(|(_, text)| text).collect();
    assert_eq!(texts, [parts(60), "You said: and then".into()]);
    assert_eq!(alice.usage().await["used"], 2);
    assert!(second.terminate().await);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn deltas_lost_by_redis_are_delivered_at_the_end() {
    let app = start(&[]).await;
    let worker = Worker::start(&app);
    let alice = app.user("alice").await;
    let question = alice.ask(&alice.chatroom().await, "sim:slow:40:25").await;
    let mut seen = Seen::default();
    let mut stream = Stream::open(&alice, &events(&question), None).await;
    seen.read(&mut stream, |seen| seen.deltas >= 5).await;
    let keys: Vec<String> = app.app.redis.shared().keys(app.app.redis.key("completion:*")).await.unwrap();
    assert_eq!(keys.len(), 1);
    let _: () = app.app.redis.shared().del(keys).await.unwrap();
    // For a new reader the beginning is missing in Redis.
    let mut late = Seen::default();
    tokio::join!(seen.read(&mut stream, |_| false), follow(&alice, &question, &mut late));
    for seen in [seen, late] {
        assert_eq!((seen.text.as_str(), seen.resets), (parts(40).as_str(), 0));
    }
    worker.stop().await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn conversation_sockets_get_the_same_deltas() {
    let app = start(&[]).await;
    let worker = Worker::start(&app);
    let alice = app.user("alice").await;
    let chatroom = alice.chatroom().await;
    let mut socket = Socket::open(&alice, &at(&chatroom, "/ws")).await;
    socket.send(&json!({"message": "sim:cut"})).await;
    let (mut kinds, mut text) = (Vec::new(), String::new());
    let wanted = [("message", 2), ("completion.ended", 1)];
    let count = |kinds: &[String], kind| kinds.iter().filter(|other| *other == kind).count();
    while wanted.iter().any(|(kind, times)| count(&kinds, *kind) < *times) {
        let frame = socket.next().await.unwrap();
        let kind = frame["type"].as_str().unwrap().to_owned();
        match kind.as_str() {
            "completion.reset" => text.clear(),
            "completion.delta" => text += frame["text"].as_str().unwrap(),
            "presence" => continue,
            _ => {}
        }
        assert_eq!(frame["conversation_id"], chatroom["id"]);
        kinds.push(kind);
    }
    assert_eq!(text, "You said: sim:cut");
    assert_eq!(kinds.iter().filter(|kind| *kind == "completion.reset").count(), 1);
    worker.stop().await;
    app.finish().await;
}
