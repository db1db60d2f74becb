'use client';

import { ImageOff } from 'lucide-react';
import ReactMarkdown, { type Components } from 'react-markdown';
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';

const schema = { ...defaultSchema, protocols: { ...defaultSchema.protocols, href: ['http', 'https', 'mailto'] } };

/** Nothing that a model wrote may reach another server by being looked at, so an image is only its words. */
const components: Components = {
  img: ({ alt }) => (
    <span className="inline-flex items-center gap-1 text-muted">
      <ImageOff size={14} aria-hidden /> {alt || 'image'}
    </span>
  ),
  a: ({ href, children }) =>
    href && /^(https?:|mailto:)/i.test(href) ? (
      <a href={href} target="_blank" rel="noopener noreferrer nofollow" className="text-accent underline">
        {children}
      </a>
    ) : (
      <span>{children}</span>
    ),
  table: ({ children }) => (
    <div className="overflow-x-auto">
      <table>{children}</table>
    </div>
  ),
};

/** What `Markdown` shows once it is here; with its libraries it weighs as much as Next itself. */
export const MarkdownBody = ({ text }: { text: string }) => (
  <ReactMarkdown remarkPlugins={[remarkGfm]} rehypePlugins={[[rehypeSanitize, schema]]} components={components}>
    {text}
  </ReactMarkdown>
);
