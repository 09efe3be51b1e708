//! The queue without a worker, on a real Redis.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::collections::BTreeSet;
use std::time::Duration;

use apalis_redis_fair::{Entry, Error, FairQueue};
use common::{Server, entries};
use redis::AsyncCommands;
use tokio::task::JoinHandle;

/// The accounts of the next entries, in order.
async fn next(queue: &FairQueue, count: usize) -> String {
    let mut connection = queue.dedicated().await.unwrap();
    let taken = queue.take(&mut connection, count, Duration::ZERO).await.unwrap();
    taken.into_iter().map(|entry| entry.account).collect()
}

/// A call that waits for up to `count` entries.
async fn wait_for_entries(server: &Server, queue: &FairQueue, count: usize) -> JoinHandle<Vec<Entry>> {
    let queue = queue.clone();
    let waiting = tokio::spawn(async move {
        let mut dedicated = queue.dedicated().await.unwrap();
        queue.take(&mut dedicated, count, Duration::from_secs(60)).await.unwrap()
    });
    server.blocked_clients(1).await;
    waiting
}

#[tokio::test]
async fn accounts_take_turns() {
    let server = Server::start().await;
    let queue = server.queue(1_000);
    for account in ["a", "b", "c"] {
        queue.push(&entries(account, 3)).await.unwrap();
    }
    let order = next(&queue, 9).await;
    for turn in 0..3 {
        let accounts: BTreeSet<_> = order[turn * 3..][..3].chars().collect();
        assert_eq!(accounts, BTreeSet::from(['a', 'b', 'c']), "turn {turn} of {order}");
    }
}

#[tokio::test]
async fn entries_of_one_account_keep_their_order() {
    let server = Server::start().await;
    let queue = server.queue(1_000);
    let pushed = entries("a", 9);
    for entry in &pushed {
        queue.push(std::slice::from_ref(entry)).await.unwrap();
    }
    let mut connection = queue.dedicated().await.unwrap();
    assert_eq!(queue.take(&mut connection, 9, Duration::ZERO).await.unwrap(), pushed);
}

#[tokio::test]
async fn a_new_account_waits_for_at_most_one_entry() {
    let server = Server::start().await;
    let queue = server.queue(1_000);
    queue.push(&entries("a", 400)).await.unwrap();
    assert_eq!(next(&queue, 5).await, "aaaaa");
    queue.push(&entries("b", 1)).await.unwrap();
    let order = next(&queue, 3).await;
    assert!(order.find('b').is_some_and(|place| place <= 1), "{order}");
}

#[tokio::test]
async fn a_window_bounds_the_queue_and_each_account() {
    let server = Server::start().await;
    let queue = server.queue(8);
    let pushed = queue.push(&entries("a", 8)).await.unwrap();
    assert_eq!((pushed.length, pushed.refused), (4, ["a4", "a5", "a6", "a7"].map(String::from).into()));
    assert_eq!(queue.push(&entries("b", 8)).await.unwrap().length, 6, "half of the remaining room");
    assert_eq!(queue.push(&entries("c", 1)).await.unwrap().refused, [""; 0], "room for a new account");
    let others = (0..8).map(|number| Entry::new(format!("d{number}"), "one"));
    let pushed = queue.push(&others.collect::<Vec<_>>()).await.unwrap();
    assert_eq!((pushed.length, pushed.refused.len()), (8, 7));
    let capacity = FairQueue::capacities(std::slice::from_ref(&queue)).await.unwrap().remove(0);
    assert_eq!((capacity.free, capacity.window, capacity.has_headroom()), (0, 8, false));
    assert_eq!((capacity.held["a"], capacity.held["b"], capacity.held["c"]), (4, 2, 1));
    next(&queue, 2).await;
    let capacity = FairQueue::capacities(std::slice::from_ref(&queue)).await.unwrap().remove(0);
    assert!(capacity.has_headroom(), "{capacity:?}");
    assert_eq!(FairQueue::lengths(&[queue.clone(), queue]).await.unwrap(), [6, 6]);
}

#[tokio::test]
async fn an_exempt_account_comes_next_and_may_fill_the_window() {
    let server = Server::start().await;
    let queue = server.queue(8).with_exempt_account("us");
    queue.push(&entries("a", 3)).await.unwrap();
    assert_eq!(queue.push(&entries("us", 6)).await.unwrap().refused, ["us5"]);
    assert_eq!(next(&queue, 8).await.find("aa"), Some(11), "one of a's entries has the same turn");
}

#[tokio::test]
async fn an_entry_pushed_twice_is_queued_once() {
    let server = Server::start().await;
    let queue = server.queue(100);
    for _ in 0..2 {
        assert_eq!(queue.push(&entries("a", 3)).await.unwrap().length, 3);
    }
    assert_eq!(next(&queue, 10).await, "aaa");
    assert_eq!(queue.push(&entries("a", 3)).await.unwrap().length, 3, "taken entries can be pushed again");
}

#[tokio::test]
async fn an_empty_queue_leaves_no_key() {
    let server = Server::start().await;
    let queue = server.queue(100);
    let mut connection = server.connect().await;
    queue.push(&[entries("a", 3), entries("b", 2)].concat()).await.unwrap();
    next(&queue, 4).await;
    assert_eq!(redis::cmd("DBSIZE").query_async::<i64>(&mut connection).await.unwrap(), 3);
    next(&queue, 4).await;
    assert_eq!(redis::cmd("DBSIZE").query_async::<i64>(&mut connection).await.unwrap(), 0);
    let waiting = wait_for_entries(&server, &queue, 4).await;
    queue.push(&entries("a", 3)).await.unwrap();
    assert_eq!(waiting.await.unwrap().len(), 3);
    assert_eq!(redis::cmd("DBSIZE").query_async::<i64>(&mut connection).await.unwrap(), 0, "after a blocking call");
}

#[tokio::test]
async fn a_push_wakes_a_waiting_call() {
    let server = Server::start().await;
    let queue = server.queue(100);
    let waiting = wait_for_entries(&server, &queue, 2).await;
    queue.push(&entries("a", 3)).await.unwrap();
    assert_eq!(waiting.await.unwrap(), entries("a", 2));
    let held = server.connect().await.hget::<_, _, i64>("test:accounts", "a:held").await.unwrap();
    assert_eq!(held, 1, "its account has one entry left");
}

#[tokio::test]
async fn foreign_entries_are_skipped() {
    let server = Server::start().await;
    let queue = server.queue(100);
    let () = server.connect().await.zadd("test", "no account", -1).await.unwrap();
    queue.push(&entries("a", 2)).await.unwrap();
    assert_eq!(next(&queue, 10).await, "aa");
}

#[tokio::test]
async fn an_invalid_account_is_rejected_before_any_push() {
    let server = Server::start().await;
    let queue = server.queue(100);
    for account in ["", "a/b"] {
        let pushed = queue.push(&[Entry::new("a", "one"), Entry::new(account, "two")]).await;
        assert!(matches!(pushed, Err(Error::InvalidAccount(name)) if name == account));
    }
    assert_eq!(FairQueue::lengths(&[queue]).await.unwrap(), [0]);
}
