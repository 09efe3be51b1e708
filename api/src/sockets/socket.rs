//! The task of one socket.

use std::collections::HashMap;
use std::future::pending;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Error;
use axum::extract::ws::{Message, Utf8Bytes, WebSocket};
use futures::{SinkExt, StreamExt};
use governor::DefaultDirectRateLimiter;
use shared::chat::Membership;
use shared::ids::ConversationId;
use tokio::sync::mpsc;
use tokio::time::{Instant, interval_at, timeout};
use tokio_tungstenite::tungstenite;

use super::catch_up;
use super::close_reason::CloseReason;
use super::incoming::{FrameHandler, PendingReply, error_frame};
use super::outbox::{Out, Outbox};
use super::resume::{Resume, Resumed};
use super::session_check;

/// The timeout for a client to read one write.
const WRITING: Duration = Duration::from_secs(15);
/// The timeout for closing.
const CLOSING: Duration = Duration::from_secs(5);
/// Frames per write.
const AT_ONCE: usize = 128;

/// A conversation to subscribe to, and the client's last message of it, if given.
#[derive(Debug)]
pub(crate) struct Wanted {
    pub member: Membership,
    pub after: Option<i64>,
}

/// An open socket.
pub(super) struct Socket {
    pub web: WebSocket,
    pub line: Arc<Outbox>,
    pub queue: mpsc::Receiver<Out>,
    pub desk: FrameHandler,
    pub limit: Option<DefaultDirectRateLimiter>,
    pub resume: Resume,
}

impl Socket {
    /// Serves the socket until it has to end, then closes it.
    pub async fn serve(mut self, wanted: Vec<Wanted>) {
        let ending = match Box::pin(self.begin(wanted)).await {
            Ok(()) => self.run().await,
            Err(ending) => ending,
        };
        let app = &self.desk.app;
        let (_, reason) = ending.code();
        app.metrics.sockets_ended.get_or_create(&shared::metrics::labels::Reason { reason }).inc();
        // Queued frames are dropped.
        self.queue.close();
        while self.queue.try_recv().is_ok() {}
        let _ = timeout(CLOSING, Box::pin(close(&mut self.web, ending))).await;
    }

    /// Sends missed messages, then subscribes.
    async fn begin(&mut self, wanted: Vec<Wanted>) -> Result<(), CloseReason> {
        let resume = self.resume.clone();
        let mut known = HashMap::new();
        for Wanted { member, after } in wanted {
            // All messages after the handshake are sent, even those before the subscription.
            let reached = match after {
                Some(after) => self.catch_up(&resume, &member, after).await?,
                None => member.last_seq,
            };
            known.insert(member.conversation, (member, reached));
        }
        let joined = resume.join(known.iter().map(|(id, (_, reached))| (*id, *reached)).collect()).await?;
        if self.line.all {
            self.refresh_memberships().await?;
        }
        for (conversation, mark) in joined {
            let before = known.get(&conversation);
            let reached = before.map_or(mark.seq, |(_, reached)| *reached);
            // Detects a removal before the subscription; for sockets with all conversations it is already known.
            if reached < mark.seq || !self.line.all {
                self.follow_up(&resume, conversation, reached, mark.seq).await?;
            }
            // Messages sent in the meantime may have changed before the subscription.
            if let Some((member, _)) = before
                && mark.revision - member.revision != mark.seq - member.last_seq
            {
                self.write(catch_up::changed(conversation, mark.revision).into_iter().collect()).await?;
            }
        }
        Ok(())
    }

    /// Sends the start position, and messages up to now. Returns the last number.
    async fn catch_up(&mut self, resume: &Resume, member: &Membership, after: i64) -> Result<i64, CloseReason> {
        let Resumed { notice, reached } = resume.begin(member, after)?;
        self.write(vec![notice]).await?;
        if reached >= member.last_seq {
            return Ok(reached);
        }
        self.follow_up(resume, member.conversation, reached, i64::MAX).await
    }

    /// Sends messages up to one, or the newest, page by page. Returns the last number.
    async fn follow_up(
        &mut self,
        resume: &Resume,
        conversation: ConversationId,
        mut reached: i64,
        until: i64,
    ) -> Result<i64, CloseReason> {
        loop {
            let Some(page) = resume.page(conversation, reached, until).await? else {
                resume.leave(conversation);
                return if self.line.all { Ok(reached) } else { Err(CloseReason::Removed) };
            };
            reached = page.reached;
            self.write(page.frames).await?;
            if page.is_last {
                return Ok(reached);
            }
        }
    }

    /// Subscribes to the user's current conversations. All visible messages of new ones are more recent.
    async fn refresh_memberships(&mut self) -> Result<(), CloseReason> {
        let resume = self.resume.clone();
        for (member, mark) in resume.refresh_memberships().await? {
            let before = member.first_seq - 1;
            if before < mark.seq {
                self.follow_up(&resume, member.conversation, before, mark.seq).await?;
            }
        }
        Ok(())
    }

    async fn run(&mut self) -> CloseReason {
        match Box::pin(self.exchange()).await {
            Err(ending) => ending,
            Ok(never) => match never {},
        }
    }

