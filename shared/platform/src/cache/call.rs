//! Calls of Redis with a deadline, and the breaker of calls that can be skipped.

use std::time::{Duration, Instant};

use parking_lot::Mutex;
use redis::{RedisError, RedisResult};

/// How long a breaker stays open after a failure.
const RETRY_DELAY: Duration = Duration::from_secs(1);

/// Why a call has no answer.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// The server answered with an error: it is reachable, but may be out of memory.
    #[error("{0}")]
    Refused(RedisError),
    /// The connection failed.
    #[error("{0}")]
    Failed(RedisError),
    /// The deadline passed.
    #[error("no answer in time")]
    TimedOut,
}

/// Whether Redis refused a command because its memory is full. Older versions report it only inside a script's error.
#[must_use]
pub fn is_out_of_memory(error: &RedisError) -> bool {
    error.code() == Some("OOM") || error.detail().is_some_and(|detail| detail.contains("OOM command not allowed"))
}

/// Makes a call with a deadline.
///
/// # Errors
/// Redis refuses the call, is unreachable, or is slow.
pub async fn call_within<T>(deadline: Duration, call: impl Future<Output = RedisResult<T>>) -> Result<T, CallError> {
    match tokio::time::timeout(deadline, call).await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(error)) if error.code().is_some() => Err(CallError::Refused(error)),
        Ok(Err(error)) => Err(CallError::Failed(error)),
        Err(_) => Err(CallError::TimedOut),
    }
}

/// Skips calls for a second after one failed, so that not every request waits for a Redis that is away.
#[derive(Debug)]
pub struct CircuitBreaker {
    /// The name of the skipped operation, for the log.
    subject: &'static str,
    deadline: Duration,
    opens_on_refusal: bool,
    open_until: Mutex<Option<Instant>>,
}

impl CircuitBreaker {
    /// A breaker of calls with this deadline, opened by failures of the connection and by timeouts.
    #[must_use]
    pub fn new(subject: &'static str, deadline: Duration) -> Self {
        Self { subject, deadline, opens_on_refusal: false, open_until: Mutex::default() }
    }

    /// Opens it for refused calls too: for calls that a server out of memory always refuses.
    #[must_use]
    pub fn opened_by_refusals(self) -> Self {
        Self { opens_on_refusal: true, ..self }
    }

    /// The answer to a call; `None` if it failed or is skipped.
    pub async fn call<T>(&self, call: impl Future<Output = RedisResult<T>>) -> Option<T> {
        if self.is_open() {
            return None;
        }
        match call_within(self.deadline, call).await {
            Ok(answer) => return Some(answer),
            Err(CallError::Refused(error)) if !self.opens_on_refusal => {
                tracing::debug!(%error, subject = self.subject, "Redis refused a command");
            }
            Err(error) => self.open(&error),
        }
        None
    }

    fn is_open(&self) -> bool {
        self.open_until(|until| until.is_some_and(|until| Instant::now() < until))
    }

    fn open(&self, error: &CallError) {
        let now = Instant::now();
        let before = self.open_until(|until| until.replace(now + RETRY_DELAY));
        // One log line for all concurrent failures.
        if before.is_none_or(|until| until <= now) {
            tracing::warn!(%error, subject = self.subject, "Redis is unavailable; skipping it for one second");
        }
    }

    fn open_until<T>(&self, with: impl FnOnce(&mut Option<Instant>) -> T) -> T {
        with(&mut self.open_until.lock())
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;
    use std::sync::atomic::{AtomicU32, Ordering};

    use redis::{ErrorKind, ServerErrorKind};

    use super::*;

    fn refused() -> RedisError {
        (ErrorKind::Server(ServerErrorKind::ResponseError), "OOM command not allowed").into()
    }

    fn unreachable() -> RedisError {
        std::io::Error::from(std::io::ErrorKind::ConnectionRefused).into()
    }

    #[tokio::test]
    async fn failures_open_the_breaker_and_rejections_only_if_configured() {
        let short = Duration::from_millis(1);
        let calls = AtomicU32::new(0);
        let answer = async || {
            calls.fetch_add(1, Ordering::Relaxed);
            Ok(1)
        };
        let lenient = CircuitBreaker::new("test", short);
        assert_eq!(lenient.call(answer()).await, Some(1));
        assert_eq!(lenient.call(async { Err::<u8, _>(refused()) }).await, None);
        assert_eq!(lenient.call(answer()).await, Some(1), "the server is reachable");
        assert_eq!(lenient.call(async { Err::<u8, _>(unreachable()) }).await, None);
        assert_eq!(lenient.call(answer()).await, None);
        let strict = CircuitBreaker::new("test", short).opened_by_refusals();
        assert_eq!(strict.call(async { Err::<u8, _>(refused()) }).await, None);
        assert_eq!(strict.call(answer()).await, None);
        let slow = CircuitBreaker::new("test", short);
        assert_eq!(slow.call(pending::<RedisResult<u8>>()).await, None);
        assert_eq!(slow.call(answer()).await, None);
        assert_eq!(calls.load(Ordering::Relaxed), 2, "a skipped call is not begun");
    }

    #[tokio::test]
    async fn it_closes_by_itself() {
        let breaker = CircuitBreaker::new("test", Duration::from_secs(1));
        breaker.open(&CallError::TimedOut);
        assert_eq!(breaker.call(async { Ok(1) }).await, None);
        breaker.open_until(|until| *until = Instant::now().checked_sub(Duration::from_millis(1)));
        assert_eq!(breaker.call(async { Ok(1) }).await, Some(1));
    }
}
