//! Pages of a list: newest first, with an opaque cursor.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// How many rows a page has unless told otherwise.
pub const DEFAULT_LIMIT: u32 = 20;
/// How many rows a page has at the most.
pub const MAX_LIMIT: u32 = 100;

/// A cursor that was not made by this list with these filters.
#[derive(Debug, thiserror::Error)]
#[error("not a cursor of this list and its filters")]
pub struct CursorError;

/// One page of a list, and where the next one begins.
#[derive(Debug)]
pub struct Page<T> {
    /// The rows, newest first.
    pub data: Vec<T>,
    /// The cursor of the next page; `None` after the last.
    pub next_cursor: Option<String>,
}

impl<T> Page<T> {
    /// The same page of something else.
    pub fn map<U>(self, show: impl Fn(T) -> U) -> Page<U> {
        Page { data: self.data.into_iter().map(show).collect(), next_cursor: self.next_cursor }
    }
}

/// What a caller asked for: how many rows, and those after which position.
///
/// `scope` names the list and its filters; a cursor works only where it was made.
#[derive(Debug)]
pub struct PageRequest<P> {
    scope: String,
    limit: usize,
    /// Only rows after this position.
    pub after: Option<P>,
}

impl<P: std::str::FromStr + std::fmt::Display> PageRequest<P> {
    /// Reads a cursor.
    ///
    /// # Errors
    /// A cursor that this list with these filters did not hand out.
    pub fn new(scope: String, limit: Option<u32>, cursor: Option<&str>) -> Result<Self, CursorError> {
        let limit = limit.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT) as usize;
        let after = cursor.map(|cursor| decode(&scope, cursor)).transpose()?;
        Ok(Self { scope, limit, after })
    }

    /// How many rows to read: one more than the page has, to see whether there is a next page.
    #[must_use]
    pub fn rows(&self) -> i64 {
        self.limit as i64 + 1
    }

    /// Makes a page of the rows that were read.
    pub fn page<T>(&self, mut rows: Vec<T>, position: impl Fn(&T) -> P) -> Page<T> {
        let more = rows.len() > self.limit;
        rows.truncate(self.limit);
        let next_cursor = rows.last().filter(|_| more).map(|row| encode(&self.scope, &position(row).to_string()));
        Page { data: rows, next_cursor }
    }
}

fn tag(scope: &str, position: &str) -> String {
    hex::encode(&Sha256::digest(format!("{scope}\n{position}"))[..6])
}

/// Writes a position in the list `scope` as an opaque cursor.
#[must_use]
pub fn encode(scope: &str, position: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("{}{position}", tag(scope, position)))
}

/// Reads a cursor of the list `scope`.
///
/// # Errors
/// A cursor that this list did not hand out.
pub fn decode<P: std::str::FromStr>(scope: &str, cursor: &str) -> Result<P, CursorError> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| CursorError)?;
    let text = String::from_utf8(bytes).map_err(|_| CursorError)?;
    let (given, position) = text.split_at_checked(12).ok_or(CursorError)?;
    if given != tag(scope, position) {
        return Err(CursorError);
    }
    position.parse().map_err(|_| CursorError)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_works_only_where_it_was_made() {
        let first = PageRequest::<i64>::new("list?a=1".into(), Some(2), None).unwrap();
        let page = first.page(vec![9, 8, 7], |row| *row);
        assert_eq!(page.data, [9, 8]);
        let cursor = page.next_cursor.unwrap();
        let next = PageRequest::<i64>::new("list?a=1".into(), Some(2), Some(&cursor)).unwrap();
        assert_eq!(next.after, Some(8));
        assert!(next.page(vec![7], |row| *row).next_cursor.is_none());
        for (scope, cursor) in
            [("list?a=2", cursor.as_str()), ("list?a=1", "x"), ("list?a=1", "AAAA"), ("list?a=1", "é")]
        {
            assert!(PageRequest::<i64>::new(scope.into(), None, Some(cursor)).is_err(), "{scope} {cursor}");
        }
    }
}
