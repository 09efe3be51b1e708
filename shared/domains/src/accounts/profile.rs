//! Business profiles of resellers and business owners. Bank details are stored encrypted, and shown masked.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use garde::Validate;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sqlx::PgExecutor;
use sqlx::types::Json;
use utoipa::ToSchema;

use super::ChangeError;
use super::model::given;
use super::names::read_given_name;
use crate::app::App;
use crate::audit::{self, Actor, AuditEntry};
use crate::db::Tx;
use crate::ids::UserId;
use crate::json::{self, StoredJson};

const MAX_TEXTS: usize = 20;
const MAX_SETTINGS_BYTES: usize = 4096;
/// Bank details that are not secret.
const OPEN: [&str; 2] = ["account_holder", "bank_name"];
/// Visible characters of a secret part, and its minimum length to show any.
const SHOWN: usize = 4;
const LONG_ENOUGH: usize = 8;

crate::text_enum! {
    /// Whether WhatsApp messages use WhatsApp's official API.
    pub enum WhatsappMode {
        /// Yes.
        Official,
        /// No: a linked phone sends them.
        Unofficial,
    }
}

/// Texts by name.
pub type Texts = BTreeMap<String, String>;

/// A user's business profile.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Profile {
    /// Its name.
    pub business_name: Option<String>,
    /// Its WhatsApp mode.
    pub whatsapp_mode: Option<WhatsappMode>,
    /// Its address.
    #[schema(value_type = Option<Texts>)]
    pub address: Option<Json<Texts>>,
    /// Its bank account. Numbers are masked except for their last characters.
    #[schema(value_type = Option<Texts>)]
    pub bank: Option<Json<Texts>>,
    /// Settings stored by a console.
    #[schema(value_type = std::collections::HashMap<String, Value>)]
    pub settings: StoredJson,
}

/// A profile change. Absent fields stay; null removes; objects are replaced as a whole.
#[derive(Debug, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "business_name": "Corner Shop", "whatsapp_mode": "official",
    "address": {"line1": "1 Example Street", "city": "Sampletown", "country": "IN"},
    "bank": {"account_holder": "Corner Shop", "account_number": "000000001234", "ifsc": "TEST0000001"},
})))]
pub struct ProfileChange {
    /// Its name.
    #[garde(inner(inner(length(chars, min = 1, max = 200))))]
    #[serde(default, deserialize_with = "read_given_name")]
    #[schema(value_type = Option<String>)]
    pub business_name: Option<Option<String>>,
    /// Its WhatsApp mode.
    #[garde(skip)]
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<WhatsappMode>)]
    pub whatsapp_mode: Option<Option<WhatsappMode>>,
    /// Its address: `line1`, `line2`, `city`, `region`, `postal_code`, `country`.
    #[garde(inner(inner(custom(are_texts))))]
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Texts>)]
    pub address: Option<Option<Texts>>,
    /// Its bank account: `account_holder`, `account_number`, `bank_name`, `ifsc`, `bic`.
    #[garde(inner(inner(custom(are_secret_texts))))]
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Texts>)]
    pub bank: Option<Option<BTreeMap<String, SecretString>>>,
    /// Settings stored by a console; at most 4096 bytes.
    #[garde(inner(custom(are_settings)))]
    #[serde(default)]
    #[schema(value_type = Option<std::collections::HashMap<String, Value>>)]
    pub settings: Option<Map<String, Value>>,
}

fn are_texts(texts: &Texts, (): &()) -> garde::Result {
    check_texts(texts.iter().map(|(name, text)| (name.as_str(), text.as_str())))
}

fn are_secret_texts(texts: &BTreeMap<String, SecretString>, (): &()) -> garde::Result {
    check_texts(texts.iter().map(|(name, text)| (name.as_str(), text.expose_secret())))
}

fn check_texts<'a>(texts: impl ExactSizeIterator<Item = (&'a str, &'a str)>) -> garde::Result {
    if !(1..=MAX_TEXTS).contains(&texts.len()) {
        return Err(garde::Error::new("must have 1 to 20 fields"));
    }
    for (name, text) in texts {
        let is_name = (1..=64).contains(&name.len())
            && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        if !is_name {
            return Err(garde::Error::new("names must be small letters, digits and underscores"));
        }
        if !(1..=200).contains(&text.chars().count()) || text.contains('\0') {
            return Err(garde::Error::new("each text must have 1 to 200 characters and no NUL"));
        }
    }
    Ok(())
}

fn are_settings(settings: &Map<String, Value>, (): &()) -> garde::Result {
    json::check(settings, MAX_SETTINGS_BYTES).map_err(garde::Error::new)
}

