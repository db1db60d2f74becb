import { stringify } from 'yaml';
import { modelFolder, phasesOf, shellWord, type BundleFile, type BundleSource } from './file';

/**
 * Configurations for training_hub, whose rows are the messages of this version, with `unmask`. OSFT keeps what a model
 * knows without replay; it is there to compare with.
 */
export function trainingHubFiles(source: BundleSource): BundleFile[] {
  const { manifest, recipe } = source;
  const phases = phasesOf(source);
  const configs = phases.flatMap((phase, i): BundleFile[] => {
    const common = {
      model_path: i === 0 ? recipe.baseModel : modelFolder(phases[i - 1]?.key ?? ''),
      data_path: `data/${phase.key}.jsonl`,
      ckpt_output_dir: modelFolder(phase.key),
      num_epochs: Math.ceil(phase.epochs),
      effective_batch_size: phase.batch,
      learning_rate: phase.learningRate,
      max_seq_len: phase.maxTokens,
      max_tokens_per_gpu: phase.maxTokens * recipe.rowsAtOnce,
      lr_scheduler: phase.schedule,
      warmup_steps: phase.warmupSteps,
      seed: recipe.seed,
      nproc_per_node: Math.max(1, recipe.gpus),
    };
    return [
      { name: `${phase.key}.sft.yaml`, text: stringify({ ...common, data_output_dir: `tokens/${phase.key}` }) },
      { name: `${phase.key}.osft.yaml`, text: stringify({ ...common, unfreeze_rank_ratio: 0.25 }) },
    ];
  });
  const run = (method: 'sft' | 'osft') =>
    [
      '#!/bin/sh',
      '# Trains all phases, each from the newest model of the one before.',
      'set -eu',
      'cd "$(dirname "$0")"',
      ...phases.flatMap(({ key }, i) => {
        const before = phases[i - 1]?.key;
        const newest = before && `"$(ls -td ${shellWord(`${modelFolder(before)}/hf_format`)}/* | head -n 1)"`;
        return [
          `thub ${method} --config ${shellWord(`${key}.${method}.yaml`)}${newest ? ` --model-path ${newest}` : ''}`,
        ];
      }),
      '',
    ].join('\n');
  return [
    { name: 'requirements.txt', text: 'training-hub==0.11.2\ninstructlab-training==0.16.2\n' },
    ...configs,
    { name: 'run.sh', text: run('sft') },
    { name: 'run-osft.sh', text: run('osft') },
    {
      name: 'README.md',
      text: `# Train ${manifest.dataset}, version ${manifest.version}, with training_hub

\`\`\`sh
python -m venv venv && . venv/bin/activate
pip install -r requirements.txt
sh run.sh        # supervised fine-tuning, phase by phase
sh run-osft.sh   # orthogonal subspace fine-tuning, which needs no replay, to compare with
\`\`\`

It needs a GPU. The trainer's own data processing reads \`data/*.jsonl\` and keeps \`unmask\`. Rows under 20 tokens and rows at
the limit are left out by it without a word: see how many the page of the version counts.
`,
    },
  ];
}
