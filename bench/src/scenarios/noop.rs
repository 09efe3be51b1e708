//! `noop`: jobs without work. Webhooks report unknown messages: each is a job that looks up the message and ends.

use std::time::Duration;

use chrono::Utc;
use hmac::{Hmac, Mac};
use http_body_util::Full;
use hyper::header::{CONTENT_TYPE, HOST, HeaderValue};
use hyper::{Method, Request, StatusCode, Uri};
use serde_json::json;
use sha2::Sha256;
use uuid::Uuid;

use super::drained::Drained;
use crate::clients::address;
use crate::env::{Api, Env};
use crate::load::{Call, Load, Until};
use crate::provider::{APP_SECRET, Provider};
use crate::report::Row;

pub(super) const NAME: &str = "noop";
const KIND: &str = "whatsapp.apply_status";
const CONNECTIONS: usize = 32;
/// The default, and many.
const SLOTS: [&str; 2] = ["32", "256"];

pub(super) async fn run(env: &mut Env, jobs: usize) -> anyhow::Result<Vec<Row>> {
    let provider = Provider::blind(Duration::ZERO).await?;
    provider.configure(env);
    let api = env.api().await?;
    let mut rows = Vec::new();
    for slots in SLOTS {
        let since = Utc::now();
        let accepted = webhooks(&api, jobs)?.run().await?;
        env.set("WORKER_CONCURRENCY", slots);
        let mut workers = [env.worker()?];
        Drained::wait(env, &mut workers).await?;
        let ended = Drained::read(env, KIND, since, jobs).await?;
        if rows.is_empty() {
            rows.push(Row::new(NAME, format!("{jobs} webhooks accepted over HTTP"), accepted.rate, "jobs/s"));
        }
        rows.push(Row::new(NAME, format!("ended by one worker with {slots} slots"), ended.rate(), "jobs/s"));
    }
    Ok(rows)
}

fn webhooks(api: &Api, count: usize) -> anyhow::Result<Load> {
    let server = address(api)?;
    let host = HeaderValue::from_str(&server.to_string())?;
    let make = move |_| {
        let body = webhook();
        let mut mac = Hmac::<Sha256>::new_from_slice(APP_SECRET.as_bytes())?;
        mac.update(body.as_bytes());
        let signature = format!("sha256={}", hex::encode(mac.finalize().into_bytes()));
        let mut call: Call = Request::new(Full::from(body));
        *call.method_mut() = Method::POST;
        *call.uri_mut() = Uri::from_static("/v1/hooks/whatsapp");
        call.headers_mut().insert(HOST, host.clone());
        call.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        call.headers_mut().insert("x-hub-signature-256", HeaderValue::from_str(&signature)?);
        anyhow::Ok(call)
    };
    let until = Until::Count(count);
    Ok(Load { server, connections: CONNECTIONS, until, expected: StatusCode::OK, make: Box::new(make) })
}

/// A status of an unknown message.
fn webhook() -> String {
    let id = format!("wamid.NOBODY{:X}", Uuid::new_v4().simple());
    let status = json!({"id": id, "status": "sent", "timestamp": "1767225600", "recipient_id": "15550100001"});
    let value = json!({"messaging_product": "whatsapp", "statuses": [status]});
    let entry = json!({"id": "100000000000001", "changes": [{"field": "messages", "value": value}]});
    json!({"object": "whatsapp_business_account", "entry": [entry]}).to_string()
}
