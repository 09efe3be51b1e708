//! `idle`: processes without work.

use std::time::{Duration, Instant};

use crate::env::Env;
use crate::report::{Requirement, Row};

pub(super) const NAME: &str = "idle";
/// Connections and first polls are done by then.
const SETTLE: Duration = Duration::from_secs(3);
const OBSERVATION_TIME: Duration = Duration::from_secs(10);

pub(super) async fn run(env: &mut Env) -> anyhow::Result<Vec<Row>> {
    let api = env.api().await?;
    let worker = env.worker()?;
    let scheduler = env.start(&["scheduler"])?;
    env.user(&api, "alice").await?.warm_up().await?;
    let mut processes = [("worker", worker), ("API", api.process), ("scheduler", scheduler)];
    tokio::time::sleep(SETTLE).await;
    let began = Instant::now();
    let mut before = Vec::new();
    for (_, process) in &processes {
        before.push(process.cpu_seconds()?);
    }
    tokio::time::sleep(OBSERVATION_TIME).await;
    let seconds = began.elapsed().as_secs_f64();
    let mut rows = Vec::new();
    for ((name, process), before) in processes.iter_mut().zip(before) {
        process.check()?;
        let percent = (process.cpu_seconds()? - before) / seconds * 100.0;
        let row = Row::new(NAME, format!("CPU of the {name}"), percent, "% of a core");
        rows.push(if *name == "worker" { row.required(Requirement::Below(1.0)) } else { row });
    }
    let mut together = 0.0;
    for (name, process) in &processes {
        let resident = process.resident_mb()?;
        together += resident;
        rows.push(Row::new(NAME, format!("resident memory of the {name}"), resident, "MB"));
    }
    rows.push(Row::new(NAME, "resident memory of the three", together, "MB").required(Requirement::Below(80.0)));
    Ok(rows)
}
