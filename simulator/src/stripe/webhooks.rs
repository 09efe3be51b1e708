//! Events to the application, signed for each send.

use std::{io, time::Duration};

use chrono::Utc;
use hmac::{Hmac, Mac};
use reqwest::{Client, header::USER_AGENT};
use serde::Deserialize;
use sha2::Sha256;

use super::Config;
use crate::receiver;

const AGENT: &str = "Stripe/1.0 (+https://stripe.com/docs/webhooks)";
/// Older than receivers should take.
const STALE_SECONDS: i64 = 301;

/// How an event is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Signature {
    #[default]
    Right,
    /// With a wrong key.
    Wrong,
    Missing,
    /// Valid but expired.
    Stale,
    /// With two keys, as during a secret rotation; the valid one first.
    RightFirst,
    /// The valid one last.
    RightLast,
    /// With an untrusted scheme.
    V0,
}

#[derive(Clone)]
pub(super) struct Webhooks {
    client: Client,
    config: Config,
}

impl Webhooks {
    pub(super) fn new(config: Config) -> io::Result<Self> {
        Ok(Self { client: receiver::client()?, config })
    }

    /// Sends an event until it is accepted or the tries are used up.
    pub(super) async fn deliver(&self, body: &str, tries: u32, pause: Duration) {
        for _ in 0..tries {
            if self.send(body, Signature::Right).await.is_none_or(|status| status == 200) {
                return;
            }
            tokio::time::sleep(pause).await;
        }
    }

    /// Sends an event once. Returns the receiver's HTTP status, if any.
    pub(super) async fn send(&self, body: &str, signature: Signature) -> Option<u16> {
        let mut request = self.client.post(self.config.webhook_url.as_ref()?);
        if let Some(header) = header(&self.config.webhook_secret, body, signature, Utc::now().timestamp()) {
            request = request.header("Stripe-Signature", header);
        }
        receiver::send(request.header(USER_AGENT, AGENT), "application/json; charset=utf-8", body.to_owned()).await
    }
}

fn header(secret: &str, body: &str, signature: Signature, now: i64) -> Option<String> {
    let at = if signature == Signature::Stale { now - STALE_SECONDS } else { now };
    let sign = |secret: &str| {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
        mac.update(format!("{at}.{body}").as_bytes());
        Some(hex::encode(mac.finalize().into_bytes()))
    };
    let (right, wrong) = (sign(secret)?, sign("whsec_of_somebody_else")?);
    Some(match signature {
        Signature::Missing => return None,
        Signature::Right | Signature::Stale => format!("t={at},v1={right}"),
        Signature::Wrong => format!("t={at},v1={wrong}"),
        Signature::RightFirst => format!("t={at},v1={right},v1={wrong}"),
        Signature::RightLast => format!("t={at},v1={wrong},v1={right}"),
        Signature::V0 => format!("t={at},v0={right}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_matches_a_known_value() {
        let body = r#"{"id":"evt_fake_1","object":"event","type":"invoice.paid"}"#;
        let header = header("whsec_fake_stripe_secret", body, Signature::Right, 1_700_000_000);
        let known = "t=1700000000,v1=0807dcfee728010b47ab02deecd1fa868f1d7431daf350d8c54bc18224d49953";
        assert_eq!(header.as_deref(), Some(known));
    }
}
