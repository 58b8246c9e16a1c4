/** Line icons on a 24 x 24 grid, drawn in the colour of the text around them. */
const paths = {
  home: 'M4 11.5 12 4l8 7.5M6.5 9.5V20h11V9.5M10 20v-5.5h4V20',
  keys: 'M8 15.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM11.5 12H20v3M16.5 12v2.5',
  usage: 'M4 20h16M7 20v-6M12 20V6M17 20v-9',
  log: 'M5 6h14M5 12h14M5 18h9',
  connect: 'M9 7V4M15 7V4M6.5 7h11v4.5a5.5 5.5 0 0 1-11 0ZM12 17v3',
  chat: 'M5 6h14v10h-8l-4 3.5V16H5Z',
  sites: 'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM4.5 9.5h15M4.5 14.5h15M12 4c-5 5-5 11 0 16 5-5 5-11 0-16Z',
  models: 'M12 4l7 4v8l-7 4-7-4V8ZM5 8l7 4 7-4M12 12v8',
  vertex: 'M8 18.5a4 4 0 0 1-.6-7.95 5 5 0 0 1 9.5-.9 4.5 4.5 0 0 1-.4 8.85Z',
  clients:
    'M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM3.5 19v-1.5a4 4 0 0 1 4-4h3a4 4 0 0 1 4 4V19M15.5 5.4a3 3 0 0 1 0 5.2M17.5 13.9a4 4 0 0 1 3 3.6V19',
  backup: 'M5 5h11l3 3v11H5ZM8 5v5h7V5M8 19v-5h8v5',
  settings:
    'M4 7h9m4.5 0H20M4 17h2.5m4.5 0h9M15.2 9.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4ZM8.8 19.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4Z',
  about: 'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM12 11v5M12 8v.1',
  check: 'M5 12.5 10 17.5 19 7',
  clock: 'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM12 8v4.3l3 2',
  alert: 'M12 4.5 3.5 19h17L12 4.5ZM12 10.5v4M12 16.9v.1',
  pause: 'M9 7v10M15 7v10',
  circle: 'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16Z',
  copy: 'M9 9h10v11H9zM15 9V4H5v11h4',
  external: 'M13 5h6v6M19 5l-8 8M16 14v5H5V8h5',
  close: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  search: 'M10.5 16.5a6 6 0 1 0 0-12 6 6 0 0 0 0 12ZM15 15l5 5',
  lock: 'M6.5 11h11v9h-11zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
} as const;

export type IconName = keyof typeof paths;

/** Always decoration: the words beside it say the same. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
