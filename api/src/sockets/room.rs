//! The sockets of one conversation, and the order of their frames.
//!
//! Each change of a conversation has a revision; frames arrive in any order, or not at all. A room delivers changes in
//! revision order: early frames are held briefly, then the hub reads the missing ones.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use axum::extract::ws::Utf8Bytes;
use serde::Deserialize;
use shared::ids::{ConversationId, UserId};

use super::close_reason::CloseReason;
use super::outbox::Outbox;

/// The most early changes to hold; beyond that they are read.
const MAX_REORDERED: usize = 1_024;

/// The type of a frame, as far as rooms need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    Message,
    MemberRemoved,
    Typing,
    Presence,
    #[serde(other)]
    Other,
}

/// The head of a frame.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Header {
    #[serde(rename = "type")]
    pub kind: Kind,
    pub revision: Option<i64>,
    pub seq: Option<i64>,
    pub user_id: Option<UserId>,
}

#[derive(Debug)]
struct Change {
    header: Header,
    text: Utf8Bytes,
}

impl Change {
    /// Whether a message before it is missing: one change may have several frames.
    fn is_message_after(&self, seq: i64) -> bool {
        self.header.kind == Kind::Message && self.header.seq.is_some_and(|own| own > seq)
    }
}

/// A conversation's position.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Cursor {
    pub seq: i64,
    pub revision: i64,
}

/// A gap's contents, read from Postgres.
#[derive(Debug, Default)]
pub(super) struct Gap {
    /// The conversation's cursor, if all up to there was read.
    pub until: Option<Cursor>,
    /// The room's cursor before.
    pub from: Cursor,
    /// Numbers and frames of messages, in order.
    pub messages: Vec<(i64, Utf8Bytes)>,
    /// Users' messages read in total that are beyond that cursor's revision.
    pub read: i64,
    /// Current members among the room's users, if they may have changed.
    pub members: Option<HashSet<UserId>>,
    /// The frame for another change, if there was one.
    pub notice: Option<Utf8Bytes>,
}

/// The sockets of a conversation in this process.
#[derive(Debug)]
pub(super) struct Room {
    conversation: ConversationId,
    /// Delivered so far; unknown before the first poll.
    mark: Option<Cursor>,
    /// Users' messages that were read and are beyond the cursor's revision.
    read: i64,
    /// Everything up to this revision was read at once: later frames of it are stale.
    read_until: i64,
    reorder_buffer: BTreeMap<i64, Vec<Change>>,
    /// The newest known cursor.
    known: Cursor,
    /// Whether the gap is being waited for or read.
    pub is_filling_gap: bool,
    subscriptions: Vec<Subscription>,
}

/// A socket in a room.
#[derive(Debug)]
struct Subscription {
    line: Arc<Outbox>,
    /// It has all messages up to this one. Postgres may be ahead of the broadcasts.
    after: i64,
}

impl Room {
    pub fn new(conversation: ConversationId) -> Self {
        let (early, seats) = (BTreeMap::new(), Vec::new());
        Self {
            conversation,
            mark: None,
            read: 0,
            read_until: 0,
            reorder_buffer: early,
            known: Cursor::default(),
            is_filling_gap: false,
            subscriptions: seats,
        }
    }

    pub fn mark(&self) -> Option<Cursor> {
        self.mark
    }

    /// Messages that were read and are beyond the cursor's revision.
    pub fn read(&self) -> i64 {
        self.read
    }

    pub fn is_empty(&self) -> bool {
        self.subscriptions.is_empty()
    }

    /// Whether a known change is missing.
    pub fn is_behind(&self) -> bool {
        self.mark.is_some_and(|mark| mark.revision < self.known.revision || mark.seq < self.known.seq)
    }

    /// The users in the room.
    pub fn users(&self) -> HashSet<UserId> {
        self.subscriptions.iter().map(|seat| seat.line.user).collect()
    }

    /// Subscribes a socket, without messages up to `after`.
    pub fn enter(&mut self, line: Arc<Outbox>, after: i64) {
        self.subscriptions.push(Subscription { line, after });
    }

    pub fn leave(&mut self, line: u64) {
        self.subscriptions.retain(|seat| seat.line.id != line);
    }

    /// Updates the conversation's cursor. The first one is the room's start.
    pub fn cursor_is(&mut self, mark: Cursor) {
        self.known.revision = self.known.revision.max(mark.revision);
        self.known.seq = self.known.seq.max(mark.seq);
        if self.mark.is_none() {
            self.mark = Some(mark);
            self.read_until = mark.revision;
            self.drain_reorder_buffer();
        }
    }

    /// Receives a frame.
    pub fn receive(&mut self, header: Header, text: Utf8Bytes) {
        let Some(revision) = header.revision else {
            let skipped = header.user_id.filter(|_| matches!(header.kind, Kind::Typing | Kind::Presence));
            return self.tell(&text, skipped);
        };
        if revision <= self.read_until {
            return;
        }
        self.known.revision = self.known.revision.max(revision);
        if self.reorder_buffer.len() < MAX_REORDERED {
            self.reorder_buffer.entry(revision).or_default().push(Change { header, text });
        }
        self.drain_reorder_buffer();
    }

