export type {
  CoreConfig,
  CoreDevice,
  CoreFlow,
  CoreFlowControl,
  CorePath,
  CorePingFlow,
  CoreQdisc,
  CoreReader,
  CoreReceiver,
  CoreSender,
  CoreTcpFlow,
  CoreTrace,
  CoreUdpFlow,
  TraceKind,
} from './config.js';
export { addresses, layout } from './generated/layout.js';
export { type CoreExports, type CoreInstance, coreBytes, type InstantiateOptions, instantiate } from './instance.js';
export type { CoreFlowResult, CoreResult, Distribution, PacketBalance } from './result.js';
export { Simulation, simulate } from './simulation.js';
export type { TraceRecord } from './trace.js';
