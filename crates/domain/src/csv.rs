//! Sheets as text: CSV (RFC 4180), with commas, or with the semicolons of spreadsheets whose commas stand in numbers.
//!
//! A cell that a spreadsheet would take for a formula is written with an apostrophe before it, which is taken off again when
//! it is read.

/// A mark of the encoding, without which spreadsheets break Polish letters.
pub const MARK: char = '\u{feff}';

/// The cells of each line that is not empty, with its number.
///
/// # Errors
/// The line in which a quote is not closed, or something stands behind a closed one.
pub fn rows(text: &str) -> Result<Vec<(usize, Vec<String>)>, usize> {
    let text = text.strip_prefix(MARK).unwrap_or(text);
    let head = text.lines().next().unwrap_or_default();
    let comma = if head.matches(';').count() > head.matches(',').count() { ';' } else { ',' };
    let (mut rows, mut cells, mut cell) = (Vec::new(), Vec::new(), String::new());
    let (mut line, mut first) = (1, 1);
    let mut chars = text.chars().peekable();
    // Whether a quote was opened in this cell, and whether it is still open.
    let (mut quoted, mut open) = (false, false);
    while let Some(c) = chars.next() {
        line += usize::from(c == '\n');
        match c {
            '"' if open && chars.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' if open => open = false,
            _ if open => cell.push(c),
            '"' if cell.is_empty() && !quoted => (quoted, open) = (true, true),
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' => {
                cells.push(plain(std::mem::take(&mut cell)));
                let row = std::mem::take(&mut cells);
                if quoted || row.len() > 1 || !row[0].trim().is_empty() {
                    rows.push((first, row));
                }
                (quoted, first) = (false, line);
            }
            _ if c == comma => {
                cells.push(plain(std::mem::take(&mut cell)));
                quoted = false;
            }
            _ if quoted => return Err(first),
            _ => cell.push(c),
        }
    }
    if open {
        return Err(first);
    }
    cells.push(plain(cell));
    if quoted || cells.len() > 1 || !cells[0].trim().is_empty() {
        rows.push((first, cells));
    }
    Ok(rows)
}

/// One line of a sheet. What a spreadsheet would take for a formula is none.
pub fn line(cells: &[String]) -> String {
    let spelt = cells.iter().map(|cell| {
        let guard = if is_formula(cell) { "'" } else { "" };
        format!("\"{guard}{}\"", cell.replace('"', "\"\""))
    });
    format!("{}\r\n", spelt.collect::<Vec<_>>().join(","))
}

/// A cell as it was before it was written.
fn plain(cell: String) -> String {
    match cell.strip_prefix('\'') {
        Some(bare) if is_formula(bare) => bare.to_owned(),
        _ => cell,
    }
}

/// Whether a spreadsheet would take it for a formula, or once an apostrophe before it is taken off.
fn is_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_holds_no_formulas() {
        let file = line(&["1".to_owned(), "=1+1".to_owned(), "Jan \"Duży\", lead".to_owned()]);
        assert_eq!(file, "\"1\",\"'=1+1\",\"Jan \"\"Duży\"\", lead\"\r\n");
        let back = vec!["1".to_owned(), "=1+1".to_owned(), "Jan \"Duży\", lead".to_owned()];
        assert_eq!(rows(&file), Ok(vec![(1, back)]));
    }

    #[test]
    fn lines_are_counted_as_an_editor_counts_them() {
        let cells = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            rows("a;b\r\n\"c\nd\";e\n\nf;\"\""),
            Ok(vec![(1, cells(&["a", "b"])), (2, cells(&["c\nd", "e"])), (5, cells(&["f", ""]))])
        );
        assert_eq!(rows("a,b\n\"c"), Err(2));
        assert_eq!(rows(""), Ok(Vec::new()));
    }
}
