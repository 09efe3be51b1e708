use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Role, SignupError, UserStatus};
use crate::db::Tx;
use crate::ids::UserId;

/// A user's role and, for a business owner, its reseller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[schema(examples(json!({"role": "reseller"})))]
pub struct RoleAssignment {
    /// The role.
    #[garde(skip)]
    pub role: Role,
    /// The reseller of a business owner; null for other roles.
    #[garde(skip)]
    #[serde(default)]
    pub parent_id: Option<UserId>,
}

impl From<Role> for RoleAssignment {
    fn from(role: Role) -> Self {
        Self { role, parent_id: None }
    }
}

impl RoleAssignment {
    /// A business owner of a reseller.
    #[must_use]
    pub fn business_owner(reseller: UserId) -> Self {
        Self { role: Role::BusinessOwner, parent_id: Some(reseller) }
    }

    /// Checks that the assignment is valid, and locks the reseller until the end of the transaction.
    pub(super) async fn check(self, tx: &mut Tx) -> Result<(), SignupError> {
        let parent = match (self.role, self.parent_id) {
            (Role::BusinessOwner, Some(parent)) => parent,
            (Role::BusinessOwner, None) => return Err(SignupError::InvalidParent("a business owner has a reseller")),
            (_, Some(_)) => return Err(SignupError::InvalidParent("only a business owner has a reseller")),
            (_, None) => return Ok(()),
        };
        let status = sqlx::query_scalar!(
            r#"SELECT status AS "status: UserStatus" FROM users WHERE id = $1 AND role = $2 FOR SHARE"#,
            parent.uuid(),
            Role::Reseller as Role,
        )
        .fetch_optional(tx.conn())
        .await?;
        match status {
            Some(UserStatus::Active) => Ok(()),
            Some(UserStatus::Suspended) => Err(SignupError::ParentSuspended),
            None => Err(SignupError::InvalidParent("there is no such reseller")),
        }
    }
}
