//! Events for the owners of wallets.

use serde_json::{Value, json};

use super::posting::Posting;
use super::{CREDIT, Movement, Party};
use crate::events::NewEvent;
use crate::money::Money;

/// An event per transfer and side, and one for each balance that is low now.
pub(super) fn of(asset: &str, postings: &[Posting]) -> Vec<NewEvent> {
    let sides = |it: &Posting| {
        let Movement { from, to, amount, .. } = it.movement;
        let low = it.fell_below.and_then(|threshold| is_low(asset, it, threshold));
        [changed(asset, it, from, -amount, it.from.2), low, changed(asset, it, to, amount, it.to.2)]
    };
    postings.iter().flat_map(sides).flatten().collect()
}

fn changed(asset: &str, it: &Posting, party: Party, amount: i64, balance: Option<i64>) -> Option<NewEvent> {
    let data = json!({
        "asset": asset, "balance": shown(asset, balance?), "amount": shown(asset, amount), "transaction": transaction(it),
    });
    Some(NewEvent { owner: party.user()?, kind: kind(asset, "balance_changed"), data })
}

fn is_low(asset: &str, it: &Posting, threshold: i64) -> Option<NewEvent> {
    let data = json!({
        "asset": asset, "balance": shown(asset, it.from.2?), "threshold": shown(asset, threshold),
        "transaction": transaction(it),
    });
    Some(NewEvent { owner: it.movement.from.user()?, kind: kind(asset, "balance_low"), data })
}

fn transaction(it: &Posting) -> Value {
    let kind: &str = it.movement.kind.into();
    json!({"id": it.id, "kind": kind, "job_id": it.movement.job_id})
}

fn kind(asset: &str, what: &str) -> String {
    format!("{}.{what}", if asset == CREDIT { "credits" } else { "wallet" })
}

/// Credits are numbers, money is text.
fn shown(asset: &str, amount: i64) -> Value {
    if asset == CREDIT { json!(amount) } else { json!(Money(amount)) }
}
