//! Reads variables and collects configuration errors.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Display;
use std::str::FromStr;

use secrecy::SecretString;

use super::{Setting, SettingSource};

/// Variables that may come from a file: `NAME_FILE` is its path.
pub const SECRETS: [&str; 13] = [
    "DATABASE_URL",
    "REDIS_URL",
    "CACHE_REDIS_URL",
    "JWT_SECRET",
    "DATA_ENCRYPTION_KEYS",
    "METRICS_TOKEN",
    "WHATSAPP_ACCESS_TOKEN",
    "WHATSAPP_APP_SECRET",
    "WHATSAPP_VERIFY_TOKEN",
    "PLIVO_AUTH_TOKEN",
    "GEMINI_API_KEY",
    "STRIPE_SECRET_KEY",
    "STRIPE_WEBHOOK_SECRET",
];

/// All configuration errors, one sentence each.
#[derive(Debug, thiserror::Error)]
#[error("the configuration is not usable:\n- {}", .0.join("\n- "))]
pub struct ConfigError(pub Vec<String>);

/// Variables, and the errors found so far.
#[derive(Debug, Clone, Default)]
pub struct Env {
    variables: HashMap<String, String>,
    problems: Vec<String>,
    /// The part of the configuration that is read.
    area: &'static str,
    /// The settings read so far.
    settings: Vec<Setting>,
}

impl Env {
    /// The variables of this process. For each secret `NAME`, `NAME_FILE` may name a file with its value instead.
    #[must_use]
    pub fn of_process() -> Self {
        let mut env: Self = std::env::vars().collect();
        env.read_files();
        env
    }

    /// Reads secrets from the files given by `NAME_FILE`.
    pub fn read_files(&mut self) {
        for name in SECRETS {
            let variable = format!("{name}_FILE");
            let Some(path) = self.text(&variable) else { continue };
            if self.text(name).is_some() {
                self.problem(format!("{name} and {variable} are both set: unset one of them"));
                continue;
            }
            match std::fs::read_to_string(&path) {
                Ok(text) if text.trim().is_empty() => self.problem(format!("{variable}: {path} is empty")),
                // Editors and `echo` append a newline, which is not part of a secret.
                Ok(text) => self.set(name, text.trim_end_matches(['\r', '\n'])),
                Err(error) => self.problem(format!("{variable}: {path} can't be read: {error}")),
            }
        }
    }

    /// Sets a variable if it has no value yet.
    pub fn set_default(&mut self, name: &str, value: impl Into<String>) {
        if self.text(name).is_none() {
            self.set(name, value);
        }
    }

