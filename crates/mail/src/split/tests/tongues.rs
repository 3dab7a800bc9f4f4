//! Attributions, blocks of labels and devices' lines in the languages mail programs speak.

use crate::split::{Split, split};

/// Each attribution alone above a plain history, and above a quoted one.
fn check_attribution(attribution: &str) {
    for history in ["old words", "> old words\n>\n> more"] {
        let found = split(&format!("42 new words.\n\n{attribution}\n\n{history}\n"));
        let quoted = format!("{attribution}\n\n{history}");
        assert_eq!(found, Split { reply: "42 new words.".into(), signature: None, quoted: Some(quoted) });
    }
}

#[test]
fn attributions_of_gmail() {
    for attribution in [
        "On Mon, Apr 3, 2017 at 12:00 PM Ann <a@b.com> wrote:",
        "pon., 3 kwi 2017 o 12:00 Anna <a@b.pl> napisał(a):",
        "Am Mo., 3. Apr. 2017 um 12:00 Uhr schrieb Max <a@b.de>:",
        "Max <a@b.de> schrieb am Mo., 3. Apr. 2017 um 12:00 Uhr:",
        "Le lun. 3 avr. 2017 à 12:00, Anne <a@b.fr> a écrit :",
        "El lun, 3 abr 2017 a las 12:00, Ana (<a@b.es>) escribió:",
        "Il giorno lun 3 apr 2017 alle ore 12:00 Anna <a@b.it> ha scritto:",
        "Em seg., 3 de abr. de 2017 às 12:00, Ana <a@b.br> escreveu:",
        "Op ma 3 apr. 2017 om 12:00 schreef Anna <a@b.nl>:",
        "Den man. 3. apr. 2017 kl. 12.00 skrev Anna <a@b.dk>:",
        "man. 3. apr. 2017 kl. 12:00 skrev Anna <a@b.no>:",
        "Den mån 3 apr. 2017 kl 12:00 skrev Anna <a@b.se>:",
        "ma 3. huhtik. 2017 klo 12.00 Anna (a@b.fi) kirjoitti:",
        "po 3. 4. 2017 v 12:00 odesílatel Anna <a@b.cz> napsal:",
        "po 3. 4. 2017 o 12:00 Anna <a@b.sk> napísal(a):",
        "Anna <a@b.hu> ezt írta (időpont: 2017. ápr. 3., H, 12:00):",
        "În lun., 3 apr. 2017 la 12:00, Ana <a@b.ro> a scris:",
        "пн, 3 апр. 2017 г. в 12:00, Анна <a@b.ru>:",
        "пн, 3 квіт. 2017 р. о 12:00 Анна <a@b.ua> пише:",
        "На пн, 3.04.2017 г. в 12:00 Ана <a@b.bg> написа:",
        "Στις Δευ 3 Απρ 2017 στις 12:00 μ.μ., ο χρήστης Άννα <a@b.gr> έγραψε:",
        "Anna <a@b.tr>, 3 Nis 2017 Pzt, 12:00 tarihinde şunu yazdı:",
        "pon, 3. tra 2017. u 12:00 Ana <a@b.hr> napisao je:",
        "V pon., 3. apr. 2017 ob 12:00 je oseba Ana <a@b.si> napisala:",
        "Kuupäev E, 3. aprill 2017 kell 12:00 kirjutas Anna <a@b.ee>:",
        "pirmd., 2017. g. 3. apr., plkst. 12:00 — lietotājs Anna (<a@b.lv>) rakstīja:",
        "2017-04-03, pr, 12:00 Ana <a@b.lt> rašė:",
        "Missatge de Anna <a@b.cat> del dia dl., 3 d’abr. 2017 a les 12:00:",
        "Vào Th 2, 3 thg 4, 2017 vào lúc 12:00 Anna <a@b.vn> đã viết:",
        "Pada tanggal Sen, 3 Apr 2017 pukul 12.00 Anna <a@b.id> menulis:",
        "2017年4月3日(月) 12:00 田中 <a@b.jp>:",
        "张三 <a@b.cn> 于2017年4月3日周一 12:00写道：",
        "張三 <a@b.tw> 於 2017年4月3日 週一 下午12:00寫道：",
        "2017년 4월 3일 (월) 오후 12:00, 홍길동 <a@b.kr>님이 작성:",
        "เมื่อ จ. 3 เม.ย. 2017 12:00 Anna <a@b.th> เขียนว่า:",
        "في الاثنين، 3 أبريل 2017 في 12:00 م تمت كتابة ما يلي بواسطة <a@b.com>:",
        "בתאריך יום ב׳, 3 באפר׳ 2017 ב-12:00 מאת אנה <a@b.il>:",
    ] {
        check_attribution(attribution);
    }
}

