//! All templates as a file, and a sheet of them taken in: first it is said what would become of each line.

use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::permission::Action;
use domain::template::sheet::{COLUMNS, Torn};
use engine::templates::sheet::{self, Bad, Fate, Line};
use serde::Deserialize;

use super::{may, wrong};
use crate::agent::banner;
use crate::fault::Fault;
use crate::pages::templates::{FATES, Line as Shown, Sheet, Sum};
use crate::respond;
use crate::sessions::SignedIn;
use crate::web::Web;

/// `GET /templates.csv`
pub(super) async fn write(State(web): State<Web>, me: SignedIn) -> Result<Response, Fault> {
    may(&me, Action::Prepare)?;
    let by = me.by();
    let text = web.store().read(move |conn| sheet::write(conn, by)).await?;
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CACHE_CONTROL, "private, no-store"),
        (CONTENT_DISPOSITION, "attachment; filename=\"kontuar-templates.csv\""),
    ];
    Ok((headers, text).into_response())
}

/// `GET /templates/import`
pub(super) async fn show(State(web): State<Web>, me: SignedIn) -> Result<Response, Fault> {
    may(&me, Action::Prepare)?;
    page(&web, &me, String::new(), Vec::new(), false).await
}

/// What was pasted.
#[derive(Deserialize)]
pub(super) struct Pasted {
    text: String,
    /// `import`, or anything else to look first.
    #[serde(default)]
    then: String,
}

/// `POST /templates/import`
pub(super) async fn take(
    State(web): State<Web>,
    me: SignedIn,
    Form(Pasted { text, then }): Form<Pasted>,
) -> Result<Response, Fault> {
    may(&me, Action::Prepare)?;
    let (by, pasted) = (me.by(), text.clone());
    if then == "import" {
        let lines = sheet::take(web.engine(), by, pasted).await?;
        let done = !lines.is_empty() && lines.iter().all(|line| !is_bad(line));
        return page(&web, &me, text, lines, done).await;
    }
    let lines = web.store().read(move |conn| sheet::plan(conn, by, &pasted)).await?;
    page(&web, &me, text, lines, false).await
}

fn is_bad(line: &Line) -> bool {
    matches!(line.fate, Fate::Bad(_))
}

async fn page(web: &Web, me: &SignedIn, text: String, lines: Vec<Line>, done: bool) -> Result<Response, Fault> {
    let lines: Vec<Shown> = lines.into_iter().map(shown).collect();
    let count = |fate| lines.iter().filter(|line| line.fate == fate).count();
    let bad = count("bad");
    let page = Sheet {
        sums: FATES.map(|fate| Sum { fate, count: i64::try_from(count(fate)).unwrap_or(i64::MAX) }).to_vec(),
        ready: !done && bad == 0 && lines.iter().any(|line| line.fate != "left"),
        text,
        columns: COLUMNS.to_vec(),
        lines,
        done,
        banner: banner(web, me).await?,
        path: "/templates/import".to_owned(),
    };
    let status = if bad > 0 { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(respond::html(me.language(), web.pages().render(me.language(), web.now(), &page)?, status))
}

/// A line as the page shows it.
fn shown(Line { line, name, fate }: Line) -> Shown {
    let line = i64::try_from(line).unwrap_or(i64::MAX);
    let plain = Shown { line, name, fate: "bad", why: None, at: String::new(), near: None };
    let why = |why, at: String| Shown { why: Some(why), at, ..plain.clone() };
    match fate {
        Fate::Added => Shown { fate: "added", ..plain },
        Fate::Changed => Shown { fate: "changed", ..plain },
        Fate::Left => Shown { fate: "left", ..plain },
        Fate::Bad(Bad::Flaw(flaw)) => {
            let wrong = wrong::flaw(flaw);
            Shown { near: wrong.near, ..why(wrong.word, wrong.at) }
        }
        Fate::Bad(Bad::Language(at)) => why("language", at),
        Fate::Bad(Bad::Brand(at)) => why("brand", at),
        Fate::Bad(Bad::Team(at)) => why("team", at),
        Fate::Bad(Bad::Twice(before)) => why("twice", before.to_string()),
        Fate::Bad(Bad::Full) => why("full", String::new()),
        Fate::Bad(Bad::Torn(torn)) => match torn {
            Torn::Empty => why("nothing", String::new()),
            Torn::Column(at) => why("column", at.to_owned()),
            Torn::Stranger(at) => why("stranger", at),
            Torn::Quote => why("quote", String::new()),
            Torn::Cells(there, columns) => why("cells", format!("{there} / {columns}")),
        },
    }
}
