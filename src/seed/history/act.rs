//! Performs planned actions.

use anyhow::Context;
use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};
use shared::billing;
use shared::ids::MessageId;
use shared::jobs::{self, NewJob};
use shared::messaging::MessageStatus;
use shared::messaging::jobs::{ApplyStatuses, Inbound};

use super::opening::id_of;
use super::plan::{Action, Payment};
use super::story::Story;
use super::texts::{TALKS, THREADS};

/// Performs an action at the clock's time.
pub(super) async fn perform(story: &mut Story, action: &Action) -> anyhow::Result<()> {
    match action {
        Action::Send { from, message, status } => send(story, from, message, *status).await,
        Action::Note { from, to, text, is_read } => note(story, from, (to, text), *is_read).await,
        Action::Say { talk, line } => say(story, *talk, *line).await,
        Action::Ask { thread, question } => ask(story, *thread, *question).await,
        Action::Buy { user, path, body, payment } => buy(story, user, (path, body), *payment).await,
        Action::Call { user, path, body } => story.post(user, path, body).await.map(drop),
        Action::Distribute { reseller, client, credits, note } => {
            let id = id_of(story, client).await?;
            let body = json!({"business_owner_id": id, "credits": credits.abs(), "note": note});
            let reclaim = if *credits < 0 { "/reclaim" } else { "" };
            story.post(reseller, &format!("/v1/credit-distributions{reclaim}"), &body).await.map(drop)
        }
        Action::Suspend { reseller, client } => {
            let path = format!(
                "/v1/resellers/{}/business-owners/{}",
                id_of(story, reseller).await?,
                id_of(story, client).await?
            );
            story.call(reseller, Method::PATCH, &path, &json!({"status": "suspended"})).await.map(drop)
        }
        Action::Receive { from, text } => receive(story, from, text).await,
        Action::Withdraw { from } => withdraw(story, from).await,
        Action::Unblock { user } => {
            let path = format!("/v1/users/{}/clear-recharge-block", id_of(story, user).await?);
            story.post("demo_admin", &path, &Value::Null).await.map(drop)
        }
    }
}

fn text<'a>(value: &'a Value, name: &str) -> anyhow::Result<&'a str> {
    value[name].as_str().with_context(|| format!("an answer without {name}"))
}

async fn send(story: &mut Story, from: &str, message: &Value, status: Option<MessageStatus>) -> anyhow::Result<()> {
    let answer = story.post(from, "/v1/messages", message).await?;
    let id: MessageId = text(&answer["message"], "id")?.parse()?;
    if let Some(status) = status {
        story.expect_status(id, MessageStatus::Delivered, TimeDelta::seconds(4));
        if status == MessageStatus::Read {
            story.expect_status(id, status, TimeDelta::seconds(75));
        }
    }
    Ok(())
}

/// A message within the platform.
async fn note(story: &mut Story, from: &str, (to, body): (&str, &str), is_read: bool) -> anyhow::Result<()> {
    let message = json!({"channel": "in_app", "to": to, "body": body});
    let answer = story.post(from, "/v1/messages", &message).await?;
    if is_read {
        story.expect_read(to, text(&answer["message"], "id")?.parse()?);
    }
    Ok(())
}

async fn say(story: &mut Story, talk: usize, line: usize) -> anyhow::Result<()> {
    let talk = &TALKS[talk];
    let (speaker, body) = talk.lines[line];
    let first = talk.lines[0].0;
    let others: Vec<_> = talk.members.iter().filter(|member| **member != first).collect();
    let new = json!({"participants": others, "name": talk.name});
    // Of two people there is one conversation; a group is found by its name.
    let found = match talk.name {
        Some(name) => find(story, first, name).await?,
        None => None,
    };
    let conversation = match found {
        Some(found) => found,
        None => text(&story.post(first, "/v1/conversations", &new).await?, "id")?.to_owned(),
    };
    let path = format!("/v1/conversations/{conversation}");
    let said = story.post(speaker, &format!("{path}/messages"), &json!({"body": body})).await?;
    story.app.clock.advance(TimeDelta::seconds(20));
    // Everyone has read all but the newest lines.
    if line + 2 < talk.lines.len() {
        let seq = [&said["seq"], &said["message"]["seq"]].into_iter().find_map(Value::as_i64).context("no seq")?;
        for member in talk.members.iter().filter(|member| **member != speaker) {
            story.post(member, &format!("{path}/read"), &json!({"seq": seq})).await?;
        }
    }
    Ok(())
}

