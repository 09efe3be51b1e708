//! Results on standard output, notes on standard error.

use std::io::Write;

/// Prints a result. A closed pipe is not an error.
pub(crate) fn print(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// Prints a note to standard error.
#[allow(clippy::print_stderr)]
pub(crate) fn note(text: &str) {
    eprintln!("{text}");
}
