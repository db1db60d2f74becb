import { describe, expect, it } from 'vitest';
import { pickFiles } from '@/components/seeds/import-files';

const choose = (...paths: string[]) =>
  pickFiles(paths.map((path) => ({ path, file: new File([], path) }))).map((each) => each.path);

describe('the files of a chosen folder that are sent', () => {
  it('are those of leaves, without the rest of a repository', () => {
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

  it('include a misspelt qna.yml, so that the server can say what is wrong with it', () => {
    expect(choose('t/knowledge/a/qna.yml', 't/knowledge/b/QNA.yaml')).toHaveLength(2);
  });

  it('are just the zip if one is chosen', () => {
    expect(choose('taxonomy.ZIP')).toEqual(['taxonomy.ZIP']);
    expect(choose('t/knowledge/a/qna.yaml', 't/knowledge/a/old.zip')).toEqual(['t/knowledge/a/qna.yaml']);
  });

  it('are none in a folder without leaves', () => {
    expect(choose('photos/cat.png', 'photos/attribution.txt')).toEqual([]);
  });
});