    /// Delivers a gap's contents.
    pub fn fill_gap(&mut self, missed: Gap) {
        let Some(mark) = &mut self.mark else { return };
        if mark.revision == missed.from.revision {
            self.read = missed.read;
        }
        if let Some(members) = missed.members {
            self.subscriptions.retain(|Subscription { line, .. }| {
                members.contains(&line.user) || dismissed(line, self.conversation, None)
            });
        }
        for (seq, text) in missed.messages {
            if seq == mark.seq + 1 {
                mark.seq = seq;
                tell_message(&self.subscriptions, seq, &text);
            }
        }
        let Some(until) = missed.until.filter(|until| until.revision >= mark.revision) else { return };
        mark.revision = until.revision;
        self.read = 0;
        self.read_until = until.revision;
        if let Some(notice) = missed.notice {
            self.tell(&notice, None);
        }
        self.reorder_buffer = self.reorder_buffer.split_off(&(until.revision + 1));
        self.drain_reorder_buffer();
    }

    fn drain_reorder_buffer(&mut self) {
        while let Some(mark) = &mut self.mark
            && let Some(entry) = self.reorder_buffer.first_entry()
            && *entry.key() <= mark.revision + 1
            && entry.get().iter().all(|change| !change.is_message_after(mark.seq + 1))
        {
            let (revision, mut changes) = entry.remove_entry();
            if revision > mark.revision {
                mark.revision = revision;
                self.read = 0;
            }
            // Removed members get only the removal of that change.
            changes.sort_by_key(|change| change.header.kind != Kind::MemberRemoved);
            for Change { header, text } in changes {
                self.hand_out(&header, &text);
            }
        }
    }

    fn hand_out(&mut self, header: &Header, text: &Utf8Bytes) {
        if header.kind == Kind::MemberRemoved {
            self.subscriptions.retain(|Subscription { line, .. }| {
                Some(line.user) != header.user_id || dismissed(line, self.conversation, Some(text))
            });
        }
        if header.kind == Kind::Message
            && let (Some(mark), Some(seq)) = (&mut self.mark, header.seq)
        {
            if seq <= mark.seq {
                return;
            }
            mark.seq = seq;
            return tell_message(&self.subscriptions, seq, text);
        }
        self.tell(text, None);
    }

    fn tell(&self, text: &Utf8Bytes, skipped: Option<UserId>) {
        self.subscriptions
            .iter()
            .filter(|seat| Some(seat.line.user) != skipped)
            .for_each(|seat| seat.line.enqueue(text));
    }
}

fn tell_message(seats: &[Subscription], seq: i64, text: &Utf8Bytes) {
    seats.iter().filter(|seat| seat.after < seq).for_each(|seat| seat.line.enqueue(text));
}

