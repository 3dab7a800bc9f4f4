//! Threads of mails by mixed programs, drawn from a seed, with the truth about each: may it join, or not.
//!
//! In: a seed. Out: [`Thread`]s of one to six mails; [`Mail::letter`] gives the bytes once the mails before it have their
//! Message-IDs, because some of them are answers of ours whose id the product makes. The truth follows the rule of the
//! house and nothing of its code: a mail joins when it names an id of the thread and its author took part, or when it
//! names an id that only we could have made.
//!
//! [`strangers`] are mails that try to join what is not theirs; none may.

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};

use crate::letter::{Letter, SHOP};

/// Who writes a mail of a thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Author {
    /// The customer.
    Customer,
    /// The customer, from another address.
    SecondAddress,
    /// A colleague whom the customer put into Cc.
    Colleague,
    /// Somebody to whom it was forwarded, who never stood in it.
    Outsider,
    /// We, through the product.
    Us,
    /// We, from a phone: a mail that reaches the mailbox as a copy.
    OurPhone,
}

/// How a program names what it answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// In-Reply-To and all References.
    Whole,
    /// In-Reply-To alone.
    OnlyInReplyTo,
    /// References alone.
    OnlyReferences,
    /// References cut to the last one, In-Reply-To rewritten to an id of its own.
    Rewritten,
    /// References in another order, folded over lines with tabs, an unknown id among them.
    Shuffled,
    /// Neither: nothing but the subject tells.
    Nothing,
}

/// A mail of a thread.
#[derive(Clone, Debug)]
pub struct Mail {
    /// Who wrote it.
    pub author: Author,
    /// How it names what it answers.
    pub program: Program,
    /// Whether it speaks under a subject of its own.
    pub new_subject: bool,
    /// Whether it may join the conversation of the first.
    pub joins: bool,
    named: Vec<usize>,
}

/// A thread, its first mail by the customer.
#[derive(Clone, Debug)]
pub struct Thread {
    /// Its number, which makes its people and ids its own.
    pub n: usize,
    /// Its mails.
    pub mails: Vec<Mail>,
}

/// Threads until there are `mails` mails.
pub fn threads(seed: u64, mails: usize) -> Vec<Thread> {
    let mut chance = StdRng::seed_from_u64(seed);
    let (mut all, mut count) = (Vec::new(), 0);
    while count < mails {
        let length = chance.random_range(1..=6).min(mails - count);
        count += length;
        all.push(thread(all.len(), length, &mut chance));
    }
    all
}

fn thread(n: usize, length: usize, chance: &mut StdRng) -> Thread {
    use Author::{Colleague, Customer, OurPhone, Outsider, SecondAddress, Us};
    use Program::{Nothing, OnlyInReplyTo, OnlyReferences, Rewritten, Shuffled, Whole};
    let first = Mail { author: Customer, program: Nothing, new_subject: false, joins: true, named: Vec::new() };
    let mut mails = vec![first];
    let mut took_part = vec![Customer, Us, OurPhone, Colleague];
    while mails.len() < length {
        let author = *[Customer, Customer, Customer, SecondAddress, Colleague, Outsider, Us, Us, OurPhone]
            .choose(chance)
            .unwrap_or(&Customer);
        let program = match author {
            // The product names what it answers as it always does.
            Us => Whole,
            _ => *[Whole, Whole, OnlyInReplyTo, OnlyReferences, Rewritten, Shuffled, Nothing]
                .choose(chance)
                .unwrap_or(&Whole),
        };
        // What did not join is nobody's to answer; the thread goes on from what did.
        let inside: Vec<usize> = (0..mails.len()).filter(|at| mails[*at].joins).collect();
        let answered = *inside.choose(chance).unwrap_or(&0);
        let named: Vec<usize> = match program {
            Nothing => Vec::new(),
            OnlyInReplyTo | Rewritten => vec![answered],
            Whole | OnlyReferences | Shuffled => inside.iter().copied().filter(|at| *at <= answered).collect(),
        };
        let names_ours = named.iter().any(|at| mails[*at].author == Us);
        let joins = !named.is_empty() && (took_part.contains(&author) || names_ours);
        if joins && !took_part.contains(&author) {
            took_part.push(author);
        }
        mails.push(Mail { author, program, new_subject: chance.random_bool(0.2), joins: joins || author == Us, named });
    }
    Thread { n, mails }
}

impl Thread {
    /// The Message-ID of the mail at place `at`, for those that others make.
    pub fn id(&self, at: usize) -> String {
        format!("{}.{at}@mail{}.example.org", self.n, self.n % 7)
    }

