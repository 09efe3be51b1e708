//! The one Redis subscription of a process.

use std::sync::Arc;
use std::time::Instant;

use redis::AsyncCommands;
use shared::subscriber::{Route, Subscriber};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::harness::{Options, Process, Socket, TestApp, eventually, free_port};

#[derive(Debug, PartialEq)]
enum Call {
    Message(String, Vec<u8>),
    Resync(Vec<String>),
    Loss,
}

struct Recorder(mpsc::UnboundedSender<Call>);

impl Route for Recorder {
    fn on_message(&self, channel: &str, payload: &[u8]) {
        self.0.send(Call::Message(channel.to_owned(), payload.to_vec())).unwrap();
    }

    fn on_resync(&self, channels: &[String]) {
        let mut channels = channels.to_vec();
        channels.sort();
        self.0.send(Call::Resync(channels)).unwrap();
    }

    fn on_heartbeat(&self, sent: Instant) {
        assert!(sent <= Instant::now());
    }

    fn on_loss(&self) {
        self.0.send(Call::Loss).unwrap();
    }
}

fn recorded(subscriber: &Subscriber, prefix: &'static str) -> mpsc::UnboundedReceiver<Call> {
    let (sender, calls) = mpsc::unbounded_channel();
    subscriber.route(prefix, Arc::new(Recorder(sender)));
    calls
}

async fn next(calls: &mut mpsc::UnboundedReceiver<Call>) -> Call {
    tokio::time::timeout(std::time::Duration::from_secs(20), calls.recv()).await.unwrap().unwrap()
}

/// Pub/sub connections of a Redis, and the channels subscribed by all of them.
async fn subscriptions(url: &str) -> (usize, Vec<String>) {
    let mut redis = redis::Client::open(url).unwrap().get_multiplexed_async_connection().await.unwrap();
    let clients: String = redis::cmd("CLIENT").arg(&["LIST", "TYPE", "PUBSUB"]).query_async(&mut redis).await.unwrap();
    let mut channels: Vec<String> = redis::cmd("PUBSUB").arg("CHANNELS").query_async(&mut redis).await.unwrap();
    channels.sort();
    (clients.lines().count(), channels)
}

#[tokio::test]
async fn a_lost_connection_is_reopened_for_all_routes() {
    let (_redis, url) = Process::redis(free_port()).await;
    let app = TestApp::with(Options { env: vec![("REDIS_URL", url.clone())], ..Options::default() }).await;
    let (subscriber, stop) = (Subscriber::new(app.app.redis.clone()), CancellationToken::new());
    let (mut ones, mut others) = (recorded(&subscriber, "one"), recorded(&subscriber, "other"));
    subscriber.subscribe("one");
    for channel in ["other:a", "other:b", "other:c", "unrouted"] {
        subscriber.subscribe(channel);
    }
    subscriber.unsubscribe("other:c");
    let running = tokio::spawn({
        let (subscriber, stop) = (subscriber.clone(), stop.clone());
        async move { subscriber.run(stop).await }
    });
    let mut redis = redis::Client::open(url.as_str()).unwrap().get_multiplexed_async_connection().await.unwrap();
    for round in 0..2_u8 {
        assert_eq!(next(&mut ones).await, Call::Resync(vec!["one".into()]));
        assert_eq!(next(&mut others).await, Call::Resync(vec!["other:a".into(), "other:b".into()]));
        // `other:c` has no subscriber, so `other:a` comes next.
        for channel in ["unrouted", "other:c", "other:a", "one"] {
            redis.publish::<_, _, ()>(app.app.redis.key(channel), [round].as_slice()).await.unwrap();
        }
        assert_eq!(next(&mut others).await, Call::Message("other:a".into(), vec![round]));
        assert_eq!(next(&mut ones).await, Call::Message("one".into(), vec![round]));
        if round == 0 {
            redis::cmd("CLIENT").arg(&["KILL", "TYPE", "PUBSUB"]).query_async::<()>(&mut redis).await.unwrap();
            assert_eq!((next(&mut ones).await, next(&mut others).await), (Call::Loss, Call::Loss));
        }
    }
    // One more channel of a running subscriber.
    subscriber.unsubscribe("other:a");
    subscriber.subscribe("other:d");
    assert_eq!(next(&mut others).await, Call::Resync(vec!["other:d".into()]));
    let left = |(_, channels): (usize, Vec<String>)| {
        let ours = |name: &str| channels.contains(&app.app.redis.key(name));
        (!ours("other:a") && ours("other:b") && ours("other:d")).then_some(())
    };
    eventually("an unsubscription", async || left(subscriptions(&url).await)).await;
    stop.cancel();
    running.await.unwrap();
    app.finish().await;
}

#[tokio::test]
async fn a_process_has_one_subscription_for_all_of_its_channels() {
    let (_redis, url) = Process::redis(free_port()).await;
    let app = TestApp::with(Options { env: vec![("REDIS_URL", url.clone())], ..Options::default() }).await;
    let alice = app.user("alice").await;
    let _socket = Socket::open(&alice, "/v1/ws").await;
    let channels = eventually("all subscriptions", async || {
        let (connections, channels) = subscriptions(&url).await;
        (channels.len() >= 3).then_some((connections, channels))
    })
    .await;
    let user: shared::ids::UserId = alice.id().await.parse().unwrap();
    let wanted = ["changes".into(), format!("chat-user:{}", user.uuid()), "ended_sessions".into()];
    assert_eq!(channels, (1, wanted.map(|name| app.app.redis.key(&name)).to_vec()));
    app.finish().await;
}
