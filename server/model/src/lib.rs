//! A sentence model: a small BERT such as all-MiniLM-L6-v2, run on the processor.
//!
//! It stands in a folder as its authors publish it (`config.json`, `model.safetensors`,
//! `tokenizer.json`); `cargo xtask model` fetches the one that this forum was tried with. The crate
//! knows nothing of the forum, and the forum can be built without it: what runs a model takes longer
//! to compile than all the rest of what it needs.

mod bert;
#[cfg(test)]
mod tests;
mod turn;

pub use turn::Turn;

use bert::{Bert, Config};
use candle_core::{Device, Tensor};
use rayon::{ThreadPool, ThreadPoolBuilder};
use sha2::{Digest, Sha256};
use std::{
    fmt::{self, Write as _},
    fs,
    path::{Path, PathBuf},
};
use tokenizers::{Tokenizer, TruncationParams};

/// Of a longer text only the beginning is read: so many pieces of words. The model was trained with
/// texts of this length.
pub const MOST_PIECES: usize = 256;
/// So many pieces of words are read at a time, which bounds the memory that reading takes.
const AT_A_TIME: usize = 4_096;

/// How the vectors of the model that `cargo xtask model` fetches are turned.
static TURN: &[u8] = include_bytes!("../data/turn.bin");

/// A model that has been loaded.
pub struct Model {
    name: String,
    weights: String,
    turn: Option<Turn>,
    bert: Bert,
    tokenizer: Tokenizer,
    threads: ThreadPool,
}

/// Why a folder holds no model that can be used.
#[derive(Debug, thiserror::Error)]
pub enum Unfit {
    /// A file cannot be read.
    #[error("{0} cannot be read: {1}")]
    Unread(PathBuf, std::io::Error),
    /// A file is not what it should be.
    #[error("{0} is not of a sentence model of the kind BERT: {1}")]
    Other(PathBuf, String),
}

/// Reading a text failed.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// In the model.
    #[error("the model failed: {0}")]
    Model(#[from] candle_core::Error),
    /// In taking the text apart.
    #[error("a text could not be taken apart: {0}")]
    Text(tokenizers::Error),
}

impl Model {
    /// Loads the model from a folder, to be run by so many threads.
    ///
    /// # Errors
    /// When the folder holds none, or one of another kind.
    pub fn open(folder: &Path, threads: usize) -> Result<Self, Unfit> {
        let config: Config = {
            let (path, bytes) = read(folder, "config.json")?;
            serde_json::from_slice(&bytes).map_err(|error| Unfit::Other(path, error.to_string()))?
        };
        config
            .check()
            .map_err(|why| Unfit::Other(folder.join("config.json"), why))?;
        let (path, bytes) = read(folder, "tokenizer.json")?;
        let tokenizer =
            taking_apart(&bytes, &config).map_err(|why| Unfit::Other(path.clone(), why))?;
        if tokenizer.get_vocab_size(true) > config.vocab_size {
            let why = "it knows more pieces of words than the model".to_owned();
            return Err(Unfit::Other(path, why));
        }
        let (path, bytes) = read(folder, "model.safetensors")?;
        let weights = short(&Sha256::digest(&bytes));
        let turn = Turn::read(TURN).filter(|turn| turn.of == weights);
        let name = match &turn {
            Some(_) => format!("{weights}-{}", short(&Sha256::digest(TURN))),
            None => weights.clone(),
        };
        let bert = Bert::load(&bytes, &config)
            .map_err(|error| Unfit::Other(path.clone(), error.to_string()))?;
        let threads = ThreadPoolBuilder::new()
            .num_threads(threads)
            .thread_name(|_| "model".to_owned())
            .build()
            .map_err(|error| Unfit::Other(path, error.to_string()))?;
        Ok(Self {
            name,
            weights,
            turn,
            bert,
            tokenizer,
            threads,
        })
    }

    /// What tells this model's vectors from another's: the beginnings of the SHA-256 of its weights and
    /// of how its vectors are turned.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The beginning of its weights' SHA-256.
    pub fn weights(&self) -> &str {
        &self.weights
    }

