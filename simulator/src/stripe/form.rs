//! Forms with brackets, parsed strictly: unknown fields are refused.

use std::collections::BTreeMap;

use super::error::StripeError;

/// The form's remaining fields.
pub(super) struct Form(BTreeMap<String, String>);

impl Form {
    pub(super) fn read(text: &[u8]) -> Result<Self, StripeError> {
        let pairs: Vec<(String, String)> = form_urlencoded::parse(text).into_owned().collect();
        let mut fields = BTreeMap::new();
        for (name, value) in pairs {
            if fields.insert(name.clone(), value).is_some() {
                return Err(StripeError::invalid("parameter_invalid_string", &name, "given twice"));
            }
        }
        Ok(Self(fields))
    }

    pub(super) fn take(&mut self, name: &str) -> Option<String> {
        self.0.remove(name)
    }

    pub(super) fn need(&mut self, name: &str) -> Result<String, StripeError> {
        let value = self.take(name).filter(|value| !value.is_empty());
        value.ok_or_else(|| StripeError::invalid("parameter_missing", name, format!("Missing required param: {name}.")))
    }

    pub(super) fn number(&mut self, name: &str) -> Result<i64, StripeError> {
        let invalid = |_| StripeError::invalid("parameter_invalid_integer", name, format!("Invalid integer: {name}"));
        self.need(name)?.parse().map_err(invalid)
    }

    /// All fields `prefix[…]`.
    pub(super) fn map(&mut self, prefix: &str) -> BTreeMap<String, String> {
        let inner = |name: &str| Some(name.strip_prefix(prefix)?.strip_prefix('[')?.strip_suffix(']')?.to_owned());
        let names: Vec<_> = self.0.keys().filter_map(|name| Some((name.clone(), inner(name)?))).collect();
        names.into_iter().filter_map(|(name, key)| Some((key, self.0.remove(&name)?))).collect()
    }

    /// Fails if not empty.
    pub(super) fn end(self) -> Result<(), StripeError> {
        match self.0.into_keys().next() {
            None => Ok(()),
            Some(name) => {
                let message = format!("Received unknown parameter: {name}");
                Err(StripeError::invalid("parameter_unknown", &name, message))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_fields_are_parsed_and_checked() {
        let mut form = Form::read(b"a=1&metadata%5Bx%5D=y&metadata[z]=&n=x").unwrap();
        assert_eq!(form.number("a").unwrap(), 1);
        assert_eq!(form.number("n").unwrap_err().code.as_deref(), Some("parameter_invalid_integer"));
        assert_eq!(form.need("b").unwrap_err().code.as_deref(), Some("parameter_missing"));
        assert_eq!(form.map("metadata").len(), 2);
        form.end().unwrap();
        assert_eq!(Form::read(b"odd=1").unwrap().end().unwrap_err().param.as_deref(), Some("odd"));
        assert!(Form::read(b"a=1&a=2").is_err());
    }
}
