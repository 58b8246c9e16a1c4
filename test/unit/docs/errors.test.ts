// covers: docs/en/errors.md, docs/zh/errors.md, src/core/errors.ts
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { errorsMarkdown, errorsPath } from '../../tools/docs/errors-page.ts';

test.each(['en', 'zh'] as const)(
  'docs/%s/errors.md has every error with its text, cause and remedy (npx tsx test/tools/docs/errors-page.ts)',
  (language) => expect(readFileSync(errorsPath(language), 'utf8')).toBe(errorsMarkdown(language)),
);
