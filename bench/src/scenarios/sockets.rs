//! `sockets`: thousands of idle sockets at one API process, in conversations of two.

use std::time::{Duration, Instant};

use anyhow::Context;
use futures::{StreamExt, TryStreamExt, stream};
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::client::{User, answer};
use crate::clients::address;
use crate::env::Env;
use crate::report::{Requirement, Row};
use crate::sockets::Listener;
use crate::stats::count;

pub(super) const NAME: &str = "sockets";
const USERS: usize = 102;
const AT_A_TIME: usize = 32;
const SETTLE: Duration = Duration::from_secs(8);
const OBSERVATION_TIME: Duration = Duration::from_secs(10);

pub(super) async fn run(env: &mut Env, sockets: usize) -> anyhow::Result<Vec<Row>> {
    let api = env.api().await?;
    let users: Vec<User> = stream::iter(0..USERS)
        .map(|number| {
            let (env, api) = (&*env, &api);
            async move { env.user(api, &format!("member{number}")).await }
        })
        .buffered(AT_A_TIME)
        .try_collect()
        .await?;
    // Each has about a hundred.
    let quota =
        "INSERT INTO user_quotas (user_id, name, amount, updated_at) SELECT id, 'sockets', 1000, now() FROM users";
    sqlx::query(quota).execute(&env.db).await?;
    let pairs = (0..USERS).flat_map(|one| (one + 1..USERS).map(move |other| (one, other))).take(sockets / 2);
    let conversations: Vec<(usize, usize, String)> = stream::iter(pairs)
        .map(|(one, other)| {
            let (env, api, users) = (&*env, &api, &users);
            async move {
                let request = env.http.post(format!("{}/v1/conversations", api.base)).bearer_auth(&users[one].token);
                let begun: Value =
                    answer(request.json(&json!({"participants": [users[other].name]})), StatusCode::CREATED).await?;
                anyhow::Ok((one, other, begun["id"].as_str().context("no id")?.to_owned()))
            }
        })
        .buffer_unordered(AT_A_TIME)
        .try_collect()
        .await?;
    let (server, before) = (address(&api)?, api.process.resident_mb()?);
    let began = Instant::now();
    let both = conversations.iter().flat_map(|(one, other, id)| [(*one, id), (*other, id)]);
    let open: Vec<Listener> = stream::iter(both)
        .map(|(user, id)| {
            let token = &users[user].token;
            async move { Listener::open(server, &format!("/v1/conversations/{id}/ws"), token).await }
        })
        .buffer_unordered(AT_A_TIME)
        .try_collect()
        .await?;
    let opening = began.elapsed().as_secs_f64();
    tokio::time::sleep(SETTLE).await;
    let (resident, cpu) = (api.process.resident_mb()?, api.process.cpu_seconds()?);
    tokio::time::sleep(OBSERVATION_TIME).await;
    let percent = (api.process.cpu_seconds()? - cpu) / OBSERVATION_TIME.as_secs_f64() * 100.0;
    let each = (resident - before) * 1024.0 / count(open.len());
    Ok(vec![
        Row::new(NAME, format!("resident memory for each of {}", open.len()), each, "KB")
            .required(Requirement::AtMost(25.0)),
        Row::new(NAME, "resident memory of the API before", before, "MB"),
        Row::new(NAME, "resident memory of the API with them", resident, "MB"),
        Row::new(NAME, "opened", count(open.len()) / opening, "a second"),
        Row::new(NAME, "CPU of the API without messages", percent, "% of a core"),
    ])
}
