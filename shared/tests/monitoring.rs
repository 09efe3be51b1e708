//! Alerts and the dashboard name metric series: each series must exist and be documented.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;
use shared::metrics::Metrics;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)).unwrap()
}

/// Names of series in a text.
fn named(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words.filter(|it| it.starts_with("switchboard_") || it.starts_with("process_")).map(str::to_owned).collect()
}

/// Names of exposed series.
fn shown() -> BTreeSet<String> {
    let metrics = Metrics::default();
    let names = metrics.descriptions().iter().flat_map(|it| match it.kind.as_str() {
        "histogram" => ["_bucket", "_sum", "_count"].map(|suffix| format!("{}{suffix}", it.name)).to_vec(),
        _ => vec![it.name.clone()],
    });
    names.collect()
}

#[test]
fn alerts_and_dashboard_use_existing_series() {
    for file in ["deploy/observability/alerts.yml", "deploy/observability/grafana/dashboards/switchboard.json"] {
        let named = named(&read(file));
        assert!(named.len() > 10, "{file}: {named:?}");
        let missing: Vec<_> = named.difference(&shown()).cloned().collect();
        assert!(missing.is_empty(), "{file} names {missing:?}");
    }
}

#[test]
fn all_series_and_alerts_are_documented() {
    let document = read("docs/metrics.md");
    let rows: BTreeSet<_> = document.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`')).collect();
    for it in Metrics::default().descriptions() {
        let row = rows.iter().find(|(name, _)| *name == it.name).unwrap_or_else(|| panic!("no row for {}", it.name));
        assert!(row.1.starts_with(&format!(" | {} |", it.kind)), "{}: {}", it.name, row.1);
    }
    for alert in
        read("deploy/observability/alerts.yml").lines().filter_map(|line| line.trim().strip_prefix("- alert: "))
    {
        assert!(document.contains(&format!("`{alert}`")), "{alert} is not explained");
    }
}

#[test]
fn panels_of_the_dashboard_do_not_overlap() {
    let dashboard: Value =
        serde_json::from_str(&read("deploy/observability/grafana/dashboards/switchboard.json")).unwrap();
    let (mut cells, mut ids) = (BTreeSet::new(), BTreeSet::new());
    for panel in dashboard["panels"].as_array().unwrap() {
        let [x, y, w, h] = ["x", "y", "w", "h"].map(|side| panel["gridPos"][side].as_u64().unwrap());
        assert!(ids.insert(panel["id"].as_u64().unwrap()) && x + w <= 24, "{}", panel["title"]);
        for cell in (x..x + w).flat_map(|x| (y..y + h).map(move |y| (x, y))) {
            assert!(cells.insert(cell), "{} overlaps another panel", panel["title"]);
        }
    }
}
