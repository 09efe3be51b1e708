//! The console is embedded by a release build from the folder that `npm run build` writes. The folder may be empty: the
//! program builds without Node. It must exist, though, because cargo takes a path that is missing for one that changed
//! and would compile this crate again each time.

use std::path::Path;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    // Debug builds read the files when they start, so they need not be built anew after them.
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "debug") {
        return;
    }
    let folder = Path::new("../web/dist");
    if let Err(error) = std::fs::create_dir_all(folder) {
        println!("cargo:warning=no folder for the console at {}: {error}", folder.display());
    }
    println!("cargo:rerun-if-changed={}", folder.display());
}