/// A user's conversation of this name.
async fn find(story: &mut Story, user: &str, name: &str) -> anyhow::Result<Option<String>> {
    let list = story.get(user, "/v1/conversations?limit=100").await?;
    let all = list["data"].as_array().into_iter().flatten();
    let mut named = all.filter(|it| it["name"] == name).filter_map(|it| it["id"].as_str());
    Ok(named.next().map(str::to_owned))
}

async fn ask(story: &mut Story, thread: usize, question: usize) -> anyhow::Result<()> {
    let thread = &THREADS[thread];
    let conversation = match find(story, thread.user, thread.title).await? {
        Some(found) => found,
        None => {
            let new = json!({"kind": "assistant", "name": thread.title});
            text(&story.post(thread.user, "/v1/conversations", &new).await?, "id")?.to_owned()
        }
    };
    let path = format!("/v1/conversations/{conversation}/messages");
    story.post(thread.user, &path, &json!({"body": thread.questions[question]})).await?;
    story.work().await
}

/// A purchase: the checkout page is made by a job, and what happens on it is reported as Stripe's events are.
async fn buy(story: &mut Story, user: &str, (path, body): (&str, &Value), payment: Payment) -> anyhow::Result<()> {
    let answer = story.post(user, path, body).await?;
    story.work().await?;
    let job = story.get(user, &format!("/v1/jobs/{}", text(&answer["job"], "id")?)).await?;
    let session = text(&job["result"], "session_id").with_context(|| format!("the job of {path}: {}", job["state"]))?;
    let order = [&answer["recharge"], &answer["deposit"]].into_iter().find_map(|it| it["id"].as_str());
    story.app.clock.advance(TimeDelta::seconds(90));
    let actions: &[(&str, &str)] = match payment {
        Payment::Pay => &[("pay", "checkout.session.completed")],
        Payment::Expire => &[("expire", "checkout.session.expired")],
        Payment::PayAndDispute => &[("pay", "checkout.session.completed"), ("dispute", "charge.dispute.created")],
        Payment::PayAndRefund => &[("pay", "checkout.session.completed"), ("refund", "charge.refunded")],
    };
    for (action, kind) in actions {
        let page = story.stripe(&format!("sessions/{session}/{action}")).await?;
        let object = match order {
            Some(order) => json!({"id": session, "metadata": {"recharge_id": order}}),
            None => {
                let (subscription, metadata) =
                    (&page["session"]["subscription"], json!({"user_id": id_of(story, user).await?}));
                json!({"id": session, "mode": "subscription", "subscription": subscription, "metadata": metadata})
            }
        };
        let event = json!({"id": format!("evt_{action}_{session}"), "type": kind, "data": {"object": object}});
        let now = story.app.clock.now();
        let mut tx = story.app.db.begin().await?;
        billing::take_event(&story.app, &mut tx, &serde_json::from_value(event)?, None, now).await?;
        tx.commit().await?;
        story.work().await?;
        story.app.clock.advance(TimeDelta::minutes(7));
    }
    Ok(())
}

/// A phone's message to the platform's number, as its webhook would bring it.
async fn receive(story: &mut Story, from: &str, body: &str) -> anyhow::Result<()> {
    // It answers a message that was sent.
    if story.has_unsent() {
        story.work().await?;
    }
    let now = story.app.clock.now();
    let number = story.app.config.whatsapp.as_ref().context("WhatsApp is not configured")?.phone_number_id.clone();
    let inbound = Inbound {
        provider_message_id: format!("wamid.demo-{}-{}", from.trim_start_matches('+'), now.timestamp()),
        number_id: number,
        from: from.trim_start_matches('+').to_owned(),
        kind: "text".to_owned(),
        body: body.to_owned(),
        media: None,
        reference: None,
        at: Some(now),
    };
    let job = NewJob::new(&ApplyStatuses { statuses: Vec::new(), inbound: vec![inbound] }, now)?;
    let mut tx = story.app.db.begin().await?;
    jobs::enqueue(&story.app, &mut tx, &[job], now).await?;
    Ok(tx.commit().await?)
}

async fn withdraw(story: &mut Story, from: &str) -> anyhow::Result<()> {
    let at = story.app.clock.now() + TimeDelta::hours(3);
    let message = json!({"channel": "in_app", "to": "bob", "body": "Reminder: the rent is due.", "send_at": at});
    let answer = story.post(from, "/v1/messages", &message).await?;
    let path = format!("/v1/messages/{}/cancel", text(&answer["message"], "id")?);
    story.app.clock.advance(TimeDelta::seconds(30));
    story.post(from, &path, &Value::Null).await.map(drop)
}
