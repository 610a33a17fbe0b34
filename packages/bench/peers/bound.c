/*
 * A bound for tunq in C: the least that a simulation of the anchor scenario can do for a packet.
 *
 *   sender -> [fifo qdisc, with backpressure only] -> ring of slots -> reader -> half an RTT -> receiver
 *      ^                                                                                          |
 *      +------------------------------------ half an RTT, ACKs ----------------------------------+
 *
 * One bulk flow with CUBIC in floating point. Left out: the SACK scoreboard as the receiver tells it (the sender sees
 * which packet an ACK answers), HyStart, RACK, PRR, TSO, TSQ, autotuning of buffers, everything of a qdisc but its
 * limit, histograms, several flows. bound.ts is the same program in AssemblyScript; both print the same counts.
 *
 *   gcc -O3 -march=native -o bound bound.c -lm             constant delays as FIFO lines
 *   gcc -O3 -march=native -DHEAP -o bound-heap bound.c -lm every packet's event in one binary heap
 *   ./bound RATE_MBIT RTT_MS SLOTS BACKPRESSURE SECONDS    prints one JSON object
 */
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef uint64_t ns;

enum {
  ROOM = 16384, /* of every table below: more than can be under way, a power of two */
  WRAP = ROOM - 1,
  WIRE_BYTES = 1502, /* 1500 and the PPP header of ns-3's link, so that all three take the same time for a packet */
  PAYLOAD = 1448,
  QDISC_LIMIT = 1000,
  RECEIVE_WINDOW = 6000000 / PAYLOAD,
  REORDERING = 3, /* later packets that arrived, until one is lost */
};

static const ns NEVER = UINT64_MAX;
static const ns DELAYED_ACK = 40000000;
static const ns RTO_MIN = 200000000;
static const ns RTO_INITIAL = 1000000000;

/* A transmission: a segment that is sent again is another one. `number & WRAP` is its place. */
enum fate { UNDER_WAY, ARRIVED, LOST };
struct transmission {
  ns sent;
  uint32_t segment;
  uint8_t fate;
};
static struct transmission transmissions[ROOM];

/* A queue of numbers, as the ring, the qdisc and the segments to send again are. */
struct fifo {
  uint32_t slots[ROOM];
  uint32_t head, tail;
};

static inline uint32_t fifo_length(const struct fifo *q) { return q->tail - q->head; }
static inline void fifo_put(struct fifo *q, uint32_t value) { q->slots[q->tail++ & WRAP] = value; }
static inline uint32_t fifo_take(struct fifo *q) { return q->slots[q->head++ & WRAP]; }

/* What an ACK says: the one or two transmissions that it answers, and the segment that is awaited. */
struct answer {
  uint32_t first, last, awaited;
};

static struct {
  ns service, half_rtt, end;
  uint32_t slots;
  bool backpressure;
} config;

static struct {
  uint64_t data, acks, ring_drops, qdisc_drops, retransmits, delivered, events;
} counts;

static ns now;

/* ------------------------------------------------------------------ events */

enum { SERVICE, ARRIVAL, ANSWER, ACK_TIMER, RTO };
static ns reader_due = UINT64_MAX, ack_due = UINT64_MAX, rto_due = UINT64_MAX;

#ifndef HEAP

/* A hop of constant delay keeps its order: the next event of a line is its head. */
static struct {
  ns due[ROOM];
  uint32_t number[ROOM];
  uint32_t head, tail;
} forward;
static struct {
  ns due[ROOM];
  struct answer what[ROOM];
  uint32_t head, tail;
} backward;

static inline void read_next(void) { reader_due = now + config.service; }

static inline void launch(uint32_t number) {
  uint32_t at = forward.tail++ & WRAP;
  forward.due[at] = now + config.half_rtt;
  forward.number[at] = number;
}

