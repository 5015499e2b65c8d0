//! Comments beside the plan: threads on an object or on a passage, in the object's panel and all
//! together in a panel of their own. Who wrote what is the document's word (`shared`).

mod all;
mod composer;
mod part;
mod passages;
mod talk;
mod thread;

pub use all::{AllComments, CommentsButton, Listed};
pub use part::{CommentCount, CommentsPart};
pub use passages::{CommentOnPassage, Marked};
pub use talk::Talk;