    /// The vector of each text. The directions in which people tell one business differently are turned
    /// down, where it is known which these are.
    ///
    /// # Errors
    /// When the model fails.
    pub fn vectors(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, Failed> {
        let vectors = self.unturned(texts)?;
        Ok(match &self.turn {
            Some(turn) => vectors
                .into_iter()
                .map(|vector| turn.apply(vector))
                .collect(),
            None => vectors,
        })
    }

    /// The vector of each text as the model makes it, of length one: the mean of its pieces' last states.
    ///
    /// # Errors
    /// When the model fails.
    pub fn unturned(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, Failed> {
        let pieces = self.pieces(texts)?;
        let mut vectors = self.means(&pieces)?;
        for vector in &mut vectors {
            let length = vector.iter().map(|number| number * number).sum::<f32>();
            let length = length.sqrt().max(f32::EPSILON);
            for number in vector {
                *number /= length;
            }
        }
        Ok(vectors)
    }

    /// The numbers of the pieces that each text comes apart into, `[CLS]` and `[SEP]` around them.
    ///
    /// # Errors
    /// When a text cannot be taken apart.
    pub fn pieces(&self, texts: &[&str]) -> Result<Vec<Vec<u32>>, Failed> {
        let apart = |text: &&str| {
            let encoded = self.tokenizer.encode_fast(*text, true);
            Ok(encoded.map_err(Failed::Text)?.get_ids().to_vec())
        };
        texts.iter().map(apart).collect()
    }

    /// The names of all pieces, by their numbers.
    pub fn vocabulary(&self) -> Vec<String> {
        let count = u32::try_from(self.tokenizer.get_vocab_size(true)).unwrap_or(0);
        let name = |number| self.tokenizer.id_to_token(number).unwrap_or_default();
        (0..count).map(name).collect()
    }

    /// Of each row of pieces the mean of the last states, and the mean without the first and the last
    /// piece.
    ///
    /// # Errors
    /// When the model fails.
    pub fn two_means(&self, rows: &[Vec<u32>]) -> Result<Vec<TwoMeans>, Failed> {
        self.read(rows, |states, lengths| {
            let all = mean(states, lengths, 0)?;
            Ok(all.into_iter().zip(mean(states, lengths, 1)?).collect())
        })
    }

    fn means(&self, rows: &[Vec<u32>]) -> Result<Vec<Vec<f32>>, Failed> {
        self.read(rows, |states, lengths| mean(states, lengths, 0))
    }

    /// What is made of the last states of each row of pieces. Rows of like length are read together.
    fn read<T: Clone + Default + Send>(
        &self,
        rows: &[Vec<u32>],
        reckon: impl Fn(&Tensor, &[usize]) -> candle_core::Result<Vec<T>> + Sync,
    ) -> Result<Vec<T>, Failed> {
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by_key(|row| rows[*row].len());
        let mut made = vec![T::default(); rows.len()];
        let mut rest = order.as_slice();
        while !rest.is_empty() {
            // The rows are sorted, so the last of a batch is the longest.
            let fits = |count: &usize| count * rows[rest[count - 1]].len() <= AT_A_TIME;
            let count = (1..=rest.len()).take_while(fits).last().unwrap_or(1);
            let (batch, after) = rest.split_at(count);
            let batch_rows: Vec<&[u32]> = batch.iter().map(|row| rows[*row].as_slice()).collect();
            let read = self.threads.install(|| {
                let (states, lengths) = self.states(&batch_rows)?;
                reckon(&states, &lengths)
            })?;
            for (row, one) in batch.iter().zip(read) {
                made[*row] = one;
            }
            rest = after;
        }
        Ok(made)
    }

    fn states(&self, rows: &[&[u32]]) -> candle_core::Result<(Tensor, Vec<usize>)> {
        let lengths: Vec<usize> = rows.iter().map(|row| row.len()).collect();
        let longest = lengths.iter().max().copied().unwrap_or(0);
        let padded = rows.iter().flat_map(|row| {
            let row = row.iter().copied();
            row.chain(std::iter::repeat(0)).take(longest)
        });
        let pieces: Vec<u32> = padded.collect();
        let pieces = Tensor::from_vec(pieces, (rows.len(), longest), &Device::Cpu)?;
        let counts = counted(&lengths, longest, 0)?;
        Ok((self.bert.states(&pieces, &counts)?, lengths))
    }
}

/// The means of a row's last states: of all, and without the first and the last.
pub type TwoMeans = (Vec<f32>, Vec<f32>);

/// The mean of each row's states, but for so many at both ends.
fn mean(states: &Tensor, lengths: &[usize], ends: usize) -> candle_core::Result<Vec<Vec<f32>>> {
    let counts = counted(lengths, states.dim(1)?, ends)?;
    let sum = states.broadcast_mul(&counts.unsqueeze(2)?)?.sum(1)?;
    sum.broadcast_div(&counts.sum_keepdim(1)?)?.to_vec2()
}

/// One for each place of a row, but for so many at both ends, and zero for what is behind it.
fn counted(lengths: &[usize], longest: usize, ends: usize) -> candle_core::Result<Tensor> {
    let row = |length: &usize| {
        let counts = ends..length.saturating_sub(ends);
        (0..longest).map(move |place| f32::from(u8::from(counts.contains(&place))))
    };
    let counts: Vec<f32> = lengths.iter().flat_map(row).collect();
    Tensor::from_vec(counts, (lengths.len(), longest), &Device::Cpu)
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Model").field(&self.name).finish()
    }
}

fn read(folder: &Path, name: &str) -> Result<(PathBuf, Vec<u8>), Unfit> {
    let path = folder.join(name);
    match fs::read(&path) {
        Ok(bytes) => Ok((path, bytes)),
        Err(error) => Err(Unfit::Unread(path, error)),
    }
}

/// What takes texts apart, as its authors publish it, cut where the model's reading ends.
fn taking_apart(bytes: &[u8], config: &Config) -> Result<Tokenizer, String> {
    let mut tokenizer = Tokenizer::from_bytes(bytes).map_err(|error| error.to_string())?;
    let cut = TruncationParams {
        max_length: MOST_PIECES.min(config.max_position_embeddings),
        ..TruncationParams::default()
    };
    tokenizer.with_padding(None);
    tokenizer
        .with_truncation(Some(cut))
        .map_err(|error| error.to_string())?;
    Ok(tokenizer)
}

fn short(hash: &[u8]) -> String {
    let mut short = String::new();
    for byte in hash.iter().take(8) {
        write!(short, "{byte:02x}").expect("a string takes everything");
    }
    short
}
