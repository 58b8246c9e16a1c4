/**
 * Compares in constant time: it depends on the presented text only, so that the password cannot be guessed letter by
 * letter.
 */
export function samePassword(presented: string, expected: string): boolean {
  let difference = presented.length ^ expected.length;
  for (let i = 0; i < presented.length; i++) {
    difference |= presented.charCodeAt(i) ^ expected.charCodeAt(i % Math.max(1, expected.length));
  }
  return difference === 0;
}