#[test]
fn attributions_of_apple_mail_thunderbird_and_others() {
    for attribution in [
        "On 3 Apr 2017, at 12:00, Ann <a@b.com> wrote:",
        "On 2017-04-03 12:00, Ann wrote:",
        "Ann <a@b.com> wrote:",
        "---- On Mon, 3 Apr 2017 12:00:00 +0200 Ann <a@b.com> wrote ----",
        "Wiadomość napisana przez Anna <a@b.pl> w dniu 3 kwi 2017, o godz. 12:00:",
        "W dniu 3.04.2017 o 12:00, Anna pisze:",
        "Dnia 3 kwietnia 2017 12:00 Anna <a@b.pl> napisał(a):",
        "W dniu 2017-04-03 12:00:00 użytkownik Anna <a@b.pl> napisał:",
        "Dnia poniedziałek, 3 kwietnia 2017 12:00:10 CEST Anna pisze:",
        "Am 03.04.2017 um 12:00 schrieb Max Mustermann:",
        "Am Montag, 3. April 2017, 12:00:00 CEST schrieb Max:",
        "Zitat von Max <a@b.de>:",
        "Le 03/04/2017 à 12:00, Anne a écrit :",
        "Anne <a@b.fr> a écrit :",
        "El 3 abr 2017, a las 12:00, Ana <a@b.es> escribió:",
        "El 03/04/17 a las 12:00, Ana escribió:",
        "Il 03/04/2017 12:00, Anna ha scritto:",
        "In data 3 aprile 2017 12:00:00 Anna <a@b.it> ha scritto:",
        "No dia 03/04/2017, às 12:00, Ana <a@b.pt> escreveu:",
        "Às 12:00 de 03/04/2017, Ana escreveu:",
        "Op 3 apr. 2017, om 12:00 heeft Anna <a@b.nl> het volgende geschreven:",
        "Op 03-04-17 om 12:00 schreef Anna:",
        "Den 03.04.2017 12:00, skrev Anna:",
        "3 apr. 2017 kl. 12:00 skrev Anna <a@b.se>:",
        "På 3 april 2017 på 12:00:00, Anna (a@b.no) skrev:",
        "Anna <a@b.fi> kirjoitti 3.4.2017 kello 12.00:",
        "3.4.2017 12.00, Anna kirjoitti:",
        "3. 4. 2017 v 12:00, Anna <a@b.cz>:",
        "Dne 3. 4. 2017 v 12:00 Anna napsal(a):",
        "Dňa 3. 4. 2017 o 12:00 Anna napísal(a):",
        "2017.04.03. 12:00 keltezéssel, Anna írta:",
        "2017. ápr. 3. dátummal, 12:00 időpontban Anna <a@b.hu> írta:",
        "Pe 3 apr. 2017, la 12:00, Ana <a@b.ro> a scris:",
        "3 апр. 2017 г., в 12:00, Анна <a@b.ru> написал(а):",
        "03.04.2017 12:00, Анна пишет:",
        "03.04.2017, 12:00, \"Анна\" <a@b.ru>:",
        "Понедельник, 3 апреля 2017, 12:00 +03:00 от Анна <a@b.ru>:",
        "3 квіт. 2017 р. о 12:00 Анна <a@b.ua> написав:",
        "Anna <a@b.tr> şunları yazdı (3 Nis 2017 12:00):",
        "2017/04/03 12:00、田中 <a@b.jp>のメール:",
        "在 2017年4月3日，12:00，张三 <a@b.cn> 写道：",
        "在 2017-04-03 12:00:00，\"张三\" <a@b.cn> 写道：",
        "2017. 4. 3. 12:00, 홍길동 <a@b.kr> 작성:",
    ] {
        check_attribution(attribution);
    }
}

