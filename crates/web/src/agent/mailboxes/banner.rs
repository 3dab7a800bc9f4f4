//! What stands above every page while something about the mailboxes or the backups needs somebody.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::permission::{Action, Grant};
use domain::time::Millis;
use store::Conn;
use store::backup::failure;
use store::first_run::UnderWay;
use store::mailbox::state;

use crate::fault::Fault;
use crate::pages::mailboxes::{self as shown, Banner, BannerPart, Silent};
use crate::respond;
use crate::sessions::SignedIn;
use crate::web::Web;

/// `GET /mailboxes/banner`: what a page that stays open asks for now and then.
pub(in crate::agent) async fn banner_part(State(web): State<Web>, me: SignedIn) -> Result<Response, Fault> {
    let part = BannerPart { banner: banner(&web, &me).await? };
    Ok(respond::html(me.language(), web.pages().render(me.language(), web.now(), &part)?, StatusCode::OK))
}

/// The alarms that stand, for those who can do something about them; `None` for everybody else.
pub(crate) async fn banner(web: &Web, me: &SignedIn) -> Result<Option<Banner>, Fault> {
    let grant = me.grant();
    if !grant.allows(Action::Mend, grant.team) {
        return Ok(None);
    }
    Ok(Some(banner_of(me, web.store().read(move |conn| troubles(conn, grant)).await?)))
}

/// What a banner tells of.
pub(in crate::agent) struct Troubles {
    alarms: Vec<state::Alarmed>,
    no_backup: Option<(Millis, &'static str)>,
    first_run: Option<UnderWay>,
}

/// What stands now, for somebody with this grant.
pub(in crate::agent) fn troubles(conn: &mut Conn, grant: Grant) -> store::Result<Troubles> {
    let operates = grant.allows(Action::Operate, grant.team);
    let no_backup = if operates {
        failure::standing(conn)?.map(|failing| (failing.since, shown::no_backup(failing.code.as_deref())))
    } else {
        None
    };
    let first_run = if operates { store::first_run::under_way(conn)? } else { None };
    Ok(Troubles { alarms: state::alarms(conn)?, no_backup, first_run })
}

/// The same, of what was read.
pub(in crate::agent) fn banner_of(me: &SignedIn, troubles: Troubles) -> Banner {
    let (grant, mut found) = (me.grant(), troubles.alarms);
    found.retain(|alarm| grant.allows(Action::Mend, alarm.team));
    let first = found.first().map(|alarm| Silent {
        name: alarm.name.clone(),
        word: shown::alarm(&alarm.word),
        since: alarm.since,
    });
    let more = i64::try_from(found.len()).unwrap_or(i64::MAX).saturating_sub(1).max(0);
    let unconnected = troubles.first_run.is_some_and(|run| run.owner == me.agent.id);
    Banner { first, more, no_backup: troubles.no_backup, unconnected }
}
