// The small menus at the head of a list; they come after the first picture.

export { AsOfSwitch } from '../as-of/switch.tsx';
export { ColumnMenu } from './column-menu.tsx';
export { ExportMenu } from './export-menu.tsx';
export { GroupMenu } from './group-menu.tsx';
export { SettingsMenu } from './settings-menu.tsx';
