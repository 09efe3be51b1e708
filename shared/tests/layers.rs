//! Holds the order of the modules: each imports only from those above it in `lib.rs`, and no domain
//! from another.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Names behind every `crate::`, by the module that they stand in.
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

/// The modules as `lib.rs` lists them, each with its layer.
fn layers(lib: &str) -> Vec<(String, String)> {
    let mut layer = String::new();
    let mut modules = Vec::new();
    for line in lib.lines() {
        if let Some(name) = line.strip_prefix("// ") {
            layer = name.to_owned();
        } else if let Some(module) = line.strip_prefix("pub mod ").and_then(|rest| rest.strip_suffix(';')) {
            modules.push((module.to_owned(), layer.clone()));
        }
    }
    modules
}

#[test]
fn modules_import_only_from_above() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let modules = layers(&fs::read_to_string(source.join("lib.rs")).unwrap());
    assert!(modules.len() > 10, "{modules:?}");
    let place = |name: &str| modules.iter().position(|(module, _)| module == name);
    let layer = |name: &str| &modules[place(name).unwrap_or_else(|| panic!("{name} is not in lib.rs"))].1;
    let mut wrong = Vec::new();
    for (module, names) in edges(&source) {
        for name in names.iter().filter(|name| module != "lib" && **name != module) {
            let is_above = place(name) < place(&module);
            let is_own_layer = layer(name) == layer(&module);
            let may_be_own_layer = ["kernel", "platform"].contains(&layer(&module).as_str());
            if !is_above || (is_own_layer && !may_be_own_layer) {
                wrong.push(format!("{module} imports {name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Providers are called by the worker alone: the other processes are built without the HTTP client of its adapters.
#[test]
fn only_the_worker_has_an_http_client() {
    for name in ["api", "scheduler", "shared"] {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name).join("Cargo.toml");
        let manifest = fs::read_to_string(manifest).unwrap();
        let dependencies = manifest.split("[dev-dependencies]").next().unwrap();
        assert!(!dependencies.contains("reqwest"), "{name} depends on an HTTP client");
    }
}
