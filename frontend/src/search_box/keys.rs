//! What a key does, as the combobox pattern of the ARIA Authoring Practices Guide has it (list
//! autocomplete with manual selection): <https://www.w3.org/WAI/ARIA/apg/patterns/combobox/>.

/// A key that means something to the box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Down,
    Up,
    /// With Alt held, the two open and close without moving.
    AltDown,
    AltUp,
    /// What moves in the text: left, right, home and end.
    Sideways,
    Enter,
    Escape,
    Tab,
}

impl Key {
    /// Which one it is, by its name. With Control or the command key held it is somebody else's.
    pub(super) fn of(name: &str, alt: bool, control: bool) -> Option<Self> {
        if control {
            return None;
        }
        let key = match (name, alt) {
            ("ArrowDown", false) => Self::Down,
            ("ArrowDown", true) => Self::AltDown,
            ("ArrowUp", false) => Self::Up,
            ("ArrowUp", true) => Self::AltUp,
            ("ArrowLeft" | "ArrowRight" | "Home" | "End", _) => Self::Sideways,
            ("Enter", _) => Self::Enter,
            ("Escape", _) => Self::Escape,
            ("Tab", _) => Self::Tab,
            _ => return None,
        };
        Some(key)
    }
}

/// How box and list stand when a key is pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Stand {
    /// Whether the list is shown.
    pub open: bool,
    /// How many options are in it.
    pub options: usize,
    /// The option that Enter chooses; nothing while the box itself is meant.
    pub active: Option<usize>,
    /// Whether nothing has been typed.
    pub empty: bool,
    /// Whether enough has been typed to suggest something.
    pub enough: bool,
}

/// An end of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    First,
    Last,
}

impl End {
    /// The option there, of so many.
    pub(super) fn of(self, options: usize) -> Option<usize> {
        match self {
            Self::First => (options > 0).then_some(0),
            Self::Last => options.checked_sub(1),
        }
    }
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Does {
    /// Nothing of ours: the browser does what it always does.
    Leave,
    /// Nothing at all.
    Stay,
    /// Make this option active, or the box.
    Move(Option<usize>),
    /// Make the box active; the browser moves in its text.
    Text,
    /// Ask, and show the list with the option at this end active, or with none.
    Open(Option<End>),
    /// Close the list.
    Close,
    /// Close the list; the browser goes on to what is next, or sends the form.
    GoOn,
    /// Choose this option.
    Choose(usize),
    /// Throw away what was typed.
    Clear,
}

impl Does {
    /// Whether the browser is to keep out of it.
    pub(super) fn takes_over(self) -> bool {
        !matches!(self, Self::Leave | Self::Text | Self::GoOn)
    }
}

/// What this key does now.
pub(super) fn act(key: Key, stand: Stand) -> Does {
    match key {
        Key::Down if stand.open => Does::Move(below(stand)),
        Key::Up if stand.open => Does::Move(above(stand)),
        Key::Down if stand.enough => Does::Open(Some(End::First)),
        Key::Up if stand.enough => Does::Open(Some(End::Last)),
        Key::AltDown if stand.open => Does::Stay,
        Key::AltDown if stand.enough => Does::Open(None),
        Key::AltUp | Key::Escape if stand.open => Does::Close,
        Key::Sideways if stand.active.is_some() => Does::Text,
        Key::Enter => stand.active.map_or(Does::GoOn, Does::Choose),
        Key::Tab => Does::GoOn,
        Key::Escape if !stand.empty => Does::Clear,
        _ => Does::Leave,
    }
}

/// The next option; after the last comes the box, and after that the first.
fn below(stand: Stand) -> Option<usize> {
    let next = stand.active.map_or(0, |active| active + 1);
    (next < stand.options).then_some(next)
}

fn above(stand: Stand) -> Option<usize> {
    match stand.active {
        Some(active) => active.checked_sub(1),
        None => End::Last.of(stand.options),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLOSED: Stand = Stand {
        open: false,
        options: 0,
        active: None,
        empty: false,
        enough: true,
    };
    const OPEN: Stand = Stand {
        open: true,
        options: 3,
        ..CLOSED
    };

    fn at(active: usize) -> Stand {
        Stand {
            active: Some(active),
            ..OPEN
        }
    }

    #[test]
    fn keys_have_names() {
        assert_eq!(Key::of("ArrowDown", false, false), Some(Key::Down));
        assert_eq!(Key::of("ArrowDown", true, false), Some(Key::AltDown));
        assert_eq!(Key::of("Home", false, false), Some(Key::Sideways));
        assert_eq!(Key::of("ArrowDown", false, true), None);
        assert_eq!(Key::of("a", false, false), None);
        assert_eq!(Key::of("Process", false, false), None);
    }

    #[test]
    fn down_and_up_go_round_through_the_box() {
        for (key, path) in [
            (Key::Down, [Some(0), Some(1), Some(2), None, Some(0)]),
            (Key::Up, [Some(2), Some(1), Some(0), None, Some(2)]),
        ] {
            let mut stand = OPEN;
            for expected in path {
                assert_eq!(act(key, stand), Does::Move(expected), "{stand:?}");
                stand.active = expected;
            }
        }
    }

    #[test]
    fn a_closed_list_is_opened_at_an_end_of_it() {
        assert_eq!(act(Key::Down, CLOSED), Does::Open(Some(End::First)));
        assert_eq!(act(Key::Up, CLOSED), Does::Open(Some(End::Last)));
        assert_eq!(act(Key::AltDown, CLOSED), Does::Open(None));
        assert_eq!(act(Key::AltDown, OPEN), Does::Stay);
        let short = Stand {
            enough: false,
            ..CLOSED
        };
        for key in [Key::Down, Key::Up, Key::AltDown, Key::AltUp] {
            assert_eq!(act(key, short), Does::Leave, "{key:?}");
        }
        assert_eq!((End::First.of(3), End::Last.of(3)), (Some(0), Some(2)));
        assert_eq!((End::First.of(0), End::Last.of(0)), (None, None));
    }

    #[test]
    fn enter_chooses_or_sends() {
        assert_eq!(act(Key::Enter, at(1)), Does::Choose(1));
        assert_eq!(act(Key::Enter, OPEN), Does::GoOn);
        assert_eq!(act(Key::Enter, CLOSED), Does::GoOn);
        assert!(!Does::GoOn.takes_over());
    }

    #[test]
    fn escape_closes_and_then_clears() {
        assert_eq!(act(Key::Escape, at(1)), Does::Close);
        assert_eq!(act(Key::Escape, CLOSED), Does::Clear);
        let empty = Stand {
            empty: true,
            enough: false,
            ..CLOSED
        };
        assert_eq!(act(Key::Escape, empty), Does::Leave);
        assert_eq!(act(Key::AltUp, at(1)), Does::Close);
        assert!(Does::Close.takes_over());
    }

    #[test]
    fn what_moves_in_the_text_leaves_the_list() {
        assert_eq!(act(Key::Sideways, at(1)), Does::Text);
        assert_eq!(act(Key::Sideways, OPEN), Does::Leave);
        assert!(!Does::Text.takes_over());
        assert_eq!(act(Key::Tab, at(1)), Does::GoOn);
    }
}
