//! `limit`: a provider limits the rate to 20 messages per second; four workers have 500.

use std::time::Duration;

use anyhow::bail;

use crate::client::fill;
use crate::env::Env;
use crate::provider::Provider;
use crate::report::{Requirement, Row};
use crate::stats::{count, whole};

pub(super) const NAME: &str = "limit";
const PER_SECOND: f64 = 20.0;
const SENDS: usize = 500;
const WORKERS: usize = 4;
const ANSWER_AFTER: Duration = Duration::from_millis(20);

pub(super) async fn run(env: &mut Env) -> anyhow::Result<Vec<Row>> {
    let provider = Provider::limited(ANSWER_AFTER, PER_SECOND).await?;
    provider.configure(env);
    let api = env.api().await?;
    let user = env.user(&api, "many").await?;
    fill(&[user], SENDS, "whatsapp", |_, number| format!("+1555{:07}", 1_000_000 + number)).await?;
    let mut workers = Vec::new();
    for _ in 0..WORKERS {
        workers.push(env.worker()?);
    }
    while env.has_open_jobs().await? {
        workers.iter_mut().try_for_each(|worker| worker.check())?;
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let seen = provider.seen();
    let (Some(first), Some(last)) = (seen.taken.first(), seen.taken.last()) else { bail!("nothing was sent") };
    let rate = count(seen.taken.len() - 1) / last.duration_since(*first).as_secs_f64();
    let after = seen.taken.len() + seen.refused - seen.before;
    let burnt: i64 = sqlx::query_scalar("SELECT count(*) FROM jobs WHERE attempt > 1").fetch_one(&env.db).await?;
    let sent: i64 =
        sqlx::query_scalar("SELECT count(*) FROM messages WHERE status = 'sent'").fetch_one(&env.db).await?;
    Ok(vec![
        Row::new(NAME, format!("sent of {SENDS}"), whole(sent), "").required(Requirement::AtLeast(count(SENDS))),
        Row::new(NAME, "accepted by the provider", rate, "a second").required(Requirement::AtLeast(0.9 * PER_SECOND)),
        Row::new(
            NAME,
            "refused after the first refusal",
            count(seen.refused.saturating_sub(1)) / count(after) * 100.0,
            "%",
        )
        .required(Requirement::Below(5.0)),
        Row::new(NAME, "jobs with a burnt attempt", whole(burnt), "").required(Requirement::AtMost(0.0)),
    ])
}
