// The start page: the dashboard one chose to see first, and the others beside it.

import { useParams, useSearch } from '@tanstack/react-router';
import { DashboardPage } from '../dashboard/page.tsx';

export function HomeScreen() {
  return <DashboardPage id={undefined} arranging={false} />;
}

export function DashboardScreen() {
  const { id } = useParams({ from: '/home/{-$id}' });
  const { arrange } = useSearch({ from: '/home/{-$id}' });
  return <DashboardPage id={id} arranging={arrange === '1'} />;
}
