// Kinds of relations that a workspace begins with, in its language; each reads as a sentence between two names.

import type { SeedWords } from '../general/module.ts';

export const relationWords: SeedWords = {
  employs: ['työllistää', 'anställer', 'beschäftigt', 'нанимает'],
  'is employed by': ['on töissä yrityksessä', 'är anställd hos', 'ist beschäftigt bei', 'работает в'],
  'is a partner of': ['on kumppani:', 'är partner till', 'ist Partner von', 'партнёр'],
  advises: ['neuvoo', 'ger råd till', 'berät', 'консультирует'],
  'is advised by': ['saa neuvoja:', 'får råd av', 'wird beraten von', 'получает консультации от'],
  'refers customers to': ['ohjaa asiakkaita:', 'hänvisar kunder till', 'vermittelt Kunden an', 'направляет клиентов к'],
  'gets customers from': ['saa asiakkaita:', 'får kunder från', 'erhält Kunden von', 'получает клиентов от'],
  'is a subcontractor of': ['on alihankkija:', 'är underleverantör till', 'ist Subunternehmer von', 'субподрядчик'],
  'has as a subcontractor': ['alihankkijana:', 'har som underleverantör', 'hat als Subunternehmer', 'имеет субподрядчиком'],
  'competes with': ['kilpailee:', 'konkurrerar med', 'konkurriert mit', 'конкурирует с'],
};
