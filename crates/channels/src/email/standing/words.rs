//! What each finding means and what to do about it, in English and Polish.

use super::{Finding, Policy, Weight};

/// A language of the sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Polish.
    Polish,
}

impl Finding {
    /// How bad it is.
    pub fn weight(&self) -> Weight {
        match self {
            Self::Exchangers(_) | Self::SpfCovers(_) | Self::Key(..) => Weight::Good,
            Self::Dmarc(Policy::Quarantine | Policy::Reject) => Weight::Good,
            Self::Unanswered(_) | Self::SpfOpenEnd | Self::NoSelector | Self::WeakKey(..) | Self::NoReports => {
                Weight::Note
            }
            Self::Dmarc(Policy::None) | Self::StrictAlignment | Self::SpfMisses(_, None) => Weight::Note,
            Self::NoExchanger | Self::TakesNoMail | Self::NoSpf | Self::SeveralSpf | Self::BrokenSpf(_) => Weight::Bad,
            Self::SpfTooLong(_) | Self::SpfEmpty(_) | Self::SpfForAll | Self::SpfMisses(_, Some(_)) => Weight::Bad,
            Self::NoKey(_) | Self::KeyRevoked(_) | Self::BrokenKey(_) | Self::OtherKey(_) => Weight::Bad,
            Self::NoDmarc | Self::SeveralDmarc | Self::BrokenDmarc => Weight::Bad,
        }
    }

