"""Makes a small Llama with random weights, and a tokenizer of its texts: make_model.py FOLDER TEXTS.jsonl SEED"""

import json
import sys

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast, set_seed

MARKS = ["<|pad|>", "<|endoftext|>", "<|system|>", "<|user|>", "<|assistant|>"]

folder, texts, seed = sys.argv[1:]
set_seed(int(seed))
tokenizer = Tokenizer(models.BPE())
tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
tokenizer.decoder = decoders.ByteLevel()
tokenizer.train_from_iterator(
    [json.loads(line) for line in open(texts, encoding="utf-8")],
    trainers.BpeTrainer(
        vocab_size=2048,
        special_tokens=MARKS,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    ),
)
fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="<|pad|>", eos_token="<|endoftext|>")
fast.save_pretrained(folder)
model = LlamaForCausalLM(
    LlamaConfig(
        vocab_size=len(fast),
        hidden_size=144,
        intermediate_size=576,
        num_hidden_layers=2,
        num_attention_heads=3,
        num_key_value_heads=3,
        max_position_embeddings=256,
        tie_word_embeddings=True,
        pad_token_id=fast.pad_token_id,
        bos_token_id=None,
        eos_token_id=fast.eos_token_id,
    )
)
model.save_pretrained(folder)
print(sum(parameter.numel() for parameter in model.parameters()))
