//! Words of a text, in linear time and bounded number and size.
//!
//! A word is a run of letters, digits and their marks; anything else separates words, so that `one-two` and a URL are
//! phrases of their parts. Scripts that write no spaces between words (Chinese, Japanese, Korean, Thai, …) have no such
//! runs: each character with its successor is a word there, which makes any part of a sentence a phrase.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};
use unicode_script::{Script, UnicodeScript};

use crate::chat::MAX_BODY_BYTES;

/// Words per text; a text is searched by its first ones, and by its first [`MAX_BODY_BYTES`] if it is older than that limit.
pub(super) const MAX_TOKENS: usize = 4_000;
/// Characters per word; the rest of a longer word is ignored, in texts and in searches.
const MAX_TOKEN_CHARS: usize = 64;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// The word for comparisons: NFKC, case-folded. Letters, marks, digits and symbols only.
    pub text: String,
    /// Its place in the text, in bytes.
    pub span: Range<usize>,
    /// Where its first character ends, in a script without spaces.
    pub first_end: usize,
    /// Role in a run of a script without spaces.
    pub run: Run,
}

/// Role of a word in a run of a script without spaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Run {
    /// Not in such a run.
    None,
    /// A character and its successor.
    Pair,
    /// The last character.
    Last,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Separator,
    /// Part of what precedes it: a combining mark, a format character.
    Extender,
    /// A letter or digit of a script with spaces between words.
    Spaced,
    /// A character of a script without spaces.
    Unspaced,
    /// A word by itself, such as an emoji.
    Symbol,
}

fn class(char: char) -> Class {
    match char.general_category() {
        GeneralCategory::Format => return Class::Extender,
        GeneralCategory::OtherSymbol => return Class::Symbol,
        _ => {}
    }
    match char.general_category_group() {
        GeneralCategoryGroup::Mark => Class::Extender,
        GeneralCategoryGroup::Letter if is_unspaced(char) => Class::Unspaced,
        GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number => Class::Spaced,
        _ => Class::Separator,
    }
}

fn is_unspaced(char: char) -> bool {
    use Script::{Bopomofo, Han, Hangul, Hiragana, Katakana, Khmer, Lao, Myanmar, Tai_Le, Tai_Tham, Thai, Tibetan, Yi};
    match char.script() {
        Han | Hiragana | Katakana | Bopomofo | Hangul | Yi | Thai | Lao | Khmer | Myanmar | Tibetan | Tai_Le
        | Tai_Tham => true,
        // Marks of long vowels and voiced sounds belong to both Japanese syllabaries.
        Script::Common => matches!(char, 'ー' | 'ｰ' | 'ﾞ' | 'ﾟ' | '〆'),
        _ => false,
    }
}

/// Whether a character may be part of a word.
fn is_word_char(char: char) -> bool {
    matches!(
        char.general_category_group(),
        GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number | GeneralCategoryGroup::Mark
    ) || char.general_category() == GeneralCategory::OtherSymbol
}

/// The words of a text in NFC, at most [`MAX_TOKENS`].
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut chars = text.char_indices().map(|(at, char)| (at, class(char))).peekable();
    while tokens.len() < MAX_TOKENS
        && let Some((start, begun)) = chars.next()
    {
        if matches!(begun, Class::Separator | Class::Extender) {
            continue;
        }
        // Where each character begins, except extenders.
        let mut starts = vec![start];
        while let Some((at, _)) =
            chars.next_if(|(_, next)| *next == Class::Extender || (*next == begun && begun != Class::Symbol))
        {
            if !text[at..].starts_with(|char| class(char) == Class::Extender || matches!(char, 'ﾞ' | 'ﾟ')) {
                starts.push(at);
            }
        }
        let end = chars.peek().map_or(text.len(), |(at, _)| *at);
        match begun {
            Class::Unspaced => add_pairs(&mut tokens, text, &starts, end),
            _ => add_words(&mut tokens, text, start..end),
        }
    }
    tokens.truncate(MAX_TOKENS);
    tokens
}

fn add_words(tokens: &mut Vec<Token>, text: &str, span: Range<usize>) {
    let folded: String = fold(&text[span.clone()]).take(4 * MAX_TOKEN_CHARS).collect();
    let words = folded.split(|char| !is_word_char(char)).filter(|word| !word.is_empty());
    tokens.extend(words.map(|word| Token {
        text: word.chars().take(MAX_TOKEN_CHARS).collect(),
        span: span.clone(),
        first_end: span.end,
        run: Run::None,
    }));
}

