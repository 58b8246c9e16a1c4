import type { ModelView } from '../../../src/contract/models.ts';

export const fakeModels: readonly ModelView[] = [
  {
    id: 'gemini-2.5-flash',
    displayName: 'Gemini 2.5 Flash',
    inputTokenLimit: 1_048_576,
    outputTokenLimit: 65_536,
    abilities: ['chat', 'search', 'thinking'],
    allowed: true,
    requestsToday: 312,
    limitToday: 1000,
  },
  { id: 'gemini-2.5-flash-image', displayName: 'Nano Banana', abilities: ['image'], allowed: true, requestsToday: 3 },
  {
    id: 'gemini-2.5-pro',
    displayName: 'Gemini 2.5 Pro',
    abilities: ['chat', 'search', 'thinking'],
    allowed: false,
    requestsToday: 50,
    limitToday: 50,
  },
  { id: 'gemini-embedding-001', abilities: ['embed'], allowed: true, requestsToday: 0 },
];
