//! Pages of a list: newest first, with an opaque cursor.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// How many rows a page has unless told otherwise.
pub const DEFAULT_LIMIT: u32 = 20;
/// How many rows a page has at the most.
pub const MAX_LIMIT: u32 = 100;
/// How many rows a page of a list with filters looks at, at the most, in each index that it reads. A page with fewer rows
/// than were asked for may then have a cursor: the next page goes on looking.
pub const LOOKED_AT: i64 = 10_000;

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

/// A row that a list with filters looked at: one that matches, or the last of as many as may be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Looked<P> {
    /// Where it is in the list.
    pub position: P,
    /// Whether it belongs to the page.
    pub matches: bool,
    /// Whether the index that it was found in was read no further.
    pub is_last: bool,
}

/// The rows of a page of a list with filters, by their positions.
#[derive(Debug, PartialEq, Eq)]
pub struct Chosen<P> {
    /// In the order of the list.
    pub positions: Vec<P>,
    /// The cursor of the next page; `None` after the last.
    pub next_cursor: Option<String>,
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

    /// Chooses the rows of a page from those that a list with filters looked at, which are in its order: at most
    /// [`Self::rows`] of them, from one index or several. Behind the last row of one index the others don't count: there
    /// may be rows between that were not looked at.
    pub fn choose(&self, mut looked: Vec<Looked<P>>) -> Chosen<P> {
        let end = looked.iter().position(|row| row.is_last);
        looked.truncate(end.map_or(looked.len(), |end| end + 1));
        let stopped = looked.pop_if(|row| row.is_last && !row.matches).map(|row| row.position);
        let mut rows: Vec<_> = looked.into_iter().filter(|row| row.matches).collect();
        let is_full = rows.len() > self.limit;
        rows.truncate(self.limit);
        let last = rows.last().filter(|row| is_full || row.is_last).map(|row| row.position.to_string());
        let next = if is_full { last } else { stopped.map(|position| position.to_string()).or(last) };
        Chosen {
            positions: rows.into_iter().map(|row| row.position).collect(),
            next_cursor: next.map(|position| encode(&self.scope, &position)),
        }
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

    fn looked(position: i64, matches: bool, is_last: bool) -> Looked<i64> {
        Looked { position, matches, is_last }
    }

    #[test]
    fn a_page_that_was_not_filled_goes_on_where_it_stopped_looking() {
        let request = PageRequest::<i64>::new("list".into(), Some(2), None).unwrap();
        let chosen = |rows: &[(i64, bool, bool)]| {
            let chosen = request.choose(rows.iter().map(|row| looked(row.0, row.1, row.2)).collect());
            (chosen.positions, chosen.next_cursor.map(|cursor| decode::<i64>("list", &cursor).unwrap()))
        };
        assert_eq!(chosen(&[]), (vec![], None));
        assert_eq!(chosen(&[(9, true, false), (8, true, false)]), (vec![9, 8], None));
        assert_eq!(chosen(&[(9, true, false), (8, true, false), (7, true, false)]), (vec![9, 8], Some(8)));
        // Nothing was found, and not all was looked at.
        assert_eq!(chosen(&[(5, false, true)]), (vec![], Some(5)));
        assert_eq!(chosen(&[(9, true, false), (5, false, true)]), (vec![9], Some(5)));
        assert_eq!(chosen(&[(9, true, false), (5, true, true)]), (vec![9, 5], Some(5)));
        assert_eq!(chosen(&[(9, true, false), (8, true, false), (5, false, true)]), (vec![9, 8], Some(5)));
        assert_eq!(chosen(&[(9, true, false), (8, true, false), (5, true, true)]), (vec![9, 8], Some(8)));
        // Another index was looked at further: what lies behind is left to the next page.
        assert_eq!(chosen(&[(9, true, false), (5, false, true), (4, true, false)]), (vec![9], Some(5)));
        assert_eq!(chosen(&[(7, false, true), (5, false, true)]), (vec![], Some(7)));
    }

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
