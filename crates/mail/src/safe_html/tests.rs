//! Mails as programs write them, and as attackers do.

use proptest::prelude::*;

use super::*;

mod bounds;
mod shared;
mod vectors;

fn part(id: &str) -> Option<String> {
    (id == "logo@shop").then(|| "/conversations/cnv_1/messages/msg_1/images/0".to_owned())
}

const WANTED: Wanted<'static> = Wanted { remote: false, part: &part, fold: Some("Show the quote") };

fn safe(html: &str) -> SafeHtml {
    make_safe(html, &WANTED)
}

fn check(html: &str, expected: &str) {
    assert_eq!(safe(html).html, expected, "{html}");
}

/// Fails where anything in `html` could run, fetch, ask or leave its place. A parser of its own, for what was parsed.
fn insist_harmless(html: &str, remote: bool, from: &str) {
    let mut tags = 0;
    for piece in html.split('<').skip(1) {
        tags += 1;
        let piece = piece.trim_start_matches('/');
        let name: String = piece.chars().take_while(char::is_ascii_alphanumeric).collect::<String>();
        let known = element::ELEMENTS.iter().any(|element| element.name == name);
        assert!(known || matches!(name.as_str(), "details" | "summary"), "<{name}> of {from}\ngives {html}");
        let (tag, text) = piece.split_once('>').unwrap_or_else(|| panic!("a tag without an end: {html}"));
        assert!(!text.contains('>'), "a bare > in {html}");
        insist_plain_attributes(&tag[name.len()..], remote, from);
    }
    assert!(tags <= 2_000_000);
}

fn insist_plain_attributes(tag: &str, remote: bool, from: &str) {
    // Outside quotes: names; inside: values.
    for (place, part) in tag.split('"').enumerate() {
        let low = part.to_ascii_lowercase();
        if place % 2 == 0 {
            let name = low.trim_start_matches('/').trim().trim_end_matches('=');
            let known = ["href", "src", "alt", "class", "open", "rel", "target", ""].contains(&name)
                || element::GENERAL.contains(&name)
                || element::ELEMENTS.iter().any(|element| element.attributes.contains(&name));
            assert!(known, "the attribute {name:?} of {from}");
            continue;
        }
        let before = tag.split('"').nth(place - 1).unwrap_or_default().trim();
        match before {
            "href=" => assert!(address::link(&low.replace("&amp;", "&")).is_some(), "{part} of {from}"),
            "src=" => {
                let far = low.starts_with("http") || low.starts_with("//");
                assert!(remote || !far, "a remote picture of {from}: {part}");
                assert!(!low.starts_with("javascript"), "{part}");
            }
            "style=" => {
                for word in ["url", "expression", "javascript", "position", "@", "\\", "import", "behavior"] {
                    assert!(!low.contains(word), "{part} of {from}");
                }
            }
            _ => {}
        }
    }
}

#[test]
fn what_attackers_write_does_nothing() {
    assert!(vectors::VECTORS.len() > 90, "{}", vectors::VECTORS.len());
    for html in vectors::VECTORS {
        for remote in [false, true] {
            let safe = make_safe(html, &Wanted { remote, ..WANTED });
            insist_harmless(&safe.html, remote, html);
            let low = safe.html.to_ascii_lowercase();
            for word in
                ["<script", "javascript:", "vbscript:", "url(", "expression(", "<svg", "<math", "<iframe", "<form"]
            {
                assert!(!low.contains(word), "{word} of {html}\nin {low}");
            }
        }
    }
}

