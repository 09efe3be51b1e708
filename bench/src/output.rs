//! Results on the standard output, and notes beside them.

use std::io::Write;

/// Prints a result. A reader that has closed the pipe is no error.
pub(crate) fn print(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// Prints a note to the standard error.
#[allow(clippy::print_stderr)]
pub(crate) fn note(text: &str) {
    eprintln!("{text}");
}
