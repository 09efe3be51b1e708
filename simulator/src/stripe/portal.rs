//! Links to customer portals.

use serde_json::{Value, json};

use super::{error::StripeError, form::Form, ids::new_id};

#[derive(Debug, Clone)]
pub(super) struct Portal {
    pub(super) id: String,
    pub(super) customer: String,
    pub(super) return_url: Option<String>,
    created: i64,
}

impl Portal {
    /// Reads the form of `POST /v1/billing_portal/sessions`.
    pub(super) fn read(form: &mut Form, created: i64) -> Result<Self, StripeError> {
        let (customer, return_url) = (form.need("customer")?, form.take("return_url"));
        form.end()?;
        Ok(Self { id: new_id("bps"), customer, return_url, created })
    }

    pub(super) fn json(&self, base_url: &str) -> Value {
        json!({
            "id": self.id, "object": "billing_portal.session", "configuration": "bpc_simulator",
            "created": self.created, "customer": self.customer, "flow": null, "livemode": false, "locale": null,
            "return_url": self.return_url, "url": format!("{base_url}/stripe/portal/{}", self.id),
        })
    }
}
