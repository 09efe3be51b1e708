//! The jobs of this domain: what they need, and how they are run.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::ids::{OtpId, UserId};
use crate::jobs::{JobKind, Queue};

/// Makes a one-time code and sends it to the phone that it is for.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendOtp {
    /// Which. Neither number nor code: payloads are kept.
    pub otp_id: OtpId,
}

impl JobKind for SendOtp {
    const NAME: &'static str = "otp.send";
    const QUEUE: Queue = Queue::Otp;
    const MAX_ATTEMPTS: i32 = 5;
    const TIMEOUT: Duration = Duration::from_secs(20);
    type Output = OtpSent;
}

/// What came of it.
#[derive(Debug, Serialize, Deserialize)]
pub struct OtpSent {
    /// The provider's id for the text message; `None` where none was to be sent.
    pub provider_message_id: Option<String>,
}

/// Removes sessions and one-time codes that are long over.
#[derive(Debug, Serialize, Deserialize)]
pub struct PurgeLogins {}

impl JobKind for PurgeLogins {
    const NAME: &'static str = "maintenance.purge_logins";
    const QUEUE: Queue = Queue::Maintenance;
    const MAX_ATTEMPTS: i32 = 3;
    const TIMEOUT: Duration = Duration::from_secs(300);
    type Output = LoginsPurged;
}

/// What came of it.
#[derive(Debug, Serialize, Deserialize)]
pub struct LoginsPurged {
    /// How many sessions and codes were removed.
    pub rows: u64,
}

/// Withdraws what waits of a suspended user and of those who were suspended with it.
#[derive(Debug, Serialize, Deserialize)]
pub struct WithdrawWork {
    /// Who was suspended.
    pub user_id: UserId,
}

impl JobKind for WithdrawWork {
    const NAME: &'static str = "accounts.withdraw_work";
    const QUEUE: Queue = Queue::Maintenance;
    const MAX_ATTEMPTS: i32 = 20;
    // Much may wait. What was withdrawn stays so, and the next attempt goes on.
    const TIMEOUT: Duration = Duration::from_secs(3600);
    type Output = Withdrawn;
}

/// What came of it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Withdrawn {
    /// Of how many users nothing waits any more.
    pub users: usize,
}
