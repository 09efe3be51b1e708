//! Subscriptions: subscription pages, state, and changes by their owners.

use std::collections::HashMap;

use chrono::DateTime;
use serde::Deserialize;
use shared::billing::jobs::{ChangeSubscription, OpenPortal, Portal, SubscriptionPage};
use shared::billing::subscriptions::{Account, Seen, SubscriptionStatus};
use shared::dates;

use super::failure::{Failure, unreadable};
use super::objects::{Expandable, List};
use super::{CANCEL_PATH, Client, SUCCESS_PATH};

/// The state of a subscription page.
#[derive(Debug)]
pub(crate) enum Progress {
    /// Not paid yet.
    Open(SubscriptionPage),
    /// Paid: the subscription.
    Subscribed(String),
    /// It expired unpaid.
    Over,
}

#[derive(Debug, Deserialize)]
struct Session {
    id: String,
    url: Option<String>,
    status: Option<String>,
    subscription: Option<Expandable<Named>>,
}

/// Any object of which only the id is read.
#[derive(Debug, Deserialize)]
struct Named {
    id: String,
}

#[derive(Debug, Deserialize)]
struct Subscription {
    id: String,
    status: SubscriptionStatus,
    customer: Expandable<Named>,
    #[serde(default)]
    cancel_at_period_end: bool,
    /// When it ends. With flexible billing a cancellation sets this alone.
    cancel_at: Option<i64>,
    /// Until API version 2025-03-31; since then each item has its own.
    current_period_end: Option<i64>,
    items: Option<List<Item>>,
    metadata: Option<HashMap<String, String>>,
}

#[derive(Debug, Deserialize)]
struct Item {
    current_period_end: Option<i64>,
}

impl Expandable<Named> {
    fn into_id(self) -> String {
        match self {
            Self::Object(Named { id }) | Self::Id(id) => id,
        }
    }
}

impl Session {
    fn progress(self) -> Result<Progress, Failure> {
        Ok(match (self.subscription, self.url, self.status.as_deref()) {
            (Some(subscription), _, _) => Progress::Subscribed(subscription.into_id()),
            (None, Some(checkout_url), Some("open")) => {
                Progress::Open(SubscriptionPage { checkout_url, session_id: self.id })
            }
            (None, _, Some("expired")) => Progress::Over,
            _ => return Err(unreadable("a checkout that is neither open nor over")),
        })
    }
}

impl Subscription {
    /// Whether it ends without further payment: both fields mean the same to its user.
    fn is_cancelled(&self) -> bool {
        self.cancel_at_period_end || self.cancel_at.is_some()
    }

    /// The change that resumes it; `None` if it is not cancelled. Stripe does not accept both fields at once.
    fn resumed_by(&self) -> Option<(&'static str, &'static str)> {
        if self.cancel_at_period_end {
            return Some(("cancel_at_period_end", "false"));
        }
        self.cancel_at.map(|_| ("cancel_at", ""))
    }

    fn seen(self) -> Seen {
        let is_cancelled = self.is_cancelled();
        let of_items = self.items.and_then(|items| items.data.into_iter().filter_map(|it| it.current_period_end).max());
        // It may end before its period.
        let end = of_items.or(self.current_period_end).into_iter().chain(self.cancel_at).min();
        let user = self.metadata.as_ref().and_then(|metadata| metadata.get("user_id"));
        Seen {
            subscription_id: self.id,
            user_id: user.and_then(|id| id.parse().ok()),
            customer_id: self.customer.into_id(),
            status: self.status,
            current_period_end: end
                .and_then(|at| DateTime::from_timestamp(at, 0))
                .filter(|at| dates::is_expressible(*at)),
            cancel_at_period_end: is_cancelled,
        }
    }
}

impl Client {
    /// Creates a subscription page; calls with the same number of earlier pages return the same one.
    pub async fn create_subscription_page(
        &self,
        account: &Account,
        price: &str,
        public_url: &str,
    ) -> Result<SubscriptionPage, Failure> {
        let user = account.user_id.to_string();
        let mut form = vec![
            ("mode", "subscription".to_owned()),
            ("line_items[0][price]", price.to_owned()),
            ("line_items[0][quantity]", "1".to_owned()),
            ("success_url", format!("{public_url}{SUCCESS_PATH}")),
            ("cancel_url", format!("{public_url}{CANCEL_PATH}")),
            ("client_reference_id", user.clone()),
            ("metadata[user_id]", user.clone()),
            // A session's metadata is not copied to its subscription.
            ("subscription_data[metadata][user_id]", user.clone()),
        ];
        form.extend(account.customer_id.clone().map(|customer| ("customer", customer)));
        let key = format!("{user}:{}", account.pages);
        let request = self.http.post(self.url("checkout/sessions")).header("Idempotency-Key", key).form(&form);
        match self.call::<Session>(request).await?.progress()? {
            Progress::Open(page) => Ok(page),
            Progress::Subscribed(_) | Progress::Over => Err(unreadable("a new checkout that is over")),
        }
    }

