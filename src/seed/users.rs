//! Sample users for trying things out. Their password is publicly known, and one of them is an admin.

use anyhow::Context;
use shared::accounts::{
    self, NewUser, ProfileChange, Requester, Role, RoleAssignment, SignupError, Texts, User, WhatsappMode,
};
use shared::app::App;
use shared::audit::Actor;
use shared::credits::{self, Direction, NewDistribution};
use shared::db::Tx;
use shared::ids::UserId;
use shared::ledger::{self, CREDIT, Movement};

pub(super) const PASSWORD: &str = "switchboard-demo-1";
/// Name and role. Users get the usual sign-up credits and some money; the business owner belongs to the reseller, which
/// gives it credits.
const USERS: [(&str, Role); 5] = [
    (ADMIN, Role::Admin),
    (RESELLER, Role::Reseller),
    ("demo_business", Role::BusinessOwner),
    ("alice", Role::User),
    ("bob", Role::User),
];
const ADMIN: &str = "demo_admin";
const RESELLER: &str = "demo_reseller";
/// Credits the reseller gets and distributes.
const CREDITS: i64 = 5_000;
/// Users' initial money, in minor units.
const MONEY: i64 = 25_000;

/// Creates the sample users that don't exist yet.
pub(crate) async fn create(app: &App) -> anyhow::Result<()> {
    for (username, role) in USERS {
        create_one(app, username, role).await?;
    }
    Ok(())
}

/// Their names.
pub(super) fn usernames() -> impl Iterator<Item = &'static str> {
    USERS.iter().map(|(name, ..)| *name)
}

/// The sample users, and their password.
pub(crate) fn log_in_as() -> String {
    format!("{} with the password {PASSWORD}", USERS.map(|(name, ..)| name).join(", "))
}

async fn create_one(app: &App, username: &str, role: Role) -> anyhow::Result<()> {
    if accounts::find(app.db.pool(), username).await?.is_some() {
        return Ok(());
    }
    let (id, now) = (UserId::new(), app.clock.now());
    let new = NewUser::named(username, PASSWORD);
    let hash = match accounts::hash_password(app, &Requester::new(None, ""), id, &new).await {
        // Another process creates them, too.
        Err(SignupError::Taken(_)) => return Ok(()),
        hash => hash?,
    };
    let mut tx = app.db.begin().await?;
    let actor = Actor::command_line();
    let made = match role {
        Role::User => accounts::sign_up(app, &mut tx, id, &hash, &new).await,
        Role::BusinessOwner => {
            let reseller = accounts::find(app.db.pool(), RESELLER).await?.context("there is no sample reseller")?;
            let place = RoleAssignment::business_owner(reseller.id);
            accounts::open_account(&mut tx, &actor, (id, &hash), &new, place, now).await
        }
        _ => accounts::open_account(&mut tx, &actor, (id, &hash), &new, role.into(), now).await,
    };
    match made {
        Ok(user) => furnish(app, &mut tx, &user).await?,
        // Another process was faster.
        Err(SignupError::Taken(_)) => return Ok(()),
        Err(error) => return Err(error.into()),
    }
    Ok(tx.commit().await?)
}

/// Gives a new sample user its initial assets.
async fn furnish(app: &App, tx: &mut Tx, user: &User) -> anyhow::Result<()> {
    let (actor, now) = (Actor::command_line(), app.clock.now());
    match (user.role, user.parent_id) {
        (Role::User, _) => {
            let currency = &app.config.money.currency;
            ledger::ensure_wallets(tx, &[user.id], currency, now).await?;
            ledger::post(tx, currency, &[Movement::funding(user.id, MONEY)], now).await?;
        }
        (Role::Reseller, _) => {
            let admin = accounts::find(tx.conn(), ADMIN).await?.context("there is no sample admin")?;
            let mint = Movement::mint(user.id, CREDITS, admin.id, Some("Sample data".into()));
            ledger::post(tx, CREDIT, &[mint], now).await?;
        }
        (Role::BusinessOwner, Some(reseller)) => {
            accounts::change_profile(app, tx, &actor, user.id, &profile(app), now).await?;
            let note = Some("Sample data".into());
            let gift = NewDistribution { business_owner_id: user.id, credits: CREDITS, note };
            // A reseller that already existed has no such credits to distribute.
            match credits::request(app, tx, (&actor, reseller), Direction::Out, &[gift], now).await {
                Ok(_) | Err(credits::Refusal::Insufficient { .. }) => {}
                Err(refusal) => return Err(refusal.into()),
            }
        }
        _ => {}
    }
    Ok(())
}

/// A fictitious business, without bank details if there is no key to encrypt them.
fn profile(app: &App) -> ProfileChange {
    let texts = |texts: &[(&str, &str)]| {
        texts.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect::<Texts>()
    };
    let bank = texts(&[
        ("account_holder", "Demo Corner Shop"),
        ("account_number", "000000001234"),
        ("bank_name", "Sample Bank"),
        ("ifsc", "TEST0000001"),
    ]);
    let sealed = !app.config.encryption.0.is_empty();
    ProfileChange {
        business_name: Some(Some("Demo Corner Shop".into())),
        whatsapp_mode: Some(Some(WhatsappMode::Official)),
        address: Some(Some(texts(&[("line1", "1 Example Street"), ("city", "Sampletown"), ("country", "IN")]))),
        bank: sealed.then(|| Some(bank.into_iter().map(|(name, text)| (name, text.into())).collect())),
        settings: None,
    }
}
