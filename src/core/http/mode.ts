/** How the answer to a client is to be read, and when its head may go out. */
import type { Mode, Progress } from '../answer/question.ts';
import type { Settings } from '../settings.ts';
import type { Moment } from './moment.ts';

export function modeOf({ fakeStreaming }: Pick<Settings, 'fakeStreaming'>, stream: boolean): Mode {
  if (!stream) return 'whole';
  return fakeStreaming ? 'buffered' : 'live';
}

/** A true stream's head waits for content: until then another key may take over, or the answer turn out to be none. */
export const headProgress = (mode: Mode, begun: Moment): Progress =>
  mode === 'live' ? {} : { onFirstByte: begun.happen };

/** NextChat gives up a stream whose head does not come within 60 s (clients.md part 1, section 1). In ms. */
const HEAD_WITHIN = 45_000;

/** Ms until the head of a stream goes out at the latest: soon for a fake one, as late as clients bear for a true one. */
export const headLimit = (settings: Pick<Settings, 'fakeStreaming' | 'fakeStreamingInterval'>): number =>
  settings.fakeStreaming ? settings.fakeStreamingInterval * 1000 : HEAD_WITHIN;
