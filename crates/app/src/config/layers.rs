//! The layers of a setting: command line, environment, file; the earlier wins.

use super::sheet::{Complaints, Given, Place, nearest};
use super::{Surroundings, VARIABLES};

/// The layers of one setting: flag, variable, file.
pub(super) struct Layers<'l> {
    pub(super) around: &'l Surroundings<'l>,
    pub(super) complaints: &'l Complaints,
}

impl Layers<'_> {
    pub(super) fn pick(
        &self,
        flag: Option<(&'static str, &str)>,
        variable: &str,
        file: Option<Given<&str>>,
    ) -> Option<Given<String>> {
        if let Some((flag, value)) = flag {
            return Some(Given { value: value.to_owned(), place: Place::Flag(flag) });
        }
        if let Some(value) = self.around.variable(variable) {
            return Some(Given { value: value.to_owned(), place: Place::Variable(variable.to_owned()) });
        }
        file.map(|given| given.map(str::to_owned))
    }

    pub(super) fn read<T>(&self, given: &Option<Given<String>>, read: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        let given = given.as_ref()?;
        read(given.value.trim()).map_err(|why| self.complaints.say(&given.place, why)).ok()
    }
}

/// A variable that is nearly one of ours is a typo; other variables are none of our business.
pub(super) fn name_mistyped_variables(around: &Surroundings<'_>, complaints: &Complaints) {
    for (name, _) in &around.variables {
        let ours = name.starts_with("KONTUAR_") && !VARIABLES.contains(&name.as_str());
        if ours
            && let Some(near) = nearest(name, &VARIABLES).filter(|near| strsim::damerau_levenshtein(name, near) <= 2)
        {
            let place = Place::Variable(name.clone());
            complaints.say(&place, format_args!("there is no such variable; did you mean {near}?"));
        }
    }
}
