"""Makes a tiny model with random weights and a byte-level tokenizer: make_model.py FOLDER"""

import sys

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast, set_seed

folder = sys.argv[1]
set_seed(1)
tokenizer = Tokenizer(models.BPE())
tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
tokenizer.decoder = decoders.ByteLevel()
tokenizer.train_from_iterator(
    ["Which planet is the largest? Jupiter."] * 4,
    trainers.BpeTrainer(
        vocab_size=400,
        special_tokens=["<|pad|>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    ),
)
fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="<|pad|>")
fast.save_pretrained(folder)
LlamaForCausalLM(
    LlamaConfig(
        vocab_size=len(fast),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=1,
        num_attention_heads=2,
        num_key_value_heads=2,
        max_position_embeddings=512,
        pad_token_id=0,
    )
).save_pretrained(folder)