    /// Reads and writes.
    async fn exchange(&mut self) -> Result<std::convert::Infallible, CloseReason> {
        let every = self.desk.app.config.sockets.ping;
        let mut pings = interval_at(Instant::now() + every, every);
        let mut heard = Instant::now();
        let mut doing: Option<PendingReply> = None;
        loop {
            tokio::select! {
                biased;
                ending = self.line.ended() => return Err(ending),
                answer = next(&mut doing) => {
                    doing = None;
                    heard = Instant::now();
                    if let Some(answer) = answer {
                        self.write(vec![answer]).await?;
                    }
                }
                Some(out) = self.queue.recv() => self.pass_on(out).await?,
                // One at a time: a client's frames are ordered.
                frame = self.web.next(), if doing.is_none() => {
                    heard = Instant::now();
                    doing = self.take(frame).await?;
                }
                _ = pings.tick() => {
                    if doing.is_none() && heard.elapsed() >= 2 * every {
                        return Err(CloseReason::Silent);
                    }
                    self.send(Message::Ping(Default::default())).await?;
                }
            }
        }
    }

    /// Writes a frame together with other queued ones.
    async fn pass_on(&mut self, first: Out) -> Result<(), CloseReason> {
        let (mut frames, mut look) = (Vec::new(), false);
        let mut next = Some(first);
        while let Some(out) = next {
            match out {
                Out::Frame(frame) => {
                    self.line.taken(&frame);
                    frames.push(frame);
                }
                Out::Memberships => look = true,
            }
            next = if frames.len() < AT_ONCE { self.queue.try_recv().ok() } else { None };
        }
        self.write(frames).await?;
        if look {
            Box::pin(self.refresh_memberships()).await?;
        }
        Ok(())
    }

    async fn write(&mut self, frames: Vec<Utf8Bytes>) -> Result<(), CloseReason> {
        if frames.is_empty() {
            return Ok(());
        }
        if let Some(ending) = session_check::close_reason(&self.desk.app, &self.line) {
            return Err(ending);
        }
        let count = frames.len();
        let web = &mut self.web;
        let writing = async move {
            for frame in frames {
                web.feed(Message::Text(frame)).await?;
            }
            web.flush().await
        };
        within(&self.line, writing).await?;
        self.desk.app.metrics.socket_frames.inc_by(u64::try_from(count).unwrap_or_default());
        Ok(())
    }

    async fn send(&mut self, message: Message) -> Result<(), CloseReason> {
        within(&self.line, self.web.send(message)).await
    }

    /// Handles a frame from the client.
    async fn take(&mut self, frame: Option<Result<Message, Error>>) -> Result<Option<PendingReply>, CloseReason> {
        let frame = match frame {
            None => return Err(CloseReason::Client),
            Some(Err(error)) => return Err(broken(error)),
            Some(Ok(frame)) => frame,
        };
        if !matches!(frame, Message::Pong(_) | Message::Close(_))
            && self.limit.as_ref().is_some_and(|limit| limit.check().is_err())
        {
            let frame = error_frame("too_many_frames", "You are sending frames too fast.");
            self.write(frame.into_iter().collect()).await?;
            return Err(CloseReason::TooMany);
        }
        match frame {
            Message::Text(text) => Ok(Some(self.desk.take(&text))),
            Message::Binary(_) => {
                let frame = error_frame("malformed_frame", "Frames must be JSON text.");
                self.write(frame.into_iter().collect()).await.map(|()| None)
            }
            Message::Close(_) => Err(CloseReason::Client),
            Message::Ping(_) | Message::Pong(_) => Ok(None),
        }
    }
}

/// The result of pending work for the client.
async fn next(doing: &mut Option<PendingReply>) -> Option<Utf8Bytes> {
    match doing {
        Some(doing) => doing.await,
        None => pending().await,
    }
}

/// Writes, unless the socket has to end or the client does not read.
async fn within(line: &Outbox, writing: impl Future<Output = Result<(), Error>>) -> Result<(), CloseReason> {
    let writing = pin!(timeout(WRITING, writing));
    tokio::select! {
        biased;
        ending = line.ended() => Err(ending),
        written = writing => match written {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(broken(error)),
            Err(_) => Err(CloseReason::Slow),
        },
    }
}

/// The close reason of a failed read or write.
fn broken(error: Error) -> CloseReason {
    match error.into_inner().downcast_ref() {
        Some(tungstenite::Error::Capacity(_)) => CloseReason::TooLarge,
        Some(tungstenite::Error::Utf8(_)) => CloseReason::NotUtf8,
        Some(tungstenite::Error::Protocol(error)) if !is_hanging_up(error) => CloseReason::Protocol,
        _ => CloseReason::Client,
    }
}

fn is_hanging_up(error: &tungstenite::error::ProtocolError) -> bool {
    matches!(error, tungstenite::error::ProtocolError::ResetWithoutClosingHandshake)
}

/// Sends the close frame, and waits for the client to read it.
async fn close(web: &mut WebSocket, ending: CloseReason) {
    if web.send(Message::Close(Some(ending.frame()))).await.is_ok() {
        while let Some(Ok(_)) = web.next().await {}
    }
}
