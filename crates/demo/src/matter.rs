//! What a conversation is about: the order, the goods, the parcel and the numbers that the texts
//! name, the same in all its messages.

use domain::time::Millis;
use jiff::civil::Date;

use crate::Language;
use crate::calendar;
use crate::chance::Dice;
use crate::people::{Firm, Person};
use crate::scene::{Goods, Pack, Topic};

/// Something the shop sells.
pub(crate) struct Product {
    /// Its name as a subject.
    pub(crate) nom: &'static str,
    /// Its name as an object (Polish accusative).
    pub(crate) acc: &'static str,
    /// Its name after "of" (Polish genitive).
    pub(crate) gen_: &'static str,
    /// The price in minor units of the shop's currency.
    pub(crate) cents: i64,
    /// Whether it breaks.
    pub(crate) fragile: bool,
    /// The sizes it comes in, in rising order; empty when there is but one.
    pub(crate) sizes: &'static [&'static str],
    /// Its measures, as an agent would state them.
    pub(crate) dims: &'static str,
    /// What it is made of, and how to care for it, as an agent would state it.
    pub(crate) made: &'static str,
}

/// The particulars of one conversation.
pub(crate) struct Matter<'a> {
    language: Language,
    shop: &'static str,
    site: &'static str,
    person: &'a Person,
    firm: &'static Firm,
    /// The order's number, as the shop writes it.
    pub(crate) order: String,
    ordered: Date,
    product: &'static Product,
    other: &'static Product,
    size: usize,
    carrier: &'static str,
    code: &'static str,
    parcel: String,
    serial: i64,
    pieces: i64,
    shipping_cents: i64,
    last4: String,
}

/// What a conversation's particulars are drawn for.
pub(crate) struct Frame<'a> {
    /// The language of the shop.
    pub(crate) language: Language,
    /// The shop's name.
    pub(crate) shop: &'static str,
    /// The shop's web address.
    pub(crate) site: &'static str,
    /// The words of the language.
    pub(crate) pack: &'static Pack,
    /// Who writes.
    pub(crate) person: &'a Person,
    /// What about.
    pub(crate) topic: &'static Topic,
    /// The carrier, where it is given.
    pub(crate) carrier: Option<&'static str>,
    /// When the first mail comes.
    pub(crate) opened: Millis,
}

impl<'a> Matter<'a> {
    /// Draws the particulars of a conversation.
    pub(crate) fn draw(dice: &mut Dice, frame: &Frame<'a>) -> Self {
        let Frame { language, pack, topic, .. } = *frame;
        let fits = |product: &&Product| match topic.goods {
            Goods::Any => true,
            Goods::Fragile => product.fragile,
            Goods::Sturdy => !product.fragile,
            Goods::Sized => product.sizes.len() > 1,
        };
        let goods: Vec<&'static Product> = pack.products.iter().filter(fits).collect();
        let product = *dice.pick(&goods);
        let other = loop {
            let other = dice.pick(pack.products);
            if other.nom != product.nom {
                break other;
            }
        };
        let age_days = dice.between(topic.order_age_days.0, topic.order_age_days.1);
        let ordered_at = frame.opened.plus_ms(-age_days * domain::time::DAY_MS);
        let ordered = calendar::local(ordered_at, language).date();
        let carrier = frame.carrier.unwrap_or_else(|| *dice.pick(pack.carriers));
        Self {
            language,
            shop: frame.shop,
            site: frame.site,
            person: frame.person,
            firm: frame.person.firm,
            order: order_number(dice, language, ordered),
            ordered,
            product,
            other,
            size: dice.below(product.sizes.len().saturating_sub(1).max(1)),
            carrier,
            code: *dice.pick(pack.codes),
            parcel: parcel_number(dice, carrier),
            serial: dice.between(31, 980),
            pieces: dice.between(2, 12) * 12,
            shipping_cents: *dice.pick(match language {
                Language::Polish => &[1_299_i64, 1_499, 1_799],
                Language::English => &[595_i64, 890, 1_250],
            }),
            last4: dice.digits(4),
        }
    }

