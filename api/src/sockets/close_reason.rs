use axum::extract::ws::CloseFrame;

/// Why a socket ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CloseReason {
    /// The client closed it, or is gone.
    Client,
    /// It sent an invalid WebSocket frame.
    Protocol,
    /// It sent a text that is not UTF-8.
    NotUtf8,
    /// It sent a frame that is too large.
    TooLarge,
    /// An internal error.
    Failed,
    /// This process stops.
    Restart,
    /// The access token has expired.
    Expired,
    /// The session was ended, the key revoked or the user suspended.
    Revoked,
    /// The user is no longer a member.
    Removed,
    /// The client timed out.
    Silent,
    /// The client reads too slowly.
    Slow,
    /// It sent too many frames.
    TooMany,
}

impl CloseReason {
    /// The close code, and the reason in a word: also its metric's label.
    pub fn code(self) -> (u16, &'static str) {
        match self {
            Self::Client => (1000, "client"),
            Self::Protocol => (1002, "protocol_error"),
            Self::NotUtf8 => (1007, "not_utf8"),
            Self::TooLarge => (1009, "frame_too_large"),
            Self::Failed => (1011, "internal_error"),
            Self::Restart => (1012, "restart"),
            Self::Expired => (4401, "token_expired"),
            Self::Revoked => (4401, "session_ended"),
            Self::Removed => (4403, "not_a_member"),
            Self::Silent => (4408, "silent"),
            Self::Slow => (4413, "too_slow"),
            Self::TooMany => (4429, "too_many_frames"),
        }
    }

    /// The close frame.
    pub fn frame(self) -> CloseFrame {
        let (code, reason) = self.code();
        CloseFrame { code, reason: reason.into() }
    }
}
