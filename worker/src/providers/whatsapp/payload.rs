//! The request body of a send, in the Cloud API's format.

use serde_json::{Map, Value, json};
use shared::messaging::{Content, FilledTemplate, Media};

/// The body for `text`, or the content that replaces it. Every status carries `callback_data`.
pub(super) fn body(to: &str, text: &str, content: Option<&Content>, callback_data: &str) -> Value {
    let (kind, object) = match content {
        None => ("text", json!({"body": text, "preview_url": false})),
        Some(Content::Template(template)) => ("template", template_object(template)),
        Some(Content::Media(media)) => (media.kind.into(), media_object(media)),
    };
    let mut body = json!({
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": to,
        "type": kind,
        "biz_opaque_callback_data": callback_data,
    });
    body[kind] = object;
    body
}

fn media_object(media: &Media) -> Value {
    let fields = [("link", &media.link), ("id", &media.id), ("caption", &media.caption), ("filename", &media.filename)];
    let known = fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), Value::from(value.clone()?))));
    Value::Object(known.collect::<Map<_, _>>())
}

fn template_object(template: &FilledTemplate) -> Value {
    let text = |text: &String| json!({"type": "text", "text": text});
    let mut components = Vec::new();
    if let Some(header) = &template.header_text {
        components.push(json!({"type": "header", "parameters": [text(header)]}));
    }
    if let Some(media) = &template.header_media {
        let kind: &str = media.kind.into();
        let mut parameter = json!({"type": kind});
        parameter[kind] = media_object(media);
        components.push(json!({"type": "header", "parameters": [parameter]}));
    }
    if !template.parameters.is_empty() {
        let parameters: Vec<_> = template.parameters.iter().map(text).collect();
        components.push(json!({"type": "body", "parameters": parameters}));
    }
    for (index, parameter) in template.button_parameters.iter().enumerate() {
        let parameters = [text(parameter)];
        components
            .push(json!({"type": "button", "sub_type": "url", "index": index.to_string(), "parameters": parameters}));
    }
    json!({"name": template.name, "language": {"code": template.language}, "components": components})
}
