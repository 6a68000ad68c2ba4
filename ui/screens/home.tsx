// The start page: the dashboard one chose to see first, and the others beside it.

import { Navigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { DashboardPage } from '../dashboard/page.tsx';
import { usePhone } from '../phone.ts';

/** Where a phone begins is opened once; whoever goes home later means home. */
let begun = false;

export function HomeScreen() {
  const { settings } = usePhone();
  const [start] = useState(begun ? null : settings.start);
  begun = true;
  if (start === 'today' || start === 'calendar') return <Navigate to={`/${start}`} search={{}} replace />;
  if (start && start !== 'home') return <Navigate to="/$entity" params={{ entity: start }} replace />;
  return <DashboardPage id={undefined} arranging={false} />;
}

export function DashboardScreen() {
  const { id } = useParams({ from: '/home/{-$id}' });
  const { arrange } = useSearch({ from: '/home/{-$id}' });
  return <DashboardPage id={id} arranging={arrange === '1'} />;
}
