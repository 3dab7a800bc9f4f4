//! What is said in the Polish shop, a file a topic.
//!
//! Customers write to "Państwo"; agents answer "Dzień dobry" and call a customer by name only where
//! the register knows the vocative. Brackets are explained in `phrase`.

mod address;
mod automatic;
mod availability;
mod cancellation;
mod courier;
mod damage;
mod delay;
mod discount;
mod double_charge;
mod exchange;
mod gift;
mod goods;
mod invoice;
mod locker;
mod opinion;
mod payment;
mod pickup;
mod product;
mod refund;
mod register;
mod voice;
mod warranty;
mod where_is;
mod wholesale;
mod withdrawal;
mod wrong_item;

use crate::scene::Pack;

pub(crate) use register::REGISTER;

/// All that is written in Polish.
pub(crate) const PACK: Pack = Pack {
    topics: &[
        &where_is::TOPIC,
        &locker::TOPIC,
        &courier::TOPIC,
        &delay::TOPIC,
        &withdrawal::TOPIC,
        &refund::TOPIC,
        &damage::TOPIC,
        &wrong_item::TOPIC,
        &invoice::TOPIC,
        &address::TOPIC,
        &product::TOPIC,
        &availability::TOPIC,
        &discount::TOPIC,
        &payment::TOPIC,
        &double_charge::TOPIC,
        &wholesale::TOPIC,
        &exchange::TOPIC,
        &warranty::TOPIC,
        &gift::TOPIC,
        &pickup::TOPIC,
        &cancellation::TOPIC,
        &opinion::TOPIC,
    ],
    voice: &voice::VOICE,
    products: goods::PRODUCTS,
    machines: automatic::MACHINES,
    carriers: &["InPost", "InPost", "DPD", "DHL"],
    codes: &["DOM15", "WITAJ10", "PLON20", "OGROD10", "NEWSLETTER5"],
};
