//! The structure of all crates' sources: no import cycles between files, short files, short functions.
//!
//! A name re-exported by a `mod.rs` belongs to the file that defines it. Names inside macros are not analyzed.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, ImplItemFn, Item, ItemFn, ItemMod, ItemUse, UseTree};

/// Names that the glossary has replaced by a standard term (ARCHITECTURE.md).
const REPLACED: [(&str, &str); 46] = [
    ("Attempted", "FinishedAttempt"),
    ("Attendance", "PresenceTracker"),
    ("BEHIND", "FALLBACK_DELAY"),
    ("Blow", "FaultResult"),
    ("Cast", "Cluster"),
    ("Committer", "GroupCommit"),
    ("Crowd", "Senders"),
    ("Deed", "AuditEntry"),
    ("Desk", "FrameHandler"),
    ("Ear", "Subscriber"),
    ("Eyes", "Poller"),
    ("Finisher", "AttemptWriter"),
    ("Front", "Proxy"),
    ("Guesses", "LoginThrottle"),
    ("HOLDS", "TTL"),
    ("LINGERS", "GRACE_PERIOD"),
    ("LOOK", "POLL_INTERVAL"),
    ("LOOKS", "COMMIT_CHECKS"),
    ("LaneState", "ThrottleState"),
    ("Lanes", "Throttles"),
    ("Misplaced", "InvalidParent"),
    ("NAMED", "MAX_REPORTED"),
    ("PATIENCE", "TIMEOUT"),
    ("PAUSE", "RETRY_DELAY"),
    ("Pacer", "LocalLimiter"),
    ("Patiently", "LockingPatient"),
    ("Placement", "RoleAssignment"),
    ("Rival", "Baseline"),
    ("SOON", "FALLBACK_DELAY"),
    ("Said", "BroadcastMessage"),
    ("Seat", "Subscription"),
    ("Sights", "RetryCounts"),
    ("Standing", "a state of something"),
    ("Strike", "PlannedFault"),
    ("Struck", "InjectedFault"),
    ("Together", "Batcher"),
    ("Told", "Answers"),
    ("Twist", "FollowUp"),
    ("WARY", "PESSIMISTIC_BATCHES"),
    ("Witness", "Observer"),
    ("WorkedOff", "Drained"),
    ("facts", "events"),
    ("hasten", "make_due"),
    ("look_at", "poll or refresh"),
    ("patience", "timeout"),
    ("take_noted", "take_staged"),
];
const CRATES: [&str; 12] = [
    "",
    "api",
    "bench",
    "queue",
    "scheduler",
    "shared",
    "shared/domains",
    "shared/engine",
    "shared/kernel",
    "shared/platform",
    "simulator",
    "worker",
];
/// A module's name from the root of its crate.
type Module = Vec<String>;

/// One source file.
#[derive(Default)]
struct Source {
    lines: usize,
    /// Names brought into scope by `use`, and their paths; those that are not re-exported are imports.
    names: BTreeMap<String, Module>,
    imports: Vec<Module>,
    /// Glob-imported modules.
    globs: Vec<Module>,
    /// Paths in the code.
    paths: Vec<Module>,
    /// Functions with their numbers of lines.
    functions: Vec<(String, usize)>,
    module: Module,
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|it| {
        it.path().is_ident("cfg") && it.parse_args::<syn::Path>().is_ok_and(|argument| argument.is_ident("test"))
    })
}