    /// The state of a subscription page.
    pub async fn subscription_page(&self, session_id: &str) -> Result<Progress, Failure> {
        let request = self.http.get(self.url(&format!("checkout/sessions/{session_id}")));
        self.call::<Session>(request).await?.progress()
    }

    /// A subscription's state.
    pub async fn subscription(&self, id: &str) -> Result<Seen, Failure> {
        let request = self.http.get(self.url(&format!("subscriptions/{id}")));
        Ok(self.call::<Subscription>(request).await?.seen())
    }

    /// Cancels a subscription at period end, or resumes it. The response is dropped: it may be an earlier call's.
    pub async fn change_subscription(&self, id: &str, change: &ChangeSubscription) -> Result<(), Failure> {
        let url = self.url(&format!("subscriptions/{id}"));
        let (field, value) = if change.cancel_at_period_end {
            ("cancel_at_period_end", "true")
        } else {
            let current: Subscription = self.call(self.http.get(&url)).await?;
            let Some(change) = current.resumed_by() else { return Ok(()) };
            change
        };
        // A repeated call may find another state, and a key belongs to one form.
        let request = self.http.post(&url).header("Idempotency-Key", format!("{}:{field}", change.key));
        self.call::<Subscription>(request.form(&[(field, value)])).await?;
        Ok(())
    }

    /// Creates a link to a customer's portal.
    pub async fn open_portal(&self, customer: &str, wanted: &OpenPortal, return_url: &str) -> Result<Portal, Failure> {
        let request = self.http.post(self.url("billing_portal/sessions"));
        let request = request.header("Idempotency-Key", wanted.key.to_string());
        self.call(request.form(&[("customer", customer), ("return_url", return_url)])).await
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use shared::ids::UserId;

    use super::*;

    fn seen(object: Value) -> Seen {
        serde_json::from_value::<Subscription>(object).unwrap().seen()
    }

    #[test]
    fn the_period_end_is_read_from_old_and_new_fields() {
        let user = UserId::new();
        for (object, end) in [
            (json!({"items": {"data": [{"current_period_end": 5}, {"current_period_end": 9}]}}), Some(9)),
            (json!({"current_period_end": 7, "items": {"data": [{"id": "si_1"}]}}), Some(7)),
            (json!({"current_period_end": 7}), Some(7)),
            (json!({}), None),
        ] {
            let mut object = object;
            let named =
                json!({"id": "sub_1", "status": "past_due", "customer": "cus_1", "metadata": {"user_id": user}});
            object.as_object_mut().unwrap().extend(named.as_object().unwrap().clone());
            let seen = seen(object);
            assert_eq!(seen.current_period_end.map(|at| at.timestamp()), end);
            assert_eq!((seen.status, seen.user_id), (SubscriptionStatus::PastDue, Some(user)));
            assert_eq!((seen.customer_id.as_str(), seen.cancel_at_period_end), ("cus_1", false));
        }
    }

    #[test]
    fn either_field_cancels_and_resuming_clears_the_one_that_is_set() {
        let with = |fields: Value| {
            let mut object = json!({"id": "sub_1", "status": "active", "customer": "cus_1", "current_period_end": 9});
            object.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
            serde_json::from_value::<Subscription>(object).unwrap()
        };
        let period_end = Some(("cancel_at_period_end", "false"));
        for (fields, is_cancelled, end, resume) in [
            (json!({}), false, 9, None),
            (json!({"cancel_at": null}), false, 9, None),
            (json!({"cancel_at_period_end": true}), true, 9, period_end),
            (json!({"cancel_at_period_end": true, "cancel_at": 9}), true, 9, period_end),
            (json!({"cancel_at_period_end": false, "cancel_at": 9}), true, 9, Some(("cancel_at", ""))),
            (json!({"cancel_at": 7}), true, 7, Some(("cancel_at", ""))),
        ] {
            let subscription = with(fields);
            assert_eq!(subscription.resumed_by(), resume);
            let seen = subscription.seen();
            assert_eq!(seen.cancel_at_period_end, is_cancelled);
            assert_eq!(seen.current_period_end.map(|at| at.timestamp()), Some(end));
        }
    }

    #[test]
    fn unknown_statuses_are_rejected() {
        let odd = json!({"id": "sub_1", "status": "asleep", "customer": {"id": "cus_1"}});
        assert!(serde_json::from_value::<Subscription>(odd).is_err());
    }

    #[test]
    fn checkout_progress_is_read() {
        let progress = |object: Value| serde_json::from_value::<Session>(object).unwrap().progress();
        let open = json!({"id": "cs_1", "url": "http://127.0.0.1/", "status": "open", "subscription": null});
        assert!(matches!(progress(open), Ok(Progress::Open(page)) if page.session_id == "cs_1"));
        let paid = json!({"id": "cs_1", "status": "complete", "subscription": {"id": "sub_1"}});
        assert!(matches!(progress(paid), Ok(Progress::Subscribed(id)) if id == "sub_1"));
        assert!(matches!(progress(json!({"id": "cs_1", "status": "expired"})), Ok(Progress::Over)));
        assert!(progress(json!({"id": "cs_1", "status": "complete"})).is_err(), "not yet");
    }
}
