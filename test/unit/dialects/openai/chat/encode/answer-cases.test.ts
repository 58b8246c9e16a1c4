/** Every public case of the rule book about answers, through the encoders alone. */
// covers: src/core/dialects/openai/chat/encode
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeChat } from '../../../../../../src/core/dialects/openai/chat/decode/request.ts';
import { createChunkEncoder } from '../../../../../../src/core/dialects/openai/chat/encode/chunk-encoder.ts';
import { encodeCompletion } from '../../../../../../src/core/dialects/openai/chat/encode/completion.ts';
import {
  type BatchEmbedResponse,
  decodeEmbeddings,
  encodeEmbeddings,
} from '../../../../../../src/core/dialects/openai/embeddings/codec.ts';
import type { GenerateContentResponse } from '../../../../../../src/core/google/wire.ts';
import { encodeContext } from '../../context.ts';
import { chunksOf, mergeChunks } from '../../read-stream.ts';
import { mismatches } from '../case-match.ts';

interface Case {
  name: string;
  kind: string;
  endpoint?: string;
  turns?: unknown;
  openai_request: { stream_options?: { include_usage?: boolean } };
  gemini_response?: GenerateContentResponse & BatchEmbedResponse;
  gemini_chunks?: GenerateContentResponse[];
  expect_openai?: unknown;
  expect_chunks_merged?: unknown;
}

const folder = new URL('../../../../../conformance/cases/', import.meta.url);
const cases = readdirSync(folder).map((file): Case => JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
// Conversations of several turns and other endpoints are for the runner, over HTTP.
const simple = (kind: string) => cases.filter((one) => one.kind === kind && !one.turns && !one.endpoint);

const contextOf = ({ openai_request }: Case) => {
  const chat = decodeChat(openai_request, { thoughts: true, ids: () => 'id' });
  const includeUsage = openai_request.stream_options?.include_usage ?? false;
  return encodeContext({ includeUsage, clientName: chat.toolNames.toClient });
};

describe('the public response cases', () => {
  it.each(simple('response'))('$name', (one) => {
    const completion = encodeCompletion([one.gemini_response ?? {}], contextOf(one));
    expect(mismatches(one.expect_openai, completion)).toEqual([]);
  });
});

describe('the public stream cases', () => {
  it.each(simple('stream'))('$name', (one) => {
    const encoder = createChunkEncoder(contextOf(one));
    const events = (one.gemini_chunks ?? []).map((piece) => encoder.push(piece)).join('');
    const merged = mergeChunks(chunksOf(events + encoder.end()));
    expect(mismatches(one.expect_chunks_merged, merged)).toEqual([]);
  });
});

describe('the public embeddings cases', () => {
  it.each(cases.filter(({ kind }) => kind === 'embeddings'))('$name', (one) => {
    const job = decodeEmbeddings(one.openai_request);
    expect(mismatches(one.expect_openai, encodeEmbeddings([one.gemini_response ?? {}], job))).toEqual([]);
  });
});
