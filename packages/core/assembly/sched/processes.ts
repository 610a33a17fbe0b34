import { path } from '../path/path';
import { NEVER } from '../state';
import { CLIENT_INTERVAL_NS, runClient } from './client';
import { sleepInSelect } from './interval';
import { runServer, SERVER_INTERVAL_NS } from './server';
import { CLIENT, entity, FORWARD_READER, FORWARD_WRITER, RETURN_READER, RETURN_WRITER, SERVER } from './state';
import { runForwardReader, runForwardWriter, runReturnReader, runReturnWriter } from './tunnel';

/** One step of a process: what it does then (sched/cpu.ts). */
export function runProcess(index: u32): u32 {
  const e = entity(index);
  if (index == FORWARD_WRITER) return runForwardWriter(e);
  if (index == FORWARD_READER) return runForwardReader(e);
  if (index == RETURN_WRITER) return runReturnWriter(e);
  if (index == RETURN_READER) return runReturnReader(e);
  if (index == SERVER) return runServer(e);
  return runClient(e);
}

/** What the handshakes and the control connection leave (`place_entity` of their turns), ns: the same in all runs seen. */
const LAG_FORWARD_WRITER: i64 = 750000;
const LAG_FORWARD_READER: i64 = 2000000;
const LAG_RETURN_WRITER: i64 = 312500;
const LAG_RETURN_READER: i64 = 625000;
const LAG_SERVER: i64 = 416666;

function initEntity(index: u32, vlag: i64): void {
  const e = entity(index);
  e.vlag = vlag;
  e.expires = NEVER;
}

/** Clock readings between the server's look at its clock and the client's first late ACK, beside the way back, ns. */
const SERVER_AHEAD_NS: u64 = 1792;

/** All are asleep, before the test begins. */
export function processesInit(): void {
  initEntity(FORWARD_WRITER, LAG_FORWARD_WRITER);
  initEntity(FORWARD_READER, LAG_FORWARD_READER);
  initEntity(RETURN_WRITER, LAG_RETURN_WRITER);
  initEntity(RETURN_READER, LAG_RETURN_READER);
  initEntity(SERVER, LAG_SERVER);
  initEntity(CLIENT, 0);
  // The client's test begins now, the server's began when it told the client so.
  entity(CLIENT).reportAt = CLIENT_INTERVAL_NS;
  entity(SERVER).reportAt = SERVER_INTERVAL_NS - min(path.returnDelay + SERVER_AHEAD_NS, SERVER_INTERVAL_NS);
  sleepInSelect(entity(SERVER));
}
