import type { VersionDetail } from '@/taxonomy/datasets/contract';
import { CopyButton } from './copy-button';

type CommandLineProps = {
  version: Pick<VersionDetail, 'datasetName' | 'number'>;
  /** What is done with the version, such as `dataset export`. */
  command: string;
  /** What follows its name. */
  rest: string;
};

/** The same as a command, for people who work on the server itself. */
export function CommandLine({ version, command, rest }: CommandLineProps) {
  const name = `${version.datasetName}@${version.number}`;
  const text = `npm run -s seedleaf -- ${command} ${/\s/.test(name) ? `'${name}'` : name} ${rest}`;
  return (
    <details className="text-sm">
      <summary className="w-fit py-0.5 text-muted">Command line</summary>
      <div className="mt-1 flex items-start gap-2 rounded-md border bg-sunken py-1 pr-1 pl-3">
        <pre className="min-w-0 flex-1 py-1 text-code whitespace-pre-wrap">{text}</pre>
        <CopyButton text={text} label="Copy the command" />
      </div>
      <p className="mt-1 text-muted">
        Run it on the server, in the folder that Seedleaf was started from, with the same SEEDLEAF_HOME and
        DATABASE_URL.
      </p>
    </details>
  );
}
