//! Which folders hold spam and sent mail: by what the server says (SPECIAL-USE, RFC 6154), else by the names that mail
//! programs and Polish hosts give them.
//!
//! In: the server's list of folders. Out: at most one for each role. A folder for trash or drafts is never taken.

use domain::mailbox::FolderRole;

use super::FolderChoice;
use super::folder::readable;

/// What folders for spam are called, in lower case.
const SPAM: &[&str] = &[
    "spam",
    "junk",
    "junk e-mail",
    "junk email",
    "junk-e-mail",
    "junk mail",
    "bulk",
    "bulk mail",
    "spamverdacht",
    "wiadomości-śmieci",
    "wiadomości śmieci",
    "wiadomosci-smieci",
    "wiadomosci smieci",
    "poczta-śmieci",
    "poczta śmieci",
    "niechciane",
    "niechciana poczta",
    "poczta niechciana",
    "wiadomości niechciane",
    "unerwünscht",
    "unerwünschte werbung",
    "courrier indésirable",
    "indésirables",
    "pourriel",
    "correo no deseado",
    "posta indesiderata",
    "nevyžádaná pošta",
    "nevyžádané",
    "nevyžiadaná pošta",
    "ongewenste e-mail",
    "ongewenst",
    "skräppost",
    "søppelpost",
    "uønsket",
    "roskaposti",
    "lixo eletrônico",
    "lixo eletrónico",
    "levélszemét",
    "mesaje nedorite",
    "šlamštas",
    "спам",
    "нежелательная почта",
    "небажана пошта",
];

/// What folders for sent mail are called, in lower case.
const SENT: &[&str] = &[
    "sent",
    "sent items",
    "sent messages",
    "sent mail",
    "sent-mail",
    "sent-items",
    "sent objects",
    "wysłane",
    "wyslane",
    "elementy wysłane",
    "elementy wyslane",
    "wiadomości wysłane",
    "wiadomosci wyslane",
    "poczta wysłana",
    "wysłane wiadomości",
    "gesendet",
    "gesendete elemente",
    "gesendete objekte",
    "gesendete nachrichten",
    "envoyés",
    "éléments envoyés",
    "messages envoyés",
    "enviados",
    "elementos enviados",
    "mensajes enviados",
    "itens enviados",
    "posta inviata",
    "inviata",
    "inviati",
    "odeslané",
    "odeslaná pošta",
    "odoslané",
    "odoslaná pošta",
    "verzonden",
    "verzonden items",
    "skickat",
    "skickade",
    "sendte",
    "sendt",
    "lähetetyt",
    "elküldött",
    "elküldött elemek",
    "trimise",
    "išsiųsta",
    "отправленные",
    "надіслані",
];

/// A folder as the server lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Listed {
    /// Its name as it goes over the wire.
    pub wire: String,
    /// What stands between the levels of names.
    pub delimiter: Option<char>,
    /// What the server says it is for.
    pub role: Option<FolderRole>,
    /// Whether it can be read at all, and is for neither trash nor drafts nor everything.
    pub eligible: bool,
}

/// The folder of `folders` that `choice` means; its name as it goes over the wire.
pub(super) fn find(folders: &[Listed], role: FolderRole, choice: &FolderChoice) -> Option<String> {
    match choice {
        FolderChoice::None => None,
        FolderChoice::Named(name) => {
            let listed = folders.iter().find(|folder| readable(&folder.wire) == *name);
            Some(listed.map_or_else(|| super::folder::wire(name), |folder| folder.wire.clone()))
        }
        FolderChoice::Auto => {
            let eligible = || folders.iter().filter(|folder| folder.eligible);
            let said = eligible().find(|folder| folder.role == Some(role));
            let known = if role == FolderRole::Spam { SPAM } else { SENT };
            let called = || {
                let rank = |folder: &&Listed| known.iter().position(|name| Some(*name) == own_name(folder).as_deref());
                eligible().filter(|folder| folder.role.is_none() && rank(folder).is_some()).min_by_key(rank)
            };
            said.or_else(called).map(|folder| folder.wire.clone())
        }
    }
}

/// The folder's name in lower case, where it stands at the top, below INBOX or below a provider's own root.
fn own_name(folder: &Listed) -> Option<String> {
    let name = readable(&folder.wire).to_lowercase();
    let Some(delimiter) = folder.delimiter else { return Some(name) };
    match name.rsplit_once(delimiter) {
        None => Some(name),
        Some((above, own)) => {
            let root = above == "inbox" || above == "[gmail]" || above == "[google mail]" || above == "mail";
            root.then(|| own.to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::folder::wire;
    use super::*;

    fn folder(name: &str, delimiter: char, role: Option<FolderRole>) -> Listed {
        Listed { wire: wire(name), delimiter: Some(delimiter), role, eligible: true }
    }

    fn found(folders: &[Listed], role: FolderRole) -> Option<String> {
        find(folders, role, &FolderChoice::Auto).map(|name| readable(&name))
    }

    #[test]
    fn what_the_server_says_comes_before_names() {
        let folders = [
            folder("INBOX", '/', None),
            folder("Sent", '/', None),
            folder("Archiwum wysłanych", '/', Some(FolderRole::Sent)),
            folder("Junk", '/', Some(FolderRole::Spam)),
        ];
        assert_eq!(found(&folders, FolderRole::Sent).as_deref(), Some("Archiwum wysłanych"));
        assert_eq!(found(&folders, FolderRole::Spam).as_deref(), Some("Junk"));
    }

    #[test]
    fn names_are_known_in_several_languages_and_below_inbox() {
        for (name, delimiter, role) in [
            ("Wysłane", '/', FolderRole::Sent),
            ("Elementy wysłane", '/', FolderRole::Sent),
            ("INBOX.Sent", '.', FolderRole::Sent),
            ("INBOX.Elementy wysłane", '.', FolderRole::Sent),
            ("[Gmail]/Wysłane", '/', FolderRole::Sent),
            ("Gesendete Objekte", '/', FolderRole::Sent),
            ("Odeslaná pošta", '/', FolderRole::Sent),
            ("INBOX.spam", '.', FolderRole::Spam),
            ("Wiadomości-śmieci", '/', FolderRole::Spam),
            ("Junk E-mail", '/', FolderRole::Spam),
        ] {
            assert_eq!(
                found(&[folder("Kosz", delimiter, None), folder(name, delimiter, None)], role).as_deref(),
                Some(name)
            );
        }
    }

    #[test]
    fn trash_drafts_and_namesakes_elsewhere_are_left_alone() {
        let trash = Listed { eligible: false, ..folder("Sent", '/', None) };
        for one in [
            folder("Kosz", '/', None),
            folder("Szkice", '/', None),
            folder("Klienci/Sent", '/', None),
            folder("Nie wysłane", '/', None),
            trash,
        ] {
            assert_eq!(found(std::slice::from_ref(&one), FolderRole::Sent), None, "{one:?}");
            assert_eq!(found(std::slice::from_ref(&one), FolderRole::Spam), None, "{one:?}");
        }
    }

    #[test]
    fn a_choice_of_the_operator_stands() {
        let folders = [folder("Sent", '/', Some(FolderRole::Sent)), folder("Zamówienia", '/', None)];
        let named = FolderChoice::Named("Zamówienia".to_owned());
        assert_eq!(find(&folders, FolderRole::Sent, &named), Some(wire("Zamówienia")));
        assert_eq!(find(&folders, FolderRole::Sent, &FolderChoice::None), None);
    }
}
