//! What the people of the two shops need not write anew.

/// A template of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DemoTemplate {
    /// The shop it is for, as an index; its language is the shop's.
    pub brand: usize,
    /// The folder it lies in.
    pub folder: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// What it says, with its variables.
    pub text: &'static str,
}

const fn polish(folder: &'static str, name: &'static str, text: &'static str) -> DemoTemplate {
    DemoTemplate { brand: 0, folder, name, text }
}

const fn english(folder: &'static str, name: &'static str, text: &'static str) -> DemoTemplate {
    DemoTemplate { brand: 1, folder, name, text }
}

/// All of them, those of the Polish shop first.
pub const TEMPLATES: &[DemoTemplate] = &[
    polish(
        "Przesyłki",
        "Paczka w drodze",
        "Dzień dobry,\n\npaczka jest już u kuriera. Doręczenie zajmuje zwykle jeden dzień roboczy; w dniu doręczenia \
         kurier wyśle SMS z godziną.\n\nGdyby do jutra wieczorem nie dotarła, proszę o jedno zdanie w odpowiedzi, a sprawdzimy to u \
         przewoźnika.",
    ),
    polish(
        "Przesyłki",
        "Sprawdzamy u kuriera",
        "Dzień dobry,\n\nzapytaliśmy kuriera, gdzie jest przesyłka. Odpowiedź mamy zwykle w ciągu dwóch dni roboczych i \
         od razu ją przekażemy. Jeśli okaże się, że paczka zaginęła, wyślemy drugą na nasz koszt albo oddamy pieniądze: jak Państwo \
         wolą.",
    ),
    polish(
        "Przesyłki",
        "Zmiana adresu",
        "Dzień dobry,\n\nadres zmieniliśmy, paczka wyjedzie już na nowy. Numer sprawy, gdyby był potrzebny: {number}.",
    ),
    polish(
        "Zwroty i reklamacje",
        "Jak zwrócić",
        "Dzień dobry,\n\nzwrot jest możliwy w ciągu 14 dni od odbioru, bez podawania przyczyny. Wystarczy odpisać na tę \
         wiadomość, że odstępują Państwo od umowy, i w ciągu kolejnych 14 dni odesłać rzecz na adres:\n\n{brand}, ul. Garncarska 4, \
         59-700 Bolesławiec\n\nPieniądze wracają tą samą drogą, którą przyszły, najpóźniej 14 dni po oświadczeniu.",
    ),
    polish(
        "Zwroty i reklamacje",
        "Stłuczone w transporcie",
        "Dzień dobry,\n\nbardzo nam przykro. Proszę o zdjęcie naczynia i paczki z zewnątrz; odsyłać niczego nie trzeba. \
         Do wyboru jest nowa sztuka (wysyłka w ciągu dwóch dni) albo zwrot pieniędzy.",
    ),
    polish(
        "Zwroty i reklamacje",
        "Reklamacja przyjęta",
        "Dzień dobry,\n\nreklamację przyjęliśmy pod numerem {number}. Odpowiemy najpóźniej w ciągu 14 dni, a zwykle w \
         ciągu trzech.",
    ),
    polish(
        "Płatności",
        "Faktura wysłana",
        "Dzień dobry,\n\nfakturę wysłaliśmy przed chwilą na ten adres e-mail. Gdyby coś się w niej nie zgadzało, \
         poprawimy ją od ręki.",
    ),
    polish("", "Dziękujemy", "Dziękujemy za miłe słowa. Przekażemy je osobom z pracowni.\n\n{agent}"),
    english(
        "Parcels",
        "On its way",
        "Hi {customer|there},\n\nYour parcel is with the courier and should be with you within two working days. If it isn't, just \
         reply to this and we'll chase it for you.",
    ),
    english(
        "Parcels",
        "Asking the courier",
        "Hi {customer|there},\n\nWe've asked the courier where it is, and we'll write as soon as we hear back, usually within two \
         working days. If it turns out to be lost, you choose: another one at our expense, or your money back.",
    ),
    english(
        "Returns",
        "How to return something",
        "Hi {customer|there},\n\nOf course. You have 14 days from the day it arrived to tell us, and this message will do. Then please \
         send it back within another 14 days to {brand}, Mill Lane 2, Kinsale.\n\nThe refund goes the way the money came, at the latest \
         14 days after your message.",
    ),
    english(
        "Returns",
        "Broken on arrival",
        "Hi {customer|there},\n\nI'm so sorry about that. Could you send us a photo of the piece and one of the outside of the box? \
         There's no need to send anything back. We'll post a new one within two days, or refund you if you'd rather.\n\n{agent}",
    ),
    english(
        "",
        "Thank you",
        "Thank you so much, that made our morning. I've pinned it up in the workshop.\n\n{agent} at {brand}",
    ),
];

#[cfg(test)]
mod tests {
    use domain::template::Draft;

    use super::TEMPLATES;

    #[test]
    fn each_of_them_can_be_kept() {
        for one in TEMPLATES {
            let draft = Draft {
                name: one.name.to_owned(),
                folder: one.folder.to_owned(),
                text: one.text.to_owned(),
                ..Draft::default()
            };
            assert_eq!(draft.tidied().as_ref(), Ok(&draft), "{}", one.name);
        }
    }
}
