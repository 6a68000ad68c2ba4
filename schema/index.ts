// The floor's public face: what the other floors may import from the schema.

export type {
  AnyReference,
  CommonSettings,
  FieldDefinition,
  FieldDefinitions,
  FieldSettings,
  Money,
  MoneyInput,
  OptionDefinition,
  Reference,
  StateDefinition,
} from './builders.ts';
export {
  anyReference,
  checkbox,
  children,
  date,
  datetime,
  decimal,
  email,
  file,
  formattedText,
  image,
  integer,
  json,
  money,
  multiPicklist,
  owner,
  password,
  percent,
  phone,
  picklist,
  radio,
  reference,
  references,
  secret,
  sequence,
  state,
  text,
  textArea,
  time,
  url,
  user,
} from './builders.ts';
export { dayIn, instantOf, isZone, type LocalTime, localTimeOf, offsetAt } from './calendar.ts';
export { currencyCodes, DEFAULT_CURRENCY, isCurrency, minorDigits } from './currencies.ts';
export { cut } from './cut.ts';
export { addDays, addMonths } from './day.ts';
export type {
  ActionDefinition,
  Adaptations,
  CustomField,
  EntityDefinition,
  ExtensionDefinition,
  FeedDefinition,
  FieldOverlay,
  FormLayout,
  JobDefinition,
  Letterhead,
  MergeToCome,
  ModuleDefinition,
  NumberChoice,
  PageAnswer,
  PageCall,
  PageDefinition,
  RuleDefinition,
  Runtime,
  SearchChoice,
  ServiceDefinition,
} from './define.ts';
export { byTheHouse, defineAction, defineEntity, defineModule, extend } from './define.ts';
export type { ActionDescription, EntityDescription, FieldDescription, OptionDescription } from './describe.ts';
export { describe, plainOf } from './describe.ts';
export type { AggregateFunction, BinaryOperator, Expression, Span } from './expression/ast.ts';
export { type CheckOptions, check, shape } from './expression/check.ts';
export { ExpressionError } from './expression/error.ts';
export type { Environment, RecordValues } from './expression/evaluate.ts';
export { evaluate } from './expression/evaluate.ts';
export { functionNames } from './expression/functions.ts';
export type { Operation } from './expression/operation.ts';
export { quotientSql } from './expression/operation.ts';
export { folded } from './expression/operations.ts';
export { parse } from './expression/parse.ts';
export { print } from './expression/print.ts';
export { respelt } from './expression/respell.ts';
export { expressionFromJson } from './expression/tree.ts';
export type {
  Aggregate,
  Bind,
  Call,
  Constant,
  FieldRead,
  Junction,
  Literal,
  Negation,
  Reach,
  Rows,
  Shape,
  Step,
  Typed,
  TypedNode,
} from './expression/typed.ts';
export { fieldTypes } from './fields/registry.ts';
export { clip } from './fields/text.ts';
export { fold } from './fold.ts';
export {
  type Days,
  daysOf,
  daysOfRange,
  earlier,
  type GroupBy,
  groupFilter,
  groupsFilter,
  otherFilter,
  type PeriodUnit,
  periodOf,
  periodsBetween,
  type Range,
  ranges,
  unitOfGroup,
  within,
} from './groups.ts';
export type { ChangesOf, ExtensionOf, RecordOf, RowOf, ValuesOf } from './infer.ts';
export { fieldMeant, nearest } from './names.ts';
export { type Numbering, numberingOf, patternOf, patternProblem, printNumber } from './numbering.ts';
export {
  answered,
  answeredValue,
  asksOf,
  definitionProblem,
  linesOfTotals,
  type QuestionType,
  questionTypes,
  type ReportAnswers,
  type ReportChart,
  type ReportColumn,
  type ReportDefinition,
  type ReportGroup,
  type ReportLink,
  type ReportQuestion,
  type ReportSort,
  reportLimits,
  type TotalKind,
  totalKinds,
  totalParts,
} from './report.ts';
export type { Behaviour } from './resolve/behaviour.ts';
export { isSearchable } from './resolve/fields.ts';
export { type Mistake, SchemaError } from './resolve/mistakes.ts';
export { OWN_VERBS } from './resolve/names.ts';
export { takesOptions } from './resolve/overlays.ts';
export { mayBeNumbered, NUMBER } from './resolve/running-numbers.ts';
export { type Resolved, resolve } from './resolve.ts';
export type {
  Action,
  Checked,
  Column,
  Entity,
  ExpressionType,
  Field,
  FieldType,
  Json,
  NameKind,
  Option,
  Problem,
  Schema,
  TextFormat,
} from './types.ts';
export { decimalsOf, idOf, isDecimal, rowsOf } from './values.ts';
