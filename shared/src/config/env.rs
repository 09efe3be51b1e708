//! Reads variables and collects what is wrong with them.

use std::collections::HashMap;
use std::fmt::Display;
use std::str::FromStr;

use secrecy::SecretString;

/// All that is wrong with the configuration, a sentence each.
#[derive(Debug, thiserror::Error)]
#[error("the configuration is not usable:\n- {}", .0.join("\n- "))]
pub struct ConfigError(pub Vec<String>);

/// Variables, and what was found wrong with them so far.
#[derive(Debug, Default)]
pub struct Env {
    variables: HashMap<String, String>,
    problems: Vec<String>,
}

impl Env {
    /// The variables of this process.
    #[must_use]
    pub fn of_process() -> Self {
        std::env::vars().collect()
    }

    /// Sets a variable that has no value yet.
    pub fn set_default(&mut self, name: &str, value: impl Into<String>) {
        if self.text(name).is_none() {
            self.set(name, value);
        }
    }

    /// Sets a variable.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.variables.insert(name.into(), value.into());
    }

    /// A variable's text; an empty one counts as not set.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<String> {
        self.variables.get(name).map(|value| value.trim()).filter(|value| !value.is_empty()).map(str::to_owned)
    }

    /// A variable's value, or what it is without one.
    pub fn parsed<T: FromStr<Err: Display>>(&mut self, name: &str, default: T) -> T {
        let Some(text) = self.text(name) else { return default };
        text.parse().unwrap_or_else(|why| {
            self.problem(format!("{name}: {why}"));
            default
        })
    }

    /// A number within bounds, or what it is without a value.
    pub fn number(&mut self, name: &str, default: u32, bounds: std::ops::RangeInclusive<u32>) -> u32 {
        let number = self.parsed(name, default);
        if !bounds.contains(&number) {
            self.problem(format!("{name}: must be from {} to {}", bounds.start(), bounds.end()));
        }
        number
    }

    /// A secret that must be there.
    pub fn required(&mut self, name: &str) -> SecretString {
        let value = self.text(name);
        if value.is_none() {
            self.problem(format!("{name} is missing"));
        }
        value.unwrap_or_default().into()
    }

    /// Notes what is wrong.
    pub fn problem(&mut self, sentence: String) {
        self.problems.push(sentence);
    }

    pub(super) fn into_problems(self) -> Vec<String> {
        self.problems
    }
}

impl FromIterator<(String, String)> for Env {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(variables: I) -> Self {
        Self { variables: variables.into_iter().collect(), problems: Vec::new() }
    }
}
