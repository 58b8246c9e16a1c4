/** Thoughts within the text, for frontends that fold away what stands between `<think>` tags. */

export interface ThinkTags {
  /** A thought follows. */
  open(): void;
  /** Something else follows, or the end. */
  close(): void;
}

export function createThinkTags(write: (text: string) => void): ThinkTags {
  let isOpen = false;
  return {
    open() {
      if (!isOpen) write('<think>\n');
      isOpen = true;
    },
    close() {
      if (isOpen) write('\n</think>\n\n');
      isOpen = false;
    },
  };
}
