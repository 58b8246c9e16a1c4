import { createMemoryStore } from '../../../src/core/store/memory.ts';
import { describeStore } from '../../contract/describe-store.ts';

describeStore('the memory store', async (clock) => ({ store: createMemoryStore(clock), dispose: async () => {} }));
