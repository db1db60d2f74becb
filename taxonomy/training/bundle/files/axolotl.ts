import { stringify } from 'yaml';
import { modelFolder, phasesOf, shellWord, type BundleFile, type BundleSource } from './file';

/** Configurations for Axolotl, which reads `train` of each message; the data must be in the format axolotl. */
export function axolotlFiles(source: BundleSource): BundleFile[] {
  const { manifest, recipe } = source;
  const phases = phasesOf(source);
  return [
    { name: 'requirements.txt', text: 'axolotl==0.19.0\n' },
    { name: 'template.jinja', text: manifest.recipe.chatTemplate },
    ...phases.map((phase, i) => ({
      name: `${phase.key}.yaml`,
      text: stringify({
        base_model: i === 0 ? recipe.baseModel : modelFolder(phases[i - 1]?.key ?? ''),
        datasets: [
          {
            path: `data/${phase.key}.jsonl`,
            ds_type: 'json',
            type: 'chat_template',
            field_messages: 'messages',
            message_property_mappings: { role: 'role', content: 'content' },
            message_field_training: 'train',
            roles_to_train: [],
            train_on_eos: 'turn',
          },
        ],
        chat_template: 'jinja',
        chat_template_jinja: 'template.jinja',
        sequence_len: phase.maxTokens,
        sample_packing: false,
        micro_batch_size: recipe.rowsAtOnce,
        gradient_accumulation_steps: phase.accumulation,
        num_epochs: phase.epochs,
        learning_rate: phase.learningRate,
        lr_scheduler: phase.schedule,
        warmup_steps: phase.warmupSteps,
        optimizer: 'adamw_torch',
        bf16: recipe.gpus > 0,
        seed: recipe.seed,
        saves_per_epoch: 1,
        output_dir: modelFolder(phase.key),
      }),
    })),
    {
      name: 'run.sh',
      text: [
        '#!/bin/sh',
        '# Trains all phases, each from the model of the one before. Axolotl reports home unless told not to.',
        'set -eu',
        'cd "$(dirname "$0")"',
        'export DO_NOT_TRACK=1',
        ...phases.map(
          ({ key }) => `axolotl train ${shellWord(`${key}.yaml`)}${recipe.gpus === 0 ? ' --launcher python' : ''}`,
        ),
        '',
      ].join('\n'),
    },
    {
      name: 'README.md',
      text: `# Train ${manifest.dataset}, version ${manifest.version}, with Axolotl

\`\`\`sh
python -m venv venv && . venv/bin/activate
pip install -r requirements.txt
sh run.sh
\`\`\`

The data is in the format \`axolotl\`: each message says whether it is learned. In rows that learn the user's words, the mark
after them is learned too. Longer rows than \`sequence_len\` are dropped by Axolotl.
`,
    },
  ];
}
