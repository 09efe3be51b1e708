//! `scripts/services`: private servers of a clone, in copies of the scripts, as a clone has them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output};
use std::time::Duration;

use redis::AsyncCommands;
use sqlx::{Connection, PgConnection};

/// A folder with the scripts. Its servers are stopped at the end, also of a failed test.
struct Clone(PathBuf);

impl Clone {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("switchboard-{name}-{}", std::process::id()));
        fs::create_dir(&folder).unwrap();
        let copied = Command::new("cp").args(["-r", "scripts"]).arg(&folder).current_dir(root()).status().unwrap();
        assert!(copied.success());
        Self(folder)
    }

    /// Runs the script, for a process that holds the servers.
    fn run(&self, args: &[&str], holder: Option<u32>) -> Output {
        let mut command = Command::new(self.0.join("scripts/services"));
        command.args(args).env_remove("SERVICES_HOLDER");
        if let Some(holder) = holder {
            command.env("SERVICES_HOLDER", holder.to_string());
        }
        command.output().unwrap()
    }

    fn expect(&self, args: &[&str], holder: Option<u32>) -> String {
        let output = self.run(args, holder);
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// The URLs of Postgres and Redis.
    fn up(&self, name: &str, holder: Option<u32>) -> [String; 2] {
        let exports = self.expect(&["up", name], holder);
        ["DATABASE_URL", "REDIS_URL"].map(|name| {
            let line = exports.lines().find_map(|line| line.strip_prefix(&format!("export {name}='")));
            line.unwrap().trim_end_matches('\'').to_owned()
        })
    }
}

impl Drop for Clone {
    fn drop(&mut self) {
        for name in ["test", "chaos"] {
            self.run(&["down", name], None);
        }
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// When the server started.
async fn postgres(url: &str) -> Option<String> {
    let mut connection = PgConnection::connect(url).await.ok()?;
    let started = "SELECT pg_postmaster_start_time()::text";
    sqlx::query_scalar(started).fetch_one(&mut connection).await.ok()
}

async fn redis(url: &str) -> redis::RedisResult<redis::aio::MultiplexedConnection> {
    redis::Client::open(url)?.get_multiplexed_async_connection().await
}

/// Another process that uses the servers.
struct Holder(Child);

impl Holder {
    fn new() -> Self {
        Self(Command::new("sleep").arg("600").spawn().unwrap())
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test]
async fn servers_are_shared_until_their_last_holder_is_done() {
    let clone = Clone::new("shared");
    let (own, other, killed) = (std::process::id(), Holder::new(), Holder::new());
    let urls = clone.up("test", Some(own));
    let started = postgres(&urls[0]).await.unwrap();
    redis(&urls[1]).await.unwrap().set::<_, _, ()>("key", 1).await.unwrap();
    for holder in [&other, &killed] {
        assert_eq!(clone.up("test", Some(holder.0.id())), urls);
    }
    assert_eq!(clone.expect(&["psql", "test", "-Atc", "SELECT 7"], None).trim(), "7");
    drop(killed);
    clone.expect(&["down", "test"], Some(own));
    assert_eq!(postgres(&urls[0]).await, Some(started), "another process uses it");
    assert_eq!(redis(&urls[1]).await.unwrap().get::<_, Option<i64>>("key").await.unwrap(), Some(1));

    clone.expect(&["down", "test"], Some(other.0.id()));
    assert_eq!(postgres(&urls[0]).await, None);
    assert!(redis(&urls[1]).await.is_err());
    let prompt = clone.run(&["psql", "test", "-Atc", "SELECT 7"], None);
    assert!(!prompt.status.success());
    let why = String::from_utf8(prompt.stderr).unwrap();
    assert!(why.contains("does not run: start it with `scripts/services up test`"), "{why}");

    assert_eq!(clone.up("test", None), urls, "on the same ports");
    assert!(postgres(&urls[0]).await.is_some());
}

#[tokio::test]
async fn one_server_is_killed_paused_and_started_again_with_its_data() {
    let clone = Clone::new("chaos");
    let [database_url, redis_url] = clone.up("chaos", None);
    let psql = |sql: &str| clone.expect(&["psql", "chaos", "-qAtc", sql], None);
    psql("CREATE TABLE kept AS SELECT 5 AS number");
    for action in ["kill", "stop"] {
        clone.expect(&[action, "chaos", "postgres"], None);
        assert_eq!(postgres(&database_url).await, None, "{action}");
        assert!(redis(&redis_url).await.is_ok(), "the other goes on");
        assert!(!clone.run(&[action, "chaos", "postgres"], None).status.success(), "it does not run");
        clone.expect(&["start", "chaos", "postgres"], None);
        assert!(postgres(&database_url).await.is_some());
        assert_eq!(psql("SELECT number FROM kept").trim(), "5");
    }
    clone.expect(&["pause", "chaos", "redis"], None);
    let no_answer = tokio::time::timeout(Duration::from_millis(500), redis(&redis_url)).await;
    assert!(no_answer.is_err() || no_answer.unwrap().is_err());
    clone.expect(&["resume", "chaos", "redis"], None);
    assert!(redis(&redis_url).await.is_ok());
    assert!(!clone.run(&["start", "chaos", "redis"], None).status.success(), "it runs");

    // Paused servers are stopped as well.
    clone.expect(&["pause", "chaos", "postgres"], None);
    clone.expect(&["down", "chaos"], None);
    assert_eq!(postgres(&database_url).await, None);
    assert!(redis(&redis_url).await.is_err());
    for wrong in [&["stop", "test", "redis"][..], &["stop", "chaos", "all"], &["up", "other"], &[]] {
        assert!(!clone.run(wrong, None).status.success(), "{wrong:?}");
    }
}

/// Servers outlive the scripts that start them: a lock held by a descriptor of the caller must not stay held.
#[test]
fn servers_inherit_no_descriptors() {
    let clone = Clone::new("descriptors");
    let script = r#"
        set -eu
        exec 7>"$1/lock" && flock 7
        "$1/scripts/services" up test >/dev/null
        exec 7>&-
        flock -n "$1/lock" true || { echo "a server holds the lock" >&2; exit 3; }
    "#;
    let mut command = Command::new("bash");
    command.args(["-c", script, "bash"]).arg(&clone.0).env_remove("SERVICES_HOLDER");
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Where shellcheck is installed.
#[test]
fn scripts_pass_shellcheck() {
    let entries = fs::read_dir(root().join("scripts")).unwrap().map(|entry| entry.unwrap().path());
    let scripts: Vec<_> = entries.filter(|path| path.is_file()).collect();
    let Ok(output) = Command::new("shellcheck").arg("-x").args(&scripts).current_dir(root()).output() else { return };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}
