//! The one Redis subscription of a process. Messages go to the route of their channel's prefix.
//!
//! Redis stores nothing of a channel, so messages get lost while a process is not connected. After each subscription
//! the route of a channel is asked to read what it may have missed. Routes must not block: they share the connection.

use std::collections::{HashMap, HashSet};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::StreamExt;
use parking_lot::RwLock;
use redis::aio::PubSubSink;
use tokio::sync::{Mutex, mpsc};
use tokio::time::{MissedTickBehavior, interval, sleep};
use tokio_util::sync::CancellationToken;

use crate::cache::{Redis, call_within};

/// Interval of Redis pings: a connection may die silently.
const HEARTBEAT: Duration = Duration::from_secs(1);
/// Delay before resubscribing to Redis.
const RETRY_DELAY: Duration = Duration::from_millis(250);
/// Longer than any healthy server takes.
const TIMEOUT: Duration = Duration::from_secs(2);
/// Channels per call.
const MAX_CHANNELS_PER_CALL: usize = 1_000;

/// A failure, for the log.
type Failure = Box<dyn std::error::Error + Send + Sync>;

/// A consumer of channels. A channel is named `prefix` or `prefix:…`, without the prefix of all our keys.
pub trait Route: Send + Sync {
    /// A message arrived.
    fn on_message(&self, channel: &str, payload: &[u8]);

    /// These channels are subscribed from now on; earlier messages may be missing.
    fn on_resync(&self, channels: &[String]);

    /// The server answered a ping that was sent at this time.
    fn on_heartbeat(&self, _sent: Instant) {}

    /// The connection is lost: no messages until the next resync.
    fn on_loss(&self) {}
}

enum Command {
    Subscribe(String),
    Unsubscribe(String),
}

/// The subscription of a process. Clones share it.
#[derive(Clone)]
pub struct Subscriber(Arc<Inner>);

struct Inner {
    redis: Redis,
    /// The prefix of all our keys.
    prefix: String,
    routes: RwLock<HashMap<&'static str, Arc<dyn Route>>>,
    commands: mpsc::UnboundedSender<Command>,
    state: Mutex<State>,
}

struct State {
    commands: mpsc::UnboundedReceiver<Command>,
    wanted: HashSet<String>,
}

impl State {
    fn apply(&mut self, command: Command) -> String {
        match command {
            Command::Subscribe(channel) => {
                self.wanted.insert(channel.clone());
                channel
            }
            Command::Unsubscribe(channel) => {
                self.wanted.remove(&channel);
                channel
            }
        }
    }
}

fn prefix(channel: &str) -> &str {
    channel.split_once(':').map_or(channel, |(prefix, _)| prefix)
}

impl Subscriber {
    /// A subscriber without routes. It connects in [`Subscriber::run`].
    #[must_use]
    pub fn new(redis: Redis) -> Self {
        let (commands, received) = mpsc::unbounded_channel();
        let state = Mutex::new(State { commands: received, wanted: HashSet::new() });
        Self(Arc::new(Inner { prefix: redis.key(""), redis, routes: RwLock::default(), commands, state }))
    }

    /// Sets the route of all channels with a prefix.
    pub fn route(&self, prefix: &'static str, route: Arc<dyn Route>) {
        self.0.routes.write().insert(prefix, route);
    }

    /// Subscribes to a channel, once and after each loss of the connection.
    pub fn subscribe(&self, channel: impl Into<String>) {
        // Its receiver lives as long as it.
        let _ = self.0.commands.send(Command::Subscribe(channel.into()));
    }

    /// Unsubscribes from a channel.
    pub fn unsubscribe(&self, channel: impl Into<String>) {
        let _ = self.0.commands.send(Command::Unsubscribe(channel.into()));
    }

    /// Delivers messages until `stop`.
    pub async fn run(&self, stop: CancellationToken) {
        let mut state = self.0.state.lock().await;
        stop.run_until_cancelled(async {
            // One log line for each loss, not for each attempt to reconnect.
            let mut is_connected = true;
            loop {
                let Err(error) = self.follow(&mut state, &mut is_connected).await;
                if std::mem::replace(&mut is_connected, false) {
                    tracing::warn!(error, "subscription to Redis lost; polling Postgres until reconnected");
                }
                self.routes().into_iter().for_each(|(_, route)| route.on_loss());
                sleep(RETRY_DELAY).await;
            }
        })
        .await;
    }

    async fn follow(&self, state: &mut State, is_connected: &mut bool) -> Result<Infallible, Failure> {
        let generation = self.0.redis.shared().generation();
        let (mut sink, mut messages) = call_within(TIMEOUT, self.0.redis.pubsub()).await?.split();
        while let Ok(command) = state.commands.try_recv() {
            state.apply(command);
        }
        self.subscribe_to(&mut sink, state.wanted.iter().cloned().collect()).await?;
        if !std::mem::replace(is_connected, true) {
            tracing::info!("subscribed to Redis again");
        }
        let mut heartbeat = interval(HEARTBEAT);
        heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut commands = Vec::new();
        loop {
            tokio::select! {
                message = messages.next() => self.deliver(&message.ok_or("the connection to Redis is lost")?),
                _ = state.commands.recv_many(&mut commands, MAX_CHANNELS_PER_CALL) => {
                    let touched: HashSet<_> = commands.drain(..).map(|command| state.apply(command)).collect();
                    let (added, removed): (Vec<_>, Vec<_>) =
                        touched.into_iter().partition(|channel| state.wanted.contains(channel));
                    if !removed.is_empty() {
                        call_within(TIMEOUT, sink.unsubscribe(self.names(&removed))).await?;
                    }
                    self.subscribe_to(&mut sink, added).await?;
                }
                _ = heartbeat.tick() => {
                    // After a failover the old primary still answers, but nobody publishes there.
                    if self.0.redis.shared().generation() != generation {
                        return Err("Redis has failed over".into());
                    }
                    let sent = Instant::now();
                    call_within(TIMEOUT, sink.ping::<redis::Value>()).await?;
                    self.routes().into_iter().for_each(|(_, route)| route.on_heartbeat(sent));
                }
            }
        }
    }

    async fn subscribe_to(&self, sink: &mut PubSubSink, channels: Vec<String>) -> Result<(), Failure> {
        for some in channels.chunks(MAX_CHANNELS_PER_CALL) {
            call_within(TIMEOUT, sink.subscribe(self.names(some))).await?;
            for (name, route) in self.routes() {
                let own: Vec<_> = some.iter().filter(|channel| prefix(channel) == name).cloned().collect();
                if !own.is_empty() {
                    route.on_resync(&own);
                }
            }
        }
        Ok(())
    }

    fn deliver(&self, message: &redis::Msg) {
        let Some(channel) = message.get_channel_name().strip_prefix(&self.0.prefix) else { return };
        let route = self.0.routes.read().get(prefix(channel)).cloned();
        if let Some(route) = route {
            route.on_message(channel, message.get_payload_bytes());
        }
    }

    fn routes(&self) -> Vec<(&'static str, Arc<dyn Route>)> {
        let routes = self.0.routes.read();
        routes.iter().map(|(prefix, route)| (*prefix, route.clone())).collect()
    }

    fn names(&self, channels: &[String]) -> Vec<String> {
        channels.iter().map(|channel| self.0.redis.key(channel)).collect()
    }
}