    /// What a slot holds in a message written at `at`; `None` for a name that no slot has.
    pub(crate) fn slot(&self, name: &str, at: Millis) -> Option<String> {
        let today = calendar::local(at, self.language).date();
        let working = |days| calendar::working_days_after(today, days, self.language);
        let total = self.product.cents + self.shipping_cents;
        Some(match name {
            "order" => self.order.clone(),
            "nom" => self.product.nom.to_owned(),
            "acc" => self.product.acc.to_owned(),
            "gen" => self.product.gen_.to_owned(),
            "other" => self.other.nom.to_owned(),
            "other_acc" => self.other.acc.to_owned(),
            "other_gen" => self.other.gen_.to_owned(),
            "dims" => self.product.dims.to_owned(),
            "made" => self.product.made.to_owned(),
            "size" => self.product.sizes.get(self.size)?.to_string(),
            "size2" => self.product.sizes.get(self.size + 1)?.to_string(),
            "price" => money(self.product.cents, self.language),
            "rebate" => money(self.product.cents / 1_000 * 100, self.language),
            "amount" => money(total, self.language),
            "shipping" => money(self.shipping_cents, self.language),
            "bulk" => money(self.product.cents * self.pieces / 1_000 * 750, self.language),
            "day" => calendar::day(self.ordered, self.language),
            "today" => calendar::day(today, self.language),
            "soon_on" => calendar::on(working(1), self.language),
            "soon_by" => calendar::by(working(2), self.language),
            "later_on" => calendar::on(working(5), self.language),
            "later_by" => calendar::by(working(6), self.language),
            "soon" => calendar::name(working(2), self.language),
            "later" => calendar::name(working(6), self.language),
            "carrier" => self.carrier.to_owned(),
            "parcel" => self.parcel.clone(),
            "code" => self.code.to_owned(),
            "pieces" => self.pieces.to_string(),
            "last4" => self.last4.clone(),
            "return" => self.number("ZW", "RMA"),
            "complaint" => self.number("REK", "C"),
            "invoice" => self.invoice(),
            "street" => self.person.place.street.clone(),
            "street2" => self.person.place.former_street.clone(),
            "post" => self.person.place.post.to_owned(),
            "city" => self.person.place.city.to_owned(),
            "in_city" => self.person.place.in_city.to_owned(),
            "locker" => self.person.place.locker.clone(),
            "name" => self.person.name.clone(),
            "email" => self.person.address.as_str().to_owned(),
            "vocative" => self.person.vocative?.to_owned(),
            "firm" => self.firm.name.to_owned(),
            "nip" => self.firm.tax_number(self.language),
            "shop" => self.shop.to_owned(),
            "site" => self.site.to_owned(),
            _ => return None,
        })
    }

    fn number(&self, polish: &str, english: &str) -> String {
        match self.language {
            Language::Polish => format!("{polish}/{}/{:04}", self.ordered.year(), self.serial),
            Language::English => format!("{english}-{}", 10_000 + self.serial * 7),
        }
    }

    fn invoice(&self) -> String {
        match self.language {
            Language::Polish => format!("FV/{}/{:02}/{}", self.serial, self.ordered.month(), self.ordered.year()),
            Language::English => format!("INV-{}-{:05}", self.ordered.year(), self.serial * 13),
        }
    }
}

/// Minor units as people write them: "1 234,50 zł", "€49.90".
pub(crate) fn money(cents: i64, language: Language) -> String {
    let (whole, part) = (cents / 100, cents % 100);
    let (gap, thousands, rest) = match language {
        Language::Polish => (" ", whole / 1_000, whole % 1_000),
        Language::English => (",", whole / 1_000, whole % 1_000),
    };
    let grouped = if thousands > 0 { format!("{thousands}{gap}{rest:03}") } else { rest.to_string() };
    match language {
        Language::Polish => format!("{grouped},{part:02} zł"),
        Language::English => format!("€{grouped}.{part:02}"),
    }
}

/// Order numbers rise with the calendar, so that a later order has a greater one.
fn order_number(dice: &mut Dice, language: Language, ordered: Date) -> String {
    match language {
        Language::Polish => {
            let nth = i64::from(ordered.day() - 1) * 34 + dice.between(1, 34);
            format!("ZAM/{}/{:02}/{nth:04}", ordered.year(), ordered.month())
        }
        Language::English => {
            let years = (i64::from(ordered.year()) - 2_026).max(0);
            let days = years * 366 + i64::from(ordered.day_of_year());
            format!("#{}", 11_300 + days * 29 + dice.between(0, 28))
        }
    }
}

/// A tracking number in the carrier's form; 24 digits for parcel lockers.
fn parcel_number(dice: &mut Dice, carrier: &str) -> String {
    match carrier {
        "InPost" => format!("6{}", dice.digits(23)),
        "DHL" | "DHL Express" => format!("JJD0{}", dice.digits(14)),
        "DPD" => format!("13{}U", dice.digits(11)),
        _ => format!("CE{}IE", dice.digits(9)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_reads_as_in_each_country() {
        assert_eq!(money(123_450, Language::Polish), "1 234,50 zł");
        assert_eq!(money(4_990, Language::English), "€49.90");
        assert_eq!(money(100_705, Language::English), "€1,007.05");
        assert_eq!(money(905, Language::Polish), "9,05 zł");
    }
}
