//! Customers.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{error::StripeError, form::Form, ids::new_id};

#[derive(Debug, Clone)]
pub(super) struct Customer {
    pub(super) id: String,
    pub(super) created: i64,
    pub(super) email: Option<String>,
    name: Option<String>,
    metadata: BTreeMap<String, String>,
}

impl Customer {
    /// Created by a checkout.
    pub(super) fn new(id: String, email: Option<String>, created: i64) -> Self {
        Self { id, created, email, name: None, metadata: BTreeMap::new() }
    }

    /// Reads the form of `POST /v1/customers`.
    pub(super) fn read(form: &mut Form, created: i64) -> Result<Self, StripeError> {
        let mut customer = Self::new(new_id("cus"), form.take("email"), created);
        (customer.name, customer.metadata) = (form.take("name"), form.map("metadata"));
        form.end()?;
        Ok(customer)
    }

    /// JSON of `GET /v1/customers/{id}`.
    pub(super) fn json(&self) -> Value {
        json!({
            "id": self.id, "object": "customer", "address": null, "balance": 0, "created": self.created,
            "currency": null, "default_source": null, "delinquent": false, "description": null, "email": self.email,
            "livemode": false, "metadata": self.metadata, "name": self.name, "phone": null,
            "preferred_locales": [], "shipping": null, "tax_exempt": "none",
        })
    }
}
