use serde::Serialize;
use url::Url;
use utoipa::ToSchema;

/// A setting in effect, as operators see it: without secrets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Setting {
    /// Its part of the configuration.
    #[schema(examples("http"))]
    pub area: &'static str,
    /// Its variable.
    #[schema(examples("PORT"))]
    pub name: String,
    /// Its value; null for a secret, and if it has none.
    #[schema(examples("8000"))]
    pub value: Option<String>,
    /// Whether its value is never shown.
    pub is_secret: bool,
    /// The origin of its value.
    pub source: SettingSource,
}

/// The origin of a setting's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SettingSource {
    /// The environment.
    Set,
    /// Its default.
    Default,
    /// It has no value.
    Unset,
}

impl Setting {
    /// A setting that is shown; a URL with credentials counts as a secret.
    pub(super) fn shown(area: &'static str, name: &str, value: Option<String>, source: SettingSource) -> Self {
        let is_secret = value.as_deref().is_some_and(has_credentials);
        Self { area, name: name.into(), value: value.filter(|_| !is_secret), is_secret, source }
    }

    /// A secret.
    pub(super) fn secret(area: &'static str, name: &str, is_set: bool) -> Self {
        let source = if is_set { SettingSource::Set } else { SettingSource::Unset };
        Self { area, name: name.into(), value: None, is_secret: true, source }
    }
}

fn has_credentials(value: &str) -> bool {
    Url::parse(value).is_ok_and(|url| url.password().is_some() || (url.has_authority() && !url.username().is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, Env, SECRETS};

    fn inspect(variables: &[(&str, &str)]) -> Vec<Setting> {
        let env: Env = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Config::inspect(env).0.settings
    }

    fn setting<'a>(settings: &'a [Setting], name: &str) -> &'a Setting {
        let mut named = settings.iter().filter(|setting| setting.name == name);
        let found = named.next().unwrap();
        assert!(named.next().is_none(), "{name} is listed twice");
        found
    }

    #[test]
    fn settings_show_values_and_their_origin() {
        let settings = inspect(&[("PORT", "9000"), ("WORKER_QUEUES", "otp"), ("SIGNUP_OPEN", "perhaps")]);
        let shown = |name| {
            let setting = setting(&settings, name);
            (setting.area, setting.value.as_deref(), setting.source)
        };
        assert_eq!(shown("PORT"), ("http", Some("9000"), SettingSource::Set));
        assert_eq!(shown("PUBLIC_URL"), ("http", Some("http://127.0.0.1:9000"), SettingSource::Default));
        assert_eq!(shown("WORKER_CONCURRENCY"), ("work", Some("32"), SettingSource::Default));
        assert_eq!(shown("WORKER_QUEUES"), ("work", Some("otp"), SettingSource::Set));
        assert_eq!(shown("EXTERNAL_SENDING"), ("sending", Some("proven"), SettingSource::Default));
        assert_eq!(
            shown("SIGNUP_OPEN"),
            ("auth", Some("true"), SettingSource::Default),
            "an invalid value has no effect"
        );
        assert_eq!(shown("METRICS_PORT"), ("metrics", None, SettingSource::Unset));
        assert_eq!(shown("LOG_FORMAT"), ("log", Some("text"), SettingSource::Default));
    }

    #[test]
    fn secrets_are_shown_as_set_or_unset_only() {
        const MARK: &str = "0123456789-a-value-that-must-not-be-shown";
        let mut variables: Vec<_> = SECRETS.iter().map(|name| (*name, MARK)).collect();
        variables.extend([("OTEL_EXPORTER_OTLP_ENDPOINT", "https://me:hidden-word@collector.test")]);
        variables.extend([("WHATSAPP_API_URL", "https://token-in-url@graph.test"), ("PLIVO_AUTH_ID", "MAFAKE")]);
        let settings = inspect(&variables);
        for name in SECRETS {
            let setting = setting(&settings, name);
            assert!(setting.is_secret && setting.source == SettingSource::Set, "{setting:?}");
        }
        let text = serde_json::to_string(&settings).unwrap();
        for hidden in [MARK, "hidden-word", "token-in-url"] {
            assert!(!text.contains(hidden), "{hidden} in {text}");
        }
        let unset = inspect(&[]);
        assert_eq!(setting(&unset, "JWT_SECRET").source, SettingSource::Unset);
        assert!(unset.iter().all(|setting| !setting.is_secret || setting.value.is_none()));
    }
}
