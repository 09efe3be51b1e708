//! `switchboard doctor`: checks the configuration and every dependency of the processes; reports each problem in a
//! sentence, with its fix. It changes nothing.

mod network;
mod postgres;
mod redis;
mod report;

use std::collections::BTreeSet;

use anyhow::bail;
use secrecy::ExposeSecret;
use shared::app::App;
use shared::config::{Config, Env, Risk};

use crate::output::print;
use report::{Check, Report};

/// A random text of 32 characters has about 20 or more different ones; a hexadecimal one up to 16.
const FEW_CHARACTERS: usize = 10;
/// Each waiting or streaming client takes a file descriptor, as does each connection to a server.
const FEW_FILES: u64 = 4096;

/// Prints the findings; fails if there is a problem.
pub(crate) async fn run(as_json: bool) -> anyhow::Result<()> {
    let (config, problems) = Config::inspect(Env::of_process());
    let (postgres, redis, port, providers) = tokio::join!(
        postgres::check(&config.storage),
        redis::check(&config.storage),
        network::api_port(&config.http),
        network::providers(&config),
    );
    let mut checks = configuration(&problems);
    checks.extend(secret(&config, &problems));
    checks.extend(exposure(&config));
    let most = config.edge.max_connections;
    if problems.is_empty() {
        checks.extend(queues(config));
    }
    checks.extend([postgres, redis, vec![port], providers].into_iter().flatten());
    checks.extend(open_files(most));
    let report = Report(checks);
    print(&if as_json { report.to_json() } else { report.to_text() });
    match report.problems() {
        0 => Ok(()),
        1 => bail!("there is a problem"),
        number => bail!("there are {number} problems"),
    }
}

fn configuration(problems: &[String]) -> Vec<Check> {
    if problems.is_empty() {
        return vec![Check::ok("configuration", "every variable makes sense")];
    }
    problems
        .iter()
        .map(|problem| Check::problem("configuration", format!("{problem}; .env.example explains every variable")))
        .collect()
}

/// Checks a secret that is long enough; missing or short ones are configuration problems.
fn secret(config: &Config, problems: &[String]) -> Option<Check> {
    let secret = config.auth.jwt_secret.expose_secret();
    let different = secret.chars().collect::<BTreeSet<_>>().len();
    if problems.iter().any(|problem| problem.starts_with("JWT_SECRET")) {
        return None;
    }
    Some(if different < FEW_CHARACTERS {
        let says = format!(
            "JWT_SECRET has only {different} different characters, so it may be guessed: \
            make one with `openssl rand -base64 48`"
        );
        Check::warning("secret", says)
    } else {
        Check::ok("secret", "JWT_SECRET looks random")
    })
}

/// Dangerous combinations of settings.
fn exposure(config: &Config) -> Vec<Check> {
    let risks = config.risks();
    if risks.is_empty() {
        return vec![Check::ok(
            "exposure",
            "addresses, proxies, hosts, metrics and what strangers may spend are set up without a known danger",
        )];
    }
    let check = |Risk { is_problem, text }| {
        if is_problem { Check::problem("exposure", text) } else { Check::warning("exposure", text) }
    };
    risks.into_iter().map(check).collect()
}

/// A worker's startup checks.
fn queues(config: Config) -> Option<Check> {
    // The servers' checks report invalid URLs.
    let app = App::build(config).ok()?;
    let queues = worker::Engine::new(app).and_then(|engine| engine.queues());
    Some(match queues {
        Ok(queues) => {
            let names: Vec<_> = queues.iter().map(ToString::to_string).collect();
            Check::ok("queues", format!("a worker with this configuration serves {}", names.join(", ")))
        }
        Err(error) => Check::problem("queues", format!("{error}: no worker starts with this configuration")),
    })
}

fn open_files(max_connections: usize) -> Option<Check> {
    let (soft, _) = rlimit::getrlimit(rlimit::Resource::NOFILE).ok()?;
    Some(if soft < FEW_FILES {
        let says = format!(
            "a process may have {soft} files open, and each client that waits holds one: \
            raise the limit (`ulimit -n`, LimitNOFILE, ulimits) to {FEW_FILES} or more where the API runs"
        );
        Check::warning("open_files", says)
    } else if u64::try_from(max_connections).is_ok_and(|most| most >= soft) {
        let says = format!(
            "MAX_CONNECTIONS is {max_connections}, and a process may have {soft} files open: connections to Postgres and \
            Redis may fail; lower it, or raise the limit of open files"
        );
        Check::warning("open_files", says)
    } else {
        Check::ok("open_files", format!("a process may have {soft} files open"))
    })
}
