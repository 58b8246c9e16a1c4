/** Reads the usage of an answer that passes through unparsed. */

import type { Usage } from '../../../contract/log.ts';
import type { Bytes } from '../../utils/bytes.ts';
import { map } from '../../utils/streams/map.ts';
import type { Source } from '../../utils/streams/source.ts';
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

/** How bytes that pass by end: of the three exactly one is called, once. */
export interface TapEnd {
  /** @param usage found in their tail, undefined where there is none */
  onWhole(usage: Usage | undefined): void;
  onBroken(error: unknown): void;
  /** The reader has left. */
  onCancelled(): void;
}

/** The same bytes, not copied or decoded. */
export function tapUsage(body: Source<Bytes>, { onWhole, onBroken, onCancelled }: TapEnd): Source<Bytes> {
  const tail: Bytes[] = [];
  let size = 0;
  return map(body, {
    each(bytes) {
      tail.push(bytes);
      size += bytes.length;
      while (tail.length > 1 && size - (tail[0]?.length ?? 0) >= TAIL) size -= tail.shift()?.length ?? 0;
      return bytes;
    },
    end: () => void onWhole(usageIn(tail)),
    fail: (error) => void onBroken(error),
    cancel: onCancelled,
  });
}

function usageIn(tail: readonly Uint8Array[]): Usage | undefined {
  const decoder = new TextDecoder();
  const text = tail
    .map((bytes) => decoder.decode(bytes, { stream: true }))
    .join('')
    .slice(-TAIL);
  const at = text.lastIndexOf('"usageMetadata"');
  const open = at < 0 ? -1 : text.indexOf('{', at);
  if (open < 0) return undefined;
  let depth = 0;
  // Usage holds numbers and enum names only: no string in it can contain a brace.
  for (let i = open; i < text.length; i++) {
    if (text[i] === '{') depth++;
    else if (text[i] === '}' && --depth === 0) {
      try {
        return usageOf(JSON.parse(text.slice(open, i + 1)) as UsageMetadata);
      } catch {
        return undefined;
      }
    }
  }
  return undefined;
}
