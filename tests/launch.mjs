// The launcher without the building: what bin/kontor.mjs does with `start` once the client is there.

import { launch } from '../bin/launch.mjs';

launch(['start']);
