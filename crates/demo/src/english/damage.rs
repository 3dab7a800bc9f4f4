//! Broken in the parcel.

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["complaint", "damage"],
    weight: 8,
    goods: Goods::Fragile,
    ordered: true,
    order_age_days: (2, 6),
    carrier: None,
    scenes: &[BROKEN, FLAWED],
};

const BROKEN: Scene = Scene {
    subjects: &[
        "Arrived broken - {order}",
        "Damaged parcel",
        "Breakage in {order}",
        "Broken on arrival",
        "{order} smashed",
    ],
    bodies: &[
        "My parcel {order} came today and I'm sorry to say the {nom} is in bits. [The outside of the box looked \
         fine.|There's a big dent in one side of the box.] Photos attached. Could I have a replacement, or {price} \
         back?",
        "I was so looking forward to this and then opened the box to find it cracked right through. One layer of \
         paper around stoneware, really? It's the {nom}, order {order}.",
        "arrived smashed. {order}. photos attached what now",
        "Sadly one thing in {order} didn't survive the trip: the {nom}. [The rest is beautiful, thank \
         you!|Everything else is fine.] Is there any chance of a new one?",
        "I could hear it rattling when the driver handed it over. He wouldn't wait while I opened it and said to \
         \"take it up with the shop\". So I am: {nom}, order {order}, not one whole piece left.",
    ],
    particular: &[
        (
            "This is the second time. Last month it was the mugs, now it's the {nom}. I love what you make but the \
             packing is hopeless. I'd like a refund, I haven't the heart for another replacement. {order}, {amount}.",
            &["I completely understand, and I'm sorry. Once is bad luck, twice is on us. I've refunded the full \
                 {amount}. We're changing how we pack stoneware from next week, and if you ever give us another \
                 chance, {code} is on your account."],
        ),
        (
            "Please register a formal complaint: order {order}, {nom}, delivered {today} by {carrier} with visible \
             damage. The driver signed a damage report. I request a replacement free of defects or a refund of \
             {amount}.",
            &["your complaint is registered as {complaint} and accepted in full. The damage report is all we need. \
                 A new one leaves {soon_on}, and there's no need to return the broken one."],
        ),
    ],
    answers: &[
        "I'm so sorry, nobody wants to open a box of shards. Your complaint is registered as {complaint}. A new one \
         goes out {soon_on} at our expense, double boxed this time. No need to send the broken one back.",
        "thank you for telling us. I can offer a new one, sent {soon_on}, or a refund of {price}. We've started \
         packing the replacement so you don't lose a day, but if you'd prefer the refund just say.",
        "I'm sorry about that. It looks like a drop at the depot. The replacement leaves in the new moulded \
         packaging and will be with you {soon_on}, tracking {parcel}.",
    ],
    questions: &[
        (
            "I'm very sorry. For the claim with the courier I still need a photo of the outside of the box and of \
             the label. Would you be able to send those?",
            "Attached. Luckily the box hadn't gone out with the recycling yet.",
        ),
        (
            "sorry about this. Which would you prefer, a new one or {price} back?",
            "[A new one please, it's a present.|I'd prefer the refund.|A new one if it can be here by Saturday, \
             otherwise the refund.]",
        ),
    ],
    holds: &[
        (
            "your complaint is registered as {complaint}. There's one left in the stockroom and I've asked them to \
             check it's perfect. I'll let you know {soon_on}.",
            "the last one is flawless and on its way to you today, {parcel}. Delivery {soon_on}, and sorry again.",
        ),
        (
            "I've reported the damage to {carrier}. Whatever they decide, I'm asking the pottery when the next \
             firing is and will write as soon as I have a date.",
            "the pottery was quicker than expected and yours goes out today for delivery {soon_on}. I've put in a \
             tea towel for the wait.",
        ),
    ],
    more: &[
        (
            "The new one arrived in one piece, thank you! Far better packing.",
            "wonderful! I'll tell the packing bench. Enjoy it.",
        ),
        (
            "Do I need to send the broken one back? I've thrown away the box.",
            "no need, the photos are enough. Just mind your fingers when you bin it.",
        ),
    ],
    notes: &[
        "Claim with {carrier} filed, all in the portal.",
        "Third breakage of this line this month. Talked to the stockroom about double boxing.",
        "Putting one aside for {complaint}, still to be checked.",
        "Had a breakage before, treat kindly.",
    ],
};

const FLAWED: Scene = Scene {
    subjects: &["Flaw in the glaze", "Quality of {nom}", "Not quite perfect - {order}", "Scratch on a new item"],
    bodies: &[
        "There's a chip the size of a fingernail on the underside of the {nom}. I know it's handmade, but it was \
         sold as first quality. Order {order}. What do you suggest?",
        "The {nom} came with a clear scratch, and it's under the glaze so it can't be from the post. I don't want to \
         make a fuss, but for {price} I did expect it to be right.",
    ],
    particular: &[
        (
            "After the first wash the glaze on my {nom} has a web of fine cracks. I did it by hand. Is that normal? \
             I'm a bit nervous about eating off it. Order {order}.",
            &["that's crazing, it can happen with this glaze and it's safe for food. We should have said so in the \
                 description and are adding it now. If you'd still prefer a refund or an exchange, just tell me."],
        ),
        (
            "Should the shade be this different from the photo? I bought the {nom} to match the ones from my last \
             order and it's two tones darker. Order {order}, both side by side in the attached photo.",
            &["every firing is a little different, but two tones is more than it should be. I found some from the \
                 earlier batch and will exchange it at no cost. It leaves {soon_on}, and the return label is in a \
                 separate email."],
        ),
    ],
    answers: &[
        "thank you for the photo. That should never have passed our check. I can exchange it ({soon_on}) or give you \
         {rebate} back if you'd rather keep it, as it won't affect how it works.",
        "I've accepted your complaint as {complaint}. I picked out the new one myself and it leaves today. Please \
         keep the other, it'll make a nice herb pot.",
        "I'm sorry, that isn't first quality. Complaint {complaint} is accepted: a flawless one or {price} back, \
         whichever you like. I'm holding one for you in the meantime.",
    ],
    questions: &[(
        "could you send a photo of the flaw in daylight, and of the mark on the base if you can? The pottery can \
         tell which firing it came from.",
        "Photos attached. The mark looks like a B and a 7.",
    )],
    holds: &[(
        "I'd like to show this to the potter rather than guess. I'll come back to you {soon_on}.",
        "the potter had a look and agrees it's a firing fault. Complaint {complaint} is accepted and a new one \
         leaves {soon_on}.",
    )],
    more: &[(
        "Thank you. Does the flawed one have to come back, or can I keep it?",
        "please keep it, no sense in posting it around the country.",
    )],
    notes: &[
        "Check the rest of this batch on the shelf.",
        "Up to 25% off is fine without asking, above that ask Hanna.",
    ],
};
