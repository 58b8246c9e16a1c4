import type { ToolCallPiece } from './chat-stream.ts';

/** A call that a model asked for, with what came of it. */
export interface ToolUse {
  readonly id: string;
  readonly name: string;
  /** As the model wrote them: JSON, mostly. */
  readonly args: string;
  readonly result: string;
}

/** The one tool that the small chat has: it tells nothing that a page does not know anyway. */
export const clockTool = {
  type: 'function',
  function: {
    name: 'get_current_time',
    description: 'The current date and time of the person who asks.',
    parameters: {
      type: 'object',
      properties: { time_zone: { type: 'string', description: 'IANA name, such as Asia/Shanghai' } },
    },
  },
} as const;

/** What the tool answers. A model may ask for what is not there: then it is told so. */
export function runTool(name: string, args: string, now: number): string {
  if (name !== clockTool.function.name) return JSON.stringify({ error: `there is no tool "${name}"` });
  try {
    const { time_zone: timeZone } = JSON.parse(args || '{}') as { time_zone?: string };
    const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'long', timeZone });
    return JSON.stringify({ time: format.format(now) });
  } catch (error) {
    return JSON.stringify({ error: error instanceof Error ? error.message : String(error) });
  }
}

/** Puts the pieces of a stream together to whole calls. */
export function joinCalls(pieces: readonly ToolCallPiece[]): ReadonlyArray<Omit<ToolUse, 'result'>> {
  const calls = new Map<number, { id: string; name: string; args: string }>();
  for (const { index = 0, id = '', function: called } of pieces) {
    const call = calls.get(index) ?? { id: '', name: '', args: '' };
    calls.set(index, {
      id: call.id || id,
      name: call.name + (called?.name ?? ''),
      args: call.args + (called?.arguments ?? ''),
    });
  }
  return [...calls.values()];
}
