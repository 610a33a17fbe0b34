import { state } from '../state';
import { CLIENT_READS, CLIENT_SPINS } from './client';
import { enqueue, schedule, wake } from './eevdf';
import { CLIENT, entity, RETURN_WRITER, sched } from './state';
import { WRITER_BEGINS } from './tunnel';

/**
 * The message that begins the test is back. iperf3's client has looked at its clock again and again since it opened its
 * streams, so that it has the CPU, and no claim to keep it. With two late ACKs the message's writer sends both; else the
 * client has read the message, and sends the one.
 */
export function messageArrives(): void {
  const client = entity(CLIENT);
  enqueue(client);
  sched.current = CLIENT;
  sched.execStart = sched.clock;
  if (state.lateAcks == 1) {
    client.pc = CLIENT_READS;
    return;
  }
  client.pc = CLIENT_SPINS;
  entity(RETURN_WRITER).pc = WRITER_BEGINS;
  wake(RETURN_WRITER);
  schedule(false);
}
