//! It broke after some months.

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["complaint", "warranty"],
    weight: 4,
    goods: Goods::Sturdy,
    ordered: true,
    order_age_days: (90, 420),
    carrier: None,
    scenes: &[AFTER_MONTHS],
};

const AFTER_MONTHS: Scene = Scene {
    subjects: &[
        "Fault after a few months",
        "Warranty - {nom}",
        "Complaint, order {order}",
        "Not lasting as it should",
        "Defect",
    ],
    bodies: &[
        "I bought the {nom} on {day} (order {order}). It's had normal use and now it's giving way along one edge. It \
         was never dropped or mistreated. Is this covered?",
        "I'd like to report a defect in the {nom}, order {order}. It's coming apart where it's joined, after a \
         handful of uses. Photos attached. I would expect a repair or a replacement.",
        "not even a year and the {nom} is done for. thats not right for this price is it? {order}",
        "Is there a guarantee on the {nom}? Order {order}, bought less than two years ago. Lately it has marks that \
         weren't there before.",
    ],
    particular: &[
        (
            "Six months ago you turned down my complaint and called it wear and tear. It has since got worse and is \
             plainly a fault. Please look at it again, order {order}.",
            &["thank you for coming back to us. We looked at the photos again and got it wrong the first time. \
                 Complaint {complaint} is accepted and I've refunded {price}. I'm sorry for the trouble it took."],
        ),
        (
            "I'm sorry to say the {nom} from {day} has come apart at the join after the third use. I'd love to keep \
             it, so a repair would be fine. Order {order}.",
            &["we repair these here in about a week. The courier will collect it {soon_on} and we'll send it back \
                 at our cost. Your reference is {complaint}."],
        ),
    ],
    answers: &[
        "your complaint is registered as {complaint} and, having seen what you describe, accepted. A new one leaves \
         {soon_on}, and you don't need to return the other.",
        "goods have to last a reasonable time and this one didn't, so you're covered. I'd suggest a replacement. The \
         free return label is in a separate email and we'll answer within a few days of it arriving.",
        "I'm sorry about that. The maker has confirmed a fault in this batch, so there's no paperwork: I've refunded \
         {price} and you'll have it {soon_by}.",
        "that isn't normal wear. Complaint {complaint} is accepted: a new one or {price} back, as you prefer. If I \
         don't hear from you I'll send a new one on Monday.",
    ],
    questions: &[(
        "thank you for letting us know, your reference is {complaint}. Could you send one photo of the whole thing, \
         one close-up, and a line about how it was used and cleaned?",
        "Photos attached. Used normally and cleaned as it says on the care card.",
    )],
    holds: &[(
        "I've sent your complaint to the maker for an opinion. Whatever they say, you'll have an answer from us \
         within 14 days, likely much sooner.",
        "the maker agrees that it's a fault in the material. A new one leaves {soon_on}. Thank you for your \
         patience, reference {complaint}.",
    )],
    more: &[(
        "Thank you for being so decent about it. Do you need the receipt? I'm not sure I still have it.",
        "no need, {order} is on file and that's plenty.",
    )],
    notes: &[
        "Answer due within 14 days of the complaint.",
        "Maker usually answers within three days, keep an eye on it.",
        "Second one with this fault, raise it with the maker.",
    ],
};
