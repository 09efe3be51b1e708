//! People: users, roles, passwords, one-time codes, sessions and their tokens.

mod change;
mod db;
mod error;
pub mod jobs;
mod login;
mod model;
mod otp;
mod password;
mod revocation;
mod rules;
mod session;
mod signup;
mod token;

pub use change::{change_password, change_user, reset_password};
pub use db::{admins, find, find_by_mobile, get, is_there_another, resolve};
pub use error::{ChangeError, LoginError, PasswordError, SignupError};
pub use login::{Client, log_in, log_in_by_code};
pub(crate) use model::is_e164;
pub use model::{
    Login, NewUser, OtpLogin, OtpRequest, PasswordChange, PasswordReset, Role, User, UserChanges, UserRef, UserStatus,
};
pub use otp::{OtpPurpose, OtpTask, make_otp, request_otp, withdraw_otp};
pub use revocation::{follow_revocations, load_revocations};
pub use session::{
    Session, Tokens, end_session, end_session_of, end_sessions, open_session, purge_logins, refresh, sessions,
};
pub use signup::{create_user, hash_password, insert_user, sign_up};
pub use token::{Access, TokenError, verify};
