//! The events of a stream, and JSON that arrives in place of one.
//!
//! A stream is server-sent events, whose data may take several lines. Google's front ends and proxies also send errors
//! without `data:`, pretty-printed over many lines, or as the only element of a list.

/// More than the largest event.
const MAX_BYTES: usize = 1024 * 1024;

/// Splits a stream into events.
#[derive(Default)]
pub(super) struct Events {
    /// Bytes of an incomplete line.
    rest: Vec<u8>,
    /// Where the search for its end continues.
    searched: usize,
    /// The lines of an incomplete event.
    event: Vec<u8>,
    /// Whether the event has a `data:` line.
    is_data: bool,
}

/// A complete event.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Event {
    pub text: Vec<u8>,
    /// Whether it was sent as data; otherwise it may be anything.
    pub is_data: bool,
}

/// An event is larger than any of Gemini's.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooLarge;

impl Events {
    /// Adds received bytes.
    pub fn add(&mut self, bytes: &[u8]) -> Result<(), TooLarge> {
        if self.rest.len() + self.event.len() + bytes.len() > MAX_BYTES {
            return Err(TooLarge);
        }
        self.rest.extend_from_slice(bytes);
        Ok(())
    }

    /// The next complete event.
    pub fn next(&mut self) -> Option<Event> {
        while let Some(end) = self.rest[self.searched..].iter().position(|byte| *byte == b'\n') {
            let line: Vec<_> = self.rest.drain(..=self.searched + end).collect();
            self.searched = 0;
            if let Some(event) = self.add_line(line.trim_ascii_end()) {
                return Some(event);
            }
        }
        self.searched = self.rest.len();
        None
    }

    /// The last event, which may lack its end.
    pub fn last(&mut self) -> Option<Event> {
        let line = std::mem::take(&mut self.rest);
        self.searched = 0;
        self.add_line(line.trim_ascii_end()).or_else(|| self.complete())
    }

    fn add_line(&mut self, line: &[u8]) -> Option<Event> {
        if line.is_empty() {
            return self.complete();
        }
        let is_other_field = [&b":"[..], b"event:", b"id:", b"retry:"].iter().any(|field| line.starts_with(field));
        if let Some(data) = line.strip_prefix(b"data:") {
            // An event of its own follows other text without an empty line.
            let before = if self.is_data { None } else { self.complete() };
            self.is_data = true;
            self.push(data.strip_prefix(b" ").unwrap_or(data));
            return before;
        }
        if !is_other_field {
            self.push(line);
        }
        None
    }

    fn push(&mut self, line: &[u8]) {
        if !self.event.is_empty() {
            self.event.push(b'\n');
        }
        self.event.extend_from_slice(line);
    }

    fn complete(&mut self) -> Option<Event> {
        let event = Event { text: std::mem::take(&mut self.event), is_data: std::mem::take(&mut self.is_data) };
        (!event.text.is_empty()).then_some(event)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(chunks: &[&str]) -> Vec<(String, bool)> {
        let mut events = Events::default();
        let mut found = Vec::new();
        for chunk in chunks {
            events.add(chunk.as_bytes()).unwrap();
            found.extend(std::iter::from_fn(|| events.next()));
        }
        found.extend(std::iter::from_fn(|| events.last()));
        found.into_iter().map(|event| (String::from_utf8(event.text).unwrap(), event.is_data)).collect()
    }

    #[test]
    fn events_are_split_however_they_arrive() {
        let data = |text: &str| (text.to_owned(), true);
        assert_eq!(read(&["data: {1}\r\n\r\ndata: {2}\n\n"]), [data("{1}"), data("{2}")]);
        assert_eq!(read(&["da", "ta: {1", "}\n", "\ndata:{2}"]), [data("{1}"), data("{2}")]);
        assert_eq!(read(&[": comment\nevent: x\nid: 1\ndata: {\ndata:  1\ndata: }\n\n"]), [data("{\n 1\n}")]);
        assert_eq!(read(&["data: {1}\n\ndata: [DONE]\n\n"]), [data("{1}"), data("[DONE]")]);
        assert!(read(&["\n\n: only a comment\n\n"]).is_empty());
    }

    #[test]
    fn text_without_data_is_one_event() {
        let error = "{\n  \"error\": {\n    \"code\": 429\n  }\n}";
        assert_eq!(read(&["data: {1}\n\n", error]), [("{1}".to_owned(), true), (error.to_owned(), false)]);
        assert_eq!(read(&["data: ", error, "\n\n"]), [(error.to_owned(), true)]);
    }

    #[test]
    fn the_size_of_an_event_is_bounded() {
        let mut events = Events::default();
        events.add(&vec![b'x'; MAX_BYTES]).unwrap();
        assert_eq!(events.next(), None);
        assert_eq!(events.add(b"x"), Err(TooLarge));
        let mut lines = Events::default();
        let full = (0..).find(|_| lines.add(b"data: x\n").is_err() || lines.next().is_some());
        assert!(full.is_some_and(|count| count < MAX_BYTES), "an event of many lines");
    }
}
