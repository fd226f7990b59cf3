import Link from 'next/link';
import type { ReactNode } from 'react';
import type { Block, Inline } from '#lib/domain/markdown.ts';

const LINK = 'underline underline-offset-4';

/** A text in Markdown. It is made of elements, never of HTML, so nothing that somebody wrote can become a script. */
export function MarkdownText({ blocks }: { blocks: readonly Block[] }) {
  return <div className="grid min-w-0 gap-4 leading-relaxed wrap-anywhere">{blocks.map(toElement)}</div>;
}

function toElement(block: Block, index: number): ReactNode {
  switch (block.type) {
    case 'heading': {
      const Heading = `h${block.level}` as const;
      const size = block.level === 2 ? 'mt-6 text-lg' : 'mt-3';
      return (
        <Heading key={index} dir="auto" className={`font-medium ${size}`}>
          {inline(block.content)}
        </Heading>
      );
    }
    case 'paragraph':
      return (
        <p key={index} dir="auto">
          {inline(block.content)}
        </p>
      );
    case 'list': {
      const items = block.items.map((blocks, item) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the text does not change while it is shown
        <li key={item} dir="auto">
          <MarkdownText blocks={blocks} />
        </li>
      ));
      if (block.start === null)
        return (
          <ul key={index} className="list-disc space-y-2 pl-5">
            {items}
          </ul>
        );
      return (
        <ol key={index} start={block.start} className="list-decimal space-y-2 pl-5">
          {items}
        </ol>
      );
    }
    case 'quote':
      return (
        <blockquote key={index} className="border-l-2 border-line pl-5">
          <MarkdownText blocks={block.content} />
        </blockquote>
      );
    case 'code':
      return (
        <pre key={index} className="rounded-md bg-sunken p-4 text-sm whitespace-pre-wrap">
          <code>{block.text}</code>
        </pre>
      );
    case 'rule':
      return <hr key={index} className="border-line" />;
    case 'table':
      return <TextTable key={index} {...block} />;
  }
}

function TextTable({ head, rows }: Extract<Block, { type: 'table' }>) {
  const cell = 'border-b border-line py-2 pr-6 text-left';
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard
    <section tabIndex={0} aria-label="Table" className="overflow-x-auto">
      <table className="text-sm">
        <thead>
          <tr>
            {head.map((content, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: as above
              <th key={index} scope="col" dir="auto" className={cell}>
                {inline(content)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <tr key={index}>
              {row.map((content, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: as above
                <td key={column} dir="auto" className={cell}>
                  {inline(content)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const inline = (content: readonly Inline[]): ReactNode[] => content.map(toInline);

function toInline(part: Inline, index: number): ReactNode {
  if (typeof part === 'string') return part;
  switch (part.type) {
    case 'strong':
      return <strong key={index}>{inline(part.content)}</strong>;
    case 'em':
      return <em key={index}>{inline(part.content)}</em>;
    case 'del':
      return <del key={index}>{inline(part.content)}</del>;
    case 'code':
      return <code key={index}>{part.text}</code>;
    case 'break':
      return <br key={index} />;
    case 'link':
      return part.href.startsWith('/') ? (
        <Link key={index} href={part.href} prefetch={false} className={LINK}>
          {inline(part.content)}
        </Link>
      ) : (
        <a key={index} href={part.href} rel="noreferrer" className={LINK}>
          {inline(part.content)}
        </a>
      );
  }
}
