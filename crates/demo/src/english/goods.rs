//! What the Irish shop sells.

use crate::matter::Product;

const fn one(
    name: &'static str,
    cents: i64,
    fragile: bool,
    sizes: &'static [&'static str],
    dims: &'static str,
    made: &'static str,
) -> Product {
    Product { nom: name, acc: name, gen_: name, cents, fragile, sizes, dims, made }
}

const LETTERS: &[&str] = &["XS", "S", "M", "L", "XL"];
const WOOL: &str = "100% Irish wool, spun in Donegal. Hand wash cool or use a wool cycle, and dry it flat";
const STONEWARE: &str = "glazed stoneware, safe in the dishwasher and microwave";
const WAXED: &str = "waxed cotton with a cotton lining. Sponge it clean with cold water and re-wax it once a year";

/// The goods.
pub(crate) const PRODUCTS: &[Product] = &[
    one(
        "Corrib fisherman jumper",
        14_900,
        false,
        LETTERS,
        "the M measures 54 cm across the chest and 68 cm in length",
        WOOL,
    ),
    one("Achill cardigan", 16_500, false, LETTERS, "the M measures 56 cm across the chest and 66 cm in length", WOOL),
    one("Errigal beanie", 3_900, false, &["S/M", "L/XL"], "S/M fits 54–57 cm, L/XL fits 58–61 cm", WOOL),
    one(
        "pair of Nephin walking socks",
        2_400,
        false,
        &["36–38", "39–41", "42–44", "45–47"],
        "the leg is 26 cm from heel to cuff",
        "70% wool, 28% nylon, 2% elastane. Machine wash at 30°C, no tumble dryer",
    ),
    one(
        "Lough Mask waxed jacket",
        24_900,
        false,
        LETTERS,
        "the M measures 58 cm across the chest and 78 cm down the back",
        WAXED,
    ),
    one(
        "pair of Tully work trousers",
        11_900,
        false,
        &["30", "32", "34", "36", "38"],
        "the inside leg is 81 cm in every size, with 4 cm to let down",
        "12 oz cotton canvas. Wash at 40°C, it softens after three or four washes",
    ),
    one(
        "pair of Killary wellington boots",
        12_900,
        false,
        &["37", "38", "39", "40", "41", "42", "43"],
        "the shaft is 36 cm tall and 41 cm around at the calf",
        "natural rubber on a cotton lining. Keep them away from radiators",
    ),
    one(
        "Inagh linen shirt",
        8_900,
        false,
        LETTERS,
        "the M measures 57 cm across the chest, sleeves are 63 cm",
        "100% linen. Wash at 40°C, iron damp or not at all",
    ),
    one("Heather lambswool throw", 11_500, false, &[], "140 × 185 cm with an 8 cm fringe", WOOL),
    one(
        "Aran hot water bottle",
        4_500,
        false,
        &[],
        "2 litres, 34 cm tall with the cover on",
        "a natural rubber bottle in a wool cover that comes off for washing",
    ),
    one("set of 4 Clew Bay mugs", 6_400, true, &[], "each holds 330 ml and stands 9 cm tall", STONEWARE),
    one(
        "Mweelrea teapot",
        7_900,
        true,
        &[],
        "holds 1.1 litres, 15 cm tall and 24 cm from spout to \
     handle",
        STONEWARE,
    ),
    one("Clare Island butter dish", 4_900, true, &[], "18 × 12 cm, takes a 454 g block", STONEWARE),
    one("Dooagh serving bowl", 6_900, true, &[], "31 cm across and 9 cm deep", STONEWARE),
    one(
        "Sheeffry glass lantern",
        5_800,
        true,
        &[],
        "29 cm tall with the handle down, for candles up to 18 cm",
        "tempered glass in a powder-coated steel frame, fine outdoors under cover",
    ),
    one(
        "Carrowbeg enamel pie dish",
        3_400,
        false,
        &[],
        "28 × 21 cm and 5 cm deep",
        "enamelled steel, safe in the oven and dishwasher but not in the microwave",
    ),
    one(
        "Silver Strand wool rug",
        19_900,
        false,
        &[],
        "90 × 150 cm, about 12 mm thick",
        "wool on a cotton base. Vacuum without the brush, spot clean with cold water",
    ),
    one(
        "Old Head beeswax candle trio",
        3_200,
        false,
        &[],
        "15, 20 and 25 cm tall, all 6 cm across",
        "pure beeswax from two keepers in Mayo, cotton wick",
    ),
    one(
        "Partry garden trowel",
        2_900,
        false,
        &[],
        "33 cm long with a 15 cm blade",
        "carbon steel and an ash handle. Wipe it dry and oil it now and then",
    ),
    one("Burrishoole oyster platter", 5_400, true, &[], "34 × 24 cm", STONEWARE),
];
