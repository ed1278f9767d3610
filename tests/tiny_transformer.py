"""A ``SentenceTransformer`` of a few kilobytes with random weights, made on the spot."""

from pathlib import Path


def save_tiny_transformer(folder: Path, words: list[str]) -> None:
    """Writes the folder of a model that knows ``words``: two layers of BERT, eight numbers a vector."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer import modules
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    vocabulary = {word: number for number, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *words])}
    unknown = {"unk_token": "[UNK]"}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, **unknown))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    names = {**unknown, "pad_token": "[PAD]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=8,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(folder)
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=64, **names).save_pretrained(folder)
    transformer = modules.Transformer(str(folder), max_seq_length=64)
    pooling = modules.Pooling(8, pooling_mode="mean")
    model = SentenceTransformer(
        modules=[transformer, pooling, modules.Normalize()],
        prompts={"query": "query: ", "document": "passage: "},
        device="cpu",
    )
    model.save(str(folder), create_model_card=False)
