//! Drawings of the interface: Lucide icons (ISC licence, `LICENSE-LUCIDE`), only those in use.
//! Each is drawn in the colour of the text beside it, and is never the only bearer of a meaning.

use leptos::prelude::*;

/// One drawing, named after what it stands for here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Vision,
    Chain,
    Roles,
    Context,
    Decisions,
    Compass,
    Glossary,
    People,
    SavedHere,
    Shared,
    Invite,
    Export,
    Search,
    Comment,
    ChevronsUpDown,
    ChevronDown,
    ChevronRight,
    Plus,
    Minus,
    Close,
    More,
    Check,
    Undo,
    Redo,
    Link,
    Unlink,
    Gap,
    Warning,
    Question,
    Trash,
    Restore,
    Pencil,
    ArrowUp,
    ArrowDown,
    ArrowRight,
    Lock,
    Unlock,
    Inbox,
    Offline,
    Merge,
    Megaphone,
    Copy,
    Cut,
    FileOpen,
    FileSave,
    Home,
    Key,
    Device,
    Leave,
    Network,
    List,
    Grid,
    Graph,
    Flag,
    Keyboard,
    Clock,
    Bolt,
    Eye,
    Settings,
    Seat,
    Send,
    Json,
    Cloud,
    Ticket,
    Trend,
    All,
    Filter,
    Outside,
    Door,
    QrCode,
    Phone,
    Devices,
    Eraser,
    History,
    Play,
    Pause,
    ChevronLeft,
    Swap,
    Hand,
    Mic,
    Screen,
    Parking,
    Agenda,
    Tasks,
    Printer,
    Calendar,
    Changes,
    Paste,
    Picture,
    Ample,
    Compact,
    Path,
    Unfold,
    Fold,
    Grip,
}

