import type { Capabilities } from '../gemini/capabilities.ts';
import type { SafetySetting } from '../gemini/wire.ts';

const categories = ['HARASSMENT', 'HATE_SPEECH', 'SEXUALLY_EXPLICIT', 'DANGEROUS_CONTENT'];

/** Every filter that can be switched off, off: what a proxy's owner expects unless the caller says otherwise. */
export function defaultSafety(model: Pick<Capabilities, 'safetyOff' | 'civicIntegrity'>): SafetySetting[] {
  const threshold = model.safetyOff ? 'OFF' : 'BLOCK_NONE';
  return [...categories, ...(model.civicIntegrity ? ['CIVIC_INTEGRITY'] : [])].map((category) => ({
    category: `HARM_CATEGORY_${category}`,
    threshold,
  }));
}
