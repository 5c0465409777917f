// OpenSSL's own speed: TLS 1.3 (AES-128) between two processes over loopback TCP, both directions busy.
// Says "ready"; for each line "BYTES COUNT" each process writes and reads COUNT messages of BYTES, whatever is possible
// next, over a non-blocking socket, and it answers "SECONDS PROCESSOR_SECONDS" (user and system, of both).
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

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

static SSL *handshake(int socket, int server, EVP_PKEY *key, X509 *certificate)
{
    SSL_CTX *context = SSL_CTX_new(TLS_method());
    SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION);
    SSL_CTX_set_ciphersuites(context, "TLS_AES_128_GCM_SHA256");
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_use_certificate(context, certificate);
    SSL_CTX_use_PrivateKey(context, key);
    SSL *tls = SSL_new(context);
    SSL_set_fd(tls, socket);
    if ((server ? SSL_accept(tls) : SSL_connect(tls)) != 1)
        fail("handshake");
    fcntl(socket, F_SETFL, fcntl(socket, F_GETFL) | O_NONBLOCK);
    return tls;
}

static void exchange(SSL *tls, size_t length, long count)
{
    char *outgoing = malloc(length), *incoming = malloc(length);
    memset(outgoing, 1, length);
    memset(incoming, 1, length);
    size_t total = length * count, sent = 0, received = 0;
    while (sent < total || received < total) {
        int progress = 0;
        if (sent < total) {
            size_t at = sent % length;
            int n = SSL_write(tls, outgoing + at, length - at);
            progress |= n > 0;
            sent += n > 0 ? n : 0;
        }
        if (received < total) {
            size_t at = received % length;
            int n = SSL_read(tls, incoming + at, length - at);
            progress |= n > 0;
            received += n > 0 ? n : 0;
        }
        if (!progress) {
            struct pollfd wait = { .fd = SSL_get_fd(tls), .events = POLLIN | (sent < total ? POLLOUT : 0) };
            poll(&wait, 1, -1);
        }
    }
    free(outgoing);
    free(incoming);
}

int main(void)
{
    char line[100];
    size_t length;
    long count;
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *certificate = X509_new();
    X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_set_pubkey(certificate, key);
    X509_sign(certificate, key, EVP_sha256());
    printf("ready %s\n", OpenSSL_version(OPENSSL_VERSION_STRING));
    fflush(stdout);
    while (fgets(line, sizeof line, stdin) && sscanf(line, "%zu %ld", &length, &count) == 2) {
        int pair[2];
        connect_pair(pair);
        double before = processor(RUSAGE_SELF) + processor(RUSAGE_CHILDREN);
        pid_t other = fork();
        SSL *tls = handshake(pair[other == 0], other == 0, key, certificate);
        double start = now();
        exchange(tls, length, count);
        if (other == 0)
            _exit(0);
        double seconds = now() - start;
        waitpid(other, NULL, 0);
        printf("%g %g\n", seconds, processor(RUSAGE_SELF) + processor(RUSAGE_CHILDREN) - before);
        fflush(stdout);
        SSL_free(tls);
        close(pair[0]);
        close(pair[1]);
    }
    return 0;
}
