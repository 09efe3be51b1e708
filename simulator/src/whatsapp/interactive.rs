//! Interactive messages: buttons, lists, links and other actions.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{
    graph_error::{GraphError, INVALID_PARAMETER, INVALID_VALUE},
    media_object::{MediaKind, MediaObject, members},
};

/// In characters.
const MAX_BODY: usize = 1024;
const MAX_LIST_BODY: usize = 4096;
const MAX_FOOTER: usize = 60;
const MAX_TITLE: usize = 20;
const MAX_BUTTON_ID: usize = 256;
const MAX_ROW_TITLE: usize = 24;
const MAX_ROW_DESCRIPTION: usize = 72;
const MAX_ROW_ID: usize = 200;
/// The most buttons, and the most rows of all sections.
const MAX_BUTTONS: usize = 3;
const MAX_ROWS: usize = 10;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Button,
    List,
    CtaUrl,
    Flow,
    LocationRequestMessage,
    AddressMessage,
    Product,
    ProductList,
    CatalogMessage,
    VoiceCall,
    CallPermissionRequest,
    Carousel,
    RequestContactInfo,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Interactive {
    #[serde(rename = "type")]
    kind: Kind,
    header: Option<Header>,
    body: Option<Text>,
    footer: Option<Text>,
    action: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    text: String,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "lowercase", deny_unknown_fields)]
enum Header {
    Text {
        text: String,
        #[serde(rename = "sub_text")]
        _sub_text: Option<String>,
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
struct Buttons {
    buttons: Vec<Button>,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "lowercase", deny_unknown_fields)]
enum Button {
    Reply { reply: Reply },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reply {
    id: String,
    title: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    button: String,
    sections: Vec<Section>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Section {
    title: Option<String>,
    rows: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    title: String,
    description: Option<String>,
}

/// Of the other actions.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Link {
    name: String,
    parameters: LinkParameters,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LinkParameters {
    display_text: String,
    url: String,
}

impl Interactive {
    pub(super) fn judge(value: Value) -> Result<Self, GraphError> {
        let interactive: Self = members(value)?;
        interactive.check_texts()?;
        interactive.check_action()?;
        Ok(interactive)
    }

    fn check_texts(&self) -> Result<(), GraphError> {
        let most = if self.kind == Kind::List { MAX_LIST_BODY } else { MAX_BODY };
        let body = self.body.as_ref().map(|body| body.text.as_str());
        check(body.is_some() || self.kind == Kind::Product, "body is required")?;
        check(body.is_none_or(|text| has_length(text, most)), "body.text is empty or too long")?;
        let footer = self.footer.as_ref().is_none_or(|footer| has_length(&footer.text, MAX_FOOTER));
        check(footer, "footer.text must have 1 to 60 characters")?;
        match &self.header {
            None => Ok(()),
            Some(Header::Text { text, .. }) => {
                check(has_length(text, MAX_FOOTER), "header.text must have 1 to 60 characters")
            }
            Some(Header::Image { image }) => image.judge(MediaKind::Image),
            Some(Header::Video { video }) => video.judge(MediaKind::Video),
            Some(Header::Document { document }) => document.judge(MediaKind::Document),
        }
    }

    fn check_action(&self) -> Result<(), GraphError> {
        let action = || Value::Object(self.action.clone());
        match self.kind {
            Kind::Button => {
                let Buttons { buttons } = members(action())?;
                let is_valid = |Button::Reply { reply }: &Button| {
                    has_length(&reply.id, MAX_BUTTON_ID) && has_length(&reply.title, MAX_TITLE)
                };
                check((1..=MAX_BUTTONS).contains(&buttons.len()), "there must be 1 to 3 buttons")?;
                check(buttons.iter().all(is_valid), "a button has an id and a title of at most 20 characters")?;
                let mut ids: Vec<_> = buttons.iter().map(|Button::Reply { reply }| &reply.id).collect();
                ids.sort();
                ids.dedup();
                check(ids.len() == buttons.len(), "the ids of buttons must differ")
            }
            Kind::List => {
                let List { button, sections } = members(action())?;
                let rows: Vec<_> = sections.iter().flat_map(|section| &section.rows).collect();
                let is_titled =
                    |section: &Section| section.title.as_deref().is_some_and(|it| has_length(it, MAX_ROW_TITLE));
                check(has_length(&button, MAX_TITLE), "action.button must have 1 to 20 characters")?;
                check((1..=MAX_ROWS).contains(&rows.len()), "there must be 1 to 10 rows")?;
                check(sections.len() == 1 || sections.iter().all(is_titled), "each of several sections has a title")?;
                check(rows.iter().all(|row| row.is_valid()), "a row's id, title or description is too long")
            }
            Kind::CtaUrl => {
                let Link { name, parameters } = members(action())?;
                let is_link = parameters.url.starts_with("https://") || parameters.url.starts_with("http://");
                check(name == "cta_url" && is_link, "action is not a link")?;
                check(has_length(&parameters.display_text, MAX_TITLE), "display_text must have 1 to 20 characters")
            }
            Kind::LocationRequestMessage => {
                check(self.action.get("name").is_some_and(|it| it == "send_location"), "name must be send_location")
            }
            _ if self.action.is_empty() => Err(GraphError::new(INVALID_PARAMETER, "action is required")),
            _ => Ok(()),
        }
    }

    /// The header's uploaded file, if any.
    pub(super) fn upload(&self) -> Option<(MediaKind, &str)> {
        let (kind, media) = match self.header.as_ref()? {
            Header::Text { .. } => return None,
            Header::Image { image } => (MediaKind::Image, image),
            Header::Video { video } => (MediaKind::Video, video),
            Header::Document { document } => (MediaKind::Document, document),
        };
        Some((kind, media.id.as_deref()?))
    }

    /// Text to display.
    pub(super) fn render(&self) -> String {
        self.body.as_ref().map_or_else(|| "[product]".to_owned(), |body| body.text.clone())
    }
}

impl Row {
    fn is_valid(&self) -> bool {
        has_length(&self.id, MAX_ROW_ID)
            && has_length(&self.title, MAX_ROW_TITLE)
            && self.description.as_deref().is_none_or(|text| has_length(text, MAX_ROW_DESCRIPTION))
    }
}

fn has_length(text: &str, most: usize) -> bool {
    (1..=most).contains(&text.chars().count())
}

fn check(is_valid: bool, fault: &str) -> Result<(), GraphError> {
    if is_valid { Ok(()) } else { Err(GraphError::new(INVALID_VALUE, format!("interactive: {fault}"))) }
}
