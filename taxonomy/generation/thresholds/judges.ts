import { DomainError } from '../../errors';
import type { GradingJudge, Thresholds } from '../contract-thresholds';
import { leafKindNames } from '../../tree/vocabulary';
import { pipelines } from '../pipelines/registry';

/** All judges that grade, in the order of the pipelines. A step of several pipelines is one judge. */
export function gradingJudges(): GradingJudge[] {
  const byStep = new Map<string, GradingJudge>();
  for (const pipeline of pipelines) {
    for (const { name, label, judges } of pipeline.steps) {
      if (!judges || judges === 'verdict') continue;
      const known = byStep.get(name);
      if (known) known.pipelines.push(pipeline.name);
      else {
        // Steps of different kinds of leaf have the same label.
        const kinds = pipeline.accepts.map((kind) => leafKindNames[kind]).join(', ');
        const judge = { step: name, label: `${kinds}: ${label}`, ...judges.scale, atLeast: judges.atLeast };
        byStep.set(name, { ...judge, pipelines: [pipeline.name] });
      }
    }
  }
  return [...byStep.values()];
}

/** The judges' own thresholds, by pipeline. */
export const ownThresholds = (): Record<string, Thresholds> =>
  Object.fromEntries(
    pipelines.map(({ name, steps }) => [
      name,
      Object.fromEntries(
        steps.flatMap(({ name: step, judges }) => (judges && judges !== 'verdict' ? [[step, judges.atLeast]] : [])),
      ),
    ]),
  );

/** @throws DomainError `invalid` for a judge that does not grade, or a threshold that is not on its scale. */
export function refuseUnknown(thresholds: Thresholds): void {
  const judges = gradingJudges();
  for (const [step, atLeast] of Object.entries(thresholds)) {
    const judge = judges.find((each) => each.step === step);
    if (!judge) {
      const known = judges.map((each) => each.step).join(', ');
      throw new DomainError('invalid', `There is no judge “${step}” that grades. Judges: ${known}.`);
    }
    if (atLeast < judge.from || atLeast > judge.to) {
      throw new DomainError(
        'invalid',
        `The threshold of ${step} is ${atLeast}, but its grades go from ${judge.from} to ${judge.to}. Enter one of these.`,
      );
    }
  }
}
