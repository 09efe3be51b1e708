//! The placeholders in a template's text.

/// The parts of a body: texts, and the names of the placeholders after them.
pub(super) fn parts(body: &str) -> Result<Vec<(&str, Option<&str>)>, &'static str> {
    let (mut parts, mut rest) = (Vec::new(), body);
    while let Some((text, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}").ok_or("a place that begins with {{ must end with }}")?;
        let name = name.trim();
        let fits = name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        if !fits || name.len() > 64 {
            return Err("a place's name must be small letters, digits and underscores, like {{first_name}}");
        }
        parts.push((text, Some(name)));
        rest = after;
    }
    parts.push((rest, None));
    Ok(parts)
}

/// The names of a body's placeholders, each once, in the order of their first occurrence.
pub(super) fn places(body: &str) -> Result<Vec<String>, &'static str> {
    let mut names: Vec<String> = Vec::new();
    for (_, name) in parts(body)? {
        if let Some(name) = name
            && !names.iter().any(|known| known == name)
        {
            names.push(name.to_owned());
        }
    }
    Ok(names)
}