    /// The name under which the mail at place `at` arrives.
    pub fn source(&self, at: usize) -> String {
        format!("thread:{}:{at}", self.n)
    }

    fn address(&self, author: Author) -> String {
        let n = self.n;
        match author {
            Author::Customer => format!("Klientka Nr{n} <klientka{n}@example.org>"),
            Author::SecondAddress => format!("Klientka Nr{n} <nr{n}@example.net>"),
            Author::Colleague => format!("kolega{n}@firma.example"),
            Author::Outsider => format!("Obcy <obcy{n}@example.com>"),
            Author::Us | Author::OurPhone => format!("Sklep <{SHOP}>"),
        }
    }

    /// The bytes of the mail at place `at`; `ids` are the Message-IDs of the mails before it.
    pub fn letter(&self, at: usize, ids: &[String]) -> Letter {
        let mail = &self.mails[at];
        let subject = match (at, mail.new_subject) {
            (0, _) => format!("Pytanie {}", self.n),
            (_, true) => format!("Jeszcze jedno, {} razy {at}", self.n),
            (_, false) => format!("{}Pytanie {}", ["Re: ", "Odp: ", "RE: Odp: ", "AW: "][at % 4], self.n),
        };
        let mut letter = Letter::new(&self.id(at))
            .from(&self.address(mail.author))
            .subject(&subject)
            .text(&format!("Wiadomość {at} sprawy {}.", self.n))
            .header("Cc", &self.address(Author::Colleague));
        if mail.author == Author::OurPhone {
            letter = letter.to(&self.address(Author::Customer));
        }
        let named: Vec<String> = mail.named.iter().filter_map(|at| ids.get(*at)).map(|id| format!("<{id}>")).collect();
        let Some(last) = named.last() else { return letter };
        match mail.program {
            Program::Nothing => letter,
            Program::OnlyInReplyTo => letter.header("In-Reply-To", last),
            Program::OnlyReferences => letter.header("References", &named.join(" ")),
            Program::Rewritten => {
                letter.header("In-Reply-To", &format!("<own.{}@apple.example>", self.id(at))).header("References", last)
            }
            Program::Whole => letter.header("In-Reply-To", last).header("References", &named.join(" ")),
            Program::Shuffled => {
                let mut ids = named.clone();
                ids.reverse();
                ids.insert(0, format!("<lost.{}@nowhere.example>", self.n));
                letter.header("References", &ids.join("\r\n\t"))
            }
        }
    }
}

/// `count` mails that try to get into conversations that are not theirs. `theirs` are Message-IDs of others' mails,
/// `ours` of answers of ours, `numbers` of conversations.
pub fn strangers(seed: u64, count: usize, theirs: &[String], ours: &[String], numbers: i64) -> Vec<Letter> {
    let mut chance = StdRng::seed_from_u64(seed);
    let mut all = Vec::new();
    for n in 0..count {
        let id = format!("zly.{n}@spam.example");
        let letter = Letter::new(&id).from(&format!("Zły {n} <zly{n}@spam.example>")).text(&format!("Wpuśćcie {n}"));
        let their = theirs.choose(&mut chance).cloned().unwrap_or_default();
        let our = ours.choose(&mut chance).cloned().unwrap_or_default();
        let number = chance.random_range(1..=numbers.max(1));
        all.push(match n % 12 {
            0 => letter.header("In-Reply-To", "<>").header("References", "<> <>"),
            1 => letter.header("References", &"<a@b>".repeat(200)),
            2 => letter.answering(&their),
            3 => Letter::new(&their).from(&format!("Zły {n} <zly{n}@spam.example>")).text("Ten sam identyfikator"),
            4 => letter.header("In-Reply-To", &format!("<nikt.{n}@nowhere.example>")),
            5 => letter.subject(&format!("Re: [#{number}] pilne")),
            6 => letter.subject(&format!("#{number} {number} nr {number}")),
            // One letter off: nobody guesses the rest.
            7 => letter.answering(&format!("f{}", our.get(1..).unwrap_or_default()).replacen('.', ".0", 1)),
            8 => letter.to(&SHOP.replace('@', &format!("+{number:x}deadbeef@"))),
            9 => letter.header("In-Reply-To", &their.to_uppercase()).header("References", "no brackets at all"),
            10 => letter.subject("Re: Pytanie 7").header("References", &format!("{their} {their}")),
            _ => Letter::new("").from(&format!("Zły {n} <zly{n}@spam.example>")).text(&format!("Pusty {n}")),
        });
    }
    all
}
