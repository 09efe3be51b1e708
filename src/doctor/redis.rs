//! Redis: reachable, new enough, of the right kind, and without eviction.

use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, InfoDict, RedisResult, Script};
use secrecy::ExposeSecret;
use shared::config::Storage;

use super::report::Check;

const TIMEOUT: Duration = Duration::from_secs(5);
/// The oldest version used by `make run` and the tests; older ones are untested.
const OLDEST: (u32, u32) = (6, 2);

/// The minimum memory of a server for both queues and caches.
const SMALL_MEMORY: u64 = 256 * 1024 * 1024;

/// Checks the server of queues and, if separate, the server of caches.
pub(super) async fn check(storage: &Storage) -> Vec<Check> {
    let is_shared = storage.cache_redis_url.is_none();
    let mut checks =
        check_server(storage.redis_url.expose_secret(), &storage.redis_prefix, Use::Queue { is_shared }).await;
    if let Some(url) = &storage.cache_redis_url {
        checks.extend(check_server(url.expose_secret(), &storage.redis_prefix, Use::Cache).await);
    }
    checks
}

/// A server's purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    /// Queues, and caches too if shared.
    Queue { is_shared: bool },
    /// Caches only.
    Cache,
}

async fn check_server(url: &str, prefix: &str, usage: Use) -> Vec<Check> {
    if url.is_empty() {
        return Vec::new();
    }
    let client = match Client::open(url) {
        Ok(client) => client,
        Err(error) => return vec![Check::problem("redis", format!("REDIS_URL is not a Redis URL: {error}"))],
    };
    let place = client.get_connection_info().addr().to_string();
    let config = AsyncConnectionConfig::new().set_connection_timeout(Some(TIMEOUT)).set_response_timeout(Some(TIMEOUT));
    let mut connection = match client.get_multiplexed_async_connection_with_config(&config).await {
        Ok(connection) => connection,
        Err(error) => return vec![unreachable(&place, &error)],
    };
    let mut checks = match redis::cmd("INFO").query_async::<InfoDict>(&mut connection).await {
        Ok(info) => examine(&info, &place, usage),
        Err(error) => vec![Check::warning(
            "redis",
            format!(
                "{place} answers, but the user may not ask it for INFO ({error}): its version and settings are unknown"
            ),
        )],
    };
    checks.push(writes(&mut connection, prefix).await);
    checks
}

fn unreachable(place: &str, error: &redis::RedisError) -> Check {
    let todo = if error.kind() == redis::ErrorKind::AuthenticationFailed {
        "look at the user and password in REDIS_URL"
    } else {
        "look whether it runs and whether REDIS_URL is right. The API accepts work without it, and none is done"
    };
    Check::problem("redis", format!("{place} can't be used ({error}): {todo}"))
}

fn examine(info: &InfoDict, place: &str, usage: Use) -> Vec<Check> {
    let text = |name| info.get::<String>(name).unwrap_or_default();
    let mut checks = vec![version(&text("redis_version"), place)];
    if text("cluster_enabled") == "1" {
        let says = "this is a Redis Cluster, whose nodes have a part of the keys each: use a single server or a primary with replicas";
        checks.push(Check::problem("redis_kind", says));
    }
    if text("role") == "slave" {
        checks.push(Check::problem(
            "redis_kind",
            "this is a replica, which takes no writes: REDIS_URL must name the primary",
        ));
    }
    let limit = info.get::<u64>("maxmemory").unwrap_or_default();
    checks.push(memory(limit, &text("maxmemory_policy"), usage));
    checks
}

fn version(version: &str, place: &str) -> Check {
    let mut numbers = version.split('.').map_while(|part| part.parse::<u32>().ok());
    let found = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    if found < OLDEST {
        let (major, minor) = OLDEST;
        return Check::problem(
            "redis",
            format!("{place} is version {version}: Switchboard needs {major}.{minor} or newer"),
        );
    }
    Check::ok("redis", format!("{place} answers: version {version}; it needs neither persistence nor a backup"))
}

fn memory(limit: u64, policy: &str, usage: Use) -> Check {
    let about = if usage == Use::Cache { "redis_cache_memory" } else { "redis_memory" };
    let evicts_nothing = policy == "noeviction" || policy.is_empty();
    if usage == Use::Cache {
        return if evicts_nothing {
            let says =
                "nothing is evicted, so a cache that is full takes in nothing new: set maxmemory-policy to allkeys-lru";
            Check::warning(about, says)
        } else {
            Check::ok(about, format!("maxmemory-policy is {policy}, as a cache needs it"))
        };
    }
    if evicts_nothing && usage == (Use::Queue { is_shared: true }) && (1..SMALL_MEMORY).contains(&limit) {
        let says = format!(
            "caches and queues share {} MB and nothing is evicted: where caches fill it, queues stand still until they are \
            deleted. Give it 256 MB or more, or caches a server of their own (CACHE_REDIS_URL)",
            limit / 1024 / 1024
        );
        return Check::warning(about, says);
    }
    if evicts_nothing {
        return Check::ok(about, "nothing is evicted");
    }
    if limit == 0 {
        return Check::ok(
            about,
            format!("nothing is evicted: maxmemory-policy is {policy}, but there is no maxmemory"),
        );
    }
    let says = format!(
        "maxmemory-policy is {policy}: where memory runs out, queues vanish and their work is late; set it to noeviction"
    );
    Check::warning(about, says)
}

/// Runs a script that writes and deletes a key, and publishes to a channel without subscribers.
async fn writes(connection: &mut MultiplexedConnection, prefix: &str) -> Check {
    let about = "redis_writes";
    let name = format!("{prefix}:doctor");
    let script = Script::new("return redis.call('SET', KEYS[1], '', 'PX', 1)");
    let tried: RedisResult<()> = async {
        script.key(&name).invoke_async::<()>(connection).await?;
        redis::cmd("PUBLISH").arg(&name).arg("").query_async::<()>(connection).await
    }
    .await;
    match tried {
        Ok(()) => Check::ok(about, format!("the user may run scripts, write and publish under {prefix}:")),
        Err(error) => Check::problem(
            about,
            format!(
                "scripts, writes or messages under {prefix}: are refused ({error}): look at the user's ACL (~{prefix}:* &{prefix}:*) and at its memory"
            ),
        ),
    }
}
