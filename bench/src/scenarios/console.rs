//! `console`: the web console in Chromium, driven by `web/bench/console.mjs`.

use std::io::{BufRead, BufReader, Lines};
use std::path::Path;
use std::process::{ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use serde::Deserialize;
use serde_json::json;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::client::{PASSWORD, User, fill};
use crate::env::{Api, Env};
use crate::report::{Requirement, Row};

pub(super) const NAME: &str = "console";
/// Messages for lists and charts.
const MESSAGES: usize = 200;

/// A line printed by the script.
#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Figure {
        measure: String,
        value: f64,
        unit: String,
        at_most: Option<f64>,
        at_least: Option<f64>,
    },
    /// Before and after an idle period.
    Mark {
        mark: String,
    },
}

pub(super) async fn run(env: &mut Env) -> anyhow::Result<Vec<Row>> {
    let api = env.api().await?;
    let mut worker = env.worker()?;
    let (alice, bob) = (env.user(&api, "alice").await?, env.user(&api, "bob").await?);
    alice.warm_up().await?;
    fill(std::slice::from_ref(&alice), MESSAGES, "in_app", |_, _| bob.name.clone()).await?;
    while env.has_open_jobs().await? {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let rows = measure(&api, &alice, &bob).await?;
    worker.check()?;
    Ok(rows)
}

/// Runs the script and reads its figures.
async fn measure(api: &Api, user: &User, other: &User) -> anyhow::Result<Vec<Row>> {
    let command = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/web");
    let input = json!({"base": api.base, "username": user.name, "password": PASSWORD, "other": other.name});
    let mut script = Command::new(&command)
        .arg("measure")
        .env("BENCH_CONSOLE", input.to_string())
        // Closing this ends the script and its browser.
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("{} can't be run", command.display()))?;
    let open = script.stdin.take();
    let mut lines = followed(BufReader::new(script.stdout.take().context("no output")?).lines());
    let (mut rows, mut idle_since) = (Vec::new(), None);
    while let Some(line) = lines.recv().await {
        let line = line?;
        match serde_json::from_str(&line).with_context(|| format!("no figure: {line}"))? {
            Line::Figure { measure, value, unit, at_most, at_least } => {
                let row = Row::new(NAME, measure, value, unit_of(&unit));
                rows.push(match at_most.map(Requirement::AtMost).or(at_least.map(Requirement::AtLeast)) {
                    Some(required) => row.required(required),
                    None => row,
                });
            }
            Line::Mark { mark } => {
                let now = (Instant::now(), api.process.cpu_seconds()?);
                if let Some((began, cpu)) = idle_since.replace(now) {
                    let percent = (now.1 - cpu) / (now.0 - began).as_secs_f64() * 100.0;
                    rows.push(Row::new(NAME, format!("CPU of the API with an {mark} tab"), percent, "% of a core"));
                }
            }
        }
    }
    let status = tokio::task::spawn_blocking(move || script.wait()).await??;
    drop(open);
    if !status.success() {
        bail!(
            "`{} measure` ended ({status}): it needs Node, Chromium and a program with the console",
            command.display()
        );
    }
    Ok(rows)
}

/// Lines as they arrive; read by a thread.
fn followed(lines: Lines<BufReader<ChildStdout>>) -> UnboundedReceiver<std::io::Result<String>> {
    let (sender, receiver) = unbounded_channel();
    std::thread::spawn(move || {
        for line in lines {
            if sender.send(line).is_err() {
                break;
            }
        }
    });
    receiver
}

/// The report's units are static.
fn unit_of(unit: &str) -> &'static str {
    ["ms", "a second", "a minute", "points"].into_iter().find(|known| *known == unit).unwrap_or_default()
}
