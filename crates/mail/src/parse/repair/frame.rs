//! How the parts of a mail are framed: boundaries named, begun, ended.

use std::collections::HashMap;

/// Boundaries that are followed; the parser reads no more multiparts either.
const MAX_BOUNDARIES: usize = 200;
/// Bytes of a field that are searched for a boundary.
const MAX_FIELD_BYTES: usize = 4_000;
/// The longest boundary (RFC 2046, 5.1.1, allows 70).
const MAX_BOUNDARY_BYTES: usize = 200;

#[derive(Default)]
pub(super) struct Frame {
    /// Ends that are missing: before which byte, and of which boundary.
    pub(super) missing: Vec<(usize, Vec<u8>)>,
    /// The multiparts that never end, outermost first.
    pub(super) open: Vec<Vec<u8>>,
    /// The field of the whole mail that says it is a multipart, where its boundary never comes.
    lost: Option<std::ops::Range<usize>>,
    /// The first line that could be a boundary.
    found: Option<Vec<u8>>,
}

impl Frame {
    pub(super) fn of(mail: &[u8]) -> Self {
        let mut frame = Self::default();
        // Whether each boundary has begun.
        let mut named: HashMap<Vec<u8>, bool> = HashMap::new();
        let mut open: Vec<Vec<u8>> = Vec::new();
        let mut top: Option<(std::ops::Range<usize>, Option<Vec<u8>>)> = None;
        let mut in_top_header = true;
        // The boundary that this section of fields names: of two Content-Types the later one counts.
        let mut section: Option<Vec<u8>> = None;
        let mut start = 0;
        while start < mail.len() {
            let end = line_end(mail, start);
            let line = mail[start..end].trim_ascii_end();
            if line.is_empty() {
                (in_top_header, section) = (false, None);
            }
            if is_content_type(line) {
                let field = start..field_end(mail, end);
                let value = &mail[field.start..field.end.min(field.start + MAX_FIELD_BYTES)];
                let boundary = boundary(value);
                if let Some(earlier) = section.take().filter(|name| named.get(name) == Some(&false)) {
                    named.remove(&earlier);
                }
                section.clone_from(&boundary);
                if let Some(boundary) = boundary.clone().filter(|_| named.len() < MAX_BOUNDARIES) {
                    named.entry(boundary).or_insert(false);
                }
                if in_top_header && contains(value, b"multipart/") {
                    top = Some((field, boundary));
                }
            } else if let Some(rest) = line.strip_prefix(b"--") {
                if let Some((name, ends)) = known(rest, &named) {
                    named.insert(name.to_vec(), true);
                    frame.meet(&mut open, name, ends, start);
                } else if frame.found.is_none()
                    && !in_top_header
                    && could_be_boundary(rest)
                    && is_content_field(&mail[end..])
                {
                    frame.found = Some(rest.to_vec());
                }
            }
            start = end;
        }
        frame.open = open;
        frame.lost = top
            .filter(|(_, name)| name.as_ref().is_none_or(|name| named.get(name) != Some(&true)))
            .map(|(field, _)| field);
        frame
    }

    /// A boundary line: those begun inside it and not ended are missing their ends.
    fn meet(&mut self, open: &mut Vec<Vec<u8>>, name: &[u8], ends: bool, at: usize) {
        match open.iter().rposition(|other| other == name) {
            Some(depth) => {
                self.missing.extend(open.drain(depth + 1..).rev().map(|inner| (at, inner)));
                if ends {
                    open.pop();
                }
            }
            None if !ends && open.len() < MAX_BOUNDARIES => open.push(name.to_vec()),
            None => {}
        }
    }

    /// The mail with the boundary that is used named in its header; `None` when nothing is amiss, or nothing to be
    /// found.
    pub(super) fn renamed(&self, mail: &[u8]) -> Option<Vec<u8>> {
        let (field, name) = (self.lost.clone()?, self.found.as_ref()?);
        let kind: Vec<u8> = {
            let value = &mail[field.clone()];
            let at = value.to_ascii_lowercase().windows(10).position(|part| part == b"multipart/")?;
            value[at..].iter().copied().take_while(|b| b.is_ascii_alphanumeric() || b"/-".contains(b)).collect()
        };
        Some(
            [&mail[..field.start], b"Content-Type: ", &kind, b"; boundary=\"", name, b"\"\n", &mail[field.end..]]
                .concat(),
        )
    }

    /// The mail with the missing ends put in.
    pub(super) fn closed(&self, mail: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(mail.len() + self.missing.len() * 80);
        let mut from = 0;
        for (at, name) in &self.missing {
            out.extend_from_slice(&mail[from..*at]);
            out.extend_from_slice(b"--");
            out.extend_from_slice(name);
            out.extend_from_slice(b"--\n");
            from = *at;
        }
        out.extend_from_slice(&mail[from..]);
        for name in self.open.iter().rev() {
            out.extend_from_slice(b"\n--");
            out.extend_from_slice(name);
            out.extend_from_slice(b"--\n");
        }
        out
    }
}

/// The boundary a line behind `--` names, and whether it is its end.
fn known<'l>(rest: &'l [u8], named: &HashMap<Vec<u8>, bool>) -> Option<(&'l [u8], bool)> {
    if rest.len() > MAX_BOUNDARY_BYTES + 2 {
        return None;
    }
    if named.contains_key(rest) {
        return Some((rest, false));
    }
    rest.strip_suffix(b"--").filter(|name| named.contains_key(*name)).map(|name| (name, true))
}

fn line_end(mail: &[u8], from: usize) -> usize {
    mail[from..].iter().position(|byte| *byte == b'\n').map_or(mail.len(), |at| from + at + 1)
}

fn field_end(mail: &[u8], mut end: usize) -> usize {
    while matches!(mail.get(end), Some(b' ' | b'\t')) && !mail[end..line_end(mail, end)].trim_ascii().is_empty() {
        end = line_end(mail, end);
    }
    end
}

fn is_content_type(line: &[u8]) -> bool {
    line.get(..12).is_some_and(|name| name.eq_ignore_ascii_case(b"content-type"))
        && line[12..].trim_ascii_start().starts_with(b":")
}

fn is_content_field(text: &[u8]) -> bool {
    text.get(..8).is_some_and(|name| name.eq_ignore_ascii_case(b"content-"))
}

fn could_be_boundary(rest: &[u8]) -> bool {
    !rest.is_empty() && rest.len() <= 72 && rest.iter().all(|byte| byte.is_ascii_graphic() && *byte != b'"')
}

fn contains(text: &[u8], word: &[u8]) -> bool {
    text.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word))
}

/// The parameter `boundary` of a field.
fn boundary(value: &[u8]) -> Option<Vec<u8>> {
    let at = value.windows(8).position(|part| part.eq_ignore_ascii_case(b"boundary"))?;
    let rest = value[at + 8..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let name: &[u8] = match rest.strip_prefix(b"\"") {
        Some(quoted) => quoted.split(|byte| *byte == b'"').next()?,
        None => rest.split(|byte| byte.is_ascii_whitespace() || *byte == b';').next()?,
    };
    let name = name.trim_ascii_end();
    (!name.is_empty() && name.len() <= MAX_BOUNDARY_BYTES).then(|| name.to_vec())
}
