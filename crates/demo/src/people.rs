//! Who writes: customers, their firms, addresses and habits of writing.
//!
//! Addresses are made only in domains that RFC 2606 reserves, tax numbers only with a first part
//! that no tax office has.

use domain::identity::Address;

use crate::chance::Dice;
use crate::hand::{Hand, plain};
use crate::phrase::Gender;
use crate::{CUSTOMERS, Language, english, polish};

/// A first name, and how one calls its bearer where the language has a form for it.
pub(crate) type FirstName = (&'static str, Option<&'static str>);

/// The names, towns and firms of one language.
pub(crate) struct Register {
    /// First names of women.
    pub(crate) women: &'static [FirstName],
    /// First names of men.
    pub(crate) men: &'static [FirstName],
    /// Last names: a woman's form, a man's form.
    pub(crate) last: &'static [(&'static str, &'static str)],
    /// Last names of women who kept their own beside their husband's.
    pub(crate) double: &'static [&'static str],
    /// Towns.
    pub(crate) towns: &'static [Town],
    /// Streets, to be followed by a number.
    pub(crate) streets: &'static [&'static str],
    /// Firms that some of them buy for.
    pub(crate) firms: &'static [Firm],
    /// What a firm's common mailbox is called.
    pub(crate) office: &'static str,
    /// Domains of their mailboxes.
    pub(crate) domains: &'static [&'static str],
}

/// A town: its name, its name after "in", a postal code, and the letters of its parcel lockers.
pub(crate) type Town = (&'static str, &'static str, &'static str, &'static str);

/// A firm that buys.
pub(crate) struct Firm {
    /// Its name, as on an invoice.
    pub(crate) name: &'static str,
    /// The domain of its mailboxes.
    pub(crate) domain: &'static str,
    /// Which number it has among the firms of its language.
    pub(crate) serial: u64,
}

impl Firm {
    /// The tax number: a Polish NIP or an Irish VAT number, with a right check digit.
    pub(crate) fn tax_number(&self, language: Language) -> String {
        let mut dice = Dice::new(0x4e_49_50 + self.serial);
        match language {
            Language::Polish => loop {
                // No tax office has the prefix 999, so this is nobody's number.
                let digits = format!("999{}", dice.digits(6));
                if let Some(check) = nip_check_digit(&digits) {
                    return format!("{digits}{check}");
                }
            },
            Language::English => {
                let digits = dice.digits(7);
                format!("IE{digits}{}", irish_check_letter(&digits))
            }
        }
    }
}

/// The tenth digit of a NIP, from the first nine (weights 6 5 7 2 3 4 5 6 7, modulo 11); `None`
/// for the numbers that are never given out because the remainder is 10.
pub(crate) fn nip_check_digit(nine: &str) -> Option<u32> {
    let sum: u32 =
        nine.chars().filter_map(|c| c.to_digit(10)).zip([6, 5, 7, 2, 3, 4, 5, 6, 7]).map(|(d, w)| d * w).sum();
    (sum % 11 < 10).then_some(sum % 11)
}

fn irish_check_letter(seven: &str) -> char {
    let sum: u32 = seven.chars().filter_map(|c| c.to_digit(10)).zip((2..=8).rev()).map(|(d, w)| d * w).sum();
    match sum % 23 {
        0 => 'W',
        rest => char::from(b'A' + (rest - 1) as u8),
    }
}

/// Where somebody lives.
pub(crate) struct Place {
    /// Street and number.
    pub(crate) street: String,
    /// Where they lived before.
    pub(crate) former_street: String,
    /// The postal code.
    pub(crate) post: &'static str,
    /// The town.
    pub(crate) city: &'static str,
    /// The town after "in" (Polish locative with its preposition).
    pub(crate) in_city: &'static str,
    /// The nearest parcel locker.
    pub(crate) locker: String,
}

/// A customer, with what only the writing needs to know.
pub(crate) struct Person {
    /// First and last name.
    pub(crate) name: String,
    /// First name.
    pub(crate) first: &'static str,
    /// How an agent may address this person.
    pub(crate) vocative: Option<&'static str>,
    /// Whose verb forms they use.
    pub(crate) gender: Gender,
    /// Where they write from.
    pub(crate) address: Address,
    /// What they write.
    pub(crate) language: Language,
    /// How they write.
    pub(crate) hand: Hand,
    /// Where they live.
    pub(crate) place: Place,
    /// The firm they buy for, when they do.
    pub(crate) firm: &'static Firm,
    /// Whether they write in the name of that firm.
    pub(crate) for_firm: bool,
}

