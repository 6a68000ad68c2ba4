// Where messages appear. Apart from what puts them there, so that the first screen need not wait for it.

import '@mantine/notifications/styles.layer.css';
import { MantineThemeProvider, Notification } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';

export function MessagesCorner() {
  const { t } = useTranslation();
  const closeButtonProps = { 'aria-label': t('notifications.close') };
  const theme = { components: { Notification: Notification.extend({ defaultProps: { closeButtonProps } }) } };
  return (
    <MantineThemeProvider theme={theme} inherit>
      <Notifications position="bottom-right" />
    </MantineThemeProvider>
  );
}
