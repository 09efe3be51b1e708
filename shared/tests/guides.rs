//! Compares the pages about the code with the repository: links, files and functions that they name exist, and every setting
//! is explained.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use shared::config::{Config, Env};

/// The size limit of the overview, in bytes.
const ARCHITECTURE_LIMIT: usize = 10 * 1024;
/// Settings of the libraries for traces and logs.
const READ_BY_LIBRARIES: [&str; 3] = ["OTEL_TRACES_SAMPLER", "OTEL_TRACES_SAMPLER_ARG", "RUST_LOG"];
/// Folders that hold no documents of the project.
const SKIPPED: [&str; 5] = ["node_modules", "target", "dist", ".git", ".local"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap()
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let (path, name) = (entry.path(), entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            if !SKIPPED.iter().any(|skipped| name == *skipped) {
                found.extend(files(&path, extension));
            }
        } else if path.extension().is_some_and(|it| it == extension) {
            found.push(path);
        }
    }
    found
}

/// The lines of a page outside of code blocks.
fn prose(text: &str) -> Vec<&str> {
    let mut in_code = false;
    text.lines()
        .filter(|line| {
            let is_fence = line.trim_start().starts_with("```");
            in_code ^= is_fence;
            !in_code && !is_fence
        })
        .collect()
}

/// The anchors that GitHub gives to the headings of a page.
fn anchors(text: &str) -> BTreeSet<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let headings = prose(text).into_iter().filter(|line| line.starts_with('#'));
    let slugs = headings.map(|line| {
        let title = line.trim_start_matches('#').trim();
        let kept = title.chars().filter(|it| it.is_alphanumeric() || [' ', '-', '_'].contains(it));
        let slug: String = kept.flat_map(char::to_lowercase).map(|it| if it == ' ' { '-' } else { it }).collect();
        let count = counts.entry(slug.clone()).or_default();
        *count += 1;
        if *count == 1 { slug } else { format!("{slug}-{}", *count - 1) }
    });
    slugs.collect()
}

/// The targets of a page's links and images, except external ones.
fn links(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in prose(text) {
        for marker in ["](", "src=\"", "srcset=\"", "href=\""] {
            let end = if marker == "](" { ')' } else { '"' };
            let targets = line.split(marker).skip(1).filter_map(|rest| rest.split(end).next());
            found.extend(targets.filter(|it| !it.contains(':') && !it.contains(' ')).map(str::to_owned));
        }
    }
    found
}

/// Inline code of a page's prose.
fn quoted(text: &str) -> Vec<String> {
    prose(text).into_iter().flat_map(|line| line.split('`').skip(1).step_by(2)).map(str::to_owned).collect()
}

/// Pages about the code, in which every file name must exist.
fn pages_about_code() -> Vec<PathBuf> {
    let root = root();
    let mut pages = files(&root.join("docs/design"), "md");
    pages.extend(files(&root.join("docs/howto"), "md"));
    pages.extend(["ARCHITECTURE.md", "CONTRIBUTING.md"].map(|name| root.join(name)));
    // The crates.
    let folders = [root.clone(), root.join("shared")].into_iter().flat_map(|it| fs::read_dir(it).unwrap());
    let readmes =
        folders.map(|entry| entry.unwrap().path()).map(|folder| (folder.join("Cargo.toml"), folder.join("README.md")));
    pages.extend(readmes.filter(|(manifest, _)| manifest.exists()).map(|(_, readme)| readme));
    pages.push(root.join("src/README.md"));
    pages
}

