//! One more mailbox, connected by whoever operates the installation: the forms of the first run, tried both ways.

use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::id::TeamId;
use domain::identity::Address;
use domain::mailbox::Horizon;
use domain::permission::Action;
use engine::error::Refused;
use engine::mailbox::ask_for_trial;
use serde::Deserialize;

use crate::fault::Fault;
use crate::pages::mailboxes::{NewMailbox, TeamName};
use crate::respond;
use crate::sessions::SignedIn;
use crate::setup::trying::{Asked, Tried, Typed, connector, details, try_out};
use crate::web::Web;

/// The longest name, in characters.
const MAX_NAME_CHARS: usize = 100;

/// An empty page, for somebody who may add mailboxes.
async fn begin(web: &Web, me: &SignedIn) -> Result<NewMailbox, Fault> {
    let grant = me.grant();
    if !grant.allows(Action::Operate, grant.team) {
        return Err(Fault::NotFound);
    }
    let mut teams = web.store().read(store::brand::teams).await?;
    teams.retain(|team| grant.allows(Action::Operate, team.id));
    let teams = teams.into_iter().map(|team| TeamName { id: team.id, name: team.name }).collect();
    let (address, name) = (String::new(), String::new());
    Ok(NewMailbox { address, wrong: None, details: None, known: None, name, teams, team: grant.team })
}

/// What the inbox is called that this address has already.
async fn known(web: &Web, address: &Address) -> Result<Option<String>, Fault> {
    let inboxes = web.store().read(store::brand::inboxes).await?;
    Ok(inboxes.into_iter().find(|inbox| inbox.address == *address).map(|inbox| inbox.name))
}

fn page(web: &Web, me: &SignedIn, page: &NewMailbox, status: StatusCode) -> Result<Response, Fault> {
    Ok(respond::html(me.language(), web.pages().render(me.language(), web.now(), page)?, status))
}

/// `GET /mailboxes/new`
pub(in crate::agent) async fn form(State(web): State<Web>, me: SignedIn) -> Result<Response, Fault> {
    let empty = begin(&web, &me).await?;
    connector(&web)?;
    page(&web, &me, &empty, StatusCode::OK)
}

/// `POST /mailboxes/new/servers`: what is known of the address's provider.
pub(in crate::agent) async fn find(
    State(web): State<Web>,
    me: SignedIn,
    Form(asked): Form<Asked>,
) -> Result<Response, Fault> {
    let shown = begin(&web, &me).await?;
    let (connector, text) = (connector(&web)?, asked.address.trim());
    let Some(address) = Address::parse(text) else {
        let wrong = NewMailbox { address: text.to_owned(), wrong: Some("address"), ..shown };
        return page(&web, &me, &wrong, StatusCode::UNPROCESSABLE_ENTITY);
    };
    let found = Some(details(&address, connector.find(&address, asked.way()).await));
    let (known, name) = (known(&web, &address).await?, address.local().to_owned());
    let shown = NewMailbox { address: address.to_string(), details: found, known, name, ..shown };
    page(&web, &me, &shown, StatusCode::OK)
}

/// What is asked for beside what opens it.
#[derive(Deserialize)]
pub(in crate::agent) struct Described {
    #[serde(default)]
    name: String,
    team: Option<TeamId>,
    #[serde(flatten)]
    typed: Typed,
}

/// `POST /mailboxes/new`: tried both ways; what does not work is not kept.
pub(in crate::agent) async fn connect(
    State(web): State<Web>,
    me: SignedIn,
    Form(Described { name, team, typed }): Form<Described>,
) -> Result<Response, Fault> {
    let shown = begin(&web, &me).await?;
    let connector = connector(&web)?;
    let name: String = name.trim().chars().filter(|letter| !letter.is_control()).take(MAX_NAME_CHARS).collect();
    let team = team.filter(|team| shown.teams.iter().any(|known| known.id == *team)).unwrap_or(shown.team);
    let mut wanted = match try_out(connector.as_ref(), typed).await? {
        Tried::Works(wanted) => wanted,
        Tried::Not(address, details) => {
            let (known, details) = (known(&web, &address).await?, Some(details));
            let again = NewMailbox { address: address.to_string(), details, known, name, team, ..shown };
            return page(&web, &me, &again, StatusCode::UNPROCESSABLE_ENTITY);
        }
    };
    let address = wanted.address.to_string();
    (wanted.name, wanted.team) = (Some(name).filter(|name| !name.is_empty()), Some(team));
    match connector.connect(me.by(), wanted).await {
        Ok(inbox) => {
            // The number of mails that lie there helps to choose how far back it is read.
            ask_for_trial(web.engine(), me.by(), inbox, Horizon::All).await?;
            Ok(respond::see(&format!("/mailboxes?outcome=connected#{inbox}")))
        }
        Err(engine::Error::Refused(Refused::Outdated)) => {
            let taken = NewMailbox { address, wrong: Some("taken"), ..shown };
            page(&web, &me, &taken, StatusCode::CONFLICT)
        }
        Err(error) => Err(error.into()),
    }
}
