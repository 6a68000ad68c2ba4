declare module 'fontkit' {
  /** As much of a font as is used here. */
  export interface Font {
    /** By number, as they were first asked for. */
    _glyphs: Record<number, object>;
    layout(text: string, features?: unknown): object;
    hasGlyphForCodePoint(code: number): boolean;
  }
  export function openSync(path: string): Font;
}
