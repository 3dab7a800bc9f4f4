//! What is known of the provider of an address: who takes its mail, and how programs reach it there.

use std::time::Duration;

use channels::dns::{Names, System};
use channels::email::oauth::Kind;
use channels::email::preset::{self, Preset, Secret};
use channels::email::server::Tls;
use domain::identity::Address;
use web::setup::connector::{At, Found};

/// How long the name servers are asked who takes an address's mail.
const ASKING: Duration = Duration::from_secs(5);

/// What is known of it without asking anybody.
pub(super) fn at_once(address: &Address) -> Found {
    let unknown = || Found { opened_by: "password", ..Found::default() };
    preset::by_domain(address).map_or_else(unknown, |preset| found(address, &preset, None))
}

/// What is known of it.
pub(super) async fn known(address: &Address) -> Found {
    let own = at_once(address);
    if own.provider.is_some() {
        return own;
    }
    let asked = async { exchangers(&System::new().ok()?, address).await };
    let hosts = tokio::time::timeout(ASKING, asked).await.ok().flatten().unwrap_or_default();
    match preset::by_exchangers(&hosts) {
        Some(preset) => found(address, &preset, hosts.first().map(String::as_str)),
        None => own,
    }
}

async fn exchangers(names: &dyn Names, address: &Address) -> Option<Vec<String>> {
    let exchangers = names.exchangers(address.host()).await.ok()?;
    Some(exchangers.into_iter().map(|exchanger| exchanger.host).collect())
}

fn found(address: &Address, preset: &Preset, exchanger: Option<&str>) -> Found {
    let Some(reached) = preset.reached(address, exchanger) else { return Found::default() };
    let at = |(host, tls): (String, Tls), ports: [u16; 2]| {
        let port = if tls == Tls::StartTls { ports[1] } else { ports[0] };
        Some(At { host, port, tls: tls.word().to_owned() })
    };
    Found {
        provider: Some(preset.name.clone()),
        opened_by: match (preset.secret, reached.oauth) {
            (Secret::Oauth, kind) => kind.map_or("own", Kind::word),
            (Secret::AppPassword, _) => "app-password",
            (Secret::Password, _) => "password",
        },
        user: Some(reached.user).filter(|user| user != address.as_str()),
        imap: at(reached.imap, [993, 143]),
        smtp: at(reached.smtp, [465, 587]),
        certain: preset.same_for_all,
    }
}

/// What is known of it where somebody says what it is opened by: their word counts.
pub(super) fn chosen(address: &Address, way: &str, known: Found) -> Found {
    if known.opened_by == way {
        return known;
    }
    match (way, Kind::from_word(way)) {
        (_, Some(Kind::Own)) => Found { opened_by: "own", ..known },
        (_, Some(kind)) => {
            let its =
                |preset: &Preset| preset.reached(address, None).is_some_and(|reached| reached.oauth == Some(kind));
            let preset = preset::all().into_iter().find(its);
            preset.map_or(known, |preset| found(address, &preset, None))
        }
        // Google takes passwords that are made for one program.
        _ if known.opened_by == "google" => Found { opened_by: "app-password", ..known },
        _ if known.opened_by.ends_with("password") => known,
        // Where a provider takes none, the mailbox must lie elsewhere.
        _ => Found { opened_by: "password", ..Found::default() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_of_a_provider_fills_the_form() {
        let address = Address::parse("sklep@wp.pl").unwrap();
        let wp = found(&address, &preset::by_domain(&address).unwrap(), None);
        assert_eq!((wp.opened_by, wp.user.as_deref(), wp.certain), ("app-password", Some("sklep"), true));
        assert_eq!(wp.imap, Some(At { host: "imap.wp.pl".to_owned(), port: 993, tls: "implicit".to_owned() }));
        let address = Address::parse("sklep@outlook.com").unwrap();
        let microsoft = found(&address, &preset::by_domain(&address).unwrap(), None);
        assert_eq!((microsoft.opened_by, microsoft.user), ("microsoft", None));
        assert_eq!(microsoft.smtp.map(|at| at.port), Some(587));
    }

    #[test]
    fn what_somebody_says_it_is_opened_by_counts() {
        let address = Address::parse("sklep@kamionka.example").unwrap();
        let unknown = || Found { opened_by: "password", ..Found::default() };
        let google = chosen(&address, "google", unknown());
        assert_eq!((google.opened_by, google.imap.map(|at| at.host)), ("google", Some("imap.gmail.com".to_owned())));
        let own = chosen(&address, "own", unknown());
        assert_eq!((own.opened_by, own.imap), ("own", None));
        let gmail = Address::parse("sklep@gmail.com").unwrap();
        let known = || found(&gmail, &preset::by_domain(&gmail).unwrap(), None);
        assert_eq!(chosen(&gmail, "password", known()).opened_by, "app-password");
        assert_eq!(chosen(&gmail, "microsoft", known()).smtp.map(|at| at.host), Some("smtp.office365.com".to_owned()));
        let microsoft = chosen(&gmail, "microsoft", known());
        assert_eq!(chosen(&gmail, "password", microsoft).imap, None, "Microsoft takes none");
    }
}
