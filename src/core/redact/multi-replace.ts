import { shortestForm } from './encodings.ts';

/** Replaces any of many strings in a text, at a cost that does not depend on how many they are. */
export interface Hider {
  /** @param form at least `shortestForm` long */
  add(form: string): void;
  hide(text: string): string;
}

const base = 31;
const outgoing = Array.from({ length: shortestForm }).reduce<number>((power) => Math.imul(power, base), 1);

/**
 * Looks at every window of 8 characters by a hash that rolls with it (Rabin and Karp), and compares a string only where
 * its own end has that hash. The end, because all keys of one kind begin alike.
 */
export function createHider(instead: string): Hider {
  const byEnd = new Map<number, string[]>();

  return {
    add(form) {
      const hash = hashOf(form.slice(-shortestForm));
      const alike = byEnd.get(hash);
      if (alike === undefined) byEnd.set(hash, [form]);
      else if (!alike.includes(form)) alike.push(form);
    },

    hide(text) {
      const spans: Span[] = [];
      let hash = 0;
      for (let end = 1; end <= text.length; end++) {
        hash = roll(hash, text, end);
        const found = byEnd.get(hash);
        if (found === undefined) continue;
        const lengths = found.filter((form) => text.endsWith(form, end)).map((form) => form.length);
        if (lengths.length > 0) addSpan(spans, end - Math.max(...lengths), end);
      }
      let shown = '';
      let from = 0;
      for (const span of spans) {
        shown += text.slice(from, span.start) + instead;
        from = span.end;
      }
      return shown + text.slice(from);
    },
  };
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Spans come in order of their end; one that reaches into those before it swallows them. */
function addSpan(spans: Span[], start: number, end: number): void {
  let first = start;
  for (let last = spans.at(-1); last !== undefined && last.end > start; last = spans.at(-1)) {
    first = Math.min(first, last.start);
    spans.pop();
  }
  spans.push({ start: first, end });
}

function roll(hash: number, text: string, end: number): number {
  const longer = (Math.imul(hash, base) + text.charCodeAt(end - 1)) | 0;
  return end > shortestForm ? (longer - Math.imul(text.charCodeAt(end - 1 - shortestForm), outgoing)) | 0 : longer;
}

function hashOf(window: string): number {
  let hash = 0;
  for (let end = 1; end <= window.length; end++) hash = roll(hash, window, end);
  return hash;
}
