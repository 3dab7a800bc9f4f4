//! One more mailbox, connected by whoever operates the installation: the forms of the first run, tried both ways.

use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::id::{BrandId, InboxId, TeamId};
use domain::identity::Address;
use domain::mailbox::Horizon;
use domain::permission::Action;
use engine::error::Refused;
use engine::mailbox::ask_for_trial;
use serde::Deserialize;

use crate::fault::Fault;
use crate::pages::mailboxes::{NewMailbox, ShopName, TeamName};
use crate::pages::setup::Details;
use crate::respond;
use crate::sessions::SignedIn;
use crate::setup::connector::{Came, Place, Purpose};
use crate::setup::permission::{self, About, Back, Begun};
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
    let read =
        |conn: &mut store::Conn| -> store::Result<_> { Ok((store::brand::brands(conn)?, store::brand::teams(conn)?)) };
    let (shops, mut teams) = web.store().read(read).await?;
    teams.retain(|team| grant.allows(Action::Operate, team.id));
    let teams = teams.into_iter().map(|team| TeamName { id: team.id, name: team.name }).collect();
    let shops = shops.into_iter().map(|shop| ShopName { id: shop.id, name: shop.name }).collect();
    let (address, name, wrong, details, known, shop) = (String::new(), String::new(), None, None, None, None);
    Ok(NewMailbox { address, wrong, details, known, name, shops, shop, teams, team: grant.team })
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
    Back(redirect): Back,
    Form(asked): Form<Asked>,
) -> Result<Response, Fault> {
    let shown = begin(&web, &me).await?;
    let (connector, text) = (connector(&web)?, asked.address.trim());
    let Some(address) = Address::parse(text) else {
        let wrong = NewMailbox { address: text.to_owned(), wrong: Some("address"), ..shown };
        return page(&web, &me, &wrong, StatusCode::UNPROCESSABLE_ENTITY);
    };
    let found = connector.find(&address, asked.way()).await;
    let found = Some(details(&address, found, &redirect));
    let (known, name) = (known(&web, &address).await?, address.local().to_owned());
    let shown = NewMailbox { address: address.to_string(), details: found, known, name, ..shown };
    page(&web, &me, &shown, StatusCode::OK)
}

/// What is asked for beside what opens it.
#[derive(Deserialize)]
pub(in crate::agent) struct Described<T> {
    #[serde(default)]
    name: String,
    shop: Option<BrandId>,
    team: Option<TeamId>,
    #[serde(flatten)]
    typed: T,
}

impl<T> Described<T> {
    /// What it is to be called, and whose it is to be among these teams.
    fn read(self, among: &NewMailbox) -> (Place, T) {
        let name: String =
            self.name.trim().chars().filter(|letter| !letter.is_control()).take(MAX_NAME_CHARS).collect();
        let name = Some(name).filter(|name| !name.is_empty());
        let shop = self.shop.filter(|shop| among.shops.iter().any(|known| known.id == *shop));
        let team = self.team.filter(|team| among.teams.iter().any(|known| known.id == *team)).or(Some(among.team));
        (Place { name, shop, team }, self.typed)
    }
}

/// The page with this place.
fn placed(page: NewMailbox, place: Place) -> NewMailbox {
    let team = place.team.unwrap_or(page.team);
    NewMailbox { name: place.name.unwrap_or_default(), shop: place.shop, team, ..page }
}

/// `POST /mailboxes/new`: tried both ways; what does not work is not kept.
pub(in crate::agent) async fn connect(
    State(web): State<Web>,
    me: SignedIn,
    Form(described): Form<Described<Typed>>,
) -> Result<Response, Fault> {
    let shown = begin(&web, &me).await?;
    let connector = connector(&web)?;
    let (place, typed) = described.read(&shown);
    let mut wanted = match try_out(connector.as_ref(), typed).await? {
        Tried::Works(wanted) => *wanted,
        Tried::Not(address, details) => return again(&web, &me, placed(shown, place), &address, *details).await,
    };
    let address = wanted.address.clone();
    wanted.place = place;
    match connector.connect(me.by(), wanted).await {
        Ok(inbox) => connected(&web, &me, inbox).await,
        Err(engine::Error::Refused(Refused::Outdated)) => taken(&web, &me, shown, &address),
        Err(error) => Err(error.into()),
    }
}

async fn connected(web: &Web, me: &SignedIn, inbox: InboxId) -> Result<Response, Fault> {
    // The number of mails that lie there helps to choose how far back it is read.
    ask_for_trial(web.engine(), me.by(), inbox, Horizon::All).await?;
    Ok(respond::see(&format!("/mailboxes?outcome=connected#{inbox}")))
}

/// The form again, with what is wrong.
async fn again(
    web: &Web,
    me: &SignedIn,
    shown: NewMailbox,
    address: &Address,
    details: Details,
) -> Result<Response, Fault> {
    let (known, details) = (known(web, address).await?, Some(details));
    let again = NewMailbox { address: address.to_string(), details, known, ..shown };
    page(web, me, &again, StatusCode::UNPROCESSABLE_ENTITY)
}

fn taken(web: &Web, me: &SignedIn, shown: NewMailbox, address: &Address) -> Result<Response, Fault> {
    let taken = NewMailbox { address: address.to_string(), wrong: Some("taken"), ..shown };
    page(web, me, &taken, StatusCode::CONFLICT)
}

/// `POST /mailboxes/new/permission`: its provider's permission is asked for.
pub(in crate::agent) async fn seek(
    State(web): State<Web>,
    me: SignedIn,
    back: Back,
    Form(described): Form<Described<permission::Typed>>,
) -> Result<Response, Fault> {
    let shown = begin(&web, &me).await?;
    let connector = connector(&web)?;
    let (place, typed) = described.read(&shown);
    let shown = placed(shown, place.clone());
    let about = About { purpose: Purpose::New, address: None, place };
    match permission::begin(&me, connector.as_ref(), back, about, typed).await? {
        Begun::Asked => Ok(respond::see(permission::PAGE)),
        Begun::Taken(address) => taken(&web, &me, shown, &address),
        Begun::Not(address, details) => again(&web, &me, shown, &address, *details).await,
    }
}

/// What came of a permission that was asked for here.
pub(super) async fn came(web: &Web, me: &SignedIn, came: Came) -> Result<Response, Fault> {
    let shown = begin(web, me).await?;
    match came {
        Came::Kept(_, inbox) => connected(web, me, inbox).await,
        Came::Taken(wish) => taken(web, me, shown, &wish.wanted.address),
        Came::Not(wish, unfit) => {
            let (wanted, details) = permission::again(connector(web)?.as_ref(), wish, unfit).await;
            again(web, me, placed(shown, wanted.place), &wanted.address, details).await
        }
        Came::Ended => Err(Fault::NotFound),
    }
}
