/**
 * Databases compare text by code points or by bytes of UTF-8, which is the same order; JavaScript and IndexedDB compare
 * by UTF-16 code units. Moving every unit from U+D800 up to the code points from U+10000 up makes the two orders one. Keys
 * of plain text are stored as they are.
 */
const moved = 0x10000 - 0xd800;

export const sortable = (key: string): string =>
  key.replace(/[\ud800-\uffff]/g, (unit) => String.fromCodePoint(unit.charCodeAt(0) + moved));

export const original = (stored: string): string =>
  stored.replace(/[\u{10000}-\u{127ff}]/gu, (point) => String.fromCharCode((point.codePointAt(0) ?? moved) - moved));
