//! Many accounts that send at the same time.

use std::net::SocketAddr;

use anyhow::Context;
use futures::{StreamExt, TryStreamExt, stream};
use http_body_util::Full;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST, HeaderMap, HeaderValue};
use hyper::{Method, Request, StatusCode, Uri};
use uuid::Uuid;

use crate::load::{Call, Load, Until};
use crate::stage::{Api, Stage};

/// Sign-ups at a time.
const AT_A_TIME: usize = 16;

/// Accounts with a token each; their names are `sender0`, `sender1` and so on.
pub(crate) struct Crowd {
    tokens: Vec<HeaderValue>,
}

/// What is sent, by how many accounts, over how many connections.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sends {
    pub(crate) channel: &'static str,
    pub(crate) accounts: usize,
    pub(crate) connections: usize,
    pub(crate) until: Until,
}

impl Crowd {
    pub(crate) async fn sign_up(stage: &Stage, api: &Api, count: usize) -> anyhow::Result<Self> {
        let sign_ups = stream::iter(0..count).map(|number| async move {
            let user = stage.user(api, &format!("sender{number}")).await?;
            anyhow::Ok(HeaderValue::from_str(&format!("Bearer {}", user.token))?)
        });
        Ok(Self { tokens: sign_ups.buffered(AT_A_TIME).try_collect().await? })
    }

    /// A load of sends, each by one of the first so many accounts, with an Idempotency-Key of its own.
    pub(crate) fn load(&self, api: &Api, sends: Sends) -> anyhow::Result<Load> {
        let Sends { channel, accounts, connections, until } = sends;
        let crowd = self.tokens.len();
        let (server, mut common) = (address(api)?, HeaderMap::new());
        common.insert(HOST, HeaderValue::from_str(&server.to_string())?);
        common.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let senders: Vec<_> = self.tokens.iter().take(accounts).cloned().collect();
        let make = move |number: usize| {
            let key = Uuid::new_v4();
            let sender = choice(key, senders.len());
            let to = match channel {
                "whatsapp" => format!("+1555{number:07}"),
                _ => format!("sender{}", (sender + 1) % crowd),
            };
            let body = format!(r#"{{"channel":"{channel}","to":"{to}","body":"hello"}}"#);
            let mut call = Request::new(Full::from(body));
            *call.method_mut() = Method::POST;
            *call.uri_mut() = Uri::from_static("/v1/messages");
            call.headers_mut().clone_from(&common);
            call.headers_mut().insert(AUTHORIZATION, senders[sender].clone());
            call.headers_mut().insert("idempotency-key", HeaderValue::from_str(&key.to_string())?);
            anyhow::Ok(call)
        };
        Ok(Load { server, connections, until, wanted: StatusCode::ACCEPTED, make: Box::new(make) })
    }
}

/// One of so many, by the random bits of a key.
fn choice(key: Uuid, among: usize) -> usize {
    usize::try_from(key.as_u128() % among as u128).unwrap_or_default()
}

/// A load of GETs of a path that asks for nothing: what the generator and the API's HTTP alone can do.
pub(crate) fn gets(api: &Api, path: &'static str, connections: usize, until: Until) -> anyhow::Result<Load> {
    let server = address(api)?;
    let host = HeaderValue::from_str(&server.to_string())?;
    let make = move |_| {
        let mut call = Call::default();
        *call.uri_mut() = Uri::from_static(path);
        call.headers_mut().insert(HOST, host.clone());
        anyhow::Ok(call)
    };
    Ok(Load { server, connections, until, wanted: StatusCode::OK, make: Box::new(make) })
}

pub(crate) fn address(api: &Api) -> anyhow::Result<SocketAddr> {
    api.base.trim_start_matches("http://").parse().context("the API's address")
}
