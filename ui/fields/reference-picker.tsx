// Search as you type over one or several nouns; the control behind reference, references, user, owner and any_reference.

import { Combobox, InputBase, Loader, Pill, PillsInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnyReference, Reference } from '../../client/index.ts';
import { errorText, showError } from '../messages.ts';
import { useOnChange } from '../on-change.ts';
import { useSetup } from '../queries.ts';
import { type Choice, type Owned, useChoices, useCreateInPlace } from './choices-query.ts';
import classes from './fields.module.css';
import { useInputProps } from './input.ts';
import type { EditProps } from './widget.ts';

type Picked = Reference | AnyReference;

/** One reference. */
export function ReferencePicker({ value, onChange, onCommit, ...props }: EditProps<Picked>) {
  const { t } = useTranslation();
  const input = useInputProps(props);
  const picker = usePicker(props, (choice) => {
    onChange(choice);
    onCommit?.(choice);
  });
  return (
    <Combobox
      store={picker.combobox}
      onOptionSubmit={picker.submit}
      position="bottom-start"
      width={props.place === 'cell' ? 300 : undefined}
    >
      <Combobox.Target>
        <InputBase
          {...input}
          data-record={value ? `${'entity' in value ? value.entity : props.field.to[0]}/${value.id}` : undefined}
          value={picker.typed ?? value?.title ?? ''}
          placeholder={picker.typed === '' && value ? value.title : props.place === 'form' ? t('field.searchToChoose') : undefined}
          onChange={(event) => picker.type(event.currentTarget.value)}
          onFocus={(event) => event.currentTarget.select()}
          onClick={() => picker.combobox.openDropdown()}
          onBlur={picker.close}
          rightSection={
            picker.pending && picker.typed !== null ? (
              <Loader size={14} />
            ) : value && !props.field.required && !props.disabled ? (
              <button
                type="button"
                className={classes.clear}
                tabIndex={-1}
                aria-label={t('field.clear')}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => picker.choose(null)}
              >
                <IconX size={14} />
              </button>
            ) : undefined
          }
          autoComplete="off"
        />
      </Combobox.Target>
      <Choices picker={picker} />
    </Combobox>
  );
}

/** Any number of references. */
export function ReferencesPicker({ value, onChange, ...props }: EditProps<Picked[]>) {
  const { t } = useTranslation();
  const { autoFocus, ...input } = useInputProps(props);
  const chosen = value ?? [];
  const picker = usePicker(props, (choice) => {
    if (choice && !chosen.some((item) => item.id === choice.id)) onChange([...chosen, choice]);
  });
  return (
    <Combobox store={picker.combobox} onOptionSubmit={picker.submit} position="bottom-start">
      <Combobox.DropdownTarget>
        <PillsInput {...input} onClick={() => picker.combobox.openDropdown()}>
          <Pill.Group>
            {chosen.map((item) => (
              <Pill
                key={item.id}
                withRemoveButton={!props.disabled}
                onRemove={() => onChange(chosen.filter((other) => other.id !== item.id))}
                removeButtonProps={{ 'aria-label': t('field.remove', { title: item.title }), 'aria-hidden': false, tabIndex: 0 }}
              >
                {item.title}
              </Pill>
            ))}
            <Combobox.EventsTarget>
              <PillsInput.Field
                aria-label={props.field.label}
                autoFocus={autoFocus}
                value={picker.typed ?? ''}
                disabled={props.disabled}
                placeholder={chosen.length ? undefined : t('field.searchToChoose')}
                onChange={(event) => picker.type(event.currentTarget.value)}
                onBlur={picker.close}
                onKeyDown={(event) => {
                  if (event.key === 'Backspace' && !picker.typed && chosen.length) onChange(chosen.slice(0, -1));
                }}
              />
            </Combobox.EventsTarget>
          </Pill.Group>
        </PillsInput>
      </Combobox.DropdownTarget>
      <Choices picker={picker} />
    </Combobox>
  );
}

