use std::collections::HashSet;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::extract::ws::Utf8Bytes;
use parking_lot::{Mutex, MutexGuard};
use shared::ids::{ConversationId, UserId};
use tokio::sync::{Notify, mpsc};

use super::close_reason::CloseReason;
use crate::auth::Credential;

/// Limits of a client's queue: frames, and their bytes.
const MAX_FRAMES: usize = 1_024;
const MAX_BYTES: usize = 1024 * 1024;

/// An item for the task of a socket.
#[derive(Debug)]
pub(super) enum Out {
    /// To be written. All recipients share it.
    Frame(Utf8Bytes),
    /// The user's conversations have changed.
    Memberships,
}

/// A bounded outbound queue for one client; senders never block.
#[derive(Debug)]
pub(super) struct Outbox {
    /// Unique among the sockets of a process.
    pub id: u64,
    /// The socket's user.
    pub user: UserId,
    /// The credential that opened it.
    pub by: Credential,
    /// Whether it has all conversations of the user.
    pub all: bool,
    /// Its subscriptions.
    joined: Mutex<HashSet<ConversationId>>,
    queue: mpsc::Sender<Out>,
    waiting_bytes: AtomicUsize,
    ending: OnceLock<CloseReason>,
    ended: Notify,
}

impl Outbox {
    pub fn new(id: u64, user: UserId, by: Credential, all: bool) -> (Self, mpsc::Receiver<Out>) {
        let (queue, receiver) = mpsc::channel(MAX_FRAMES);
        let (waiting_bytes, ending, ended) = (AtomicUsize::new(0), OnceLock::new(), Notify::new());
        (Self { id, user, by, all, joined: Mutex::default(), queue, waiting_bytes, ending, ended }, receiver)
    }

    /// Records a subscription; false if it already existed.
    pub fn subscribe(&self, conversation: ConversationId) -> bool {
        self.joined().insert(conversation)
    }

    /// Removes a subscription.
    pub fn unsubscribe(&self, conversation: ConversationId) {
        self.joined().remove(&conversation);
    }

    /// Whether it is subscribed to a conversation.
    pub fn is_subscribed(&self, conversation: ConversationId) -> bool {
        self.joined().contains(&conversation)
    }

    /// Whether it is subscribed to these and no others.
    pub fn is_subscribed_to_exactly(&self, conversations: &HashSet<ConversationId>) -> bool {
        *self.joined() == *conversations
    }

    /// All its subscriptions.
    pub fn subscriptions(&self) -> Vec<ConversationId> {
        self.joined().iter().copied().collect()
    }

    fn joined(&self) -> MutexGuard<'_, HashSet<ConversationId>> {
        self.joined.lock()
    }

    /// Enqueues a frame. A client with a full queue is disconnected rather than waited for.
    pub fn enqueue(&self, frame: &Utf8Bytes) {
        let waiting = self.waiting_bytes.fetch_add(frame.len(), Ordering::Relaxed);
        // A single frame may always wait, however large.
        if waiting > 0 && waiting + frame.len() > MAX_BYTES {
            return self.end(CloseReason::Slow);
        }
        self.put(Out::Frame(frame.clone()));
    }

    /// Makes its task refresh the memberships.
    pub fn request_membership_refresh(&self) {
        self.put(Out::Memberships);
    }

    fn put(&self, out: Out) {
        // Without a receiver, the socket has ended.
        if let Err(mpsc::error::TrySendError::Full(_)) = self.queue.try_send(out) {
            self.end(CloseReason::Slow);
        }
    }

    /// Records that a frame was taken from the queue.
    pub fn taken(&self, frame: &Utf8Bytes) {
        self.waiting_bytes.fetch_sub(frame.len(), Ordering::Relaxed);
    }

    /// Ends the socket; the first reason counts.
    pub fn end(&self, ending: CloseReason) {
        if self.ending.set(ending).is_ok() {
            self.ended.notify_one();
        }
    }

    /// Why it has to end, once it has to. For its own task only.
    pub async fn ended(&self) -> CloseReason {
        loop {
            if let Some(ending) = self.ending.get() {
                return *ending;
            }
            self.ended.notified().await;
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use futures::FutureExt;

    use super::*;

    /// An outbox, and its receiver.
    pub fn line(user: UserId) -> (std::sync::Arc<Outbox>, mpsc::Receiver<Out>) {
        let by = Credential::Key(shared::ids::ApiKeyId::new(), Vec::new());
        let (line, out) = Outbox::new(1, user, by, false);
        (line.into(), out)
    }

    #[test]
    fn a_client_with_a_full_outbox_is_disconnected() {
        let (many, _out) = line(UserId::new());
        for _ in 0..MAX_FRAMES {
            many.enqueue(&"a".into());
        }
        assert_eq!(many.ended().now_or_never(), None);
        many.enqueue(&"a".into());
        assert_eq!(many.ended().now_or_never(), Some(CloseReason::Slow));

        let (large, mut out) = line(UserId::new());
        let half = Utf8Bytes::from("a".repeat(MAX_BYTES / 2 + 1));
        large.enqueue(&half);
        assert!(matches!(out.try_recv(), Ok(Out::Frame(_))));
        large.taken(&half);
        large.enqueue(&half);
        assert_eq!(large.ended().now_or_never(), None);
        large.enqueue(&half);
        assert_eq!(large.ended().now_or_never(), Some(CloseReason::Slow));
        large.end(CloseReason::Restart);
        assert_eq!(large.ended().now_or_never(), Some(CloseReason::Slow), "the first reason counts");

        let (huge, _out) = line(UserId::new());
        huge.enqueue(&"a".repeat(2 * MAX_BYTES).into());
        assert_eq!(huge.ended().now_or_never(), None);
    }
}