impl Source {
    /// The path from the crate's root; `None` if it begins with another crate's name or a local name.
    fn absolute(&self, path: &[String]) -> Option<Module> {
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" => Some(rest.to_vec()),
            "self" => Some([&self.module[..], rest].concat()),
            "super" => {
                let ups = path.iter().take_while(|it| *it == "super").count();
                let parent = self.module.get(..self.module.len().checked_sub(ups)?)?;
                Some([parent, &path[ups..]].concat())
            }
            _ => None,
        }
    }

    fn use_tree(&mut self, tree: &UseTree, prefix: &[String], is_reexported: bool) {
        let mut bind = |ident: String, alias: String| {
            let mut path = prefix.to_vec();
            if ident != "self" {
                path.push(ident);
            }
            let alias = if alias == "self" { path.last().cloned().unwrap_or_default() } else { alias };
            // Without `self`, the path starts at another crate or a child module; this is resolved later.
            let path = self.absolute(&path).unwrap_or_else(|| [vec![String::new()], path].concat());
            if !is_reexported {
                self.imports.push(path.clone());
            }
            self.names.insert(alias, path);
        };
        match tree {
            UseTree::Name(it) => bind(it.ident.to_string(), it.ident.to_string()),
            UseTree::Rename(it) => bind(it.ident.to_string(), it.rename.to_string()),
            UseTree::Path(it) => {
                let prefix = [prefix, &[it.ident.to_string()]].concat();
                self.use_tree(&it.tree, &prefix, is_reexported);
            }
            UseTree::Group(it) => it.items.iter().for_each(|tree| self.use_tree(tree, prefix, is_reexported)),
            UseTree::Glob(_) => self.globs.extend(self.absolute(prefix)),
        }
    }
}

