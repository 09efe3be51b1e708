//! The part of a message that a search found.

use std::ops::Range;

use serde::Serialize;
use unicode_normalization::UnicodeNormalization;
use utoipa::ToSchema;

use super::query::{Phrase, Word};
use super::tokens::{Token, tokens};

/// Length of an extract, in characters.
const LENGTH: usize = 200;
/// Characters before its first match.
const LEAD: usize = 60;
/// Matches per message; the extract rarely has more.
const MAX_MATCHES: usize = 50;
/// Comparisons of words per message: a long phrase that almost occurs everywhere costs no more.
const MAX_COMPARISONS: usize = 50_000;

/// A piece of a message's extract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Highlight {
    /// The text, in NFC.
    pub text: String,
    /// Whether the search found it.
    #[serde(rename = "match")]
    pub is_match: bool,
}

/// The part of a text around its first match, in pieces that alternate between found and other text.
pub(super) fn highlights(body: &str, phrases: &[&Phrase]) -> Vec<Highlight> {
    let text: String = body.nfc().collect();
    let matches = matches(&tokens(&text), phrases);
    let first = matches.first().map_or(0, |found| found.start);
    let lead = text[..first].char_indices().rev().take(LEAD).last().map_or(first, |(at, _)| at);
    let end = text[lead..].char_indices().nth(LENGTH).map_or(text.len(), |(at, _)| lead + at);
    let (mut pieces, mut at) = (Vec::new(), lead);
    let mut add = |range: Range<usize>, is_match| {
        if !range.is_empty() {
            pieces.push(Highlight { text: text[range].to_owned(), is_match });
        }
    };
    for found in matches.into_iter().take_while(|found| found.start < end) {
        let until = found.end.min(end);
        add(at..found.start, false);
        add(found.start..until, true);
        at = until;
    }
    add(at..end, false);
    pieces
}

/// The places of the phrases, in order, without overlaps.
fn matches(tokens: &[Token], phrases: &[&Phrase]) -> Vec<Range<usize>> {
    let (mut found, mut comparisons) = (Vec::<Range<usize>>::new(), 0);
    for start in 0..tokens.len() {
        for phrase in phrases {
            let Some(place) = place(&tokens[start..], phrase, &mut comparisons) else { continue };
            match found.last_mut() {
                Some(last) if place.start <= last.end => last.end = last.end.max(place.end),
                _ => found.push(place),
            }
        }
        if found.len() > MAX_MATCHES || comparisons > MAX_COMPARISONS {
            break;
        }
    }
    found
}

/// Where a phrase is, if the text begins with it.
fn place(tokens: &[Token], phrase: &[Word], comparisons: &mut usize) -> Option<Range<usize>> {
    let at = tokens.get(..phrase.len())?;
    let is_equal = |(token, word): (&Token, &Word)| {
        *comparisons += 1;
        if word.is_prefix { token.text.starts_with(&word.text) } else { token.text == word.text }
    };
    if !at.iter().zip(phrase).all(is_equal) {
        return None;
    }
    let (last, word) = (at.last()?, phrase.last()?);
    let end = if word.is_prefix { last.first_end } else { last.span.end };
    Some(at.first()?.span.start..end)
}

#[cfg(test)]
mod tests {
    use super::super::query::Query;
    use super::*;

    fn marked(body: &str, search: &str) -> String {
        let query = Query::parse(search).unwrap().unwrap();
        let phrases: Vec<_> = query.phrases().collect();
        let pieces = highlights(body, &phrases);
        pieces.iter().map(|it| if it.is_match { format!("[{}]", it.text) } else { it.text.clone() }).collect()
    }

    #[test]
    fn matches_are_marked_in_the_text_around_the_first_one() {
        assert_eq!(marked("The old mill", "MILL or the"), "[The] old [mill]");
        assert_eq!(marked("one-two-three", "one-two"), "[one-two]-three");
        assert_eq!(marked("私は東京都に住む", "東京都"), "私は[東京都]に住む");
        assert_eq!(marked("私は東京都に", "京"), "私は東[京]都に");
        assert_eq!(marked("cafe\u{301} noir", "café"), "[café] noir");
        assert_eq!(marked("nothing", "else"), "nothing");
        let long = format!("{} needle {}", "x ".repeat(500), "y ".repeat(500));
        let extract = marked(&long, "needle");
        assert!(extract.starts_with("x ") || extract.starts_with(" x"), "{extract}");
        assert!(extract.contains("[needle]") && extract.chars().count() <= LENGTH + 2, "{extract}");
    }

    #[test]
    fn the_work_is_bounded() {
        let query = Query::parse(&format!("\"{}b\"", "a ".repeat(120))).unwrap().unwrap();
        let mut comparisons = 0;
        let (tokens, phrase) = (tokens(&"a ".repeat(8_000)), query.phrases().next().unwrap());
        for start in 0..tokens.len() {
            place(&tokens[start..], phrase, &mut comparisons);
        }
        assert!(comparisons > 4 * MAX_COMPARISONS, "the text would cost more");
        assert!(matches(&tokens, &[phrase]).is_empty());
    }
}
