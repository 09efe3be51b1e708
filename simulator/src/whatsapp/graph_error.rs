//! Graph's error object and error code table.

use axum::{
    Json,
    http::{StatusCode, header::RETRY_AFTER},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

pub(super) const TEMPORARY: u32 = 2;
pub(super) const UNKNOWN_OBJECT: u32 = 33;
pub(super) const INVALID_PARAMETER: u32 = 100;
pub(super) const INVALID_TOKEN: u32 = 190;
pub(super) const UNKNOWN_PATH: u32 = 2500;
pub(super) const THROUGHPUT: u32 = 130_429;
pub(super) const INVALID_VALUE: u32 = 131_009;
pub(super) const UNDELIVERABLE: u32 = 131_026;
pub(super) const OUTSIDE_WINDOW: u32 = 131_047;
pub(super) const UNSUPPORTED_TYPE: u32 = 131_051;
pub(super) const UPLOAD_FAILED: u32 = 131_053;
pub(super) const PAIR_RATE: u32 = 131_056;
pub(super) const USER_ID_UNSUPPORTED: u32 = 131_062;
pub(super) const PARAMETER_COUNT: u32 = 132_000;
pub(super) const NO_SUCH_TEMPLATE: u32 = 132_001;
pub(super) const PARAMETER_FORMAT: u32 = 132_012;
pub(super) const TEMPLATE_PAUSED: u32 = 132_015;
pub(super) const TEMPLATE_DISABLED: u32 = 132_016;

/// A code's details.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct Meaning {
    pub(super) code: u32,
    pub(super) http_status: u16,
    pub(super) title: &'static str,
    pub(super) details: &'static str,
}

/// The provider's error codes. The HTTP statuses differ among its own tables, so some are odd on purpose: no client
/// may rely on them. 200 stands for 200 to 299.
#[rustfmt::skip]
const CODES: [Meaning; 52] = [
    entry(0, 401, "AuthException", "The app user could not be authenticated"),
    entry(1, 400, "API Unknown", "Invalid request, or an error that is not known"),
    entry(2, 503, "API Service", "Temporarily unavailable because of downtime or too much load"),
    entry(3, 500, "API Method", "The app lacks a capability or a permission"),
    entry(4, 400, "API Too Many Calls", "The app has reached its limit of calls"),
    entry(10, 403, "Permission Denied", "The permission was not granted or has been removed"),
    entry(33, 400, "Parameter value is not valid", "The business phone number does not exist or was deleted"),
    entry(100, 400, "Invalid parameter", "A parameter is missing, misspelt or not supported"),
    entry(190, 401, "Access token has expired", "The access token is missing, has expired or was revoked"),
    entry(200, 403, "API Permission", "The permission was not granted or has been removed"),
    entry(368, 403, "Temporarily blocked for policies violations", "The account is blocked because it broke a policy"),
    entry(2500, 404, "Unknown path components", "Nothing answers at this path"),
    entry(80_007, 400, "Rate limit issues", "The WhatsApp Business Account has reached its rate limit"),
    entry(130_429, 429, "Rate limit hit", "The throughput of the number has been reached"),
    entry(130_472, 400, "User's number is part of an experiment", "The message was not sent as part of an experiment"),
    entry(130_497, 403, "Business account is restricted", "The account may not message users in this country"),
    entry(131_000, 500, "Something went wrong", "The message failed for a reason that is not known"),
    entry(131_005, 403, "Access denied", "The permission was not granted or has been removed"),
    entry(131_008, 400, "Required parameter is missing", "The request lacks a parameter"),
    entry(131_009, 400, "Parameter value is not valid", "One or more parameters have a wrong value"),
    entry(131_016, 500, "Service unavailable", "A service is temporarily unavailable"),
    entry(131_021, 400, "Recipient cannot be sender", "Sender and recipient are the same number"),
    entry(131_026, 400, "Message undeliverable", "The recipient can't get the message"),
    entry(131_030, 400, "Recipient phone number not in allowed list", "A test number may message its listed recipients only"),
    entry(131_031, 403, "Account has been locked", "The account broke a policy, or its data could not be verified"),
    entry(131_037, 400, "Display name approval needed", "The number's display name has not been approved"),
    entry(131_042, 400, "Business eligibility payment issue", "There is a problem with the payment method"),
    entry(131_045, 500, "Incorrect certificate", "The number is not registered as it should be"),
    entry(131_047, 400, "Re-engagement message", "More than 24 hours have passed since the recipient's last message"),
    entry(131_048, 400, "Spam rate limit hit", "Too many earlier messages were blocked or reported"),
    entry(131_049, 400, "Meta chose not to deliver", "Not delivered, to keep the engagement healthy"),
    entry(131_050, 400, "User stopped marketing messages", "The recipient wants no marketing messages from this business"),
    entry(131_051, 400, "Unsupported message type", "The type of the message is not supported"),
    entry(131_052, 400, "Media download error", "The media could not be downloaded"),
    entry(131_053, 400, "Media upload error", "The media could not be uploaded"),
    entry(131_056, 429, "Pair rate limit hit", "Too many messages from this number to this recipient"),
    entry(131_057, 500, "Account in maintenance mode", "The account is in maintenance"),
    entry(131_062, 400, "Recipient id not supported", "This message can't go to a business-scoped user id"),
    entry(131_063, 400, "Marketing templates disabled", "Marketing templates are disabled on the Cloud API"),
    entry(131_064, 400, "Messaging limit reached", "Templates that were classified wrongly have lowered the limit"),
    entry(132_000, 400, "Template parameter count mismatch", "The number of parameters is not the template's"),
    entry(132_001, 404, "Template does not exist", "There is no template of this name in this language"),
    entry(132_005, 400, "Template hydrated text too long", "The text with its parameters is too long"),
    entry(132_007, 400, "Template format character policy violated", "The template breaks a policy"),
    entry(132_008, 400, "Template parameter not valid", "A parameter of the template is not valid"),
    entry(132_012, 400, "Template parameter format mismatch", "A parameter has another format than the template's"),
    entry(132_015, 400, "Template is paused", "The template is paused because of its quality"),
    entry(132_016, 400, "Template is disabled", "The template was paused too often and is permanently disabled"),
    entry(132_018, 400, "Template parameters have an issue", "There is an issue with the parameters of the template"),
    entry(133_016, 400, "Too many registrations", "The number was registered or deregistered too often"),
    entry(135_000, 400, "Generic user error", "The parameters of the request are not right"),
    entry(137_000, 400, "Recipient identity has changed", "The recipient's identity key is another one"),
];