static inline void reply(struct answer what) {
  uint32_t at = backward.tail++ & WRAP;
  backward.due[at] = now + config.half_rtt;
  backward.what[at] = what;
}

#else

struct event {
  ns due;
  uint32_t stamp; /* of two at one time, the older first */
  uint32_t kind;
  struct answer what; /* of an arrival, `first` is its number */
};
static struct event heap[ROOM];
static uint32_t heap_size, stamps;

static inline bool before(const struct event *a, const struct event *b) {
  return a->due < b->due || (a->due == b->due && a->stamp < b->stamp);
}

static void schedule(ns due, uint32_t kind, struct answer what) {
  struct event event = {due, stamps++, kind, what};
  uint32_t hole = heap_size++;
  for (uint32_t parent; hole > 0 && before(&event, &heap[parent = (hole - 1) / 2]); hole = parent) {
    heap[hole] = heap[parent];
  }
  heap[hole] = event;
}

static struct event earliest(void) {
  struct event top = heap[0], moved = heap[--heap_size];
  uint32_t hole = 0;
  for (uint32_t child; (child = 2 * hole + 1) < heap_size; hole = child) {
    if (child + 1 < heap_size && before(&heap[child + 1], &heap[child])) child++;
    if (!before(&heap[child], &moved)) break;
    heap[hole] = heap[child];
  }
  heap[hole] = moved;
  return top;
}

static inline void read_next(void) {
  reader_due = now + config.service;
  schedule(reader_due, SERVICE, (struct answer){0, 0, 0});
}
static inline void launch(uint32_t number) {
  schedule(now + config.half_rtt, ARRIVAL, (struct answer){number, 0, 0});
}
static inline void reply(struct answer what) { schedule(now + config.half_rtt, ANSWER, what); }

#endif

/* ---------------------------------------------------------- qdisc and ring */

static struct fifo ring, qdisc;
static bool stopped, reading;

static inline void produce(uint32_t number) {
  fifo_put(&ring, number);
  if (!reading) {
    reading = true;
    read_next();
  }
}

static inline void transmit(uint32_t number) {
  if (!config.backpressure) {
    if (fifo_length(&ring) < config.slots) produce(number);
    else counts.ring_drops++;
  } else if (stopped) {
    if (fifo_length(&qdisc) < QDISC_LIMIT) fifo_put(&qdisc, number);
    else counts.qdisc_drops++;
  } else {
    produce(number);
    stopped = fifo_length(&ring) >= config.slots;
  }
}

static inline void service_done(void) {
  launch(fifo_take(&ring));
  if (stopped) {
    while (fifo_length(&qdisc) > 0 && fifo_length(&ring) < config.slots) fifo_put(&ring, fifo_take(&qdisc));
    stopped = fifo_length(&ring) >= config.slots;
  }
  reading = fifo_length(&ring) > 0;
  if (reading) read_next();
  else reader_due = NEVER;
}

/* ------------------------------------------------------------------ sender */

static struct fifo to_repeat;
static uint32_t next_number, next_segment, unacknowledged, judged, recovery_end;
static int32_t under_way;
static double cwnd = 10, ssthresh = 1e9, srtt; /* segments, s */
static struct {
  double w_max, k, epoch; /* RFC 9438; the epoch is below 0 until growth begins */
} cubic = {0, 0, -1};

static inline void send_what_may(void) {
  const int32_t window = (int32_t)cwnd;
  while (under_way < window) {
    uint32_t segment;
    if (fifo_length(&to_repeat) > 0) {
      segment = fifo_take(&to_repeat);
      counts.retransmits++;
    } else if (next_segment - unacknowledged < RECEIVE_WINDOW) {
      segment = next_segment++;
    } else {
      return;
    }
    uint32_t number = next_number++;
    transmissions[number & WRAP] = (struct transmission){now, segment, UNDER_WAY};
    under_way++;
    counts.data++;
    transmit(number);
  }
}

