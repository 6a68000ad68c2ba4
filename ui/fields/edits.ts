// All controls, fetched together: when the first is wanted, or when the browser has nothing better to do.

export { PicklistEdit, RadioEdit, StateEdit } from './choice-edit.tsx';
export { ChoicesEdit } from './choices-edit.tsx';
export { EmailEdit, PhoneEdit, UrlEdit } from './contact-edit.tsx';
export { DateEdit } from './date-edit.tsx';
export { DatetimeEdit, TimeEdit } from './datetime-edit.tsx';
export { FileEdit, ImageEdit } from './file-edit.tsx';
export { FormattedTextEdit } from './formatted-text-edit.tsx';
export { JsonEdit } from './json-edit.tsx';
export { MoneyEdit } from './money-edit.tsx';
export { DecimalEdit, PercentEdit } from './number-edit.tsx';
export { PasswordEdit } from './password-edit.tsx';
export { ReferencePicker, ReferencesPicker } from './reference-picker.tsx';
export { SecretEdit } from './secret-edit.tsx';
export { SequenceEdit } from './sequence-edit.tsx';
export { TextAreaEdit, TextEdit } from './text-edit.tsx';
