import { trlPrepare, trlTrain } from './trl-scripts';
import { modelFolder, phasesOf, shellWord, type BundleFile, type BundleSource } from './file';

/** Versions that these scripts were run with. */
const requirements = ['torch==2.15.0', 'transformers==5.24.0', 'datasets==5.2.0', 'trl==1.16.0', 'accelerate==1.15.0'];

/** Scripts for TRL: rows are turned into tokens and labels first, so that `unmask` holds for each row. */
export function trlFiles(source: BundleSource): BundleFile[] {
  const { manifest, recipe } = source;
  const phases = phasesOf(source);
  return [
    { name: 'requirements.txt', text: `${requirements.join('\n')}\n` },
    { name: 'template.jinja', text: manifest.recipe.chatTemplate },
    {
      name: 'phases.json',
      text: `${JSON.stringify(
        phases.map((phase, i) => ({
          key: phase.key,
          model: i === 0 ? recipe.baseModel : modelFolder(phases[i - 1]?.key ?? ''),
          output: modelFolder(phase.key),
          epochs: phase.epochs,
          learning_rate: phase.learningRate,
          rows_at_once: recipe.rowsAtOnce,
          accumulation: phase.accumulation,
          warmup_steps: phase.warmupSteps,
          schedule: phase.schedule,
          max_tokens: phase.maxTokens,
          seed: recipe.seed,
        })),
        null,
        2,
      )}\n`,
    },
    { name: 'prepare.py', text: trlPrepare },
    { name: 'train.py', text: trlTrain },
    { name: 'run.sh', text: runScript(source) },
    { name: 'README.md', text: readme(source) },
  ];
}

function runScript(source: BundleSource): string {
  const { gpus } = source.recipe;
  const launch = gpus > 1 ? `accelerate launch --num_processes ${gpus} --use_fsdp` : 'python';
  return [
    '#!/bin/sh',
    '# Trains all phases, each from the model of the one before. A phase that is done is not trained again.',
    'set -eu',
    'cd "$(dirname "$0")"',
    ...phasesOf(source).flatMap(({ key }) => [
      `if [ ! -f ${shellWord(`${modelFolder(key)}/done`)} ]; then`,
      `  python prepare.py ${shellWord(key)}`,
      `  ${launch} train.py ${shellWord(key)}`,
      'fi',
    ]),
    '',
  ].join('\n');
}

function readme(source: BundleSource): string {
  const { manifest, recipe } = source;
  const phases = phasesOf(source);
  return `# Train ${manifest.dataset}, version ${manifest.version}, with TRL

\`\`\`sh
python -m venv venv && . venv/bin/activate
pip install -r requirements.txt
sh run.sh
\`\`\`

It trains ${recipe.baseModel} in ${phases.length === 1 ? 'one phase' : `${phases.length} phases`}, each from the model of the one before:

| Phase | Rows | Epochs | Rate | Batch | Steps |
| --- | --- | --- | --- | --- | --- |
${phases.map((phase) => `| ${phase.key} | ${phase.rows} | ${phase.epochs} | ${phase.learningRate} | ${phase.batch} | about ${phase.steps} |`).join('\n')}

- \`prepare.py PHASE\` turns \`data/PHASE.jsonl\` into tokens and labels of the model's own tokenizer, with \`template.jinja\`. Rows
  with \`unmask\` learn all but the system prompt, the others only the answers and their end. Rows longer than the limit are
  left out, not cut, and counted.
- \`train.py PHASE\` trains it and writes \`models/PHASE\`. It goes on from its last checkpoint when it was interrupted.
- Settings are in \`phases.json\`. The rate stays constant after warm-up, because a rate near zero at the end of a phase makes
  the next one unstable.
- Which checkpoint goes on: the last one. The LAB paper chooses by MMLU after knowledge phases and by MT-Bench after skills;
  to do so, point \`model\` of the next phase in \`phases.json\` to a checkpoint under \`models/PHASE/checkpoints\`.
- Follow it: \`npm run -s seedleaf -- training watch models --name NAME\`.
- Without a GPU it trains on the processor, slowly: \`CPU=1 sh run.sh\`.
`;
}