static void reduce(void) {
  cubic.w_max = cwnd < cubic.w_max ? cwnd * 0.85 : cwnd;
  cubic.epoch = -1;
  ssthresh = fmax(2, cwnd * 0.7);
  cwnd = ssthresh;
}

static inline void grow(uint32_t acked) {
  if (cwnd < ssthresh) {
    cwnd += acked;
    return;
  }
  const double seconds = (double)now * 1e-9;
  if (cubic.epoch < 0) {
    cubic.epoch = seconds;
    cubic.k = cubic.w_max > cwnd ? cbrt((cubic.w_max - cwnd) / 0.4) : 0;
    if (cubic.w_max < cwnd) cubic.w_max = cwnd;
  }
  const double t = seconds + srtt - cubic.epoch - cubic.k;
  double target = cubic.w_max + 0.4 * t * t * t;
  if (target > 1.5 * cwnd) target = 1.5 * cwnd;
  cwnd += acked * (target > cwnd ? target - cwnd : 0.01) / cwnd;
}

static inline uint32_t arrived(uint32_t number) {
  struct transmission *it = &transmissions[number & WRAP];
  if (it->fate != UNDER_WAY) return 0;
  it->fate = ARRIVED;
  under_way--;
  return 1;
}

/* Judges transmissions up to `end`; true if one that was lost calls for a smaller window. */
static inline bool judge(uint32_t end) {
  bool shrink = false;
  for (; (int32_t)(end - judged) > 0; judged++) {
    struct transmission *it = &transmissions[judged & WRAP];
    if (it->fate != UNDER_WAY) continue;
    it->fate = LOST;
    under_way--;
    fifo_put(&to_repeat, it->segment);
    if (judged >= recovery_end) shrink = true;
  }
  return shrink;
}

static inline void answered(struct answer what) {
  uint32_t acked = arrived(what.first);
  if (what.last != what.first) acked += arrived(what.last);
  const double sample = (double)(now - transmissions[what.last & WRAP].sent) * 1e-9;
  srtt = srtt == 0 ? sample : srtt * 0.875 + sample * 0.125;
  unacknowledged = what.awaited;
  if (judge(what.last - REORDERING + 1)) {
    reduce();
    recovery_end = next_number;
  } else if (what.last >= recovery_end) {
    grow(acked);
  }
  rto_due = now + RTO_MIN + (ns)(srtt * 2e9);
  send_what_may();
}

static void retransmission_timeout(void) {
  judge(next_number);
  reduce();
  cwnd = 1;
  recovery_end = next_number;
  rto_due = now + RTO_INITIAL;
  send_what_may();
}

/* ---------------------------------------------------------------- receiver */

static uint8_t early[ROOM]; /* segments that came before one that is awaited */
static uint32_t awaited, waiting;
static bool ack_waits;

static inline void acknowledge(uint32_t first, uint32_t last) {
  ack_waits = false;
  ack_due = NEVER;
  counts.acks++;
  reply((struct answer){first, last, awaited});
}

static inline void data_arrived(uint32_t number) {
  const uint32_t segment = transmissions[number & WRAP].segment;
  if (segment != awaited) {
    early[segment & WRAP] = 1;
    acknowledge(ack_waits ? waiting : number, number);
    return;
  }
  do {
    early[awaited++ & WRAP] = 0;
    counts.delivered++;
  } while (early[awaited & WRAP]);
  if (ack_waits) {
    acknowledge(waiting, number);
  } else {
    ack_waits = true;
    waiting = number;
    ack_due = now + DELAYED_ACK;
  }
}

/* ------------------------------------------------------------------- loop */

#ifndef HEAP

