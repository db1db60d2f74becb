'use client';

import { ImageDown } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import { Button } from '../ui/button';

type FigureProps = { label: string; caption: ReactNode; fileName: string; children: ReactNode };

/** A picture with its caption, which can be saved for a talk. */
export function Figure({ label, caption, fileName, children }: FigureProps) {
  const figure = useRef<HTMLElement>(null);
  const save = async () => {
    const { savePicture } = await import('./save-picture');
    const pictures = figure.current?.querySelectorAll<SVGSVGElement>('svg[role="img"]') ?? [];
    for (const [i, svg] of [...pictures].entries()) savePicture(svg, i === 0 ? fileName : `${fileName}-${i + 1}`);
  };
  return (
    <figure ref={figure} aria-label={label} className="flex flex-col gap-2">
      {children}
      <figcaption className="flex max-w-4xl flex-wrap items-start justify-between gap-2 text-sm text-muted">
        <span className="min-w-0 flex-1 basis-80">{caption}</span>
        <Button size="small" icon={ImageDown} onClick={() => void save()}>
          Save picture
        </Button>
      </figcaption>
    </figure>
  );
}
