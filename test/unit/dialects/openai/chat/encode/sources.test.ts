import { expect, test } from 'vitest';
import { sourceList } from '../../../../../../src/core/dialects/openai/chat/encode/sources.ts';

const page = (uri: string, title: string) => ({ web: { uri, title } });

test('names each page once, as Markdown that no title can break', () => {
  const groundingChunks = [
    page('https://a.example', 'A\n[1] \\'),
    page('https://b.example/(c d)', 'B'),
    page('https://a.example', 'A\n[1] \\'),
  ];
  expect(sourceList({ groundingChunks }, 'en')).toBe(
    '\n\n**Sources**\n\n1. [A \\[1\\] \\\\](https://a.example)\n2. [B](https://b.example/%28c%20d%29)\n',
  );
  expect(sourceList({ groundingChunks }, 'zh')).toContain('**来源**');
});

test('nothing where there is no source', () => {
  expect(sourceList(undefined, 'en')).toBe('');
  expect(sourceList({ webSearchQueries: ['x'] }, 'en')).toBe('');
});
