use secrecy::{ExposeSecret, SecretString};

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
        let database_url = env.required("DATABASE_URL");
        let database_url = of_postgres(env, database_url);
        Self {
            database_url,
            max_connections: env.number("DATABASE_MAX_CONNECTIONS", 10, 2..=1000),
            redis_url: env.required("REDIS_URL"),
            cache_redis_url: env.optional_secret("CACHE_REDIS_URL"),
            redis_prefix: env.text_or("REDIS_PREFIX", "switchboard"),
            cache_ttl_seconds: env.number("CACHE_TTL_SECONDS", 300, 1..=86_400),
        }
    }
}

/// The URL of another kind of server would be read as Postgres's, with a host that refuses connections: it counts as none.
fn of_postgres(env: &mut Env, url: SecretString) -> SecretString {
    let scheme = url.expose_secret().split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    match scheme {
        Some(scheme) if !["postgres", "postgresql"].contains(&&*scheme) => {
            // A malformed URL may begin with a secret.
            env.problem("DATABASE_URL: must be a URL of Postgres: postgres://user:password@host:port/database".into());
            SecretString::default()
        }
        _ => url,
    }
}

#[cfg(test)]
mod tests {
    use crate::config::{Config, Env};

    #[test]
    fn a_database_of_another_kind_is_named() {
        let problems = |url: &str| {
            let variables = [
                ("DATABASE_URL", url),
                ("REDIS_URL", "redis://127.0.0.1:1"),
                ("JWT_SECRET", "a secret for tests, not a real one"),
            ];
            let env: Env = variables.map(|(name, value)| (name.to_owned(), value.to_owned())).into_iter().collect();
            Config::read(env).map(drop).map_err(|error| error.to_string())
        };
        for good in ["postgres://u@h/d", "postgresql://u@h/d", "POSTGRES://u@h/d"] {
            assert_eq!(problems(good), Ok(()), "{good}");
        }
        for wrong in ["sqlite://file.db", "sqlite::memory:", "mysql://u:a-secret@h/d"] {
            let error = problems(wrong).unwrap_err();
            assert!(
                error.contains("DATABASE_URL: must be a URL of Postgres") && !error.contains("a-secret"),
                "{error}"
            );
            assert!(!error.contains("is missing"), "{error}");
        }
    }
}
