//! Status callbacks, signed like Plivo's.

use std::sync::Arc;

use axum::http::HeaderName;
use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, Utc};
use hmac::{Hmac, Mac};
use reqwest::Url;
use sha2::Sha256;
use uuid::Uuid;

use super::{
    Provider,
    request::Callback,
    store::{Message, STATE_DELAY},
};

/// The most callbacks that wait; messages beyond have none.
const MAX_WAITING: usize = 10_000;
const SIGNATURE: HeaderName = HeaderName::from_static("x-plivo-signature-v3");
const NONCE: HeaderName = HeaderName::from_static("x-plivo-signature-v3-nonce");

/// Reports the states of a message, one after the other.
pub(super) fn start(provider: &Arc<Provider>, message: Message, callback: Callback) {
    if provider.background.len() >= MAX_WAITING {
        return;
    }
    let (provider, background) = (Arc::clone(provider), provider.background.clone());
    background.spawn(async move {
        for (sequence, state) in ["queued", "sent", "delivered"].into_iter().enumerate() {
            if sequence > 0 {
                provider.background.sleep(STATE_DELAY.to_std().unwrap_or_default()).await;
            }
            send(&provider, &callback, &fields(&message, state, sequence)).await;
        }
    });
}

async fn send(provider: &Provider, callback: &Callback, fields: &[(&'static str, String)]) {
    let Ok(mut url) = Url::parse(&callback.url) else { return };
    let nonce = Uuid::now_v7().as_u64_pair().1.to_string();
    let client = &provider.setup.client;
    let request = if callback.is_post {
        let signature = signature(&provider.setup.config.auth_token, &url, Some(fields), &nonce);
        client.post(url).form(fields).header(SIGNATURE, signature)
    } else {
        url.query_pairs_mut().extend_pairs(fields);
        let signature = signature(&provider.setup.config.auth_token, &url, None, &nonce);
        client.get(url).header(SIGNATURE, signature)
    };
    if let Err(error) = request.header(NONCE, nonce).send().await {
        tracing::debug!(error = %error.without_url(), "status callback not taken");
    }
}

fn fields(message: &Message, state: &str, sequence: usize) -> Vec<(&'static str, String)> {
    let time = |at: DateTime<Utc>| at.format("%Y-%m-%d %H:%M:%S").to_string();
    let mut fields = vec![
        ("MessageUUID", message.message_uuid.clone()),
        ("From", message.from.clone()),
        ("To", message.to.trim_start_matches('+').to_owned()),
        ("Type", "sms".to_owned()),
        ("Status", state.to_owned()),
        ("Sequence", (sequence + 1).to_string()),
        ("Units", message.units().to_string()),
        ("TotalRate", "0.00000".to_owned()),
        ("TotalAmount", "0.00000".to_owned()),
        ("MessageTime", time(message.at)),
    ];
    fields.extend(message.powerpack_uuid.clone().map(|uuid| ("PowerpackUUID", uuid)));
    fields
}

/// The signature of a callback. `form`: none for one whose fields are in the query.
fn signature(auth_token: &str, url: &Url, form: Option<&[(&'static str, String)]>, nonce: &str) -> String {
    let mut query: Vec<_> = url.query_pairs().into_owned().collect();
    query.sort();
    let query = query.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&");
    let mut form: Vec<_> = form.unwrap_or_default().iter().collect();
    form.sort();
    let mut signed = url.clone();
    signed.set_query(None);
    signed.set_fragment(None);
    let mut signed = signed.to_string();
    if !query.is_empty() || !form.is_empty() {
        signed.push('?');
    }
    signed.push_str(&query);
    if !query.is_empty() && !form.is_empty() {
        signed.push('.');
    }
    signed.extend(form.iter().map(|(name, value)| format!("{name}{value}")));
    let mac = Hmac::<Sha256>::new_from_slice(auth_token.as_bytes());
    let signed = format!("{signed}.{nonce}");
    mac.map(|mac| STANDARD.encode(mac.chain_update(signed).finalize().into_bytes())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_match_known_values() {
        let (token, nonce) = ("plivo-auth-token", "12345678901234567890");
        let field = |name, value: &str| (name, value.to_owned());
        let form = [
            field("To", "15550001111"),
            field("From", "15550002222"),
            field("Status", "delivered"),
            field("MessageUUID", "u-1"),
        ];
        let url = Url::parse("https://example.test/hooks/plivo?tenant=7").unwrap();
        assert_eq!(signature(token, &url, Some(&form), nonce), "f2KZgCUPX0lc3XU+Dnn0Q8LxsaxqEjgmmw+osfzwp/U=");
        let url = Url::parse("https://example.test/hooks/plivo").unwrap();
        assert_eq!(signature(token, &url, Some(&form[2..]), nonce), "G5LNXayOf9WpEmS0kOc9CMmG4UnjrojXVLxI1sKELHM=");
    }
}
