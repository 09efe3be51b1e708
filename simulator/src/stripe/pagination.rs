//! Pages of lists, newest first.

use std::fmt::Display;

use serde_json::{Value, json};

use super::{error::StripeError, form::Form};

const DEFAULT_LIMIT: i64 = 10;
const MAX_LIMIT: i64 = 100;

/// The page that a query selects.
pub(super) struct Page {
    limit: usize,
    starting_after: Option<String>,
    ending_before: Option<String>,
    /// Inclusive bounds of the creation time, in Unix seconds.
    created: (i64, i64),
}

impl Page {
    /// Takes `limit`, `starting_after`, `ending_before` and `created` from a query.
    pub(super) fn take(form: &mut Form) -> Result<Self, StripeError> {
        let limit = form.optional_number("limit")?.unwrap_or(DEFAULT_LIMIT);
        if !(1..=MAX_LIMIT).contains(&limit) {
            let bound = if limit < 1 { "greater than or equal to 1" } else { "less than or equal to 100" };
            let message = format!("This value must be {bound} (it currently is '{limit}').");
            return Err(StripeError::invalid("parameter_invalid_integer", "limit", message));
        }
        let exact = form.optional_number("created")?;
        let mut bound = |name, step: i64| -> Result<Option<i64>, StripeError> {
            Ok(form.optional_number(name)?.map(|at| at.saturating_add(step)))
        };
        let from = [bound("created[gte]", 0)?, bound("created[gt]", 1)?, exact].into_iter().flatten().max();
        let until = [bound("created[lte]", 0)?, bound("created[lt]", -1)?, exact].into_iter().flatten().min();
        let (starting_after, ending_before) = (form.take("starting_after"), form.take("ending_before"));
        if starting_after.is_some() && ending_before.is_some() {
            let message = "You cannot parameterize both starting_after and ending_before.";
            return Err(StripeError::bad_request(message));
        }
        Ok(Self {
            limit: usize::try_from(limit).unwrap_or(1),
            starting_after,
            ending_before,
            created: (from.unwrap_or(i64::MIN), until.unwrap_or(i64::MAX)),
        })
    }

    /// The list with this page of the wanted rows. `rows` are all rows with id and creation time, newest first: a cursor
    /// may name one that the filter excludes.
    pub(super) fn list<T>(
        &self,
        url: impl Display,
        rows: impl Iterator<Item = (String, i64, T)>,
        is_wanted: impl Fn(&T) -> bool,
        json: impl Fn(T) -> Value,
    ) -> Result<Value, StripeError> {
        let mut rows: Vec<_> = rows.collect();
        let place = |cursor: &str, name: &str| {
            let found = rows.iter().position(|(id, ..)| id == cursor);
            found.ok_or_else(|| StripeError::invalid("resource_missing", name, format!("No such object: '{cursor}'")))
        };
        if let Some(cursor) = &self.ending_before {
            rows.truncate(place(cursor, "ending_before")?);
        } else if let Some(cursor) = &self.starting_after {
            let before = place(cursor, "starting_after")? + 1;
            rows.drain(..before);
        }
        let (from, until) = self.created;
        rows.retain(|(_, created, row)| (from..=until).contains(created) && is_wanted(row));
        let others = rows.len().saturating_sub(self.limit);
        if self.ending_before.is_some() {
            rows.drain(..others);
        } else {
            rows.truncate(self.limit);
        }
        let data: Vec<_> = rows.into_iter().map(|(_, _, row)| json(row)).collect();
        Ok(json!({"object": "list", "data": data, "has_more": others > 0, "url": url.to_string()}))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ids and `has_more` of a page of `e5` to `e1`, created at 50 to 10.
    fn page(query: &str) -> Result<(Vec<String>, bool), StripeError> {
        let mut form = Form::read(query.as_bytes())?;
        let page = Page::take(&mut form)?;
        form.end()?;
        let rows = (1..=5).rev().map(|number| (format!("e{number}"), i64::from(number) * 10, number));
        let list =
            page.list("/v1/things", rows, |number| *number != 0, |number| json!({"id": format!("e{number}")}))?;
        let ids = list["data"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned());
        Ok((ids.collect(), list["has_more"].as_bool().unwrap()))
    }

    #[test]
    fn pages_go_both_ways_and_are_bounded() {
        for (query, ids, has_more) in [
            ("", "e5 e4 e3 e2 e1", false),
            ("limit=2", "e5 e4", true),
            ("limit=2&starting_after=e4", "e3 e2", true),
            ("limit=2&starting_after=e2", "e1", false),
            ("limit=2&ending_before=e2", "e4 e3", true),
            ("limit=2&ending_before=e4", "e5", false),
            ("created[gte]=20&created[lt]=40", "e3 e2", false),
            ("created[gt]=20&created[lte]=40", "e4 e3", false),
            ("created=30", "e3", false),
        ] {
            let found = page(query).unwrap();
            assert_eq!((found.0.join(" ").as_str(), found.1), (ids, has_more), "{query}");
        }
        for (query, param) in [
            ("limit=0", Some("limit")),
            ("limit=101", Some("limit")),
            ("limit=ten", Some("limit")),
            ("starting_after=e9", Some("starting_after")),
            ("ending_before=e9", Some("ending_before")),
            ("starting_after=e1&ending_before=e2", None),
            ("created[ge]=1", Some("created[ge]")),
        ] {
            assert_eq!(page(query).unwrap_err().param.as_deref(), param, "{query}");
        }
    }
}
