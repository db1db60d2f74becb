import { chatTemplate } from './chat-template';

/** ChatML, as Qwen, SmolLM and many others use it. */
export const chatml = chatTemplate({
  label: 'ChatML',
  template: [
    '{% for message in messages %}',
    "{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}",
    '{% endfor %}',
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}",
  ].join(''),
  endOfTurn: '<|im_end|>',
  marks: ['<|im_start|>', '<|im_end|>', '<|endoftext|>'],
});
