//! `GET` of messages.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use chrono::{DateTime, NaiveDateTime, Utc};
use serde_json::{Value, json};

use super::{
    Provider,
    request::{Fault, authenticate},
    send::{answer, refusal},
    store::Message,
};

/// The most messages of a page, and the default.
const MAX_PAGE: usize = 20;

/// `GET /v1/Account/{auth_id}/Message/{message_uuid}/`.
pub(super) async fn message(
    State(provider): State<Arc<Provider>>,
    Path((auth_id, message_uuid)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    if let Err(fault) = authenticate(&provider.setup.config, &auth_id, &headers) {
        return refusal(fault, false);
    }
    let found = provider.state().messages().find(|message| message.message_uuid == message_uuid).cloned();
    match found {
        Some(message) => answer(StatusCode::OK, shown(&auth_id, &message)),
        None => refusal((404, "not found".to_owned()), false),
    }
}

/// `GET /v1/Account/{auth_id}/Message/`: newest first.
pub(super) async fn messages(
    State(provider): State<Arc<Provider>>,
    Path(auth_id): Path<String>,
    Query(query): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    let page = authenticate(&provider.setup.config, &auth_id, &headers).and_then(|()| Filter::read(query));
    let filter = match page {
        Ok(filter) => filter,
        Err(fault) => return refusal(fault, false),
    };
    let now = Utc::now();
    let store = provider.state();
    let wanted: Vec<_> = store.messages().filter(|message| filter.matches(message, now)).collect();
    let page: Vec<_> = wanted.iter().skip(filter.offset).take(filter.limit).map(|it| shown(&auth_id, it)).collect();
    let address = |offset: usize| format!("/v1/Account/{auth_id}/Message/?limit={}&offset={offset}", filter.limit);
    let after = filter.offset.saturating_add(filter.limit);
    let meta = json!({
        "limit": filter.limit, "offset": filter.offset, "total_count": wanted.len(),
        "next": (after < wanted.len()).then(|| address(after)),
        "previous": (filter.offset > 0).then(|| address(filter.offset.saturating_sub(filter.limit))),
    });
    answer(StatusCode::OK, json!({"meta": meta, "objects": page}))
}

/// The messages that a query selects.
struct Filter {
    limit: usize,
    offset: usize,
    state: Option<String>,
    direction: Option<String>,
    from: Option<String>,
    to: Option<String>,
    powerpack: Option<String>,
    /// Inclusive.
    since: Option<DateTime<Utc>>,
    /// Inclusive.
    until: Option<DateTime<Utc>>,
}

impl Filter {
    fn read(mut query: BTreeMap<String, String>) -> Result<Self, Fault> {
        let bad = |name: &str| (400, format!("{name} is not valid"));
        let mut number = |name: &str, otherwise: usize| match query.remove(name) {
            None => Ok(otherwise),
            Some(text) => text.parse().map_err(|_| bad(name)),
        };
        let (limit, offset) = (number("limit", MAX_PAGE)?, number("offset", 0)?);
        let mut time =
            |name: &str| query.remove(name).map(|text| parse_time(&text).ok_or_else(|| bad(name))).transpose();
        let (exact, since, until) = (time("message_time")?, time("message_time__gte")?, time("message_time__lte")?);
        let filter = Self {
            limit,
            offset,
            state: query.remove("message_state"),
            direction: query.remove("message_direction"),
            from: query.remove("from_number"),
            to: query.remove("to_number"),
            powerpack: query.remove("powerpack_id"),
            since: since.or(exact),
            until: until.or(exact),
        };
        match query.into_keys().next() {
            Some(name) if name != "message_type" => Err(bad(&name)),
            _ if !(1..=MAX_PAGE).contains(&filter.limit) => Err(bad("limit")),
            _ => Ok(filter),
        }
    }

    fn matches(&self, message: &Message, now: DateTime<Utc>) -> bool {
        let is_or_any = |wanted: &Option<String>, is: &str| wanted.as_deref().is_none_or(|wanted| wanted == is);
        let digits = |number: &Option<String>| number.as_ref().map(|number| number.trim_start_matches('+').to_owned());
        is_or_any(&self.state, message.state(now))
            && is_or_any(&self.direction, "outbound")
            && is_or_any(&digits(&self.from), &message.from)
            && is_or_any(&digits(&self.to), message.to.trim_start_matches('+'))
            && (self.powerpack.is_none() || self.powerpack == message.powerpack_uuid)
            && self.since.is_none_or(|since| message.at >= since)
            && self.until.is_none_or(|until| message.at <= until)
    }
}

fn parse_time(text: &str) -> Option<DateTime<Utc>> {
    let formats = ["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S%.f"];
    formats.into_iter().find_map(|format| Some(NaiveDateTime::parse_from_str(text, format).ok()?.and_utc()))
}

fn shown(auth_id: &str, message: &Message) -> Value {
    json!({
        "error_code": null, "from_number": message.from, "message_direction": "outbound",
        "message_state": message.state(Utc::now()), "message_time": message.at.format("%Y-%m-%d %H:%M:%S+00:00").to_string(),
        "message_type": "sms", "message_uuid": message.message_uuid, "powerpack_id": message.powerpack_uuid,
        "resource_uri": format!("/v1/Account/{auth_id}/Message/{}/", message.message_uuid),
        "to_number": message.to.trim_start_matches('+'), "total_amount": "0.00000", "total_rate": "0.00000",
        "units": message.units(),
    })
}
