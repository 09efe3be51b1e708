//! The standard output.

use std::io::Write;

/// Prints a line. A reader that has closed the pipe is no error.
pub(crate) fn print(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}
