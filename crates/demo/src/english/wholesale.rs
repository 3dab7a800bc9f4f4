//! Firms that want many.

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["wholesale"],
    weight: 3,
    goods: Goods::Any,
    ordered: false,
    order_age_days: (0, 1),
    carrier: None,
    scenes: &[OFFER_WANTED],
};

const OFFER_WANTED: Scene = Scene {
    subjects: &[
        "Wholesale enquiry",
        "Quote for {pieces} pieces",
        "Trade prices",
        "Bulk order - {firm}",
        "Corporate gifts",
    ],
    bodies: &[
        "I'm writing on behalf of {firm}. We'd like to buy {pieces} of the {nom}. Could you send a quote with net \
         price, lead time and delivery to {street}, {city} {post}?",
        "We're fitting out a new place and need {pieces} of the {nom}. They should all come from one batch so that \
         the colour matches. What discount could you do, and when?",
        "price for {pieces} x {nom}? for {firm}",
    ],
    particular: &[
        (
            "I run a small shop {in_city} and would love to stock your things. Do you work with retailers? I'd start \
             with the {nom}, around {pieces} pieces. VAT number {nip}.",
            &["we'd be delighted. The trade price list is attached: minimum €150 per order, prepayment the first \
                 time and 14 days after that. {pieces} pieces come to {bulk}."],
        ),
        (
            "We're looking for presents for {pieces} staff and liked the {nom}. Could our logo go on the card, and \
             could we pay 14 days after delivery?",
            &["logo cards are free from 20 pieces. {pieces} come to {bulk} including VAT, and 14 days is fine once \
                 we've checked {nip}. I'll send a draft of the card {soon_on}."],
        ),
        (
            "This is {firm} again, we ordered from you before and were very pleased. We'd like the same again, \
             {pieces} of the {nom}. Does the old price still hold?",
            &["welcome back! The old price holds: {bulk} for the lot. We can send everything from one batch \
                 {later_by}."],
        ),
    ],
    answers: &[
        "thank you for your enquiry. For {pieces} pieces we can do 25% off, {bulk} in total with delivery included. \
         Lead time is ten working days. The quote is attached and stands for 14 days.",
        "please find our quote attached: {pieces} pieces, {bulk} including VAT, delivery on us. It'll all come from \
         one batch, about two weeks from your order. I'm happy to send a sample first.",
    ],
    questions: &[(
        "thank you for thinking of us. For a proper quote I need your VAT number, the date you need it by, and \
         whether it all goes to one address.",
        "{nip}, {firm}. One address: {street}, {city} {post}. Middle of next month would be ideal.",
    )],
    holds: &[(
        "for that quantity I need to check with the makers first. You'll have a quote {soon_by}.",
        "the makers can do {pieces} in one batch. The quote is attached: {bulk} with delivery, up to three weeks \
         from the deposit.",
    )],
    more: &[
        (
            "Thank you for the quote. Could you do a little better if we pay everything upfront?",
            "we can take off another 2%. The updated pro forma is attached.",
        ),
        (
            "We'd like to go ahead. Please send a pro forma.",
            "thank you for your trust. The pro forma for {bulk} is attached and we'll start on the day it's paid.",
        ),
    ],
    notes: &[
        "Hanna is fine with 25% at this quantity.",
        "Ask the makers about a single batch.",
        "First order from this firm, prepayment.",
    ],
};
