//! Many templates as CSV.
//!
//! In: a text of which nothing is believed. Out: what stands in each line, or which line cannot be read. Shops and teams stand
//! in it by name.

use super::Draft;
use crate::csv;

/// The columns, in the order in which they are written; they are read in any. Those from the third on may be missing.
pub const COLUMNS: [&str; 6] = ["name", "text", "folder", "language", "brand", "team"];

/// How many columns there must be.
const NEEDED: usize = 2;

/// What a line of a sheet says of a template; shop and team by their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "named after its columns")]
pub struct Entry {
    /// Its first line in the sheet, from 1 on.
    pub line: usize,
    pub name: String,
    pub text: String,
    pub folder: String,
    pub language: String,
    pub brand: String,
    pub team: String,
}

impl Entry {
    /// The words of it, as somebody might have typed them.
    pub fn draft(&self) -> Draft {
        Draft { name: self.name.clone(), folder: self.folder.clone(), text: self.text.clone(), ..Draft::default() }
    }
}

/// Why a sheet, or a line of it, cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Torn {
    /// There is nothing in it.
    #[error("there is nothing in it")]
    Empty,
    /// Its first line does not name the columns.
    #[error("the first line names no column {0}")]
    Column(&'static str),
    /// Its first line names a column that there is not, or one twice.
    #[error("there is no column {0}, or it is there twice")]
    Stranger(String),
    /// A quote is not closed, or something stands behind a closed one.
    #[error("a quote is not closed, or something stands behind it")]
    Quote,
    /// There are more or fewer cells than columns.
    #[error("there are {0} cells in this line, and {1} columns")]
    Cells(usize, usize),
}

/// What a line says; or its number, and why it cannot be read.
pub type Understood = Result<Entry, (usize, Torn)>;

/// What stands in each line; or the line that cannot be read. `Err`: none of it can, because of this line.
///
/// # Errors
/// The line, and what is wrong in it.
pub fn read(text: &str) -> Result<Vec<Understood>, (usize, Torn)> {
    let mut rows = csv::rows(text).map_err(|line| (line, Torn::Quote))?.into_iter();
    let Some((_, head)) = rows.next() else { return Err((1, Torn::Empty)) };
    let columns = columns(&head).map_err(|torn| (1, torn))?;
    Ok(rows.map(|(line, cells)| entry(line, cells, &columns)).collect())
}

/// Which column is which: for each of [`COLUMNS`] its place in the sheet.
fn columns(head: &[String]) -> Result<Vec<&'static str>, Torn> {
    let mut found = Vec::new();
    for cell in head {
        let word = cell.trim().to_lowercase();
        match COLUMNS.into_iter().find(|column| *column == word) {
            Some(column) if !found.contains(&column) => found.push(column),
            _ => return Err(Torn::Stranger(word.chars().take(40).collect())),
        }
    }
    match COLUMNS.into_iter().take(NEEDED).find(|column| !found.contains(column)) {
        Some(missing) => Err(Torn::Column(missing)),
        None => Ok(found),
    }
}

fn entry(line: usize, cells: Vec<String>, columns: &[&str]) -> Understood {
    if cells.len() != columns.len() {
        return Err((line, Torn::Cells(cells.len(), columns.len())));
    }
    let mut entry = Entry { line, ..Entry::default() };
    for (cell, column) in cells.into_iter().zip(columns) {
        match *column {
            "name" => entry.name = cell,
            "text" => entry.text = cell,
            "folder" => entry.folder = cell,
            "language" => entry.language = cell,
            "brand" => entry.brand = cell,
            _ => entry.team = cell,
        }
    }
    Ok(entry)
}

/// The head of a sheet.
pub fn head() -> String {
    format!("{}{}", csv::MARK, csv::line(&COLUMNS.map(str::to_owned)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn entry(line: usize, name: &str, text: &str) -> Entry {
        Entry { line, name: name.to_owned(), text: text.to_owned(), ..Entry::default() }
    }

    #[test]
    fn sheets_of_people_and_of_spreadsheets_are_read() {
        let commas = "name,text\nZwrot,\"Dzień dobry,\n\"\"tak\"\"\"\n\nAdres,Leśna 1\n";
        let read_in = |text: &str| read(text).unwrap().into_iter().collect::<Result<Vec<_>, _>>().unwrap();
        let expected = vec![entry(2, "Zwrot", "Dzień dobry,\n\"tak\""), entry(5, "Adres", "Leśna 1")];
        assert_eq!(read_in(commas), expected);
        let semicolons = "\u{feff}Text;Name;Folder\r\n\"Leśna 1\";Adres;\r\n";
        assert_eq!(read_in(semicolons), vec![entry(2, "Adres", "Leśna 1")]);
        assert_eq!(read_in("name,text\nSuma,'=1+1"), vec![entry(2, "Suma", "=1+1")]);
        assert_eq!(read_in("name,text\n'a',b"), vec![entry(2, "'a'", "b")], "no formula, no guard");
        assert!(read_in("name,text").is_empty());
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_line() {
        for (text, line, torn) in [
            ("", 1, Torn::Empty),
            (" \n\n", 1, Torn::Empty),
            ("name\nZwrot", 1, Torn::Column("text")),
            ("name,text,tekst\n", 1, Torn::Stranger("tekst".to_owned())),
            ("name,name,text\n", 1, Torn::Stranger("name".to_owned())),
            ("name,text\na,\"b", 2, Torn::Quote),
            ("name,text\na,b\n\"a\"x,b", 3, Torn::Quote),
        ] {
            assert_eq!(read(text), Err((line, torn)), "{text:?}");
        }
        let mixed = read("name,text\na\nb,c\nd,e,f").unwrap();
        assert_eq!(mixed, [Err((2, Torn::Cells(1, 2))), Ok(entry(3, "b", "c")), Err((4, Torn::Cells(3, 2)))]);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(cells in prop::array::uniform6("[a-z',;\"=\\-+@\t\r\nż ]{0,12}")) {
            let text = format!("{}{}", head(), csv::line(&cells));
            let [name, says, folder, language, brand, team] = cells;
            let back = Entry { line: 2, name, text: says, folder, language, brand, team };
            prop_assert_eq!(read(&text), Ok(vec![Ok(back)]));
        }

        #[test]
        fn nothing_makes_it_stumble(text in "\\PC{0,40}|[,;\"\n\r'=a]{0,40}") {
            let head = "name,text\n";
            let _ = (read(&text), read(&format!("{head}{text}")));
        }
    }
}
