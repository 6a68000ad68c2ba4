// What a format of templates can do; each is one value.

import type { OfficePackage } from './package.ts';
import type { Answers, Picture, PlacedTag } from './tags.ts';

/** A format whose files are archives of XML. */
export interface TemplateFormat {
  readonly extension: string;
  readonly isOne: (file: OfficePackage) => boolean;
  /** Tags of the same row or paragraph stand together. */
  readonly tags: (file: OfficePackage) => PlacedTag[][];
  readonly fill: (file: OfficePackage, answers: Answers) => void;
}

/** English metric units in a millimetre. */
export const ENGLISH_METRIC = 36_000;

export function extensionOf({ type }: Picture): string {
  return type === 'jpeg' ? 'jpg' : 'png';
}
