/** Reads a stream as strictly as the least careful client does, and joins it as the OpenAI SDKs do. */
import type { ChatCompletionChunk } from 'openai/resources/chat/completions';
import { expect } from 'vitest';
import type { Message } from '../../../../src/core/dialects/openai/wire-response.ts';

export type Chunk = ChatCompletionChunk & { error?: unknown };

/** The chunks of whole events. Fails on anything but `data: {...}` and `data: [DONE]` with LF. */
export function chunksOf(events: string): Chunk[] {
  if (events === '') return [];
  expect(events.endsWith('\n\n')).toBe(true);
  expect(events).not.toContain('\r');
  return events
    .slice(0, -2)
    .split('\n\n')
    .filter((event) => event !== 'data: [DONE]')
    .map((event) => {
      expect(event.startsWith('data: {')).toBe(true);
      return JSON.parse(event.slice('data: '.length)) as Chunk;
    });
}

export interface MergedChoice {
  index: number;
  message: Message;
  finish_reason: string | null;
  logprobs?: { content: unknown[] };
}

export interface Merged {
  id: string;
  object: string;
  model: string;
  created: number;
  choices: MergedChoice[];
  usage?: unknown;
}

export function mergeChunks(chunks: readonly Chunk[]): Merged {
  const byIndex = new Map<number, MergedChoice>();
  let usage: unknown;
  for (const chunk of chunks) {
    if (chunk.usage) usage = chunk.usage;
    for (const { index, delta, finish_reason, logprobs } of chunk.choices) {
      const choice = byIndex.get(index) ?? { index, message: {} as Message, finish_reason: null };
      byIndex.set(index, choice);
      choice.finish_reason = finish_reason ?? choice.finish_reason;
      if (logprobs?.content) choice.logprobs = { content: [...(choice.logprobs?.content ?? []), ...logprobs.content] };
      mergeDelta(choice.message as unknown as Record<string, unknown>, delta as Record<string, unknown>);
    }
  }
  const { id = '', object = '', model = '', created = 0 } = chunks[0] ?? {};
  const choices = [...byIndex.values()].sort((a, b) => a.index - b.index);
  return { id, object, model, created, choices, ...(usage ? { usage } : {}) };
}

function mergeDelta(message: Record<string, unknown>, delta: Record<string, unknown>): void {
  for (const [key, value] of Object.entries(delta)) {
    const known = message[key];
    if (key === 'role' || known === undefined) message[key] = key === 'tool_calls' ? withoutIndex(value) : value;
    else if (typeof value === 'string') message[key] = String(known) + value;
    else if (key === 'tool_calls') message[key] = [...(known as unknown[]), ...withoutIndex(value)];
    else if (Array.isArray(value)) message[key] = [...(known as unknown[]), ...value];
    else message[key] = { ...(known as object), ...(value as object) };
  }
}

const withoutIndex = (calls: unknown): unknown[] =>
  (calls as Array<{ index: number }>).map(({ index: _, ...call }) => call);
