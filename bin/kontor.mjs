#!/usr/bin/env node
// `npx kontor <verb>` and `npm start`: whatever Node this is, brings what is missing and hands over.

import { ensureBuilt, ensureInstalled } from './install.mjs';
import { launch } from './launch.mjs';

const words = process.argv.slice(2);

ensureInstalled();
if (words[0] === 'start') ensureBuilt();
launch(words);