fn add_pairs(tokens: &mut Vec<Token>, text: &str, starts: &[usize], end: usize) {
    let room = MAX_TOKENS - tokens.len();
    let end_of = |index: usize| starts.get(index).copied().unwrap_or(end);
    let folded = |index: usize| -> String {
        fold(&text[starts[index]..end_of(index + 1)])
            .filter(|char| is_word_char(*char))
            .take(MAX_TOKEN_CHARS / 4)
            .collect()
    };
    for index in 0..starts.len().min(room) {
        let mut token = folded(index);
        let run = if index + 1 < starts.len() { Run::Pair } else { Run::Last };
        let mut span_end = end_of(index + 1);
        if run == Run::Pair {
            token.push_str(&folded(index + 1));
            span_end = end_of(index + 2);
        }
        if !token.is_empty() {
            tokens.push(Token { text: token, span: starts[index]..span_end, first_end: end_of(index + 1), run });
        }
    }
}

/// The characters for comparisons: NFKC, without format characters and differences of case. Upper case first: `ß` is
/// `ss`, a final sigma is a sigma.
fn fold(text: &str) -> impl Iterator<Item = char> {
    let visible = text.chars().filter(|char| char.general_category() != GeneralCategory::Format);
    visible.nfkc().flat_map(char::to_uppercase).flat_map(char::to_lowercase)
}

/// The words of a text as a `tsvector` literal.
pub(in crate::chat) fn words(text: &str) -> String {
    let text: String = text[..text.floor_char_boundary(MAX_BODY_BYTES)].nfc().collect();
    let tokens = tokens(&text);
    let mut positions = BTreeMap::<&str, Vec<usize>>::new();
    for (index, token) in tokens.iter().enumerate() {
        positions.entry(&token.text).or_default().push(index + 1);
    }
    let mut literal = String::new();
    for (word, positions) in positions {
        // Words have no character that would need an escape. Postgres keeps the first 256 positions.
        let _ = write!(literal, "'{word}':");
        for (index, position) in positions.iter().take(256).enumerate() {
            let _ = write!(literal, "{}{position}", if index == 0 { "" } else { "," });
        }
        literal.push(' ');
    }
    literal
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn words_are_runs_of_letters_and_digits_without_case_or_form() {
        assert_eq!(texts("One-TWO_three"), ["one", "two", "three"]);
        assert_eq!(texts("https://example.com/a?b=1#c"), ["https", "example", "com", "a", "b", "1", "c"]);
        assert_eq!(texts("<word> (don't)"), ["word", "don", "t"]);
        assert_eq!(texts("Straße ΟΔΟΣ οδος ＡＢＣ"), ["strasse", "οδοσ", "οδοσ", "abc"]);
        assert_eq!(words("cafe\u{301}"), words("café"));
        assert_eq!(words("\u{1112}\u{1161}\u{11ab}"), words("한"));
        assert_eq!(texts("می\u{200c}خواهم"), ["میخواهم"]);
        assert_eq!(texts("½"), ["1", "2"]);
        assert_eq!(texts("ok 👍🏽\u{fe0f}!"), ["ok", "👍"]);
        assert!(texts("?! -- \u{301} \u{200b}").is_empty());
    }

    #[test]
    fn scripts_without_spaces_are_pairs_of_characters() {
        assert_eq!(texts("東京都に"), ["東京", "京都", "都に", "に"]);
        assert_eq!(texts("iPhoneを買う"), ["iphone", "を買", "買う", "う"]);
        assert_eq!(texts("กินข้าว"), ["กิน", "นข้", "ข้า", "าว", "ว"]);
        assert_eq!(texts("ｶﾞｲﾄﾞ"), texts("ガイド"));
        assert_eq!(texts("第3章"), ["第", "3", "章"]);
    }

    #[test]
    fn the_number_and_size_of_words_are_bounded() {
        assert_eq!(texts(&"a".repeat(20_000)), ["a".repeat(MAX_TOKEN_CHARS)]);
        assert_eq!(tokens(&"a_".repeat(8_192)).len(), MAX_TOKENS);
        assert_eq!(tokens(&"東".repeat(5_461)).len(), MAX_TOKENS);
        assert!(tokens(&"\u{fdfa}".repeat(5_461)).len() <= MAX_TOKENS);
        assert!(words(&format!("a{}", "\u{301}".repeat(8_000))).len() < 200);
    }

    proptest! {
        #[test]
        fn a_literal_has_plain_words_only(text in any::<String>()) {
            let literal = words(&text);
            prop_assert!(!literal.contains('\\') && !literal.contains('\0'));
            for part in literal.split_terminator(' ') {
                let (word, positions) = part.rsplit_once(':').unwrap();
                let word = word.strip_prefix('\'').unwrap().strip_suffix('\'').unwrap();
                prop_assert!(word.chars().all(is_word_char) && word.chars().count() <= MAX_TOKEN_CHARS, "{}", word);
                prop_assert!(positions.split(',').all(|it| (1..=MAX_TOKENS).contains(&it.parse().unwrap())));
            }
            let normal: String = text.nfc().collect();
            for token in tokens(&normal) {
                prop_assert!(normal.get(token.span).is_some());
            }
        }
    }
}
