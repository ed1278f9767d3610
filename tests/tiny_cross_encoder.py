"""A real ``CrossEncoder`` of random weights, a few kilobytes, made on the spot."""

from pathlib import Path

LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюяё"


def save_tiny_cross_encoder(folder: Path, *, seed: int = 0, labels: int = 1) -> str:
    """Writes one into ``folder``, whose words are split into letters; returns the folder's path."""
    import torch
    from tokenizers import BertWordPieceTokenizer
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    folder.mkdir(parents=True, exist_ok=True)
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *LETTERS, *(f"##{letter}" for letter in LETTERS)]
    vocabulary = {piece: number for number, piece in enumerate(pieces)}
    words = BertWordPieceTokenizer(vocabulary, strip_accents=False, lowercase=True)
    words.save(str(folder / "words.json"))
    tokenizer = BertTokenizerFast(tokenizer_file=str(folder / "words.json"), model_max_length=512)
    tokenizer.save_pretrained(folder)
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=len(pieces),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        num_labels=labels,
        initializer_range=1.0,  # so that the figures of different texts differ
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    return str(folder)
