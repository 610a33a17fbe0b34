import { evidence } from '../evidence.js';
import { no, open, type Rule, yes } from './rule.js';

/** Smaller transfers may have gone before the counters were looked at, bytes. */
const leastSent = 200_000;

export const wrongDevice: Rule = {
  limit: 'wrong-device',
  needs: ['link'],
  judge({ device, tcp }) {
    if (!device) return open();
    const { name, isTun, mtu = 1500, readBytes, drops = 0, sources, missingFrom } = device;
    if (isTun === 'no' && sources.length > 0) {
      const found = device.listed.join(', ');
      const tuns = device.listedTuns.join(', ');
      if (tuns !== '')
        return yes([evidence('device', name, '', sources, `it is no TUN or TAP device; there is ${tuns}`)]);
      return yes([evidence('devices listed', found, '', sources, 'none of them is a TUN or TAP device')]);
    }
    if (missingFrom.length > 0) {
      return yes(
        missingFrom.map(({ source, devices }) =>
          evidence('devices listed', devices.join(', '), '', [source], `${name} is not among them`),
        ),
      );
    }
    if (device.otherQdiscs.length > 0) {
      return yes(
        device.otherQdiscs.map(({ source, kind }) =>
          evidence('qdisc', kind, '', [source], `of another device: that of ${name} is ${device.qdisc}`),
        ),
      );
    }
    if (readBytes === undefined || !tcp?.windowed) return open();
    const carried = evidence('bytes that the device carried', readBytes, 'bytes', sources, 'between the snapshots');
    if (tcp.sent > leastSent && readBytes + drops * mtu < tcp.sent / 2) {
      const sent = evidence(
        'payload that TCP sent',
        tcp.sent,
        'bytes',
        tcp.sources,
        'more than the device carried: it goes elsewhere',
      );
      return yes([carried, sent]);
    }
    return no(carried);
  },
};
