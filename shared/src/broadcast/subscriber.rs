//! The subscription to what other processes say, of only those channels that somebody here needs.

use std::collections::HashSet;
use std::time::Duration;

use futures::StreamExt;
use redis::aio::PubSubSink;
use tokio::sync::{mpsc, watch};
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

use super::{Broadcast, Channel, Said};

/// How often Redis is asked whether it is still there: a connection may be dead without a word.
const HEARTBEAT: Duration = Duration::from_secs(1);
/// The wait before Redis is subscribed to again.
const PAUSE: Duration = Duration::from_millis(250);
/// Longer than a server in good health ever takes.
const PATIENCE: Duration = Duration::from_secs(2);
/// Channels in one call.
const AT_A_TIME: usize = 1_000;

/// Something that did not work, for the log.
type Trouble = Box<dyn std::error::Error + Send + Sync>;

/// What shall be heard.
#[derive(Debug, Clone, Copy)]
pub enum Wish {
    /// From now on.
    Hear(Channel),
    /// Not any more.
    Forget(Channel),
}

/// Hears what other processes say on channels.
pub struct Subscriber {
    broadcast: Broadcast,
    wishes: mpsc::UnboundedReceiver<Wish>,
    said: mpsc::Sender<Said>,
    subscribed: mpsc::UnboundedSender<Vec<Channel>>,
    hears: watch::Sender<bool>,
    wanted: HashSet<Channel>,
}

impl Subscriber {
    /// An ear that follows `wishes` and puts into `said` what it hears. It tells which channels it hears from now on,
    /// and whether it hears at all.
    #[must_use]
    pub fn new(
        broadcast: Broadcast,
        wishes: mpsc::UnboundedReceiver<Wish>,
        said: mpsc::Sender<Said>,
        subscribed: mpsc::UnboundedSender<Vec<Channel>>,
        hears: watch::Sender<bool>,
    ) -> Self {
        Self { broadcast, wishes, said, subscribed, hears, wanted: HashSet::new() }
    }

    /// Hears for as long as anybody may wish anything.
    pub async fn run(mut self) {
        loop {
            match self.hear().await {
                Ok(()) => return,
                Err(error) => {
                    if self.hears.send_replace(false) {
                        tracing::warn!(error, "subscription to frames lost; polling Postgres until reconnected");
                    }
                }
            }
            sleep(PAUSE).await;
        }
    }

    async fn hear(&mut self) -> Result<(), Trouble> {
        let (mut sink, mut messages) = timeout(PATIENCE, self.broadcast.connect()).await??;
        while let Ok(wish) = self.wishes.try_recv() {
            self.note(wish);
        }
        let all: Vec<_> = self.wanted.iter().copied().collect();
        self.subscribe(&mut sink, all).await?;
        self.hears.send_replace(true);
        let mut heartbeat = interval(HEARTBEAT);
        heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut wishes = Vec::new();
        loop {
            tokio::select! {
                message = messages.next() => {
                    let message = message.ok_or("the connection to Redis is lost")?;
                    if let Some(said) = self.broadcast.heard(&message) {
                        // Where the hub is behind, Redis keeps what comes meanwhile.
                        self.said.send(said).await?;
                    }
                }
                count = self.wishes.recv_many(&mut wishes, AT_A_TIME) => {
                    if count == 0 {
                        return Ok(());
                    }
                    let touched: HashSet<_> = wishes.drain(..).map(|wish| self.note(wish)).collect();
                    let (hear, forget): (Vec<_>, Vec<_>) =
                        touched.into_iter().partition(|channel| self.wanted.contains(channel));
                    if !forget.is_empty() {
                        timeout(PATIENCE, sink.unsubscribe(self.broadcast.names(&forget))).await??;
                    }
                    self.subscribe(&mut sink, hear).await?;
                }
                _ = heartbeat.tick() => {
                    timeout(PATIENCE, sink.ping::<redis::Value>()).await??;
                }
            }
        }
    }

    fn note(&mut self, wish: Wish) -> Channel {
        match wish {
            Wish::Hear(channel) => {
                self.wanted.insert(channel);
                channel
            }
            Wish::Forget(channel) => {
                self.wanted.remove(&channel);
                channel
            }
        }
    }

    async fn subscribe(&self, sink: &mut PubSubSink, channels: Vec<Channel>) -> Result<(), Trouble> {
        for some in channels.chunks(AT_A_TIME) {
            timeout(PATIENCE, sink.subscribe(self.broadcast.names(some))).await??;
            // Something may have happened while nobody listened.
            self.subscribed.send(some.to_vec())?;
        }
        Ok(())
    }
}
