import { chatTemplate } from './chat-template';

/** Llama 3. It removes the spaces at both ends of a message. */
export const llama3 = chatTemplate({
  label: 'Llama 3',
  template: [
    "{{ '<|begin_of_text|>' }}{% for message in messages %}",
    "{{ '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n' + message['content'] | trim + '<|eot_id|>' }}",
    '{% endfor %}',
    "{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}{% endif %}",
  ].join(''),
  endOfTurn: '<|eot_id|>',
  marks: ['<|begin_of_text|>', '<|start_header_id|>', '<|end_header_id|>', '<|eot_id|>', '<|end_of_text|>'],
});
