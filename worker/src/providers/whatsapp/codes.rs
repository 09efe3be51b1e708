//! WhatsApp Cloud's error codes.
//!
//! Meta advises relying on the code, never the HTTP status or title. Codes and meanings are from its page "Error
//! codes".

use std::time::Duration;

/// How to handle an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// The message fails permanently.
    Permanent,
    /// The message fails permanently, and the recipient opted out of marketing.
    OptedOut,
    /// Retry, after this delay if given, at most this many times.
    Transient { attempts: i32, after: Option<Duration> },
    /// Slow down.
    TooMany,
    /// Slow down for this recipient.
    TooManyForPair,
    /// Pause all sends; an operator has to check. The message waits.
    Restricted,
    /// Pause all sends until the account is fixed. The message waits.
    Unauthorized,
    /// The same, but this message fails permanently.
    Blocked,
}

const FEW: Class = Class::Transient { attempts: 3, after: None };
const ONCE_MORE: Class = Class::Transient { attempts: 2, after: None };
const AGAIN: Class = Class::Transient { attempts: i32::MAX, after: None };
const IN_A_MINUTE: Class = Class::Transient { attempts: i32::MAX, after: Some(Duration::from_secs(60)) };

/// A code's class and the message owner's error text. `None`: an unknown code.
pub(crate) fn meaning(code: i64) -> Option<(Class, &'static str)> {
    Some(match code {
        0 | 3 | 10 | 190 | 200..=299 | 131_005 => (Class::Unauthorized, "provider_auth"),
        4 | 80_007 | 130_429 => (Class::TooMany, "provider_rate_limited"),
        131_056 => (Class::TooManyForPair, "recipient_rate_limited"),
        131_048 | 131_064 | 133_016 => (Class::Restricted, "channel_restricted"),
        1 | 131_000 => (FEW, "provider_error"),
        2 | 131_016 => (AGAIN, "provider_unavailable"),
        131_057 => (IN_A_MINUTE, "provider_maintenance"),
        131_052 => (ONCE_MORE, "media_download_failed"),
        131_053 => (ONCE_MORE, "media_upload_failed"),
        131_026 => (Class::Permanent, "recipient_unreachable"),
        131_047 => (Class::Permanent, "outside_service_window"),
        131_049 => (Class::Permanent, "marketing_limit_reached"),
        131_050 => (Class::OptedOut, "recipient_opted_out"),
        130_472 => (Class::Permanent, "recipient_in_experiment"),
        131_021 => (Class::Permanent, "recipient_is_sender"),
        131_030 => (Class::Permanent, "recipient_not_allowed"),
        131_062 => (Class::Permanent, "recipient_not_supported"),
        131_063 => (Class::Permanent, "marketing_not_enabled"),
        33 | 100 | 131_008 | 131_009 | 135_000 => (Class::Permanent, "provider_refused_request"),
        131_051 => (Class::Permanent, "message_type_not_supported"),
        132_000 | 132_012 => (Class::Permanent, "template_parameters_invalid"),
        132_001 => (Class::Permanent, "template_not_found"),
        132_005 => (Class::Permanent, "template_too_long"),
        132_007 | 132_008 | 132_018 => (Class::Permanent, "template_refused"),
        132_015 => (Class::Permanent, "template_paused"),
        132_016 => (Class::Permanent, "template_disabled"),
        137_000 => (Class::Permanent, "recipient_identity_changed"),
        368 | 131_031 => (Class::Blocked, "account_blocked"),
        130_497 => (Class::Blocked, "country_restricted"),
        131_037 => (Class::Blocked, "display_name_not_approved"),
        131_042 => (Class::Blocked, "payment_problem"),
        131_045 => (Class::Blocked, "number_not_registered"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_classified() {
        let class = |code| meaning(code).map(|(class, _)| class);
        for code in [0, 3, 10, 190, 200, 299, 131_005] {
            assert_eq!(class(code), Some(Class::Unauthorized), "{code}");
        }
        for code in [4, 80_007, 130_429] {
            assert_eq!(class(code), Some(Class::TooMany), "{code}");
        }
        for code in [131_048, 131_064, 133_016] {
            assert_eq!(class(code), Some(Class::Restricted), "{code}");
        }
        for code in [368, 131_031, 130_497, 131_037, 131_042, 131_045] {
            assert_eq!(class(code), Some(Class::Blocked), "{code}");
        }
        assert_eq!(class(300), None);
        assert_eq!(class(999_999), None);
    }
}
