//! Enums that are text have the same text for serde, sqlx, strum and utoipa.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeSet;
use std::fmt::{Debug, Display};
use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use shared::{accounts, assistant, billing, chat, credits, jobs, ledger, messaging, quotas};
use sqlx::postgres::PgArgumentBuffer;
use sqlx::{Encode, Postgres, Type, TypeInfo};
use strum::{IntoEnumIterator, VariantNames};
use syn::{ItemEnum, Visibility};
use utoipa::PartialSchema;

fn check<T>(name: &str)
where
    T: Copy + Debug + PartialEq + Display + FromStr + IntoEnumIterator + VariantNames + Into<&'static str>,
    T: Serialize + DeserializeOwned + PartialSchema + Type<Postgres> + for<'q> Encode<'q, Postgres>,
{
    assert_eq!(T::type_info().name(), "text", "{name}");
    let schema = serde_json::to_value(T::schema()).unwrap();
    let texts: Vec<String> = T::iter().map(|value| value.to_string()).collect();
    assert_eq!((&schema["type"], &schema["enum"]), (&json!("string"), &json!(texts)), "{name}");
    assert_eq!(T::VARIANTS, texts, "{name}");
    for (value, text) in T::iter().zip(texts) {
        assert_eq!(text, snake_case(&format!("{value:?}")), "{name}");
        assert_eq!(Into::<&str>::into(value), text, "{name}");
        assert_eq!(T::from_str(&text).ok(), Some(value), "{name}");
        assert_eq!(json!(value), json!(text), "{name}");
        assert_eq!(serde_json::from_value::<T>(json!(text)).unwrap(), value, "{name}");
        let mut encoded = PgArgumentBuffer::default();
        assert!(!value.encode_by_ref(&mut encoded).unwrap().is_null());
        assert_eq!(encoded.as_slice(), text.as_bytes(), "{name}");
    }
}

fn snake_case(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.push(letter.to_ascii_lowercase());
    }
    text
}

/// The name behind a path.
fn last(path: &str) -> String {
    path.rsplit(':').next().unwrap_or_default().trim().to_owned()
}

macro_rules! check {
    ($($name:path,)+) => {{
        $(check::<$name>(stringify!($name));)+
        BTreeSet::from([$(last(stringify!($name)),)+])
    }};
}

#[test]
fn each_variant_has_one_text() {
    let checked = check! {
        accounts::Authority,
        accounts::OtpPurpose,
        accounts::Role,
        accounts::Scope,
        accounts::UserStatus,
        accounts::WhatsappMode,
        assistant::Tier,
        billing::subscriptions::Plan,
        billing::RechargeStatus,
        billing::subscriptions::SubscriptionStatus,
        chat::ChatRole,
        chat::ChatStatus,
        chat::ConversationKind,
        credits::DistributionStatus,
        jobs::BulkAction,
        jobs::JobState,
        ledger::TransferKind,
        messaging::Bucket,
        messaging::Channel,
        messaging::MediaKind,
        messaging::MessageStatus,
        messaging::OptOutOf,
        messaging::OptOutScope,
        messaging::TemplateCategory,
        messaging::TemplateHeader,
        messaging::Verification,
        quotas::Quota,
    };
    let defined = defined();
    let public = defined.iter().filter(|it| matches!(it.vis, Visibility::Public(_)));
    let mut public: BTreeSet<_> = public.map(|it| it.ident.to_string()).collect();
    assert!(public.remove("SuspendedBy"), "its module is private");
    assert_eq!(public, checked);
    // Results for these public enums also apply to private ones: the libraries differ only in other spellings.
    for variant in defined.iter().flat_map(|it| &it.variants) {
        let name = variant.ident.to_string();
        let is_plain = name.chars().all(|it| it.is_ascii_alphabetic());
        let has_acronym = name.as_bytes().windows(2).any(|two| two.iter().all(u8::is_ascii_uppercase));
        assert!(is_plain && !has_acronym, "{name}");
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] });
    files.filter(|path| path.extension().is_some_and(|it| it == "rs")).collect()
}

/// All enums of the sources that the macro defines. No other is text in Postgres.
fn defined() -> Vec<ItemEnum> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for file in files(shared).into_iter().filter(|file| !file.starts_with(shared.join("tests"))) {
        let text = fs::read_to_string(&file).unwrap();
        if file.ends_with("text_enum.rs") {
            continue;
        }
        assert!(!text.contains(r#"type_name = "text""#), "{}: use text_enum!", file.display());
        for item in syn::parse_file(&text).unwrap().items {
            if let syn::Item::Macro(item) = item
                && item.mac.path.segments.last().is_some_and(|it| it.ident == "text_enum")
            {
                found.push(item.mac.parse_body().unwrap());
            }
        }
    }
    assert!(found.len() > 20, "{}", found.len());
    found
}