/// Ends the socket of a removed member, or notifies it if it has other conversations. Never keeps it.
fn dismissed(line: &Outbox, conversation: ConversationId, notice: Option<&Utf8Bytes>) -> bool {
    line.unsubscribe(conversation);
    if line.all {
        notice.into_iter().for_each(|notice| line.enqueue(notice));
        line.request_membership_refresh();
    } else {
        line.end(CloseReason::Removed);
    }
    false
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;
    use tokio::sync::mpsc::Receiver;

    use super::super::outbox::Out;
    use super::super::outbox::tests::line;
    use super::*;

    fn header(kind: Kind, revision: Option<i64>, seq: Option<i64>, user_id: Option<UserId>) -> Header {
        Header { kind, revision, seq, user_id }
    }

    fn message(room: &mut Room, revision: i64, seq: i64) {
        room.receive(header(Kind::Message, Some(revision), Some(seq), None), format!("m{seq}").into());
    }

    fn delivered(out: &mut Receiver<Out>) -> Vec<String> {
        let next = || match out.try_recv() {
            Ok(Out::Frame(text)) => Some(text.to_string()),
            Ok(Out::Memberships) => Some("memberships".into()),
            Err(_) => None,
        };
        std::iter::from_fn(next).collect()
    }

    fn room_at(seq: i64, revision: i64) -> Room {
        let mut room = Room::new(ConversationId::new());
        room.cursor_is(Cursor { seq, revision });
        room
    }

    #[test]
    fn changes_are_delivered_in_order_and_once() {
        let (one, mut out) = line(UserId::new());
        let mut room = room_at(3, 7);
        room.enter(one, 0);
        message(&mut room, 10, 6);
        message(&mut room, 9, 5);
        room.receive(header(Kind::Other, Some(11), Some(4), None), "edit".into());
        assert!(delivered(&mut out).is_empty() && room.is_behind());
        room.receive(header(Kind::Typing, None, None, None), "typing".into());
        assert_eq!(delivered(&mut out), ["typing"]);
        message(&mut room, 8, 4);
        assert_eq!(delivered(&mut out), ["m4", "m5", "m6", "edit"]);
        assert!(!room.is_behind());
        message(&mut room, 9, 5);
        message(&mut room, 7, 3);
        assert!(delivered(&mut out).is_empty());
    }

    #[test]
    fn frames_before_the_first_poll_are_buffered() {
        let (one, mut out) = line(UserId::new());
        let mut room = Room::new(ConversationId::new());
        room.enter(one, 0);
        for number in 1..=4 {
            message(&mut room, number, number);
        }
        room.cursor_is(Cursor { seq: 2, revision: 2 });
        assert_eq!(delivered(&mut out), ["m3", "m4"]);
        room.cursor_is(Cursor { seq: 9, revision: 9 });
        assert!(room.is_behind(), "a later poll finds the gap");
    }

    #[test]
    fn delivered_messages_are_not_repeated() {
        let ((ahead, mut ahead_out), (other, mut out)) = (line(UserId::new()), line(UserId::new()));
        let mut room = room_at(3, 3);
        room.enter(ahead, 5);
        room.enter(other, 3);
        message(&mut room, 4, 4);
        room.fill_gap(Gap { messages: vec![(5, "m5".into())], ..Gap::default() });
        message(&mut room, 5, 5);
        message(&mut room, 6, 6);
        assert_eq!(delivered(&mut ahead_out), ["m6"]);
        assert_eq!(delivered(&mut out), ["m4", "m5", "m6"]);
    }

    #[test]
    fn polled_and_published_changes_are_merged() {
        let (one, mut out) = line(UserId::new());
        let mut room = room_at(0, 0);
        room.enter(one, 0);
        message(&mut room, 5, 4);
        message(&mut room, 6, 5);
        let page = |seqs: std::ops::RangeInclusive<i64>| seqs.map(|seq| (seq, format!("m{seq}").into())).collect();
        room.fill_gap(Gap { messages: page(1..=2), ..Gap::default() });
        assert_eq!(delivered(&mut out), ["m1", "m2"]);
        assert!(room.is_behind(), "the page is incomplete");
        let until = Some(Cursor { seq: 4, revision: 5 });
        room.fill_gap(Gap { until, messages: page(1..=4), notice: Some("changed".into()), ..Gap::default() });
        assert_eq!(delivered(&mut out), ["m3", "m4", "changed", "m5"]);
        room.receive(header(Kind::Other, Some(4), None, None), "late".into());
        assert!(delivered(&mut out).is_empty() && !room.is_behind());
    }

    #[test]
    fn removed_members_receive_nothing_more() {
        let (alice, bob) = (UserId::new(), UserId::new());
        let ((one, mut alices), (other, mut bobs)) = (line(alice), line(bob));
        let mut room = room_at(0, 0);
        room.enter(one, 0);
        room.enter(other.clone(), 0);
        // Bob's removal is in transit, later messages arrived first.
        message(&mut room, 2, 2);
        assert!(delivered(&mut bobs).is_empty());
        message(&mut room, 1, 1);
        room.receive(header(Kind::Other, Some(3), None, None), "renamed".into());
        assert_eq!((delivered(&mut alices).len(), delivered(&mut bobs).len()), (3, 3));
        room.receive(header(Kind::MemberRemoved, Some(4), None, Some(bob)), "removed".into());
        message(&mut room, 5, 3);
        assert_eq!(delivered(&mut alices), ["removed", "m3"]);
        assert!(delivered(&mut bobs).is_empty());
        assert_eq!(other.ended().now_or_never(), Some(CloseReason::Removed));
        // The same if it was read rather than received.
        let missed = Gap { members: Some(HashSet::new()), messages: vec![(4, "m4".into())], ..Gap::default() };
        room.fill_gap(missed);
        assert!(delivered(&mut alices).is_empty() && room.is_empty());
    }

    #[test]
    fn a_change_of_two_frames_is_delivered_whole() {
        let (one, mut out) = line(UserId::new());
        let mut room = room_at(0, 0);
        room.enter(one, 0);
        room.receive(header(Kind::Other, Some(1), None, None), "added".into());
        message(&mut room, 2, 2);
        assert_eq!(delivered(&mut out), ["added"]);
        assert!(room.is_behind());
        message(&mut room, 1, 1);
        assert_eq!(delivered(&mut out), ["m1", "m2"]);
        // Its message got lost, and nothing follows: a poll finds it.
        room.receive(header(Kind::Other, Some(3), None, None), "added".into());
        assert!(!room.is_behind());
        room.cursor_is(Cursor { seq: 3, revision: 3 });
        assert!(room.is_behind());
        let until = Some(Cursor { seq: 3, revision: 3 });
        room.fill_gap(Gap { until, messages: vec![(3, "m3".into())], ..Gap::default() });
        assert_eq!(delivered(&mut out), ["added", "m3"]);
        assert!(!room.is_behind());
    }

    #[test]
    fn typing_is_not_echoed_to_its_user() {
        let (alice, bob) = (UserId::new(), UserId::new());
        let ((one, mut alices), (other, mut bobs)) = (line(alice), line(bob));
        let mut room = room_at(0, 0);
        room.enter(one, 0);
        room.enter(other, 0);
        room.receive(header(Kind::Typing, None, None, Some(alice)), "typing".into());
        assert_eq!((delivered(&mut alices).len(), delivered(&mut bobs).len()), (0, 1));
    }
}
