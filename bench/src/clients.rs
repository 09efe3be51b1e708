//! Many accounts that send concurrently.

use std::net::SocketAddr;

use anyhow::Context;
use futures::{StreamExt, TryStreamExt, stream};
use http_body_util::Full;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST, HeaderMap, HeaderValue};
use hyper::{Method, Request, StatusCode, Uri};
use uuid::Uuid;

use crate::env::{Api, Env};
use crate::load::{Call, Load, Until};

/// Parallel sign-ups.
const AT_A_TIME: usize = 16;

/// Senders with tokens; their names are `sender0`, `sender1` and so on.
pub(crate) struct Senders {
    tokens: Vec<HeaderValue>,
}

/// The sends, their accounts and connections.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sends {
    pub(crate) channel: &'static str,
    pub(crate) accounts: usize,
    pub(crate) connections: usize,
    pub(crate) until: Until,
}

/// POSTs to one path.
struct Posts {
    path: &'static str,
    accounts: usize,
    connections: usize,
    until: Until,
    expected: StatusCode,
}

impl Senders {
    pub(crate) async fn sign_up(env: &Env, api: &Api, count: usize) -> anyhow::Result<Self> {
        let sign_ups = stream::iter(0..count).map(|number| async move {
            let user = env.user(api, &format!("sender{number}")).await?;
            anyhow::Ok(HeaderValue::from_str(&format!("Bearer {}", user.token))?)
        });
        Ok(Self { tokens: sign_ups.buffered(AT_A_TIME).try_collect().await? })
    }

    /// A load of sends by the first accounts.
    pub(crate) fn load(&self, api: &Api, sends: Sends) -> anyhow::Result<Load> {
        let Sends { channel, accounts, connections, until } = sends;
        let count = self.tokens.len();
        let body = move |number: usize, sender: usize| {
            let to = match channel {
                "whatsapp" => format!("+1555{number:07}"),
                _ => format!("sender{}", (sender + 1) % count),
            };
            format!(r#"{{"channel":"{channel}","to":"{to}","body":"hello"}}"#)
        };
        let posts = Posts { path: "/v1/messages", accounts, connections, until, expected: StatusCode::ACCEPTED };
        self.posts(api, posts, body)
    }

    /// A load of one-cent transfers, each from one of the first accounts to the next.
    pub(crate) fn transfers(
        &self,
        api: &Api,
        accounts: usize,
        connections: usize,
        until: Until,
    ) -> anyhow::Result<Load> {
        let body =
            move |_, sender: usize| format!(r#"{{"receiver":"sender{}","amount":"0.01"}}"#, (sender + 1) % accounts);
        let posts = Posts { path: "/v1/transfers", accounts, connections, until, expected: StatusCode::CREATED };
        self.posts(api, posts, body)
    }

    /// Each has a random account and its own Idempotency-Key. The body depends on the request's and the account's
    /// number.
    fn posts(
        &self,
        api: &Api,
        posts: Posts,
        body: impl Fn(usize, usize) -> String + Send + Sync + 'static,
    ) -> anyhow::Result<Load> {
        let Posts { path, accounts, connections, until, expected } = posts;
        let (server, mut common) = (address(api)?, HeaderMap::new());
        common.insert(HOST, HeaderValue::from_str(&server.to_string())?);
        common.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let senders: Vec<_> = self.tokens.iter().take(accounts).cloned().collect();
        let make = move |number: usize| {
            let key = Uuid::new_v4();
            let sender = choice(key, senders.len());
            let mut call = Request::new(Full::from(body(number, sender)));
            *call.method_mut() = Method::POST;
            *call.uri_mut() = Uri::from_static(path);
            call.headers_mut().clone_from(&common);
            call.headers_mut().insert(AUTHORIZATION, senders[sender].clone());
            call.headers_mut().insert("idempotency-key", HeaderValue::from_str(&key.to_string())?);
            anyhow::Ok(call)
        };
        Ok(Load { server, connections, until, expected, make: Box::new(make) })
    }
}

/// A choice by the random bits of a key.
fn choice(key: Uuid, among: usize) -> usize {
    usize::try_from(key.as_u128() % among as u128).unwrap_or_default()
}

/// A load of GETs without authentication: the generator's and the API's HTTP overhead.
pub(crate) fn gets(api: &Api, path: &'static str, connections: usize, until: Until) -> anyhow::Result<Load> {
    let server = address(api)?;
    let host = HeaderValue::from_str(&server.to_string())?;
    let make = move |_| {
        let mut call = Call::default();
        *call.uri_mut() = Uri::from_static(path);
        call.headers_mut().insert(HOST, host.clone());
        anyhow::Ok(call)
    };
    Ok(Load { server, connections, until, expected: StatusCode::OK, make: Box::new(make) })
}

pub(crate) fn address(api: &Api) -> anyhow::Result<SocketAddr> {
    api.base.trim_start_matches("http://").parse().context("the API's address")
}
