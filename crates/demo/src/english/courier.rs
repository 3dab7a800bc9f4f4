//! The courier: marked as delivered, left in the rain, never came.

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["parcel", "courier"],
    weight: 6,
    goods: Goods::Any,
    ordered: true,
    order_age_days: (2, 6),
    carrier: None,
    scenes: &[MARKED_AS_DELIVERED, NEVER_CAME],
};

const MARKED_AS_DELIVERED: Scene = Scene {
    subjects: &[
        "Delivered but not received",
        "{order} - not here",
        "Missing parcel {parcel}",
        "Parcel marked as delivered",
    ],
    bodies: &[
        "{carrier} says {parcel} was delivered today. It wasn't. I was home all day and the neighbours have nothing \
         either. [Who signed for it?|Can you find out where they left it?]",
        "Tracking for {order} says \"delivered, signed: Kelly\". There is no Kelly in this house, or next door. \
         Please look into it.",
        "says delivered but nothing here!! {order}",
        "My order {order} was apparently delivered to a \"safe place\". I've looked behind every bin and flowerpot. \
         There's no photo in the tracking. What now?",
    ],
    particular: &[(
        "The driver left the parcel on the front step in lashing rain without ringing. By the time I found it the \
         box was pulp and the {nom} is ruined. Order {order}. I'd like a replacement.",
        &["that's not good enough, and I'm sorry. The driver should have rung or taken it back to the depot. \
             Another {nom} leaves today and will be with you {soon_on}. We'll take it up with {carrier}."],
    )],
    answers: &[
        "I've had the delivery details from {carrier}: the driver got the right number on the wrong road. He'll \
         collect it and bring it to you by seven this evening. I'm sorry for the runaround.",
        "{carrier} has confirmed it was handed to the wrong person. I won't make you wait for their investigation, \
         another {nom} goes out today for delivery {soon_on}, this time with a code.",
        "the driver scanned it as delivered but dropped it at the collection point near you. It's held there until \
         {later}, bring ID and the number {parcel}.",
    ],
    questions: &[(
        "I'm raising this with {carrier} now. They need a short statement that you didn't receive the parcel. A \
         reply to this email with your full name and today's date is enough.",
        "I confirm that I have not received parcel {parcel}, order {order}. {name}, {today}.",
    )],
    holds: &[(
        "I've asked {carrier} for the GPS position and photo of the delivery. They promised it by tomorrow, so I'll \
         be in touch {soon_on}. If it can't be found I'll resend it.",
        "the photo shows a red door that isn't yours, and {carrier} has admitted the mistake. A new parcel goes out \
         today at our cost, tracking to follow.",
    )],
    more: &[(
        "You won't believe it, a man from two streets over just dropped it in. All good, and sorry for the fuss!",
        "what a decent man! No fuss at all, I'm glad it found its way home.",
    )],
    notes: &[
        "{carrier} to send the photo and position of the delivery.",
        "Need the statement from the customer, they won't take the claim without it.",
        "Same driver {in_city} as two weeks ago.",
    ],
};

const NEVER_CAME: Scene = Scene {
    subjects: &["Courier never came", "Complaint about {carrier}", "Missed delivery that wasn't", "Delivery {order}"],
    bodies: &[
        "For the second day in a row {carrier} has marked me as \"not at home\". I work from home and was at my desk \
         by the window the whole time. Order {order}, {parcel}.",
        "I took a morning off for the {nom} and nobody came. In the evening I got a text saying the address was \
         incomplete. It isn't: {street}, {city} {post}.",
        "can the driver ring me before he comes? missed him twice now. {parcel}",
    ],
    particular: &[(
        "The driver refused to carry the box up and left it at the gate, eighty metres from the house. I'm 74. I \
         thought delivery to the door was included with {order}?",
        &["it is, and I'm sorry. I've refunded the delivery charge of {shipping} and made a complaint to \
             {carrier}. If the box is still at the gate, tell me and I'll send the driver back today."],
    )],
    answers: &[
        "I've put in a complaint with the depot {in_city}. The next attempt is {soon_on} between nine and three, and \
         the driver has been told to ring you before he arrives.",
        "I'm sorry, that's not how it should go. {carrier} admitted there was no attempt, the driver ran out of \
         time. You're first on the route {soon_on}.",
        "I've asked for a call half an hour before delivery. If a collection point would suit you better, say so and \
         I'll redirect it free of charge.",
    ],
    questions: &[(
        "to make sure the next attempt works, what times suit you, and is there anything the driver should know \
         about finding the house?",
        "Between three and six is best. The entrance is round the side, blue gate, and the dog is harmless.",
    )],
    holds: &[(
        "I've asked the depot to check with the driver when he's back this evening. I'll let you know what they say.",
        "confirmed: {parcel} is coming {soon_on} and the driver will ring in the morning. If anything goes wrong \
         again I'll use another courier.",
    )],
    more: &[(
        "It came, thank you. A different driver this time, and a gentleman.",
        "that's lovely to hear, I'll make sure they know.",
    )],
    notes: &[
        "Complaint about the route {in_city} sent to {carrier}.",
        "Ask the driver to ring first, the number is on the label.",
    ],
};
