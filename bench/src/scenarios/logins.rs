//! `logins`: a login while other clients make the API hash passwords that they then abandon.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use futures::future::try_join_all;
use serde_json::json;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::client::{PASSWORD, User};
use crate::clients::address;
use crate::env::Env;
use crate::report::{Requirement, Row};

pub(super) const NAME: &str = "logins";
/// Logins with unknown names, and with a correct password.
const MADE_UP: usize = 60;
const RIGHT: usize = 30;
/// How long each waits for a response.
const STAYS: Duration = Duration::from_millis(300);

pub(super) async fn run(env: &mut Env) -> anyhow::Result<Vec<Row>> {
    env.set("BCRYPT_COST", "12");
    let api = env.api().await?;
    let server = address(&api)?;
    for name in ["honest", "restless"] {
        env.user(&api, name).await?;
    }
    let alone = login(env, &api.base).await?;
    let made_up = (0..MADE_UP).map(|number| format!("nobody{number}"));
    let names: Vec<String> = made_up.chain((0..RIGHT).map(|_| "restless".to_owned())).collect();
    let before = api.process.cpu_seconds()?;
    let others = tokio::spawn(async move { try_join_all(names.iter().map(|name| abort(server, name))).await });
    tokio::time::sleep(STAYS).await;
    let beside = login(env, &api.base).await?;
    others.await??;
    let cpu = api.process.cpu_seconds()? - before;
    Ok(vec![
        Row::new(NAME, "login, alone", alone, "s"),
        Row::new(NAME, format!("login, after {MADE_UP} and {RIGHT} that were aborted"), beside, "s")
            .required(Requirement::AtMost(3.0)),
        Row::new(NAME, "CPU that the API spent on all of them", cpu, "s"),
    ])
}

/// Seconds per login.
async fn login(env: &Env, base: &str) -> anyhow::Result<f64> {
    let began = Instant::now();
    User::log_in(env.http.clone(), base, "honest").await?;
    Ok(began.elapsed().as_secs_f64())
}

/// Aborts a login.
async fn abort(server: SocketAddr, name: &str) -> anyhow::Result<()> {
    let body = json!({"username": name, "password": PASSWORD}).to_string();
    let request = format!(
        "POST /v1/auth/token HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect(server).await?;
    stream.write_all(request.as_bytes()).await?;
    tokio::time::sleep(STAYS).await;
    Ok(())
}
