//! What is said in the Irish shop, a file a topic, in the English people write there.
//!
//! Agents call a customer by the first name nearly always. Brackets are explained in `phrase`.

mod address;
mod automatic;
mod availability;
mod cancellation;
mod collection_point;
mod courier;
mod damage;
mod delay;
mod discount;
mod double_charge;
mod exchange;
mod gift;
mod goods;
mod invoice;
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

/// All that is written in English.
pub(crate) const PACK: Pack = Pack {
    topics: &[
        &where_is::TOPIC,
        &collection_point::TOPIC,
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
    carriers: &["An Post", "An Post", "DPD", "DHL"],
    codes: &["HOME15", "HELLO10", "WOOL20", "FELL10"],
};
