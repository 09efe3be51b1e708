//! Postgres: reachable, new enough, up to date, writable.

use std::collections::BTreeMap;
use std::str::FromStr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use secrecy::ExposeSecret;
use shared::config::Storage;
use shared::db::{MIGRATIONS, REPORT_CONNECTIONS};
use shared::events;
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection, PgConnection};

use super::report::Check;

const TIMEOUT: Duration = Duration::from_secs(5);
/// The oldest version used by `make run` and the tests; older ones are untested.
const OLDEST: i32 = 15;
/// The minimum: one of each process.
const FEW_PROCESSES: i64 = 3;
const MUCH_SKEW_SECONDS: f64 = 2.0;
/// Streams should never lag this much.
const MUCH_HELD_BACK_SECONDS: f64 = 10.0;
/// Tables that a message uses.
const TABLES: [&str; 6] = ["events", "jobs", "messages", "transfers", "users", "wallets"];

#[derive(sqlx::FromRow)]
struct Server {
    version: String,
    version_number: i32,
    database: String,
    size: String,
    read_only: bool,
    writes_through: bool,
    max_connections: i32,
    now: f64,
}

pub(super) async fn check(storage: &Storage) -> Vec<Check> {
    let url = storage.database_url.expose_secret();
    if url.is_empty() {
        return Vec::new();
    }
    let options = match PgConnectOptions::from_str(url) {
        Ok(options) => options,
        Err(error) => return vec![Check::problem("postgres", format!("DATABASE_URL is not a Postgres URL: {error}"))],
    };
    let place = format!("{}:{}", options.get_host(), options.get_port());
    let examined = async {
        let mut connection = match options.connect().await {
            Ok(connection) => connection,
            Err(error) => return vec![unreachable(&place, &error)],
        };
        let checks = examine(&mut connection, storage, &place).await;
        // An error on closing does not affect the findings.
        let _ = connection.close().await;
        checks.unwrap_or_else(|error| {
            vec![Check::problem("postgres", format!("{place} does not answer as it should: {error}"))]
        })
    };
    let late = || {
        vec![Check::problem(
            "postgres",
            format!("{place} did not answer within {} s: look at DATABASE_URL and firewalls", TIMEOUT.as_secs()),
        )]
    };
    tokio::time::timeout(TIMEOUT, examined).await.unwrap_or_else(|_| late())
}

fn unreachable(place: &str, error: &sqlx::Error) -> Check {
    let code = error.as_database_error().and_then(|error| error.code());
    let todo = match code.as_deref() {
        Some("28P01" | "28000") => "look at the user and password in DATABASE_URL, and at pg_hba.conf",
        Some("3D000") => "create the database, then run `switchboard migrate`",
        Some("53300") => "too many connections are open: raise max_connections, or lower DATABASE_MAX_CONNECTIONS",
        Some("57P03") => "the server is starting or stopping: try again",
        _ => "look whether it runs and whether DATABASE_URL is right",
    };
    Check::problem("postgres", format!("{place} can't be used ({error}): {todo}"))
}

async fn examine(connection: &mut PgConnection, storage: &Storage, place: &str) -> sqlx::Result<Vec<Check>> {
    let before = seconds();
    let server: Server = sqlx::query_as(
        "SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS version_number,
            current_database() AS database, pg_size_pretty(pg_database_size(current_database())) AS size,
            current_setting('transaction_read_only')::bool AS read_only, current_setting('fsync')::bool AS writes_through,
            current_setting('max_connections')::int AS max_connections,
            extract(epoch FROM clock_timestamp())::float8 AS now",
    )
    .fetch_one(&mut *connection)
    .await?;
    let skew = server.now - f64::midpoint(before, seconds());
    let mut checks = vec![version(&server, place), clock(skew), room(&server, storage)];
    if !server.writes_through {
        let says = "it is off: a crash of its machine may destroy the database. Right for a private one, not for one that is kept";
        checks.push(Check::warning("fsync", says));
    }
    checks.push(migrations(connection).await?);
    checks.push(writes(connection, &server).await?);
    checks.extend(event_log(connection).await?);
    Ok(checks)
}

fn version(server: &Server, place: &str) -> Check {
    let Server { version, database, size, .. } = server;
    if server.version_number / 10_000 < OLDEST {
        return Check::problem(
            "postgres",
            format!("{place} is version {version}: Switchboard needs {OLDEST} or newer"),
        );
    }
    Check::ok("postgres", format!("{place} answers: version {version}, database {database} of {size}"))
}

fn clock(skew: f64) -> Check {
    if skew.abs() > MUCH_SKEW_SECONDS {
        let says = format!(
            "this machine's clock differs from the database's by {:.0} s: set both by NTP; logins and times of \
            messages go by this one, jobs by the other",
            skew.abs()
        );
        return Check::warning("clock", says);
    }
    Check::ok("clock", "this machine's clock agrees with the database's")
}

/// An API's connections beside its pool: two for single statements, one to listen for ended sessions, and those for
/// reports.
const BESIDE_THE_POOL: i64 = 3 + REPORT_CONNECTIONS as i64;

