//! Graph's data of a number, its business profile, and the apps subscribed to its business account.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, Query, State},
    http::HeaderMap,
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{
    Memory, Provider,
    graph_error::{GraphError, INVALID_PARAMETER, INVALID_VALUE},
    media_api,
    media_object::members,
    numbers,
    request::bearer,
};

/// The app subscribed to business accounts.
const APP_ID: &str = "600000000000001";
/// The fields of a number that are shown if none are requested.
const DEFAULT_FIELDS: &str =
    "verified_name,code_verification_status,display_phone_number,quality_rating,platform_type,throughput,id";

/// An object's requested fields.
#[derive(Deserialize)]
pub(super) struct Fields {
    fields: Option<String>,
}

/// `GET /{id}`: a file or a number. Only numbers have `fields`.
pub(super) async fn look_up(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
    Query(Fields { fields }): Query<Fields>,
    headers: HeaderMap,
) -> Result<Json<Value>, GraphError> {
    let memory = provider.state();
    let is_number = memory.numbers.authorize(&id, bearer(&headers)).is_ok();
    if fields.is_none() && (memory.media.files.contains_key(&id) || !is_number) {
        drop(memory);
        return media_api::look_up(&provider, &id, &headers);
    }
    memory.gate.check_outage("")?;
    memory.numbers.authorize(&id, bearer(&headers))?;
    if let Some(code) = numbers::magic_error(&id) {
        return Err(GraphError::of_code(code));
    }
    number(&memory, &id, fields.as_deref().unwrap_or(DEFAULT_FIELDS)).map(Json)
}

/// A number's fields, separated by commas. `id` is always among them.
fn number(memory: &Memory, id: &str, fields: &str) -> Result<Value, GraphError> {
    let mut answer = Map::from_iter([("id".to_owned(), json!(id))]);
    for field in fields.split(',') {
        let value = match field {
            "id" => continue,
            "display_phone_number" => json!(format!("+{}", memory.numbers.display(id))),
            "verified_name" => json!("Simulated business"),
            "whatsapp_business_account" => json!({"id": memory.numbers.business_account(id)}),
            "code_verification_status" => json!("VERIFIED"),
            "quality_rating" => json!("GREEN"),
            "quality_score" => json!({"score": "GREEN"}),
            "platform_type" => json!("CLOUD_API"),
            "throughput" => json!({"level": "STANDARD"}),
            "status" => json!("CONNECTED"),
            "name_status" => json!("APPROVED"),
            "account_mode" => json!("SANDBOX"),
            "is_official_business_account" | "is_pin_enabled" | "is_preverified_number" | "is_on_biz_app" => {
                json!(false)
            }
            // Fields that Graph has, and a number without a value for them.
            _ if VALUELESS.contains(&field) => continue,
            _ => return Err(GraphError::new(INVALID_PARAMETER, "there is no such field")),
        };
        answer.insert(field.to_owned(), value);
    }
    Ok(Value::Object(answer))
}

/// The fields of a number that Graph leaves out unless they are set.
const VALUELESS: [&str; 13] = [
    "certificate",
    "conversational_automation",
    "country_code",
    "country_dial_code",
    "eligibility_for_api_business_global_search",
    "health_status",
    "last_onboarded_time",
    "new_certificate",
    "new_name_status",
    "search_visibility",
    "username",
    "webhook_configuration",
    "whatsapp_business_manager_messaging_limit",
];

/// `GET /{business_account_id}/phone_numbers`.
pub(super) async fn phone_numbers(
    State(provider): State<Arc<Provider>>,
    Path(account): Path<String>,
    Query(Fields { fields }): Query<Fields>,
    headers: HeaderMap,
) -> Result<Json<Value>, GraphError> {
    let memory = provider.state();
    memory.gate.check_outage("")?;
    let id = memory.numbers.of_business_account(&account, bearer(&headers))?;
    let shown = number(&memory, id, fields.as_deref().unwrap_or(DEFAULT_FIELDS))?;
    Ok(Json(json!({"data": [shown]})))
}

/// `GET /{business_account_id}/subscribed_apps`.
pub(super) async fn subscribed_apps(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<Value>, GraphError> {
    let memory = provider.state();
    memory.gate.check_outage("")?;
    let is_subscribed = memory.numbers.is_subscribed(&id, bearer(&headers))?;
    let app =
        json!({"whatsapp_business_api_data": {"id": APP_ID, "name": "Simulated app", "link": "https://example.com"}});
    Ok(Json(json!({"data": if is_subscribed { vec![app] } else { Vec::new() }})))
}

/// A number's business profile, as people see it. Absent members are unchanged.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProfileChange {
    messaging_product: String,
    about: Option<String>,
    address: Option<String>,
    description: Option<String>,
    email: Option<String>,
    vertical: Option<String>,
    websites: Option<Vec<String>>,
    #[serde(rename = "profile_picture_handle")]
    _profile_picture_handle: Option<String>,
}

/// The most characters of a profile's members, as at WhatsApp.
const PROFILE_LIMITS: [(&str, usize); 5] =
    [("about", 139), ("address", 256), ("description", 512), ("email", 128), ("vertical", 64)];
const MAX_WEBSITES: usize = 2;

impl ProfileChange {
    /// The changed members.
    fn into_members(self) -> Result<Map<String, Value>, GraphError> {
        let Self { messaging_product, about, address, description, email, vertical, websites, .. } = self;
        let invalid = |fault: &str| Err(GraphError::new(INVALID_VALUE, fault));
        if messaging_product != "whatsapp" {
            return invalid("messaging_product must be whatsapp");
        }
        if websites.as_ref().is_some_and(|websites| websites.len() > MAX_WEBSITES) {
            return invalid("there can be two websites");
        }
        let mut changed = Map::new();
        for ((name, most), value) in PROFILE_LIMITS.into_iter().zip([about, address, description, email, vertical]) {
            match value {
                Some(text) if text.chars().count() > most => return invalid("a text of the profile is too long"),
                Some(text) => drop(changed.insert(name.to_owned(), json!(text))),
                None => {}
            }
        }
        if let Some(websites) = websites {
            changed.insert("websites".to_owned(), json!(websites));
        }
        Ok(changed)
    }
}

/// `GET /{phone_number_id}/whatsapp_business_profile`.
pub(super) async fn profile(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
    Query(Fields { fields }): Query<Fields>,
    headers: HeaderMap,
) -> Result<Json<Value>, GraphError> {
    let memory = provider.state();
    memory.numbers.authorize(&id, bearer(&headers))?;
    let mut profile = memory.numbers.profile(&id);
    if let Some(fields) = fields {
        profile.retain(|name, _| fields.split(',').any(|field| field == name));
    }
    profile.insert("messaging_product".to_owned(), json!("whatsapp"));
    Ok(Json(json!({"data": [profile]})))
}

/// `POST /{phone_number_id}/whatsapp_business_profile`.
pub(super) async fn change_profile(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: String,
) -> Result<Json<Value>, GraphError> {
    let mut memory = provider.state();
    memory.numbers.authorize(&id, bearer(&headers))?;
    let change: ProfileChange = members(serde_json::from_str(&body).unwrap_or_default())?;
    memory.numbers.change_profile(&id, change.into_members()?);
    Ok(Json(json!({"success": true})))
}
