//! `GET` calls: objects and lists.

use axum::http::Method;
use serde_json::Value;

use super::{
    customers::Customer,
    error::StripeError,
    form::Form,
    objects::{Dispute, Payment, Session},
    pagination::Page,
    refunds::Refund,
    store::Store,
    subscriptions::{Layout, Subscription},
};

type Answer = Result<Value, StripeError>;

/// What a call reads.
pub(super) struct Reader<'a> {
    pub(super) store: &'a Store,
    pub(super) base_url: &'a str,
    pub(super) layout: Layout,
}

impl Reader<'_> {
    /// The object or list at a path, its segments after `/v1`. Takes the query's known fields from the form.
    pub(super) fn read(&self, path: &[&str], form: &mut Form) -> Answer {
        let store = self.store;
        match path {
            ["checkout", "sessions", id] => Ok(self.session(id)?.json(self.base_url)),
            ["checkout", "sessions", id, "line_items"] => Ok(self.session(id)?.line_items()),
            ["payment_intents", id] => self.payment(id, "payment_intent", Session::intent),
            ["charges", id] => self.payment(id, "charge", Session::charge),
            ["refunds", id] => {
                let mut all = self.refunds().filter(|(_, _, refund)| refund.id == *id);
                let (session, payment, refund) = all.next().ok_or_else(|| StripeError::no_such("refund", id))?;
                Ok(session.refund(payment, refund))
            }
            ["disputes", id] => {
                let mut all = self.disputes();
                let found = all.find(|(_, _, dispute)| dispute.id == *id);
                let (session, payment, dispute) = found.ok_or_else(|| StripeError::no_such("dispute", id))?;
                Ok(session.dispute(payment, dispute))
            }
            ["subscriptions", id] => {
                let subscription = store.subscription(id).ok_or_else(|| StripeError::no_such("subscription", id))?;
                Ok(subscription.json(self.layout))
            }
            ["customers", id] => {
                let customer = store.customer(id).ok_or_else(|| StripeError::no_such("customer", id))?;
                Ok(customer.json())
            }
            ["events", id] => {
                let event = store.event(id).ok_or_else(|| StripeError::no_such("event", id))?;
                Ok(event.json())
            }
            _ => self.list(path, form),
        }
    }

    fn list(&self, path: &[&str], form: &mut Form) -> Answer {
        let page = Page::take(form)?;
        match path {
            ["checkout", "sessions"] => self.sessions(form, &page),
            ["payment_intents"] => self.list_payments(form, &page, "/v1/payment_intents", Session::intent),
            ["charges"] => self.list_payments(form, &page, "/v1/charges", Session::charge),
            ["refunds"] => self.list_refunds(form, &page),
            ["disputes"] => self.list_disputes(form, &page),
            ["subscriptions"] => self.list_subscriptions(form, &page),
            ["customers"] => {
                let email = form.take("email");
                let rows = self.store.customers().map(|it| (it.id.clone(), it.created, it));
                let is_wanted = |it: &&Customer| email.is_none() || it.email == email;
                page.list("/v1/customers", rows, is_wanted, |customer| customer.json())
            }
            ["events"] => self.list_events(form, &page),
            _ => Err(StripeError::unknown_route(Method::GET.as_str(), &format!("/v1/{}", path.join("/")))),
        }
    }

    fn session(&self, id: &str) -> Result<&Session, StripeError> {
        self.store.session(id).ok_or_else(|| StripeError::no_such("checkout.session", id))
    }

    fn payment(&self, id: &str, what: &str, json: impl Fn(&Session, &Payment) -> Value) -> Answer {
        let found = self.store.of_payment(id).and_then(|session| Some((session, session.payment.as_ref()?)));
        let (session, payment) = found.ok_or_else(|| StripeError::no_such(what, id))?;
        Ok(json(session, payment))
    }

    fn sessions(&self, form: &mut Form, page: &Page) -> Answer {
        let (status, customer) = (form.take("status"), form.take("customer"));
        let (payment, subscription) = (form.take("payment_intent"), form.take("subscription"));
        let is_wanted = |it: &&Session| {
            is_or_any(status.as_deref(), Some(it.status))
                && is_or_any(customer.as_deref(), it.customer())
                && is_or_any(payment.as_deref(), it.payment.as_ref().map(|payment| payment.intent.as_str()))
                && is_or_any(subscription.as_deref(), it.subscription())
        };
        let rows = self.store.sessions().map(|it| (it.id.clone(), it.created, it));
        page.list("/v1/checkout/sessions", rows, is_wanted, |session| session.json(self.base_url))
    }

    /// All payments, newest checkout first.
    fn payments(&self) -> impl Iterator<Item = (&Session, &Payment)> {
        self.store.sessions().filter_map(|session| Some((session, session.payment.as_ref()?)))
    }

    fn list_payments(
        &self,
        form: &mut Form,
        page: &Page,
        url: &str,
        json: impl Fn(&Session, &Payment) -> Value,
    ) -> Answer {
        let (customer, intent) = (form.take("customer"), form.take("payment_intent"));
        let is_wanted = |(session, payment): &(&Session, &Payment)| {
            is_or_any(customer.as_deref(), session.customer()) && is_or_any(intent.as_deref(), Some(&payment.intent))
        };
        let is_intent = url.ends_with("payment_intents");
        let id = |payment: &Payment| if is_intent { payment.intent.clone() } else { payment.charge.clone() };
        let rows = self.payments().map(|(session, payment)| (id(payment), payment.created, (session, payment)));
        page.list(url, rows, is_wanted, |(session, payment)| json(session, payment))
    }

    fn refunds(&self) -> impl Iterator<Item = (&Session, &Payment, &Refund)> {
        self.payments()
            .flat_map(|(session, payment)| payment.refunds.iter().rev().map(move |refund| (session, payment, refund)))
    }

    fn disputes(&self) -> impl Iterator<Item = (&Session, &Payment, &Dispute)> {
        self.payments().flat_map(|(session, payment)| {
            payment.disputes.iter().rev().map(move |dispute| (session, payment, dispute))
        })
    }

    fn list_refunds(&self, form: &mut Form, page: &Page) -> Answer {
        let (intent, charge) = (form.take("payment_intent"), form.take("charge"));
        let is_wanted = |(_, payment, _): &(&Session, &Payment, &Refund)| {
            is_or_any(intent.as_deref(), Some(&payment.intent)) && is_or_any(charge.as_deref(), Some(&payment.charge))
        };
        let rows = self.refunds().map(|it| (it.2.id.clone(), it.2.created, it));
        page.list("/v1/refunds", rows, is_wanted, |(session, payment, refund)| session.refund(payment, refund))
    }

    fn list_disputes(&self, form: &mut Form, page: &Page) -> Answer {
        let (intent, charge) = (form.take("payment_intent"), form.take("charge"));
        let is_wanted = |(_, payment, _): &(&Session, &Payment, &Dispute)| {
            is_or_any(intent.as_deref(), Some(&payment.intent)) && is_or_any(charge.as_deref(), Some(&payment.charge))
        };
        let rows = self.disputes().map(|it| (it.2.id.clone(), it.2.created, it));
        page.list("/v1/disputes", rows, is_wanted, |(session, payment, dispute)| session.dispute(payment, dispute))
    }

    /// As at Stripe, ended subscriptions are listed on request only.
    fn list_subscriptions(&self, form: &mut Form, page: &Page) -> Answer {
        let (customer, price, status) = (form.take("customer"), form.take("price"), form.take("status"));
        let has_status = |is: &str| match status.as_deref() {
            None => is != "canceled",
            Some("all") => true,
            Some("ended") => is == "canceled",
            Some(wanted) => is == wanted,
        };
        let is_wanted = |it: &&Subscription| {
            has_status(it.status)
                && is_or_any(customer.as_deref(), Some(&it.customer))
                && is_or_any(price.as_deref(), Some(&it.price))
        };
        let rows = self.store.subscriptions().map(|it| (it.id.clone(), it.created, it));
        page.list("/v1/subscriptions", rows, is_wanted, |subscription| subscription.json(self.layout))
    }

    fn list_events(&self, form: &mut Form, page: &Page) -> Answer {
        let (kind, kinds) = (form.take("type"), form.list("types"));
        // `type` may end in `.*`.
        let is_type = |is: &str| match kind.as_deref() {
            None => kinds.is_empty() || kinds.iter().any(|wanted| wanted == is),
            Some(wanted) => match wanted.strip_suffix('*') {
                Some(prefix) => is.starts_with(prefix),
                None => is == wanted,
            },
        };
        if kind.is_some() && !kinds.is_empty() {
            return Err(StripeError::bad_request("You may pass either type or types, but not both."));
        }
        let rows = self.store.events().map(|event| (event.id.clone(), event.created, event));
        page.list("/v1/events", rows, |event| is_type(event.kind), |event| event.json())
    }
}

fn is_or_any(wanted: Option<&str>, is: Option<&str>) -> bool {
    wanted.is_none() || wanted == is
}