impl Icon {
    /// The inside of its 24 × 24 drawing.
    fn drawing(self) -> &'static str {
        match self {
            Icon::Paste => {
                "<path d='M11 14h10'/><path d='M16 4h2a2 2 0 0 1 2 2v1.344'/><path d='m17 18 4-4-4-4'/><path d='M8 4H6a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h12a2 2 0 0 0 1.793-1.113'/><rect x='8' y='2' width='8' height='4' rx='1'/>"
            }
            Icon::Picture => {
                "<rect width='18' height='18' x='3' y='3' rx='2' ry='2'/><circle cx='9' cy='9' r='2'/><path d='m21 15-3.086-3.086a2 2 0 0 0-2.828 0L6 21'/>"
            }
            Icon::Ample => "<rect width='18' height='18' x='3' y='3' rx='2'/><path d='M3 12h18'/>",
            Icon::Compact => {
                "<rect width='18' height='18' x='3' y='3' rx='2'/><path d='M21 7.5H3'/><path d='M21 12H3'/><path d='M21 16.5H3'/>"
            }
            Icon::Path => {
                "<circle cx='6' cy='19' r='3'/><path d='M9 19h8.5a3.5 3.5 0 0 0 0-7h-11a3.5 3.5 0 0 1 0-7H15'/><circle cx='18' cy='5' r='3'/>"
            }
            Icon::Unfold => {
                "<path d='M12 22v-6'/><path d='M12 8V2'/><path d='M4 12H2'/><path d='M10 12H8'/><path d='M16 12h-2'/><path d='M22 12h-2'/><path d='m15 19-3 3-3-3'/><path d='m15 5-3-3-3 3'/>"
            }
            Icon::Fold => {
                "<path d='M12 22v-6'/><path d='M12 8V2'/><path d='M4 12H2'/><path d='M10 12H8'/><path d='M16 12h-2'/><path d='M22 12h-2'/><path d='m15 19-3-3-3 3'/><path d='m15 5-3 3-3-3'/>"
            }
            Icon::Grip => {
                "<circle cx='9' cy='12' r='1'/><circle cx='9' cy='5' r='1'/><circle cx='9' cy='19' r='1'/><circle cx='15' cy='12' r='1'/><circle cx='15' cy='5' r='1'/><circle cx='15' cy='19' r='1'/>"
            }
            Icon::Vision => {
                "<path d='m10.065 12.493-6.18 1.318a.934.934 0 0 1-1.108-.702l-.537-2.15a1.07 1.07 0 0 1 .691-1.265l13.504-4.44'/><path d='m13.56 11.747 4.332-.924'/><path d='m16 21-3.105-6.21'/><path d='M16.485 5.94a2 2 0 0 1 1.455-2.425l1.09-.272a1 1 0 0 1 1.212.727l1.515 6.06a1 1 0 0 1-.727 1.213l-1.09.272a2 2 0 0 1-2.425-1.455z'/><path d='m6.158 8.633 1.114 4.456'/><path d='m8 21 3.105-6.21'/><circle cx='12' cy='13' r='2'/>"
            }
            Icon::Chain => {
                "<path d='m10.586 5.414-5.172 5.172'/><path d='m18.586 13.414-5.172 5.172'/><path d='M6 12h12'/><circle cx='12' cy='20' r='2'/><circle cx='12' cy='4' r='2'/><circle cx='20' cy='12' r='2'/><circle cx='4' cy='12' r='2'/>"
            }
            Icon::Roles => {
                "<path d='M3 9h18'/><path d='M9 3v18'/><rect x='3' y='3' width='18' height='18' rx='2'/>"
            }
            Icon::Context => {
                "<path d='M14.106 5.553a2 2 0 0 0 1.788 0l3.659-1.83A1 1 0 0 1 21 4.619v12.764a1 1 0 0 1-.553.894l-4.553 2.277a2 2 0 0 1-1.788 0l-4.212-2.106a2 2 0 0 0-1.788 0l-3.659 1.83A1 1 0 0 1 3 19.381V6.618a1 1 0 0 1 .553-.894l4.553-2.277a2 2 0 0 1 1.788 0z'/><path d='M15 5.764v15'/><path d='M9 3.236v15'/>"
            }
            Icon::Decisions => {
                "<path d='M12 3v18'/><path d='m19 8 3 8a5 5 0 0 1-6 0zV7'/><path d='M3 7h1a17 17 0 0 0 8-2 17 17 0 0 0 8 2h1'/><path d='m5 8 3 8a5 5 0 0 1-6 0zV7'/><path d='M7 21h10'/>"
            }
            Icon::Compass => {
                "<circle cx='12' cy='12' r='10'/><path d='m16.24 7.76-1.804 5.411a2 2 0 0 1-1.265 1.265L7.76 16.24l1.804-5.411a2 2 0 0 1 1.265-1.265z'/>"
            }
            Icon::Glossary => {
                "<path d='m5 8 6 6'/><path d='m4 14 6-6 2-3'/><path d='M2 5h12'/><path d='M7 2h1'/><path d='m22 22-5-10-5 10'/><path d='M14 18h6'/>"
            }
            Icon::People => {
                "<path d='M18 21a8 8 0 0 0-16 0'/><circle cx='10' cy='8' r='5'/><path d='M22 20c0-3.37-2-6.5-4-8a5 5 0 0 0-.45-8.3'/>"
            }
            Icon::SavedHere => {
                "<path d='M12 2v8'/><path d='m16 6-4 4-4-4'/><rect width='20' height='8' x='2' y='14' rx='2'/><path d='M6 18h.01'/><path d='M10 18h.01'/>"
            }
            Icon::Shared => {
                "<path d='M18 21a8 8 0 0 0-16 0'/><circle cx='10' cy='8' r='5'/><path d='M22 20c0-3.37-2-6.5-4-8a5 5 0 0 0-.45-8.3'/>"
            }
            Icon::Invite => {
                "<path d='M2 21a8 8 0 0 1 13.292-6'/><circle cx='10' cy='8' r='5'/><path d='M19 16v6'/><path d='M22 19h-6'/>"
            }
            Icon::Export => {
                "<path d='M12 15V3'/><path d='M21 15v4a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-4'/><path d='m7 10 5 5 5-5'/>"
            }
            Icon::ChevronsUpDown => "<path d='m7 15 5 5 5-5'/><path d='m7 9 5-5 5 5'/>",
            Icon::ChevronDown => "<path d='m6 9 6 6 6-6'/>",
            Icon::ChevronRight => "<path d='m9 18 6-6-6-6'/>",
            Icon::Comment => {
                "<path d='M22 17a2 2 0 0 1-2 2H6.828a2 2 0 0 0-1.414.586l-2.202 2.202A.71.71 0 0 1 2 21.286V5a2 2 0 0 1 2-2h16a2 2 0 0 1 2 2z'/>"
            }
            Icon::Search => "<path d='m21 21-4.34-4.34'/><circle cx='11' cy='11' r='8'/>",
            Icon::Plus => "<path d='M5 12h14'/><path d='M12 5v14'/>",
            Icon::Minus => "<path d='M5 12h14'/>",
            Icon::Close => "<path d='M18 6 6 18'/><path d='m6 6 12 12'/>",
            Icon::More => {
                "<circle cx='12' cy='12' r='1'/><circle cx='19' cy='12' r='1'/><circle cx='5' cy='12' r='1'/>"
            }
            Icon::Door => {
                "<path d='M10 21H2'/><path d='M10 3H7a2 2 0 00-2 2v16'/><path d='M14 12h.01'/><path d='M19 21V5a2 2 0 00-1.675-1.974l-6.163-1.013A1 1 0 0010 3v18a1 1 0 001.124.992z'/><path d='M22 21h-3'/>"
            }
            Icon::QrCode => {
                "<rect width='5' height='5' x='3' y='3' rx='1'/><rect width='5' height='5' x='16' y='3' rx='1'/><rect width='5' height='5' x='3' y='16' rx='1'/><path d='M21 16h-3a2 2 0 0 0-2 2v3'/><path d='M21 21v.01'/><path d='M12 7v3a2 2 0 0 1-2 2H7'/><path d='M3 12h.01'/><path d='M12 3h.01'/><path d='M12 16v.01'/><path d='M16 12h1'/><path d='M21 12v.01'/><path d='M12 21v-1'/>"
            }
            Icon::Phone => "<rect width='14' height='20' x='5' y='2' rx='2' ry='2'/><path d='M12 18h.01'/>",
            Icon::Devices => {
                "<path d='M18 8V6a2 2 0 0 0-2-2H4a2 2 0 0 0-2 2v7a2 2 0 0 0 2 2h8'/><path d='M10 19v-3.96 3.15'/><path d='M7 19h5'/><rect width='6' height='10' x='16' y='12' rx='2'/>"
            }
            Icon::Eraser => {
                "<path d='M21 21H8a2 2 0 0 1-1.42-.587l-3.994-3.999a2 2 0 0 1 0-2.828l10-10a2 2 0 0 1 2.829 0l5.999 6a2 2 0 0 1 0 2.828L12.834 21'/><path d='m5.082 11.09 8.828 8.828'/>"
            }
            Icon::Check => "<path d='M20 6 9 17l-5-5'/>",
            Icon::Undo => {
                "<path d='M9 14 4 9l5-5'/><path d='M4 9h10.5a5.5 5.5 0 0 1 5.5 5.5a5.5 5.5 0 0 1-5.5 5.5H11'/>"
            }
            Icon::Redo => {
                "<path d='m15 14 5-5-5-5'/><path d='M20 9H9.5A5.5 5.5 0 0 0 4 14.5A5.5 5.5 0 0 0 9.5 20H13'/>"
            }
            Icon::Link => {
                "<path d='M9 17H7A5 5 0 0 1 7 7h2'/><path d='M15 7h2a5 5 0 1 1 0 10h-2'/><line x1='8' x2='16' y1='12' y2='12'/>"
            }
            Icon::Unlink => {
                "<path d='m18.84 12.25 1.72-1.71h-.02a5.004 5.004 0 0 0-.12-7.07 5.006 5.006 0 0 0-6.95 0l-1.72 1.71'/><path d='m5.17 11.75-1.71 1.71a5.004 5.004 0 0 0 .12 7.07 5.006 5.006 0 0 0 6.95 0l1.71-1.71'/><line x1='8' x2='8' y1='2' y2='5'/><line x1='2' x2='5' y1='8' y2='8'/><line x1='16' x2='16' y1='19' y2='22'/><line x1='19' x2='22' y1='16' y2='16'/>"
            }
            Icon::Gap => {
                "<circle cx='12' cy='12' r='10'/><line x1='12' x2='12' y1='8' y2='12'/><line x1='12' x2='12.01' y1='16' y2='16'/>"
            }
            Icon::Warning => {
                "<path d='m21.73 18-8-14a2 2 0 0 0-3.48 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.73-3'/><path d='M12 9v4'/><path d='M12 17h.01'/>"
            }
            Icon::Question => {
                "<circle cx='12' cy='12' r='10'/><path d='M9.09 9a3 3 0 0 1 5.83 1c0 2-3 3-3 3'/><path d='M12 17h.01'/>"
            }
            Icon::Trash => {
                "<path d='M10 11v6'/><path d='M14 11v6'/><path d='M19 6v14a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2V6'/><path d='M3 6h18'/><path d='M8 6V4a2 2 0 0 1 2-2h4a2 2 0 0 1 2 2v2'/>"
            }
            Icon::Restore => {
                "<path d='M3 12a9 9 0 1 0 9-9 9.75 9.75 0 0 0-6.74 2.74L3 8'/><path d='M3 3v5h5'/>"
            }
            Icon::Pencil => {
                "<path d='M21.174 6.812a1 1 0 0 0-3.986-3.987L3.842 16.174a2 2 0 0 0-.5.83l-1.321 4.352a.5.5 0 0 0 .623.622l4.353-1.32a2 2 0 0 0 .83-.497z'/><path d='m15 5 4 4'/>"
            }
            Icon::ArrowUp => "<path d='m5 12 7-7 7 7'/><path d='M12 19V5'/>",
            Icon::ArrowDown => "<path d='M12 5v14'/><path d='m19 12-7 7-7-7'/>",
            Icon::ArrowRight => "<path d='M5 12h14'/><path d='m12 5 7 7-7 7'/>",
            Icon::Lock => {
                "<rect width='18' height='11' x='3' y='11' rx='2' ry='2'/><path d='M7 11V7a5 5 0 0 1 10 0v4'/>"
            }
            Icon::Unlock => {
                "<rect width='18' height='11' x='3' y='11' rx='2' ry='2'/><path d='M7 11V7a5 5 0 0 1 9.9-1'/>"
            }
            Icon::Inbox => {
                "<path d='M22 12h-6l-2 3h-4l-2-3H2'/><path d='M5.45 5.11 2 12v6a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2v-6l-3.45-6.89A2 2 0 0 0 16.76 4H7.24a2 2 0 0 0-1.79 1.11z'/>"
            }
            Icon::Offline => {
                "<path d='M12 20h.01'/><path d='M8.5 16.429a5 5 0 0 1 7 0'/><path d='M5 12.859a10 10 0 0 1 5.17-2.69'/><path d='M19 12.859a10 10 0 0 0-2.007-1.523'/><path d='M2 8.82a15 15 0 0 1 4.177-2.643'/><path d='M22 8.82a15 15 0 0 0-11.288-3.764'/><path d='m2 2 20 20'/>"
            }
            Icon::Merge => {
                "<circle cx='18' cy='18' r='3'/><circle cx='6' cy='6' r='3'/><path d='M6 21V9a9 9 0 0 0 9 9'/>"
            }
            Icon::Megaphone => {
                "<path d='M11 6a13 13 0 0 0 8.4-2.8A1 1 0 0 1 21 4v12a1 1 0 0 1-1.6.8A13 13 0 0 0 11 14H5a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2z'/><path d='M6 14a12 12 0 0 0 2.4 7.2 2 2 0 0 0 3.2-2.4A8 8 0 0 1 10 14'/><path d='M8 6v8'/>"
            }
            Icon::Copy => {
                "<rect width='14' height='14' x='8' y='8' rx='2' ry='2'/><path d='M4 16c-1.1 0-2-.9-2-2V4c0-1.1.9-2 2-2h10c1.1 0 2 .9 2 2'/>"
            }
            Icon::Cut => {
                "<circle cx='6' cy='6' r='3'/><path d='M8.12 8.12 12 12'/><path d='M20 4 8.12 15.88'/><circle cx='6' cy='18' r='3'/><path d='M14.8 14.8 20 20'/>"
            }
            Icon::FileOpen => {
                "<path d='m6 14 1.5-2.9A2 2 0 0 1 9.24 10H20a2 2 0 0 1 1.94 2.5l-1.54 6a2 2 0 0 1-1.95 1.5H4a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h3.9a2 2 0 0 1 1.69.9l.81 1.2a2 2 0 0 0 1.67.9H18a2 2 0 0 1 2 2v2'/>"
            }
            Icon::FileSave => {
                "<path d='M6 22a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2h8a2.4 2.4 0 0 1 1.704.706l3.588 3.588A2.4 2.4 0 0 1 20 8v12a2 2 0 0 1-2 2z'/><path d='M14 2v5a1 1 0 0 0 1 1h5'/><path d='M12 18v-6'/><path d='m9 15 3 3 3-3'/>"
            }
            Icon::Home => {
                "<path d='M15 21v-8a1 1 0 0 0-1-1h-4a1 1 0 0 0-1 1v8'/><path d='M3 10a2 2 0 0 1 .709-1.528l7-6a2 2 0 0 1 2.582 0l7 6A2 2 0 0 1 21 10v9a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2z'/>"
            }
            Icon::Key => {
                "<path d='M2.586 17.414A2 2 0 0 0 2 18.828V21a1 1 0 0 0 1 1h3a1 1 0 0 0 1-1v-1a1 1 0 0 1 1-1h1a1 1 0 0 0 1-1v-1a1 1 0 0 1 1-1h.172a2 2 0 0 0 1.414-.586l.814-.814a6.5 6.5 0 1 0-4-4z'/><circle cx='16.5' cy='7.5' r='.5' fill='currentColor'/>"
            }
            Icon::Device => {
                "<path d='M18 8V6a2 2 0 0 0-2-2H4a2 2 0 0 0-2 2v7a2 2 0 0 0 2 2h8'/><path d='M10 19v-3.96 3.15'/><path d='M7 19h5'/><rect width='6' height='10' x='16' y='12' rx='2'/>"
            }
            Icon::Leave => {
                "<path d='m16 17 5-5-5-5'/><path d='M21 12H9'/><path d='M9 21H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h4'/>"
            }
            Icon::Network => {
                "<rect x='16' y='16' width='6' height='6' rx='1'/><rect x='2' y='16' width='6' height='6' rx='1'/><rect x='9' y='2' width='6' height='6' rx='1'/><path d='M5 16v-3a1 1 0 0 1 1-1h12a1 1 0 0 1 1 1v3'/><path d='M12 12V8'/>"
            }
            Icon::List => {
                "<path d='M8 5h13'/><path d='M13 12h8'/><path d='M13 19h8'/><path d='M3 10a2 2 0 0 0 2 2h3'/><path d='M3 5v12a2 2 0 0 0 2 2h3'/>"
            }
            Icon::Grid => {
                "<path d='M12 3v18'/><path d='M3 12h18'/><rect x='3' y='3' width='18' height='18' rx='2'/>"
            }
            Icon::Graph => {
                "<path d='m10.586 5.414-5.172 5.172'/><path d='m18.586 13.414-5.172 5.172'/><path d='M6 12h12'/><circle cx='12' cy='20' r='2'/><circle cx='12' cy='4' r='2'/><circle cx='20' cy='12' r='2'/><circle cx='4' cy='12' r='2'/>"
            }
            Icon::Flag => {
                "<path d='M4 22V4a1 1 0 0 1 .4-.8A6 6 0 0 1 8 2c3 0 5 2 7.333 2q2 0 3.067-.8A1 1 0 0 1 20 4v10a1 1 0 0 1-.4.8A6 6 0 0 1 16 16c-3 0-5-2-8-2a6 6 0 0 0-4 1.528'/>"
            }
            Icon::Keyboard => {
                "<path d='M10 8h.01'/><path d='M12 12h.01'/><path d='M14 8h.01'/><path d='M16 12h.01'/><path d='M18 8h.01'/><path d='M6 8h.01'/><path d='M7 16h10'/><path d='M8 12h.01'/><rect width='20' height='16' x='2' y='4' rx='2'/>"
            }
            Icon::Clock => "<circle cx='12' cy='12' r='10'/><path d='M12 6v6l4 2'/>",
            Icon::Bolt => {
                "<path d='M15.914 4a1.5 1.5 0 00-2.474-1.561l-9 9A1.5 1.5 0 005.5 14h4.002a.5.5 0 01.471.666L8.086 20a1.5 1.5 0 002.475 1.56l9-9A1.5 1.5 0 0018.5 10h-3.997a.5.5 0 01-.472-.667z'/>"
            }
            Icon::Eye => {
                "<path d='M2.062 12.348a1 1 0 0 1 0-.696 10.75 10.75 0 0 1 19.876 0 1 1 0 0 1 0 .696 10.75 10.75 0 0 1-19.876 0'/><circle cx='12' cy='12' r='3'/>"
            }
            Icon::Settings => {
                "<path d='M14 17H5'/><path d='M19 7h-9'/><circle cx='17' cy='17' r='3'/><circle cx='7' cy='7' r='3'/>"
            }
            Icon::Seat => {
                "<path d='M19 9V6a2 2 0 0 0-2-2H7a2 2 0 0 0-2 2v3'/><path d='M3 16a2 2 0 0 0 2 2h14a2 2 0 0 0 2-2v-5a2 2 0 0 0-4 0v1.5a.5.5 0 0 1-.5.5h-9a.5.5 0 0 1-.5-.5V11a2 2 0 0 0-4 0z'/><path d='M5 18v2'/><path d='M19 18v2'/>"
            }
            Icon::Send => {
                "<path d='M14.536 21.686a.5.5 0 0 0 .937-.024l6.5-19a.496.496 0 0 0-.635-.635l-19 6.5a.5.5 0 0 0-.024.937l7.93 3.18a2 2 0 0 1 1.112 1.11z'/><path d='m21.854 2.147-10.94 10.939'/>"
            }
            Icon::Json => {
                "<path d='M8 3H7a2 2 0 0 0-2 2v5a2 2 0 0 1-2 2 2 2 0 0 1 2 2v5c0 1.1.9 2 2 2h1'/><path d='M16 21h1a2 2 0 0 0 2-2v-5c0-1.1.9-2 2-2a2 2 0 0 1-2-2V5a2 2 0 0 0-2-2h-1'/>"
            }
            Icon::Cloud => {
                "<path d='M10.94 5.274A7 7 0 0 1 15.71 10h1.79a4.5 4.5 0 0 1 4.222 6.057'/><path d='M18.796 18.81A4.5 4.5 0 0 1 17.5 19H9A7 7 0 0 1 5.79 5.78'/><path d='m2 2 20 20'/>"
            }
            Icon::Ticket => {
                "<path d='M2 9a3 3 0 0 1 0 6v2a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2v-2a3 3 0 0 1 0-6V7a2 2 0 0 0-2-2H4a2 2 0 0 0-2 2Z'/><path d='M13 5v2'/><path d='M13 17v2'/><path d='M13 11v2'/>"
            }
            Icon::Trend => "<path d='M16 7h6v6'/><path d='m22 7-8.5 8.5-5-5L2 17'/>",
            Icon::All => {
                "<rect width='7' height='7' x='3' y='3' rx='1'/><rect width='7' height='7' x='14' y='3' rx='1'/><rect width='7' height='7' x='14' y='14' rx='1'/><rect width='7' height='7' x='3' y='14' rx='1'/>"
            }
            Icon::Filter => "<path d='M2 5h20'/><path d='M6 12h12'/><path d='M9 19h6'/>",
            Icon::History => {
                "<path d='M3 12a9 9 0 1 0 9-9 9.75 9.75 0 0 0-6.74 2.74L3 8'/><path d='M3 3v5h5'/><path d='M12 7v5l4 2'/>"
            }
            Icon::Play => {
                "<path d='M5 5a2 2 0 0 1 3.008-1.728l11.997 6.998a2 2 0 0 1 .003 3.458l-12 7A2 2 0 0 1 5 19z'/>"
            }
            Icon::Hand => {
                "<path d='M18 11V6a2 2 0 0 0-2-2a2 2 0 0 0-2 2'/><path d='M14 10V4a2 2 0 0 0-2-2a2 2 0 0 0-2 2v2'/><path d='M10 10.5V6a2 2 0 0 0-2-2a2 2 0 0 0-2 2v8'/><path d='M18 8a2 2 0 1 1 4 0v6a8 8 0 0 1-8 8h-2c-2.8 0-4.5-.86-5.99-2.34l-3.6-3.6a2 2 0 0 1 2.83-2.82L7 15'/>"
            }
            Icon::Mic => {
                "<path d='M12 19v3'/><path d='M19 10v2a7 7 0 0 1-14 0v-2'/><rect x='9' y='2' width='6' height='13' rx='3'/>"
            }
            Icon::Pause => {
                "<rect x='14' y='3' width='5' height='18' rx='1'/><rect x='5' y='3' width='5' height='18' rx='1'/>"
            }
            Icon::ChevronLeft => "<path d='m15 18-6-6 6-6'/>",
            Icon::Swap => {
                "<path d='M8 3 4 7l4 4'/><path d='M4 7h16'/><path d='m16 21 4-4-4-4'/><path d='M20 17H4'/>"
            }
            Icon::Screen => {
                "<path d='M2 3h20'/><path d='M21 3v11a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V3'/><path d='m7 21 5-5 5 5'/>"
            }
            Icon::Parking => "<circle cx='12' cy='12' r='10'/><path d='M9 17V7h4a3 3 0 0 1 0 6H9'/>",
            Icon::Agenda => {
                "<path d='M11 5h10'/><path d='M11 12h10'/><path d='M11 19h10'/><path d='M4 4h1v5'/><path d='M4 9h2'/><path d='M6.5 20H3.4c0-1 2.6-1.925 2.6-3.5a1.5 1.5 0 0 0-2.6-1.02'/>"
            }
            Icon::Tasks => {
                "<path d='M13 5h8'/><path d='M13 12h8'/><path d='M13 19h8'/><path d='m3 17 2 2 4-4'/><path d='m3 7 2 2 4-4'/>"
            }
            Icon::Printer => {
                "<path d='M6 18H4a2 2 0 0 1-2-2v-5a2 2 0 0 1 2-2h16a2 2 0 0 1 2 2v5a2 2 0 0 1-2 2h-2'/><path d='M6 9V3a1 1 0 0 1 1-1h10a1 1 0 0 1 1 1v6'/><rect x='6' y='14' width='12' height='8' rx='1'/>"
            }
            Icon::Calendar => {
                "<path d='M8 2v3'/><path d='M16 2v3'/><rect x='3' y='3' width='18' height='18' rx='2'/><path d='M3 9h18'/>"
            }
            Icon::Changes => {
                "<path d='M6 22a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2h8a2.4 2.4 0 0 1 1.704.706l3.588 3.588A2.4 2.4 0 0 1 20 8v12a2 2 0 0 1-2 2z'/><path d='M9 10h6'/><path d='M12 13V7'/><path d='M9 17h6'/>"
            }
            Icon::Outside => {
                "<path d='M10.1 2.182a10 10 0 0 1 3.8 0'/><path d='M13.9 21.818a10 10 0 0 1-3.8 0'/><path d='M17.609 3.721a10 10 0 0 1 2.69 2.7'/><path d='M2.182 13.9a10 10 0 0 1 0-3.8'/><path d='M20.279 17.609a10 10 0 0 1-2.7 2.69'/><path d='M21.818 10.1a10 10 0 0 1 0 3.8'/><path d='M3.721 6.391a10 10 0 0 1 2.7-2.69'/><path d='M6.391 20.279a10 10 0 0 1-2.69-2.7'/>"
            }
        }
    }
}

/// An icon of `size` pixels, hidden from screen readers: the words beside it say it.
pub fn icon(which: Icon, size: u32) -> AnyView {
    view! {
        <svg
            class="icon"
            width=size
            height=size
            viewBox="0 0 24 24"
            fill="none"
            stroke="currentColor"
            stroke-width="1.9"
            stroke-linecap="round"
            stroke-linejoin="round"
            aria-hidden="true"
            inner_html=which.drawing()
        ></svg>
    }
    .into_any()
}
