//! Regions of the window, for F6 and for the skip link.
