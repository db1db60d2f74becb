import type { ShippedTemplate } from '../../vocabulary-student';
import type { ChatTemplate } from './chat-template';
import { chatml } from './chatml';
import { granite } from './granite';
import { labradorite } from './labradorite';
import { llama3 } from './llama3';
import { mistral } from './mistral';

/** The shipped chat templates. To add one, write a file beside this one and add it here and in vocabulary-student.ts. */
export const templates: Record<ShippedTemplate, ChatTemplate> = { labradorite, granite, llama3, mistral, chatml };

/** The shipped template with this Jinja, if there is one. */
export const shippedTemplate = (template: string): ChatTemplate | undefined =>
  Object.values(templates).find((shipped) => shipped.template === template);
