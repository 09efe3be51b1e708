//! `expand`: objects in place of their ids.

use serde_json::Value;

use super::{error::StripeError, store::Store, subscriptions::Layout};

/// The most levels of a path, as at Stripe.
const MAX_LEVELS: usize = 4;
/// The fields that can be expanded.
const FIELDS: [&str; 7] =
    ["charge", "customer", "latest_charge", "latest_invoice", "line_items", "payment_intent", "subscription"];

/// Objects by their ids, as an API version shows them.
pub(super) struct Expander<'a> {
    pub(super) store: &'a Store,
    pub(super) layout: Layout,
}

fn refused(path: &str) -> StripeError {
    let message = format!("This property cannot be expanded ({path}).");
    StripeError { code: None, ..StripeError::invalid("", "expand", message) }
}

/// Whether each level of the paths can be expanded in some object.
pub(super) fn check(paths: &[String]) -> Result<(), StripeError> {
    let is_known = |path: &str| {
        let fields = path.strip_prefix("data.").unwrap_or(path);
        path.split('.').count() <= MAX_LEVELS && fields.split('.').all(|field| FIELDS.contains(&field))
    };
    match paths.iter().find(|path| !is_known(path)) {
        Some(path) => Err(refused(path)),
        None => Ok(()),
    }
}

impl Expander<'_> {
    /// Replaces the ids at these paths by their objects.
    pub(super) fn expand(&self, value: &mut Value, paths: &[String]) -> Result<(), StripeError> {
        paths.iter().try_for_each(|path| self.expand_path(value, path).ok_or_else(|| refused(path)))
    }

    /// `None`: the object at some level lacks the field.
    fn expand_path(&self, value: &mut Value, path: &str) -> Option<()> {
        if let Value::Array(elements) = value {
            return elements.iter_mut().try_for_each(|element| self.expand_path(element, path));
        }
        let (field, rest) = path.split_once('.').map_or((path, None), |(field, rest)| (field, Some(rest)));
        if field == "line_items" {
            let session = self.store.session(value["id"].as_str()?)?;
            value["line_items"] = session.line_items();
            return rest.is_none().then_some(());
        }
        let slot = value.get_mut(field)?;
        if let Some(id) = slot.as_str() {
            *slot = self.object(id)?;
        }
        match rest {
            Some(rest) if !slot.is_null() => self.expand_path(slot, rest),
            _ => Some(()),
        }
    }

    fn object(&self, id: &str) -> Option<Value> {
        let store = self.store;
        let subscription = |id: &str| store.subscription(id);
        match id.split_once('_')?.0 {
            "pi" | "ch" => {
                let session = store.of_payment(id)?;
                let payment = session.payment.as_ref()?;
                Some(if id.starts_with("pi_") { session.intent(payment) } else { session.charge(payment) })
            }
            "cus" => Some(store.customer(id)?.json()),
            "sub" => Some(subscription(id)?.json(self.layout)),
            "in" => Some(store.subscriptions().find(|it| it.invoice == id)?.invoice(self.layout)),
            _ => None,
        }
    }
}