    /// Sets a variable.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.variables.insert(name.into(), value.into());
    }

    /// The same, for a part of the configuration: its settings are listed under this name.
    pub(super) fn area(&mut self, area: &'static str) -> &mut Self {
        self.area = area;
        self
    }

    /// All variables with a value, without the names of files that secrets were read from.
    pub fn variables(&self) -> impl Iterator<Item = (&str, &str)> {
        let paths: BTreeSet<String> = SECRETS.iter().map(|name| format!("{name}_FILE")).collect();
        self.variables
            .iter()
            .filter(move |(name, _)| !paths.contains(name.as_str()))
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// A variable's text; an empty one counts as not set. A configuration reads its values with the other methods, which
    /// list them among its settings.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<String> {
        self.variables.get(name).map(|value| value.trim()).filter(|value| !value.is_empty()).map(str::to_owned)
    }

    /// A variable's text, if it is set.
    pub fn optional(&mut self, name: &str) -> Option<String> {
        let text = self.text(name);
        let source = if text.is_some() { SettingSource::Set } else { SettingSource::Unset };
        self.list(Setting::shown(self.area, name, text.clone(), source));
        text
    }

    /// A variable's text, or the default.
    pub fn text_or(&mut self, name: &str, default: &str) -> String {
        let text = self.text(name);
        let source = if text.is_some() { SettingSource::Set } else { SettingSource::Default };
        let text = text.unwrap_or_else(|| default.into());
        self.list(Setting::shown(self.area, name, Some(text.clone()), source));
        text
    }

    /// A variable's value, or the default.
    pub fn parsed<T: FromStr<Err: Display> + Display>(&mut self, name: &str, default: T) -> T {
        let parsed = self.text(name).map(|text| text.parse::<T>());
        let (value, source) = match parsed {
            Some(Ok(value)) => (value, SettingSource::Set),
            None => (default, SettingSource::Default),
            Some(Err(why)) => {
                self.problem(format!("{name}: {why}"));
                (default, SettingSource::Default)
            }
        };
        self.list(Setting::shown(self.area, name, Some(value.to_string()), source));
        value
    }

    /// A number within bounds, or the default.
    pub fn number(&mut self, name: &str, default: u32, bounds: std::ops::RangeInclusive<u32>) -> u32 {
        let number = self.parsed(name, default);
        if !bounds.contains(&number) {
            self.problem(format!("{name}: must be from {} to {}", bounds.start(), bounds.end()));
        }
        number
    }

    /// A secret, if it is set.
    pub fn optional_secret(&mut self, name: &str) -> Option<SecretString> {
        let value = self.text(name);
        self.list(Setting::secret(self.area, name, value.is_some()));
        value.map(SecretString::from)
    }

    /// A secret; empty if it is not set.
    pub fn secret(&mut self, name: &str) -> SecretString {
        self.optional_secret(name).unwrap_or_else(|| String::new().into())
    }

    /// A required secret.
    pub fn required(&mut self, name: &str) -> SecretString {
        let value = self.optional_secret(name);
        if value.is_none() {
            self.problem(format!("{name} is missing"));
        }
        value.unwrap_or_else(|| String::new().into())
    }

    /// Lists a setting; one that is read again replaces the former.
    fn list(&mut self, setting: Setting) {
        match self.settings.iter_mut().find(|listed| listed.name == setting.name) {
            Some(listed) => *listed = setting,
            None => self.settings.push(setting),
        }
    }

    /// Records an error.
    pub fn problem(&mut self, sentence: String) {
        self.problems.push(sentence);
    }

    /// The problems found, and the settings read.
    pub(super) fn into_parts(self) -> (Vec<String>, Vec<Setting>) {
        (self.problems, self.settings)
    }
}

impl FromIterator<(String, String)> for Env {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(variables: I) -> Self {
        Self { variables: variables.into_iter().collect(), ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Env {
        let mut env: Env = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        env.read_files();
        env
    }

    #[test]
    fn secrets_can_be_read_from_files() {
        let directory = std::env::temp_dir().join(format!("switchboard-{}", uuid::Uuid::now_v7()));
        std::fs::create_dir(&directory).unwrap();
        let file = |name: &str, text: &str| {
            let path = directory.join(name);
            std::fs::write(&path, text).unwrap();
            path.to_str().unwrap().to_owned()
        };
        let (secret, empty) = (file("secret", "a sample, not a secret\r\n"), file("empty", "\n"));
        let env = read(&[("JWT_SECRET_FILE", &secret), ("PORT_FILE", &secret)]);
        assert_eq!(env.text("JWT_SECRET").as_deref(), Some("a sample, not a secret"));
        assert_eq!((env.text("PORT"), env.problems.len()), (None, 0), "secrets alone");
        let both = read(&[("JWT_SECRET_FILE", &secret), ("JWT_SECRET", "another")]);
        assert_eq!(both.problems, ["JWT_SECRET and JWT_SECRET_FILE are both set: unset one of them"]);
        let missing = read(&[("DATABASE_URL_FILE", "/nowhere/at/all"), ("REDIS_URL_FILE", &empty)]);
        assert_eq!(missing.problems.len(), 2, "{:?}", missing.problems);
        std::fs::remove_dir_all(&directory).unwrap();
    }
}
