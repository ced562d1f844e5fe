//! BERT: Devlin and others, 2018, arXiv:1810.04805, with the tensors' names as its authors publish
//! them. A library has it among a hundred other models, which all would have to be compiled.

use candle_core::{DType, Device, Result, Tensor};
use candle_nn::{
    Embedding, LayerNorm, Linear, Module, VarBuilder, embedding, layer_norm, linear,
    ops::softmax_last_dim,
};
use serde::Deserialize;

/// What `config.json` says, as far as it matters.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Config {
    model_type: String,
    hidden_act: String,
    hidden_size: usize,
    intermediate_size: usize,
    num_attention_heads: usize,
    num_hidden_layers: usize,
    pub(crate) max_position_embeddings: usize,
    type_vocab_size: usize,
    pub(crate) vocab_size: usize,
    layer_norm_eps: f64,
}

impl Config {
    /// Whether this program can run such a model.
    pub(crate) fn check(&self) -> std::result::Result<(), String> {
        if self.model_type != "bert" {
            return Err(format!("it is a {}", self.model_type));
        }
        if self.hidden_act != "gelu" {
            return Err(format!("its activation is {}", self.hidden_act));
        }
        if self.num_attention_heads == 0
            || !self.hidden_size.is_multiple_of(self.num_attention_heads)
        {
            return Err(format!(
                "{} numbers cannot be shared by {} heads",
                self.hidden_size, self.num_attention_heads
            ));
        }
        Ok(())
    }
}

/// The model's weights.
pub(crate) struct Bert {
    words: Embedding,
    positions: Embedding,
    /// What is added everywhere: all is one sentence.
    kind: Tensor,
    norm: LayerNorm,
    layers: Vec<Layer>,
}

impl Bert {
    /// Reads the weights of a `safetensors` file.
    pub(crate) fn load(file: &[u8], config: &Config) -> Result<Self> {
        let weights = VarBuilder::from_slice_safetensors(file, DType::F32, &Device::Cpu)?;
        // Some are published with the name of what they are part of.
        let weights = if weights.contains_tensor("bert.embeddings.word_embeddings.weight") {
            weights.pp("bert")
        } else {
            weights
        };
        let size = config.hidden_size;
        let embeddings = weights.pp("embeddings");
        let table = |rows: usize, name: &str| embedding(rows, size, embeddings.pp(name));
        let kinds = table(config.type_vocab_size, "token_type_embeddings")?;
        let layers = weights.pp("encoder.layer");
        let layer = |number: usize| Layer::load(&layers.pp(number), config);
        Ok(Self {
            words: table(config.vocab_size, "word_embeddings")?,
            positions: table(config.max_position_embeddings, "position_embeddings")?,
            kind: kinds.embeddings().get(0)?,
            norm: layer_norm(size, config.layer_norm_eps, embeddings.pp("LayerNorm"))?,
            layers: (0..config.num_hidden_layers)
                .map(layer)
                .collect::<Result<_>>()?,
        })
    }

    /// The last state of each piece. Both tensors have a row for each text; of the second a number is
    /// one where there is a piece and zero where the row has ended.
    pub(crate) fn states(&self, pieces: &Tensor, counts: &Tensor) -> Result<Tensor> {
        let (_, length) = pieces.dims2()?;
        let positions = Tensor::arange(0, u32::try_from(length)?, pieces.device())?;
        let states = self
            .words
            .forward(pieces)?
            .broadcast_add(&self.positions.forward(&positions)?)?
            .broadcast_add(&self.kind)?;
        // What is not there is not looked at: its share after the softmax is nothing.
        let unseen = counts.affine(1e9, -1e9)?.unsqueeze(1)?.unsqueeze(1)?;
        let begun = self.norm.forward(&states)?;
        let mut layers = self.layers.iter();
        layers.try_fold(begun, |states, layer| layer.forward(&states, &unseen))
    }
}

struct Layer {
    heads: usize,
    query: Linear,
    key: Linear,
    value: Linear,
    seen: Linear,
    seen_norm: LayerNorm,
    wide: Linear,
    narrow: Linear,
    norm: LayerNorm,
}

impl Layer {
    fn load(weights: &VarBuilder, config: &Config) -> Result<Self> {
        let (size, wide) = (config.hidden_size, config.intermediate_size);
        let attention = weights.pp("attention");
        let of_itself = |name: &str| linear(size, size, attention.pp("self").pp(name));
        let norm = |weights: VarBuilder| layer_norm(size, config.layer_norm_eps, weights);
        Ok(Self {
            heads: config.num_attention_heads,
            query: of_itself("query")?,
            key: of_itself("key")?,
            value: of_itself("value")?,
            seen: linear(size, size, attention.pp("output.dense"))?,
            seen_norm: norm(attention.pp("output.LayerNorm"))?,
            wide: linear(size, wide, weights.pp("intermediate.dense"))?,
            narrow: linear(wide, size, weights.pp("output.dense"))?,
            norm: norm(weights.pp("output.LayerNorm"))?,
        })
    }

    fn forward(&self, states: &Tensor, unseen: &Tensor) -> Result<Tensor> {
        let seen = self.seen.forward(&self.look(states, unseen)?)?;
        let states = self.seen_norm.forward(&(states + seen)?)?;
        let thought = self.wide.forward(&states)?.gelu_erf()?;
        let thought = self.narrow.forward(&thought)?;
        self.norm.forward(&(states + thought)?)
    }

    /// What each piece sees of the others of its row.
    fn look(&self, states: &Tensor, unseen: &Tensor) -> Result<Tensor> {
        let (rows, length, size) = states.dims3()?;
        let each = size / self.heads;
        let by_head = |part: &Linear| {
            part.forward(states)?
                .reshape((rows, length, self.heads, each))?
                .transpose(1, 2)?
                .contiguous()
        };
        let (query, key, value) = (
            by_head(&self.query)?,
            by_head(&self.key)?,
            by_head(&self.value)?,
        );
        #[expect(clippy::cast_precision_loss, reason = "a few dozen")]
        let scale = 1.0 / (each as f64).sqrt();
        let near = query.matmul(&key.t()?)?.affine(scale, 0.0)?;
        let shares = softmax_last_dim(&near.broadcast_add(unseen)?)?;
        shares
            .matmul(&value)?
            .transpose(1, 2)?
            .reshape((rows, length, size))
    }
}