#[test]
fn ordinary_mail_reads_as_before() {
    check("<p>Dzień dobry,<br>gdzie <b>paczka</b>?</p>", "<p>Dzień dobry,<br>gdzie <b>paczka</b>?</p>");
    check("<div>1 &lt; 2 &amp; &nbsp;&copy; < 3</div>", "<div>1 &lt; 2 &amp; &nbsp;© &lt; 3</div>");
    check("<html><head><title>t</title><style>p{}</style></head><body bgcolor=red>x</body></html>", "x");
    check("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>");
    check("<p>a<p>b<div>c</div>", "<p>a</p><p>b</p><div>c</div>");
    check("<b><p>a</b>b</p>", "<b><p>a</p></b>b");
    check("<span>a<div>b</span>c</div>d", "<span>a<div>bc</div>d</span>");
    check(
        "<table width=600 bgcolor='#eee'><tr><td colspan=2 style='padding:4px'>a<td>b<tr>c</table>d",
        "<table style=\"width:100%;max-width:600px\" bgcolor=\"#eee\"><tbody><tr><td style=\"padding:4px\" colspan=\"2\">a</td><td>b</td></tr>\
         <tr><td>c</td></tr></tbody></table>d",
    );
    check("<td>a</td><tr>b", "ab");
    check("\0\u{feff}a\0b", "ab");
    check(
        "<a href='https://a.example/?x=1&amp;y=2' title=t onclick=x>s</a>",
        "<a href=\"https://a.example/?x=1&amp;y=2\" target=\"_blank\" rel=\"noopener noreferrer nofollow ugc\">s</a>",
    );
    check("<o:p>&nbsp;</o:p><![if !mso]>x<![endif]><!--[if mso]>y<![endif]-->", "&nbsp;x");
}

#[test]
fn pictures_are_shown_held_back_or_left_out() {
    let html = "<img src='cid:logo@shop' alt=Logo width=10 height=5><img src=cid:gone alt='Zdjęcie'><img src=cid:gone>\
        <img src='data:image/png;base64,AAAA'><img src='https://x.example/a.png' alt='Oferta' width=300 height='5000'>\
        <img src=//x.example/b.png><img src=http://x.example/o.gif width=1 height=1><img src=http://x.example/p.gif height=0>\
        <img src=http://x.example/q.gif style='display:none'><img src=relative.png srcset='http://x.example/c 1x'>";
    let closed = safe(html);
    assert_eq!(
        closed.html,
        "<img src=\"/conversations/cnv_1/messages/msg_1/images/0\" alt=\"Logo\" style=\"aspect-ratio:10 / 5\" height=\"5\" width=\"10\">\
         <span class=\"missing\">Zdjęcie</span><img src=\"data:image/png;base64,AAAA\" alt=\"\">\
         <span class=\"blocked\" style=\"width:300px;height:800px\">Oferta</span><span class=\"blocked\"></span>"
    );
    assert_eq!((closed.blocked, closed.trackers), (2, 3));
    let open = make_safe(html, &Wanted { remote: true, ..WANTED });
    assert_eq!((open.blocked, open.trackers), (0, 3));
    assert!(
        open.html.contains("src=\"https://x.example/a.png\"") && open.html.contains("src=\"https://x.example/b.png\"")
    );
    assert!(!open.html.contains(".gif"));
}

