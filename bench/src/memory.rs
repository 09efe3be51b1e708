//! Total memory of several processes.

use std::future::Future;
use std::time::Duration;

use crate::process::Process;

const EVERY: Duration = Duration::from_secs(1);

/// Resident memory of processes, in MB of 2^20 bytes, per sample.
pub(crate) struct Memory(Vec<Vec<f64>>);

impl Memory {
    /// Samples processes once a second during `work`.
    pub(crate) async fn during<T>(
        processes: &[&Process],
        work: impl Future<Output = anyhow::Result<T>>,
    ) -> anyhow::Result<(T, Self)> {
        let look = || processes.iter().map(|process| process.resident_mb()).collect::<anyhow::Result<Vec<_>>>();
        let (mut looks, mut pace) = (Vec::new(), tokio::time::interval(EVERY));
        let mut work = std::pin::pin!(work);
        let done = loop {
            tokio::select! {
                done = &mut work => break done?,
                _ = pace.tick() => looks.push(look()?),
            }
        };
        looks.push(look()?);
        Ok((done, Self(looks)))
    }

    /// The peak total of the first processes.
    pub(crate) fn peak(&self, processes: usize) -> f64 {
        self.0.iter().map(|look| look.iter().take(processes).sum()).fold(0.0, f64::max)
    }
}
