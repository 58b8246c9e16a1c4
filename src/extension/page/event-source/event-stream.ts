export interface StreamedEvent {
  readonly type: string;
  readonly data: string;
  /** The last one that the stream named; empty where it named none. */
  readonly lastEventId: string;
}

export interface EventStream {
  /** Takes the next piece of the stream, cut anywhere. */
  push(text: string): void;
  /** `lastEventId` of what is over: what is asked for anew goes on behind it. */
  readonly lastEventId: string;
}

/**
 * Reads `text/event-stream` as the standard does.
 * @param onEvent is called with each whole event.
 * @param onRetry is told how long the stream wants one to wait before asking anew, in ms.
 * @param lastEventId of the stream that this one continues.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export function readEventStream(
  onEvent: (event: StreamedEvent) => void,
  onRetry: (ms: number) => void,
  lastEventId = '',
): EventStream {
  let rest = '';
  let type = '';
  let data: string | undefined;
  let id = lastEventId;

  function take(line: string) {
    if (line === '') {
      const event = { type: type || 'message', data: data ?? '', lastEventId: id };
      const isEvent = data !== undefined;
      lastEventId = id;
      type = '';
      data = undefined;
      if (isEvent) onEvent(event);
      return;
    }
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === 'data') data = data === undefined ? value : `${data}\n${value}`;
    else if (field === 'event') type = value;
    else if (field === 'id' && !value.includes('\0')) id = value;
    else if (field === 'retry' && /^\d+$/.test(value)) onRetry(Number(value));
  }

  return {
    push(text) {
      // A CR at the end may be half of a line end.
      const lines = (rest + text).split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? '';
      for (const line of lines) take(line);
    },
    get lastEventId() {
      return lastEventId;
    },
  };
}
