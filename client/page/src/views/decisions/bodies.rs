//! The bodies of the partnership: who sits in them and what their mandate is.

use crate::components::OrgBadge;
use crate::icons::{Icon, icon};
use crate::store::Store;
use leptos::prelude::*;
use shared::sections::Section;
use shared::sections::later::{Body, bodies};
use shared::words::decisions as words;

#[component]
pub fn Bodies() -> impl IntoView {
    let store = Store::here();
    let list = move || {
        let (lang, working) = (store.lang.get(), store.working());
        let all = store.records(Section::Governance, bodies);
        if all.is_empty() {
            return view! { <p class="muted">{words::no_bodies(lang)}</p> }.into_any();
        }
        let row = |body: Body| {
            let badges =
                body.members.iter().map(|id| view! { <OrgBadge organisation=id.clone() size="sm" /> });
            let meets = body.meets.reads(lang, working).to_owned();
            view! {
                <li>
                    <p class="row">
                        <b class="grow">{body.name.reads(lang, working).to_owned()}</b>
                        {(!meets.is_empty()).then(|| view! { <span class="tag">{meets}</span> })}
                    </p>
                    <p class="muted">{body.mandate.reads(lang, working).to_owned()}</p>
                    <span class="orgs">{badges.collect_view()}</span>
                </li>
            }
        };
        let rows = all.into_iter().map(row).collect_view();
        view! { <ul class="bodies">{rows}</ul> }.into_any()
    };
    view! {
        <section class="panel-part">
            <h2 class="part-title">{icon(Icon::People, 18)} <span>{move || words::bodies(store.lang.get())}</span></h2>
            {list}
        </section>
    }
    .into_any()
}
