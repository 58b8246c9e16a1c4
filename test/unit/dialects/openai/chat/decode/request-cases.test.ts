/** Every public request case of the rule book, held against Google's own rules. */
// covers: src/core/dialects/openai/chat/decode
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeChat } from '../../../../../../src/core/dialects/openai/chat/decode/request.ts';
import { restoreSignatures } from '../../../../../../src/core/google/signatures/signatures.ts';
import { faultsOf } from '../../../../../support/strict-google/strict-google.ts';

interface Case {
  name: string;
  kind: string;
  endpoint?: string;
  openai_request: unknown;
}

const folder = new URL('../../../../../conformance/cases/', import.meta.url);
const cases = readdirSync(folder)
  .map((file) => readFileSync(new URL(file, folder), 'utf8').replaceAll('{{ASSET_BASE}}', 'http://assets.test'))
  .map((text): Case => JSON.parse(text))
  .filter(({ kind, endpoint }) => kind === 'request' && endpoint === undefined);

describe('the public request cases', () => {
  it.each(cases)('$name', async ({ openai_request }) => {
    const { model, request } = decodeChat(openai_request, { thoughts: true, ids: () => 'id' });
    const signed = await restoreSignatures(request, model, { find: async () => undefined });
    expect(faultsOf(model, signed)).toEqual([]);
  });
});
