//! A bounded, fair queue for few permits.
//!
//! Callers are grouped (for example by address), and a group has members (names). Groups are served round-robin, and so
//! are the members of a group: a group with a thousand requests gets one turn per round, like a group with one. When
//! the queue is full, the newest request of the largest group makes room for one of a smaller group.
//!
//! Dropping a wait leaves the queue.

use std::collections::VecDeque;
use std::sync::Arc;

use parking_lot::{Mutex, MutexGuard};
use tokio::sync::oneshot;

/// A queue. Clones share it.
#[derive(Clone)]
pub struct FairQueue(Arc<Inner>);

/// The queue is full, or this request made room for a caller with fewer requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the queue is full")]
pub struct Full;

/// A permit, released when dropped.
pub struct Permit(Option<Arc<Inner>>);

struct Inner {
    max_waiting: usize,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Free permits; only while no request waits.
    free: usize,
    next_id: u64,
    /// The next group is in front. No group and no member is empty.
    groups: VecDeque<Group>,
}

struct Group {
    key: String,
    members: VecDeque<Member>,
}

struct Member {
    key: String,
    requests: VecDeque<Request>,
}

struct Request {
    id: u64,
    /// Dropped if the request must make room.
    grant: oneshot::Sender<Permit>,
}

/// A waiting request; leaves the queue when dropped.
struct Waiting<'a> {
    inner: &'a Inner,
    id: u64,
}

impl FairQueue {
    /// A queue for this many permits and at most `max_waiting` waiting requests.
    #[must_use]
    pub fn new(permits: usize, max_waiting: usize) -> Self {
        let state = Mutex::new(State { free: permits, ..State::default() });
        Self(Arc::new(Inner { max_waiting, state }))
    }

    /// A permit, once it is this caller's turn.
    ///
    /// # Errors
    /// The queue is full.
    pub async fn acquire(&self, group: &str, member: &str) -> Result<Permit, Full> {
        let (id, granted) = {
            let mut state = self.0.lock();
            if state.free > 0 {
                state.free -= 1;
                return Ok(Permit(Some(self.0.clone())));
            }
            if state.waiting() >= self.0.max_waiting && !state.make_room(group, member) {
                return Err(Full);
            }
            state.join(group, member)
        };
        let _waiting = Waiting { inner: &self.0, id };
        granted.await.map_err(|_| Full)
    }

    /// Maximum number of waiting requests.
    #[must_use]
    pub fn max_waiting(&self) -> usize {
        self.0.max_waiting
    }

    /// Number of waiting requests.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.0.lock().waiting()
    }

    /// Number of free permits.
    #[must_use]
    pub fn free(&self) -> usize {
        self.0.lock().free
    }
}

impl Inner {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock()
    }
}

impl State {
    fn waiting(&self) -> usize {
        self.groups.iter().map(Group::len).sum()
    }

    fn join(&mut self, group: &str, member: &str) -> (u64, oneshot::Receiver<Permit>) {
        let (grant, granted) = oneshot::channel();
        self.next_id += 1;
        let id = self.next_id;
        let group = find_or_add(&mut self.groups, |it| it.key == group, || Group::new(group));
        let member = find_or_add(&mut group.members, |it| it.key == member, || Member::new(member));
        member.requests.push_back(Request { id, grant });
        (id, granted)
    }

    /// The next request, of the next member of the next group. Both go to the end.
    fn next(&mut self) -> Option<Request> {
        let mut group = self.groups.pop_front()?;
        let request = group.members.pop_front().and_then(|mut member| {
            let request = member.requests.pop_front();
            if !member.requests.is_empty() {
                group.members.push_back(member);
            }
            request
        });
        if !group.members.is_empty() {
            self.groups.push_back(group);
        }
        request
    }

    /// Removes the newest request of the largest group, or else of the largest member in the newcomer's own group. It
    /// must have at least two more than the newcomer: with one more they would only swap places.
    fn make_room(&mut self, group: &str, member: &str) -> bool {
        let in_group = self.groups.iter().find(|it| it.key == group).map_or(0, Group::len);
        let largest = self.groups.iter_mut().max_by_key(|it| it.len()).filter(|it| it.len() > in_group + 1);
        let made_room = match largest {
            Some(largest) => largest.displace(0),
            None => {
                let own = self.groups.iter_mut().find(|it| it.key == group);
                own.is_some_and(|own| own.displace(own.len_of(member) + 1))
            }
        };
        self.drop_empty();
        made_room
    }

    fn leave(&mut self, id: u64) {
        for member in self.groups.iter_mut().flat_map(|group| &mut group.members) {
            member.requests.retain(|request| request.id != id);
        }
        self.drop_empty();
    }

    fn drop_empty(&mut self) {
        for group in &mut self.groups {
            group.members.retain(|member| !member.requests.is_empty());
        }
        self.groups.retain(|group| !group.members.is_empty());
    }
}

/// A queue is short enough for a linear search.
fn find_or_add<T>(all: &mut VecDeque<T>, is_it: impl Fn(&T) -> bool, new: impl FnOnce() -> T) -> &mut T {
    let place = all.iter().position(is_it).unwrap_or_else(|| {
        all.push_back(new());
        all.len() - 1
    });
    &mut all[place]
}

