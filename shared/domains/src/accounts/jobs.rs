//! The jobs of this domain: payloads and handlers.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::ids::{OtpId, UserId};
use crate::jobs::{JobKind, Queue};

/// Creates a one-time code and sends it to its phone.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendOtp {
    /// The code's id. Payloads are stored, so they hold neither number nor code.
    pub otp_id: OtpId,
}

impl JobKind for SendOtp {
    const NAME: &'static str = "otp.send";
    const QUEUE: Queue = Queue::Otp;
    const MAX_ATTEMPTS: i32 = 5;
    const TIMEOUT: Duration = Duration::from_secs(20);
    type Output = OtpSent;
}

/// Result of the job.
#[derive(Debug, Serialize, Deserialize)]
pub struct OtpSent {
    /// The provider's id for the text message; `None` if none was due.
    pub provider_message_id: Option<String>,
}

/// Removes sessions and one-time codes that ended long ago.
#[derive(Debug, Serialize, Deserialize)]
pub struct PurgeLogins {}

impl JobKind for PurgeLogins {
    const NAME: &'static str = "maintenance.purge_logins";
    const QUEUE: Queue = Queue::Maintenance;
    const MAX_ATTEMPTS: i32 = 3;
    const TIMEOUT: Duration = Duration::from_secs(300);
    type Output = LoginsPurged;
}

/// Result of the job.
#[derive(Debug, Serialize, Deserialize)]
pub struct LoginsPurged {
    /// Number of sessions and codes removed.
    pub rows: u64,
}

/// Cancels pending work of a suspended user and of users suspended with it.
#[derive(Debug, Serialize, Deserialize)]
pub struct WithdrawWork {
    /// The suspended user.
    pub user_id: UserId,
}

impl JobKind for WithdrawWork {
    const NAME: &'static str = "accounts.withdraw_work";
    const QUEUE: Queue = Queue::Maintenance;
    const MAX_ATTEMPTS: i32 = 20;
    // There may be much pending work. Cancelled work stays cancelled, and the next attempt continues.
    const TIMEOUT: Duration = Duration::from_secs(3600);
    type Output = Withdrawn;
}

/// Result of the job.
#[derive(Debug, Serialize, Deserialize)]
pub struct Withdrawn {
    /// Number of users without pending work.
    pub users: usize,
}
