//! The row lock on a user that is changed.

use super::{ChangeError, User, UserStatus};
use crate::db::Tx;
use crate::ids::UserId;

/// A user that is locked until the end of the transaction.
pub(super) struct Locked {
    pub user: User,
    pub suspended_by: Option<SuspendedBy>,
    pub parent_status: Option<UserStatus>,
}

/// Locks a user. Its reseller comes first: a change of a reseller continues with its business owners.
pub(super) async fn lock(tx: &mut Tx, id: UserId) -> Result<Locked, ChangeError> {
    let parent_status = sqlx::query_scalar!(
        r#"SELECT status AS "status: UserStatus" FROM users
        WHERE id = (SELECT parent_id FROM users WHERE id = $1) FOR SHARE"#,
        id.uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    let suspended_by = sqlx::query_scalar!(
        r#"SELECT suspended_by AS "by: SuspendedBy" FROM users WHERE id = $1 FOR NO KEY UPDATE"#,
        id.uuid(),
    )
    .fetch_optional(tx.conn())
    .await?
    .ok_or(ChangeError::NotFound)?;
    let user = super::get(tx.conn(), id).await?.ok_or(ChangeError::NotFound)?;
    Ok(Locked { user, suspended_by, parent_status })
}

crate::text_enum! {
    /// The authority behind a suspension. A higher one prevails.
    #[derive(PartialOrd, Ord)]
    pub enum SuspendedBy {
        /// Suspended along with its reseller.
        Parent,
        /// Its reseller.
        Reseller,
        /// An admin.
        Admin,
    }
}
