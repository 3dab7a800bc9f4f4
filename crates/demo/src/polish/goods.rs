//! What the Polish shop sells.

use crate::matter::Product;

const fn fragile([nom, acc, gen_]: [&'static str; 3], cents: i64, dims: &'static str, made: &'static str) -> Product {
    Product { nom, acc, gen_, cents, fragile: true, sizes: &[], dims, made }
}

const fn sturdy(
    [nom, acc, gen_]: [&'static str; 3],
    cents: i64,
    sizes: &'static [&'static str],
    dims: &'static str,
    made: &'static str,
) -> Product {
    Product { nom, acc, gen_, cents, fragile: false, sizes, dims, made }
}

const STONEWARE: &str = "szkliwiona kamionka wypalana w 1250°C, można myć w zmywarce i używać w mikrofalówce";
const TERRACOTTA: &str = "nieszkliwiona terakota, na zimę trzeba zabrać ją pod dach, bo nie jest mrozoodporna";
const LINEN: &str = "100% len z certyfikatem OEKO-TEX, prać w 40°C, nie suszyć w suszarce na najwyższym programie";
const STEEL: &str = "stal ocynkowana malowana proszkowo, może stać na dworze przez cały rok";

/// The goods.
pub(crate) const PRODUCTS: &[Product] = &[
    fragile(
        ["dzbanek kamionkowy Szałwia", "dzbanek kamionkowy Szałwia", "dzbanka kamionkowego Szałwia"],
        13_900,
        "wysokość 24 cm, pojemność 1,2 l",
        STONEWARE,
    ),
    fragile(
        ["komplet 6 talerzy Mgła", "komplet 6 talerzy Mgła", "kompletu 6 talerzy Mgła"],
        28_900,
        "średnica talerza 27 cm, wysokość 2,5 cm",
        STONEWARE,
    ),
    fragile(
        ["zestaw 4 kubków Wrzos", "zestaw 4 kubków Wrzos", "zestawu 4 kubków Wrzos"],
        15_900,
        "pojemność jednego kubka 350 ml, wysokość 9,5 cm",
        STONEWARE,
    ),
    fragile(
        ["misa do zakwasu Jadwiga", "misę do zakwasu Jadwiga", "misy do zakwasu Jadwiga"],
        11_950,
        "średnica 28 cm, pojemność 4 l",
        STONEWARE,
    ),
    fragile(
        ["garnek do kiszenia 5 l", "garnek do kiszenia 5 l", "garnka do kiszenia 5 l"],
        17_900,
        "wysokość z pokrywą 31 cm, średnica 23 cm",
        STONEWARE,
    ),
    fragile(
        ["donica terakotowa Siena 40 cm", "donicę terakotową Siena 40 cm", "donicy terakotowej Siena 40 cm"],
        18_990,
        "średnica górą 40 cm, wysokość 34 cm, otwór odpływowy 2,5 cm",
        TERRACOTTA,
    ),
    fragile(
        ["osłonka ceramiczna Paproć", "osłonkę ceramiczną Paproć", "osłonki ceramicznej Paproć"],
        6_490,
        "średnica wewnętrzna 17 cm, wysokość 16 cm",
        "ceramika szkliwiona z zewnątrz i w środku, bez otworu w dnie, więc woda nie przecieka",
    ),
    fragile(
        ["wazon Brzask", "wazon Brzask", "wazonu Brzask"],
        9_990,
        "wysokość 32 cm, średnica szyjki 6 cm",
        "ceramika ręcznie toczona, matowe szkliwo, wodoszczelny",
    ),
    fragile(
        ["maselniczka z pokrywką Kaczeniec", "maselniczkę z pokrywką Kaczeniec", "maselniczki z pokrywką Kaczeniec"],
        7_900,
        "17 × 12 cm, mieści kostkę 200 g",
        STONEWARE,
    ),
    fragile(
        ["lampion szklany Roztocze", "lampion szklany Roztocze", "lampionu szklanego Roztocze"],
        8_450,
        "wysokość 26 cm, średnica 14 cm",
        "szkło hartowane i stalowa podstawa, na świece do 20 cm",
    ),
    fragile(
        ["patera na ciasto Lipiec", "paterę na ciasto Lipiec", "patery na ciasto Lipiec"],
        14_900,
        "średnica 30 cm, wysokość nóżki 11 cm",
        STONEWARE,
    ),
    fragile(
        ["poidełko ceramiczne dla ptaków", "poidełko ceramiczne dla ptaków", "poidełka ceramicznego dla ptaków"],
        12_400,
        "średnica 29 cm, głębokość 4 cm",
        "ceramika mrozoodporna do -15°C, ale wodę na noc w mróz lepiej wylać",
    ),
    sturdy(
        ["pościel lniana Mięta", "pościel lnianą Mięta", "pościeli lnianej Mięta"],
        44_900,
        &["140 × 200", "160 × 200", "200 × 220"],
        "w komplecie poszwa w wybranym rozmiarze i poszewki 70 × 80 cm",
        LINEN,
    ),
    sturdy(
        ["obrus lniany Kasztan", "obrus lniany Kasztan", "obrusu lnianego Kasztan"],
        21_900,
        &["120 × 120 cm", "140 × 200 cm", "140 × 280 cm"],
        "dostępny w 120 × 120, 140 × 200 i 140 × 280 cm, obszycie 4 cm",
        LINEN,
    ),
    sturdy(
        ["zasłona lniana Zmierzch", "zasłonę lnianą Zmierzch", "zasłony lnianej Zmierzch"],
        18_900,
        &["140 × 250 cm", "140 × 280 cm", "200 × 280 cm"],
        "dostępna w 140 × 250, 140 × 280 i 200 × 280 cm, góra na taśmie lub szelkach",
        LINEN,
    ),
    sturdy(
        ["fartuch ogrodniczy Maja", "fartuch ogrodniczy Maja", "fartucha ogrodniczego Maja"],
        9_900,
        &["S/M", "L/XL", "XXL"],
        "S/M ma 78 cm długości, L/XL 86 cm, XXL 92 cm; troki po 110 cm",
        "gruba bawełna z płótnem na kolanach i sześcioma kieszeniami",
    ),
    sturdy(
        ["para kaloszy ogrodowych Bagno", "parę kaloszy ogrodowych Bagno", "pary kaloszy ogrodowych Bagno"],
        15_900,
        &["37", "38", "39", "40", "41", "42"],
        "wysokość cholewki 28 cm, tęgość standardowa; wkładka w rozmiarze 39 ma 25,2 cm",
        "kauczuk naturalny, wyściółka z bawełny",
    ),
    sturdy(
        ["para rękawic ogrodniczych Jeżyna", "parę rękawic ogrodniczych Jeżyna", "pary rękawic ogrodniczych Jeżyna"],
        4_990,
        &["7", "8", "9", "10"],
        "rozmiar 8 to obwód dłoni ok. 20 cm, mankiet 15 cm",
        "kozia skóra i bawełniany mankiet, odporne na kolce",
    ),
    sturdy(
        ["konewka Stodoła 9 l", "konewkę Stodoła 9 l", "konewki Stodoła 9 l"],
        16_400,
        &[],
        "wysokość 41 cm, pojemność 9 l, waga 1,6 kg",
        STEEL,
    ),
    sturdy(
        ["karmnik dębowy Sikora", "karmnik dębowy Sikora", "karmnika dębowego Sikora"],
        14_900,
        &[],
        "daszek 34 × 28 cm, wysokość 30 cm, waga 2,1 kg",
        "lite drewno dębowe olejowane, raz w roku warto odświeżyć olejem lnianym",
    ),
    sturdy(
        ["ławka składana Weranda", "ławkę składaną Weranda", "ławki składanej Weranda"],
        64_900,
        &[],
        "szerokość 118 cm, głębokość po rozłożeniu 52 cm, nośność 220 kg",
        "drewno akacjowe i stalowy stelaż, na zimę najlepiej pod dach lub pod pokrowiec",
    ),
    sturdy(
        ["stojak na drewno Palenisko", "stojak na drewno Palenisko", "stojaka na drewno Palenisko"],
        23_900,
        &[],
        "wysokość 100 cm, szerokość 60 cm, głębokość 30 cm",
        STEEL,
    ),
    sturdy(
        ["kosz wiklinowy na drewno Bór", "kosz wiklinowy na drewno Bór", "kosza wiklinowego na drewno Bór"],
        19_490,
        &[],
        "średnica 48 cm, wysokość bez uchwytu 35 cm",
        "wiklina niekorowana wyplatana pod Rudnikiem, w środku juta",
    ),
    sturdy(
        ["sekator kuty Grab", "sekator kuty Grab", "sekatora kutego Grab"],
        12_990,
        &[],
        "długość 21 cm, tnie gałązki do 22 mm",
        "stal węglowa i jesionowa rączka, po pracy wytrzeć i posmarować olejem",
    ),
    sturdy(
        ["pled wełniany Połonina", "pled wełniany Połonina", "pledu wełnianego Połonina"],
        25_900,
        &[],
        "140 × 200 cm, frędzle po 8 cm",
        "100% wełna owcza, prać ręcznie w 30°C albo oddać do pralni",
    ),
];
