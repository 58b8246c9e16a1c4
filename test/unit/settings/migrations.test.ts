/** What the first build stored keeps its meaning; what a person types stays as it is typed. */
import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../src/contract/settings/table.ts';
import { readBackup } from '../../../src/core/admin/backup/backup.ts';
import { createSettingsStore } from '../../../src/core/settings/store.ts';
import { createMemoryStore } from '../../../src/core/store/memory.ts';
import { createJournal } from '../../../src/core/store/write-behind.ts';
import { manualClock } from '../../support/clock.ts';

/** As the page of the first build stored the list once somebody had added a line to it. */
const storedAliases = [
  'gpt-4o=gemini-2.5-flash',
  'gpt-image-*=gemini-2.5-flash-image',
  'gpt-*-tts=gemini-2.5-flash-preview-tts',
  'gpt-*=gemini-2.5-flash',
  'chatgpt-*=gemini-2.5-flash',
  'text-embedding-*=gemini-embedding-001',
  'dall-e-*=gemini-2.5-flash-image',
  'tts-1*=gemini-2.5-flash-preview-tts',
];
const today = ['gpt-4o=gemini-2.5-flash', ...defaultSettings.modelAliases];

async function opened(stored: Readonly<Record<string, string | number | readonly string[]>>) {
  const clock = manualClock();
  const store = createMemoryStore(clock);
  let id = 0;
  const ids = () => `id${id++}`;
  const changes = Object.entries(stored).map(
    ([key, value]) => ({ id: ids(), op: 'put', in: 'settings', key, value }) as const,
  );
  await store.commit(changes, 'strict');
  const open = async () => {
    const journal = createJournal({ store, clock, ids, log: { write: () => undefined } });
    const settings = createSettingsStore({ journal }, (await store.load()).settings);
    await journal.flush('strict');
    return settings;
  };
  return { open, kept: async () => (await store.load()).settings };
}

describe('aliases that an earlier version had by default', () => {
  it('move to the defaults of today, word for word and in their places', async () => {
    const { open, kept } = await opened({ modelAliases: storedAliases, searchMode: 'true' });
    expect((await open()).current().modelAliases).toEqual(today);
    expect((await kept()).get('modelAliases')).toEqual(today);
    expect((await kept()).get('searchMode')).toBe('true');
  });

  it('move once: what a person types afterwards stays', async () => {
    const { open } = await opened({ modelAliases: storedAliases });
    const typed = ['gpt-*=gemini-2.5-flash'];
    await (await open()).set('modelAliases', typed);
    expect((await open()).current().modelAliases).toEqual(typed);
  });

  it('typed by a person who had nothing stored stay, too', async () => {
    const { open } = await opened({});
    const typed = ['gpt-*=gemini-2.5-flash'];
    await (await open()).set('modelAliases', typed);
    expect((await open()).current().modelAliases).toEqual(typed);
  });

  it('leave the mark of a newer version as it is', async () => {
    const { open, kept } = await opened({ schemaVersion: 9, searchMode: 'true' });
    await (await open()).set('searchMode', false);
    expect((await kept()).get('schemaVersion')).toBe(9);
  });

  it('are nothing that opening an empty store writes', async () => {
    const { open, kept } = await opened({});
    await open();
    expect([...(await kept()).keys()]).toEqual([]);
  });

  it('move when a backup of that version is restored, and stay in one of this', () => {
    const file = { kind: 'hajimi-backup', version: 1, createdAt: 1, settings: { modelAliases: storedAliases } };
    expect(readBackup(file).settings.modelAliases).toEqual(today);
    expect(readBackup({ ...file, settingsVersion: 1 }).settings.modelAliases).toEqual(storedAliases);
  });
});
