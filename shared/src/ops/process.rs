use std::fs;

use crate::metrics::Metrics;

/// Linux clock ticks per second for process times, on every platform that it runs on.
const TICKS: f64 = 100.0;

/// Exports this process's resource usage, if available from Linux's `/proc`.
pub(super) fn show(metrics: &Metrics) {
    if let Some(bytes) = resident_bytes() {
        metrics.memory_bytes.get_or_create(&[]).set(bytes);
    }
    if let Some(seconds) = cpu_seconds() {
        metrics.cpu_seconds.inc_by((seconds - metrics.cpu_seconds.get()).max(0.0));
    }
}

fn resident_bytes() -> Option<i64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: i64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes * 1024)
}

fn cpu_seconds() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The program name, in parentheses, may have spaces in it; user and system time are fields 14 and 15.
    let fields = stat.rsplit(") ").next()?.split_whitespace();
    let ticks = fields.skip(11).take(2).map(|ticks| ticks.parse::<u32>().ok().map(f64::from));
    Some(ticks.sum::<Option<f64>>()? / TICKS)
}
