import type { FakeGemini } from '../../fake-gemini/server.ts';
import { openExtensionSide } from './extension-side.ts';
import { openRelaySide } from './relay-side.ts';
import type { Side } from './side.ts';

export const sideNames = ['relay', 'extension'] as const;
export type SideName = (typeof sideNames)[number];

/** Silence upstream shall not stop the traffic for long. */
const UPSTREAM_TIMEOUT = 3;

export function openSide(name: SideName, fake: FakeGemini): Promise<Side> {
  switch (name) {
    case 'relay':
      return openRelaySide(fake.url, {
        UPSTREAM_TIMEOUT: String(UPSTREAM_TIMEOUT),
        FAKE_STREAMING_INTERVAL: '0.05',
        // A whole answer that fails behind its first spaces can only be torn.
        NONSTREAM_KEEPALIVE_INTERVAL: '60',
        MAX_REQUESTS_PER_DAY_PER_IP: '0',
      });
    case 'extension':
      return openExtensionSide(fake.url, { upstreamTimeout: UPSTREAM_TIMEOUT, fakeStreamingInterval: 0.05 });
  }
}