/// In no table, with HTTP status 500; other unknown codes have 400.
const UNKNOWN_SERVER_ERROR: u32 = 999_500;

const fn entry(code: u32, http_status: u16, title: &'static str, details: &'static str) -> Meaning {
    Meaning { code, http_status, title, details }
}

/// All codes of the table.
pub(super) fn codes() -> &'static [Meaning] {
    &CODES
}

/// A code's details; unknown codes have some too.
pub(super) fn meaning(code: u32) -> Meaning {
    let listed = if (200..=299).contains(&code) { 200 } else { code };
    let known = CODES.iter().find(|entry| entry.code == listed).copied();
    let http_status = if code == UNKNOWN_SERVER_ERROR { 500 } else { 400 };
    let unknown = entry(code, http_status, "Something unheard of", "No table has this code");
    Meaning { code, ..known.unwrap_or(unknown) }
}

/// A Graph error.
#[derive(Debug)]
pub(super) struct GraphError {
    pub(super) code: u32,
    pub(super) status: StatusCode,
    details: String,
    /// In seconds.
    retry_after: Option<u32>,
}

impl GraphError {
    pub(super) fn new(code: u32, details: impl Into<String>) -> Self {
        let status = StatusCode::from_u16(meaning(code).http_status).unwrap_or(StatusCode::BAD_REQUEST);
        Self { code, status, details: details.into(), retry_after: None }
    }

    /// With the table's details.
    pub(super) fn of_code(code: u32) -> Self {
        Self::new(code, meaning(code).details)
    }

    pub(super) fn with_status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// With `Retry-After`, if seconds are given.
    pub(super) fn with_retry_after(self, seconds: impl Into<Option<u32>>) -> Self {
        Self { retry_after: seconds.into(), ..self }
    }
}

impl IntoResponse for GraphError {
    fn into_response(self) -> Response {
        let body = json!({"error": {
            "message": format!("(#{}) {}", self.code, meaning(self.code).title),
            "type": "OAuthException",
            "code": self.code,
            "error_data": {"messaging_product": "whatsapp", "details": self.details},
            "fbtrace_id": Uuid::now_v7().simple().to_string(),
        }});
        let retry_after = self.retry_after.map(|seconds| [(RETRY_AFTER, seconds.to_string())]);
        (self.status, retry_after, Json(body)).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_documented() {
        let page = include_str!("../../../docs/simulator.md");
        for Meaning { code, http_status, title, .. } in codes() {
            let code = if *code == 200 { "200–299".to_owned() } else { code.to_string() };
            let row = format!("| {code} | {http_status} | {title} |");
            assert!(page.contains(&row), "{row}");
        }
    }

    #[test]
    fn codes_outside_the_table_are_unknown() {
        let status = |code| meaning(code).http_status;
        assert_eq!([0, 2, 250, 130_429, 131_000, 131_047].map(status), [401, 503, 403, 429, 500, 400]);
        assert_eq!([299_999, 999_999, 999_500].map(status), [400, 400, 500]);
        assert_eq!(meaning(250).title, meaning(200).title);
        assert_eq!((meaning(250).code, meaning(999_999).code), (250, 999_999));
    }
}
