//! Standard output.

use std::io::Write;

/// Prints a line. A closed pipe is not an error.
pub(crate) fn print(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}
