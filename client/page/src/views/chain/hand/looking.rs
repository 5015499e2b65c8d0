//! How the chain is looked at: which objectives are folded, how close the cards stand, all at once.

use super::super::plan::Plan;
use super::super::shape::fold_key;
use super::Hand;
use crate::device;
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::layout::Density;

impl Hand {
    /// Folds the cards of an objective into stacks, or unfolds them.
    pub fn fold(&self, objective: Option<&RecordId>, fold: bool) {
        let key = fold_key(objective);
        let mut folded = untrack(|| self.folds());
        folded.retain(|known| *known != key);
        if fold {
            folded.push(key);
        }
        self.folded.set(Some(folded));
    }

    pub fn fold_all(&self, fold: bool) {
        let all = self.shape.with_untracked(|shape| {
            shape.bands.iter().map(|band| fold_key(band.objective.as_ref())).collect::<Vec<_>>()
        });
        self.folded.set(Some(if fold { all } else { vec![] }));
    }

    fn folds(&self) -> Vec<String> {
        let bands = self.shape.with(|shape| shape.bands.clone());
        let folded = bands.iter().filter(|band| band.folded);
        folded.map(|band| fold_key(band.objective.as_ref())).collect()
    }

    /// Zooms so that the whole chain is seen, if it can be at a readable size.
    pub fn zoom_to_fit(&self) {
        let room = self.room.get_untracked();
        let fit =
            self.layout.with_untracked(|layout| (room.width / layout.width).min(room.height / layout.height));
        self.zoom_to(fit.min(1.0));
    }
}

const DENSITY_SETTING: &str = "tablee.chain.density";

fn density_key(density: Density) -> &'static str {
    match density {
        Density::Ample => "ample",
        Density::Compact => "compact",
    }
}

pub fn keep_density(density: Density) {
    device::keep_setting(DENSITY_SETTING, density_key(density));
}

/// The density that this device kept, if somebody chose one.
pub fn kept_density() -> Option<Density> {
    device::setting(DENSITY_SETTING).map(|kept| density_of(&kept))
}

fn density_of(kept: &str) -> Density {
    if kept == density_key(Density::Compact) { Density::Compact } else { Density::Ample }
}

/// A chain of many cards opens with all objectives but the first folded.
pub fn usual_folds(plan: &Plan, many: bool) -> Vec<String> {
    let later = plan.objectives.iter().skip(1).map(|aim| fold_key(Some(&aim.id)));
    if many { later.chain([fold_key(None)]).collect() } else { vec![] }
}
