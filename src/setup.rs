//! Common setup of subcommands: an application from the configuration, and an up-to-date database.

use anyhow::Context;
use shared::app::App;
use shared::config::{Config, Env};
use shared::db::{Db, MIGRATIONS};
use shared::telemetry;

use crate::traces;

/// Reads the configuration, starts logging, wires the application.
pub(crate) fn app(env: Env) -> anyhow::Result<App> {
    let config = Config::read(env)?;
    telemetry::init(config.log_format);
    Ok(App::build(config)?)
}

/// The application of a serving process, with optional tracing.
pub(crate) fn process(env: Env, name: &'static str) -> anyhow::Result<App> {
    let config = Config::read(env)?;
    telemetry::init(config.log_format);
    let traces = traces::start(&config.traces, name)?;
    Ok(App::traced(config, traces)?)
}

/// Migrates the database, one process at a time.
pub(crate) async fn migrate(app: &App) -> anyhow::Result<()> {
    let failed = "the database could not be brought up to date";
    // On its own connection, which is not reused: a migration may take its time.
    let mut connection = app.db.pool().acquire().await.context(failed)?.detach();
    Db::lift_time_limits(&mut connection).await.context(failed)?;
    Db::lock_migrations(&mut connection).await.context(failed)?;
    MIGRATIONS.run(&mut connection).await.context(failed)
}
