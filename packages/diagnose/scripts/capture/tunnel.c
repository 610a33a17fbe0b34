/*
 * A tunnel whose limits are known: packets that leave by a TUN or TAP device in one network namespace come out of
 * another in a second one. What the reader, the path and the ring do is an argument, so that a capture has a truth that
 * no counter of the kernel states.
 *
 *   tunnel --ns-a A --ns-b B [--name tun0] [--tap] [--backpressure] [--service-us N] [--delay-us N] [--loss P]
 *          [--rate-kbit N --queue N] [--stats FILE]
 *
 * --service-us   time that the reader takes for a packet, from its read() to the next; spent asleep and then spinning
 * --delay-us     of one direction; both directions have it
 * --loss         share of the forward packets that the path loses behind the reader
 * --rate-kbit    bottleneck of the path behind the reader, with a buffer of --queue packets
 * --stats        written at SIGTERM: packets read, losses of the path, and the share of the time that the reader was busy,
 *                from the first SIGUSR1 to the last (without: from the first packet to the last)
 *
 * Build: gcc -O2 -Wall -pthread -o tunnel tunnel.c      Run as root, Linux.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#ifndef IFF_BACKPRESSURE
#define IFF_BACKPRESSURE 0x0080 /* include/uapi/linux/if_tun.h, Linux 7.3 */
#endif

#define SLOTS 65536
#define MTU_MAX 2048

struct packet {
	int64_t due;
	int length;
	unsigned char bytes[MTU_MAX];
};

/* A line of constant delay: what enters first leaves first. */
struct line {
	struct packet *slots;
	uint64_t head, tail;
	pthread_mutex_t lock;
	pthread_cond_t filled;
	int out;
};

static int64_t service_ns, delay_ns, rate_kbit, path_queue = 1000;
static double loss;
static int tun_a, tun_b;
static struct line forward, backward;
static volatile sig_atomic_t ended, marked;
static struct {
	uint64_t read, lost, overflowed, line_full;
	int64_t busy_ns, first_ns, last_ns;
} stats;

static int64_t now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void sleep_until(int64_t due)
{
	struct timespec t = { due / 1000000000LL, due % 1000000000LL };
	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL) == EINTR)
		;
}

/* Timers of a virtual machine are tens of microseconds late: the last part of a wait is spent spinning. */
static void wait_until(int64_t due)
{
	if (due - now() > 150000)
		sleep_until(due - 100000);
	while (now() < due)
		;
}

