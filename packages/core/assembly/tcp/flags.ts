/** What an ACK brought (`FLAG_*` of net/ipv4/tcp_input.c). */
export const FLAG_WIN_UPDATE: u32 = 0x02;
export const FLAG_DATA_ACKED: u32 = 0x04;
export const FLAG_RETRANS_DATA_ACKED: u32 = 0x08;
export const FLAG_DATA_SACKED: u32 = 0x20;
export const FLAG_LOST_RETRANS: u32 = 0x80;
export const FLAG_ORIG_SACK_ACKED: u32 = 0x200;
export const FLAG_SND_UNA_ADVANCED: u32 = 0x400;
export const FLAG_DSACKING_ACK: u32 = 0x800;
export const FLAG_SET_XMIT_TIMER: u32 = 0x1000;
export const FLAG_DSACK_TLP: u32 = 0x20000;

export const FLAG_NOT_DUP: u32 = FLAG_WIN_UPDATE | FLAG_DATA_ACKED;
export const FLAG_FORWARD_PROGRESS: u32 = FLAG_DATA_ACKED | FLAG_DATA_SACKED;
export const FLAG_CA_ALERT: u32 = FLAG_DATA_SACKED | FLAG_DSACKING_ACK;
