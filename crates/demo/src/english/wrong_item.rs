//! Something else came, or something is missing.

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["complaint", "wrong item"],
    weight: 5,
    goods: Goods::Any,
    ordered: true,
    order_age_days: (3, 8),
    carrier: None,
    scenes: &[SOMETHING_ELSE, SOMETHING_MISSING],
};

const SOMETHING_ELSE: Scene = Scene {
    subjects: &["Wrong item in {order}", "You sent me something else", "Not what I ordered", "Mix-up with {order}"],
    bodies: &[
        "I ordered the {nom} and got the {other} instead. The packing slip is right, the contents aren't. Order \
         {order}. Please send the correct one and arrange to collect this.",
        "I think two parcels were swapped. My name is on the label, but inside there's the {other} and a card for \
         somebody called Geraldine. My order {order} was for the {nom}.",
        "wrong thing came. should be {nom}, got {other}. {order}",
        "Just opened my parcel and had a surprise: the {other}. Very nice, but I ordered the {nom} :) What do we do? \
         {order}",
    ],
    particular: &[(
        "I ordered {order} in oatmeal and it came in charcoal. I've checked the confirmation and it definitely says \
         oatmeal. It's the {nom}. [Can it be swapped?|Not my colour at all!]",
        &["of course, that was our mistake. The oatmeal one leaves {soon_on} and the driver will take the charcoal \
             back with him. Reference {complaint}."],
    )],
    answers: &[
        "I'm sorry, that was a mix-up at the packing bench. The right parcel leaves today and will be with you \
         {soon_on}. The driver will collect the {other} at the same time, any box will do.",
        "two parcels were swapped indeed, the other person has written too. The {nom} leaves right away and the \
         label for the {other} is in a separate email. Use {code} next time, with our apologies.",
        "thank you for telling us, your reference is {complaint}. The new parcel goes out {soon_on}. If you've taken \
         a shine to the {other} you can keep it at 30% off, otherwise I'll book a collection.",
    ],
    questions: &[(
        "sorry about that. Could you send me a photo of the barcode label on the item? It'll tell us where it went \
         wrong and whether somebody else has yours.",
        "Photo attached. The barcode is a bit smudged but readable.",
    )],
    holds: &[(
        "I'm checking what happened at the bench and whether we have another {nom} in stock. I'll answer {soon_on}.",
        "found it: two boxes stood side by side and the labels were swapped. Yours leaves today for delivery \
         {soon_on}. Our apologies!",
    )],
    more: &[(
        "The driver took the wrong one and the right one came yesterday. All sorted.",
        "thank you for confirming, and for your patience. I'm closing {complaint}.",
    )],
    notes: &[
        "Labels swapped at bench 2. Find the other half of the pair.",
        "Asked for the recording from the packing bench.",
    ],
};

const SOMETHING_MISSING: Scene = Scene {
    subjects: &["Item missing from {order}", "Incomplete order", "Something's missing", "{order} - one short"],
    bodies: &[
        "One item is missing from {order}: the {nom}. It's ticked on the packing slip but it isn't in the box. [I've \
         been through the paper twice.|The box hadn't been opened.]",
        "got {order} today but no {nom} in it. will you send it on?",
        "I paid for two and only got one ({nom}, order {order}). Please send the other or refund {price}.",
    ],
    particular: &[
        (
            "{order} was meant to come in two parcels. One is here and there's no word of the other. Still missing: \
             the {nom}.",
            &["the second parcel is on its way, only the email with its number didn't go out: {parcel}. You should \
                 have it {soon_on}."],
        ),
        (
            "The {nom} came without the care leaflet and the spare part that's in the description. Could you send \
             just those? Order {order}.",
            &["sorry about that. Both go out today by letter post and should reach you {later_by}. If that's too \
                 long, tell me and I'll send them by courier."],
        ),
    ],
    answers: &[
        "our system records the weight of each parcel and yours was indeed too light. The missing item goes out \
         today for delivery {soon_on}. Sorry for the slip.",
        "I'm sorry, we found it on the packing bench with your number {order} beside it. It leaves today, delivery \
         {soon_on}. If you no longer need it I'll refund {price}.",
    ],
    questions: &[(
        "I'm checking with the stockroom. Is there a sticker on the box saying 1/2 or 2/2? Some orders go out in two \
         parcels.",
        "There is, it says 1/2. So there's another one coming?",
    )],
    holds: &[(
        "I've asked the stockroom to count. If one was left behind it'll go out the same day. I'll write {soon_on}.",
        "we counted, and one was left on the shelf, so it never made it into your box. It's being packed now, \
         delivery {soon_on}.",
    )],
    more: &[("It's here, thanks. Count twice next time ;)", "promise! All the best.")],
    notes: &[
        "Weight at dispatch 0.9 kg, should be 1.6. Confirmed missing.",
        "Send the missing item, skip the \
     queue.",
    ],
};
