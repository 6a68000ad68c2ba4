// All endpoints, in the order the documentation shows them. What is not in this list has no address.

import { activityLog, exportActivityLog } from './activity-log.ts';
import { aggregateMany } from './aggregates.ts';
import { archiveRecords } from './archives.ts';
import { bulkRecords } from './bulk.ts';
import { deviceEndpoints } from './devices.ts';
import { docsEndpoints } from './docs.ts';
import * as duplicates from './duplicates.ts';
import type { Endpoint } from './endpoint.ts';
import { getEntity, listEntities } from './entities.ts';
import { eventEndpoints } from './events.ts';
import { explainEndpoints } from './explain.ts';
import { exportList } from './exports.ts';
import * as files from './files.ts';
import * as imports from './imports.ts';
import * as jobs from './jobs.ts';
import { findLikely, mergeManyRecords, mergeRecords } from './merges.ts';
import { callPage, openPage } from './open-pages.ts';
import { openIdEndpoints } from './openid.ts';
import { listOwners } from './owners.ts';
import { passkeyEndpoints } from './passkeys.ts';
import { passwordEndpoints } from './passwords.ts';
import { personalDataFile, showPersonalData } from './personal.ts';
import * as records from './records.ts';
import * as reports from './reports.ts';
import { rightsEndpoints } from './rights.ts';
import { searchAll } from './search.ts';
import { secondStepEndpoints } from './second-step.ts';
import { securityEndpoint } from './security.ts';
import { seeingEndpoints } from './seeing.ts';
import type { Server } from './server.ts';
import { readFeed, runService } from './services.ts';
import { sessionEndpoints } from './session.ts';
import { sessionListEndpoints } from './sessions.ts';

export function endpointsOf(server: Server): readonly Endpoint[] {
  const endpoints: Endpoint[] = [
    ...sessionEndpoints(server),
    ...openIdEndpoints(server),
    ...passkeyEndpoints(server),
    ...secondStepEndpoints(server),
    ...passwordEndpoints(server),
    ...deviceEndpoints(server),
    ...sessionListEndpoints(server),
    ...seeingEndpoints(server),
    securityEndpoint(server),
    listEntities,
    getEntity,
    records.listRecords,
    records.createRecord,
    bulkRecords,
    mergeRecords,
    mergeManyRecords,
    findLikely,
    duplicates.listLikely,
    duplicates.searchLikely,
    duplicates.likelyAmong,
    duplicates.decideLikely,
    duplicates.listDecided,
    archiveRecords,
    records.aggregateRecords,
    aggregateMany,
    exportList,
    imports.sampleOfImport,
    listOwners,
    records.getRecord,
    records.updateRecord,
    records.deleteRecord,
    records.runAction,
    records.recordHistory,
    records.restoreFields,
    showPersonalData,
    personalDataFile,
    ...explainEndpoints(server),
    ...rightsEndpoints(server),
    searchAll,
    runService,
    readFeed,
    openPage,
    callPage,
    files.uploadFile,
    files.keepFile,
    files.downloadFile,
    imports.inspectUpload,
    imports.inspectAgain,
    imports.startImportJob,
    reports.previewReport,
    reports.showReport,
    reports.reportPage,
    reports.reportDownload,
    reports.keepReportFile,
    reports.keptReportFile,
    ...eventEndpoints(server),
    activityLog,
    exportActivityLog,
    jobs.undoOneChange,
    jobs.listMyJobs,
    jobs.exportJobs,
    jobs.getJob,
    jobs.cancelMyJob,
    jobs.undoMyJob,
    jobs.jobErrors,
  ];
  return [...endpoints, ...docsEndpoints(server, endpoints)];
}
