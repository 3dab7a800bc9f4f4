//! Returns within fourteen days.

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["return"],
    weight: 9,
    goods: Goods::Any,
    ordered: true,
    order_age_days: (5, 15),
    carrier: None,
    scenes: &[HOW_TO_RETURN, FORMAL_NOTICE],
};

const HOW_TO_RETURN: Scene = Scene {
    subjects: &[
        "Return {order}",
        "How do I return this?",
        "Returning my order",
        "Return request",
        "Return label please",
    ],
    bodies: &[
        "I'd like to return the {nom} from order {order}. [The colour is quite different in daylight.|It's lovely \
         but not for me.|It doesn't go with anything I own.] How does it work and who pays the postage?",
        "The parcel came yesterday and I'm afraid I'm not happy with it. [It looked very different in the \
         pictures.|It feels thinner than I expected.] Could you send me the steps for returning {order}?",
        "what address do i send returns to? {order}",
        "My husband bought the very same thing the day before, so now we have two. We'd like to send back the {nom}, \
         it hasn't even been opened. Is there a form to fill in?",
    ],
    particular: &[
        (
            "Can I return just one thing from {order} and keep the rest? It's only the {nom}. And would I lose the \
             free delivery?",
            &["yes, you can send back just the one. You keep the free delivery, we don't work it out backwards. \
                 We'll refund {price} once it's here, and your return number is {return}."],
        ),
        (
            "How long do I have to return something? I picked up {order} last week but we were away and I only \
             opened it today. The {nom} isn't right for me.",
            &["you have 14 days from delivery to tell us, and another 14 to post it. You're well inside that. I've \
                 opened return {return}, so the clock has stopped."],
        ),
        (
            "Can I drop a return at the post office without printing anything? I don't have a printer. It's the \
             {nom} from {order}.",
            &["no printer needed. I've emailed you a QR code, show it at any post office and they'll print the \
                 label there. Return number {return}."],
        ),
    ],
    answers: &[
        "of course, you have 14 days from delivery and don't need to give a reason. Go to {site}/returns, enter \
         {order} and you'll get a label. Return postage is €6.50, which we take off the refund. You'll have your \
         money within a few days of the parcel reaching us.",
        "I've opened return {return} for you. Please put a note with that number in the box and post it to Fennel & \
         Fell Returns, 3 Mill Lane, Westport, Co. Mayo. This email is all the paperwork you need.",
        "sorry it wasn't right for you. Return {return} is open and the label is in a separate email. Once it's here \
         we'll refund {price}, the return postage of €6.50 is on your side.",
    ],
    questions: &[(
        "happy to take it back. Are you returning the whole order, or just the {nom}? And should the refund go back \
         to the card you paid with?",
        "Just the {nom}, the rest is staying. Back to the same card please.",
    )],
    holds: &[(
        "please go ahead and post it. Once return {return} reaches us we'll check it over and I'll confirm the \
         refund.",
        "return {return} arrived and all is in order. I've refunded {price}, it'll be in your account {soon_by}.",
    )],
    more: &[
        (
            "Thanks. Can I reuse the box even though it has the old label on it?",
            "yes, just cover or tear off the old label so the scanners don't read it.",
        ),
        (
            "Posted today, proof of postage attached. When will I see the money?",
            "thank you. It's usually within three working days of the parcel arriving, so {later_by} at the latest.",
        ),
        ("I can't find the receipt, is that a problem?", "not at all, we have {order} on file and that's enough."),
    ],
    notes: &[
        "Return {return} opened, label sent.",
        "14 days end this week, notice given in time. Accept.",
        "Check it's complete when it comes in.",
    ],
};

const FORMAL_NOTICE: Scene = Scene {
    subjects: &[
        "Notice of withdrawal - {order}",
        "Cancellation of contract",
        "Withdrawal from purchase {order}",
        "Right of withdrawal",
    ],
    bodies: &[
        "I hereby give notice that I withdraw from my contract of sale of the following goods: {nom}. Order {order}, \
         ordered on {day}. Please refund {amount} to the original means of payment.\n\n{name}\n{street}, {city} \
         {post}",
        "Under the Consumer Rights Act 2022 I am exercising my right to cancel order {order} ({nom}). I will return \
         the goods within 14 days. Please acknowledge this in writing.",
        "I am cancelling {order} in full within the 14-day period. As I understand it the standard delivery charge \
         is refunded as well in that case.",
    ],
    particular: &[],
    answers: &[
        "I confirm that we received your notice of withdrawal for {order} on {today}. Your reference is {return}. \
         You have 14 days to send the goods to 3 Mill Lane, Westport, Co. Mayo, and we'll refund {amount} including \
         standard delivery.",
        "thank you, your notice is recorded as {return}. We'll refund you by the same means you paid with, as soon \
         as we have the goods or proof that you've posted them.",
        "your notice counts from the moment you sent it, so all that's left is to post the goods. Please put a note \
         with {return} in the box.",
    ],
    questions: &[(
        "your notice is recorded ({return}). Would you like a collection from your door or a code for the post \
         office? I'll send whichever suits.",
        "[The post office is grand.|A collection please, it's a big box.] Thank you.",
    )],
    holds: &[(
        "I confirm your notice. Our returns desk will settle it once the parcel is here, and I'll write to you when \
         the refund is made.",
        "return {return} has arrived and {amount} was refunded today. If it isn't in your account {soon_by}, give me \
         a shout.",
    )],
    more: &[(
        "Thank you for confirming. Do I have to use a particular courier?",
        "no, any one will do. Just keep the proof of postage until you have your refund.",
    )],
    notes: &["Notice complete and in time.", "Full return, include standard delivery."],
};
