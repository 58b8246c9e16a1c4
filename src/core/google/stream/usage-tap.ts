/** Reads the usage of an answer that passes through unparsed. */

import type { Usage } from '../../../contract/log.ts';
import { type BodyEnd, type BodyListener, streamOf } from '../../utils/streams/body-reader.ts';
import type { UsageMetadata } from '../wire.ts';

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

/** How the bytes ended, with the usage where they are whole. */
export type TapEnd = BodyEnd & { readonly usage?: Usage };

/** The same bytes, not copied or decoded; `onEnd` is told once how they ended, with the usage found in their tail. */
export function tapUsage(
  body: ReadableStream<Uint8Array>,
  onEnd: (end: TapEnd) => void,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let tail: Uint8Array[] = [];
  let size = 0;
  const listener: BodyListener = {
    onBytes(bytes) {
      tail.push(bytes);
      size += bytes.length;
      while (tail.length > 1 && size - (tail[0]?.length ?? 0) >= TAIL) size -= tail.shift()?.length ?? 0;
    },
    onEnd(end) {
      onEnd(end.how === 'whole' ? { ...end, ...usageIn(tail) } : end);
      tail = [];
    },
  };
  return streamOf((body as ReadableStream<Uint8Array<ArrayBuffer>>).getReader(), () => listener);
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
