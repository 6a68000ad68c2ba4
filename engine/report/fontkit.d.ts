declare module 'fontkit' {
  /** As much of a font as is used here. */
  export interface Font {
    /** By number, as they were first asked for. */
    _glyphs: Record<number, Glyph>;
    getGlyph(id: number, letters?: readonly number[]): Glyph;
    layout(text: string, features?: unknown): Run;
    hasGlyphForCodePoint(code: number): boolean;
  }
  export type Glyph = object;
  export interface Run {
    readonly positions: readonly object[];
  }
  export function openSync(path: string): Font;
}
