// A plain socket between two processes, both directions busy: the floor of every exchange.
// Says "ready"; for each line "FAMILY BYTES COUNT" (tcp or unix) each process sends and receives COUNT messages of
// BYTES, a thread for each direction, and it answers "SECONDS PROCESSOR_SECONDS" (user and system, of both).
// "rounds BYTES COUNT" is the same over TCP in rounds: a message each way at once, then a short confirmation each, and
// only then the next.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static size_t length;
static long count;
static char *outgoing, *incoming;
static pthread_barrier_t together;

enum { confirmation = 16 };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + 1e-9 * t.tv_nsec;
}

static double processor(int who)
{
    struct rusage u;
    getrusage(who, &u);
    return u.ru_utime.tv_sec + u.ru_stime.tv_sec + 1e-6 * (u.ru_utime.tv_usec + u.ru_stime.tv_usec);
}

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static void send_bytes(int socket, size_t bytes)
{
    for (size_t at = 0; at < bytes;) {
        ssize_t n = send(socket, outgoing + at, bytes - at, 0);
        if (n <= 0)
            fail("send");
        at += n;
    }
}

static void receive_bytes(int socket, size_t bytes)
{
    for (size_t at = 0; at < bytes;) {
        ssize_t n = recv(socket, incoming + at, bytes - at, 0);
        if (n <= 0)
            fail("recv");
        at += n;
    }
}

static void *send_all(void *socket)
{
    for (long i = 0; i < count; i++)
        send_bytes(*(int *)socket, length);
    return NULL;
}

static void receive_all(int socket)
{
    for (long i = 0; i < count; i++)
        receive_bytes(socket, length);
}

static void *send_each(void *socket)
{
    for (long i = 0; i < count; i++) {
        send_bytes(*(int *)socket, length);
        pthread_barrier_wait(&together);
        pthread_barrier_wait(&together);
    }
    return NULL;
}

static void receive_each(int socket)
{
    for (long i = 0; i < count; i++) {
        receive_bytes(socket, length);
        pthread_barrier_wait(&together);
        send_bytes(socket, confirmation);
        receive_bytes(socket, confirmation);
        pthread_barrier_wait(&together);
    }
}

static void exchange(int socket, int rounds)
{
    pthread_t sender;
    pthread_barrier_init(&together, NULL, 2);
    pthread_create(&sender, NULL, rounds ? send_each : send_all, &socket);
    if (rounds)
        receive_each(socket);
    else
        receive_all(socket);
    pthread_join(sender, NULL);
    pthread_barrier_destroy(&together);
}

static void connect_pair(int pair[2])
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof address;
    int one = 1, listener = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(listener, (void *)&address, size) || listen(listener, 1))
        fail("listen");
    getsockname(listener, (void *)&address, &size);
    pair[0] = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(pair[0], (void *)&address, size))
        fail("connect");
    pair[1] = accept(listener, NULL, NULL);
    for (int i = 0; i < 2; i++)
        setsockopt(pair[i], IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    close(listener);
}

int main(void)
{
    char line[100], family[20];
    puts("ready C socket");
    fflush(stdout);
    while (fgets(line, sizeof line, stdin) && sscanf(line, "%19s %zu %ld", family, &length, &count) == 3) {
        int pair[2];
        if (strcmp(family, "unix") == 0 ? socketpair(AF_UNIX, SOCK_STREAM, 0, pair) : 0)
            fail("socketpair");
        if (strcmp(family, "unix") != 0)
            connect_pair(pair);
        outgoing = malloc(length);
        incoming = malloc(length);
        memset(outgoing, 1, length);
        memset(incoming, 1, length);
        double before = processor(RUSAGE_SELF) + processor(RUSAGE_CHILDREN);
        double start = now();
        pid_t other = fork();
        exchange(pair[other == 0], strcmp(family, "rounds") == 0);
        if (other == 0)
            _exit(0);
        double seconds = now() - start;
        waitpid(other, NULL, 0);
        printf("%g %g\n", seconds, processor(RUSAGE_SELF) + processor(RUSAGE_CHILDREN) - before);
        fflush(stdout);
        close(pair[0]);
        close(pair[1]);
        free(outgoing);
        free(incoming);
    }
    return 0;
}
