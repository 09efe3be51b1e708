//! Forms with brackets, parsed strictly: unknown fields are refused.

use std::collections::BTreeMap;

use super::error::StripeError;

/// The form's remaining fields.
pub(super) struct Form(Vec<(String, String)>);

impl Form {
    pub(super) fn read(text: &[u8]) -> Result<Self, StripeError> {
        let mut fields: Vec<(String, String)> = Vec::new();
        for (name, value) in form_urlencoded::parse(text).into_owned() {
            // Only `name[]` is a list without indices.
            if !name.ends_with("[]") && fields.iter().any(|(known, _)| *known == name) {
                return Err(StripeError::invalid("parameter_invalid_string", &name, "given twice"));
            }
            fields.push((name, value));
        }
        Ok(Self(fields))
    }

    pub(super) fn take(&mut self, name: &str) -> Option<String> {
        let at = self.0.iter().position(|(known, _)| known == name)?;
        Some(self.0.remove(at).1)
    }

    pub(super) fn need(&mut self, name: &str) -> Result<String, StripeError> {
        let value = self.take(name).filter(|value| !value.is_empty());
        value.ok_or_else(|| StripeError::invalid("parameter_missing", name, format!("Missing required param: {name}.")))
    }

    pub(super) fn number(&mut self, name: &str) -> Result<i64, StripeError> {
        integer(name, &self.need(name)?)
    }

    pub(super) fn optional_number(&mut self, name: &str) -> Result<Option<i64>, StripeError> {
        self.take(name).map(|value| integer(name, &value)).transpose()
    }

    pub(super) fn optional_boolean(&mut self, name: &str) -> Result<Option<bool>, StripeError> {
        match self.take(name).as_deref() {
            None => Ok(None),
            Some("true") => Ok(Some(true)),
            Some("false") => Ok(Some(false)),
            Some(other) => {
                let message = format!("Invalid boolean: {other}");
                Err(StripeError::invalid("parameter_invalid_boolean", name, message))
            }
        }
    }

    /// All fields `prefix[…]`.
    pub(super) fn map(&mut self, prefix: &str) -> BTreeMap<String, String> {
        self.fields_within(prefix, |_| true).into_iter().collect()
    }

    /// The elements of a list, in order: `prefix[]` or `prefix[0]`, `prefix[1]`, …
    pub(super) fn list(&mut self, prefix: &str) -> Vec<String> {
        let is_place = |key: &str| key.bytes().all(|byte| byte.is_ascii_digit());
        let mut elements = self.fields_within(prefix, is_place);
        elements.sort_by_key(|(place, _)| place.parse().unwrap_or(0_usize));
        elements.into_iter().map(|(_, value)| value).collect()
    }

    fn fields_within(&mut self, prefix: &str, is_wanted: impl Fn(&str) -> bool) -> Vec<(String, String)> {
        let inner = |name: &str| Some(name.strip_prefix(prefix)?.strip_prefix('[')?.strip_suffix(']')?.to_owned());
        let mut found = Vec::new();
        self.0.retain_mut(|(name, value)| match inner(name) {
            Some(key) if is_wanted(&key) => {
                found.push((key, std::mem::take(value)));
                false
            }
            _ => true,
        });
        found
    }

    /// Fails if not empty.
    pub(super) fn end(&self) -> Result<(), StripeError> {
        match self.0.first() {
            None => Ok(()),
            Some((name, _)) => {
                let message = format!("Received unknown parameter: {name}");
                Err(StripeError::invalid("parameter_unknown", name, message))
            }
        }
    }
}

fn integer(name: &str, value: &str) -> Result<i64, StripeError> {
    let message = format!("Invalid integer: {value}");
    value.parse().map_err(|_| StripeError::invalid("parameter_invalid_integer", name, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_fields_are_parsed_and_checked() {
        let mut form = Form::read(b"a=1&metadata%5Bx%5D=y&metadata[z]=&n=x&yes=true&odd=maybe").unwrap();
        assert_eq!(form.number("a").unwrap(), 1);
        assert_eq!(form.number("n").unwrap_err().code.as_deref(), Some("parameter_invalid_integer"));
        assert_eq!(form.need("b").unwrap_err().code.as_deref(), Some("parameter_missing"));
        assert_eq!(form.optional_boolean("yes").unwrap(), Some(true));
        assert_eq!(form.optional_boolean("odd").unwrap_err().code.as_deref(), Some("parameter_invalid_boolean"));
        assert_eq!(form.map("metadata").len(), 2);
        form.end().unwrap();
        assert_eq!(Form::read(b"odd=1").unwrap().end().unwrap_err().param.as_deref(), Some("odd"));
        assert!(Form::read(b"a=1&a=2").is_err());
    }

    #[test]
    fn lists_are_read_with_and_without_indices() {
        let list = |text: &str| Form::read(text.as_bytes()).unwrap().list("expand");
        assert_eq!(list("expand[]=a&expand[]=b"), ["a", "b"]);
        assert_eq!(list("expand[1]=b&expand[0]=a&expand[10]=c"), ["a", "b", "c"]);
        assert_eq!(list("expand%5B0%5D=a"), ["a"]);
        assert!(Form::read(b"expand[x]=a").unwrap().list("expand").is_empty(), "not an index");
    }
}
