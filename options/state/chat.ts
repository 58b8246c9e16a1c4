import { type ReadonlySignal, signal } from '@preact/signals';
import type { Api } from '../api.ts';
import { errorIn, readChatStream } from './chat-stream.ts';

export interface Turn {
  readonly role: 'user' | 'assistant';
  readonly text: string;
  readonly thoughts: string;
  /** A picture as a data URL. */
  readonly image?: string;
  readonly problem?: string;
}

/** A short chat with the model API, kept for as long as the tab lives. */
export interface Chat {
  readonly turns: ReadonlySignal<readonly Turn[]>;
  readonly busy: ReadonlySignal<boolean>;
  /** Never rejects: what goes wrong stands in the answer. */
  send(model: string, text: string, image?: string): Promise<void>;
  /** Ends the answer that is on its way; what has come stays. */
  stop(): void;
  clear(): void;
}

export function createChat(tryOut: Api['tryOut']): Chat {
  const turns = signal<readonly Turn[]>([]);
  const busy = signal(false);
  let ending = new AbortController();

  const grow = (change: (answer: Turn) => Turn) => {
    const last = turns.value.at(-1);
    if (last) turns.value = [...turns.value.slice(0, -1), change(last)];
  };

  async function answer(model: string, asked: readonly Turn[], signal: AbortSignal): Promise<void> {
    const body = JSON.stringify({ model, stream: true, messages: asked.map(messageOf) });
    const response = await tryOut('/v1/chat/completions', { method: 'POST', body, signal });
    if (!response.ok || !response.body) throw new Error(await errorIn(response));
    for await (const { text, thoughts } of readChatStream(response.body)) {
      grow((turn) => ({ ...turn, text: turn.text + text, thoughts: turn.thoughts + thoughts }));
      if (signal.aborted) return;
    }
  }

  return {
    turns,
    busy,
    async send(model, text, image) {
      if (busy.value) return;
      busy.value = true;
      ending = new AbortController();
      const { signal } = ending;
      // An answer that failed is no part of the talk.
      const before = turns.value.filter(({ problem }) => problem === undefined);
      const asked: Turn[] = [...before, { role: 'user', text, thoughts: '', ...(image && { image }) }];
      turns.value = [...asked, { role: 'assistant', text: '', thoughts: '' }];
      try {
        await answer(model, asked, signal);
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

const messageOf = ({ role, text, image }: Turn) => ({
  role,
  content:
    image === undefined
      ? text
      : [
          { type: 'image_url', image_url: { url: image } },
          { type: 'text', text },
        ],
});
