// Colours of series: told apart by people who see colours differently (after Okabe and Ito), and with enough contrast on either ground.

export interface Palette {
  readonly series: readonly string[];
  readonly text: string;
  readonly quiet: string;
  readonly line: string;
  readonly ground: string;
  readonly rest: string;
}

const light: Palette = {
  series: ['#4453c4', '#c98500', '#00926a', '#b8578f', '#2f8fcb', '#cf5a10', '#7a8a1f', '#7b5cc9'],
  text: '#1d1f23',
  quiet: '#5f636b',
  line: '#e4e5e9',
  ground: '#ffffff',
  rest: '#9a9ca3',
};

const dark: Palette = {
  series: ['#8b99f0', '#e8b04a', '#3cc79c', '#e39cc6', '#76c1ee', '#f08c52', '#c0cc62', '#b49bf0'],
  text: '#e3e4e6',
  quiet: '#9a9ca3',
  line: '#2e3036',
  ground: '#17181b',
  rest: '#868991',
};

export const paletteOf = (scheme: 'light' | 'dark'): Palette => (scheme === 'dark' ? dark : light);

/** Names of options' colours as they stand on a chart. */
const named: Readonly<Record<string, readonly [light: string, dark: string]>> = {
  gray: ['#868b95', '#9aa0ab'],
  red: ['#d6454f', '#f0777f'],
  pink: ['#c9518c', '#e88fb9'],
  grape: ['#a348b8', '#cf8be0'],
  violet: ['#7350d6', '#a98ff2'],
  indigo: ['#4453c4', '#8b99f0'],
  blue: ['#2878c8', '#6fb0ee'],
  cyan: ['#108a9e', '#4fc6d8'],
  teal: ['#0a8f74', '#45cbb0'],
  green: ['#2b8a3e', '#62c774'],
  lime: ['#6a9410', '#a8d24c'],
  yellow: ['#b98900', '#eac14a'],
  orange: ['#d9690f', '#f59f55'],
};

export function colourOf(name: string, scheme: 'light' | 'dark'): string {
  return named[name]?.[scheme === 'dark' ? 1 : 0] ?? name;
}
