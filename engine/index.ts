// The floor's public face: what modules, connectors and the server may use of the engine.

export { granted, scopeReach, verbsOf } from './access.ts';
export { type AddressRule, isTrusted, normalRange, readAddressRules, whyNotFrom } from './addresses.ts';
export { aggregateTogether, inWalks } from './aggregate-sets.ts';
export { archive, archiveByRule } from './archive.ts';
export { type Backup, backup, restore } from './backup.ts';
export { BUCKET_MARK, type Bucket, BucketFailure, type BucketPort, placeIn, placeOf } from './buckets.ts';
export { type BulkRequest, bulk, mayAssignMany, type RowResult } from './bulk.ts';
export {
  type CarrierAccount,
  CarrierFailure,
  type CarrierPort,
  type Parcel,
  type Progress,
  type Stage,
} from './carriers.ts';
export { readDeletion } from './changes.ts';
export { claim } from './claim.ts';
export {
  DirectoryFailure,
  type DirectoryPerson,
  type DirectoryPort,
  type DirectoryQuery,
  type DirectoryServer,
  readDirectory,
} from './company-directory.ts';
export type { BoundContext } from './context.ts';
export { createAll } from './create-all.ts';
export {
  hashPassword,
  hashToken,
  keyPrefix,
  newApiKey,
  newSessionToken,
  passwordProblem,
  verifyPassword,
} from './credentials.ts';
export { databaseRefusal } from './database-refusal.ts';
export { clockOf, todayOf } from './day.ts';
export { bucketOf, CHANNELS, type Channel, documentRules, folderOf, limitOf } from './document-rules.ts';
export { bringTogether, keepApart, listApart } from './duplicates/apart.ts';
export { findDuplicates, type Likely, type LikelyFound } from './duplicates/find.ts';
export { duplicatesAmong, listDuplicates } from './duplicates/groups.ts';
export { duplicateRuleProblems } from './duplicates/rules.ts';
export { lastSearch, searchDuplicates } from './duplicates/search.ts';
export { eachAmong, eachRecord, firstRecords } from './each-record.ts';
export { type EffectiveRights, effectiveRights } from './effective.ts';
export { Engine, type EngineOptions } from './engine.ts';
export { raiseEpoch } from './epoch.ts';
export { type Erasure, erasePerson } from './erasure/erase.ts';
export { ERASED, type ErasurePolicy } from './erasure/policy.ts';
export { previewErasure } from './erasure/preview.ts';
export { invalid, malformed, notFound, notGranted, Refusal, type RefusalStatus, readOnly } from './errors.ts';
export { type LiveEvent, LiveEvents } from './events.ts';
export { type Explanation, explainRecord } from './explain.ts';
export { csvLines } from './export/csv.ts';
export { type ExportQuery, exportRecords } from './export/export.ts';
export {
  accountKey,
  addressKey,
  countFailure,
  forgetFailures,
  forgetFailuresOf,
  pairKey,
  sweepFailures,
  takeBackFailure,
} from './failures.ts';
export { noteFault } from './faults.ts';
export {
  attachFile,
  type FileStore,
  type FolderStore,
  folderStore,
  keepUpload,
  openFile,
  recordFile,
  type StoredFile,
  UPLOAD_LIMIT,
} from './files.ts';
export { follow } from './followers.ts';
export { once, sweepKeys } from './idempotency.ts';
export {
  type InspectedColumn,
  type Inspection,
  type InspectOptions,
  inspectImport,
  storeForImport,
  uploadForImport,
  type ValueOffer,
} from './import/inspect.ts';
export type { ColumnMapping, ImportRequest } from './import/request.ts';
export { sampleFile } from './import/sample.ts';
export { refusedRows, startImport } from './import/start.ts';
export { activeLanguages, inactiveNouns } from './inactive.ts';
export { cancelJob, enqueueWhereDue, type Job, type JobQuery, jobKinds, listJobs, readJob, releaseJobs, sweep, work } from './jobs.ts';
export { findKey, type Key, KeyUses, mayBeUsedFrom, rangesIn } from './keys.ts';
export { readLetterhead } from './letterhead.ts';
export { exportLog } from './log/export.ts';
export { type LogEntry, type LogPage, readLog } from './log/read.ts';
export { below, type LetterKind, letterOf, mailBody } from './mail/letters.ts';
export { type Letter, MailFailure, type MailPort, type MailServer, type Ports } from './mail/port.ts';
export { linkTo, type Mail, mailState, mailWorks, sendMail } from './mail/send.ts';
export { type Menu, menuFor } from './menu.ts';
export { countMany, type Merged, merge, mergeMany } from './merge/merge.ts';
export { type MergeRequest, mayMerge } from './merge/request.ts';
export { countUnnumbered, type NumberSeries, nextNumber, numberUnnumbered, setNextNumber } from './numbering.ts';
export { type OfferedOwner, type OwnerDecision, offeredOwners, ownerDecisions } from './owners.ts';
export { covers, type Given, whyBeyond } from './passing-on.ts';
export { personalData } from './personal/collect.ts';
export { personalForm } from './personal/form.ts';
export { handOut, logRequest, PERSONAL_FORMATS } from './personal/hand-out.ts';
export { openRecord } from './record-page.ts';
export { downloadReport, type FileWishes, REPORT_FORMATS, type ReportFormat } from './report/file.ts';
export { digits, drawable, INK, newDocument, QUIET, RULE, written } from './report/ink.ts';
export { actorOf, forgetBytes, type KeptReport, keepReport, keepReportFor, openKept, readKept } from './report/keep.ts';
export {
  checkReport,
  checkRun,
  type ReportHead,
  type ReportRun,
  reportHead,
  reportQuestions,
  reportRows,
} from './report/report.ts';
export { type RestoreRequest, restoreRecord } from './restore.ts';
export { clearJobs, clearLog, isAsWritten } from './retention.ts';
export { type Finding, latestSeal, type Seal, sealHistory, type Verified, verifyHistory } from './seals.ts';
export { type Hit, search } from './search.ts';
export { addressOf, type SecondFactor, secondFactorOf, takeAppCode } from './second/account.ts';
export { forgetDevices, isKnownDevice, type KnownDevice, listDevices, rememberDevice, sweepDevices } from './second/devices.ts';
export {
  beginStep,
  dropSteps,
  findStep,
  finishStep,
  isCode,
  newCode,
  renewCode,
  STEP_MINUTES,
  type Step,
  sweepSteps,
} from './second/steps.ts';
export { hashRecoveryCode, newRecoveryCodes, newTotpSecret, totpAddress, totpStep } from './second/totp.ts';
export { Secrets, UnreadableSecret } from './secrets.ts';
export { type SecurityRules, securityRules } from './security.ts';
export { seedDemo } from './seed.ts';
export { beginSeeing, endSeeing, isSeeingToken, mayStillSee, type Seen, wasSeeing, whyNotSeeAs } from './seeing.ts';
export {
  type Arrival,
  beginSession,
  type Clock,
  endSession,
  endSessionsBut,
  endSessionsOf,
  findSession,
  listSessions,
  type OpenSession,
  type Seeing,
  type Session,
  sweepSessions,
  touchSession,
} from './sessions.ts';
export { knownSettings } from './settings.ts';
export { describeUser, findEnabledUser, proveByPassword, type SignedIn, zoneOf } from './sign-in.ts';
export { answersFor, type Extra, extraFields, pictureExtra, type TemplateOrder, textExtra } from './template/answers.ts';
export { OfficeFailure, type OfficePort } from './template/office.ts';
export { type TypedTemplate, typedPaper, typedSheet } from './template/settings.ts';
export { filledText, type PlacedTag, tagsIn } from './template/tags.ts';
export { openTemplate, type Template, type TemplateKind, type TemplateProblem, templateProblems } from './template/template.ts';
export { issueTicket, readTicket, sweepTickets, type Ticket, type TicketPurpose, useTicket } from './tickets.ts';
export { titleFrom, titleOfWorkspace } from './title.ts';
export type * from './types.ts';
export { type Conflict, type Undone, undoChange, undoJob } from './undo.ts';
export { type AskedRecord, type AskedValue, valuesOf } from './values-of.ts';
export { PROGRAM, type ToldWords, wordsFor } from './words.ts';
export { closedWorkspace, type Workspace } from './workspace.ts';
export { alone, changeBehind, type RecordToWrite, writeEach } from './write-each.ts';
export { childrenOf, element, type Prefixes, readXml, unreadable, writeXml, type XmlElement } from './xml.ts';
