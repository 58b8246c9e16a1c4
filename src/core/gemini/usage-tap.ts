/** Reads the usage of an answer that passes through unparsed. */
import type { Usage } from '../pool/types.ts';
import type { UsageMetadata } from './wire.ts';

/** Google's last chunk ends with the usage and a few short fields; 16 KiB of tail also covers per-modality details. */
const TAIL = 16 * 1024;

/** What the pool and the statistics count. Thoughts are billed as output; Google counts them apart. */
export function usageOf(metadata: UsageMetadata | undefined): Usage {
  return {
    input: (metadata?.promptTokenCount ?? 0) + (metadata?.toolUsePromptTokenCount ?? 0),
    output: metadata?.candidatesTokenCount ?? 0,
    thoughts: metadata?.thoughtsTokenCount ?? 0,
    cached: metadata?.cachedContentTokenCount ?? 0,
  };
}

export interface TapEnd {
  /** `whole`: read to the end. `cancelled`: the reader left. `broken`: the upstream failed; `error` says how. */
  readonly how: 'whole' | 'cancelled' | 'broken';
  readonly usage?: Usage;
  readonly error?: unknown;
}

/** The same bytes, not copied or decoded; `onEnd` is told once how they ended, with the usage found in their tail. */
export function tapUsage(
  body: ReadableStream<Uint8Array>,
  onEnd: (end: TapEnd) => void,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const reader = body.getReader() as ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;
  let tail: Uint8Array[] = [];
  let size = 0;
  // A reader that leaves ends the read that is under way: to that read it looks like the end of the body.
  let left = false;
  const remember = (bytes: Uint8Array) => {
    tail.push(bytes);
    size += bytes.length;
    while (tail.length > 1 && size - (tail[0]?.length ?? 0) >= TAIL) size -= tail.shift()?.length ?? 0;
  };
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (left) return;
          if (done) {
            onEnd({ how: 'whole', ...usageIn(tail) });
            tail = [];
            controller.close();
          } else {
            remember(value);
            controller.enqueue(value);
          }
        } catch (error) {
          if (left) return;
          onEnd({ how: 'broken', error });
          controller.error(error);
        }
      },
      async cancel(reason) {
        left = true;
        onEnd({ how: 'cancelled' });
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

function usageIn(tail: readonly Uint8Array[]): { usage?: Usage } {
  const decoder = new TextDecoder();
  const text = tail
    .map((bytes) => decoder.decode(bytes, { stream: true }))
    .join('')
    .slice(-TAIL);
  const at = text.lastIndexOf('"usageMetadata"');
  const open = at < 0 ? -1 : text.indexOf('{', at);
  if (open < 0) return {};
  let depth = 0;
  // Usage holds numbers and enum names only: no string in it can contain a brace.
  for (let i = open; i < text.length; i++) {
    if (text[i] === '{') depth++;
    else if (text[i] === '}' && --depth === 0) {
      try {
        return { usage: usageOf(JSON.parse(text.slice(open, i + 1)) as UsageMetadata) };
      } catch {
        return {};
      }
    }
  }
  return {};
}
