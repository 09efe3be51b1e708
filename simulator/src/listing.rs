//! Filters of the control routes.

use axum::Json;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Filters a list by person (comparing digits), up to the newest `limit` rows.
#[derive(Deserialize)]
pub(crate) struct Filter {
    #[serde(alias = "from")]
    to: Option<String>,
    limit: Option<usize>,
}

impl Filter {
    pub(crate) fn list<'a, T: Serialize + 'a>(
        self,
        rows: impl Iterator<Item = &'a T>,
        person: impl Fn(&T) -> Option<&str>,
    ) -> Json<Value> {
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        let wanted = self.to.as_deref().map(digits);
        let rows: Vec<&T> = rows
            .filter(|row| wanted.is_none() || person(row).map(digits) == wanted)
            .take(self.limit.unwrap_or(usize::MAX))
            .collect();
        Json(json!({"data": rows}))
    }
}
