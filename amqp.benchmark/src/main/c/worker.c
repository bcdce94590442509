// SPDX-License-Identifier: MPL-2.0
/*
 * rabbitmq-c under load: the worker of amqp.benchmark.load.Worker in C, with the same options and the same lines.
 * --mode MODE --size OCTETS --uri URI [--queue NAME] [--count N [--rounds R]]
 */
#define _POSIX_C_SOURCE 200809L
#if defined(__has_include)
#if __has_include(<rabbitmq-c/amqp.h>)
#include <rabbitmq-c/amqp.h>
#include <rabbitmq-c/tcp_socket.h>
#else
#include <amqp.h>
#include <amqp_tcp_socket.h>
#endif
#endif
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { CHANNEL = 1, WINDOW = 1000, PREFETCH = 500, ACK_EVERY = 100, FRAME_MAX = 131072 };

static amqp_connection_state_t connection;
static amqp_bytes_t body;
static uint64_t confirmed;
static uint64_t published;

static void fail(const char *what) {
    fprintf(stderr, "rabbitmq-c worker: %s failed\n", what);
    exit(1);
}

static void expect_ok(int status, const char *what) {
    if (status != AMQP_STATUS_OK) {
        fprintf(stderr, "rabbitmq-c worker: %s: %s\n", what, amqp_error_string2(status));
        exit(1);
    }
}

static void expect_reply(const char *what) {
    if (amqp_get_rpc_reply(connection).reply_type != AMQP_RESPONSE_NORMAL) fail(what);
}

static double now_nanos(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e9 + t.tv_nsec;
}

static double cpu_micros(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e6 + usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
}

static void open_connection(char *uri) {
    struct amqp_connection_info info;
    expect_ok(amqp_parse_url(uri, &info), "URI");
    connection = amqp_new_connection();
    amqp_socket_t *socket = amqp_tcp_socket_new(connection);
    expect_ok(amqp_socket_open(socket, info.host, info.port), "connect");
    amqp_rpc_reply_t reply =
        amqp_login(connection, info.vhost, 0, FRAME_MAX, 0, AMQP_SASL_METHOD_PLAIN, info.user, info.password);
    if (reply.reply_type != AMQP_RESPONSE_NORMAL) fail("login");
    amqp_channel_open(connection, CHANNEL);
    expect_reply("channel.open");
}

static void publish_one(const char *routing_key) {
    expect_ok(amqp_basic_publish(connection, CHANNEL, amqp_empty_bytes, amqp_cstring_bytes(routing_key), 0, 0, NULL,
                                 body),
              "basic.publish");
}

static void next_frame(amqp_frame_t *frame) {
    amqp_maybe_release_buffers(connection);
    expect_ok(amqp_simple_wait_frame(connection, frame), "reading");
}

static void publish(long count) {
    for (long i = 0; i < count; i++) publish_one("nowhere");
    amqp_basic_qos(connection, CHANNEL, 0, 0, 0);
    expect_reply("basic.qos");
}

/* A single ack for a publish in the middle does not come from any broker measured here. */
static void await_confirm(void) {
    amqp_frame_t frame;
    next_frame(&frame);
    if (frame.frame_type != AMQP_FRAME_METHOD || frame.payload.method.id != AMQP_BASIC_ACK_METHOD) fail("confirm");
    amqp_basic_ack_t *ack = frame.payload.method.decoded;
    if (ack->delivery_tag > confirmed) confirmed = ack->delivery_tag;
}

static void publish_confirmed(long count) {
    static int selected;
    if (!selected) {
        amqp_confirm_select(connection, CHANNEL);
        expect_reply("confirm.select");
        selected = 1;
    }
    for (long i = 0; i < count; i++) {
        while (published - confirmed >= WINDOW) await_confirm();
        publish_one("nowhere");
        published++;
    }
    while (confirmed < published) await_confirm();
}

/* The tag belongs to the connection's pool: it is copied. */
static amqp_bytes_t begin_consuming(const char *queue, int no_ack) {
    amqp_basic_consume_ok_t *ok =
        amqp_basic_consume(connection, CHANNEL, amqp_cstring_bytes(queue), amqp_empty_bytes, 0, no_ack, 0, amqp_empty_table);
    expect_reply("basic.consume");
    return amqp_bytes_malloc_dup(ok->consumer_tag);
}

static void end_consuming(amqp_bytes_t tag) {
    amqp_basic_cancel(connection, CHANNEL, tag);
    expect_reply("basic.cancel");
    amqp_bytes_free(tag);
}

