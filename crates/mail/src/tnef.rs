//! The files and the text in a `winmail.dat` (MS-OXTNEF).
//!
//! In: the bytes of the file, hostile. Out: what a reader of the mail would have been shown, bounded by the bytes that
//! came in. What is cut off or contradicts itself ends the reading there; what was read until then is kept.
//!
//! Must not: follow references out of the file, or run anything.

mod properties;
mod rtf;
mod stream;

#[cfg(test)]
mod tests;

use crate::parse::charset;
use properties::{Properties, tag};
use stream::Stream;

/// What every such file starts with (2.1.1).
const SIGNATURE: u32 = 0x223e_9f78;
/// Files that are read out of one.
const MAX_FILES: usize = 200;
/// Attributes that are read.
const MAX_ATTRIBUTES: usize = 10_000;
/// Messages inside messages that are opened.
const MAX_DEPTH: usize = 3;

/// The attributes that are read (2.1.3.2).
mod attribute {
    pub(super) const OEM_CODEPAGE: u32 = 0x0006_9007;
    pub(super) const SUBJECT: u32 = 0x0001_8004;
    pub(super) const BODY: u32 = 0x0002_800c;
    pub(super) const MESSAGE_PROPERTIES: u32 = 0x0006_9003;
    pub(super) const ATTACHMENT_BEGINS: u32 = 0x0006_9002;
    pub(super) const ATTACHMENT_DATA: u32 = 0x0006_800f;
    pub(super) const ATTACHMENT_TITLE: u32 = 0x0001_8010;
    pub(super) const ATTACHMENT_PROPERTIES: u32 = 0x0006_9005;
}

/// What a `winmail.dat` holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tnef {
    /// Its subject.
    pub subject: Option<String>,
    /// Its text.
    pub text: Option<String>,
    /// Its HTML, hostile as any.
    pub html: Option<String>,
    /// Its files; those of messages inside it too, behind the text of each.
    pub files: Vec<File>,
    /// Whether it was read to its end.
    pub is_whole: bool,
}

/// A file in it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct File {
    /// Name as given: the long one where there are two.
    pub name: String,
    /// Media type in lower case.
    pub media_type: String,
    /// Content-ID without angle brackets.
    pub content_id: Option<String>,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Whether `bytes` start as such a file does.
pub fn is_tnef(bytes: &[u8]) -> bool {
    Stream::new(bytes).u32() == Some(SIGNATURE)
}

/// Reads such a file; `None` when it is none.
pub fn read(bytes: &[u8]) -> Option<Tnef> {
    message(bytes, 0)
}

fn message(bytes: &[u8], depth: usize) -> Option<Tnef> {
    let mut stream = Stream::new(bytes);
    let (signature, _key) = (stream.u32()?, stream.u16()?);
    if signature != SIGNATURE {
        return None;
    }
    let mut reading = Reading { depth, ..Reading::default() };
    let mut is_whole = true;
    for _ in 0..MAX_ATTRIBUTES {
        if stream.is_empty() {
            break;
        }
        let Some((id, content)) = attribute(&mut stream) else {
            is_whole = false;
            break;
        };
        is_whole &= reading.take(id, content).is_some();
    }
    reading.end_attachment();
    Some(reading.finish(is_whole))
}

/// One attribute: level, id, length, content, checksum (2.1.3).
fn attribute<'b>(stream: &mut Stream<'b>) -> Option<(u32, &'b [u8])> {
    let level = stream.u8()?;
    let id = stream.u32()?;
    let length = stream.u32()?;
    let content = stream.bytes(length as usize)?;
    let _checksum = stream.u16()?;
    matches!(level, 1 | 2).then_some((id, content))
}

#[derive(Default)]
struct Reading<'b> {
    depth: usize,
    codepage: Option<u32>,
    subject: Option<&'b [u8]>,
    body: Option<&'b [u8]>,
    properties: Properties<'b>,
    files: Vec<File>,
    attachment: Option<Attachment<'b>>,
}

#[derive(Default)]
struct Attachment<'b> {
    title: Option<&'b [u8]>,
    content: Option<&'b [u8]>,
    properties: Properties<'b>,
}

impl<'b> Reading<'b> {
    /// Takes one attribute; `None` when it is damaged.
    fn take(&mut self, id: u32, content: &'b [u8]) -> Option<()> {
        match id {
            attribute::OEM_CODEPAGE => self.codepage = Stream::new(content).u32(),
            attribute::SUBJECT => self.subject = Some(content),
            attribute::BODY => self.body = Some(content),
            attribute::MESSAGE_PROPERTIES => {
                let (properties, is_whole) = Properties::read(content);
                self.properties = properties;
                return is_whole.then_some(());
            }
            attribute::ATTACHMENT_BEGINS => {
                self.end_attachment();
                self.attachment = Some(Attachment::default());
            }
            _ => return self.of_attachment(id, content),
        }
        Some(())
    }

