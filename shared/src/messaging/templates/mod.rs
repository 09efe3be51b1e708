//! Templates: texts with named places, kept for each account.

mod db;
mod fill;
mod model;

pub(super) use db::named;
pub use db::{TemplateError, add_template, remove_template, replace_template, template, templates};
pub use fill::Misuse;
pub use model::{NewTemplate, Template, TemplateCategory, TemplateHeader};
