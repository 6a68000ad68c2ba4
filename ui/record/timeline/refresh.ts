// After a write of one's own the stream is asked again at once; others hear by the live connection.

import { keys, queryClient } from '../../queries.ts';

export function refreshTimelines(): void {
  void queryClient.invalidateQueries({ queryKey: ['timeline'] });
  for (const entity of ['comments', 'activities', 'files']) void queryClient.invalidateQueries({ queryKey: keys.entity(entity) });
}