static void die(const char *what)
{
	fprintf(stderr, "tunnel: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* The device stays where it was made when the process goes on to the next namespace. */
static int open_device(const char *ns, const char *name, int flags)
{
	char path[128];
	snprintf(path, sizeof path, "/var/run/netns/%s", ns);
	int fd = open(path, O_RDONLY);
	if (fd < 0 || setns(fd, CLONE_NEWNET))
		die(path);
	close(fd);
	struct ifreq request = { .ifr_flags = flags | IFF_NO_PI };
	strncpy(request.ifr_name, name, IFNAMSIZ - 1);
	fd = open("/dev/net/tun", O_RDWR);
	if (fd < 0 || ioctl(fd, TUNSETIFF, &request))
		die("/dev/net/tun");
	return fd;
}

static void line_init(struct line *line, int out)
{
	line->slots = malloc(SLOTS * sizeof *line->slots);
	if (!line->slots)
		die("memory");
	pthread_mutex_init(&line->lock, NULL);
	pthread_cond_init(&line->filled, NULL);
	line->out = out;
}

static void line_put(struct line *line, const unsigned char *bytes, int length, int64_t due)
{
	pthread_mutex_lock(&line->lock);
	if (line->head - line->tail < SLOTS) {
		struct packet *slot = &line->slots[line->head++ % SLOTS];
		slot->due = due;
		slot->length = length;
		memcpy(slot->bytes, bytes, length);
		pthread_cond_signal(&line->filled);
	} else {
		stats.line_full++;
	}
	pthread_mutex_unlock(&line->lock);
}

static void *line_run(void *argument)
{
	struct line *line = argument;
	for (;;) {
		pthread_mutex_lock(&line->lock);
		while (line->head == line->tail)
			pthread_cond_wait(&line->filled, &line->lock);
		struct packet *slot = &line->slots[line->tail % SLOTS];
		pthread_mutex_unlock(&line->lock);
		if (slot->due > now())
			sleep_until(slot->due);
		if (write(line->out, slot->bytes, slot->length) < 0 && errno != EIO && errno != EINVAL)
			die("write");
		pthread_mutex_lock(&line->lock);
		line->tail++;
		pthread_mutex_unlock(&line->lock);
	}
	return NULL;
}

/* Behind the reader: loss, then a bottleneck whose buffer holds `path_queue` packets. */
static void path_put(const unsigned char *bytes, int length, unsigned short random[3])
{
	static int64_t free_at;
	static int64_t leaves[SLOTS];
	static uint64_t in, out;
	int64_t at = now();
	if (loss > 0 && erand48(random) < loss) {
		stats.lost++;
		return;
	}
	if (rate_kbit) {
		while (out < in && leaves[out % SLOTS] <= at)
			out++;
		if (in - out >= (uint64_t)path_queue) {
			stats.overflowed++;
			return;
		}
		free_at = (free_at > at ? free_at : at) + length * 8000000LL / rate_kbit;
		leaves[in++ % SLOTS] = free_at;
		at = free_at;
	}
	line_put(&forward, bytes, length, at + delay_ns);
}

static void *read_forward(void *argument)
{
	unsigned char bytes[MTU_MAX];
	unsigned short random[3] = { 1, 2, 3 };
	(void)argument;
	for (;;) {
		int length = read(tun_a, bytes, sizeof bytes);
		if (length <= 0)
			die("read");
		int64_t began = now();
		if (!stats.read++)
			stats.first_ns = began;
		if (service_ns)
			wait_until(began + service_ns);
		path_put(bytes, length, random);
		stats.last_ns = now();
		stats.busy_ns += stats.last_ns - began;
	}
	return NULL;
}

static void *read_backward(void *argument)
{
	unsigned char bytes[MTU_MAX];
	(void)argument;
	for (;;) {
		int length = read(tun_b, bytes, sizeof bytes);
		if (length <= 0)
			die("read");
		line_put(&backward, bytes, length, now() + delay_ns);
	}
	return NULL;
}

static void mark(int signal)
{
	(void)signal;
	marked = 1;
}

static void end(int signal)
{
	(void)signal;
	ended = 1;
}

int main(int count, char **words)
{
	static const struct option options[] = {
		{ "ns-a", 1, 0, 'a' }, { "ns-b", 1, 0, 'b' }, { "name", 1, 0, 'n' }, { "tap", 0, 0, 't' },
		{ "backpressure", 0, 0, 'p' }, { "service-us", 1, 0, 's' }, { "delay-us", 1, 0, 'd' },
		{ "loss", 1, 0, 'l' }, { "rate-kbit", 1, 0, 'r' }, { "queue", 1, 0, 'q' }, { "stats", 1, 0, 'o' }, {},
	};
	const char *ns_a = NULL, *ns_b = NULL, *name = "tun0", *file = NULL;
	int kind = IFF_TUN, extra = 0;
	for (int c; (c = getopt_long(count, words, "", options, NULL)) >= 0;) {
		switch (c) {
		case 'a': ns_a = optarg; break;
		case 'b': ns_b = optarg; break;
		case 'n': name = optarg; break;
		case 't': kind = IFF_TAP; break;
		case 'p': extra = IFF_BACKPRESSURE; break;
		case 's': service_ns = atof(optarg) * 1000; break;
		case 'd': delay_ns = atof(optarg) * 1000; break;
		case 'l': loss = atof(optarg); break;
		case 'r': rate_kbit = atoll(optarg); break;
		case 'q': path_queue = atoll(optarg); break;
		case 'o': file = optarg; break;
		default: return 2;
		}
	}
	if (!ns_a || !ns_b) {
		fprintf(stderr, "tunnel: --ns-a and --ns-b are required\n");
		return 2;
	}
	tun_a = open_device(ns_a, name, kind | extra);
	tun_b = open_device(ns_b, name, kind);
	line_init(&forward, tun_b);
	line_init(&backward, tun_a);
	prctl(PR_SET_TIMERSLACK, 1UL);
	/* On a busy machine the tunnel's times are its own, not those of whoever else runs. */
	struct sched_param priority = { .sched_priority = 10 };
	sched_setscheduler(0, SCHED_FIFO, &priority);
	signal(SIGUSR1, mark);
	signal(SIGTERM, end);
	signal(SIGINT, end);
	pthread_t thread;
	pthread_create(&thread, NULL, line_run, &forward);
	pthread_create(&thread, NULL, line_run, &backward);
	pthread_create(&thread, NULL, read_forward, NULL);
	pthread_create(&thread, NULL, read_backward, NULL);
	int64_t marks[2][2] = { { 0 } }, count_marks = 0;
	while (!ended) {
		if (marked) {
			int64_t *at = marks[count_marks++ ? 1 : 0];
			at[0] = now();
			at[1] = stats.busy_ns;
			marked = 0;
		}
		usleep(5000);
	}
	if (file) {
		FILE *out = fopen(file, "w");
		if (!out)
			die(file);
		double span = count_marks > 1 ? marks[1][0] - marks[0][0] : stats.last_ns - stats.first_ns;
		double busy = count_marks > 1 ? marks[1][1] - marks[0][1] : stats.busy_ns;
		fprintf(out, "{\"read\": %lu, \"lost\": %lu, \"overflowed\": %lu, \"delayLineFull\": %lu, \"utilisation\": %.3f}\n",
			stats.read, stats.lost, stats.overflowed, stats.line_full, span > 0 ? busy / span : 0);
		fclose(out);
	}
	return 0;
}
