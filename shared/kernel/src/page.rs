//! Pages of a list: newest first, with an opaque cursor.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// Default number of rows per page.
pub const DEFAULT_LIMIT: u32 = 20;
/// Maximum number of rows per page.
pub const MAX_LIMIT: u32 = 100;
/// Maximum number of rows that a page of a filtered list scans in each index. A short page may then have a cursor: the
/// next page continues the scan.
pub const LOOKED_AT: i64 = 10_000;

/// A cursor of another list or other filters.
#[derive(Debug, thiserror::Error)]
#[error("not a cursor of this list and its filters")]
pub struct CursorError;

/// One page of a list, and the start of the next.
#[derive(Debug)]
pub struct Page<T> {
    /// The rows, newest first.
    pub data: Vec<T>,
    /// The cursor of the next page; `None` after the last.
    pub next_cursor: Option<String>,
}

impl<T> Page<T> {
    /// The page with each row converted.
    pub fn map<U>(self, show: impl Fn(T) -> U) -> Page<U> {
        Page { data: self.data.into_iter().map(show).collect(), next_cursor: self.next_cursor }
    }
}

/// A scanned row of a filtered list: a match, or the last row within the scan limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Looked<P> {
    /// Its position in the list.
    pub position: P,
    /// Whether it matches the filters.
    pub matches: bool,
    /// Whether its index was scanned no further.
    pub is_last: bool,
}

/// The rows of a filtered list's page, by position.
#[derive(Debug, PartialEq, Eq)]
pub struct Chosen<P> {
    /// In the order of the list.
    pub positions: Vec<P>,
    /// The cursor of the next page; `None` after the last.
    pub next_cursor: Option<String>,
}

/// A page request: the number of rows, and the position that they follow.
///
/// `scope` names the list and its filters; a cursor is valid only for its scope.
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
    /// A cursor that was not issued by this list with these filters.
    pub fn new(scope: String, limit: Option<u32>, cursor: Option<&str>) -> Result<Self, CursorError> {
        let limit = limit.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT) as usize;
        let after = cursor.map(|cursor| decode(&scope, cursor)).transpose()?;
        Ok(Self { scope, limit, after })
    }

    /// Number of rows to read: one more than the page, to detect a next page.
    #[must_use]
    pub fn rows(&self) -> i64 {
        self.limit as i64 + 1
    }

    /// Selects a page's rows from the scanned rows of a filtered list: at most [`Self::rows`], in list order, from one
    /// index or several. Matches beyond the last scanned row of any index are dropped: unscanned rows may lie between.
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

    /// Builds a page from the rows read.
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

/// Encodes a position in the list `scope` as an opaque cursor.
#[must_use]
pub fn encode(scope: &str, position: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("{}{position}", tag(scope, position)))
}

/// Decodes a cursor of the list `scope`.
///
/// # Errors
/// A cursor that was not issued by this list.
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
    fn a_partial_page_continues_where_its_scan_stopped() {
        let request = PageRequest::<i64>::new("list".into(), Some(2), None).unwrap();
        let chosen = |rows: &[(i64, bool, bool)]| {
            let chosen = request.choose(rows.iter().map(|row| looked(row.0, row.1, row.2)).collect());
            (chosen.positions, chosen.next_cursor.map(|cursor| decode::<i64>("list", &cursor).unwrap()))
        };
        assert_eq!(chosen(&[]), (vec![], None));
        assert_eq!(chosen(&[(9, true, false), (8, true, false)]), (vec![9, 8], None));
        assert_eq!(chosen(&[(9, true, false), (8, true, false), (7, true, false)]), (vec![9, 8], Some(8)));
        // Nothing found, and the scan is incomplete.
        assert_eq!(chosen(&[(5, false, true)]), (vec![], Some(5)));
        assert_eq!(chosen(&[(9, true, false), (5, false, true)]), (vec![9], Some(5)));
        assert_eq!(chosen(&[(9, true, false), (5, true, true)]), (vec![9, 5], Some(5)));
        assert_eq!(chosen(&[(9, true, false), (8, true, false), (5, false, true)]), (vec![9, 8], Some(5)));
        assert_eq!(chosen(&[(9, true, false), (8, true, false), (5, true, true)]), (vec![9, 8], Some(8)));
        // Another index was scanned further: rows beyond are left to the next page.
        assert_eq!(chosen(&[(9, true, false), (5, false, true), (4, true, false)]), (vec![9], Some(5)));
        assert_eq!(chosen(&[(7, false, true), (5, false, true)]), (vec![], Some(7)));
    }

    #[test]
    fn a_cursor_is_valid_only_in_its_own_list() {
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