/// The number of processes that the server has room for.
fn room(server: &Server, storage: &Storage) -> Check {
    let (all, each) = (i64::from(server.max_connections), i64::from(storage.max_connections) + BESIDE_THE_POOL);
    let processes = all / each;
    let says =
        format!("the server allows {all} connections and a process takes up to {each}: room for {processes} processes");
    if processes < FEW_PROCESSES {
        return Check::warning(
            "connections",
            format!("{says}; raise max_connections, or lower DATABASE_MAX_CONNECTIONS"),
        );
    }
    Check::ok("connections", says)
}

async fn migrations(connection: &mut PgConnection) -> sqlx::Result<Check> {
    let about = "migrations";
    let known: BTreeMap<i64, &[u8]> = MIGRATIONS.iter().map(|it| (it.version, &*it.checksum)).collect();
    let asked = sqlx::query_as::<_, (i64, bool, Vec<u8>)>("SELECT version, success, checksum FROM _sqlx_migrations");
    let applied = match asked.fetch_all(connection).await {
        Ok(applied) => applied,
        Err(error) if has_code(&error, "42P01") => Vec::new(),
        Err(error) => return Err(error),
    };
    if applied.is_empty() {
        return Ok(Check::problem(about, "the database is empty: run `switchboard migrate`"));
    }
    if let Some((version, ..)) = applied.iter().find(|(_, success, _)| !success) {
        return Ok(Check::problem(
            about,
            format!("migration {version} broke off half-way: mend it by hand, then run `switchboard migrate`"),
        ));
    }
    if let Some((version, ..)) =
        applied.iter().find(|(version, _, sum)| known.get(version).is_some_and(|own| *own != sum.as_slice()))
    {
        return Ok(Check::problem(
            about,
            format!("migration {version} in the database is not the one of this binary: they are of different origin"),
        ));
    }
    let pending = known.keys().filter(|version| applied.iter().all(|(done, ..)| done != *version)).count();
    let ahead = applied.iter().filter(|(version, ..)| !known.contains_key(version)).count();
    Ok(match (pending, ahead) {
        (0, 0) => Check::ok(about, format!("all {} are there", known.len())),
        (0, ahead) => Check::warning(
            about,
            format!(
                "{ahead} are newer than this binary: right in the middle of an update, else use a newer binary here"
            ),
        ),
        (pending, _) => {
            Check::problem(about, format!("{pending} of {} are pending: run `switchboard migrate`", known.len()))
        }
    })
}

/// Whether the role has the permissions to send a message. Nothing is written.
async fn writes(connection: &mut PgConnection, server: &Server) -> sqlx::Result<Check> {
    let about = "postgres_writes";
    if server.read_only {
        let says = "the database takes no writes (a standby, or default_transaction_read_only): DATABASE_URL must name the primary";
        return Ok(Check::problem(about, says));
    }
    let refused: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM UNNEST($1::text[]) AS tables (name)
        WHERE to_regclass(name) IS NOT NULL
            AND NOT (has_table_privilege(name, 'SELECT') AND has_table_privilege(name, 'INSERT'))",
    )
    .bind(TABLES.map(str::to_owned))
    .fetch_all(connection)
    .await?;
    Ok(if refused.is_empty() {
        Check::ok(about, "the role may write")
    } else {
        Check::problem(
            about,
            format!(
                "the role may not write to {}: grant it that, or name the tables' owner in DATABASE_URL",
                refused.join(", ")
            ),
        )
    })
}

/// Whether the event log serves new events.
async fn event_log(connection: &mut PgConnection) -> sqlx::Result<Option<Check>> {
    let about = "event_log";
    let exists: bool =
        sqlx::query_scalar("SELECT to_regclass('events') IS NOT NULL").fetch_one(&mut *connection).await?;
    if !exists {
        return Ok(None);
    }
    let is_from_elsewhere: bool = sqlx::query_scalar(
        "SELECT coalesce(max(xact) >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint, false)
        FROM (SELECT xact FROM events ORDER BY seq DESC LIMIT 1000) AS newest",
    )
    .fetch_one(&mut *connection)
    .await?;
    if is_from_elsewhere {
        let says = "it has transactions that this server has not begun yet: the database was restored from a dump, and \
            events are served to nobody until docs/events.md, \"After a dump and restore\", is followed";
        return Ok(Some(Check::problem(about, says)));
    }
    let held_back = events::held_back(&mut *connection).await?;
    let own: String = sqlx::query_scalar("SELECT current_database()::text").fetch_one(connection).await?;
    if held_back.seconds < MUCH_HELD_BACK_SECONDS {
        return Ok(Some(Check::ok(about, "no old transaction holds it back")));
    }
    let place =
        if held_back.database == own { "this database".into() } else { format!("the database {}", held_back.database) };
    let says = format!(
        "a write transaction in {place} has run for {:.0} s: until it ends, no event is served to anybody. Look at \
        pg_stat_activity and pg_prepared_xacts, and end it",
        held_back.seconds
    );
    Ok(Some(Check::warning(about, says)))
}

fn has_code(error: &sqlx::Error, code: &str) -> bool {
    error.as_database_error().and_then(|error| error.code()).is_some_and(|it| it == code)
}

/// Seconds since 1970 by this machine's clock.
fn seconds() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64()
}
