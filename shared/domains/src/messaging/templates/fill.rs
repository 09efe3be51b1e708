//! Filling of a template's placeholders.

use std::collections::BTreeMap;

use super::model::{Template, TemplateHeader};
use super::placeholders::parts;
use crate::messaging::content::{FilledTemplate, MediaKind, UseTemplate};

/// An invalid use of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misuse {
    /// The field in the request.
    pub field: String,
    /// The problem.
    pub message: String,
}

impl Template {
    /// The filled template, and the text that its recipient reads.
    ///
    /// # Errors
    /// Missing or unknown parameters.
    pub fn fill(&self, with: &UseTemplate) -> Result<(FilledTemplate, String), Vec<Misuse>> {
        let misuse =
            |field: String, message: &str| Misuse { field: format!("template.{field}"), message: message.into() };
        let mut wrong = Vec::new();
        for name in self.parameters.iter().filter(|name| !with.parameters.contains_key(*name)) {
            wrong.push(misuse(format!("parameters.{name}"), "is missing"));
        }
        for name in with.parameters.keys().filter(|name| !self.parameters.contains(name)) {
            wrong.push(misuse(format!("parameters.{name}"), "is not a parameter of this template"));
        }
        let kind = with.header_media.as_ref().map(|media| media.kind);
        let header_fits = match self.header {
            None => kind.is_none() && with.header_text.is_none(),
            Some(TemplateHeader::Text) => kind.is_none() && with.header_text.is_some(),
            Some(TemplateHeader::Image) => kind == Some(MediaKind::Image) && with.header_text.is_none(),
            Some(TemplateHeader::Video) => kind == Some(MediaKind::Video) && with.header_text.is_none(),
            Some(TemplateHeader::Document) => kind == Some(MediaKind::Document) && with.header_text.is_none(),
        };
        if !header_fits {
            wrong.push(misuse(
                "header_media".into(),
                "header_text and header_media must be what the template's header is",
            ));
        }
        if with.button_parameters.len() != usize::try_from(self.buttons).unwrap_or(0) {
            wrong.push(misuse("button_parameters".into(), "must be one for each button of the template"));
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let value = |name: &str| with.parameters.get(name).cloned().unwrap_or_default();
        let filled = FilledTemplate {
            name: self.name.clone(),
            language: self.language.clone(),
            category: self.category,
            parameters: self.parameters.iter().map(|name| value(name)).collect(),
            header_text: with.header_text.clone(),
            header_media: with.header_media.clone(),
            button_parameters: with.button_parameters.clone(),
        };
        Ok((filled, render(&self.body, &with.parameters)))
    }
}

fn render(body: &str, parameters: &BTreeMap<String, String>) -> String {
    let parts = parts(body).unwrap_or_default();
    let value = |name: Option<&str>| name.and_then(|name| parameters.get(name)).map_or("", String::as_str);
    parts.into_iter().flat_map(|(text, name)| [text, value(name)]).collect()
}
