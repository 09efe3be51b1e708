//! Enforces the order of modules within each crate: a module imports only from modules above it in `lib.rs`, and a
//! domain from no other domain. The compiler enforces the order of the crates.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const CRATES: [&str; 5] = ["kernel", "platform", "engine", "domains", "."];

/// Names after every `crate::`, by importing module.
fn edges(source: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files(source) {
        let relative = file.strip_prefix(source).unwrap();
        let module =
            relative.components().next().unwrap().as_os_str().to_str().unwrap().trim_end_matches(".rs").to_owned();
        let text = fs::read_to_string(&file).unwrap();
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        for rest in code.split("crate::").skip(1) {
            // `use crate::{a, b}` would hide names from this test.
            assert!(!rest.starts_with('{'), "{}: name one module after crate::", relative.display());
            let name = rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap();
            edges.entry(module.clone()).or_default().insert(name.to_owned());
        }
    }
    edges
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// The modules as `lib.rs` lists them, each with its layer, which may have no name.
fn layers(lib: &str) -> Vec<(String, String)> {
    let mut layer = String::new();
    let mut modules = Vec::new();
    for line in lib.lines() {
        if let Some(name) = line.strip_prefix("// ") {
            layer = name.to_owned();
        } else if line.contains("use ") {
            // The comment above was not of modules.
            layer.clear();
        } else if let Some(module) = line.strip_prefix("pub mod ").and_then(|rest| rest.strip_suffix(';')) {
            modules.push((module.to_owned(), layer.clone()));
        }
    }
    modules
}

#[test]
fn modules_import_only_from_above() {
    let (mut wrong, mut count) = (Vec::new(), 0);
    for member in CRATES {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join(member).join("src");
        let modules = layers(&fs::read_to_string(source.join("lib.rs")).unwrap());
        count += modules.len();
        let place = |name: &str| modules.iter().position(|(module, _)| module == name);
        for (module, names) in edges(&source).into_iter().filter(|(module, _)| module != "lib") {
            let at = place(&module).unwrap_or_else(|| panic!("{member}: {module} is not in lib.rs"));
            // A name that is not a module comes from a lower crate.
            for other in names.iter().filter_map(|name| place(name)).filter(|other| *other != at) {
                let (name, layer) = &modules[other];
                if other > at || (*layer == modules[at].1 && !layer.is_empty()) {
                    wrong.push(format!("{member}: {module} imports {name}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(count > 30, "{count} modules");
}

/// Providers are called by the worker alone: the other processes are built without the HTTP client of its adapters.
#[test]
fn only_the_worker_has_an_http_client() {
    let shared = CRATES.map(|name| format!("shared/{name}"));
    for name in ["api", "scheduler"].into_iter().chain(shared.iter().map(String::as_str)) {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name).join("Cargo.toml");
        let manifest = fs::read_to_string(manifest).unwrap();
        let dependencies = manifest.split("[dev-dependencies]").next().unwrap();
        assert!(!dependencies.contains("reqwest"), "{name} depends on an HTTP client");
    }
}
