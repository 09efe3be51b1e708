//! Template messages, and templates registered by tests.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

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

/// A component's type and sub type, and a parameter's type, can be in upper case.
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
    policy: Option<String>,
}

#[derive(Deserialize)]
#[serde(try_from = "Map<String, Value>")]
struct Component(ComponentKind);

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "lowercase", deny_unknown_fields)]
enum ComponentKind {
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
        #[serde(default)]
        parameters: Vec<Parameter>,
    },
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum SubType {
    Url,
    QuickReply,
    CopyCode,
    Flow,
    Catalog,
    Mpm,
    VoiceCall,
}

#[derive(Deserialize)]
#[serde(try_from = "Map<String, Value>")]
struct Parameter {
    /// Of a template with named parameters.
    name: Option<String>,
    kind: ParameterKind,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
enum ParameterKind {
    Text {
        text: String,
    },
    Payload {
        payload: String,
    },
    CouponCode {
        coupon_code: String,
    },
    Action {
        #[serde(rename = "action")]
        _action: Map<String, Value>,
    },
    Currency {
        currency: Currency,
    },
    DateTime {
        date_time: DateTime,
    },
    Location {
        location: Map<String, Value>,
    },
    Image {
        image: MediaObject,
    },
    Video {
        video: MediaObject,
    },
    Document {
        document: MediaObject,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Currency {
    fallback_value: String,
    code: String,
    #[serde(rename = "amount_1000")]
    _amount_1000: i64,
}

/// Only the fallback is shown; the other members are those of the former API.
#[derive(Deserialize)]
struct DateTime {
    fallback_value: String,
}

/// Puts a member's text into lower case.
fn lower(object: &mut Map<String, Value>, member: &str) {
    if let Some(Value::String(text)) = object.get_mut(member) {
        text.make_ascii_lowercase();
    }
}

impl TryFrom<Map<String, Value>> for Component {
    type Error = serde_json::Error;

    fn try_from(mut object: Map<String, Value>) -> Result<Self, Self::Error> {
        lower(&mut object, "type");
        lower(&mut object, "sub_type");
        serde_json::from_value(Value::Object(object)).map(Self)
    }
}

impl TryFrom<Map<String, Value>> for Parameter {
    type Error = serde_json::Error;

    fn try_from(mut object: Map<String, Value>) -> Result<Self, Self::Error> {
        lower(&mut object, "type");
        let name = serde_json::from_value(object.remove("parameter_name").unwrap_or_default())?;
        Ok(Self { name, kind: serde_json::from_value(Value::Object(object))? })
    }
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
        if template.language.policy.as_deref().is_some_and(|policy| policy != "deterministic") {
            return Err(GraphError::new(INVALID_VALUE, "template.language.policy must be deterministic"));
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
        matches!(self.0, ComponentKind::Header { .. })
    }

    fn is_body(&self) -> bool {
        matches!(self.0, ComponentKind::Body { .. })
    }

    fn parameters(&self) -> &[Parameter] {
        match &self.0 {
            ComponentKind::Header { parameters }
            | ComponentKind::Body { parameters }
            | ComponentKind::Button { parameters, .. } => parameters,
        }
    }

    fn judge(&self) -> Result<(), GraphError> {
        let parameters = self.parameters();
        // A button that starts a flow, a call or a catalogue may have none.
        let least = match self.0 {
            ComponentKind::Button { sub_type: SubType::Url | SubType::QuickReply | SubType::CopyCode, .. } => 1,
            ComponentKind::Button { .. } => 0,
            _ => 1,
        };
        if parameters.len() < least || (!self.is_body() && parameters.len() > 1) {
            return Err(GraphError::new(INVALID_VALUE, "a body has parameters, a header and a button have one"));
        }
        if let ComponentKind::Button { index, .. } = &self.0
            && !is_index(index)
        {
            return Err(GraphError::new(INVALID_VALUE, "the index of a button must be 0 to 9"));
        }
        let named = parameters.iter().filter(|parameter| parameter.name.is_some()).count();
        if named > 0 && named < parameters.len() {
            return Err(GraphError::new(INVALID_PARAMETER, "all parameters of a component have a name, or none"));
        }
        if !parameters.iter().all(|parameter| self.takes(&parameter.kind)) {
            return Err(GraphError::new(PARAMETER_FORMAT, "a component has a parameter of a type that it can't have"));
        }
        parameters.iter().try_for_each(Parameter::judge)
    }

    fn takes(&self, parameter: &ParameterKind) -> bool {
        use ParameterKind::{Action, CouponCode, Currency, DateTime, Document, Image, Location, Payload, Text, Video};
        match &self.0 {
            ComponentKind::Header { .. } => {
                matches!(parameter, Text { .. } | Location { .. } | Image { .. } | Video { .. } | Document { .. })
            }
            ComponentKind::Body { .. } => matches!(parameter, Text { .. } | Currency { .. } | DateTime { .. }),
            ComponentKind::Button { sub_type, .. } => match sub_type {
                SubType::Url => matches!(parameter, Text { .. }),
                SubType::QuickReply | SubType::VoiceCall => matches!(parameter, Payload { .. }),
                SubType::CopyCode => matches!(parameter, CouponCode { .. }),
                SubType::Flow | SubType::Catalog | SubType::Mpm => matches!(parameter, Action { .. }),
            },
        }
    }
}

impl Parameter {
    fn judge(&self) -> Result<(), GraphError> {
        let is_filled = match &self.kind {
            ParameterKind::Text { text: value }
            | ParameterKind::Payload { payload: value }
            | ParameterKind::CouponCode { coupon_code: value } => !value.is_empty(),
            ParameterKind::Currency { currency } => currency.code.len() == 3 && !currency.fallback_value.is_empty(),
            ParameterKind::DateTime { date_time } => !date_time.fallback_value.is_empty(),
            _ => true,
        };
        if !is_filled || self.name.as_deref().is_some_and(|name| !is_name(name)) {
            return Err(GraphError::new(INVALID_VALUE, "a parameter must not be empty"));
        }
        let Some((kind, media)) = self.media() else { return Ok(()) };
        if media.has_caption() {
            return Err(GraphError::new(INVALID_PARAMETER, "a parameter has no caption"));
        }
        media.judge(kind)
    }

    fn media(&self) -> Option<(MediaKind, &MediaObject)> {
        match &self.kind {
            ParameterKind::Image { image } => Some((MediaKind::Image, image)),
            ParameterKind::Video { video } => Some((MediaKind::Video, video)),
            ParameterKind::Document { document } => Some((MediaKind::Document, document)),
            _ => None,
        }
    }

    fn render(&self) -> &str {
        match &self.kind {
            ParameterKind::Text { text: value }
            | ParameterKind::Payload { payload: value }
            | ParameterKind::CouponCode { coupon_code: value } => value,
            ParameterKind::Currency { currency } => &currency.fallback_value,
            ParameterKind::DateTime { date_time } => &date_time.fallback_value,
            ParameterKind::Action { .. } => "[action]",
            ParameterKind::Location { location } => {
                location.get("name").and_then(Value::as_str).unwrap_or("[location]")
            }
            ParameterKind::Image { image: media }
            | ParameterKind::Video { video: media }
            | ParameterKind::Document { document: media } => media.render(),
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