static void simulate(void) {
  for (;;) {
    const ns arrival = forward.head != forward.tail ? forward.due[forward.head & WRAP] : NEVER;
    const ns answer = backward.head != backward.tail ? backward.due[backward.head & WRAP] : NEVER;
    ns due = arrival;
    int kind = ARRIVAL;
    if (answer < due) due = answer, kind = ANSWER;
    if (reader_due < due) due = reader_due, kind = SERVICE;
    if (ack_due < due) due = ack_due, kind = ACK_TIMER;
    if (rto_due < due) due = rto_due, kind = RTO;
    if (due > config.end) return;
    now = due;
    counts.events++;
    if (kind == SERVICE) service_done();
    else if (kind == ARRIVAL) data_arrived(forward.number[forward.head++ & WRAP]);
    else if (kind == ANSWER) answered(backward.what[backward.head++ & WRAP]);
    else if (kind == ACK_TIMER) acknowledge(waiting, waiting);
    else retransmission_timeout();
  }
}

#else

static void simulate(void) {
  for (;;) {
    /* Timers stay outside: one that moves with every ACK would only make the heap worse. */
    const ns timer = ack_due < rto_due ? ack_due : rto_due;
    const ns due = heap_size > 0 && heap[0].due <= timer ? heap[0].due : timer;
    if (due > config.end) return;
    now = due;
    counts.events++;
    if (heap_size == 0 || heap[0].due > timer) {
      if (ack_due <= rto_due) acknowledge(waiting, waiting);
      else retransmission_timeout();
      continue;
    }
    const struct event event = earliest();
    if (event.kind == SERVICE) service_done();
    else if (event.kind == ARRIVAL) data_arrived(event.what.first);
    else answered(event.what);
  }
}

#endif

static double cpu_seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

int main(int argc, char **argv) {
  if (argc != 6) {
    fprintf(stderr, "usage: %s RATE_MBIT RTT_MS SLOTS BACKPRESSURE SECONDS\n", argv[0]);
    return 2;
  }
  const double rate = atof(argv[1]), rtt = atof(argv[2]), seconds = atof(argv[5]);
  config.service = (ns)(WIRE_BYTES * 8e3 / rate);
  config.half_rtt = (ns)(rtt * 5e5);
  config.slots = (uint32_t)atoi(argv[3]);
  config.backpressure = atoi(argv[4]) != 0;
  config.end = (ns)(seconds * 1e9);
  if (rate <= 0 || rtt < 0 || seconds <= 0 || config.slots < 1 || config.slots > ROOM / 2) {
    fprintf(stderr, "%s: RATE_MBIT and SECONDS above 0, SLOTS from 1 to %d\n", argv[0], ROOM / 2);
    return 2;
  }

  const double before = cpu_seconds();
  rto_due = RTO_INITIAL;
  send_what_may();
  simulate();
  const double cpu = cpu_seconds() - before;

  const uint32_t in_ring = fifo_length(&ring), in_qdisc = fifo_length(&qdisc);
  uint32_t in_path = 0;
#ifndef HEAP
  in_path = forward.tail - forward.head;
#else
  for (uint32_t i = 0; i < heap_size; i++) in_path += heap[i].kind == ARRIVAL;
#endif
  uint32_t held = 0;
  for (uint32_t i = 0; i < ROOM; i++) held += early[i];
  printf("{\"data\":%" PRIu64 ",\"acks\":%" PRIu64 ",\"ringDrops\":%" PRIu64 ",\"qdiscDrops\":%" PRIu64
         ",\"retransmits\":%" PRIu64 ",\"delivered\":%" PRIu64 ",\"inRing\":%u,\"inQdisc\":%u,\"inPath\":%u"
         ",\"held\":%u,\"events\":%" PRIu64 ",\"srttMs\":%.3f,\"goodputMbps\":%.6f,\"cpuSeconds\":%.6f}\n",
         counts.data, counts.acks, counts.ring_drops, counts.qdisc_drops, counts.retransmits, counts.delivered, in_ring,
         in_qdisc, in_path, held, counts.events, srtt * 1e3, (double)counts.delivered * PAYLOAD * 8e-6 / seconds, cpu);
  return 0;
}
