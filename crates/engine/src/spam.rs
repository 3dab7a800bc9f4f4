//! The judge of spam: the shipped model under what agents of this installation corrected.
//!
//! In: features of mails, and lessons from the store. Out: how sure it is. It learns only from people, never from its own
//! judgement. Every process keeps its own copy and catches up before it reads the next mails, so that all judge alike.

use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use domain::spam::{Model, Own, Shipped};
use domain::time::Millis;
use store::spam::Taught;

/// What stands in for a shipped model where there is none: it holds nothing for spam.
static NOTHING: LazyLock<Shipped> = LazyLock::new(Shipped::default);

/// The judge. Cheap to clone; clones share what they learnt.
#[derive(Clone)]
pub(crate) struct Judge {
    shipped: &'static Shipped,
    learnt: Arc<RwLock<Learnt>>,
}

struct Learnt {
    model: Arc<Model<'static>>,
    taught: Taught,
}

impl Judge {
    /// A judge that learnt nothing yet; without a model it lets everything pass until it is taught.
    pub(crate) fn new(shipped: Option<&'static Shipped>) -> Self {
        let shipped = shipped.unwrap_or(&NOTHING);
        let model = Arc::new(Model::new(shipped, Own::default()));
        Self { shipped, learnt: Arc::new(RwLock::new(Learnt { model, taught: Taught::default() })) }
    }

    /// The model as it stands.
    pub(crate) fn model(&self) -> Arc<Model<'static>> {
        self.learnt.read().unwrap_or_else(PoisonError::into_inner).model.clone()
    }

    /// What it has learnt from so far.
    pub(crate) fn taught(&self) -> Taught {
        self.learnt.read().unwrap_or_else(PoisonError::into_inner).taught
    }

    /// Learns what was taught up to `taught`: `lessons` came since, or are all there are when it begins anew.
    pub(crate) fn learn(&self, lessons: &Lessons, taught: Taught) {
        let own = if lessons.anew { Own::default() } else { self.model().own().clone() };
        let mut model = Model::new(self.shipped, own);
        for (is_spam, features) in &lessons.all {
            model.learn(features, *is_spam);
        }
        *self.learnt.write().unwrap_or_else(PoisonError::into_inner) = Learnt { model: Arc::new(model), taught };
    }
}

/// What there is to learn.
pub(crate) struct Lessons {
    /// Whether everything learnt before is to be forgotten: lessons were changed or forgotten.
    pub anew: bool,
    /// Whether it is spam, and its features.
    pub all: Vec<(bool, Vec<u32>)>,
}

/// What there is to learn beyond `known`; `None`: nothing.
pub(crate) fn lessons_beyond(conn: &mut store::Conn, known: Taught) -> store::Result<Option<(Lessons, Taught)>> {
    let taught = store::spam::taught(conn)?;
    if taught == known {
        return Ok(None);
    }
    let fresh = store::spam::lessons_after(conn, known.last)?;
    let added = i64::try_from(fresh.len()).unwrap_or(i64::MAX);
    if known.count + added == taught.count {
        return Ok(Some((Lessons { anew: false, all: fresh }, taught)));
    }
    let all = store::spam::lessons_after(conn, Millis::new(i64::MIN))?;
    Ok(Some((Lessons { anew: true, all }, taught)))
}
