export type {
  CoreConfig,
  CoreDevice,
  CoreFifoQdisc,
  CoreFlow,
  CoreFlowControl,
  CoreFqCodelQdisc,
  CoreFqQdisc,
  CoreMachine,
  CoreNetemQdisc,
  CorePath,
  CorePingFlow,
  CorePrioQdisc,
  CoreQdisc,
  CoreReader,
  CoreReceiver,
  CoreSender,
  CoreTbfQdisc,
  CoreTcpFlow,
  CoreTrace,
  CoreUdpFlow,
  TraceKind,
} from './config.js';
export { addresses, layout } from './generated/layout.js';
export { type CoreExports, type CoreInstance, coreBytes, type InstantiateOptions, instantiate } from './instance.js';
export type { CoreFlowResult, CoreQueueResult, CoreResult, Distribution, PacketBalance, ReaderCpu } from './result.js';
export { Simulation, simulate } from './simulation.js';
export type { RecordKind, TraceRecord } from './trace.js';
