import { plainText, table } from '../../datasets/card-text';
import { splitThreshold } from '../../datasets/vocabulary-limits';
import { leftOutOf } from './left-out';
import type { SetNumbers } from './plan-set';

/** What is in the folder, how to run it, and how far it can be trusted. */
export function readmeOf(numbers: SetNumbers): string {
  const { set, dataset, number, split, contentHash, systemPrompt, practice } = numbers;
  return `${[
    `# Questions about ${plainText(dataset)}, version ${number}`,
    practice &&
      '> **Practice, not a model.** Seedleaf’s practice teacher wrote rows of this version. Its numbers mean nothing.',
    `Made from rows that the version held out for ${split}. They run with [lm-evaluation-harness](https://github.com/EleutherAI/lm-evaluation-harness):`,
    `\`\`\`sh
pip install 'lm-eval[hf]==0.4.13'
cd THIS_FOLDER
lm_eval --model hf --model_args pretrained=MODEL --tasks ${set} --include_path . --output_path OUTSIDE_THIS_FOLDER
\`\`\``,
    `Run it from this folder, because the tasks name their data from here. For one kind of questions, \`--tasks ${set}_choices\` or \`${set}_answers\`. Run the base model in the same way, then import both results into Seedleaf, which shows them by leaf:`,
    `\`\`\`sh
npm run -s seedleaf -- evaluation import RESULTS --model MODEL --base BASE_MODEL
\`\`\``,
    `A model that was tuned on the version’s chat format reads it with \`--apply_chat_template\`${systemPrompt ? ' and `--system_instruction "$(cat system-prompt.txt)"`' : ''}. Two models can only be compared when both were asked in the same way.`,
    '## What is asked',
    kindTable(numbers),
    '- **choices**: questions about documents, with the passage, and four answers; the model’s is the one it finds likeliest. `acc` compares whole answers, `acc_norm` by length. The wrong answers are right ones of other questions about the same passage, leaf or branch: of like length, and unlike the right one (ROUGE-L of at most 0.5, and neither says all of the other).',
    '- **answers**: all questions, with the answer that people approved. `bits_per_byte` is how surprising that answer is to the model: lower is better. It needs no judge, and does not say whether the model’s own answer would be right.',
    'Passages are shown because they were held out, too: no model of this version has read them.',
    '## What is left out',
    leftOut(numbers),
    `Each question was compared with ${numbers.compared.toLocaleString('en')} texts that the version trains on: none of those left has the same text, and none is over ROUGE-L ${splitThreshold}. This says nothing of other versions, or of what the base model has read before.`,
    `The teacher wrote these answers and people approved them, so they measure what the taxonomy teaches, not what is true in general. With few questions the error is large: look at the standard errors.`,
    `Content hash of the version: \`${contentHash}\`. \`sha256sum -c SHA256SUMS\` checks the files. The same version gives the same bytes.`,
  ]
    .filter(Boolean)
    .join('\n\n')}\n`;
}

const kindTable = ({ leaves }: SetNumbers): string =>
  table(
    ['Leaf', 'choices', 'answers'],
    leaves.map(({ path, choices, answers }) => [
      plainText(path),
      choices.toLocaleString('en'),
      answers.toLocaleString('en'),
    ]),
  );

function leftOut(numbers: SetNumbers): string {
  const { samples, withoutChoices } = numbers;
  const lines = leftOutOf(numbers).map(({ reason, samples: count }) => `- ${count.toLocaleString('en')}: ${reason}`);
  return [
    `Of ${samples.toLocaleString('en')} held-out samples:`,
    lines.join('\n') || '- none is left out',
    withoutChoices > 0 &&
      `${withoutChoices.toLocaleString('en')} questions about documents have no three wrong answers of like length, and are only among the answers.`,
  ]
    .filter(Boolean)
    .join('\n\n');
}
