/** OpenAI's voices, each with the one of Google's that sounds most like it by Google's description. */
const counterparts: Readonly<Record<string, string>> = {
  alloy: 'Kore',
  ash: 'Orus',
  ballad: 'Algieba',
  cedar: 'Charon',
  coral: 'Aoede',
  echo: 'Iapetus',
  fable: 'Puck',
  marin: 'Sulafat',
  nova: 'Leda',
  onyx: 'Algenib',
  sage: 'Vindemiatrix',
  shimmer: 'Zephyr',
  verse: 'Fenrir',
};

/** Google's voice for a client's: its counterpart, or the name itself, which then is Google's own. */
export function prebuiltVoice(voice: string | undefined): string {
  const name = voice ?? 'alloy';
  return Object.hasOwn(counterparts, name) ? (counterparts[name] ?? name) : name;
}
