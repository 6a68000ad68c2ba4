// Icons of commands that are no nouns.

import {
  IconAdjustments,
  IconArrowRight,
  IconBolt,
  IconDownload,
  IconFilter,
  IconHelp,
  IconHome,
  IconLayout,
  IconList,
  IconLogout,
  IconMoon,
  IconPencil,
  IconPlus,
  IconProgress,
  IconReport,
  IconSearch,
  IconSun,
  IconTableImport,
  type TablerIcon,
} from '@tabler/icons-react';
import { entityIcon, hasIcon } from '../icons.ts';

const own: Readonly<Record<string, TablerIcon>> = {
  adjustments: IconAdjustments,
  bolt: IconBolt,
  download: IconDownload,
  filter: IconFilter,
  help: IconHelp,
  home: IconHome,
  layout: IconLayout,
  list: IconList,
  logout: IconLogout,
  moon: IconMoon,
  pencil: IconPencil,
  plus: IconPlus,
  progress: IconProgress,
  report: IconReport,
  search: IconSearch,
  sun: IconSun,
  'table-import': IconTableImport,
};

export function commandIcon(name: string | undefined): TablerIcon {
  if (!name) return IconArrowRight;
  return own[name] ?? (hasIcon(name) ? entityIcon(name) : IconArrowRight);
}
