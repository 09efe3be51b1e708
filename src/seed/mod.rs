//! Demo data: users whose password is publicly known, one of them an admin, and their activity.

pub(crate) mod history;
pub(crate) mod users;

use anyhow::{Context, bail};
use shared::accounts;
use shared::config::Env;

use crate::output::print;
use crate::setup;

/// `switchboard sample-data`. Refuses if there are other users: an admin with a known password would expose them.
/// `days`: the length of the history of an empty database.
pub(crate) async fn run(env: Env, allow_other_users: bool, days: u32) -> anyhow::Result<()> {
    let past = env.clone();
    let app = &setup::app(env)?;
    let failed = "the database can't be asked for users; is it up to date (`switchboard migrate`)?";
    let names: Vec<_> = users::usernames().chain(history::usernames()).map(str::to_owned).collect();
    if !allow_other_users && accounts::is_there_another(app.db.pool(), &names).await.context(failed)? {
        bail!(
            "this database has users of its own, and the sample users have a password that everybody knows: \
            add --allow-other-users where that is meant"
        );
    }
    history::create(app, past, days).await?;
    users::create(app).await?;
    print(&users::log_in_as());
    app.close().await;
    Ok(())
}
