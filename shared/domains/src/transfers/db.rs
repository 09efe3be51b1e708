use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

use super::{Direction, Transfer};
use crate::accounts::UserRef;
use crate::ids::{TransferId, UserId};
use crate::money::Money;
use crate::page::{Page, PageRequest};

struct Row {
    id: TransferId,
    sender_id: UserId,
    sender_name: String,
    receiver_id: UserId,
    receiver_name: String,
    amount: i64,
    currency: String,
    note: Option<String>,
    created_at: DateTime<Utc>,
}

impl From<Row> for Transfer {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            sender: UserRef { id: row.sender_id, username: row.sender_name },
            receiver: UserRef { id: row.receiver_id, username: row.receiver_name },
            amount: Money(row.amount),
            currency: row.currency,
            note: row.note,
            created_at: row.created_at,
        }
    }
}

/// Transfers that a user sent or received, newest first.
///
/// # Errors
/// Database errors.
pub async fn list(
    db: impl PgExecutor<'_>,
    user: UserId,
    direction: Option<Direction>,
    request: &PageRequest<TransferId>,
) -> sqlx::Result<Page<Transfer>> {
    // Each side has its own index; both are read backwards and merged.
    let rows = sqlx::query_as!(
        Row,
        r#"WITH mine AS (SELECT id FROM wallets WHERE user_id = $1),
        paid AS (
            (SELECT t.* FROM transfers t, mine
             WHERE $2 AND kind = 'transfer' AND from_account = mine.id AND ($4::uuid IS NULL OR t.id < $4)
             ORDER BY t.id DESC LIMIT $5)
            UNION ALL
            (SELECT t.* FROM transfers t, mine
             WHERE $3 AND kind = 'transfer' AND to_account = mine.id AND ($4::uuid IS NULL OR t.id < $4)
             ORDER BY t.id DESC LIMIT $5))
        SELECT paid.id AS "id!: TransferId", giver.user_id AS "sender_id: UserId", sender.username AS sender_name,
            getter.user_id AS "receiver_id: UserId", receiver.username AS receiver_name, amount AS "amount!",
            paid.asset AS "currency!", note, paid.created_at AS "created_at!"
        FROM paid JOIN wallets giver ON giver.id = from_account JOIN users sender ON sender.id = giver.user_id
            JOIN wallets getter ON getter.id = to_account JOIN users receiver ON receiver.id = getter.user_id
        ORDER BY paid.id DESC LIMIT $5"#,
        user.uuid(),
        direction != Some(Direction::Received),
        direction != Some(Direction::Sent),
        request.after.map(TransferId::uuid),
        request.rows(),
    )
    .fetch_all(db)
    .await?;
    Ok(request.page(rows.into_iter().map(Transfer::from).collect(), |transfer: &Transfer| transfer.id))
}

/// A transfer that a user sent or received.
///
/// # Errors
/// Database errors.
pub async fn get(db: impl PgExecutor<'_>, user: UserId, id: TransferId) -> sqlx::Result<Option<Transfer>> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT paid.id AS "id: TransferId", giver.user_id AS "sender_id: UserId", sender.username AS sender_name,
            getter.user_id AS "receiver_id: UserId", receiver.username AS receiver_name, amount,
            paid.asset AS currency, note, paid.created_at
        FROM transfers paid JOIN wallets giver ON giver.id = from_account JOIN users sender ON sender.id = giver.user_id
            JOIN wallets getter ON getter.id = to_account JOIN users receiver ON receiver.id = getter.user_id
        WHERE paid.id = $1 AND kind = 'transfer' AND $2 IN (sender.id, receiver.id)"#,
        id.uuid(),
        user.uuid(),
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(Transfer::from))
}
