import { describe, expect, it } from 'vitest';
import { pickFiles } from '@/components/seeds/import-files';

const choose = (...paths: string[]) =>
  pickFiles(paths.map((path) => ({ path, file: new File([], path) }))).map((each) => each.path);

describe('what of a chosen folder is sent', () => {
  it('takes the files of leaves and leaves the rest of a repository alone', () => {
    expect(
      choose(
        'taxonomy/README.md',
        'taxonomy/.git/config',
        'taxonomy/.github/qna.yaml',
        'taxonomy/knowledge/attribution.txt',
        'taxonomy/knowledge/birds/qna.yaml',
        'taxonomy/knowledge/birds/attribution.txt',
        'taxonomy/knowledge/birds/photo.png',
      ),
    ).toEqual(['taxonomy/knowledge/birds/qna.yaml', 'taxonomy/knowledge/birds/attribution.txt']);
  });

  it('sends a misspelt qna.yml too, so that the server can say what is wrong with it', () => {
    expect(choose('t/knowledge/a/qna.yml', 't/knowledge/b/QNA.yaml')).toHaveLength(2);
  });

  it('sends one zip as it is', () => {
    expect(choose('taxonomy.ZIP')).toEqual(['taxonomy.ZIP']);
    expect(choose('t/knowledge/a/qna.yaml', 't/knowledge/a/old.zip')).toEqual(['t/knowledge/a/qna.yaml']);
  });

  it('sends nothing of a folder without leaves', () => {
    expect(choose('photos/cat.png', 'photos/attribution.txt')).toEqual([]);
  });
});
