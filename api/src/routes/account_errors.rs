//! Account creation and update errors as problems.

use axum::http::StatusCode;
use shared::accounts::{ChangeError, SignupError};

use crate::extract;
use crate::problem::Problem;

/// Too many passwords are waiting to be hashed.
pub(super) fn hashing_busy() -> Problem {
    Problem::busy("Too many logins and sign-ups are in progress. Try again.", 2)
}

pub(super) fn not_signed_up(error: SignupError) -> Problem {
    let taken = |code, field: &str| Problem::new(StatusCode::CONFLICT, code, format!("This {field} is taken."));
    match error {
        SignupError::Taken("username") => taken("username_taken", "username"),
        SignupError::Taken("email") => taken("email_taken", "e-mail address"),
        SignupError::Taken(_) => taken("mobile_taken", "mobile number"),
        SignupError::Reserved => {
            Problem::invalid_field("validation_failed", "username", "is reserved: choose another one")
        }
        SignupError::InvalidParent(why) => Problem::invalid_field("validation_failed", "parent_id", why),
        SignupError::ParentSuspended => Problem::new(
            StatusCode::CONFLICT,
            "reseller_suspended",
            "The reseller of this business owner is suspended.",
        ),
        SignupError::Invalid(report) => extract::invalid(&report),
        SignupError::Database(error) => error.into(),
        SignupError::Busy => hashing_busy(),
        SignupError::Hash(error) => {
            tracing::error!(%error, "password hashing failed");
            Problem::internal()
        }
    }
}

pub(super) fn not_changed(error: ChangeError) -> Problem {
    let conflict = |code, detail: &'static str| Problem::new(StatusCode::CONFLICT, code, detail);
    match error {
        ChangeError::NotFound => Problem::not_found(),
        ChangeError::NotAdmin => Problem::new(StatusCode::FORBIDDEN, "forbidden", "Only admins can do this."),
        ChangeError::Yourself => conflict("not_to_yourself", "Admins can't suspend or demote themselves."),
        ChangeError::HasBusinessOwners => {
            conflict("reseller_has_business_owners", "A reseller that has business owners can't change its role.")
        }
        ChangeError::SuspendedByAdmin => {
            conflict("suspended_by_admin", "An admin suspended this account; only an admin can reactivate it.")
        }
        ChangeError::StoppedByAdmin => conflict(
            "sending_stopped_by_admin",
            "An admin stopped this account's sending; only an admin can allow it again.",
        ),
        ChangeError::MayNotGrant => {
            let detail = "A reseller that can't send outside the platform can't allow others to.";
            Problem::new(StatusCode::FORBIDDEN, "external_sending_not_allowed", detail)
        }
        ChangeError::User(error) => not_signed_up(error),
        ChangeError::Seal(error) => Problem::unsealed(error),
    }
}
