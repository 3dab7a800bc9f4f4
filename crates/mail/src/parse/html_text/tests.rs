//! What HTML becomes, from small pieces to what mail programs send, and shapes meant to harm.

use super::*;

#[track_caller]
fn check(html: &str, text: &str) {
    assert_eq!(text_of_html(html), text, "{html}");
}

#[test]
fn blocks_and_breaks_become_lines() {
    for (html, text) in [
        ("<div>Dzień dobry,</div><DIV>zwrot&nbsp;i&amp;wymiana</DIV>", "Dzień dobry,\nzwrot i&wymiana"),
        ("a  b\n c<br>d<br/>e</br>f", "a b c\nd\ne\nf"),
        ("<div>a<br></div><div><br></div><div>b</div>", "a\n\nb"),
        ("<p>a</p>\n<p>b</p>c", "a\n\nb\n\nc"),
        ("<p class=MsoNormal>a</p><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>b</p>", "a\n\nb"),
        ("<p style='margin: 0px'>a</p><p style='margin:0'>b</p>", "a\nb"),
        ("a<br><br><br><br><br><br>b", "a\n\n\nb"),
        ("<h1>Tytuł</h1>treść", "Tytuł\n\ntreść"),
        ("<pre>a  b\n  c</pre>d", "a  b\n  c\nd"),
        ("x<b>y</b> <i>z</i><span> </span>w", "xy z w"),
        ("&lt;b&gt; &oacute;&#322;&#x142;&bogus; &copy &euro;", "<b> ółł&bogus; © €"),
        ("a<hr>b", "a\n________________________________\nb"),
        ("2 < 3 <3 <foo bar", "2 < 3 <3"),
        ("<a href='https://x.pl/?token=1'>Śledź paczkę</a>", "Śledź paczkę"),
        ("dzięki <img alt='😀' src=x><img alt='logo firmy'>", "dzięki 😀"),
    ] {
        check(html, text);
    }
}

#[test]
fn what_nobody_sees_is_left_out() {
    for (html, text) in [
        ("<title>t</title><style>p{}</style><script>'<p>'</script>a<!-- c --><noscript>n</noscript>", "a"),
        ("<div style='display: none !important'>zajawka<div>x</div>y</div>b", "b"),
        ("<span hidden>x</span><span style='MSO-HIDE:ALL'>y</span>b", "b"),
        ("<p style='display:none'>x<p>b", "b"),
        ("<img style='display:none'>b", "b"),
        ("<!--[if mso]><p>x</p><![endif]--><![if !mso]>b<![endif]>", "b"),
        ("a\u{200b}b&zwnj;&nbsp;&#847;&zwnj;<div>می\u{200c}خواهم</div>", "ab\u{200c}\nمی\u{200c}خواهم"),
        ("<div style='display:none'>wszystko ukryte", "wszystko ukryte"),
        ("<title>nigdy <b>nie</b> zamknięty", "nigdy nie zamknięty"),
        ("<style>p{}</style>", ""),
    ] {
        check(html, text);
    }
}

#[test]
fn quotes_lists_and_tables_keep_their_shape() {
    for (html, text) in [
        ("tak<blockquote>a<div>b</div><blockquote>c</blockquote></blockquote>d", "tak\n> a\n> b\n> > c\nd"),
        ("x<blockquote><p>a</p><p>b</p></blockquote>", "x\n\n> a\n>\n> b"),
        ("<blockquote style='margin:0 0 0 40px;border:none'>wcięte</blockquote>", "wcięte"),
        ("<ul><li>a<li>b<ul><li>c</ul></ul><ol><li>d</li><li>e</li></ol>", "- a\n- b\n  - c\n1. d\n2. e"),
        ("<ul><li><p>a</p></li><li></li><li><p>b</p></li></ul>c", "- a\n- b\n\nc"),
        ("<table><tr><td>Imię<td>Anna<tr><td></td><td>Nr</td><td>7</td></tr></table>x", "Imię\tAnna\nNr\t7\nx"),
        ("<table><tr><td><p>a</p></td><td><div>b</div></td></tr></table>", "a\tb"),
        ("<table><tr><td>a<br>b</td><td>c</td></tr></table>", "a\nb\nc"),
        ("<table><tr><td><table><tr><td>a</td></tr></table></td><td>b</td></tr></table>", "a\nb"),
    ] {
        check(html, text);
    }
}

#[test]
fn depth_and_length_neither_overflow_nor_hang() {
    for (open, close) in [
        ("<div>", "</div>"),
        ("<blockquote>", "</blockquote>"),
        ("<ul><li>", "</li></ul>"),
        ("<table><tr><td>", "</td></tr></table>"),
        ("<p style='display:none'>", ""),
        ("<b a=1 a=2>", "</i>"),
        ("<!--", "-->"),
        ("</p", "<"),
        ("&", "&amp"),
        ("<td>x<td>", ""),
    ] {
        for depth in [300, 100_000] {
            let html = format!("Dzień {}dobry{}", open.repeat(depth), close.repeat(depth));
            let text = text_of_html(&html);
            assert!(text.contains("Dzień") && text.len() <= MAX_TEXT_BYTES, "{open}: {text:.100}");
        }
    }
    assert!(text_of_html(&"ż".repeat(2_000_000)).len() <= MAX_TEXT_BYTES);
}
