//! `POST` and `DELETE` calls.

use axum::http::Method;
use chrono::Utc;
use serde_json::Value;

use super::{
    Provider,
    control::Action,
    customers::Customer,
    error::StripeError,
    form::Form,
    objects::Session,
    portal::Portal,
    refunds::RefundOrder,
    subscriptions::{Change, Layout},
};

type Answer = Result<Value, StripeError>;

impl Provider {
    /// Executes a call, whose path is given by its segments after `/v1`.
    pub(super) fn write(&self, method: &Method, path: &[&str], form: &mut Form, layout: Layout) -> Answer {
        match (method.as_str(), path) {
            ("POST", ["checkout", "sessions"]) => self.create_session(form),
            ("POST", ["checkout", "sessions", id, "expire"]) => {
                form.end()?;
                self.act_in_background(id, Action::Expire, RefundOrder::default())?;
                let store = self.state();
                let session = store.session(id).ok_or_else(|| StripeError::no_such("checkout.session", id))?;
                Ok(session.json(&self.setup.base_url))
            }
            ("POST", ["customers"]) => {
                let customer = Customer::read(form, Utc::now().timestamp())?;
                let answer = customer.json();
                self.state().add_customer(customer);
                Ok(answer)
            }
            ("POST", ["subscriptions", id]) => self.update_subscription(id, form, layout),
            ("DELETE", ["subscriptions", id]) => {
                form.end()?;
                self.change_in_background(id, Change::CancelNow)?;
                self.show_subscription(id, layout)
            }
            ("POST", ["billing_portal", "sessions"]) => self.create_portal(form),
            ("POST", ["refunds"]) => self.create_refund(form),
            _ => Err(StripeError::unknown_route(method.as_str(), &format!("/v1/{}", path.join("/")))),
        }
    }

    fn create_session(&self, form: &mut Form) -> Answer {
        let now = Utc::now().timestamp();
        let session = Session::read(form, now, &self.setup.config.pro_price_id)?;
        let answer = session.json(&self.setup.base_url);
        let mut store = self.state();
        // A customer from before the simulator's start is still known to its clients.
        if let Some(customer) = session.customer() {
            store.add_customer(Customer::new(customer.to_owned(), None, now));
        }
        store.add_session(session);
        Ok(answer)
    }

    fn show_subscription(&self, id: &str, layout: Layout) -> Answer {
        Ok(self.state().subscription_mut(id)?.json(layout))
    }

    fn update_subscription(&self, id: &str, form: &mut Form, layout: Layout) -> Answer {
        let (cancel, metadata) = (form.optional_boolean("cancel_at_period_end")?, form.map("metadata"));
        form.end()?;
        if !metadata.is_empty() {
            self.merge_metadata(id, metadata)?;
        }
        match cancel {
            Some(true) => self.change_in_background(id, Change::Cancel)?,
            Some(false) => self.change_in_background(id, Change::Resume)?,
            None => {}
        }
        self.show_subscription(id, layout)
    }

    fn create_portal(&self, form: &mut Form) -> Answer {
        let portal = Portal::read(form, Utc::now().timestamp())?;
        let mut store = self.state();
        if store.customer(&portal.customer).is_none() {
            return Err(StripeError::no_such("customer", &portal.customer));
        }
        let answer = portal.json(&self.setup.base_url);
        store.add_portal(portal);
        Ok(answer)
    }

    fn create_refund(&self, form: &mut Form) -> Answer {
        let (order, target) = RefundOrder::read(form)?;
        let session = self.state().of_payment(&target).map(|session| session.id.clone());
        let session = session.ok_or_else(|| StripeError::no_such("payment_intent", &target))?;
        self.act_in_background(&session, Action::Refund, order)?;
        let store = self.state();
        let refunded = store.session(&session).and_then(|session| {
            let payment = session.payment.as_ref()?;
            Some(session.refund(payment, payment.refunds.last()?))
        });
        refunded.ok_or_else(|| StripeError::no_such("payment_intent", &target))
    }
}
