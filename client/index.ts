// The client floor's public face.

export { type Client, createClient } from './create-client.ts';
export { type FieldProblem, KontorError, type ProblemBody } from './error.ts';
export type { EventOptions } from './events.ts';
export type { LogAnswer, LogQuery } from './log.ts';
export type { PersonalForm, RecordCalls } from './records.ts';
export type { AskedQuestion, ReportAnswer, ReportAsked, ReportHead, ReportPage, ReportPreview, ReportRow, ReportTotal } from './reports.ts';
export type * from './rights.ts';
export type { ClientOptions } from './transport.ts';
export type * from './types.ts';