#[test]
fn relative_links_resolve_to_files_and_headings() {
    let root = root();
    let mut broken = Vec::new();
    for page in files(&root, "md") {
        let text = fs::read_to_string(&page).unwrap();
        for link in links(&text) {
            let (file, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let target = if file.is_empty() { page.clone() } else { page.parent().unwrap().join(file) };
            let is_known = if anchor.is_empty() {
                target.exists()
            } else {
                fs::read_to_string(&target).is_ok_and(|text| anchors(&text).contains(anchor))
            };
            if !is_known {
                broken.push(format!("{}: {link}", page.strip_prefix(&root).unwrap().display()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

/// The names of all functions of the workspace, tests included.
fn functions() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for file in files(&root(), "rs") {
        let text = fs::read_to_string(file).unwrap();
        names.extend(text.split("fn ").skip(1).map(|rest| rest.split(['(', '<']).next().unwrap().to_owned()));
    }
    names
}

/// Whether a quotation is the path of a file or folder, from the root or from the page's own folder.
fn is_path(quotation: &str) -> bool {
    const ENDS: [&str; 10] = [".rs", ".sql", ".md", ".toml", ".yml", ".ts", ".tsx", ".json", ".lua", "/"];
    quotation.contains('/')
        && ENDS.iter().any(|end| quotation.ends_with(end))
        && !quotation.starts_with('/')
        && !quotation.contains(['<', '*', '{', '…', ' ', ':'])
}

/// The function that a quotation such as `jobs::claim` or `Tx::wake` names; of a test, `file::test`.
fn function(quotation: &str) -> Option<&str> {
    let (_, name) = quotation.rsplit_once("::")?;
    let name = name.split('(').next()?;
    let is_name = name.starts_with(|c: char| c.is_ascii_lowercase());
    is_name.then_some(name)
}

#[test]
fn files_and_functions_named_in_pages_exist() {
    let (root, functions) = (root(), functions());
    let mut missing = Vec::new();
    for page in pages_about_code() {
        let folder = page.parent().unwrap();
        for name in quoted(&fs::read_to_string(&page).unwrap()) {
            let is_missing = match function(&name) {
                Some(function) => !functions.contains(function),
                None => is_path(&name) && !root.join(&name).exists() && !folder.join(&name).exists(),
            };
            if is_missing {
                missing.push(format!("{}: {name}", page.strip_prefix(&root).unwrap().display()));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn the_overview_stays_short() {
    let size = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap().len();
    assert!(size <= ARCHITECTURE_LIMIT, "ARCHITECTURE.md has {size} bytes; move details to docs/design/");
}

fn is_variable(text: &str) -> bool {
    text.len() > 3
        && text.contains(|c: char| c.is_ascii_uppercase())
        && text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}

/// Names of variables that a source file reads: the texts in capitals.
fn variables(text: &str) -> BTreeSet<String> {
    let code = text.split("#[cfg(test)]").next().unwrap();
    code.split('"').skip(1).step_by(2).filter(|text| is_variable(text)).map(str::to_owned).collect()
}

#[test]
fn every_setting_is_documented() {
    let root = root();
    let example = fs::read_to_string(root.join(".env.example")).unwrap();
    let explained: BTreeSet<_> =
        example.lines().filter_map(|line| Some(line.trim_start_matches(['#', ' ']).split_once('=')?.0)).collect();
    let mut read = BTreeSet::new();
    for file in files(&root.join("shared/kernel/src/config"), "rs") {
        read.extend(variables(&fs::read_to_string(file).unwrap()));
    }
    assert!(read.len() > 50, "{read:?}");
    let missing: Vec<_> = read.iter().filter(|name| !explained.contains(name.as_str())).collect();
    assert!(missing.is_empty(), ".env.example lacks {missing:?}");
    // The binary has its own settings, and libraries read some.
    for file in files(&root.join("src"), "rs") {
        read.extend(variables(&fs::read_to_string(file).unwrap()));
    }
    read.extend(READ_BY_LIBRARIES.map(str::to_owned));
    let unknown: Vec<_> = explained.iter().filter(|name| is_variable(name) && !read.contains(**name)).collect();
    assert!(unknown.is_empty(), "nothing reads {unknown:?}");
}

/// A value that any of these variables accepts, so that each provider is configured and read in full.
fn configured() -> Env {
    let mentioned = ["WHATSAPP_API_URL", "PLIVO_BASE_URL", "GEMINI_BASE_URL", "STRIPE_BASE_URL"];
    let endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    let set = |name: &str| (name.to_owned(), "http://127.0.0.1:1".to_owned());
    mentioned.into_iter().chain([endpoint]).map(set).collect()
}

#[test]
fn every_setting_is_listed() {
    let mut read = BTreeSet::new();
    for file in files(&root().join("shared/kernel/src/config"), "rs") {
        read.extend(variables(&fs::read_to_string(file).unwrap()));
    }
    let listed: BTreeSet<_> = Config::inspect(configured()).0.settings.into_iter().map(|it| it.name).collect();
    let missing: Vec<_> = read.difference(&listed).collect();
    assert!(missing.is_empty(), "read by no method that lists them: {missing:?}");
}
