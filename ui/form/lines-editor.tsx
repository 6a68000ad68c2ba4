// The editor of line items: a spreadsheet where there is room, cards on a phone.

import { useMediaQuery } from '@mantine/hooks';
import { LineCards } from './line-cards.tsx';
import { LineGrid } from './line-grid.tsx';
import { type LinesProps, useLines } from './use-lines.ts';

export function LinesEditor(props: LinesProps) {
  const phone = useMediaQuery('(max-width: 640px)') ?? false;
  const lines = useLines(props);
  return phone ? <LineCards {...lines} field={props.field} rules={props.rules} /> : <LineGrid {...lines} field={props.field} />;
}
