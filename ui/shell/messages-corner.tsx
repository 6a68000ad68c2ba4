// Where messages appear. Apart from what puts them there, so that the first screen need not wait for it.

import '@mantine/notifications/styles.layer.css';
import { Notifications } from '@mantine/notifications';

export function MessagesCorner() {
  return <Notifications position="bottom-right" />;
}