/* Reads one whole delivery and gives its tag. */
static uint64_t next_delivery(void) {
    amqp_frame_t frame;
    next_frame(&frame);
    if (frame.frame_type != AMQP_FRAME_METHOD || frame.payload.method.id != AMQP_BASIC_DELIVER_METHOD) fail("delivery");
    uint64_t tag = ((amqp_basic_deliver_t *)frame.payload.method.decoded)->delivery_tag;
    expect_ok(amqp_simple_wait_frame(connection, &frame), "reading a header");
    uint64_t left = frame.payload.properties.body_size;
    while (left > 0) {
        expect_ok(amqp_simple_wait_frame(connection, &frame), "reading a body");
        left -= frame.payload.body_fragment.len;
    }
    return tag;
}

static void consume(const char *queue, long count, int acknowledging) {
    if (acknowledging) {
        amqp_basic_qos(connection, CHANNEL, 0, PREFETCH, 0);
        expect_reply("basic.qos");
    }
    amqp_bytes_t consumer = begin_consuming(queue, !acknowledging);
    for (long left = count - 1; left >= 0; left--) {
        uint64_t tag = next_delivery();
        if (acknowledging && left % ACK_EVERY == 0) {
            expect_ok(amqp_basic_ack(connection, CHANNEL, tag, 1), "basic.ack");
        }
    }
    end_consuming(consumer);
}

static void echo(double *nanos, long count) {
    amqp_queue_declare(connection, CHANNEL, amqp_cstring_bytes("echo"), 0, 0, 0, 1, amqp_empty_table);
    expect_reply("queue.declare");
    amqp_bytes_t consumer = begin_consuming("echo", 1);
    for (long i = 0; i < count; i++) {
        double start = now_nanos();
        publish_one("echo");
        next_delivery();
        nanos[i] = now_nanos() - start;
    }
    end_consuming(consumer);
}

static int ascending(const void *a, const void *b) {
    double left = *(const double *)a;
    double right = *(const double *)b;
    return left < right ? -1 : left > right;
}

static void run(const char *mode, const char *queue, long count) {
    char blast[64];
    int echoing = strcmp(mode, "echo") == 0;
    double *nanos = echoing ? malloc(count * sizeof *nanos) : NULL;
    if (!*queue) {
        snprintf(blast, sizeof blast, "blast.%ld.%zu", count, body.len);
        queue = blast;
    }
    double cpu = cpu_micros();
    double start = now_nanos();
    if (strcmp(mode, "publish") == 0) {
        publish(count);
    } else if (strcmp(mode, "confirm") == 0) {
        publish_confirmed(count);
    } else if (strcmp(mode, "consume") == 0) {
        consume(queue, count, 0);
    } else if (strcmp(mode, "consumeack") == 0) {
        consume(queue, count, 1);
    } else if (echoing) {
        echo(nanos, count);
    } else {
        fail("finding the mode");
    }
    double seconds = (now_nanos() - start) / 1e9;
    printf("{\"rate\":%.4f,\"cpu_us\":%.4f,\"octets\":null", count / seconds, (cpu_micros() - cpu) / count);
    if (echoing) {
        qsort(nanos, count, sizeof *nanos, ascending);
        printf(",\"p50_us\":%.4f,\"p99_us\":%.4f}\n", nanos[count / 2] / 1e3, nanos[(long)(count * 0.99)] / 1e3);
        free(nanos);
    } else {
        printf(",\"p50_us\":null,\"p99_us\":null}\n");
    }
    fflush(stdout);
}

static char *option(int argc, char **argv, const char *name, char *otherwise) {
    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], name) == 0) return argv[i + 1];
    }
    return otherwise;
}

int main(int argc, char **argv) {
    char *mode = option(argc, argv, "--mode", "publish");
    char *queue = option(argc, argv, "--queue", "");
    long count = atol(option(argc, argv, "--count", "0"));
    body.len = strtoul(option(argc, argv, "--size", "16"), NULL, 10);
    body.bytes = calloc(1, body.len + 1);
    open_connection(option(argc, argv, "--uri", NULL));
    if (count > 0) {
        for (long left = atol(option(argc, argv, "--rounds", "1")); left > 0; left--) run(mode, queue, count);
    } else {
        char line[32];
        while (fgets(line, sizeof line, stdin)) run(mode, queue, atol(line));
    }
    amqp_connection_close(connection, AMQP_REPLY_SUCCESS);
    amqp_destroy_connection(connection);
    return 0;
}
