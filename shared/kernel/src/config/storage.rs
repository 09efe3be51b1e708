use secrecy::SecretString;

use super::Env;

/// Postgres and Redis.
#[derive(Debug, Clone)]
pub struct Storage {
    /// `DATABASE_URL`.
    pub database_url: SecretString,
    /// `DATABASE_MAX_CONNECTIONS`: connections per process, except those for single statements.
    pub max_connections: u32,
    /// `REDIS_URL`.
    pub redis_url: SecretString,
    /// `CACHE_REDIS_URL`: a separate Redis for evictable data; `None` for the same.
    pub cache_redis_url: Option<SecretString>,
    /// `REDIS_PREFIX`: prefix of all our keys.
    pub redis_prefix: String,
    /// `CACHE_TTL_SECONDS`: lifetime of cached conversation lists. Changes are visible at once regardless.
    pub cache_ttl_seconds: u32,
}

impl Storage {
    pub(super) fn read(env: &mut Env) -> Self {
        Self {
            database_url: env.required("DATABASE_URL"),
            max_connections: env.number("DATABASE_MAX_CONNECTIONS", 10, 2..=1000),
            redis_url: env.required("REDIS_URL"),
            cache_redis_url: env.optional_secret("CACHE_REDIS_URL"),
            redis_prefix: env.text_or("REDIS_PREFIX", "switchboard"),
            cache_ttl_seconds: env.number("CACHE_TTL_SECONDS", 300, 1..=86_400),
        }
    }
}
