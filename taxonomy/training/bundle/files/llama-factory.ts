import { stringify } from 'yaml';
import { modelFolder, phasesOf, shellWord, type BundleFile, type BundleSource } from './file';

/** Configurations for LLaMA-Factory; the data must be in the format llama-factory, with its dataset_info.json. */
export function llamaFactoryFiles(source: BundleSource): BundleFile[] {
  const { manifest, recipe } = source;
  const phases = phasesOf(source);
  return [
    { name: 'requirements.txt', text: 'llamafactory==0.9.5\ntorch==2.11.0\ntorchaudio==2.11.0\n' },
    ...phases.map((phase, i) => ({
      name: `${phase.key}.yaml`,
      text: stringify({
        stage: 'sft',
        do_train: true,
        model_name_or_path: i === 0 ? recipe.baseModel : modelFolder(phases[i - 1]?.key ?? ''),
        finetuning_type: 'full',
        dataset_dir: 'data',
        dataset: phase.key,
        template: 'default',
        // The template may add tokens that end a turn, for which the model then needs room.
        resize_vocab: true,
        cutoff_len: phase.maxTokens,
        per_device_train_batch_size: recipe.rowsAtOnce,
        gradient_accumulation_steps: phase.accumulation,
        num_train_epochs: phase.epochs,
        learning_rate: phase.learningRate,
        lr_scheduler_type: phase.schedule,
        warmup_steps: phase.warmupSteps,
        bf16: recipe.gpus > 0,
        use_cpu: recipe.gpus === 0,
        seed: recipe.seed,
        save_strategy: 'epoch',
        logging_steps: 1,
        report_to: 'none',
        output_dir: modelFolder(phase.key),
      }),
    })),
    {
      name: 'run.sh',
      text: [
        '#!/bin/sh',
        '# Trains all phases, each from the model of the one before.',
        'set -eu',
        'cd "$(dirname "$0")"',
        ...phases.map(({ key }) => `llamafactory-cli train ${shellWord(`${key}.yaml`)}`),
        '',
      ].join('\n'),
    },
    {
      name: 'README.md',
      text: `# Train ${manifest.dataset}, version ${manifest.version}, with LLaMA-Factory

\`\`\`sh
python -m venv venv && . venv/bin/activate
pip install -r requirements.txt
sh run.sh
\`\`\`

LLaMA-Factory has no mask for each row: it learns the answers of all rows. To learn passages too, train on the datasets that end in
\`-unmask\` in a run with \`train_on_prompt: true\`, and on those in \`-answers\` in another; it then learns the system prompt as well. Set \`template\` to that of your model. Rows longer
than \`cutoff_len\` are cut.
`,
    },
  ];
}