/// All people who write: 250 in Polish, then the others in English.
pub(crate) fn customers(dice: &mut Dice) -> Vec<Person> {
    let mut all: Vec<Person> = Vec::with_capacity(CUSTOMERS);
    while all.len() < CUSTOMERS {
        let language = if all.len() < CUSTOMERS * 5 / 8 { Language::Polish } else { Language::English };
        if let Some(person) = person(dice, language, all.len() as u64)
            && !all.iter().any(|other| other.name == person.name || other.address == person.address)
        {
            all.push(person);
        }
    }
    all
}

fn person(dice: &mut Dice, language: Language, serial: u64) -> Option<Person> {
    let register = match language {
        Language::Polish => &polish::REGISTER,
        Language::English => &english::REGISTER,
    };
    let gender = if dice.percent(64) { Gender::She } else { Gender::He };
    let (first, vocative) = *dice.pick(if gender == Gender::She { register.women } else { register.men });
    let last = match gender {
        Gender::She if dice.percent(9) => *dice.pick(register.double),
        Gender::She => dice.pick(register.last).0,
        Gender::He => dice.pick(register.last).1,
    };
    let firm = &register.firms[serial as usize % register.firms.len()];
    let for_firm = dice.percent(9);
    let address = address(dice, first, last, for_firm.then_some(firm), register)?;
    let (city, in_city, post, locker) = *dice.pick(register.towns);
    Some(Person {
        name: format!("{first} {last}"),
        first,
        vocative,
        gender,
        address,
        language,
        hand: if for_firm { Hand::formal() } else { Hand::draw(dice) },
        place: Place {
            street: street(dice, register, language),
            former_street: street(dice, register, language),
            post,
            city,
            in_city,
            locker: format!("{locker}{:02}{}", dice.between(1, 89), dice.pick(&["A", "M", "N", "BAPP"])),
        },
        firm,
        for_firm,
    })
}

fn street(dice: &mut Dice, register: &Register, language: Language) -> String {
    let name = dice.pick(register.streets);
    let (house, flat) = (dice.between(1, 94), dice.between(1, 48));
    match language {
        Language::Polish if dice.percent(60) => format!("{name} {house}/{flat}"),
        Language::Polish => format!("{name} {house}"),
        Language::English => format!("{house} {name}"),
    }
}

fn address(dice: &mut Dice, first: &str, last: &str, firm: Option<&Firm>, register: &Register) -> Option<Address> {
    let fold = |text: &str| plain(text).to_lowercase().replace([' ', '\'', '’'], "");
    let (first, last) = (fold(first), fold(last));
    let short = last.split('-').next().unwrap_or(&last);
    let initial = &first[..1];
    let year = dice.between(58, 103) % 100;
    let domain = firm.map_or_else(|| *dice.pick(register.domains), |firm| firm.domain);
    let local = match firm {
        Some(_) if dice.percent(40) => register.office.to_owned(),
        Some(_) => format!("{initial}.{short}"),
        None => match dice.below(7) {
            0 => format!("{first}.{last}"),
            1 => format!("{first}{short}{year:02}"),
            2 => format!("{initial}{short}"),
            3 => format!("{short}.{first}"),
            4 => format!("{first}_{short}"),
            5 => format!("{first}{year:02}"),
            _ => format!("{initial}.{short}{year:02}"),
        },
    };
    Address::parse(&format!("{local}@{domain}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tax_numbers_have_the_right_check_digits() {
        assert_eq!(nip_check_digit("123456321"), Some(8), "the example every Polish form shows: 123-456-32-18");
        assert_eq!(irish_check_letter("6433435"), 'F', "the example of the Irish Revenue: 6433435F");
        for firm in polish::REGISTER.firms {
            let nip = firm.tax_number(Language::Polish);
            assert_eq!(nip.len(), 10);
            assert_eq!(nip_check_digit(&nip[..9]), nip[9..].parse().ok(), "{nip}");
        }
    }
}
