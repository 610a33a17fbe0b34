export { type AtomicFile, openAtomicFile, writeAtomically } from './atomic-file.js';
export { SweepFolderError } from './folder-error.js';
export { lockFolder } from './lock.js';
export { mergeSweeps } from './merge.js';
export { runSweep, type SweepCost, type SweepOptions } from './run-sweep.js';
export { readHead, SweepFolder, type SweepHead } from './sweep-folder.js';