    /// What it is about: `mx`, `spf`, `dkim`, `dmarc`, or `dns` itself.
    pub fn about(&self) -> &'static str {
        match self {
            Self::Unanswered(_) => "dns",
            Self::Exchangers(_) | Self::NoExchanger | Self::TakesNoMail => "mx",
            Self::NoSpf | Self::SeveralSpf | Self::BrokenSpf(_) | Self::SpfTooLong(_) | Self::SpfEmpty(_) => "spf",
            Self::SpfForAll | Self::SpfOpenEnd | Self::SpfCovers(_) | Self::SpfMisses(..) => "spf",
            Self::NoSelector | Self::NoKey(_) | Self::KeyRevoked(_) | Self::BrokenKey(_) => "dkim",
            Self::WeakKey(..) | Self::OtherKey(_) | Self::Key(..) => "dkim",
            Self::NoDmarc | Self::SeveralDmarc | Self::BrokenDmarc | Self::Dmarc(_) => "dmarc",
            Self::StrictAlignment | Self::NoReports => "dmarc",
        }
    }

    /// The sentence in a language.
    pub fn sentence(&self, language: Language) -> String {
        match language {
            Language::English => self.english(),
            Language::Polish => self.polish(),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::Unanswered(name) => format!("The name servers do not answer for {name}. Try again later."),
            Self::Exchangers(hosts) => format!("MX: the domain's mail is taken by {}.", hosts.join(", ")),
            Self::NoExchanger => "MX: no server is named that takes the domain's mail, so answers of customers get lost. Add an MX record.".into(),
            Self::TakesNoMail => "MX: the domain says that it takes no mail (null MX). Replace that record by one that names your mail server.".into(),
            Self::NoSpf => "SPF: there is no record. Add a TXT record that names your mail provider, such as \"v=spf1 include:… ~all\".".into(),
            Self::SeveralSpf => "SPF: there are several records, so receivers ignore all of them. Put them together into one.".into(),
            Self::BrokenSpf(name) => format!("SPF: the record of {name} is missing or cannot be read, which spoils the whole check. Correct it, or remove what includes it."),
            Self::SpfTooLong(count) => format!("SPF: working the record out takes {count} questions, and ten are allowed. Remove includes that are no longer used."),
            Self::SpfEmpty(count) => format!("SPF: {count} of the names in the record do not exist any more, and two are allowed. Remove them."),
            Self::SpfForAll => "SPF: the record lets everybody send in your name (+all). End it with ~all.".into(),
            Self::SpfOpenEnd => "SPF: the record does not say what becomes of strangers. End it with ~all.".into(),
            Self::SpfCovers(host) => format!("SPF: mail sent by {host} is covered."),
            Self::SpfMisses(host, Some(include)) => format!("SPF: mail sent by {host} is not covered. Add include:{include} to the record."),
            Self::SpfMisses(host, None) => format!("SPF: the record does not name {host}. Ask your mail provider what to include."),
            Self::NoSelector => "DKIM: which key your mail is signed with is not known. Give its selector: it stands as s= in the DKIM-Signature of a mail you sent.".into(),
            Self::NoKey(selector) => format!("DKIM: there is no key under the selector {selector}. Turn DKIM on in your mail provider's panel and add the TXT record it shows."),
            Self::KeyRevoked(selector) => format!("DKIM: the key under the selector {selector} was revoked. Signatures with it fail; publish a new key."),
            Self::BrokenKey(selector) => format!("DKIM: what stands under the selector {selector} is no usable key. Copy the record from your mail provider's panel again, whole."),
            Self::WeakKey(selector, bits) => format!("DKIM: the key under the selector {selector} has {bits} bits. Make a new one of 2048 bits."),
            Self::OtherKey(selector) => format!("DKIM: another key than ours stands under the selector {selector}, so our signatures fail. Replace that record by ours."),
            Self::Key(selector, Some(bits)) => format!("DKIM: there is a key of {bits} bits under the selector {selector}."),
            Self::Key(selector, None) => format!("DKIM: there is an Ed25519 key under the selector {selector}. Some receivers check RSA only, so keep an RSA key beside it."),
            Self::NoDmarc => "DMARC: there is no record, and large providers put such mail into spam. Add the TXT record _dmarc with \"v=DMARC1; p=none; rua=mailto:…\".".into(),
            Self::SeveralDmarc => "DMARC: there are several records, so receivers ignore all of them. Keep one.".into(),
            Self::BrokenDmarc => "DMARC: the record cannot be read. It begins with \"v=DMARC1; p=…\".".into(),
            Self::Dmarc(Policy::None) => "DMARC: the record only watches (p=none). When the reports show nothing foreign, change it to p=quarantine.".into(),
            Self::Dmarc(Policy::Quarantine) => "DMARC: forgeries go into spam (p=quarantine).".into(),
            Self::Dmarc(Policy::Reject) => "DMARC: forgeries are refused (p=reject).".into(),
            Self::StrictAlignment => "DMARC: the domain of the signature or the sender must be exactly yours (strict alignment). Make sure that your provider signs with it.".into(),
            Self::NoReports => "DMARC: nobody gets the reports. Add rua=mailto:… to see who sends in your name.".into(),
        }
    }

    fn polish(&self) -> String {
        match self {
            Self::Unanswered(name) => format!("Serwery nazw nie odpowiadają na pytanie o {name}. Spróbuj później."),
            Self::Exchangers(hosts) => format!("MX: pocztę domeny przyjmują serwery: {}.", hosts.join(", ")),
            Self::NoExchanger => "MX: nie podano serwera, który przyjmuje pocztę domeny, więc odpowiedzi klientów przepadają. Dodaj rekord MX.".into(),
            Self::TakesNoMail => "MX: domena ogłasza, że nie przyjmuje poczty (null MX). Zastąp ten rekord takim, który wskazuje serwer poczty.".into(),
            Self::NoSpf => "SPF: brak rekordu. Dodaj rekord TXT, który wskazuje dostawcę poczty, na przykład „v=spf1 include:… ~all”.".into(),
            Self::SeveralSpf => "SPF: jest kilka rekordów, więc odbiorcy pomijają wszystkie. Połącz je w jeden.".into(),
            Self::BrokenSpf(name) => format!("SPF: rekordu {name} nie ma albo nie da się go odczytać, co unieważnia całe sprawdzenie. Popraw go albo usuń odwołanie do niego."),
            Self::SpfTooLong(count) => format!("SPF: liczba zapytań potrzebnych do odczytania rekordu to {count}, a dozwolone jest dziesięć. Usuń nieużywane wpisy include."),
            Self::SpfEmpty(count) => format!("SPF: liczba nazw w rekordzie, które już nie istnieją, to {count}, a dozwolone są dwie. Usuń je."),
            Self::SpfForAll => "SPF: rekord pozwala każdemu wysyłać w Twoim imieniu (+all). Zakończ go przez ~all.".into(),
            Self::SpfOpenEnd => "SPF: rekord nie mówi, co zrobić z obcymi. Zakończ go przez ~all.".into(),
            Self::SpfCovers(host) => format!("SPF: poczta wysyłana przez {host} jest objęta rekordem."),
            Self::SpfMisses(host, Some(include)) => format!("SPF: poczta wysyłana przez {host} nie jest objęta rekordem. Dodaj do niego include:{include}."),
            Self::SpfMisses(host, None) => format!("SPF: rekord nie wymienia serwera {host}. Zapytaj dostawcę poczty, co do niego dodać."),
            Self::NoSelector => "DKIM: nie wiadomo, jakim kluczem podpisywana jest poczta. Podaj jego selektor: widać go jako s= w nagłówku DKIM-Signature wysłanej wiadomości.".into(),
            Self::NoKey(selector) => format!("DKIM: pod selektorem {selector} nie ma klucza. Włącz DKIM w panelu dostawcy poczty i dodaj rekord TXT, który tam widać."),
            Self::KeyRevoked(selector) => format!("DKIM: klucz pod selektorem {selector} został unieważniony. Podpisy nim złożone są odrzucane; opublikuj nowy klucz."),
            Self::BrokenKey(selector) => format!("DKIM: pod selektorem {selector} nie stoi poprawny klucz. Skopiuj rekord z panelu dostawcy poczty jeszcze raz, w całości."),
            Self::WeakKey(selector, bits) => format!("DKIM: klucz pod selektorem {selector} ma tylko {bits} bitów. Utwórz nowy, o długości 2048 bitów."),
            Self::OtherKey(selector) => format!("DKIM: pod selektorem {selector} stoi inny klucz niż nasz, więc nasze podpisy są odrzucane. Zastąp ten rekord naszym."),
            Self::Key(selector, Some(bits)) => format!("DKIM: pod selektorem {selector} jest klucz o długości {bits} bitów."),
            Self::Key(selector, None) => format!("DKIM: pod selektorem {selector} jest klucz Ed25519. Część odbiorców sprawdza tylko RSA, więc zachowaj obok klucz RSA."),
            Self::NoDmarc => "DMARC: brak rekordu, a duzi dostawcy kierują taką pocztę do spamu. Dodaj rekord TXT _dmarc o treści „v=DMARC1; p=none; rua=mailto:…”.".into(),
            Self::SeveralDmarc => "DMARC: jest kilka rekordów, więc odbiorcy pomijają wszystkie. Zostaw jeden.".into(),
            Self::BrokenDmarc => "DMARC: rekordu nie da się odczytać. Zaczyna się od „v=DMARC1; p=…”.".into(),
            Self::Dmarc(Policy::None) => "DMARC: rekord tylko obserwuje (p=none). Gdy raporty nie pokazują nic obcego, zmień go na p=quarantine.".into(),
            Self::Dmarc(Policy::Quarantine) => "DMARC: fałszywki trafiają do spamu (p=quarantine).".into(),
            Self::Dmarc(Policy::Reject) => "DMARC: fałszywki są odrzucane (p=reject).".into(),
            Self::StrictAlignment => "DMARC: domena podpisu lub nadawcy musi być dokładnie Twoja (ścisła zgodność). Upewnij się, że dostawca nią podpisuje.".into(),
            Self::NoReports => "DMARC: nikt nie dostaje raportów. Dodaj rua=mailto:…, aby wiedzieć, kto wysyła w Twoim imieniu.".into(),
        }
    }
}
