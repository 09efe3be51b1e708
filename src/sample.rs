//! Sample users, for who wants to try. Everybody knows their password, and one of them is an admin.

use anyhow::{Context, bail};
use shared::accounts::{self, NewUser, Role, SignupError};
use shared::app::App;
use shared::ids::UserId;

use crate::cli::print;

const PASSWORD: &str = "switchboard-demo-1";
/// Name, role, and whether it gets what everybody gets at sign-up.
const USERS: [(&str, Role, bool); 3] =
    [("demo_admin", Role::Admin, false), ("alice", Role::User, true), ("bob", Role::User, true)];

/// `switchboard sample-data`. Refuses where others have users: there an admin whose password is known
/// opens the door.
pub(crate) async fn run(app: &App, allow_other_users: bool) -> anyhow::Result<()> {
    let failed = "the database can't be asked for users; is it up to date (`switchboard migrate`)?";
    let names = USERS.map(|(name, ..)| name.to_owned());
    if !allow_other_users && accounts::is_there_another(app.db.pool(), &names).await.context(failed)? {
        bail!(
            "this database has users of its own, and the sample users have a password that everybody knows: \
            add --allow-other-users where that is meant"
        );
    }
    create(app).await?;
    print(&log_in_as());
    app.db.close().await;
    Ok(())
}

/// Makes those sample users that aren't there yet.
pub(crate) async fn create(app: &App) -> anyhow::Result<()> {
    for (username, role, gift) in USERS {
        create_one(app, username, role, gift).await?;
    }
    Ok(())
}

/// Who there is, and the password.
pub(crate) fn log_in_as() -> String {
    format!("{} with the password {PASSWORD}", USERS.map(|(name, ..)| name).join(", "))
}

async fn create_one(app: &App, username: &str, role: Role, gift: bool) -> anyhow::Result<()> {
    if accounts::find(app.db.pool(), username).await?.is_some() {
        return Ok(());
    }
    let (email, mobile, first_name, last_name) = (None, None, None, None);
    let new = NewUser { username: username.into(), password: PASSWORD.into(), email, mobile, first_name, last_name };
    let made = if gift {
        let id = UserId::new();
        let hash = accounts::hash_password(app, id, &new.password).await?;
        let mut tx = app.db.begin().await?;
        let made = accounts::sign_up(app, &mut tx, id, &hash, &new).await;
        tx.commit().await?;
        made
    } else {
        accounts::create_user(app, &new, role).await
    };
    match made {
        // Somebody else who makes them was faster.
        Ok(_) | Err(SignupError::Taken(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
