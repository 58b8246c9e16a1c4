import { describe, expect, it } from 'vitest';
import { capabilitiesOf } from '../../../src/core/models/series.ts';

describe('capabilitiesOf', () => {
  it('reads the generation from the name, whatever stands before and behind it', () => {
    expect(capabilitiesOf('gemini-2.0-flash-001').jsonSchema).toBe(false);
    expect(capabilitiesOf('google/gemini-2.5-flash').jsonSchema).toBe(true);
    expect(capabilitiesOf('GEMINI-2.5-FLASH').signaturesEnforced).toBe(false);
    expect(capabilitiesOf('gemini-3-flash-preview').signaturesEnforced).toBe(true);
    expect(capabilitiesOf('gemini-3.10-flash').prefill).toBe(false);
  });

  it.each(['gemini-9-quark', 'gemini-flash-latest', 'some-other-model', 'gemma-4-31b-it'])(
    'gives %s the newest behaviour',
    (model) => {
      expect(capabilitiesOf(model)).toMatchObject({
        systemInstruction: true,
        prefill: false,
        sampling: false,
        penalties: false,
        candidates: false,
        jsonSchema: true,
        jsonModeWithTools: true,
        builtInsWithFunctions: true,
        signaturesEnforced: true,
        responseIdsRequired: true,
        thinking: { kind: 'level', takesBudget: false, level: { none: 'low', xhigh: 'high' } },
      });
    },
  );

  it.each([
    ['gemini-3.5-flash', true],
    ['gemini-3.1-flash-lite', true],
    ['gemini-3.5-flash-lite', false],
    ['gemini-3.6-flash', false],
    ['gemini-4-argon', false],
  ])('%s may end with a model turn: %s', (model, prefill) => {
    expect(capabilitiesOf(model).prefill).toBe(prefill);
  });

  it.each([
    'gemma-3-27b-it',
    'gemma-3n-e4b-it',
    'gemini-2.0-flash-preview-image-generation',
    'gemini-2.5-pro-preview-tts',
  ])('%s takes no system instruction', (model) => {
    expect(capabilitiesOf(model).systemInstruction).toBe(false);
  });

  it('knows what a model makes', () => {
    expect(capabilitiesOf('gemini-2.5-flash-image').output).toBe('image');
    expect(capabilitiesOf('gemini-3-pro-image-preview').output).toBe('image');
    expect(capabilitiesOf('gemini-2.5-flash-preview-tts').output).toBe('speech');
    expect(capabilitiesOf('gemini-2.5-flash').output).toBe('text');
  });

  it('keeps JSON mode from models that refuse it', () => {
    expect(capabilitiesOf('gemma-3-27b-it').jsonMode).toBe(false);
    expect(capabilitiesOf('gemini-2.5-flash-image').jsonMode).toBe(false);
    expect(capabilitiesOf('gemini-2.5-flash')).toMatchObject({ jsonMode: true, jsonModeWithTools: false });
    expect(capabilitiesOf('gemini-3.1-pro-preview')).toMatchObject({ jsonMode: true, jsonModeWithTools: true });
  });

  describe('thinking', () => {
    it.each([
      'gemini-2.0-flash',
      'gemini-2.5-flash-image',
      'gemini-2.5-flash-preview-tts',
      'gemini-3.8-flash-tts',
      'gemma-3-27b-it',
    ])('%s does not think', (model) => {
      expect(capabilitiesOf(model).thinking).toEqual({ kind: 'none' });
    });

    it.each([
      ['gemini-2.5-pro', 128, 32_768, false],
      ['gemini-2.5-flash', 1, 24_576, true],
      ['gemini-2.5-flash-lite', 512, 24_576, true],
      ['gemini-3-pro-image-preview', 128, 32_768, false],
    ])('%s thinks by budget', (model, min, max, canBeOff) => {
      expect(capabilitiesOf(model).thinking).toEqual({ kind: 'budget', min, max, canBeOff });
    });

    it.each([
      ['gemini-3-flash-preview', 'minimal', 'medium', 'high'],
      ['gemini-3.1-flash-lite', 'minimal', 'medium', 'high'],
      ['gemini-3.6-flash', 'minimal', 'medium', 'high'],
      ['gemini-3.8-flash-lite', 'minimal', 'medium', 'high'],
      ['gemini-flash-lite-latest', 'minimal', 'medium', 'high'],
      ['gemini-3-pro-preview', 'low', 'high', 'high'],
      ['gemini-3.1-pro-preview', 'low', 'medium', 'high'],
      ['gemini-3.7-flash', 'low', 'medium', 'high'],
      ['gemini-4-argon', 'low', 'medium', 'high'],
      ['gemini-4-hydrogen', 'low', 'medium', 'xhigh'],
    ])('%s: none is %s, medium %s, the most %s', (model, none, medium, xhigh) => {
      expect(capabilitiesOf(model).thinking).toMatchObject({
        kind: 'level',
        level: { none, minimal: none, low: 'low', medium, high: 'high', xhigh },
      });
    });
  });
});
