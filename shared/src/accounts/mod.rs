//! People: users, roles, passwords and access tokens.

mod db;
mod error;
mod login;
mod model;
mod password;
mod signup;
mod token;

pub use db::{admins, find, get, is_there_another, resolve};
pub use error::{LoginError, SignupError};
pub use login::log_in;
pub(crate) use model::is_e164;
pub use model::{NewUser, Role, User, UserRef, UserStatus};
pub use signup::{create_user, hash_password, insert_user, sign_up};
pub use token::{AccessToken, TokenError, issue, verify};
