//! A model that reads texts whole, where the table of meanings knows only their words.
//!
//! The forum does without one. Whoever serves it may give it one, which is then used for finding
//! similar plans beside the table: `docs/similar.md` says what it adds. What runs the model is no
//! part of this crate.

use super::meaning::Meaning;
use crate::{broken::Broken, hash::Hash};
use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::Semaphore;

/// Reads texts.
pub trait Model: fmt::Debug + Send + Sync + 'static {
    /// What tells its vectors from those of another model.
    fn name(&self) -> &str;

    /// A vector for each text, of about one length: texts about the same thing lie close together.
    ///
    /// # Errors
    /// When the model fails.
    fn vectors(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, Broken>;
}

/// How a plan's vector is made of its texts' ones. Whoever changes it raises it, and all plans are
/// read anew.
const RECIPE: u64 = 1;
/// Of a plan of more sections only the first are read: a text costs milliseconds.
const MOST_SECTIONS: usize = 16;
/// How many texts of drafts are remembered, 1.5 kB each: whoever writes changes one section at a time.
const MOST_REMEMBERED: usize = 2_000;

/// A model at work.
#[derive(Debug)]
pub(super) struct Reader {
    model: Arc<dyn Model>,
    of: u64,
    drafts: Mutex<HashMap<u64, Arc<[f32]>>>,
    /// One draft is read at a time, so that the pages have the rest of the machine.
    turn: Semaphore,
}

impl Reader {
    pub(super) fn new(model: Arc<dyn Model>) -> Self {
        let name = model.name().as_bytes();
        Self {
            of: first_eight(&Hash::of(&[name, &RECIPE.to_le_bytes()])),
            model,
            drafts: Mutex::default(),
            turn: Semaphore::new(1),
        }
    }

    /// What the vectors that it makes are marked with.
    pub(super) fn mark(&self) -> u64 {
        self.of
    }

    /// What a plan with these texts is about: its title, its pitch and the mean of its sections count
    /// the same.
    pub(super) fn read(
        &self,
        title: &str,
        pitch: &str,
        sections: &[String],
    ) -> Result<Option<Meaning>, Broken> {
        let texts = texts(title, pitch, sections);
        let vectors = self.model.vectors(&texts)?;
        let vectors: Vec<&[f32]> = vectors.iter().map(Vec::as_slice).collect();
        Ok(together(&vectors))
    }

    /// The same for a draft: what stood in one lately is not read again. Nothing while another draft
    /// is being read, for whoever writes does not wait.
    pub(super) fn read_draft(
        &self,
        title: &str,
        pitch: &str,
        sections: &[String],
    ) -> Result<Option<Meaning>, Broken> {
        let Ok(_turn) = self.turn.try_acquire() else {
            return Ok(None);
        };
        let texts = texts(title, pitch, sections);
        let keys = texts
            .iter()
            .map(|text| first_eight(&Hash::of(&[text.as_bytes()])));
        let keys: Vec<u64> = keys.collect();
        let known: Vec<Option<Arc<[f32]>>> = {
            let drafts = self.drafts.lock().unwrap_or_else(PoisonError::into_inner);
            keys.iter().map(|key| drafts.get(key).cloned()).collect()
        };
        let unknown = texts.iter().zip(&known);
        let unknown = unknown.filter_map(|(text, known)| known.is_none().then_some(*text));
        let mut read = self
            .model
            .vectors(&unknown.collect::<Vec<_>>())?
            .into_iter();
        let all = known.into_iter().map_while(|known| match known {
            Some(known) => Some(known),
            None => read.next().map(Arc::from),
        });
        let all: Vec<Arc<[f32]>> = all.collect();
        self.remember(keys.into_iter().zip(all.iter().cloned()));
        let all: Vec<&[f32]> = all.iter().map(AsRef::as_ref).collect();
        Ok(together(&all))
    }

    fn remember(&self, read: impl Iterator<Item = (u64, Arc<[f32]>)>) {
        let mut drafts = self.drafts.lock().unwrap_or_else(PoisonError::into_inner);
        if drafts.len() >= MOST_REMEMBERED {
            drafts.clear();
        }
        drafts.extend(read);
    }
}

fn texts<'t>(title: &'t str, pitch: &'t str, sections: &'t [String]) -> Vec<&'t str> {
    let sections = sections.iter().map(|section| section.trim());
    let sections = sections.filter(|section| !section.is_empty());
    [title, pitch]
        .into_iter()
        .chain(sections.take(MOST_SECTIONS))
        .collect()
}

/// The sum of the title's vector, the pitch's, and the mean of the sections', which is made as long as
/// the others are.
fn together(vectors: &[&[f32]]) -> Option<Meaning> {
    let (title, rest) = vectors.split_first()?;
    let (pitch, sections) = rest.split_first()?;
    let mut mean = vec![0.0; title.len()];
    for section in sections {
        for (sum, number) in mean.iter_mut().zip(*section) {
            *sum += number;
        }
    }
    let scale = f32::midpoint(length(title), length(pitch)) / length(&mean).max(f32::EPSILON);
    let sum = title.iter().zip(*pitch).zip(mean);
    let sum: Vec<f32> = sum
        .map(|((title, pitch), mean)| title + pitch + mean * scale)
        .collect();
    Meaning::of_numbers(&sum)
}

