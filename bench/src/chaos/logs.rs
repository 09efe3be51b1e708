//! Searches all processes' logs for leaks.

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

use aho_corasick::AhoCorasick;
use anyhow::Context;

/// The findings in all logs.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub(crate) files: usize,
    pub(crate) bytes: u64,
    /// Kinds of secrets by file; never the secret.
    pub(crate) secrets: Vec<String>,
    pub(crate) panics: Vec<String>,
}

/// Finds secrets, each with its name.
pub(crate) fn search(logs: &[PathBuf], secrets: &[(&'static str, String)]) -> anyhow::Result<Findings> {
    const PANIC: &str = "panicked at";
    let texts = secrets.iter().map(|(_, text)| text.as_str()).chain([PANIC]);
    let searcher = AhoCorasick::new(texts)?;
    let mut found = Findings::default();
    for log in logs {
        let name = log.file_name().unwrap_or_default().to_string_lossy();
        let file = File::open(log).with_context(|| name.to_string())?;
        found.files += 1;
        found.bytes += file.metadata()?.len();
        for hit in searcher.stream_find_iter(BufReader::new(file)) {
            let hit = hit?;
            match secrets.get(hit.pattern().as_usize()) {
                Some((kind, _)) => found.secrets.push(format!("{kind} in {name} at byte {}", hit.start())),
                None => found.panics.push(format!("{name} at byte {}", hit.start())),
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_and_panics_are_reported_without_their_text() -> anyhow::Result<()> {
        let log = std::env::temp_dir().join(format!("chaos-{}.log", uuid::Uuid::new_v4().simple()));
        std::fs::write(&log, "to +15550100001\nthread 'main' panicked at src/main.rs\n")?;
        let found = search(std::slice::from_ref(&log), &[("a number", "15550100001".into()), ("a key", "k3y".into())]);
        std::fs::remove_file(&log)?;
        let found = found?;
        assert_eq!((found.secrets.len(), found.panics.len()), (1, 1));
        assert!(found.secrets[0].starts_with("a number in chaos-"), "{:?}", found.secrets);
        assert!(!found.secrets[0].contains("0100001"));
        Ok(())
    }
}
