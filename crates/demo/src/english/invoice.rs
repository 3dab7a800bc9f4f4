//! Invoices and VAT numbers.

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["invoice"],
    weight: 6,
    goods: Goods::Any,
    ordered: true,
    order_age_days: (1, 20),
    carrier: None,
    scenes: &[INVOICE_WANTED, INVOICE_WRONG],
};

const INVOICE_WANTED: Scene = Scene {
    subjects: &[
        "VAT invoice for {order}",
        "Invoice please",
        "Invoice {order}",
        "Company invoice",
        "No invoice received",
    ],
    bodies: &[
        "Could you please issue a VAT invoice for {order} to {firm}, VAT number {nip}? [Our address is {street}, \
         {city} {post}.|The address is the same as on the order.]",
        "I forgot to tick the business box when ordering {order}. We need the invoice made out to {firm}, VAT no. \
         {nip}. Can that still be done?",
        "no invoice came with {order} and my accountant is after me :) vat {nip}",
        "The purchase on {day} for {amount} was for work. Could I have an invoice for {firm} (VAT {nip}), as a PDF \
         to this address?",
    ],
    particular: &[
        (
            "Please send invoice {invoice} again. The link in your email has expired and I can't download it.",
            &["sorry about the link. Invoice {invoice} is attached to this email."],
        ),
        (
            "We're in another EU country and registered for VAT. Can {order} be invoiced without Irish VAT under the \
             reverse charge? Our number is on the account, {firm}.",
            &["we checked your number in VIES and it's valid, so I've reissued {invoice} under the reverse charge \
                 and refunded the VAT. It's attached."],
        ),
        (
            "I need an invoice in my own name for a grant application. Order {order}, {name}, {street}, {city} \
             {post}.",
            &["invoice {invoice} in your name is attached. Good luck with the application!"],
        ),
    ],
    answers: &[
        "invoice {invoice} is attached, made out to {firm}, VAT number {nip}. You'll also find it in your account \
         under Documents.",
        "I've issued {invoice} for {order} and attached it as a PDF. Next time you can tick \"buying for a \
         business\" in the basket and it'll come by itself.",
        "here is your invoice, {invoice}, for {amount}. If your accountant needs anything else, have them write to \
         me directly.",
    ],
    questions: &[(
        "happy to. Could you confirm the registered name and address? For {nip} the register gives me {firm}.",
        "That's right, {firm}. Address {street}, {city} {post}.",
    )],
    holds: &[(
        "I've passed this to accounts. They issue business invoices once a day, so you'll have it {soon_on}.",
        "accounts have issued {invoice} and it's attached. Thank you for waiting.",
    )],
    more: &[
        (
            "Got it, thanks. Could I have a copy for the order from last month as well?",
            "of course, it's attached. Older documents stay in your account for good.",
        ),
        (
            "The supply date differs from the payment date, is that right?",
            "yes, the supply date is the day it left us. The date you paid is in the notes below.",
        ),
    ],
    notes: &["VAT number {nip} checked in VIES, valid.", "With accounts ({invoice})."],
};

const INVOICE_WRONG: Scene = Scene {
    subjects: &["Error on invoice {invoice}", "Correction needed", "Wrong VAT number", "Credit note for {invoice}"],
    bodies: &[
        "Invoice {invoice} has the wrong VAT number. It should be {nip} ({firm}). Please correct it.",
        "Invoice {invoice} was made out to me personally, but it should be {firm}, VAT {nip}. It was on the order \
         {order}.",
    ],
    particular: &[
        (
            "Everything on {invoice} is right except the address. We've moved to {street}, {city} {post}. Can you \
             change it?",
            &["I've corrected the address and attached the new version of {invoice}. The account is updated as \
                 well, so the next one will be right."],
        ),
        (
            "Please send a credit note for {invoice}, as we returned the {nom} ({return}).",
            &["the credit note for {invoice} is attached. It matches your refund of {price}, which left us \
             yesterday."],
        ),
    ],
    answers: &[
        "the corrected invoice is attached, with VAT number {nip}. Sorry for the mistake.",
        "apologies, our error. You'll find a credit note for {invoice} and a new invoice to {firm} attached.",
    ],
    questions: &[(
        "I'll correct it straight away. Is it only the VAT number, or do name and address change too?",
        "Only the number, the rest is fine.",
    )],
    holds: &[(
        "I've asked accounts to correct it. Sheila does corrections on Tuesdays and Thursdays, so I'll write when \
         it's ready.",
        "the corrected {invoice} is attached. Please keep the original with it.",
    )],
    more: &[(
        "Thank you, but it still shows the old date.",
        "the correction carries today's date, the original date is given below it. That's how the Revenue wants it.",
    )],
    notes: &["Correction is with accounts.", "VAT number was on the order, fine to correct."],
};