fn length(vector: &[f32]) -> f32 {
    vector
        .iter()
        .map(|number| number * number)
        .sum::<f32>()
        .sqrt()
}

/// A plan's vector as the index keeps it: by which model and of which text it is, then the vector
/// itself, which is missing where the model had nothing to say.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Kept {
    pub(super) mark: u64,
    pub(super) text: u64,
    pub(super) meaning: Option<Meaning>,
}

impl Kept {
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.mark.to_le_bytes().to_vec();
        bytes.extend(self.text.to_le_bytes());
        bytes.extend(
            self.meaning
                .as_ref()
                .map(Meaning::to_bytes)
                .unwrap_or_default(),
        );
        bytes
    }

    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (mark, rest) = bytes.split_first_chunk::<8>()?;
        let (text, rest) = rest.split_first_chunk::<8>()?;
        Some(Self {
            mark: u64::from_le_bytes(*mark),
            text: u64::from_le_bytes(*text),
            meaning: Meaning::from_bytes(rest),
        })
    }
}

/// What tells a plan's text from an older one.
pub(super) fn text_of(title: &str, pitch: &str, body: &str) -> u64 {
    let parts = [title, "\0", pitch, "\0", body].map(str::as_bytes);
    first_eight(&Hash::of(&parts))
}

fn first_eight(hash: &Hash) -> u64 {
    hash.as_bytes()
        .first_chunk()
        .copied()
        .map_or(0, u64::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// Knows how many letters of each kind a text has.
    #[derive(Debug, Default)]
    struct Letters(AtomicUsize);

    impl Model for Letters {
        fn name(&self) -> &'static str {
            "letters"
        }

        fn vectors(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, Broken> {
            self.0.fetch_add(texts.len(), Ordering::Relaxed);
            let vector = |text: &&str| {
                let mut vector = vec![0.0_f32; 26];
                for letter in text.bytes().filter(u8::is_ascii_lowercase) {
                    vector[usize::from(letter - b'a')] += 1.0;
                }
                let length = vector
                    .iter()
                    .map(|number| number * number)
                    .sum::<f32>()
                    .sqrt();
                for number in &mut vector {
                    *number /= length.max(1e-9);
                }
                vector
            };
            Ok(texts.iter().map(vector).collect())
        }
    }

    fn read(title: &str, pitch: &str, sections: &[&str]) -> Option<Meaning> {
        let sections: Vec<String> = sections.iter().map(|text| (*text).to_owned()).collect();
        let reader = Reader::new(Arc::new(Letters::default()));
        reader.read(title, pitch, &sections).expect("it reads")
    }

    #[test]
    fn title_pitch_and_all_sections_count_the_same() {
        let likeness = |a: &Option<Meaning>, b: &Option<Meaning>| {
            let (a, b) = (a.as_ref().expect("a vector"), b.as_ref());
            a.likeness(b.expect("a vector"))
        };
        let plan = read("aa", "b", &["c", "d", " "]);
        let even = read("a", "bb", &["cd"]);
        assert!(likeness(&plan, &even) > 0.999);
        let title = read("a", "a", &["a"]);
        let third = likeness(&plan, &title);
        assert!((third - 1.0 / 3.0_f32.sqrt()).abs() < 0.01, "{third}");
        assert!(likeness(&read("a", "b", &[]), &read("b", "a", &[])) > 0.999);
        assert_eq!(read("", "", &[]), None, "nothing to say");
    }

    #[test]
    fn of_a_draft_only_what_is_new_is_read() {
        let letters = Arc::new(Letters::default());
        let reader = Reader::new(Arc::<Letters>::clone(&letters));
        let sections = ["first".to_owned(), "second".to_owned()];
        let first = reader
            .read_draft("a title", "a pitch", &sections)
            .expect("it reads");
        assert_eq!(
            first,
            reader
                .read("a title", "a pitch", &sections)
                .expect("it reads")
        );
        let before = letters.0.load(Ordering::Relaxed);
        let sections = ["first".to_owned(), "another".to_owned()];
        let second = reader
            .read_draft("a title", "a pitch", &sections)
            .expect("it reads");
        assert_eq!(letters.0.load(Ordering::Relaxed) - before, 1);
        assert_eq!(
            second,
            reader
                .read("a title", "a pitch", &sections)
                .expect("it reads")
        );
        let _turn = reader.turn.try_acquire().expect("nobody reads");
        let third = reader
            .read_draft("a title", "a pitch", &sections)
            .expect("no failure");
        assert_eq!(third, None, "it does not wait for another");
    }

    #[test]
    fn what_is_kept_says_by_which_model_and_of_which_text() {
        let kept = Kept {
            mark: Reader::new(Arc::new(Letters::default())).mark(),
            text: text_of("a", "b", "c"),
            meaning: read("a", "b", &["c"]),
        };
        assert_eq!(Kept::from_bytes(&kept.to_bytes()), Some(kept.clone()));
        let nothing = Kept {
            meaning: None,
            ..kept
        };
        assert_eq!(Kept::from_bytes(&nothing.to_bytes()), Some(nothing));
        assert_eq!(Kept::from_bytes(&[1; 9]), None);
        assert_ne!(text_of("a", "b", "c"), text_of("ab", "", "c"));
    }
}