#[test]
fn blocks_of_labels() {
    for block in [
        "From: Ann <a@b.com>\nSent: Monday, April 3, 2017 12:00 PM\nTo: Joe\nSubject: Re",
        "*Od:* Anna [mailto:a@b.pl]\n*Wysłano:* poniedziałek, 3 kwietnia 2017 12:00\n*Do:* Jan\n*Temat:* Re",
        "Von: Max <a@b.de>\nGesendet: Montag, 3. April 2017 12:00\nAn: Jan\nBetreff: AW",
        "De : Anne <a@b.fr>\nEnvoyé : lundi 3 avril 2017 12:00\nÀ : Jean\nObjet : RE",
        "De: Ana <a@b.es>\nEnviado el: lunes, 3 de abril de 2017 12:00\nPara: Juan\nAsunto: RE",
        "Da: Anna <a@b.it>\nInviato: lunedì 3 aprile 2017 12:00\nA: Gianni\nOggetto: R",
        "De: Ana <a@b.br>\nEnviada em: segunda-feira, 3 de abril de 2017 12:00\nPara: João\nAssunto: RES",
        "Van: Anna <a@b.nl>\nVerzonden: maandag 3 april 2017 12:00\nAan: Jan\nOnderwerp: RE",
        "Fra: Anna <a@b.dk>\nSendt: 3. april 2017 12:00\nTil: Jens\nEmne: SV",
        "Från: Anna <a@b.se>\nSkickat: den 3 april 2017 12:00\nTill: Johan\nÄmne: SV",
        "Lähettäjä: Anna <a@b.fi>\nLähetetty: maanantai 3. huhtikuuta 2017 12.00\nVastaanottaja: Jussi\nAihe: VS",
        "Odesílatel: Anna <a@b.cz>\nOdesláno: pondělí 3. dubna 2017 12:00\nKomu: Jan\nPředmět: RE",
        "От: Анна <a@b.ru>\nОтправлено: понедельник, 3 апреля 2017 г. 12:00\nКому: Иван\nТема: RE",
        "Feladó: Anna <a@b.hu>\nElküldve: 2017. április 3. 12:00\nCímzett: János\nTárgy: RE",
        "Gönderen: Anna <a@b.tr>\nGönderildi: 3 Nisan 2017 Pazartesi 12:00\nKime: Can\nKonu: RE",
        "差出人: 田中 <a@b.jp>\n送信日時: 2017年4月3日 12:00\n宛先: 鈴木\n件名: RE",
        "发件人: 张三 <a@b.cn>\n发送时间: 2017年4月3日 12:00\n收件人: 李四\n主题: 回复",
        "보낸 사람: 홍길동 <a@b.kr>\n보낸 날짜: 2017년 4월 3일 12:00\n받는 사람: 김\n제목: RE",
    ] {
        for above in ["", "________________________________\n"] {
            let found = split(&format!("New words.\n\n{above}{block}\n\nOld words"));
            assert_eq!(found.reply, "New words.", "{block}");
            assert_eq!(found.quoted.as_deref(), Some(format!("{above}{block}\n\nOld words").as_str()));
        }
    }
}

#[test]
fn lines_of_devices_and_programs() {
    for line in [
        "Sent from my iPhone",
        "Sent from my Galaxy, please excuse typos",
        "Get Outlook for Android<https://aka.ms/ghei36>",
        "Wysłane z iPhone'a",
        "Wysłano z telefonu Samsung Galaxy",
        "Wysłane z aplikacji WP Poczta",
        "Wysłano z mojego urządzenia Xiaomi",
        "Pobierz aplikację Outlook dla systemu iOS",
        "Von meinem iPhone gesendet",
        "Gesendet von Mail für Windows",
        "Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.",
        "Envoyé de mon iPhone",
        "Télécharger Outlook pour Android",
        "Enviado desde mi iPhone",
        "Inviato da iPhone",
        "Enviado do meu iPhone",
        "Verstuurd vanaf mijn iPhone",
        "Sendt fra min iPhone",
        "Skickat från min iPhone",
        "Lähetetty iPhonesta",
        "Odesláno z iPhonu",
        "Odoslané z iPhonu",
        "Trimis de pe iPhone-ul meu",
        "Отправлено с iPhone",
        "Надіслано з iPhone",
        "iPhone'umdan gönderildi",
        "iPhoneから送信",
        "发自我的iPhone",
        "從我的 iPhone 傳送",
        "나의 iPhone에서 보냄",
        "Στάλθηκε από το iPhone μου",
        "Poslano s mog iPhonea",
        "נשלח מה-iPhone שלי",
    ] {
        let found = split(&format!("New words.\n\n{line}\n"));
        assert_eq!((found.reply.as_str(), found.signature.as_deref()), ("New words.", Some(line)));
    }
}

#[test]
fn words_of_people_are_no_lines_of_devices() {
    for line in [
        "Sent from my desk, is much easier than my mobile phone.",
        "Wysłano z Krakowa 12.11, nadal brak.",
        "Wysłane przez Państwa buty są za małe.",
        "Das Paket wurde nie gesendet",
        "Enviado por error, lo siento",
    ] {
        let text = format!("New words.\n\n{line}");
        assert_eq!(split(&text).reply, text);
    }
}
