// How much of a file the import is willing to touch. Every limit is far above what people have and far below what hurts.

export const LIMITS = {
  /** Cells of one row. Excel itself ends at 16,384; nobody maps more than a few dozen. */
  columns: 1_000,
  /** Characters of one cell of a workbook; Excel itself ends at 32,767. */
  cell: 1_000_000,
  /** Characters of one CSV row, quoted line breaks included; beyond it a quote was never closed. */
  record: 2_000_000,
  /** Files inside an XLSX; a workbook with 200 sheets, drawings and comments has about 1,000. */
  zipEntries: 5_000,
  /** Bytes that all files of an XLSX unpack to. One million rows of ten columns are about 0.7 GB. */
  zipBytes: 4_000_000_000,
  /** Unpacked : packed. Sheets reach 10-40; deflate's own limit, used by bombs, is 1,032. */
  zipRatio: 200,
  /** Below this many unpacked bytes the ratio does not matter. */
  zipRatioFrom: 20_000_000,
  /** Bytes of all distinct texts of a workbook. */
  sharedStrings: 2_000_000_000,
  /** Bytes of distinct texts kept in memory; the rest lies in a file beside the upload. */
  sharedStringsInMemory: 32_000_000,
  /** Bytes of the small parts (workbook, styles, relations). */
  zipPart: 50_000_000,
} as const;
