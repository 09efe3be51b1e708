//! A search: words that must all occur, `"phrases"`, `or` between alternatives, `-word` to exclude one.

use unicode_normalization::UnicodeNormalization;

use super::tokens::{Run, Token, tokens};

/// A parsed search.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Query {
    /// Alternatives of terms that must all hold; none is empty.
    alternatives: Vec<Vec<Term>>,
}

#[derive(Debug, PartialEq, Eq)]
struct Term {
    is_excluded: bool,
    phrase: Phrase,
}

/// Words in a row.
pub(super) type Phrase = Vec<Word>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub text: String,
    /// Whether words that begin with it match too: a single character of a script without spaces.
    pub is_prefix: bool,
}

/// No word is required: every message would have to be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooBroad;

impl Query {
    /// Parses a search; `None` if it has no words at all.
    pub fn parse(text: &str) -> Result<Option<Self>, TooBroad> {
        let text: String = text.nfc().collect();
        let (mut alternatives, mut current, mut rest) = (Vec::new(), Vec::new(), text.trim_start());
        while !rest.is_empty() {
            let (is_excluded, raw, after) = next_term(rest);
            rest = after;
            if raw.eq_ignore_ascii_case("or") && !is_excluded && !current.is_empty() && !rest.is_empty() {
                alternatives.push(std::mem::take(&mut current));
                continue;
            }
            let phrase = phrase(tokens(raw));
            if !phrase.is_empty() {
                current.push(Term { is_excluded, phrase });
            }
        }
        alternatives.push(current);
        alternatives.retain(|terms| !terms.is_empty());
        if alternatives.iter().any(|terms| terms.iter().all(|term| term.is_excluded)) {
            return Err(TooBroad);
        }
        Ok((!alternatives.is_empty()).then_some(Self { alternatives }))
    }

    /// The phrases to look for.
    pub fn phrases(&self) -> impl Iterator<Item = &Phrase> {
        self.alternatives.iter().flatten().filter(|term| !term.is_excluded).map(|term| &term.phrase)
    }

    /// The condition, as a `tsquery` literal.
    pub fn condition(&self) -> String {
        let term = |term: &Term| {
            let phrase = join(term.phrase.iter().map(literal), " <-> ");
            format!("{}({phrase})", if term.is_excluded { "!" } else { "" })
        };
        join(self.alternatives.iter().map(|terms| format!("({})", join(terms.iter().map(term), " & "))), " | ")
    }

    /// Any of the words, as a `tsquery` literal for the rank: it takes linear time, which that of required words or
    /// phrases does not.
    pub fn any_word(&self) -> String {
        join(self.phrases().flatten().map(literal), " | ")
    }
}

fn literal(word: &Word) -> String {
    format!("'{}'{}", word.text, if word.is_prefix { ":*" } else { "" })
}

fn join(parts: impl Iterator<Item = String>, between: &str) -> String {
    parts.collect::<Vec<_>>().join(between)
}

/// The first term: whether it is excluded, its text, and the rest.
fn next_term(text: &str) -> (bool, &str, &str) {
    let unsigned = text.strip_prefix('-');
    let text = unsigned.unwrap_or(text);
    let (term, rest) = match text.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
        None => text.split_at(text.find(|char: char| char.is_whitespace() || char == '"').unwrap_or(text.len())),
    };
    (unsigned.is_some(), term, rest.trim_start())
}

/// A word of a script without spaces ends anywhere in a sentence, so its last character counts only within a pair.
fn phrase(mut tokens: Vec<Token>) -> Phrase {
    if let [.., before, last] = tokens.as_slice()
        && last.run == Run::Last
        && before.run == Run::Pair
    {
        tokens.pop();
    }
    let last = tokens.len().saturating_sub(1);
    let word =
        |(index, token): (usize, Token)| Word { text: token.text, is_prefix: index == last && token.run == Run::Last };
    tokens.into_iter().enumerate().map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn condition(text: &str) -> String {
        Query::parse(text).unwrap().unwrap().condition()
    }

    #[test]
    fn terms_are_words_phrases_alternatives_and_exclusions() {
        assert_eq!(condition("Old mill"), "(('old') & ('mill'))");
        assert_eq!(condition("\"old mill\" -new"), "(('old' <-> 'mill') & !('new'))");
        assert_eq!(condition("one-two or <word>"), "(('one' <-> 'two')) | (('word'))");
        assert_eq!(condition("http://a.b/c"), "(('http' <-> 'a' <-> 'b' <-> 'c'))");
        assert_eq!(condition("or"), "(('or'))");
        assert_eq!(condition("a or"), "(('a') & ('or'))");
        assert_eq!(condition("東京"), "(('東京'))");
        assert_eq!(condition("京"), "(('京':*))");
        assert_eq!(condition("東京tower"), "(('東京' <-> '京' <-> 'tower'))");
        for empty in ["", "! & |", "'; --", "\"\"", "-"] {
            assert_eq!(Query::parse(empty), Ok(None), "{empty}");
        }
        for broad in ["-old", "-old -mill", "old or -mill", "-\"a b\""] {
            assert_eq!(Query::parse(broad), Err(TooBroad), "{broad}");
        }
        assert_eq!(Query::parse("a b -c").unwrap().unwrap().any_word(), "'a' | 'b'");
    }
}
