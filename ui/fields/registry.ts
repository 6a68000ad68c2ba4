// One widget for each field type, by the type's name: the only place that maps one to the other. Loaded once, by app.tsx.

import { anyReferenceWidget } from './any-reference.tsx';
import { checkboxWidget } from './checkbox.tsx';
import { childrenWidget } from './children.tsx';
import { picklistWidget, radioWidget, stateWidget } from './choice.tsx';
import { multiPicklistWidget } from './choices.tsx';
import { emailWidget, phoneWidget, urlWidget } from './contact.tsx';
import { dateWidget } from './date.tsx';
import { datetimeWidget, timeWidget } from './datetime.tsx';
import { fileWidget, imageWidget } from './file.tsx';
import { formattedTextWidget } from './formatted-text.tsx';
import { jsonWidget } from './json.tsx';
import { provideWidgets } from './lookup.ts';
import { moneyWidget } from './money.tsx';
import { decimalWidget, integerWidget, percentWidget } from './number.tsx';
import { passwordWidget } from './password.tsx';
import { ownerWidget, referenceWidget, userWidget } from './reference.tsx';
import { referencesWidget } from './references.tsx';
import { secretWidget } from './secret.tsx';
import { sequenceWidget } from './sequence.tsx';
import { textAreaWidget, textWidget } from './text.tsx';
import type { Widget } from './widget.ts';

// A widget is chosen by the type of the very field whose values it gets, so the erased value type is the right one.
const widgets: Readonly<Record<string, Widget>> = Object.fromEntries(
  Object.entries({
    text: textWidget,
    text_area: textAreaWidget,
    formatted_text: formattedTextWidget,
    integer: integerWidget,
    decimal: decimalWidget,
    percent: percentWidget,
    money: moneyWidget,
    date: dateWidget,
    datetime: datetimeWidget,
    time: timeWidget,
    email: emailWidget,
    phone: phoneWidget,
    url: urlWidget,
    checkbox: checkboxWidget,
    picklist: picklistWidget,
    radio: radioWidget,
    state: stateWidget,
    multi_picklist: multiPicklistWidget,
    reference: referenceWidget,
    references: referencesWidget,
    any_reference: anyReferenceWidget,
    user: userWidget,
    owner: ownerWidget,
    sequence: sequenceWidget,
    children: childrenWidget,
    file: fileWidget,
    image: imageWidget,
    password: passwordWidget,
    secret: secretWidget,
    json: jsonWidget,
  }).map(([type, widget]) => [type, widget as unknown as Widget]),
);

provideWidgets(widgets);
