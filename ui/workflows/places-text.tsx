// A text in which fields of the record stand: they are chosen by their names and go in where the cursor is.

import { ActionIcon, Input, Popover, Select, Textarea } from '@mantine/core';
import { IconBraces } from '@tabler/icons-react';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { useSetup } from '../queries.ts';
import { placesOf } from './paths.ts';
import classes from './workflows.module.css';

interface PlacesTextProps {
  /** Whose fields may stand in it. */
  readonly noun: EntityDescription;
  readonly label: string;
  /** The label is seen, not only read aloud. */
  readonly labelled?: boolean;
  readonly help?: string;
  readonly required?: boolean;
  readonly placeholder?: string;
  /** Places beside those of the record. */
  readonly others?: readonly { readonly value: string; readonly label: string }[];
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly lines: number;
  readonly error?: string | undefined;
}

export function PlacesText(props: PlacesTextProps) {
  const { noun, label, labelled = false, help, required = false, placeholder, others = [], value, onChange, lines, error } = props;
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const insert = (path: string) => {
    const at = area.current?.selectionStart ?? value.length;
    const place = `{{${path}}}`;
    onChange(value.slice(0, at) + place + value.slice(area.current?.selectionEnd ?? at));
    // Behind what went in, once it is there.
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(at + place.length, at + place.length);
    });
  };
  const one = lines === 1;
  return (
    <Input.Wrapper
      {...(labelled ? { label } : {})}
      {...(help ? { description: help } : {})}
      size="xs"
      id={id}
      withAsterisk={required}
      error={error}
    >
      <Textarea
        ref={area}
        id={id}
        size="xs"
        {...(labelled ? {} : { 'aria-label': label })}
        error={!!error}
        autosize
        minRows={lines}
        maxRows={one ? 4 : 16}
        value={value}
        {...(placeholder ? { placeholder } : {})}
        // What is one line stays one: the end of a line in it would be lost on the way.
        onChange={(event) => onChange(one ? event.currentTarget.value.replaceAll('\n', ' ') : event.currentTarget.value)}
        rightSectionWidth={34}
        rightSection={<Places noun={noun} label={label} others={others} onPick={insert} />}
        rightSectionProps={{ style: { alignItems: 'flex-start', paddingTop: 3 } }}
      />
    </Input.Wrapper>
  );
}

type PlacesProps = Required<Pick<PlacesTextProps, 'noun' | 'label' | 'others'>> & { onPick: (path: string) => void };

function Places({ noun, label, others, onPick }: PlacesProps) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const [open, setOpen] = useState(false);
  const words = t('workflows.insertField', { text: label });
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" withinPortal trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon size={24} aria-label={words} title={words} onClick={() => setOpen(!open)}>
          <IconBraces size={15} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p="xs" className={classes.places} aria-label={words}>
        <Select
          size="xs"
          aria-label={t('filter.field')}
          placeholder={t('filter.chooseField')}
          data={[...others, ...placesOf(entities, noun)]}
          value={null}
          searchable
          maxDropdownHeight={300}
          comboboxProps={{ withinPortal: false }}
          data-autofocus
          onChange={(path) => {
            setOpen(false);
            if (path) onPick(path);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
