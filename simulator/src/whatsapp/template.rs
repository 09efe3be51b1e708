//! Template messages, and templates registered by tests.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    graph_error::{
        GraphError, INVALID_PARAMETER, INVALID_VALUE, NO_SUCH_TEMPLATE, PARAMETER_COUNT, PARAMETER_FORMAT,
        TEMPLATE_DISABLED, TEMPLATE_PAUSED,
    },
    media_object::{MediaKind, MediaObject, members},
};

/// Maximum registered templates.
const MAX_REGISTERED: usize = 10_000;
const MAX_NAME: usize = 512;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Template {
    name: String,
    language: Language,
    #[serde(default)]
    components: Vec<Component>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Language {
    code: String,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "lowercase", deny_unknown_fields)]
enum Component {
    Header {
        parameters: Vec<Parameter>,
    },
    Body {
        parameters: Vec<Parameter>,
    },
    Button {
        sub_type: SubType,
        /// 0 to 9, as text or number.
        index: Value,
        parameters: Vec<Parameter>,
    },
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum SubType {
    Url,
    QuickReply,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "lowercase", deny_unknown_fields)]
enum Parameter {
    Text { text: String },
    Payload { payload: String },
    Image { image: MediaObject },
    Video { video: MediaObject },
    Document { document: MediaObject },
}

impl Template {
    pub(super) fn judge(value: Value) -> Result<Self, GraphError> {
        let template: Self = members(value)?;
        if !is_name(&template.name) {
            return Err(GraphError::new(INVALID_VALUE, "template.name must be 1 to 512 of a-z, 0-9 and _"));
        }
        if !is_language(&template.language.code) {
            return Err(GraphError::new(INVALID_VALUE, "template.language.code must be like en or en_US"));
        }
        for is_kind in [Component::is_header as fn(&Component) -> bool, Component::is_body] {
            if template.components.iter().filter(|component| is_kind(component)).count() > 1 {
                return Err(GraphError::new(INVALID_VALUE, "there can be one header and one body"));
            }
        }
        template.components.iter().try_for_each(Component::judge)?;
        Ok(template)
    }

    pub(super) fn uploads(&self) -> Vec<(MediaKind, &str)> {
        let media = self.components.iter().flat_map(Component::parameters).filter_map(Parameter::media);
        media.filter_map(|(kind, media)| Some((kind, media.id.as_deref()?))).collect()
    }

    /// Name, language and all parameters.
    pub(super) fn render(&self) -> String {
        let parameters: Vec<_> =
            self.components.iter().flat_map(Component::parameters).map(Parameter::render).collect();
        let heading = format!("{} ({})", self.name, self.language.code);
        if parameters.is_empty() { heading } else { format!("{heading}: {}", parameters.join(", ")) }
    }

    fn body_parameters(&self) -> usize {
        self.components.iter().filter(|component| component.is_body()).flat_map(Component::parameters).count()
    }
}

impl Component {
    fn is_header(&self) -> bool {
        matches!(self, Self::Header { .. })
    }

    fn is_body(&self) -> bool {
        matches!(self, Self::Body { .. })
    }

    fn parameters(&self) -> &[Parameter] {
        match self {
            Self::Header { parameters } | Self::Body { parameters } | Self::Button { parameters, .. } => parameters,
        }
    }

    fn judge(&self) -> Result<(), GraphError> {
        let parameters = self.parameters();
        if parameters.is_empty() || (!self.is_body() && parameters.len() > 1) {
            return Err(GraphError::new(INVALID_VALUE, "a body has parameters, a header and a button have one"));
        }
        if let Self::Button { index, .. } = self
            && !is_index(index)
        {
            return Err(GraphError::new(INVALID_VALUE, "the index of a button must be 0 to 9"));
        }
        if !parameters.iter().all(|parameter| self.takes(parameter)) {
            return Err(GraphError::new(PARAMETER_FORMAT, "a component has a parameter of a type that it can't have"));
        }
        parameters.iter().try_for_each(Parameter::judge)
    }

