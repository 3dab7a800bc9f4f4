//! Questions about the goods.

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["product"],
    weight: 9,
    goods: Goods::Any,
    ordered: false,
    order_age_days: (0, 1),
    carrier: None,
    scenes: &[MEASURES, CARE],
};

const MEASURES: Scene = Scene {
    subjects: &["Measurements of the {nom}", "Question before I buy", "Size question", "{nom}", "Quick question"],
    bodies: &[
        "I'm thinking of buying the {nom}. Could you give me the exact measurements? [The page only shows the \
         weight.|The text and the picture don't agree.]",
        "I'm interested in the {nom} but can't quite judge the size from the photos. What are the measurements?",
        "what size is the {nom}?",
        "I'd like to buy the {nom} as a present and need to find a box for it. What are the measurements, please?",
    ],
    particular: &[
        (
            "Is there anywhere {in_city} where I could see the {nom} in person? If not, could you send the \
             measurements and maybe a photo with something for scale?",
            &["our only shop is here in Westport, but I've attached a photo with my hand for scale. As for \
                 measurements: {dims}."],
        ),
        (
            "Looking at the {nom} on your site. Is the {price} for one, or for a set? One of the reviews says \
             something else.",
            &["{price} is for exactly what you see in the first picture. And while you're looking: {dims}."],
        ),
    ],
    answers: &[
        "here you go: {dims}. I've just measured one from the shelf, so that's from life. A few millimetres either \
         way is normal.",
        "thanks for asking. Measurements: {dims}. We'll fix the page today, it really wasn't clear.",
        "the measurements: {dims}. If it isn't right when you have it in your hands, you have 14 days to send it \
         back.",
    ],
    questions: &[(
        "happy to help. Do you need the measurements of the item itself, or with its packaging?",
        "The item itself, the packaging goes in the recycling anyway.",
    )],
    holds: &[],
    more: &[
        (
            "Thanks, perfect! Do you have two more of them?",
            "we do, I've put two aside until tomorrow. Just write \"put aside\" in the comments when you order.",
        ),
        (
            "Thank you. Would it go out right away if I ordered today?",
            "yes, it's in stock. Orders paid by noon leave the same day, so you'd have it {soon_by}.",
        ),
    ],
    notes: &["Page needs fixing, table and text disagree.", "Add a photo for scale, fourth question about it."],
};

const CARE: Scene = Scene {
    subjects: &[
        "What is it made of?",
        "Care of the {nom}",
        "Material question",
        "About the {nom}",
        "Washing instructions",
    ],
    bodies: &[
        "What exactly is the {nom} made of? I have an allergy and would rather ask first.",
        "We've had the {nom} for a month and love it. What's the best way to clean it without doing damage? The \
         leaflet has gone missing.",
        "hi what material is the {nom} and can it be washed normally",
    ],
    particular: &[
        (
            "Is the {nom} made in Ireland? The label in the photo only shows the logo. I try to buy with care, so it \
             matters to me.",
            &["it's made in small workshops around the country, people we've worked with for years. The details: \
                 {made}."],
        ),
        (
            "The description of the {nom} says one thing and the lady in your video says another. What is it really \
             made of?",
            &["well spotted, the video shows an older version and we'll take it down. The description is right: \
                 {made}."],
        ),
    ],
    answers: &[
        "thanks for your question. The {nom}: {made}.",
        "in short: {made}. The full product sheet is attached.",
        "here's what you need to know: {made}. There's a care card in every box as well.",
    ],
    questions: &[],
    holds: &[(
        "that's a good question and I don't want to guess. I'll ask the workshop and answer {soon_on}.",
        "the workshop got back to me: {made}. I've attached their certificate.",
    )],
    more: &[(
        "Thanks for the detailed answer. Order placed!",
        "that's lovely, thank you. It'll be on its way {soon_on}.",
    )],
    notes: &["Ask the workshop for the certificate, useful for the page too."],
};