impl Group {
    fn new(key: &str) -> Self {
        Self { key: key.to_owned(), members: VecDeque::new() }
    }

    fn len(&self) -> usize {
        self.members.iter().map(|member| member.requests.len()).sum()
    }

    fn len_of(&self, member: &str) -> usize {
        self.members.iter().find(|it| it.key == member).map_or(0, |it| it.requests.len())
    }

    /// Removes the newest request of the largest member, if that has more than `at_least`.
    fn displace(&mut self, at_least: usize) -> bool {
        let most = self.members.iter_mut().max_by_key(|it| it.requests.len());
        most.filter(|most| most.requests.len() > at_least).is_some_and(|most| most.requests.pop_back().is_some())
    }
}

impl Member {
    fn new(key: &str) -> Self {
        Self { key: key.to_owned(), requests: VecDeque::new() }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.inner.lock().leave(self.id);
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let Some(inner) = self.0.take() else { return };
        let mut state = inner.lock();
        while let Some(request) = state.next() {
            match request.grant.send(Self(Some(inner.clone()))) {
                Ok(()) => return,
                // It left at this very moment. Dropped with its queue, the permit would be released twice.
                Err(mut permit) => permit.0 = None,
            }
        }
        state.free += 1;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use futures::FutureExt;
    use futures::future::BoxFuture;

    use super::*;

    type Wait = BoxFuture<'static, Result<Permit, Full>>;

    /// A wait that has joined the queue, or its result.
    fn ask(queue: &FairQueue, group: &'static str, member: &'static str) -> Wait {
        let queue = queue.clone();
        let mut wait = async move { queue.acquire(group, member).await }.boxed();
        match (&mut wait).now_or_never() {
            Some(answer) => std::future::ready(answer).boxed(),
            None => wait,
        }
    }

    /// Releases the only permit repeatedly; returns the names of its receivers in order.
    async fn order(held: Permit, waits: Vec<(&'static str, Wait)>) -> Vec<&'static str> {
        let served = Arc::new(Mutex::new(Vec::new()));
        let waits = waits.into_iter().map(|(name, wait)| {
            let served = served.clone();
            async move {
                if let Ok(permit) = wait.await {
                    served.lock().push(name);
                    drop(permit);
                }
            }
        });
        drop(held);
        futures::future::join_all(waits).await;
        Arc::try_unwrap(served).unwrap().into_inner()
    }

    #[tokio::test]
    async fn groups_take_turns_and_so_do_their_members() {
        let queue = FairQueue::new(1, 16);
        let held = queue.acquire("a", "x").await.unwrap();
        let asked = [("ax1", "a", "x"), ("ax2", "a", "x"), ("ax3", "a", "x"), ("ay1", "a", "y"), ("bx1", "b", "x")];
        let waits = asked.map(|(name, group, member)| (name, ask(&queue, group, member))).into();
        assert_eq!(order(held, waits).await, ["ax1", "bx1", "ay1", "ax2", "ax3"]);
        assert_eq!((queue.waiting(), queue.free()), (0, 1));
    }

    #[tokio::test]
    async fn the_group_with_the_most_waits_makes_room() {
        let queue = FairQueue::new(1, 4);
        let held = queue.acquire("a", "x").await.unwrap();
        let mut waits: Vec<_> = ["a1", "a2", "a3", "a4"].map(|name| (name, ask(&queue, "a", name))).into();
        // No member of its own group has more than one wait.
        assert_eq!(ask(&queue, "a", "a5").await.err(), Some(Full));
        waits.push(("b1", ask(&queue, "b", "x")));
        waits.push(("c1", ask(&queue, "c", "x")));
        // Now each has at most one wait more than a new one would have.
        assert_eq!(ask(&queue, "a", "a5").await.err(), Some(Full));
        assert_eq!(ask(&queue, "b", "y").await.err(), Some(Full));
        assert_eq!(queue.waiting(), 4);
        assert_eq!(order(held, waits).await, ["a1", "b1", "c1", "a2"]);
    }

    #[tokio::test]
    async fn a_busy_member_makes_room_for_others_of_its_group() {
        let queue = FairQueue::new(1, 3);
        let held = queue.acquire("a", "x").await.unwrap();
        let mut waits: Vec<_> = ["x1", "x2", "x3"].map(|name| (name, ask(&queue, "a", "x"))).into();
        waits.push(("y1", ask(&queue, "a", "y")));
        assert_eq!(order(held, waits).await, ["x1", "y1", "x2"]);
    }

    #[tokio::test]
    async fn a_dropped_wait_leaves_the_queue_and_loses_no_permit() {
        let queue = FairQueue::new(1, 4);
        let held = queue.acquire("a", "x").await.unwrap();
        let (first, second) = (ask(&queue, "a", "x"), ask(&queue, "b", "x"));
        drop(first);
        assert_eq!(queue.waiting(), 1);
        // The permit is on its way to the second one when that is dropped.
        drop(held);
        drop(second);
        assert_eq!((queue.waiting(), queue.free()), (0, 1));
    }
}