    fn takes(&self, parameter: &Parameter) -> bool {
        match self {
            Self::Header { .. } => !matches!(parameter, Parameter::Payload { .. }),
            Self::Button { sub_type: SubType::QuickReply, .. } => matches!(parameter, Parameter::Payload { .. }),
            Self::Body { .. } | Self::Button { sub_type: SubType::Url, .. } => {
                matches!(parameter, Parameter::Text { .. })
            }
        }
    }
}

impl Parameter {
    fn judge(&self) -> Result<(), GraphError> {
        match self {
            Self::Text { text } | Self::Payload { payload: text } if text.is_empty() => {
                return Err(GraphError::new(INVALID_VALUE, "a parameter must not be empty"));
            }
            _ => {}
        }
        let Some((kind, media)) = self.media() else { return Ok(()) };
        if media.has_caption() {
            return Err(GraphError::new(INVALID_PARAMETER, "a parameter has no caption"));
        }
        media.judge(kind)
    }

    fn media(&self) -> Option<(MediaKind, &MediaObject)> {
        match self {
            Self::Text { .. } | Self::Payload { .. } => None,
            Self::Image { image } => Some((MediaKind::Image, image)),
            Self::Video { video } => Some((MediaKind::Video, video)),
            Self::Document { document } => Some((MediaKind::Document, document)),
        }
    }

    fn render(&self) -> &str {
        match self {
            Self::Text { text } | Self::Payload { payload: text } => text,
            Self::Image { image: media } | Self::Video { video: media } | Self::Document { document: media } => {
                media.render()
            }
        }
    }
}

/// A template whose use is validated. Unregistered ones are accepted as they are.
#[derive(Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Registration {
    language: String,
    body_parameters: usize,
    #[serde(default)]
    status: Approval,
}

#[derive(Clone, Copy, Default, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum Approval {
    #[default]
    Approved,
    Paused,
    Disabled,
}

/// By name.
#[derive(Default)]
pub(super) struct Templates(BTreeMap<String, Registration>);

impl Templates {
    /// Returns a validation error.
    pub(super) fn register(&mut self, name: &str, registration: Registration) -> Result<(), &'static str> {
        if !is_name(name) {
            return Err("a name is 1 to 512 of a-z, 0-9 and _");
        }
        if !is_language(&registration.language) {
            return Err("a language is like en or en_US");
        }
        if self.0.len() >= MAX_REGISTERED && !self.0.contains_key(name) {
            return Err("too many templates are registered");
        }
        self.0.insert(name.to_owned(), registration);
        Ok(())
    }

    /// Whether it existed.
    pub(super) fn forget(&mut self, name: &str) -> bool {
        self.0.remove(name).is_some()
    }

    pub(super) fn all(&self) -> &BTreeMap<String, Registration> {
        &self.0
    }

    pub(super) fn check(&self, template: &Template) -> Result<(), GraphError> {
        if template.name.starts_with("missing_") {
            return Err(GraphError::of_code(NO_SUCH_TEMPLATE));
        }
        let Some(registered) = self.0.get(&template.name) else { return Ok(()) };
        let code = match registered.status {
            _ if registered.language != template.language.code => NO_SUCH_TEMPLATE,
            Approval::Paused => TEMPLATE_PAUSED,
            Approval::Disabled => TEMPLATE_DISABLED,
            Approval::Approved if registered.body_parameters != template.body_parameters() => PARAMETER_COUNT,
            Approval::Approved => return Ok(()),
        };
        Err(GraphError::of_code(code))
    }
}

fn is_name(text: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    (1..=MAX_NAME).contains(&text.len()) && text.bytes().all(known)
}

/// `ll` or `lll`, with `_RR` or similar after it.
fn is_language(text: &str) -> bool {
    let (language, region) = text.split_once('_').unwrap_or((text, "US"));
    (2..=3).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_lowercase())
        && (2..=4).contains(&region.len())
        && region.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn is_index(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.as_u64().is_some_and(|index| index <= 9),
        Value::String(text) => matches!(text.as_bytes(), [byte] if byte.is_ascii_digit()),
        _ => false,
    }
}
