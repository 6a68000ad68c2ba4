// The port that turns office files into PDF. What stands behind it (connectors/libreoffice) runs a program of the machine.

export interface OfficePort {
  /**
   * @param extension that of the file: `docx`
   * @throws OfficeFailure
   */
  toPdf(file: Buffer, extension: string): Promise<Buffer>;
}

/** Why there is no PDF. */
export class OfficeFailure extends Error {
  override readonly name = 'OfficeFailure';
  readonly why: 'absent' | 'late' | 'failed';

  constructor(why: OfficeFailure['why'], words: string) {
    super(words);
    this.why = why;
  }
}
