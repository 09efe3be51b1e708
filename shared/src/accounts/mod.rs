//! People: users, roles, passwords, access tokens, API keys and profiles.

mod db;
mod error;
pub mod jobs;
mod keys;
mod login;
mod manage;
mod model;
mod password;
mod placement;
mod profile;
mod signup;
mod suspend;
mod token;

pub use db::{Filter, admins, business_owners, find, get, in_role, is_there_another, list, resolve, suspended_with};
pub use error::{ChangeError, LoginError, SignupError};
pub use keys::{
    ApiKey, KEY_PREFIX, KeyInUse, NewApiKey, NewKey, Scope, api_keys, authenticate, create_key, revoke_key,
};
pub use login::log_in;
pub use manage::{BusinessOwnerChange, UserChange, change_business_owner, change_user};
pub(crate) use model::is_e164;
pub use model::{NewUser, Role, User, UserRef, UserStatus};
pub use placement::Placement;
pub use profile::{Profile, ProfileChange, Texts, WhatsappMode, change_profile, profile};
pub use signup::{create_user, hash_password, insert_user, open_account, sign_up};
pub use token::{AccessToken, TokenError, issue, verify};
