//! Fields of the machine-readable parts: `Name: value`, blocks parted by blank lines (RFC 3464, 2.1; RFC 5965, 3).

/// Blocks of one part that are read: each recipient has one.
const MAX_BLOCKS: usize = 200;
/// Bytes of a value that are kept.
const MAX_VALUE_BYTES: usize = 4_000;

/// One block of fields, unfolded, names in lower case.
#[derive(Debug, Default)]
pub(super) struct Block(Vec<(String, String)>);

impl Block {
    /// The value of the first field called `name`.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// The values of all fields called `name`.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// Whether it tells of a recipient.
    pub(super) fn is_recipient(&self) -> bool {
        ["final-recipient", "original-recipient", "action", "status", "diagnostic-code"]
            .iter()
            .any(|name| self.get(name).is_some())
    }
}

/// The blocks of a part. Servers forget the blank line between recipients, so a second Final-Recipient starts a block too,
/// and forget the blank in front of a continued line, so a line that is no field continues the last.
pub(super) fn blocks(part: &str) -> Vec<Block> {
    let mut blocks = vec![Block::default()];
    for line in part.lines() {
        let block = blocks.last_mut().map(|block| &mut block.0).expect("there is always one");
        if line.trim().is_empty() {
            if !block.is_empty() {
                blocks.push(Block::default());
            }
        } else if let Some((name, value)) = field(line) {
            if name == "final-recipient" && block.iter().any(|(field, _)| *field == name) {
                blocks.push(Block(vec![(name, value)]));
            } else {
                block.push((name, value));
            }
        } else if let Some((_, value)) = block.last_mut()
            && value.len() < MAX_VALUE_BYTES
        {
            value.push(' ');
            value.push_str(line.trim());
        }
        if blocks.len() > MAX_BLOCKS {
            break;
        }
    }
    blocks
}

/// The header of a mail that was given back.
pub(super) fn header(returned: &str) -> Block {
    // A line such as "Original message follows." and blank lines may stand in front.
    let start = returned.split_inclusive('\n').take(12).take_while(|line| field(line).is_none()).map(str::len).sum();
    blocks(&returned[start..]).into_iter().next().unwrap_or_default()
}

fn field(line: &str) -> Option<(String, String)> {
    if line.starts_with([' ', '\t']) {
        return None;
    }
    let (name, value) = line.split_once(':')?;
    let name = name.trim_end();
    let is_name =
        (1..=60).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    is_name.then(|| (name.to_ascii_lowercase(), value.trim().to_owned()))
}

/// The value behind a type, such as `rfc822;`.
pub(super) fn untyped(value: &str) -> &str {
    match value.split_once(';') {
        Some((kind, rest)) if kind.trim().bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'/') => {
            rest.trim()
        }
        _ => value.trim(),
    }
}
