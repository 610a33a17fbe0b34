import { evidence } from '../evidence.js';
import { no, open, type Rule, yes } from './rule.js';

export const noReader: Rule = {
  limit: 'no-reader',
  needs: ['link'],
  judge({ device, kinds }) {
    if (!device || !kinds.has('link')) return open();
    const flags = (value: string, means: string) => evidence('flags', value, '', device.sources, means);
    // drivers/net/tun.c tun_detach: no queue is attached, netif_carrier_off
    if (device.noReader) return yes([flags('UP, NO-CARRIER', 'no program has /dev/net/tun open for this device')]);
    return no(flags('carrier', 'a program has the device open'));
  },
};
