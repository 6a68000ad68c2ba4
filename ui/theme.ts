// Colours, type and spacing: calm greys and one accent. Density changes variables, never components.

import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

const accent: MantineColorsTuple = [
  '#eef0ff',
  '#dde1fa',
  '#b9c0f0',
  '#929de6',
  '#717fdd',
  '#5b6bd6',
  '#4f60d3',
  '#4453c4',
  '#3a48ab',
  '#2f3c93',
];

/** Neutral, faintly cool greys from text to ground; Mantine's `dark` runs from light text to dark ground. */
const dark: MantineColorsTuple = [
  '#d6d7da',
  '#b4b6bb',
  '#9a9ca3',
  '#6d7078',
  '#44474e',
  '#34363c',
  '#27292e',
  '#1d1f23',
  '#17181b',
  '#111214',
];

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 5 },
  colors: { accent, dark },
  defaultRadius: 'sm',
  fontFamily: '"Inter Variable", system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", "Noto Sans", Arial, sans-serif',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  headings: { fontWeight: '600', sizes: { h1: { fontSize: '1.25rem' }, h2: { fontSize: '1.0625rem' }, h3: { fontSize: '0.9375rem' } } },
  cursorType: 'pointer',
  respectReducedMotion: true,
  autoContrast: true,
  components: {
    Tooltip: { defaultProps: { openDelay: 400, withArrow: false, fz: 'xs' } },
    Modal: { defaultProps: { centered: true, radius: 'md' } },
    // The placeholder would be a child of the menu that is no item, which screen readers stumble over.
    Menu: { defaultProps: { radius: 'md', shadow: 'md', withInitialFocusPlaceholder: false } },
    Popover: { defaultProps: { radius: 'md', shadow: 'md' } },
    // Help below the control keeps controls of one row on one line.
    InputWrapper: { defaultProps: { inputWrapperOrder: ['label', 'input', 'error', 'description'] } },
    // Tabbing through a form must not open lists on the way; typing, an arrow key or a click does.
    Select: { defaultProps: { openOnFocus: false, selectFirstOptionOnChange: true } },
    MultiSelect: { defaultProps: { openOnFocus: false, selectFirstOptionOnChange: true } },
    Autocomplete: { defaultProps: { openOnFocus: false } },
    TagsInput: { defaultProps: { openOnFocus: false } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
  },
});

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--k-ground': '#ffffff',
    '--k-side': '#f7f7f8',
    '--k-line': '#e4e5e9',
    '--k-line-soft': '#eeeff2',
    '--k-hover': '#f3f4f6',
    '--k-selected': '#eef0ff',
    '--k-text': '#1d1f23',
    '--k-quiet': '#5f636b',
    '--mantine-color-dimmed': '#5f636b',
    '--mantine-color-placeholder': '#70747c',
    '--mantine-color-error': '#c92a2a',
  },
  dark: {
    '--k-ground': '#17181b',
    '--k-side': '#111214',
    '--k-line': '#2e3036',
    '--k-line-soft': '#25272c',
    '--k-hover': '#202226',
    '--k-selected': '#262b4d',
    '--k-text': '#e3e4e6',
    '--k-quiet': '#9a9ca3',
    '--mantine-color-body': '#17181b',
    '--mantine-color-text': '#e3e4e6',
    '--mantine-color-dimmed': '#9a9ca3',
    '--mantine-color-placeholder': '#868991',
    '--mantine-color-error': '#ff8787',
  },
});
