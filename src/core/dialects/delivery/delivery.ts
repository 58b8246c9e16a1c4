/** How the answer to a client is to be read, and when its head may go out. */

import type { Settings } from '../../../contract/settings/table.ts';
import type { Mode, Progress } from '../../pipeline/call.ts';
import type { Caller } from '../../ports.ts';
import type { Deferred } from '../../utils/deferred.ts';

export function modeOf({ fakeStreaming }: Pick<Settings, 'fakeStreaming'>, stream: boolean): Mode {
  if (!stream) return 'whole';
  return fakeStreaming ? 'buffered' : 'live';
}

/**
 * A page is called within the browser: nothing on the way loses its patience, and most chat pages show a failure by its
 * status only. Its head waits for the verdict, an answer or an error.
 */
const isPage = ({ trust }: Caller): boolean => trust !== 'network';

/** A true stream's head waits for content: until then another key may take over, or the answer turn out to be none. */
export const headProgress = (mode: Mode, caller: Caller, begun: Deferred): Progress =>
  mode === 'live' || isPage(caller) ? {} : { onFirstByte: () => begun.resolve() };

/** Early head, in ms: NextChat times out after 60 s without a response head (docs/design/clients.md#patience). */
const HEAD_WITHIN = 45_000;

type Streaming = Pick<Settings, 'fakeStreaming' | 'fakeStreamingInterval'>;

/** Ms between the pieces that keep a client waiting. */
export const keepAliveInterval = ({ fakeStreaming, fakeStreamingInterval }: Streaming): number =>
  fakeStreaming ? fakeStreamingInterval * 1000 : HEAD_WITHIN;

/**
 * Ms until the head of a stream goes out at the latest: soon for a fake one over a network, as late as clients bear for
 * any other.
 * @param waited ms since a page asked: of sending a picture and fetching another it sees nothing either.
 */
export const headLimit = (settings: Streaming, caller: Caller, waited = 0): number =>
  isPage(caller) ? Math.max(0, HEAD_WITHIN - waited) : keepAliveInterval(settings);

/** Where what Google says of an answer's end is shown: chat pages show the text and nothing else. */
export const refusalsFor = (caller: Caller): 'field' | 'content' => (isPage(caller) ? 'content' : 'field');
