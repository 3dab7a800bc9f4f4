//! Logistic regression by stochastic steps whose width each feature earns (AdaGrad, Duchi et al. 2011), weights averaged
//! over the later half of the rounds.

use std::collections::HashMap;

use domain::spam::{Class, Shares, Shipped};

use crate::chance::Chance;
use crate::corpus::Example;

const ROUNDS: usize = 15;
const ORDERS: std::ops::Range<u64> = 0..4;
const RATE: f32 = 0.1;
const DECAY: f32 = 1e-3;
/// Features in fewer mails than this get no weight.
const FEWEST_MAILS: u32 = 2;
/// Where the sums of squares begin, so that a first step is not endless.
const FIRST_SQUARE: f32 = 1e-2;

/// The features of one mail by their places, and what each counts.
type Row<'e> = (Vec<(usize, f32)>, &'e Example);

/// The model for these examples; `line` is added to its bias. The mean of several, each taught in an order of its own:
/// what only one order says is chance.
pub fn train(examples: &[&Example], line: f32) -> Shipped {
    let names = vocabulary(examples);
    let rows: Vec<Row<'_>> = examples.iter().map(|example| (row(example, &names), *example)).collect();
    // The bias is the last weight, and always counts 1.
    let bias = names.len();
    let mut sums = vec![0f64; bias + 1];
    ORDERS.for_each(|seed| teach(&rows, Chance::new(seed), &mut sums));
    let parts = (ROUNDS / 2) as f64 * ORDERS.count() as f64;
    let mean = |at: usize| (sums[at] / parts) as f32;
    Shipped::from_weights(mean(bias) + line, names.iter().map(|(feature, at)| (*feature, mean(*at))).collect())
}

/// Teaches once and adds the weights of each round of the later half to `sums`.
fn teach(rows: &[Row<'_>], mut chance: Chance, sums: &mut [f64]) {
    let bias = sums.len() - 1;
    let (mut weights, mut squares) = (vec![0f32; bias + 1], vec![FIRST_SQUARE; bias + 1]);
    let mut order: Vec<usize> = (0..rows.len()).collect();
    for round in 0..ROUNDS {
        chance.shuffle(&mut order);
        for at in &order {
            let (row, example) = &rows[*at];
            let counts = || row.iter().copied().chain([(bias, 1.0)]);
            let logit: f32 = counts().map(|(feature, count)| weights[feature] * count).sum();
            let wanted = if example.spam { 1.0 } else { 0.0 };
            let error = (1.0 / (1.0 + (-logit).exp()) - wanted) * example.cost;
            for (feature, count) in counts() {
                let decay = if feature == bias { 0.0 } else { DECAY * weights[feature] };
                let slope = error * count + decay;
                squares[feature] += slope * slope;
                weights[feature] -= RATE * slope / squares[feature].sqrt();
            }
        }
        if round > ROUNDS / 2 {
            sums.iter_mut().zip(&weights).for_each(|(sum, weight)| *sum += f64::from(*weight));
        }
    }
}

/// Which features get a weight, and its place.
fn vocabulary(examples: &[&Example]) -> HashMap<u32, usize> {
    let mut mails: HashMap<u32, u32> = HashMap::new();
    let features = examples.iter().flat_map(|example| &example.features);
    for feature in features.filter(|feature| Class::of(**feature).is_some_and(|class| !class.is_personal())) {
        *mails.entry(*feature).or_default() += 1;
    }
    let mut names: Vec<u32> =
        mails.into_iter().filter(|(_, mails)| *mails >= FEWEST_MAILS).map(|(name, _)| name).collect();
    names.sort_unstable();
    names.into_iter().enumerate().map(|(at, name)| (name, at)).collect()
}

fn row(example: &Example, names: &HashMap<u32, usize>) -> Vec<(usize, f32)> {
    let shares = Shares::of(&example.features);
    let known = example.features.iter().filter_map(|feature| Some((*names.get(feature)?, shares.share(*feature))));
    known.collect()
}
