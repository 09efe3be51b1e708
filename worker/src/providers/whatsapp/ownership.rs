//! Verifies with the Cloud API that a token belongs to a number.

use std::time::Duration;

use reqwest::RequestBuilder;
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use shared::jobs::JobError;
use shared::messaging::verification::NumberDetails;

use super::{Class, Client, Failure, Number, read_json, refused, send};

/// WhatsApp's codes for an invalid token, or one without access to this object.
const NOT_ITS_TOKEN: [i64; 3] = [33, 100, 190];

/// Why a number was not confirmed.
#[derive(Debug)]
pub(crate) enum Unconfirmed {
    /// WhatsApp denies that the token owns it.
    Refuted(JobError),
    /// Unknown for now.
    Unknown { error: JobError, after: Option<Duration> },
}

#[derive(Deserialize)]
struct PhoneNumber {
    display_phone_number: String,
    verified_name: Option<String>,
}

/// Undocumented in Meta's reference of phone numbers, though returned: hence optional.
#[derive(Deserialize)]
struct BelongsTo {
    whatsapp_business_account: Option<BusinessAccount>,
}

#[derive(Deserialize)]
struct BusinessAccount {
    id: String,
}

#[derive(Deserialize)]
struct SubscribedApps {
    #[serde(default)]
    data: Vec<SubscribedApp>,
}

#[derive(Deserialize)]
struct SubscribedApp {
    whatsapp_business_api_data: Option<App>,
}

#[derive(Deserialize)]
struct App {
    id: Option<String>,
}

impl Client {
    /// WhatsApp's data of a number for its token. If it `was_confirmed`, fewer errors refute it: one that may be the
    /// platform's fault, such as a lost app permission, takes no number away.
    pub async fn number(&self, number: &Number, was_confirmed: bool) -> Result<NumberDetails, Unconfirmed> {
        let url = format!("{}/{}", self.api_url, number.id);
        let request = self.http.get(url).query(&[("fields", "display_phone_number,verified_name")]);
        match self.ask::<PhoneNumber>(number, request).await {
            Ok(PhoneNumber { display_phone_number, verified_name }) => {
                let clean = |text: String| text.chars().filter(|c| !c.is_control()).take(256).collect::<String>();
                let verified_name = verified_name.map(clean);
                Ok(NumberDetails { display_phone_number: clean(display_phone_number), verified_name })
            }
            Err(failure) => Err(unconfirmed(failure, was_confirmed)),
        }
    }

    /// Whether the number's business account sends webhooks: to the configured app, or to any if none is configured.
    /// Skipped if the account is unknown to both us and WhatsApp.
    pub async fn subscription(&self, number: &Number, business_account: Option<&str>) -> Result<(), Unconfirmed> {
        let id = match business_account {
            Some(id) => id.to_owned(),
            None => match self.business_account(number).await? {
                Some(id) => id,
                None => return Ok(()),
            },
        };
        let request = self.http.get(format!("{}/{id}/subscribed_apps", self.api_url));
        let apps = match self.ask::<SubscribedApps>(number, request).await {
            Ok(apps) => apps.data,
            Err(failure) => return Err(unconfirmed(failure, false)),
        };
        let mut ids = apps.into_iter().filter_map(|app| app.whatsapp_business_api_data?.id);
        let is_subscribed = match &self.app_id {
            Some(app_id) => ids.any(|id| id == *app_id),
            None => ids.next().is_some(),
        };
        if is_subscribed {
            return Ok(());
        }
        let message = "The number's WhatsApp Business Account is not subscribed to the platform's app.";
        Err(Unconfirmed::Refuted(JobError::permanent("business_account_not_subscribed", message)))
    }

    async fn business_account(&self, number: &Number) -> Result<Option<String>, Unconfirmed> {
        let url = format!("{}/{}", self.api_url, number.id);
        let request = self.http.get(url).query(&[("fields", "whatsapp_business_account")]);
        match self.ask::<BelongsTo>(number, request).await {
            Ok(BelongsTo { whatsapp_business_account: account }) => {
                let is_id = |id: &String| (1..=32).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_digit());
                Ok(account.map(|account| account.id).filter(is_id))
            }
            Err(failure) => match unconfirmed(failure, false) {
                // The field is unknown.
                Unconfirmed::Refuted(_) => Ok(None),
                unknown @ Unconfirmed::Unknown { .. } => Err(unknown),
            },
        }
    }

    async fn ask<T: DeserializeOwned>(&self, number: &Number, request: RequestBuilder) -> Result<T, Failure> {
        let response = send(request.bearer_auth(number.access_token.expose_secret()), "WhatsApp").await?;
        if !response.status().is_success() {
            return Err(refused(response).await);
        }
        read_json(response).await.map_err(|_| {
            tracing::warn!("WhatsApp's answer about a number can't be decoded");
            Failure::Uncertain
        })
    }
}

fn unconfirmed(failure: Failure, was_confirmed: bool) -> Unconfirmed {
    match failure {
        Failure::Refused(refusal) => {
            let code = refusal.raw.as_ref().map(|raw| raw.code);
            let is_refuted = code.is_some_and(|code| NOT_ITS_TOKEN.contains(&code))
                || (!was_confirmed && code.is_some() && refusal.class == Class::Unauthorized);
            if is_refuted {
                let message = "WhatsApp does not confirm that this token belongs to this number.";
                return Unconfirmed::Refuted(JobError::permanent("number_not_confirmed", message));
            }
            let error = JobError::transient(refusal.error.code, refusal.error.message);
            Unconfirmed::Unknown { error, after: refusal.after }
        }
        Failure::Unreachable | Failure::Uncertain => {
            let error = JobError::transient("provider_unreachable", "WhatsApp can't be reached.");
            Unconfirmed::Unknown { error, after: None }
        }
    }
}
