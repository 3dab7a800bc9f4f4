//! Results of the receiving server, and forged ones wherever a sender can put them.

use super::*;

const PASS: &str =
    "mx.sklep.pl; spf=pass smtp.mailfrom=a@x.pl; dkim=pass (2048-bit; ok) header.d=x.pl; dmarc=pass header.from=x.pl";

fn judged(headers: &str) -> Authentication {
    crate::parse::parse(format!("{headers}\r\nFrom: a@x.pl\r\n\r\nx\r\n").as_bytes()).unwrap().authentication
}

fn all(verdict: Verdict) -> Authentication {
    Authentication { spf: verdict, dkim: verdict, dmarc: verdict }
}

#[test]
fn the_receiving_servers_word_is_taken() {
    for headers in [
        format!("Authentication-Results: {PASS}"),
        format!("Return-Path: <a@x.pl>\r\nAuthentication-Results: {PASS}\r\nReceived: from x.pl by mx.sklep.pl with ESMTP; Mon"),
        format!("Received: from mx.sklep.pl by mx.sklep.pl with LMTP id 1; Mon\r\nAuthentication-Results: {PASS}\r\nReceived: from x.pl by mx.sklep.pl; Mon"),
        "Authentication-Results: mx.sklep.pl 1; spf=pass\r\nAuthentication-Results: mx.sklep.pl 1;\r\n dkim=fail; dkim=pass; dmarc=pass".to_owned(),
        "Received: by 2002:a05:1 with SMTP id x; Mon\r\nReceived: from x.pl by mx.google.com with ESMTPS; Mon\r\nAuthentication-Results: mx.google.com; spf=pass; dkim=pass; dmarc=pass (p=NONE)".to_owned(),
        "Received: from A.outlook.com by B.eurprd.prod.outlook.com; Mon\r\nReceived: from x.pl by A.prod.outlook.com; Mon\r\nAuthentication-Results: spf=pass smtp.mailfrom=x.pl; dkim=pass; dmarc=pass".to_owned(),
    ] {
        assert_eq!(judged(&headers), all(Verdict::Pass), "{headers}");
    }
    assert_eq!(judged("Authentication-Results: mx; spf=softfail; dkim=fail; dmarc=fail"), all(Verdict::Fail));
    assert_eq!(judged("Authentication-Results: mx; spf=none; dkim=neutral; dmarc=temperror"), all(Verdict::Unknown));
    assert_eq!(judged("Authentication-Results: mx; none"), all(Verdict::Unknown));
    assert_eq!(judged("Received-SPF: Pass (mx: ok) client-ip=1.2.3.4").spf, Verdict::Pass);
}

#[test]
fn a_forged_word_never_passes() {
    for headers in [
        format!("Received: from evil by mx.sklep.pl; Mon\r\nAuthentication-Results: {PASS}\r\nReceived-SPF: pass"),
        format!("Received: from mx.sklep.pl by mx.sklep.pl with ESMTP; Mon\r\nAuthentication-Results: {PASS}"),
        format!("Received: from lmtp (with LMTP by x) by mx.sklep.pl with ESMTP; Mon\r\nAuthentication-Results: {PASS}"),
        format!("Received: from by with lmtp by mx.sklep.pl with ESMTP; Mon\r\nReceived: by a; Mon\r\nAuthentication-Results: {PASS}"),
        "Received: from evil by mx.sklep.pl; Mon\r\nReceived: from x by mx.google.com; Mon\r\nAuthentication-Results: mx.google.com; spf=pass; dkim=pass; dmarc=pass".to_owned(),
        "Received: from evil by mx.notgoogle.com; Mon\r\nAuthentication-Results: mx.google.com; spf=pass; dkim=pass; dmarc=pass".to_owned(),
        "Received: from evil by mx.google.com; Mon\r\nAuthentication-Results: evil.com; spf=pass; dkim=pass; dmarc=pass".to_owned(),
        "X-Note: Authentication-Results: mx; spf=pass; dkim=pass; dmarc=pass".to_owned(),
        "ARC-Authentication-Results: i=1; mx; spf=pass; dkim=pass; dmarc=pass".to_owned(),
        "Authentication-Results: mx; none (spf=pass; dkim=pass; dmarc=pass)".to_owned(),
        "Authentication-Results: mx; x=y reason=\"; spf=pass; dkim=pass; dmarc=pass\"".to_owned(),
    ] {
        assert_eq!(judged(&headers), all(Verdict::Unknown), "{headers}");
    }
    let below = format!(
        "Authentication-Results: mx; dmarc=fail; spf=fail; dkim=fail\r\nReceived: from evil by mx; Mon\r\nAuthentication-Results: {PASS}"
    );
    assert_eq!(judged(&below), all(Verdict::Fail));
    let other =
        format!("Authentication-Results: mx; dmarc=fail; spf=fail; dkim=fail\r\nAuthentication-Results: {PASS}");
    assert_eq!(judged(&other), all(Verdict::Fail));
}

#[test]
fn named_servers_alone_are_believed_where_some_are_named() {
    let mail = b"Authentication-Results: filter.example; dmarc=pass\r\nAuthentication-Results: MX.shop.example; dmarc=fail\r\n\
        Received-SPF: pass\r\nReceived: from evil by mx.shop.example with ESMTPS\r\n\
        Authentication-Results: mx.shop.example; dmarc=pass; dkim=pass\r\nFrom: a@x.pl\r\n\r\nx\r\n";
    let read = |servers: &[&str]| {
        let servers: Vec<String> = servers.iter().map(|name| (*name).to_owned()).collect();
        let read = crate::parse::parse_believing(mail, &servers).unwrap().authentication;
        (read.dmarc, read.dkim, read.spf)
    };
    assert_eq!(read(&["mx.shop.example"]), (Verdict::Fail, Verdict::Unknown, Verdict::Unknown));
    assert_eq!(read(&["filter.example"]), (Verdict::Pass, Verdict::Unknown, Verdict::Unknown));
    assert_eq!(read(&["other.example"]), (Verdict::Unknown, Verdict::Unknown, Verdict::Unknown));
}
