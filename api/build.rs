//! The console is embedded from the folder that its build writes. The folder may be empty, so that the program builds
//! without Node, but it must exist: the macro that embeds it notes its real path, from which debug builds read when they
//! start, and cargo takes a path that is missing for one that changed and would compile this crate again each time.

use std::path::Path;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let folder = Path::new("../web/dist");
    if let Err(error) = std::fs::create_dir_all(folder) {
        println!("cargo:warning=no folder for the console at {}: {error}", folder.display());
    }
    // Debug builds need not be compiled again when the console was.
    if std::env::var("PROFILE").is_ok_and(|profile| profile != "debug") {
        println!("cargo:rerun-if-changed={}", folder.display());
    }
}
