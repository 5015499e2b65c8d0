//! Questions to the desk from event handlers, and the words for those that had no answer.

use super::Store;
use shared::desk::{Answer, Ask, Unanswered};
use shared::door::Problem;
use shared::lang::Lang;
use shared::words;

impl Store {
    /// Asks, and goes on with the answer. `then` may outlive the view that asked: it writes to
    /// signals, it reads none of the view's.
    pub fn ask_then(self, ask: Ask, then: impl FnOnce(Result<Answer, Unanswered>) + 'static) {
        leptos::task::spawn_local(async move { then(self.ask(ask).await) });
    }

    /// Asks for something to be done; says so plainly where it was not.
    pub fn ask_for(self, ask: Ask, then: impl FnOnce(Answer) + 'static) {
        self.ask_then(ask, move |answer| match answer {
            Ok(answer) => then(answer),
            Err(why) => self.tell(unanswered(self.lang.get_untracked(), &why), false),
        });
    }
}

/// Why a question had no answer, and what to do.
pub fn unanswered(lang: Lang, why: &Unanswered) -> &'static str {
    match why {
        Unanswered::NotABoard => words::shell::wrong_file(lang),
        Unanswered::Newer => words::shell::newer_file(lang),
        Unanswered::NoRoom => words::shell::no_room(lang),
        Unanswered::OnlineOnly => words::shell::online_only_boards(lang),
        Unanswered::NoSuchMoment => words::history::no_such_moment(lang),
        Unanswered::Door(problem) => match problem {
            Problem::LinkEnded => words::shell::problem_link(lang),
            Problem::NotHere => words::shell::problem_not_here(lang),
            Problem::NotAllowed => words::shell::problem_not_allowed(lang),
            Problem::NotUnderstood => words::shell::problem_not_understood(lang),
            Problem::TooLarge => words::shell::problem_too_large(lang),
            Problem::TooMany => words::shell::problem_too_many(lang),
            Problem::LastSecretariat => words::shell::problem_last_secretariat(lang),
            Problem::CannotStore => words::shell::problem_cannot_store(lang),
            Problem::Offline => words::shell::problem_offline(lang),
        },
    }
}
