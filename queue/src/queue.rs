//! The queue, without apalis.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use redis::aio::{ConnectionManagerConfig, MultiplexedConnection};
use redis::{AsyncCommands, Client, RedisResult, Script};

use crate::Error;
use crate::failover::FailoverConnection;

/// Longer than any response of a healthy server; the library's default of half a second is not.
const RESPONSE_TIMEOUT: Duration = Duration::from_secs(5);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);

static PUSH: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("../lua/push.lua")));
static TAKE: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("../lua/take.lua")));

/// An entry of the queue: an id, and the account whose turn it uses.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Entry {
    /// Entries of one account leave the queue in the order of arrival; accounts take turns. Not empty, and without a
    /// `/`.
    pub account: String,
    /// Any text. Pushing it again while it is in the queue has no effect.
    pub id: String,
}

impl Entry {
    /// An entry of an account.
    pub fn new(account: impl Into<String>, id: impl Into<String>) -> Self {
        Self { account: account.into(), id: id.into() }
    }

    /// From a member of the sorted set. A member without an account was not added by this crate.
    fn decode(member: &str) -> Option<Self> {
        member.split_once('/').map(|(account, id)| Self::new(account, id))
    }
}

/// The outcome of a push.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pushed {
    /// The number of entries in the queue.
    pub length: usize,
    /// The ids of rejected entries.
    pub refused: Vec<String>,
}

/// A queue's fill level.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Capacity {
    /// Remaining capacity in entries.
    pub free: usize,
    /// Total capacity in entries.
    pub window: usize,
    /// Entries per account; an exempt account isn't counted.
    pub held: BTreeMap<String, i64>,
}

impl Capacity {
    /// Whether at least a quarter of the window is free, so that consumers may soon run out of entries.
    #[must_use]
    pub fn has_headroom(&self) -> bool {
        self.free * 4 >= self.window
    }
}

#[derive(Clone)]
struct Inner {
    client: Client,
    connection: FailoverConnection,
    /// Entries, accounts, clock.
    keys: [String; 3],
    window: usize,
    exempt: String,
}

/// A queue in Redis. A clone is the same queue and shares its connection.
///
/// It uses three keys, which exist only while the queue has entries: `key`, a sorted set of entries; `key:accounts`, a
/// hash with each account's count and next score; `key:clock`, the score of the entry taken last. On a cluster `key`
/// must contain a hash tag.
#[derive(Clone)]
pub struct FairQueue(Arc<Inner>);

impl std::fmt::Debug for FairQueue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FairQueue")
            .field("key", &self.0.keys[0])
            .field("window", &self.0.window)
            .finish_non_exhaustive()
    }
}

impl FairQueue {
    /// A queue under `key` of at most `window` entries, on its own connection to `url`. It connects on first use, and
    /// reconnects whenever the connection is lost.
    ///
    /// # Errors
    /// A URL that can't be parsed.
    pub fn open(url: &str, key: &str, window: usize) -> RedisResult<Self> {
        let client = Client::open(url)?;
        let config = ConnectionManagerConfig::new()
            .set_connection_timeout(Some(CONNECT_TIMEOUT))
            .set_response_timeout(Some(RESPONSE_TIMEOUT))
            .set_number_of_retries(1);
        let connection = FailoverConnection::new(client.clone(), config)?;
        Ok(Self::new(client, connection, key, window))
    }

    /// The same on a shared connection. Blocking calls open their own connections from `client`.
    #[must_use]
    pub fn new(client: Client, connection: FailoverConnection, key: &str, window: usize) -> Self {
        let keys = [key.to_owned(), format!("{key}:accounts"), format!("{key}:clock")];
        Self(Arc::new(Inner { client, connection, keys, window, exempt: String::new() }))
    }

    /// The same queue with an account that takes no turns: its entries come next, and may fill the window. For the
    /// operator's jobs. All producers must name the same account.
    #[must_use]
    pub fn with_exempt_account(self, account: &str) -> Self {
        Self(Arc::new(Inner { exempt: account.to_owned(), ..Arc::unwrap_or_clone(self.0) }))
    }