type PickerProps = Pick<EditProps, 'entity' | 'field' | 'place' | 'autoFocus' | 'recordId' | 'isNew'>;

function usePicker(props: PickerProps, onPick: (choice: Picked | null) => void) {
  const { field, place, autoFocus } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const [q] = useDebouncedValue((typed ?? '').trim(), 120);
  const createInPlace = useCreateInPlace();
  const { entities } = useSetup();
  const combobox = useCombobox({
    defaultOpened: place === 'cell' && !!autoFocus,
    onDropdownClose: () => combobox.resetSelectedOption(),
    onDropdownOpen: () => combobox.selectFirstOption(),
  });
  const found = useChoices(field.to, q, combobox.dropdownOpened, ownedBy(props));
  const { choices, pending, failed } = found;

  // The best match is what Enter takes, and another record may be made, once there is the answer to what was typed.
  const answered = q !== '' && typed?.trim() === q && found.answered;
  const creatable = createInPlace && answered ? entities.filter((entity) => field.to.includes(entity.name) && entity.can.create) : [];
  useOnChange(answered && (choices[0]?.id ?? 'none'), () => {
    if (answered) combobox.selectFirstOption();
  });

  const choose = (choice: Picked | null) => {
    setTyped(null);
    combobox.closeDropdown();
    onPick(choice);
  };
  return {
    field,
    combobox,
    typed,
    q,
    choices,
    pending,
    failed,
    creatable,
    choose,
    type: (text: string) => {
      setTyped(text);
      combobox.openDropdown();
      combobox.resetSelectedOption();
    },
    close: () => {
      combobox.closeDropdown();
      setTyped(null);
    },
    submit: (key: string) => {
      const create = creatable.find((entity) => key === `new ${entity.name}`);
      if (create) {
        combobox.closeDropdown();
        createInPlace?.(create.name, q).then((made) => made && choose(made), showError);
        return;
      }
      const choice = choices.find((candidate) => `${candidate.entity} ${candidate.id}` === key);
      if (choice) choose({ entity: choice.entity, id: choice.id, title: choice.title });
    },
  };
}

/** What the chosen one would own: an administrator decides who that may be. */
function ownedBy({ entity, field, recordId, isNew }: PickerProps): Owned | null {
  if (!field.system || field.name !== 'owner') return null;
  return { entity, record: recordId ?? (isNew ? 'new' : undefined) };
}

function Choices({ picker }: { picker: ReturnType<typeof usePicker> }) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const { choices, creatable, failed, pending, q, field } = picker;
  const groups = field.to
    .map((name) => ({ name, items: choices.filter((choice) => choice.entity === name) }))
    .filter((group) => group.items.length);
  return (
    <Combobox.Dropdown>
      <Combobox.Options aria-label={field.label} mah={300} style={{ overflowY: 'auto' }}>
        {groups.length > 1
          ? groups.map((group) => (
              <Combobox.Group key={group.name} label={entities.find((entity) => entity.name === group.name)?.plural ?? group.name}>
                {group.items.map(option)}
              </Combobox.Group>
            ))
          : choices.map(option)}
        {choices.length === 0 && (
          <Combobox.Empty>{failed ? errorText(failed) : pending ? t('field.searching') : t('field.nothingFound')}</Combobox.Empty>
        )}
        {creatable.map((entity) => (
          <Combobox.Option key={entity.name} value={`new ${entity.name}`}>
            <IconPlus size={14} style={{ verticalAlign: -2, marginInlineEnd: 6 }} />
            {t('field.createInPlace', { title: q, noun: entity.label })}
          </Combobox.Option>
        ))}
      </Combobox.Options>
    </Combobox.Dropdown>
  );
}

function option(choice: Choice) {
  return (
    <Combobox.Option key={`${choice.entity} ${choice.id}`} value={`${choice.entity} ${choice.id}`}>
      <span className={classes.choiceTitle}>{choice.title}</span>
      {choice.detail && <span className={classes.choiceDetail}>{choice.detail}</span>}
    </Combobox.Option>
  );
}
