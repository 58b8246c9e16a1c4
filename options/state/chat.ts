import { type ReadonlySignal, signal } from '@preact/signals';
import type { Api } from '../api.ts';
import { errorIn, readChatStream, type ToolCallPiece } from './chat-stream.ts';
import { clockTool, joinCalls, runTool, type ToolUse } from './chat-tools.ts';

export interface Turn {
  readonly role: 'user' | 'assistant';
  readonly text: string;
  readonly thoughts: string;
  /** A picture as a data URL. */
  readonly image?: string;
  readonly problem?: string;
  /** Calls that the model asked for instead of, or before, saying something. */
  readonly tools?: readonly ToolUse[];
}

/** A short chat with the model API, kept for as long as the tab lives. */
export interface Chat {
  readonly turns: ReadonlySignal<readonly Turn[]>;
  readonly busy: ReadonlySignal<boolean>;
  /**
   * Never rejects: what goes wrong stands in the answer.
   * @param tools the model may ask what time it is.
   */
  send(model: string, asked: { text: string; image?: string | undefined; tools?: boolean }): Promise<void>;
  /** Ends the answer that is on its way; what has come stays. */
  stop(): void;
  clear(): void;
}

const emptyAnswer: Turn = { role: 'assistant', text: '', thoughts: '' };

/** A model that only ever calls tools is left to itself. */
const MOST_ROUNDS = 5;

export function createChat(tryOut: Api['tryOut']): Chat {
  const turns = signal<readonly Turn[]>([]);
  const busy = signal(false);
  let ending = new AbortController();

  const grow = (change: (answer: Turn) => Turn) => {
    const last = turns.value.at(-1);
    if (last) turns.value = [...turns.value.slice(0, -1), change(last)];
  };

  /** @returns the pieces of the calls that the model asks for. */
  async function answer(request: object, signal: AbortSignal): Promise<readonly ToolCallPiece[]> {
    const body = JSON.stringify({ ...request, stream: true, messages: turns.value.slice(0, -1).flatMap(messagesOf) });
    const pieces: ToolCallPiece[] = [];
    const response = await tryOut('/v1/chat/completions', { method: 'POST', body, signal });
    if (!response.ok || !response.body) throw new Error(await errorIn(response));
    for await (const { text, thoughts, refusal, toolCalls } of readChatStream(response.body)) {
      grow((turn) => ({ ...turn, text: turn.text + text, thoughts: turn.thoughts + thoughts }));
      if (refusal !== '') grow((turn) => ({ ...turn, problem: refusal }));
      pieces.push(...toolCalls);
      if (signal.aborted) return [];
    }
    return pieces;
  }

  return {
    turns,
    busy,
    async send(model, { text, image, tools = false }) {
      if (busy.value) return;
      busy.value = true;
      ending = new AbortController();
      const { signal } = ending;
      // An answer that failed is no part of the talk.
      const before = turns.value.filter(({ problem }) => problem === undefined);
      const asked: Turn[] = [...before, { role: 'user', text, thoughts: '', ...(image && { image }) }];
      turns.value = [...asked, emptyAnswer];
      const request = { model, ...(tools && { tools: [clockTool] }) };
      try {
        for (let round = 0; round < MOST_ROUNDS; round++) {
          const calls = joinCalls(await answer(request, signal));
          if (calls.length === 0) break;
          const used = calls.map((call) => ({ ...call, result: runTool(call.name, call.args, Date.now()) }));
          grow((turn) => ({ ...turn, tools: used }));
          turns.value = [...turns.value, emptyAnswer];
        }
      } catch (error) {
        const problem = error instanceof Error ? error.message : String(error);
        if (!signal.aborted) grow((turn) => ({ ...turn, problem }));
      }
      busy.value = false;
    },
    stop: () => ending.abort(),
    clear() {
      ending.abort();
      turns.value = [];
    },
  };
}

/** A turn as the API has it: what a tool answered is a message of its own. */
const messagesOf = ({ role, text, image, tools = [] }: Turn): readonly object[] => [
  {
    role,
    content:
      image === undefined
        ? text
        : [
            { type: 'image_url', image_url: { url: image } },
            { type: 'text', text },
          ],
    ...(tools.length > 0 && {
      tool_calls: tools.map(({ id, name, args }) => ({ id, type: 'function', function: { name, arguments: args } })),
    }),
  },
  ...tools.map(({ id, result }) => ({ role: 'tool', tool_call_id: id, content: result })),
];
