import { chatTemplate } from './chat-template';

/** Mistral Instruct. The system prompt is part of the first user's turn; the roles must alternate. */
export const mistral = chatTemplate({
  label: 'Mistral',
  template: [
    "{% if messages[0]['role'] == 'system' %}",
    "{% set start = messages[0]['content'] + '\\n\\n' %}{% set turns = messages[1:] %}",
    "{% else %}{% set start = '' %}{% set turns = messages %}{% endif %}",
    "{{ '<s>' }}{% for message in turns %}",
    "{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}",
    "{{ raise_exception('after the system prompt, user and assistant must alternate') }}{% endif %}",
    "{% if message['role'] == 'user' %}",
    "{{ ' [INST] ' + (start if loop.first else '') + message['content'] + ' [/INST]' }}",
    "{% else %}{{ ' ' + message['content'] + '</s>' }}{% endif %}{% endfor %}",
  ].join(''),
  endOfTurn: '</s>',
  marks: ['<s>', '</s>', '[INST]', '[/INST]'],
});
