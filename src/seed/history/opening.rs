//! The first day: accounts, credits, templates and API keys.

use anyhow::Context;
use reqwest::Method;
use serde_json::json;
use shared::accounts;

use super::story::Story;
use super::texts::{BUSINESSES, OTHER_RESELLER, RESELLER, USERS};
use crate::seed::users::{self, PASSWORD};

/// Credits of a reseller, of which it gives to its clients.
const RESELLER_CREDITS: i64 = 12_000;

/// Creates the accounts that do not exist yet, each with what it needs.
pub(super) async fn create(story: &mut Story) -> anyhow::Result<()> {
    users::create(&story.app).await?;
    for (username, first_name, last_name) in USERS {
        if !exists(story, username).await? {
            let mobile = mobile_of(username);
            let body = json!({
                "username": username, "password": PASSWORD, "first_name": first_name, "last_name": last_name,
                "email": format!("{username}@example.test"), "mobile": mobile,
            });
            story.call_unauthenticated("/v1/auth/signup", &body).await?;
        }
    }
    if !exists(story, OTHER_RESELLER).await? {
        let body = json!({"username": OTHER_RESELLER, "password": PASSWORD, "role": "reseller"});
        story.post("demo_admin", "/v1/users", &body).await?;
        for reseller in [RESELLER, OTHER_RESELLER] {
            let body = json!({"user": reseller, "credits": RESELLER_CREDITS, "note": "Opening balance"});
            story.post("demo_admin", "/v1/credits/mint", &body).await?;
        }
        for user in ["demo_admin", "demo_reseller"] {
            let body = json!({"user": user, "credits": 500, "note": "For messages of our own"});
            story.post("demo_admin", "/v1/credits/mint", &body).await?;
        }
        equip(story).await?;
    }
    for business in BUSINESSES {
        if exists(story, business.username).await? {
            continue;
        }
        let reseller = id_of(story, business.reseller).await?;
        let body = json!({
            "username": business.username, "password": PASSWORD,
            "profile": {
                "business_name": business.name,
                "address": {"line1": "7 Harbor Road", "city": "Sampletown", "country": "IN"},
            },
        });
        let path = format!("/v1/resellers/{reseller}/business-owners");
        story.post(business.reseller, &path, &body).await?;
        let client = id_of(story, business.username).await?;
        let gift = json!({"business_owner_id": client, "credits": business.credits, "note": "Welcome"});
        story.post(business.reseller, "/v1/credit-distributions", &gift).await?;
    }
    story.work().await
}

/// Templates, names, keys and thresholds of the accounts that are shown most.
async fn equip(story: &mut Story) -> anyhow::Result<()> {
    for (owner, name, category, body) in [
        ("demo_admin", "order_ready", "utility", "Hello {{first_name}}, your order {{order}} is ready."),
        ("demo_admin", "spring_sale", "marketing", "Hello {{first_name}}, 10 % off everything until Sunday."),
        ("demo_business", "order_ready", "utility", "Hello {{first_name}}, your order {{order}} is ready to collect."),
        ("demo_business", "appointment", "utility", "Hello {{first_name}}, see you on {{day}} at {{time}}."),
        ("demo_reseller", "welcome_client", "utility", "Welcome {{first_name}}! Your account is ready."),
        ("alice", "see_you", "utility", "Hello {{first_name}}, see you at {{time}}."),
    ] {
        let new = json!({"name": name, "language": "en_US", "category": category, "body": body});
        story.post(owner, "/v1/templates", &new).await.with_context(|| format!("template {name} of {owner}"))?;
    }
    for user in ["demo_reseller", "demo_business", "alice"] {
        let grant = json!({"user": user, "name": "order_ready"});
        story.post("demo_admin", "/v1/template-grants", &grant).await?;
    }
    for (user, key, scopes) in [
        ("demo_admin", "Monitoring", json!(["read"])),
        ("demo_reseller", "Billing export", json!(["read", "billing"])),
        ("demo_business", "Shop server", json!(["read", "send"])),
        ("demo_business", "Nightly report", json!(["read"])),
        ("alice", "Home automation", json!(["read", "send"])),
    ] {
        story.post(user, "/v1/api-keys", &json!({"name": key, "scopes": scopes})).await?;
    }
    for (user, first_name, last_name) in [
        ("alice", "Alice", "Larsen"),
        ("bob", "Bob", "Moreau"),
        ("demo_admin", "Ada", "Admin"),
        ("demo_business", "Bea", "Corner"),
    ] {
        let names = json!({"first_name": first_name, "last_name": last_name});
        story.call(user, Method::PATCH, "/v1/me", &names).await?;
    }
    let threshold = json!({"low_balance_threshold": 100});
    story.call("alice", Method::PATCH, "/v1/credits/balance", &threshold).await?;
    Ok(())
}

async fn exists(story: &Story, username: &str) -> anyhow::Result<bool> {
    Ok(accounts::find(story.app.db.pool(), username).await?.is_some())
}

/// A user's id, as text.
pub(super) async fn id_of(story: &Story, username: &str) -> anyhow::Result<String> {
    let user = accounts::find(story.app.db.pool(), username).await?;
    Ok(user.with_context(|| format!("there is no user {username}"))?.id.to_string())
}

/// A fictitious number.
fn mobile_of(username: &str) -> String {
    let place = USERS.iter().position(|(name, ..)| *name == username).unwrap_or_default();
    format!("+155501020{:02}", place + 1)
}
