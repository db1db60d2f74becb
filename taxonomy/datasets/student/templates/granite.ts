import { chatTemplate } from './chat-template';

/** Granite 3.x, for text without tools. Every role's turn ends with the same mark. */
export const granite = chatTemplate({
  label: 'Granite 3',
  template: [
    '{% for message in messages %}',
    "{{ '<|start_of_role|>' + message['role'] + '<|end_of_role|>' + message['content'] + '<|end_of_text|>\\n' }}",
    '{% endfor %}',
    "{% if add_generation_prompt %}{{ '<|start_of_role|>assistant<|end_of_role|>' }}{% endif %}",
  ].join(''),
  endOfTurn: '<|end_of_text|>',
  marks: ['<|start_of_role|>', '<|end_of_role|>', '<|tool_call|>', '<|end_of_text|>'],
});
