//! Processes of the measured program.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

/// How long termination may take. Workers wait 15 s for running jobs.
const TIMEOUT: Duration = Duration::from_secs(20);
/// Ticks per second in Linux' /proc, the same on all current machines.
const TICKS: f64 = 100.0;

/// The program to run (default: the one beside this one).
pub(crate) fn program(given: Option<&Path>) -> anyhow::Result<PathBuf> {
    let program = match given {
        Some(program) => program.to_owned(),
        None => std::env::current_exe()?.with_file_name("switchboard"),
    };
    if !program.is_file() {
        bail!("there is no {}: build it first (cargo build --release)", program.display());
    }
    Ok(program.canonicalize()?)
}

/// A running process; terminated by its process id when dropped.
pub(crate) struct Process {
    child: Child,
    name: String,
    log: PathBuf,
}

impl Process {
    /// Starts `program` with only these arguments and variables, and its log in a file. It runs in `/`, so that it
    /// finds no developer's `.env`.
    pub(crate) fn start(program: &Path, args: &[&str], env: &[(String, String)], log: PathBuf) -> anyhow::Result<Self> {
        let name = args.join(" ");
        let child = Command::new(program)
            .args(args)
            .env_clear()
            .envs(env.iter().map(|(name, value)| (name, value)))
            .current_dir("/")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(&log)?)
            .spawn()
            .with_context(|| format!("{} {name}", program.display()))?;
        Ok(Self { child, name, log })
    }

    /// Fails if the process exited.
    pub(crate) fn check(&mut self) -> anyhow::Result<()> {
        match self.child.try_wait()? {
            None => Ok(()),
            Some(status) => bail!("`{}` ended ({status}); its log is {}", self.name, self.log.display()),
        }
    }

    /// Waits for the process to exit; fails on a bad exit.
    pub(crate) async fn finish(mut self) -> anyhow::Result<()> {
        match self.end().await? {
            status if status.success() => Ok(()),
            _ => self.check(),
        }
    }

    /// Waits for its exit status.
    pub(crate) async fn end(&mut self) -> anyhow::Result<ExitStatus> {
        loop {
            match self.child.try_wait()? {
                Some(status) => return Ok(status),
                None => tokio::time::sleep(Duration::from_millis(10)).await,
            }
        }
    }

    /// Sends a signal, such as `-STOP`, to its process id.
    pub(crate) fn signal(&self, signal: &str) -> anyhow::Result<()> {
        let pid = self.child.id().to_string();
        if !Command::new("kill").args([signal, &pid]).status()?.success() {
            bail!("no {signal} to `{}`", self.name);
        }
        Ok(())
    }

    /// Terminates it and waits; an error on a timeout or a bad exit.
    pub(crate) async fn terminate(mut self) -> anyhow::Result<()> {
        self.signal("-TERM")?;
        let status = tokio::time::timeout(TIMEOUT, self.end()).await.context("it does not end")??;
        if !status.success() {
            bail!("`{}` ended with {status}; its log is {}", self.name, self.log.display());
        }
        Ok(())
    }

    /// Kills it with -9.
    pub(crate) fn kill(mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Its CPU seconds.
    pub(crate) fn cpu_seconds(&self) -> anyhow::Result<f64> {
        let stat = self.proc("stat")?;
        cpu_seconds(&stat).with_context(|| format!("/proc has no times of `{}`", self.name))
    }

    /// Resident memory in MB of 2^20 bytes.
    pub(crate) fn resident_mb(&self) -> anyhow::Result<f64> {
        let status = self.proc("status")?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
        let kilobytes: u32 = line.trim().trim_end_matches(" kB").parse().with_context(|| {
            format!("`{}` has no VmRSS: has it ended? Its log is {}", self.name, self.log.display())
        })?;
        Ok(f64::from(kilobytes) / 1024.0)
    }

    fn proc(&self, file: &str) -> anyhow::Result<String> {
        let path = format!("/proc/{}/{file}", self.child.id());
        std::fs::read_to_string(path).context("this needs Linux' /proc")
    }

    /// Terminates it and waits; kills it on a timeout.
    fn stop(&mut self) -> anyhow::Result<()> {
        if self.child.try_wait()?.is_some() {
            return Ok(());
        }
        self.signal("-TERM")?;
        // A paused process can't terminate.
        self.signal("-CONT")?;
        let asked = Instant::now();
        while asked.elapsed() < TIMEOUT {
            if self.child.try_wait()?.is_some() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        bail!("still there")
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if self.stop().is_err() {
            crate::output::note(&format!("`{}` does not end: killing it", self.name));
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

/// User and system time in a `stat` of `/proc`.
pub(crate) fn cpu_seconds(stat: &str) -> Option<f64> {
    // The name, in parentheses, may have spaces; user and system time are fields 14 and 15.
    let fields: Vec<_> = stat.rsplit(") ").next()?.split_whitespace().collect();
    let ticks = |field: usize| fields.get(field - 3)?.parse::<u32>().ok();
    Some((f64::from(ticks(14)?) + f64::from(ticks(15)?)) / TICKS)
}

/// The folder `bench` in Cargo's target folder, for reports and process logs.
pub(crate) fn folder() -> anyhow::Result<PathBuf> {
    let program = std::env::current_exe()?;
    let target = program.ancestors().nth(2).map(PathBuf::from).unwrap_or_default();
    let folder = target.join("bench");
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}
