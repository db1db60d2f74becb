import { ImageOff } from 'lucide-react';
import ReactMarkdown, { type Components } from 'react-markdown';
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';
import { remarkWholeText } from './whole-text';

const schema = {
  ...defaultSchema,
  protocols: { ...defaultSchema.protocols, href: ['http', 'https', 'mailto'] },
};

/** Showing a model's text must not contact another server, so images are replaced by their alt text. */
const components: Components = {
  img: ({ alt, src }) => (
    <span className="inline-flex items-center gap-1 text-muted" title={typeof src === 'string' ? src : undefined}>
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
    <div className="scroll-fade">
      <table>{children}</table>
    </div>
  ),
  // For each block, because an English question may be followed by an Arabic answer.
  p: ({ children }) => <p dir="auto">{children}</p>,
  li: ({ children, className }) => (
    <li dir="auto" className={className}>
      {children}
    </li>
  ),
  h1: ({ children }) => <h1 dir="auto">{children}</h1>,
  h2: ({ children }) => <h2 dir="auto">{children}</h2>,
  h3: ({ children }) => <h3 dir="auto">{children}</h3>,
  h4: ({ children }) => <h4 dir="auto">{children}</h4>,
  h5: ({ children }) => <h5 dir="auto">{children}</h5>,
  h6: ({ children }) => <h6 dir="auto">{children}</h6>,
  td: ({ children }) => <td dir="auto">{children}</td>,
  th: ({ children }) => <th dir="auto">{children}</th>,
};

/** The part of `Markdown` that is loaded later; with its libraries it is as large as Next itself. */
export const MarkdownBody = ({ text, isExact }: { text: string; isExact: boolean }) => (
  <ReactMarkdown
    remarkPlugins={[
      [remarkGfm, { singleTilde: false }],
      [remarkWholeText, { isExact }],
    ]}
    rehypePlugins={[[rehypeSanitize, schema]]}
    components={components}
  >
    {text}
  </ReactMarkdown>
);