/// The visible form of bank details.
fn masked(bank: &BTreeMap<String, SecretString>) -> Texts {
    let mask = |name: &str, text: &str| {
        if OPEN.contains(&name) {
            return text.to_owned();
        }
        let length = text.chars().count();
        let shown = if length >= LONG_ENOUGH { SHOWN } else { 0 };
        format!("****{}", text.chars().skip(length - shown).collect::<String>())
    };
    bank.iter().map(|(name, text)| (name.clone(), mask(name, text.expose_secret()))).collect()
}

/// Context that bank details are sealed to: they open in this row only.
fn place(user: UserId) -> [String; 3] {
    ["profiles".into(), "bank".into(), user.to_string()]
}

/// A user's business profile; `None` if never set.
///
/// # Errors
/// Database errors.
pub async fn profile(db: impl PgExecutor<'_>, user: UserId) -> sqlx::Result<Option<Profile>> {
    sqlx::query_as!(
        Profile,
        r#"SELECT business_name, whatsapp_mode AS "whatsapp_mode: WhatsappMode", address AS "address: Json<Texts>",
            bank_masked AS "bank: Json<Texts>", settings AS "settings: StoredJson"
        FROM profiles WHERE user_id = $1"#,
        user.uuid(),
    )
    .fetch_optional(db)
    .await
}

/// Changes a user's business profile.
///
/// # Errors
/// No key to seal bank details with; database errors.
pub async fn change_profile(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    user: UserId,
    change: &ProfileChange,
    now: DateTime<Utc>,
) -> Result<Profile, ChangeError> {
    // The row exists and is locked from here on.
    sqlx::query!(
        "INSERT INTO profiles (user_id, created_at, updated_at) VALUES ($1, $2, $2)
        ON CONFLICT (user_id) DO UPDATE SET updated_at = excluded.updated_at",
        user.uuid(),
        now,
    )
    .execute(tx.conn())
    .await?;
    let before = profile(tx.conn(), user).await?.ok_or(ChangeError::NotFound)?;
    let after = Profile {
        business_name: change.business_name.clone().unwrap_or_else(|| before.business_name.clone()),
        whatsapp_mode: change.whatsapp_mode.unwrap_or(before.whatsapp_mode),
        address: change.address.clone().map_or_else(|| before.address.clone(), |it| it.map(Json)),
        bank: match &change.bank {
            Some(bank) => bank.as_ref().map(|bank| Json(masked(bank))),
            None => before.bank.clone(),
        },
        settings: change.settings.clone().map_or_else(|| before.settings.clone(), |it| Value::Object(it).into()),
    };
    write(tx, user, &after, change.settings.is_some()).await?;
    if let Some(bank) = &change.bank {
        write_bank(app, tx, user, bank.as_ref(), &after).await?;
    }
    audit::record(tx, actor, &[AuditEntry::new("profile.changed", user, user).changed(&before, &after)], now).await?;
    Ok(after)
}

async fn write(tx: &mut Tx, user: UserId, profile: &Profile, with_settings: bool) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE profiles SET business_name = $2, whatsapp_mode = $3, address = $4,
            settings = CASE WHEN $6 THEN $5 ELSE settings END
        WHERE user_id = $1",
        user.uuid(),
        profile.business_name,
        profile.whatsapp_mode as Option<WhatsappMode>,
        profile.address.as_ref() as Option<&Json<Texts>>,
        profile.settings.0,
        with_settings,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

async fn write_bank(
    app: &App,
    tx: &mut Tx,
    user: UserId,
    bank: Option<&BTreeMap<String, SecretString>>,
    shown: &Profile,
) -> Result<(), ChangeError> {
    let sealed = match bank {
        Some(bank) => {
            let open: BTreeMap<_, _> = bank.iter().map(|(name, text)| (name, text.expose_secret())).collect();
            let text = serde_json::to_string(&open).map_err(|why| sqlx::Error::Encode(why.into()))?;
            Some(app.sealer.seal(&place(user), &SecretString::from(text))?)
        }
        None => None,
    };
    sqlx::query!(
        "UPDATE profiles SET bank = $2, bank_masked = $3 WHERE user_id = $1",
        user.uuid(),
        sealed,
        shown.bank.as_ref() as Option<&Json<Texts>>,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_masked_and_short_ones_completely() {
        let bank = [("account_holder", "Corner Shop"), ("account_number", "000000001234"), ("bic", "TESTXX")];
        let shown = masked(&bank.map(|(name, text)| (name.to_owned(), SecretString::from(text))).into());
        assert_eq!(shown["account_holder"], "Corner Shop");
        assert_eq!(shown["account_number"], "****1234");
        assert_eq!(shown["bic"], "****");
    }
}
