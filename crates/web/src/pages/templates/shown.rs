//! What the pages of templates can show.

use domain::id::{BrandId, ConversationId, Id, TeamId, TemplateId};
use domain::template::text::Variable;
use domain::time::HOUR_MS;

use super::super::Page;
use super::super::samples::NOW;
use super::{
    BAD_LINES, Brand, Choice, Choices, FATES, Folder, Group, Line, OUTCOMES, Offer, OneTemplate, Preview, Row, Sheet,
    Sum, Templates, Typed, WRONGS, Wrong,
};

/// A text that shows what a page makes of markup.
const HOSTILE: &str = "Dzień dobry, {customer|Szanowni Państwo},\n\n<b>paczka</b> jest w drodze.\n{agent}";

impl Page for Templates {
    const TEMPLATE: &'static str = "templates/list.html";

    fn samples() -> Vec<Self> {
        let row = |n: i64, name: &str, favourite| Row {
            id: TemplateId::from_raw(n),
            name: name.to_owned(),
            language: (n > 1).then_some("pl"),
            brand: (n > 1).then(|| "Leśna Chata <b>".to_owned()),
            group: (n > 2).then(|| "Obsługa klienta".to_owned()),
            favourite,
            prepares: n != 2,
            uses: n * 40,
            used_at: (n > 1).then_some(NOW.plus_ms(-HOUR_MS)),
        };
        let folder = |name: &str, rows| Folder { name: name.to_owned(), rows };
        let long = "Zwrot pieniędzy za zamówienie opłacone przy odbiorze, gdy paczka wróciła do nadawcy";
        let plain = Self {
            folders: vec![
                folder("", vec![row(1, "Dziękujemy", false)]),
                folder("Zwroty i reklamacje", vec![row(2, "Adres do zwrotu", true), row(3, long, false)]),
            ],
            words: String::new(),
            prepares: true,
            outcome: None,
            undo: None,
            banner: None,
            path: "/templates".to_owned(),
        };
        let mut all = vec![plain.clone(), Self { prepares: false, ..plain.clone() }];
        all.push(Self { folders: Vec::new(), ..plain.clone() });
        all.push(Self { folders: Vec::new(), prepares: false, ..plain.clone() });
        all.push(Self { folders: Vec::new(), words: "<b>".to_owned(), ..plain.clone() });
        all.extend(OUTCOMES.map(|outcome| Self {
            outcome: Some(outcome),
            undo: (outcome == "removed").then(|| TemplateId::from_raw(2)),
            ..plain.clone()
        }));
        all
    }
}

impl Page for OneTemplate {
    const TEMPLATE: &'static str = "templates/one.html";

    fn samples() -> Vec<Self> {
        let preview = |language| Preview { language, known: HOSTILE.to_owned(), unknown: HOSTILE.to_owned() };
        let plain = Self {
            id: Some(TemplateId::from_raw(2)),
            version: 3,
            typed: Typed {
                name: "Adres do zwrotu".to_owned(),
                folder: "Zwroty".to_owned(),
                text: HOSTILE.to_owned(),
                language: "pl".to_owned(),
                brand: BrandId::from_raw(1).to_string(),
                team: TeamId::from_raw(1).to_string(),
            },
            folders: vec!["Zwroty".to_owned()],
            languages: vec!["pl", "en"],
            brands: vec![Brand { id: BrandId::from_raw(1), name: "Leśna Chata".to_owned() }],
            groups: vec![Group { id: TeamId::from_raw(1), name: "Obsługa klienta".to_owned() }],
            variables: Variable::ALL.iter().map(|variable| variable.word()).collect(),
            wrong: None,
            outdated: None,
            previews: vec![preview("pl"), preview("en")],
            path: "/templates/tpl_0000000000002".to_owned(),
        };
        let new = Self { id: None, version: 0, typed: Typed::default(), previews: Vec::new(), ..plain.clone() };
        let mut all = vec![plain.clone(), new, Self { outdated: Some(HOSTILE.to_owned()), ..plain.clone() }];
        all.extend(WRONGS.into_iter().flat_map(|(field, word)| {
            [None, Some("{customer}".to_owned())].map(|near| Self {
                wrong: Some(Wrong {
                    field,
                    word,
                    at: "{klient <b>}".to_owned(),
                    near,
                    other: (word == "taken").then(|| TemplateId::from_raw(7)),
                }),
                previews: Vec::new(),
                ..plain.clone()
            })
        }));
        all
    }
}

impl Page for Sheet {
    const TEMPLATE: &'static str = "templates/sheet.html";

    fn samples() -> Vec<Self> {
        let line = |fate, why: Option<&'static str>| Line {
            line: 2,
            name: "Adres <b>".to_owned(),
            fate,
            why,
            at: "{klient}".to_owned(),
            near: None,
        };
        let sums = FATES.map(|fate| Sum { fate, count: 12 });
        let empty = Self {
            text: String::new(),
            columns: domain::template::sheet::COLUMNS.to_vec(),
            lines: Vec::new(),
            sums: Vec::new(),
            ready: false,
            done: false,
            banner: None,
            path: "/templates/import".to_owned(),
        };
        let words = WRONGS.map(|(_, word)| word).into_iter().filter(|word| *word != "taken");
        let bad = words
            .chain(BAD_LINES)
            .flat_map(|why| [None, Some("{customer}".to_owned())].map(|near| Line { near, ..line("bad", Some(why)) }));
        let good = ["added", "changed", "left"].map(|fate| line(fate, None));
        let full = Self { text: "name,text\n</textarea>".to_owned(), sums: sums.to_vec(), ..empty.clone() };
        vec![
            empty,
            Self { lines: bad.collect(), ..full.clone() },
            Self { lines: good.to_vec(), ready: true, ..full.clone() },
            Self { lines: good.to_vec(), done: true, ..full },
        ]
    }
}

fn offers() -> Vec<Offer> {
    let offer = |n: i64, favourite| Offer {
        id: TemplateId::from_raw(n),
        name: "Zwrot <b>".to_owned(),
        folder: if favourite { "Zwroty".to_owned() } else { String::new() },
        language: favourite.then_some("pl"),
        favourite,
        text: HOSTILE.to_owned(),
    };
    vec![offer(1, true), offer(2, false)]
}

impl Page for Choice {
    const TEMPLATE: &'static str = "templates/choice.html";

    fn samples() -> Vec<Self> {
        let id = ConversationId::from_raw(5);
        let path = format!("/conversations/{id}/templates");
        let some = Self { id, number: 4_471, words: String::new(), offers: offers(), banner: None, path };
        vec![some.clone(), Self { offers: Vec::new(), words: "<b>".to_owned(), ..some }]
    }
}

impl Page for Choices {
    const TEMPLATE: &'static str = "parts/offers.html";

    fn samples() -> Vec<Self> {
        let words = "zwrot \"<b>".to_owned();
        vec![Self { words: String::new(), offers: offers() }, Self { words, offers: Vec::new() }]
    }
}
