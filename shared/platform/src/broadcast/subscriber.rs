//! The Redis subscription to other processes' messages, limited to channels with local subscribers.

use std::collections::HashSet;
use std::time::Duration;

use futures::StreamExt;
use redis::aio::PubSubSink;
use tokio::sync::{mpsc, watch};
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

use super::{Broadcast, BroadcastMessage, Channel};

/// Interval of Redis pings: a connection may die silently.
const HEARTBEAT: Duration = Duration::from_secs(1);
/// Delay before resubscribing to Redis.
const RECONNECT_DELAY: Duration = Duration::from_millis(250);
/// Longer than any healthy server takes.
const TIMEOUT: Duration = Duration::from_secs(2);
/// Channels per call.
const MAX_CHANNELS_PER_CALL: usize = 1_000;

/// A failure, for the log.
type Trouble = Box<dyn std::error::Error + Send + Sync>;

/// A change of subscriptions.
#[derive(Debug, Clone, Copy)]
pub enum Command {
    /// Subscribe to a channel.
    Subscribe(Channel),
    /// Unsubscribe from it.
    Unsubscribe(Channel),
}

/// Subscribes to other processes' channels.
pub struct Subscriber {
    broadcast: Broadcast,
    commands: mpsc::UnboundedReceiver<Command>,
    messages: mpsc::Sender<BroadcastMessage>,
    subscribed: mpsc::UnboundedSender<Vec<Channel>>,
    is_connected: watch::Sender<bool>,
    wanted: HashSet<Channel>,
}

impl Subscriber {
    /// A subscriber that follows commands, and forwards received messages. It reports newly subscribed channels, and
    /// whether it is connected.
    #[must_use]
    pub fn new(
        broadcast: Broadcast,
        wishes: mpsc::UnboundedReceiver<Command>,
        said: mpsc::Sender<BroadcastMessage>,
        subscribed: mpsc::UnboundedSender<Vec<Channel>>,
        hears: watch::Sender<bool>,
    ) -> Self {
        Self { broadcast, commands: wishes, messages: said, subscribed, is_connected: hears, wanted: HashSet::new() }
    }

    /// Runs until all command senders are dropped.
    pub async fn run(mut self) {
        loop {
            match self.follow().await {
                Ok(()) => return,
                Err(error) => {
                    if self.is_connected.send_replace(false) {
                        tracing::warn!(error, "subscription to frames lost; polling Postgres until reconnected");
                    }
                }
            }
            sleep(RECONNECT_DELAY).await;
        }
    }

    async fn follow(&mut self) -> Result<(), Trouble> {
        let (mut sink, mut messages) = timeout(TIMEOUT, self.broadcast.connect()).await??;
        while let Ok(wish) = self.commands.try_recv() {
            self.apply(wish);
        }
        let all: Vec<_> = self.wanted.iter().copied().collect();
        self.subscribe(&mut sink, all).await?;
        self.is_connected.send_replace(true);
        let mut heartbeat = interval(HEARTBEAT);
        heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut wishes = Vec::new();
        loop {
            tokio::select! {
                message = messages.next() => {
                    let message = message.ok_or("the connection to Redis is lost")?;
                    if let Some(said) = self.broadcast.decode(&message) {
                        // If the hub falls behind, Redis buffers.
                        self.messages.send(said).await?;
                    }
                }
                count = self.commands.recv_many(&mut wishes, MAX_CHANNELS_PER_CALL) => {
                    if count == 0 {
                        return Ok(());
                    }
                    let touched: HashSet<_> = wishes.drain(..).map(|wish| self.apply(wish)).collect();
                    let (hear, forget): (Vec<_>, Vec<_>) =
                        touched.into_iter().partition(|channel| self.wanted.contains(channel));
                    if !forget.is_empty() {
                        timeout(TIMEOUT, sink.unsubscribe(self.broadcast.names(&forget))).await??;
                    }
                    self.subscribe(&mut sink, hear).await?;
                }
                _ = heartbeat.tick() => {
                    timeout(TIMEOUT, sink.ping::<redis::Value>()).await??;
                }
            }
        }
    }

    fn apply(&mut self, wish: Command) -> Channel {
        match wish {
            Command::Subscribe(channel) => {
                self.wanted.insert(channel);
                channel
            }
            Command::Unsubscribe(channel) => {
                self.wanted.remove(&channel);
                channel
            }
        }
    }

    async fn subscribe(&self, sink: &mut PubSubSink, channels: Vec<Channel>) -> Result<(), Trouble> {
        for some in channels.chunks(MAX_CHANNELS_PER_CALL) {
            timeout(TIMEOUT, sink.subscribe(self.broadcast.names(some))).await??;
            // Messages may have been missed while unsubscribed.
            self.subscribed.send(some.to_vec())?;
        }
        Ok(())
    }
}
