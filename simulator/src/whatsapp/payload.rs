//! Webhook bodies.

use axum::body::Bytes;
use chrono::Utc;
use serde::Serialize;
use serde_json::{Value, json};

use super::{
    config::Identity,
    graph_error::meaning,
    phone::{digits, user_id},
    store::Message,
};

/// The WhatsApp Business Account of all numbers.
const ACCOUNT_ID: &str = "100000000000002";

/// A webhook's number.
pub(super) struct Business {
    pub(super) phone_number_id: String,
    pub(super) display_phone_number: String,
}

/// A status in a webhook's `statuses`.
#[derive(Serialize)]
pub(super) struct StatusEvent {
    id: String,
    status: Value,
    /// Unix seconds.
    timestamp: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    recipient_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recipient_user_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    biz_opaque_callback_data: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pricing: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    errors: Option<Value>,
}

impl StatusEvent {
    /// With the current time. `message` is the known message; an unknown id has neither recipient nor callback data.
    pub(super) fn new(
        status: Value,
        wamid: &str,
        message: Option<&Message>,
        error_code: Option<u32>,
        identity: Identity,
    ) -> Self {
        let priced = status == "sent" || status == "delivered";
        Self {
            id: wamid.to_owned(),
            status,
            timestamp: Utc::now().timestamp().to_string(),
            recipient_id: message.filter(|_| identity.has_phone_number()).map(|message| message.wa_id.clone()),
            // A number that is written in several ways is still the same person's.
            recipient_user_id: message.filter(|_| identity.has_user_id()).map(|message| user_id(&digits(&message.to))),
            biz_opaque_callback_data: message.and_then(|message| message.callback_data.clone()),
            pricing: priced
                .then(|| json!({"billable": true, "pricing_model": "PMP", "type": "regular", "category": "utility"})),
            errors: error_code.map(|code| json!([error(code)])),
        }
    }

    /// The recipient, as an element of a webhook's `contacts`; only where people have user ids.
    fn contact(&self) -> Option<Value> {
        let user_id = self.recipient_user_id.as_ref()?;
        let mut contact = json!({"profile": {"name": "Simulated person"}, "user_id": user_id});
        if let Some(number) = &self.recipient_id {
            contact["wa_id"] = json!(number);
        }
        Some(contact)
    }

    pub(super) fn with_timestamp(self, timestamp: String) -> Self {
        Self { timestamp, ..self }
    }
}

/// An error in webhook format.
pub(super) fn error(code: u32) -> Value {
    let meaning = meaning(code);
    json!({
        "code": code,
        "title": meaning.title,
        "message": meaning.title,
        "error_data": {"details": meaning.details},
        "href": "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/",
    })
}

impl Business {
    pub(super) fn statuses(&self, statuses: &[StatusEvent]) -> Value {
        let mut contacts: Vec<Value> = Vec::new();
        for contact in statuses.iter().filter_map(StatusEvent::contact) {
            if !contacts.contains(&contact) {
                contacts.push(contact);
            }
        }
        let value = match contacts.is_empty() {
            true => json!({"statuses": statuses}),
            false => json!({"contacts": contacts, "statuses": statuses}),
        };
        self.change(value)
    }

    pub(super) fn message(&self, contact: &Value, message: &Value) -> Value {
        self.change(json!({"contacts": [contact], "messages": [message]}))
    }

    fn change(&self, mut value: Value) -> Value {
        value["messaging_product"] = json!("whatsapp");
        value["metadata"] =
            json!({"display_phone_number": self.display_phone_number, "phone_number_id": self.phone_number_id});
        json!({"field": "messages", "value": value})
    }
}

/// A webhook with one entry per set of changes.
pub(super) fn webhook<'a>(entries: impl IntoIterator<Item = &'a [Value]>) -> Bytes {
    let entries: Vec<_> = entries.into_iter().map(|changes| json!({"id": ACCOUNT_ID, "changes": changes})).collect();
    escape(&json!({"object": "whatsapp_business_account", "entry": entries}).to_string()).into()
}

/// ASCII-only JSON, as the provider writes it. This exposes receivers that hash re-serialised JSON.
pub(super) fn escape(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for character in json.chars() {
        if character.is_ascii() {
            escaped.push(character);
        } else {
            for unit in character.encode_utf16(&mut [0; 2]) {
                escaped.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn non_ascii_text_is_escaped_and_decodes_unchanged() {
        let original = json!({"data": "zażółć 🦀"});
        let escaped = escape(&original.to_string());
        assert!(escaped.is_ascii());
        assert_eq!(serde_json::from_str::<Value>(&escaped).unwrap(), original);
    }
}