    fn of_attachment(&mut self, id: u32, content: &'b [u8]) -> Option<()> {
        let Some(attachment) = &mut self.attachment else { return Some(()) };
        match id {
            attribute::ATTACHMENT_DATA => attachment.content = Some(content),
            attribute::ATTACHMENT_TITLE => attachment.title = Some(content),
            attribute::ATTACHMENT_PROPERTIES => {
                let (properties, is_whole) = Properties::read(content);
                attachment.properties = properties;
                return is_whole.then_some(());
            }
            _ => {}
        }
        Some(())
    }

    fn end_attachment(&mut self) {
        let Some(attachment) = self.attachment.take().filter(|_| self.files.len() < MAX_FILES) else { return };
        let given = &attachment.properties;
        let name = [tag::LONG_FILE_NAME, tag::FILE_NAME, tag::DISPLAY_NAME]
            .into_iter()
            .find_map(|tag| given.text(tag, self.codepage));
        let name =
            name.or_else(|| attachment.title.map(|title| words(title, self.codepage))).filter(|name| !name.is_empty());
        if let Some(inside) =
            given.message().filter(|_| self.depth < MAX_DEPTH).and_then(|bytes| message(bytes, self.depth + 1))
        {
            self.message_inside(inside, name);
            return;
        }
        let bytes = attachment.content.or_else(|| given.bytes(tag::ATTACHMENT_DATA)).unwrap_or_default();
        let media_type = given.text(tag::MEDIA_TYPE, self.codepage).map(|kind| kind.trim().to_ascii_lowercase());
        let is_type = |kind: &String| {
            kind.len() <= 127
                && kind.matches('/').count() == 1
                && kind.chars().all(|c| c.is_ascii_alphanumeric() || "/!#$&^_.+-".contains(c))
        };
        self.files.push(File {
            name: name.unwrap_or_else(|| "attachment".to_owned()),
            media_type: media_type.filter(is_type).unwrap_or_else(|| "application/octet-stream".to_owned()),
            content_id: given
                .text(tag::CONTENT_ID, self.codepage)
                .map(|id| id.trim_matches(['<', '>', ' ']).to_owned())
                .filter(|id| is_id(id)),
            bytes: bytes.to_vec(),
        });
    }

    /// A message inside: its text is a file, its files follow.
    fn message_inside(&mut self, inside: Tnef, name: Option<String>) {
        let text = inside.text.or_else(|| inside.html.as_deref().map(crate::parse::text_of_html)).unwrap_or_default();
        let title =
            inside.subject.filter(|subject| !subject.is_empty()).or(name).unwrap_or_else(|| "message".to_owned());
        self.files.push(File {
            name: format!("{}.txt", title.replace(['/', '\\'], " ")),
            media_type: "text/plain".to_owned(),
            content_id: None,
            bytes: text.into_bytes(),
        });
        let room = MAX_FILES.saturating_sub(self.files.len());
        self.files.extend(inside.files.into_iter().take(room));
    }

    fn finish(self, is_whole: bool) -> Tnef {
        let codepage = self.properties.number(tag::CODEPAGE).or(self.codepage);
        let rtf = self.properties.bytes(tag::RTF_COMPRESSED).and_then(rtf::decompress).map(|rtf| rtf::read(&rtf));
        let (rtf_text, rtf_html) = match rtf {
            Some(rtf::Content::Html(html)) => (None, Some(html)),
            Some(rtf::Content::Text(text)) => (Some(text), None),
            None => (None, None),
        };
        let html_codepage = self.properties.number(tag::INTERNET_CODEPAGE).or(codepage);
        let html = self.properties.text(tag::HTML, html_codepage);
        let text = self.properties.text(tag::BODY, codepage).or_else(|| self.body.map(|body| words(body, codepage)));
        let some = |text: &String| !text.trim().is_empty();
        Tnef {
            subject: self
                .properties
                .text(tag::SUBJECT, codepage)
                .or_else(|| self.subject.map(|subject| words(subject, codepage))),
            text: text.filter(some).or(rtf_text).filter(some),
            html: html.filter(some).or(rtf_html).filter(some),
            files: self.files,
            is_whole,
        }
    }
}

fn is_id(id: &str) -> bool {
    !id.is_empty()
        && id.len() <= domain::threading::MAX_ID_BYTES
        && !id.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>'))
}

/// Letters of a Windows code page up to the first zero.
fn words(bytes: &[u8], codepage: Option<u32>) -> String {
    let bytes = bytes.split(|byte| *byte == 0).next().unwrap_or_default();
    charset::decode(bytes, codepage.map(label).as_deref()).text
}

/// The charset of a Windows code page.
fn label(codepage: u32) -> String {
    match codepage {
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        850 | 852 | 866 => format!("ibm{codepage}"),
        20127 => "us-ascii".to_owned(),
        20866 => "koi8-r".to_owned(),
        28591..=28605 => format!("iso-8859-{}", codepage - 28590),
        65001 => "utf-8".to_owned(),
        other => format!("windows-{other}"),
    }
}