#[test]
fn the_first_quote_is_folded_when_it_ends_the_mail() {
    let start = "<details class=\"quote\"><summary>Show the quote</summary>";
    check(
        "<div>Tak.</div><div class='gmail_quote'>W dniu … pisze:<blockquote type=cite>a</blockquote></div>",
        &format!("<div>Tak.</div>{start}<div>W dniu … pisze:<blockquote>a</blockquote></div></details>"),
    );
    // Outlook: a mark alone in its boxes, the history behind them.
    let line = "<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'>Od: X</div>";
    let outlook = safe(&format!("<div class=W><p>Tak.</p><div>\n{line}</div><p>stare</p></div>")).html;
    assert!(outlook.contains(&format!("<p>Tak.</p>{start}<div><div")), "{outlook}");
    assert!(outlook.ends_with("<p>stare</p></details></div>"), "{outlook}");
    let web = safe("Tak.<hr><div id=\"x_divRplyFwdMsg\">Od: X</div><div>stare</div>").html;
    assert!(web.contains(&format!("{start}<hr><div>Od: X</div><div>stare</div></details>")), "{web}");
    for shown in [
        "<div>Tak.</div><blockquote type=cite>a</blockquote><p>A to?</p><blockquote type=cite>b</blockquote>",
        "<blockquote type=cite>przekazane</blockquote>",
        "<p>&nbsp;</p><div class=gmail_quote>przekazane</div>",
    ] {
        assert!(
            safe(shown).html.contains("<details class=\"quote\" open=\"\">")
                || safe(shown).html.contains("<details open=\"\" class=\"quote\">"),
            "{}",
            safe(shown).html
        );
    }
    // A line and the sender's label behind it; a line alone is a line.
    let old =
        safe("<p>Tak.</p><div align=center><span><hr width='100%'></span></div><p><b><span>From:</span></b> X</p>")
            .html;
    assert!(
        old.contains(&format!("{start}<div align=\"center\"><span><hr")) && old.ends_with("X</p></details>"),
        "{old}"
    );
    let mailer = safe("<p>Tak.</p>20.11.2026 12:00, X &lt;x@y.example&gt;:<blockquote>a</blockquote>").html;
    assert!(mailer.ends_with(&format!("{start}<blockquote>a</blockquote></details>")), "{mailer}");
    for plain in ["<p>Tak.</p><hr><p>Tel: 12</p>", "<p>Tak.</p><blockquote>wiersz</blockquote>"] {
        assert!(!safe(plain).html.contains("details"), "{plain}");
    }
    let whole = make_safe("<p>a</p><div class=gmail_quote>b</div>", &Wanted { fold: None, ..WANTED });
    assert_eq!(whole.html, "<p>a</p><div>b</div>");
}

#[test]
fn what_is_too_long_is_cut_and_says_so() {
    let safe = safe(&"<p>słowo ".repeat(200_000));
    assert!(safe.cut && safe.html.len() < 2 * MAX_OUTPUT_BYTES);
    assert!(!super::make_safe("<p>x", &WANTED).cut);
}

/// What hostile mails are made of.
#[rustfmt::skip]
const SCRAPS: [&str; 53] = [
    "<script>", "</script>", "<style>", "</style>", "<svg>", "<math>", "<p ", "<img src=", "<a href=",
    "javascript:alert(1)", "java&#115;cript:x", " onerror=x ", "http://x.example/a.png", "cid:logo@shop",
    "style='position:fixed;", "background:url(x)", "\"", "'", ">", "<", "/>", "&lt;", "&quot;", "<!--", "-->",
    "<table>", "<tr>", "<td>", "</table>", "<b>", "</b>", "<p>", "<div>", "</div>", "<blockquote type=cite>",
    "</blockquote>", "<textarea>", "<noscript>", "<template>", "<select>", "<form action=x>", "\u{0}", "słowo", "=",
    "`", "<a>", "<li>", "<h1>", "<span>", "</span>", "</p>", "<![CDATA[", "]]>",
];

fn scraps() -> impl Strategy<Value = String> {
    let scrap = prop_oneof![
        8 => proptest::sample::select(&SCRAPS[..]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(scrap, 0..60).prop_map(|scraps| scraps.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nothing_harmful_comes_out_of_anything(html in scraps()) {
        for remote in [false, true] {
            let safe = make_safe(&html, &Wanted { remote, ..WANTED });
            insist_harmless(&safe.html, remote, &html);
        }
    }

    #[test]
    fn the_second_look_changes_nothing_any_more(html in scraps()) {
        let once = safe(&html).html;
        prop_assert_eq!(fence::hold(&once, false), once);
    }

    #[test]
    fn reading_twice_finds_nothing_to_mend(html in scraps()) {
        let plain = Wanted { fold: None, ..WANTED };
        let once = make_safe(&html, &plain).html;
        let mut writer = write::Writer::new(&plain);
        writer.write(&once);
        // Places of our own are no places for a mail's pictures.
        let tags = |html: &str| html.matches('<').count() - html.matches("<img").count();
        prop_assert_eq!(tags(&writer.finish()), tags(&once));
    }
}