    /// The name of its sorted set.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.0.keys[0]
    }

    /// Its capacity in entries.
    #[must_use]
    pub fn window(&self) -> usize {
        self.0.window
    }

    /// Adds entries in one step. Those already in the queue keep their place. An entry is rejected if the window is
    /// full, or if its account has at least as many entries as there are free places.
    ///
    /// # Errors
    /// An invalid account, in which case nothing was added; Redis, in which case all or none were.
    pub async fn push(&self, entries: &[Entry]) -> Result<Pushed, Error> {
        let mut call = PUSH.prepare_invoke();
        call.key(&self.0.keys[..]).arg(self.0.window).arg(&self.0.exempt);
        for Entry { account, id } in entries {
            if account.is_empty() || account.contains('/') {
                return Err(Error::InvalidAccount(account.clone()));
            }
            call.arg(account).arg(id);
        }
        let (length, refused) = call.invoke_async(&mut self.0.connection.clone()).await?;
        Ok(Pushed { length, refused })
    }

    /// Takes up to `count` entries, those whose turn it is. Waits up to `wait` for the first one, and not at all if
    /// `wait` is zero. The connection must be a [`dedicated`](Self::dedicated) one: other calls on it would wait too.
    ///
    /// Taken entries are no longer in Redis. If this future is dropped or the connection is lost, entries in transit
    /// may be lost; the application must be able to push them again.
    ///
    /// # Errors
    /// Redis.
    pub async fn take(
        &self,
        connection: &mut MultiplexedConnection,
        count: usize,
        wait: Duration,
    ) -> RedisResult<Vec<Entry>> {
        let keys = &self.0.keys[..];
        let mut members: Vec<String> = TAKE.key(keys).arg(count).invoke_async(connection).await?;
        // Redis treats a timeout of zero as infinite.
        if members.is_empty() && !wait.is_zero() {
            let first: Option<(String, String, f64)> = connection.bzpopmin(self.key(), wait.as_secs_f64()).await?;
            let Some((_, member, score)) = first else { return Ok(Vec::new()) };
            let mut rest = TAKE.key(keys);
            rest.arg(count.saturating_sub(1)).arg(member).arg(score);
            members = rest.invoke_async(connection).await?;
        }
        Ok(members.iter().filter_map(|member| Entry::decode(member)).collect())
    }

    /// A connection for [`take`](Self::take), without a response timeout.
    ///
    /// # Errors
    /// Redis can't be reached within two seconds.
    pub async fn dedicated(&self) -> RedisResult<MultiplexedConnection> {
        let config = redis::AsyncConnectionConfig::new()
            .set_connection_timeout(Some(CONNECT_TIMEOUT))
            .set_response_timeout(None);
        self.0.client.get_multiplexed_async_connection_with_config(&config).await
    }

    /// Ends the blocking call of the connection with this id (`CLIENT ID`), as if it had timed out.
    #[cfg(feature = "backend")]
    pub(crate) async fn unblock(&self, client_id: i64) -> RedisResult<()> {
        let mut unblock = redis::cmd("CLIENT");
        unblock.arg("UNBLOCK").arg(client_id);
        unblock.query_async::<i64>(&mut self.0.connection.clone()).await.map(drop)
    }

    /// Fill levels of queues, in their order, in one round trip. They must be on the same server.
    ///
    /// # Errors
    /// Redis.
    pub async fn capacities(queues: &[Self]) -> RedisResult<Vec<Capacity>> {
        let Some(Self(first)) = queues.first() else { return Ok(Vec::new()) };
        let mut pipe = redis::pipe();
        for Self(queue) in queues {
            let [entries, accounts, _] = &queue.keys;
            pipe.zcard(entries).hgetall(accounts);
        }
        let answers: Vec<(usize, BTreeMap<String, i64>)> = pipe.query_async(&mut first.connection.clone()).await?;
        let held = |(field, held): (String, i64)| Some((field.strip_suffix(":held")?.to_owned(), held));
        let capacity = |(queue, (length, fields)): (&Self, (usize, BTreeMap<_, _>))| Capacity {
            free: queue.window().saturating_sub(length),
            window: queue.window(),
            held: fields.into_iter().filter_map(held).collect(),
        };
        Ok(queues.iter().zip(answers).map(capacity).collect())
    }

    /// Numbers of entries of queues, in their order, in one round trip. They must be on the same server.
    ///
    /// # Errors
    /// Redis.
    pub async fn lengths(queues: &[Self]) -> RedisResult<Vec<u64>> {
        let Some(Self(first)) = queues.first() else { return Ok(Vec::new()) };
        let mut pipe = redis::pipe();
        for queue in queues {
            pipe.zcard(queue.key());
        }
        pipe.query_async(&mut first.connection.clone()).await
    }
}
