//! Users, roles, passwords, one-time codes, sessions and their tokens, API keys and profiles.

mod change;
mod client;
mod db;
mod error;
pub mod jobs;
mod key_format;
mod keys;
mod lock;
mod login;
mod manage;
mod model;
mod names;
mod otp;
mod password;
mod phones;
mod preferences;
mod profile;
mod revocation;
mod role_assignment;
mod rules;
mod sending;
mod session;
mod session_end;
mod signup;
mod suspend;
mod ticket;
mod token;
mod tokens;

pub use change::{
    CheckedReset, NewPassword, change_oneself, change_password, check_reset, prepare_password_change, reset_password,
};
pub use client::Client;
pub use db::{
    Filter, admins, business_owners, find, find_by_mobile, get, in_role, is_there_another, list, resolve,
    suspended_with,
};
pub use error::{ChangeError, LoginError, PasswordError, SignupError};
pub use key_format::KEY_PREFIX;
pub use keys::{
    ApiKey, KeyInUse, NewApiKey, NewKey, Recognized, Scope, api_keys, authenticate, create_key, keys_in_force,
    recognize, revoke_key,
};
pub use login::{Proven, check_login, log_in, log_in_by_code};
pub use manage::{BusinessOwnerChange, UserChange, change_business_owner, change_user};
pub(crate) use model::is_e164;
pub use model::{
    Login, NewUser, OtpLogin, OtpRequest, OwnChange, PasswordChange, PasswordReset, Role, User, UserRef, UserStatus,
};
pub use names::{PersonName, clean_name, read_name, read_optional_name};
pub use otp::{OtpPurpose, OtpTask, make_otp, may_get_codes, request_otp, withdraw_otp};
pub use password::Requester;
pub use phones::block_of;
pub use preferences::{MAX_PREFERENCES_BYTES, PreferencesError, change_preferences, preferences};
pub use profile::{Profile, ProfileChange, Texts, WhatsappMode, change_profile, profile};
pub use revocation::{follow_revocations, load_revocations};
pub use role_assignment::RoleAssignment;
pub use rules::{PASSWORD_MAX_BYTES, PASSWORD_MIN_CHARACTERS};
pub use sending::{Authority, SENDING_STOPPED, Sending, SendingRight, sending};
pub use session::{NewSession, Session, end_session_of, open_session, purge_logins, refresh, session_expiry, sessions};
pub use session_end::{end_session, end_sessions};
pub use signup::{check_choice, create_user, hash_password, insert_user, open_account, sign_up};
pub use ticket::{NoTickets, TICKET_SECONDS, issue_ticket, redeem_ticket};
pub use token::{Access, TokenError, verify};
pub use tokens::{TokenTransport, Tokens};