impl<'ast> Visit<'ast> for Source {
    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        if !is_test(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        let is_reexported = !matches!(item.vis, syn::Visibility::Inherited);
        self.use_tree(&item.tree, &[], is_reexported);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.paths.push(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        visit::visit_path(self, path);
    }

    fn visit_item_fn(&mut self, item: &'ast ItemFn) {
        self.functions.push((item.sig.ident.to_string(), lines(&item.block)));
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast ImplItemFn) {
        self.functions.push((item.sig.ident.to_string(), lines(&item.block)));
        visit::visit_impl_item_fn(self, item);
    }
}

fn lines(block: &syn::Block) -> usize {
    block.span().end().line - block.span().start().line + 1
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// The files of a crate by their modules, without tests.
fn sources(root: &Path) -> BTreeMap<Module, Source> {
    let rust = files(root).into_iter().filter(|path| path.extension().is_some_and(|it| it == "rs"));
    rust.map(|path| {
        let relative = path.strip_prefix(root).unwrap().with_extension("");
        let mut module: Module = relative.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
        if ["lib", "main", "mod"].contains(&module.last().unwrap().as_str()) {
            module.pop();
        }
        let text = fs::read_to_string(&path).unwrap();
        let file = syn::parse_file(&text).unwrap();
        let lines = file.items.iter().find(|it| matches!(it, Item::Mod(module) if is_test(&module.attrs)));
        let lines = lines.map_or(text.lines().count(), |tests| tests.span().start().line - 1);
        let mut source = Source { module: module.clone(), lines, ..Source::default() };
        source.visit_file(&file);
        (module, source)
    })
    .collect()
}

/// Resolves a path that may start at a child module of `source`; `None` for another crate.
fn below(sources: &BTreeMap<Module, Source>, source: &Source, path: &[String]) -> Option<Module> {
    match path.split_first()? {
        (first, rest) if first.is_empty() => {
            let inner = [&source.module[..], &rest[..1]].concat();
            sources.contains_key(&inner).then(|| [&inner[..], &rest[1..]].concat())
        }
        _ => Some(path.to_vec()),
    }
}

/// The file that defines the item at a path; `None` for a module or a foreign item.
fn definition(sources: &BTreeMap<Module, Source>, path: &[String], depth: usize) -> Option<Module> {
    if depth == 0 {
        return None;
    }
    let mut at = Vec::new();
    for (position, name) in path.iter().enumerate() {
        let inner = [&at[..], std::slice::from_ref(name)].concat();
        if sources.contains_key(&inner) {
            at = inner;
            continue;
        }
        let source = &sources[&at];
        let rest = &path[position + 1..];
        if let Some(target) = source.names.get(name) {
            let target = below(sources, source, target)?;
            return definition(sources, &[&target[..], rest].concat(), depth - 1);
        }
        let defines = |glob: &&Module| sources.get(*glob).is_some_and(|it| it.module != at);
        for glob in source.globs.iter().filter(defines) {
            let found = definition(sources, &[&glob[..], &path[position..]].concat(), depth - 1);
            if found.as_ref().is_some_and(|found| found != glob) {
                return found;
            }
        }
        return Some(at);
    }
    None
}

/// The files from which a file imports, and the imported names.
fn imported(sources: &BTreeMap<Module, Source>, source: &Source) -> BTreeMap<Module, BTreeSet<String>> {
    let mut found: BTreeMap<Module, BTreeSet<String>> = BTreeMap::new();
    let inner = |first: &String| sources.contains_key(&[&source.module[..], std::slice::from_ref(first)].concat());
    let paths = source.paths.iter().filter_map(|path| {
        let first = path.first()?;
        let named = source.names.get(first).map(|target| [&target[..], &path[1..]].concat());
        named.or_else(|| source.absolute(path)).or_else(|| inner(first).then(|| [&source.module[..], path].concat()))
    });
    for path in source.imports.iter().cloned().chain(paths) {
        if let Some(file) = below(sources, source, &path).and_then(|path| definition(sources, &path, 20))
            && file != source.module
        {
            found.entry(file).or_default().insert(path.join("::"));
        }
    }
    found
}

fn reachable(edges: &BTreeMap<Module, BTreeMap<Module, BTreeSet<String>>>, from: &Module) -> BTreeSet<Module> {
    let mut found = BTreeSet::new();
    let mut open = vec![from];
    while let Some(file) = open.pop() {
        for next in edges[file].keys() {
            if found.insert(next.clone()) {
                open.push(next);
            }
        }
    }
    found
}

fn workspace() -> BTreeMap<&'static str, BTreeMap<Module, Source>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned();
    let existing = CRATES.into_iter().filter(|name| root.join(name).join("src").is_dir());
    existing.map(|name| (name, sources(&root.join(name).join("src")))).collect()
}

#[test]
fn files_have_no_import_cycles() {
    let mut loops = Vec::new();
    for (name, sources) in workspace() {
        let edges: BTreeMap<_, _> =
            sources.iter().map(|(module, source)| (module.clone(), imported(&sources, source))).collect();
        let reach: BTreeMap<_, _> = edges.keys().map(|file| (file, reachable(&edges, file))).collect();
        let mut done = BTreeSet::new();
        for file in edges.keys().filter(|file| reach[file].contains(*file)) {
            let members: Vec<_> = reach[file].iter().filter(|other| reach[other].contains(file)).collect();
            if !done.insert(members.clone()) {
                continue;
            }
            let mut text = format!("{name}:");
            for from in &members {
                for (to, names) in edges[*from].iter().filter(|(to, _)| members.contains(to)) {
                    text += &format!("\n  {} -> {}: {names:?}", from.join("::"), to.join("::"));
                }
            }
            loops.push(text);
        }
    }
    assert!(loops.is_empty(), "{} import cycles\n{}", loops.len(), loops.join("\n"));
}

#[test]
fn files_and_functions_are_short() {
    let workspace = workspace();
    let all: Vec<_> = workspace.iter().flat_map(|(name, sources)| sources.values().map(move |it| (name, it))).collect();
    let mut counts: Vec<_> = all.iter().map(|(_, source)| source.lines).collect();
    counts.sort_unstable();
    let long: Vec<_> = all
        .iter()
        .filter(|(_, source)| source.lines > 400)
        .map(|(name, source)| format!("{name} {}: {}", source.module.join("::"), source.lines))
        .collect();
    assert!(long.is_empty(), "over 400 lines: {long:#?}");
    let median = counts[counts.len() / 2];
    assert!(median <= 120, "the median file has {median} lines");
    let functions: Vec<_> = all.iter().flat_map(|(_, source)| &source.functions).collect();
    let long: Vec<_> = functions.iter().filter(|(_, lines)| *lines > 70).collect();
    assert!(long.len() * 100 < functions.len(), "of {} functions these have over 70 lines: {long:#?}", functions.len());
}

#[test]
fn names_follow_the_glossary() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let sources = CRATES.iter().map(|name| root.join(name).join("src")).filter(|path| path.is_dir());
    let mut found = Vec::new();
    for path in sources.flat_map(|path| files(&path)).filter(|path| path.extension().is_some_and(|it| it == "rs")) {
        let text = fs::read_to_string(&path).unwrap();
        let words: BTreeSet<_> = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').collect();
        for (name, term) in REPLACED.iter().filter(|(name, _)| words.contains(name)) {
            found.push(format!("{}: {name}; use {term}", path.strip_prefix(root).unwrap().display()));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}
