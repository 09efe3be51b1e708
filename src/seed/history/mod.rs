//! Thirty days of demo activity, for `switchboard dev` in an empty database.
//!
//! An application whose clock stands in the past serves its API and runs its jobs on this process's loopback address,
//! and demo users do what real ones would: every row is written by the code that writes it later.

mod act;
mod opening;
mod plan;
mod servers;
mod story;
mod texts;

use anyhow::Context;
use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};
use scheduler::Scheduler;
use serde_json::json;
use shared::accounts;
use shared::app::App;
use shared::config::Env;
use shared::ledger_audit;
use tokio::runtime::Builder;
use tracing::subscriber::NoSubscriber;

use crate::output::print;
use crate::seed::users::PASSWORD;
use plan::Plan;
use servers::Servers;
use story::Story;

/// Created first and last; they mark a history that was begun and completed.
const FIRST: &str = "clara";
const LAST: &str = "grace";
const ADMIN: &str = "demo_admin";
/// Number of actions that follow each other closely, before their jobs are run.
const GROUP: usize = 8;
/// Between two of them.
const ACTION_INTERVAL: TimeDelta = TimeDelta::milliseconds(700);
/// Progress is printed after this many days.
const REPORTED_DAYS: u32 = 5;
const MINUTES_OF_A_DAY: i64 = 24 * 60;

/// The state of a database.
enum Progress {
    Empty,
    /// Interrupted.
    Begun,
    /// Completed, or in use without a history.
    Ended,
}

/// The demo history's length in days: `DEV_HISTORY_DAYS`, 0 for none.
pub(crate) fn days(env: &mut Env) -> u32 {
    env.number("DEV_HISTORY_DAYS", 30, 0..=365)
}

/// The accounts of the history besides the five sample users.
pub(crate) fn usernames() -> impl Iterator<Item = &'static str> {
    let businesses = texts::BUSINESSES.iter().map(|business| business.username);
    let users = texts::USERS.iter().map(|(name, ..)| *name);
    users.chain([LAST, texts::OTHER_RESELLER]).chain(businesses)
}

/// Creates the history of an empty database, or completes an interrupted one.
pub(crate) async fn create(app: &App, env: Env, days: u32) -> anyhow::Result<()> {
    let progress = progress(app).await?;
    if days == 0 || matches!(progress, Progress::Ended) {
        return Ok(());
    }
    print(&format!("  Creating {days} days of demo activity (DEV_HISTORY_DAYS=0 leaves it out)"));
    let began = std::time::Instant::now();
    tokio::task::spawn_blocking(move || quietly(write(env, days))).await??;
    print(&format!("  Demo activity created in {} s", began.elapsed().as_secs()));
    Ok(())
}

/// Runs a future and all that it spawns on this thread, without a log: thousands of requests would fill it.
fn quietly<T>(future: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    let _quiet = tracing::subscriber::set_default(NoSubscriber::new());
    Builder::new_current_thread().enable_all().build()?.block_on(future)
}

async fn write(env: Env, days: u32) -> anyhow::Result<()> {
    let (servers, past) = Servers::start(env).await?;
    let today = Utc::now();
    let start = (today.date_naive() - Days::new(u64::from(days - 1))).and_time(NaiveTime::MIN).and_utc();
    let mut story = Story::begin(past.clone(), servers, start)?;
    let outcome = write_days(&mut story, days, (start, today)).await;
    let Story { servers, .. } = story;
    servers.stop(&past).await?;
    outcome
}

async fn progress(app: &App) -> anyhow::Result<Progress> {
    let has = async |name| Ok::<_, anyhow::Error>(accounts::find(app.db.pool(), name).await?.is_some());
    Ok(match (has(FIRST).await?, has(LAST).await?) {
        (true, false) => Progress::Begun,
        (false, false) if !has(ADMIN).await? => Progress::Empty,
        _ => Progress::Ended,
    })
}

/// Writes all days from the first one without messages.
async fn write_days(story: &mut Story, days: u32, (start, now): (DateTime<Utc>, DateTime<Utc>)) -> anyhow::Result<()> {
    opening::create(story).await?;
    let newest = story.get("demo_business", "/v1/messages?limit=1").await?;
    let newest = newest["data"][0]["created_at"].as_str().and_then(|at| at.parse::<DateTime<Utc>>().ok());
    let first = newest.map_or(0, |at| (at - start).num_days() + 1);
    let mut scheduler = Scheduler::new()?;
    for day in u32::try_from(first)?..days {
        let midnight = start + TimeDelta::days(day.into());
        story.go_to(midnight);
        scheduler.tick(&story.app).await?;
        story.work().await?;
        let plan = plan::of_day(day, days - 1, midnight.date_naive());
        write_day(story, plan, (midnight, now)).await?;
        if (day + 1) % REPORTED_DAYS == 0 {
            print(&format!("    day {} of {days}", day + 1));
        }
    }
    let last = json!({"username": LAST, "password": PASSWORD, "first_name": "Grace", "last_name": "Lindqvist"});
    story.call_unauthenticated("/v1/auth/signup", &last).await?;
    let proof = ledger_audit::prove_and_checkpoint(&story.app, true).await?;
    anyhow::ensure!(proof.holds, "the ledger audit of the demo activity found discrepancies: {proof:?}");
    Ok(())
}

/// Writes a day; today only until now, all of its actions in the hours that have passed. Actions are done in groups, so
/// that no message waits long for the workers.
async fn write_day(
    story: &mut Story,
    plan: Plan,
    (midnight, now): (DateTime<Utc>, DateTime<Utc>),
) -> anyhow::Result<()> {
    let minutes = (now - midnight).num_minutes().clamp(1, MINUTES_OF_A_DAY);
    for group in plan.chunks(GROUP) {
        let first = group.first().map_or(0, |(minute, _)| i64::from(*minute));
        story.go_to(midnight + TimeDelta::seconds(first * 60 * minutes / MINUTES_OF_A_DAY));
        for (_, action) in group {
            act::perform(story, action).await.with_context(|| format!("{action:?}"))?;
            story.app.clock.advance(ACTION_INTERVAL);
        }
        story.work().await?;
    }
    Ok(())
}
