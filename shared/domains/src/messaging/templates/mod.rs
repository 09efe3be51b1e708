//! Templates: texts with named placeholders, stored per account.

mod db;
mod fill;
mod grants;
mod model;
mod placeholders;

pub(super) use db::named;
pub use db::{TemplateError, add_template, remove_template, replace_template, template, templates};
pub use fill::Misuse;
pub(super) use grants::Granted;
pub use grants::{GrantError, NewTemplateGrant, TemplateGrant, grant_template, revoke_template_grant, template_grants};
pub use model::{NewTemplate, Template, TemplateCategory, TemplateHeader};
