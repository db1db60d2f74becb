'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Download, FileArchive, FileOutput } from 'lucide-react';
import { useState } from 'react';
import type { Export, ExportedFile, FormatOptions, VersionDetail } from '@/taxonomy/datasets/contract';
import { sizeInWords } from '../documents/words';
import { countText, numberText } from '../numbers';
import { useToast } from '../ui/toasts';
import { Button, ButtonLink } from '../ui/button';
import { Field } from '../ui/field';
import { Select } from '../ui/input';
import { later } from '../ui/later';
import { ProgressBar } from '../ui/progress-bar';
import { messageOf, Notice, Skeleton } from '../ui/states';
import { Term } from '../ui/term';
import { queryKeyOf } from '../api';
import { allFilesAddress, fileAddress, startExport, versionById } from './api';
import { CommandLine } from './command-line';
import { isSameOptions, optionArguments, optionsInWords, startOptions } from './export-options';
import { Hash } from './hash';

const FormatOptionFields = later(
  () => import('./format-options').then((module) => module.FormatOptions),
  () => <Skeleton className="h-16 w-full" />,
);

type VersionExportsProps = { version: VersionDetail; canExport: boolean };

/** The version as files: in the chosen format, and in those that it was exported in before. */
export function VersionExports({ version, canExport }: VersionExportsProps) {
  const [chosen, setChosen] = useState(version.formats[0]?.name);
  const [changed, setChanged] = useState<Record<string, FormatOptions>>({});
  const format = version.formats.find(({ name }) => name === chosen);
  const options = format && (changed[format.name] ?? startOptions(format.fields));
  const made = version.exports.find((each) => each.format === chosen && isSameOptions(each.options, options ?? {}));
  const others = version.exports.filter((each) => each !== made);
  return (
    <section aria-labelledby="export-heading" className="flex flex-col gap-4 rounded-lg border bg-surface p-4">
      <h2 id="export-heading" className="font-semibold">
        Export
      </h2>
      {format && options && (
        <>
          <Field label="Format" hint={format.use}>
            <Select value={format.name} onChange={(event) => setChosen(event.target.value)}>
              {version.formats.map(({ name, label }) => (
                <option key={name} value={name}>
                  {label}
                </option>
              ))}
            </Select>
          </Field>
          {format.fields.length > 0 && (
            <FormatOptionFields
              fields={format.fields}
              options={options}
              onChange={(next) => setChanged({ ...changed, [format.name]: next })}
            />
          )}
          <FormatBlock
            key={`${format.name} ${JSON.stringify(options)}`}
            version={version}
            format={format}
            options={options}
            made={made}
            canExport={canExport}
          />
        </>
      )}
      {others.map((other) => {
        const otherFormat = version.formats.find(({ name }) => name === other.format);
        if (!otherFormat) return null;
        const words = optionsInWords(otherFormat.fields, other.options);
        return (
          <div key={other.id} className="flex flex-col gap-3 border-t pt-4">
            <h3 className="font-medium">
              {otherFormat.label}
              {words !== '' && <span className="text-sm font-normal text-muted"> {words}</span>}
            </h3>
            <FormatBlock
              version={version}
              format={otherFormat}
              options={other.options}
              made={other}
              canExport={canExport}
            />
          </div>
        );
      })}
    </section>
  );
}

type FormatBlockProps = {
  version: VersionDetail;
  format: VersionDetail['formats'][number];
  options: FormatOptions;
  made: Export | undefined;
  canExport: boolean;
};

function FormatBlock({ version, format, options, made, canExport }: FormatBlockProps) {
  const exporting = useExport(version.id, { format: format.name, options });
  const isUnderWay = made?.state === 'queued' || made?.state === 'writing';
  return (
    <div className="flex flex-col gap-3">
      {!made && (
        <p className="text-sm text-muted">
          Files for each <Term word="phase" />, with <Term word="manifest" /> and <Term word="dataCard" />. The same
          version always gives the same bytes.
        </p>
      )}
      {isUnderWay && <Progress made={made} rows={version.rows} label={format.label} />}
      {made?.state === 'failed' && (
        <Notice tone="error" title="The export failed">
          {made.error ?? 'The reason is unknown. Try again.'} No files were kept.
        </Notice>
      )}
      {exporting.error && (
        <Notice tone="error" title="The export did not start">
          {messageOf(exporting.error)}
        </Notice>
      )}
      {made?.state === 'done' && <Files versionId={version.id} made={made} />}
      {!canExport && made?.state !== 'done' && (
        <p className="text-sm text-muted">Exporting requires the curator role; ask an owner.</p>
      )}
      {canExport && !isUnderWay && (
        <Button
          variant={made?.state === 'done' ? 'plain' : 'primary'}
          icon={FileOutput}
          isBusy={exporting.isPending}
          onClick={() => exporting.mutate()}
          className="self-start"
        >
          {made === undefined ? 'Export' : made.state === 'failed' ? 'Try again' : 'Check files'}
        </Button>
      )}
      <CommandLine
        version={version}
        command="dataset export"
        rest={`--format ${format.name}${optionArguments(format.fields, options)} --out ${format.name}`}
      />
    </div>
  );
}

function useExport(versionId: string, request: { format: string; options: FormatOptions }) {
  const client = useQueryClient();
  const toast = useToast();
  return useMutation({
    mutationFn: () => startExport(versionId, request),
    onSuccess: ({ state }) => {
      // The server has checked the files: complete ones are not written again.
      if (state === 'done') toast({ text: 'All files are complete.', tone: 'success' });
    },
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: versionById(versionId).queryKey }),
        client.invalidateQueries({ queryKey: queryKeyOf('/api/v1/activity') }),
      ]),
  });
}

function Progress({ made, rows, label }: { made: Export; rows: number; label: string }) {
  return (
    <div className="flex flex-col gap-1">
      <p role="status" className="text-sm tabular-nums">
        {made.state === 'queued' ? 'Queued' : `${numberText(made.rowsDone)} of ${countText(rows, 'row')} written`}
      </p>
      <ProgressBar label={`Export of ${label}`} value={made.rowsDone} max={rows} />
    </div>
  );
}

const Files = ({ versionId, made }: { versionId: string; made: Export }) => (
  <>
    <ul aria-label="Files" className="flex flex-col">
      {made.files.map((file) => (
        <li key={file.name} className="border-t py-2 first:border-t-0 first:pt-0">
          <FileLine href={fileAddress(versionId, made.id, file.name)} file={file} />
        </li>
      ))}
    </ul>
    <ButtonLink
      href={allFilesAddress(versionId, made.id)}
      download
      prefetch={false}
      icon={FileArchive}
      className="self-start"
    >
      Download all (.zip)
    </ButtonLink>
    <p className="text-sm text-muted">
      A file whose download broke off is continued where it was; the .zip starts again.
    </p>
  </>
);

const FileLine = ({ href, file }: { href: string; file: ExportedFile }) => (
  <>
    <a
      href={href}
      download={file.name}
      className="inline-flex items-center gap-1.5 py-0.5 font-medium text-accent underline underline-offset-4"
    >
      <Download size={16} aria-hidden className="shrink-0" />
      <span className="break-all">{file.name}</span>
    </a>
    <p className="flex flex-wrap items-center gap-x-2 text-sm text-muted tabular-nums">
      <span>
        {file.rows !== null && `${countText(file.rows, 'row')} · `}
        {sizeInWords(file.bytes)}
      </span>
      <span className="inline-flex items-center gap-1">
        SHA-256 <Hash hash={file.sha256} of={`SHA-256 of ${file.name}`} />
      </span>
    </p>
  </>
);
