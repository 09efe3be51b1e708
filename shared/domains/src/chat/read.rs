use super::publish::{Change, News, announce};
use super::{Frame, Refusal, db};
use crate::app::App;
use crate::ids::{ConversationId, UserId};

/// Records that a member has read up to a message. The position never moves back, nor beyond the newest message.
///
/// # Errors
/// [`Refusal::NotFound`]; database errors.
pub async fn mark_read(app: &App, conversation: ConversationId, user: UserId, seq: i64) -> Result<(), Refusal> {
    let mut tx = app.db.begin().await?;
    let read = sqlx::query_scalar!(
        "UPDATE conversation_members m SET last_read_seq = least($3, c.last_seq) FROM conversations c
        WHERE c.id = m.conversation_id AND m.conversation_id = $1 AND m.user_id = $2
            AND m.last_read_seq < least($3, c.last_seq)
        RETURNING m.last_read_seq",
        conversation.uuid(),
        user.uuid(),
        seq,
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(seq) = read else {
        let member = db::member(tx.conn(), conversation, user).await?;
        return member.map(|_| ()).ok_or(Refusal::NotFound);
    };
    let frames = vec![Frame::Read { conversation_id: conversation, user_id: user, seq }];
    announce(app, &mut tx, News { conversation, revision: None, change: Change::None, frames, users: Vec::new() });
    tx.commit().await?;
    Ok(())
}
