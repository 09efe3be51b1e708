use std::time::Duration;

use super::Env;

/// WebSockets.
#[derive(Debug, Clone)]
pub struct Sockets {
    /// `WS_PING_SECONDS`: ping interval. A client that is silent for twice as long is disconnected.
    pub ping: Duration,
    /// `WS_FRAMES_PER_SECOND`: accepted frames per socket; `None` for no limit.
    pub frames_per_second: Option<std::num::NonZeroU32>,
}

impl Sockets {
    pub(super) fn read(env: &mut Env) -> Self {
        let frames = env.number("WS_FRAMES_PER_SECOND", 50, 0..=10_000);
        Self {
            ping: Duration::from_secs(env.number("WS_PING_SECONDS", 30, 1..=300).into()),
            frames_per_second: std::num::NonZeroU32::new(frames),
        }
    }
}
