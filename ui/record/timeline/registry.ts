// The channels of the timeline. A further one (mail, chats, calls ...) is one more line here.

import { activitySource } from './activities.tsx';
import { changeSource } from './changes.tsx';
import { commentSource } from './comments.tsx';
import { fileSource } from './files.tsx';
import type { TimelineSource } from './source.ts';

export const timelineSources = [commentSource, activitySource, fileSource, changeSource] as readonly TimelineSource[];
