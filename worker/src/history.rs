//! The conversation history sent to the model: alternating questions and answers, the newest that fit.

use std::collections::{HashMap, HashSet};

use shared::assistant::Exchange;
use shared::chat::{ChatMessage, ChatRole, ChatStatus};
use shared::ids::ChatMessageId;

use crate::providers::gemini::Turn;

/// Tokens of a turn besides its text.
const TURN_TOKENS: usize = 4;

/// The turns up to the question `prompt_seq`, which is always included; `None` if it was deleted.
///
/// An answer follows its own question: several questions may be posted before the first is answered.
pub(crate) fn turns(
    messages: &[ChatMessage],
    exchanges: &[Exchange],
    prompt_seq: i64,
    budget: usize,
) -> Option<Vec<Turn>> {
    let answers: HashMap<i64, ChatMessageId> = exchanges.iter().map(|it| (it.prompt_seq, it.answer_id)).collect();
    let known: HashMap<_, _> = messages.iter().map(|message| (message.id, message)).collect();
    let said = |message: &&ChatMessage| message.status == ChatStatus::Sent;
    let questions = messages.iter().filter(|it| it.role == ChatRole::User && it.seq <= prompt_seq).filter(said);
    let mut turns = Vec::new();
    let mut used = HashSet::new();
    for question in questions {
        turns.push(Turn { is_model: false, text: question.body.clone() });
        used.insert(question.seq);
        let answer = answers.get(&question.seq).filter(|_| question.seq < prompt_seq).and_then(|id| known.get(id));
        if let Some(answer) = answer.copied().filter(said) {
            turns.push(Turn { is_model: true, text: answer.body.clone() });
        }
    }
    used.contains(&prompt_seq).then(|| newest(turns, budget))
}

/// The newest turns that fit, starting with a user's. The last one is kept at any size.
fn newest(turns: Vec<Turn>, budget: usize) -> Vec<Turn> {
    let mut left = budget;
    let mut first = turns.len().saturating_sub(1);
    for (place, turn) in turns.iter().enumerate().rev() {
        let needed = tokens(&turn.text) + TURN_TOKENS;
        if needed > left {
            break;
        }
        left -= needed;
        first = first.min(place);
    }
    turns.into_iter().skip(first).skip_while(|turn| turn.is_model).collect()
}

/// A rough token count, rather too high: four ASCII characters, or one other, per token.
fn tokens(text: &str) -> usize {
    let ascii = text.chars().filter(char::is_ascii).count();
    ascii.div_ceil(4) + text.chars().count() - ascii
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use shared::ids::ConversationId;

    use super::*;

    fn message(seq: i64, role: ChatRole, body: &str) -> ChatMessage {
        ChatMessage {
            id: ChatMessageId::new(),
            conversation_id: ConversationId::new(),
            seq,
            sender: None,
            role,
            client_id: None,
            body: body.into(),
            status: if body.is_empty() { ChatStatus::Deleted } else { ChatStatus::Sent },
            created_at: DateTime::UNIX_EPOCH,
            edited_at: None,
            deleted_at: None,
        }
    }

    fn texts(turns: &[Turn]) -> Vec<&str> {
        turns.iter().map(|turn| turn.text.as_str()).collect()
    }

    #[test]
    fn answers_follow_their_questions() {
        let messages = [
            message(1, ChatRole::User, "one?"),
            message(2, ChatRole::User, "two?"),
            message(3, ChatRole::Assistant, "one."),
            message(4, ChatRole::User, ""),
            message(5, ChatRole::User, "three?"),
            message(6, ChatRole::Assistant, "two."),
        ];
        let exchange = |seq, place: usize| Exchange { prompt_seq: seq, answer_id: messages[place].id };
        let exchanges = [exchange(1, 2), exchange(2, 5)];
        let of = |seq, budget| turns(&messages, &exchanges, seq, budget);
        assert_eq!(texts(&of(2, 1000).unwrap()), ["one?", "one.", "two?"]);
        assert_eq!(texts(&of(5, 1000).unwrap()), ["one?", "one.", "two?", "two.", "three?"]);
        assert!(of(4, 1000).is_none(), "a deleted question");
        assert!(of(9, 1000).is_none());
    }

    #[test]
    fn fitting_history_begins_with_a_question() {
        let messages: Vec<_> = (1..=9)
            .map(|seq| {
                let role = if seq % 2 == 1 { ChatRole::User } else { ChatRole::Assistant };
                message(seq, role, &"x".repeat(40))
            })
            .collect();
        let exchange = |seq: i64| Exchange { prompt_seq: seq, answer_id: messages[seq as usize].id };
        let exchanges = [exchange(1), exchange(3), exchange(5), exchange(7)];
        let count = |budget| {
            let turns = turns(&messages, &exchanges, 9, budget).unwrap();
            assert!(!turns[0].is_model && !turns.last().unwrap().is_model);
            turns.len()
        };
        // 10 tokens per message, plus 4 per turn.
        assert_eq!([0, 14, 28, 42, 69, 70, 1000].map(count), [1, 1, 1, 3, 3, 5, 9]);
        assert_eq!(tokens("abcde"), 2);
        assert_eq!(tokens("東京 ok"), 3);
    }
}
