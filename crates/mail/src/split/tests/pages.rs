//! HTML as mail programs write it.

use crate::split::{Split, split_html};

fn check(html: &str, reply: &str, signature: Option<&str>, quoted: Option<&str>) {
    let signature = signature.map(str::to_owned);
    let expected = Split { reply: reply.into(), signature, quoted: quoted.map(str::to_owned) };
    assert_eq!(split_html(html), expected, "{html}");
}

#[test]
fn each_program_marks_its_history() {
    for history in [
        "<div class=\"gmail_quote gmail_quote_container\"><div dir=\"ltr\" class=\"gmail_attr\">qwerty:<br></div>\
         <blockquote class=\"gmail_quote\">stare</blockquote></div>",
        "<div id=\"appendonsend\"></div><hr><div id=\"divRplyFwdMsg\"><b>qwerty</b></div><div>stare</div>",
        "<div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p>qwerty</p></div></div><p>stare</p>",
        "<div style=\"border:none; border-top:solid #B5C4DF 1.0pt\">qwerty</div>stare",
        "<hr id=\"stopSpelling\">qwerty<br>stare",
        "<div class=\"moz-cite-prefix\">qwerty:<br></div><blockquote type=\"cite\" cite=\"mid:1@x\">stare</blockquote>",
        "<div class=\"yahoo_quoted\"><div>qwerty</div>stare</div>",
        "<hr id=\"zwchr\" data-marker=\"__DIVIDER__\"><div data-marker=\"__HEADERS__\">qwerty</div>stare",
        "<div class=\"protonmail_quote\">W dniu 3.04.2017 o 12:00, Anna pisze: <br>\
         <blockquote class=\"protonmail_quote\" type=\"cite\">qwerty stare</blockquote></div>",
        "<p id=\"reply-intro\">qwerty:</p><blockquote type=\"cite\">stare</blockquote>",
        "<div>Dnia 3 kwietnia 2017 12:00 Anna &lt;a@b.pl&gt; napisał(a):<blockquote style=\"border-left:2px solid\">qwerty stare</blockquote></div>",
        "<div>&gt; qwerty<br>&gt; stare</div>",
    ] {
        let found = split_html(&format!(
            "<html><head><title>x</title><style>p {{}}</style></head><body><p>Nowe <b>słowa</b>.</p>{history}</body></html>"
        ));
        assert_eq!((found.reply.as_str(), found.signature), ("Nowe słowa.", None), "{history}");
        let quoted = found.quoted.unwrap();
        assert!(quoted.contains("qwerty") && quoted.contains("stare"), "{history}: {quoted}");
    }
}

#[test]
fn each_program_marks_its_signature() {
    for signature in [
        "<span class=\"gmail_signature_prefix\">-- </span><br><div class=\"gmail_signature\">Jan</div>",
        "<div class=\"moz-signature\">-- <br>Jan</div>",
        "<div id=\"Signature\"><p>--</p>Jan</div>",
        "<div>-- </div><div>Jan</div>",
    ] {
        check(&format!("<div>Tak.</div>{signature}"), "Tak.", Some("--\nJan"), None);
    }
}

#[test]
fn answers_between_quotes_stay_and_the_quotes_go() {
    let html = "<p>Odpowiadam.</p><div class=\"moz-cite-prefix\">Anna:</div><blockquote type=\"cite\">Kiedy?</blockquote>\
                <p>Dziś.</p><blockquote type=\"cite\">Gdzie?</blockquote><p>Tutaj.</p>";
    check(html, "Odpowiadam.\n\nDziś.\nTutaj.", None, Some("Anna:\nKiedy?\n\n\nGdzie?"));
}

#[test]
fn a_quote_of_the_writers_own_stays() {
    let html = "Wiersz:<blockquote class=\"gmail_quote\">Litwo, ojczyzno moja</blockquote>";
    check(html, "Wiersz:\nLitwo, ojczyzno moja", None, None);
    let html = "Lista:<blockquote style=\"margin:0 0 0 40px;border:none;padding:0\">wcięta</blockquote>";
    check(html, "Lista:\nwcięta", None, None);
    check("<blockquote>Wszystko jest cytatem</blockquote>", "Wszystko jest cytatem", None, None);
}

#[test]
fn depth_costs_nothing() {
    for tag in ["div", "blockquote", "table><tr><td", "span class=gmail_quote", "style"] {
        let html = format!("<p>Tak.</p>{}stare", format!("<{tag}>").repeat(20_000));
        assert!(split_html(&html).reply.starts_with("Tak."));
    }
}
