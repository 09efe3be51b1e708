//! Start of a page of messages.

use std::fmt;
use std::str::FromStr;

/// Start of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// Messages below a number, newest first.
    Before(i64),
    /// Messages above a number, oldest first.
    After(i64),
}

impl Position {
    /// The newest messages.
    pub const NEWEST: Self = Self::Before(i64::MAX);
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Before(seq) => write!(f, "<{seq}"),
            Self::After(seq) => write!(f, ">{seq}"),
        }
    }
}

impl FromStr for Position {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.strip_prefix('>') {
            Some(seq) => seq.parse().map(Self::After),
            None => text.trim_start_matches('<').parse().map(Self::Before),
        }
    }
}
