import { plainText, table } from '../../datasets/card-text';
import { trainerNames } from '../vocabulary-runs';
import type { ModelCardFacts } from './facts';

/** How it was trained, phase by phase: the settings of its bundle, and what its trainer logged. */
export function procedureSection({ run, trained, peakRates }: ModelCardFacts): string[] {
  const settings =
    trained.length > 0 &&
    table(
      ['Phase', 'Epochs', 'Learning rate', 'Rows of a step', 'Warm-up', 'Schedule', 'Longest row', 'Seed'],
      trained.map((phase) => [
        plainText(phase.key),
        text(phase.epochs),
        String(phase.learning_rate),
        `${text(phase.rows_at_once * phase.accumulation)} on each device`,
        `${text(phase.warmup_steps)} steps`,
        plainText(phase.schedule),
        `${text(phase.max_tokens)} tokens`,
        String(phase.seed),
      ]),
    );
  const logs =
    run.phases.length > 0 &&
    table(
      ['Phase', 'Trainer', 'Steps', 'Epochs', 'Highest rate', 'First loss', 'Last loss', 'Tokens', 'State'],
      run.phases.map((phase) => [
        plainText(phase.name),
        trainerNames[phase.trainer],
        text(phase.lastStep),
        text(phase.lastEpoch),
        rate(peakRates.get(phase.id)),
        phase.firstLoss?.toFixed(4) ?? '–',
        phase.lastLoss?.toFixed(4) ?? '–',
        text(phase.tokens),
        phase.broken > 0
          ? `${text(phase.broken)} steps without a loss`
          : phase.isFinished
            ? 'finished'
            : 'not known to be finished',
      ]),
    );
  return [
    settings ? `Settings of the bundle:\n\n${settings}` : '*To be written: the settings of each phase.*',
    logs ? `As the trainer logged it:\n\n${logs}` : 'Nothing was logged.',
    run.journal?.best
      ? `Best checkpoint in InstructLab’s journal: ${plainText(run.journal.best.checkpoint)}, score ${run.journal.best.score.toFixed(3)}.`
      : '',
  ];
}

const text = (count: number | null): string =>
  count === null ? '–' : count.toLocaleString('en', { maximumFractionDigits: 2 });

const rate = (value: number | undefined): string => (value === undefined ? '–' : String(Number(value.toPrecision(3))));
