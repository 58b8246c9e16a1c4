/** Cuts JSON that arrives in pieces into its outermost objects: what Google streams where `alt=sse` was not honoured. */

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN = 123;
const CLOSE = 125;

export interface JsonCutter {
  /** Takes more text and calls back with the text of each object that it completes. */
  feed(text: string): void;
  /** Whether the text so far ends within an object. */
  readonly open: boolean;
}

/** Looks at braces outside of strings only, so `[{...},{...}]`, `{...}\n{...}` and a single object are all the same. */
export function createJsonCutter(onObject: (json: string) => void): JsonCutter {
  let depth = 0;
  let inString = false;
  let escaped = false;
  let kept: string[] = [];
  return {
    feed(text) {
      let start = 0;
      for (let at = 0; at < text.length; at++) {
        const unit = text.charCodeAt(at);
        if (escaped) {
          escaped = false;
        } else if (inString) {
          if (unit === BACKSLASH) escaped = true;
          else if (unit === QUOTE) inString = false;
        } else if (unit === QUOTE) {
          inString = true;
        } else if (unit === OPEN) {
          if (depth++ === 0) start = at;
        } else if (unit === CLOSE && depth > 0 && --depth === 0) {
          kept.push(text.slice(start, at + 1));
          onObject(kept.join(''));
          kept = [];
        }
      }
      if (depth > 0) kept.push(text.slice(start));
    },
    get open() {
      return depth > 0;
    },
  };
}
