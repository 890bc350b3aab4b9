// Speed of the kernels on one thread, next to the processor's own limit measured in the same run:
//
//     clang -O2 -I Sources/CFielKernels/include -o bench benchmarks/kernels/bench_kernels.c \
//         Sources/CFielKernels/*.c -lm && ./bench
//
// Shapes are those of MiniLM: hidden 384, inner 1,536, 12 heads of 32. Each line is the best of several rounds, as
// other programs may hold the processor in some of them.

#include "fiel_kernels.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

// MARK: The processor's limits

static double limit_f32 = 0, limit_s8 = 0; // operations a second

#if defined(__x86_64__)

enum { CHAINS = 12, STEPS = 200000 };

__attribute__((target("avx512f"))) static float spin_f32(void) {
    __m512 sum[CHAINS];
    for (int c = 0; c < CHAINS; c++) sum[c] = _mm512_set1_ps((float)c);
    __m512 x = _mm512_set1_ps(0.5f);
    for (int i = 0; i < STEPS; i++) {
#pragma clang loop unroll(full)
        for (int c = 0; c < CHAINS; c++) sum[c] = _mm512_fmadd_ps(sum[c], x, x);
        __asm__ volatile("" : "+v"(x));
    }
    for (int c = 1; c < CHAINS; c++) sum[0] = _mm512_add_ps(sum[0], sum[c]);
    return _mm512_reduce_add_ps(sum[0]);
}

__attribute__((target("avx512f,avx512vnni"))) static float spin_s8(void) {
    __m512i sum[CHAINS];
    for (int c = 0; c < CHAINS; c++) sum[c] = _mm512_set1_epi32(c);
    __m512i x = _mm512_set1_epi32(0x01020304);
    for (int i = 0; i < STEPS; i++) {
#pragma clang loop unroll(full)
        for (int c = 0; c < CHAINS; c++) sum[c] = _mm512_dpbusd_epi32(sum[c], x, x);
        __asm__ volatile("" : "+v"(x));
    }
    for (int c = 1; c < CHAINS; c++) sum[0] = _mm512_add_epi32(sum[0], sum[c]);
    return (float)_mm512_reduce_add_epi32(sum[0]);
}

static volatile float sink;

static double best_rate(float (*spin)(void), double operations) {
    double best = 0;
    for (int round = 0; round < 20; round++) {
        const double start = seconds();
        sink = spin();
        const double rate = operations / (seconds() - start);
        if (rate > best) best = rate;
    }
    return best;
}

static void measure_limits(void) {
    if (!fiel_isa_supported(fiel_isa_avx512)) return;
    limit_f32 = best_rate(spin_f32, 2.0 * 16 * CHAINS * STEPS);
    limit_s8 = best_rate(spin_s8, 2.0 * 64 * CHAINS * STEPS);
    printf("limits of one core: %.0f GFLOP/s f32, %.0f GOP/s int8\n", limit_f32 / 1e9, limit_s8 / 1e9);
}

#else

static void measure_limits(void) {}

#endif

// MARK: Work

struct work {
    fiel_isa isa;
    fiel_activation activation;
    size_t m, n, k;
    float *a, *w, *packed, *bias, *wscale, *scale, *out, *scratch;
    int8_t *w8, *packed8;
    uint8_t *q;
    int32_t *sums, *zero;
};

static void *aligned(size_t bytes) {
    void *p = aligned_alloc(64, (bytes + 127) / 64 * 64);
    memset(p, 0, bytes);
    return p;
}

static struct work prepare(fiel_isa isa, size_t m, size_t n, size_t k, fiel_activation activation) {
    struct work w = {.isa = isa, .activation = activation, .m = m, .n = n, .k = k};
    w.a = aligned(m * k * 4), w.w = aligned(n * k * 4), w.bias = aligned(n * 4), w.wscale = aligned(n * 4);
    w.scale = aligned(m * 4), w.out = aligned(m * n * 4), w.w8 = aligned(n * k), w.q = aligned(m * k);
    w.sums = aligned(n * 4), w.zero = aligned(m * 4);
    w.packed = aligned(fiel_packed_f32_count(isa, n, k) * 4), w.packed8 = aligned(fiel_packed_s8_count(isa, n, k));
    w.scratch = aligned(fiel_attention_scratch_count(isa, m, 32) * 4);
    for (size_t i = 0; i < m * k; i++) w.a[i] = (float)(i % 17) - 8;
    for (size_t i = 0; i < n * k; i++) w.w[i] = (float)(i % 13) / 13, w.w8[i] = (int8_t)(i % 255);
    fiel_pack_f32(isa, n, k, w.w, w.packed);
    fiel_pack_s8(isa, n, k, w.w8, w.packed8, w.sums);
    fiel_quantize_u8(isa, m, k, w.a, k, NULL, w.q, k, w.scale, w.zero);
    return w;
}

static void release(struct work w) {
    void *all[] = {w.a,       w.w,  w.packed,  w.bias, w.wscale, w.scale, w.out,
                   w.scratch, w.w8, w.packed8, w.q,    w.sums,   w.zero};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) free(all[i]);
}

static void run_gemm_f32(struct work *w) {
    fiel_gemm_f32(w->isa, w->m, w->n, w->k, w->a, w->k, w->packed, w->bias, w->activation, NULL, 0, w->out, w->n);
}

static void run_gemm_u8s8(struct work *w) {
    fiel_gemm_u8s8(w->isa, w->m, w->n, w->k, w->q, w->k, w->scale, w->zero, w->packed8, w->wscale, w->sums, w->bias,
                   w->activation, NULL, 0, w->out, w->n);
}

static void run_attention(struct work *w) { // m tokens, 12 heads in rows of n = 1152
    for (size_t h = 0; h < 12; h++) {
        const float *q = w->out + 32 * h;
        fiel_attention(w->isa, w->m, 32, 0.177f, q, q + 384, q + 768, w->n, w->scratch, w->a + 32 * h, w->k);
    }
}

static void run_quantize(struct work *w) {
    fiel_quantize_u8(w->isa, w->m, w->k, w->a, w->k, NULL, w->q, w->k, w->scale, w->zero);
}

static void run_layer_norm(struct work *w) {
    fiel_layer_norm(w->isa, w->m, w->k, w->a, w->k, w->bias, w->bias, 1e-12f, w->w, w->k);
}

static void run_gelu(struct work *w) { fiel_gelu(w->isa, w->m * w->n, w->out); }

// MARK: Report

/// Seconds of one call: the best of rounds of about 20 ms.
static double seconds_of(void (*run)(struct work *), struct work *w) {
    double best = 1e9;
    for (int round = 0; round < 12; round++) {
        const double start = seconds();
        while (seconds() - start < 0.02) {
            const double one = seconds();
            run(w);
            const double took = seconds() - one;
            if (took < best) best = took;
        }
    }
    return best;
}

static void report(const char *name, void (*run)(struct work *), struct work w, double operations, double limit) {
    const double took = seconds_of(run, &w);
    printf("isa %d  %-22s m %4zu n %4zu k %4zu  %8.1f us  %7.3f us/row  %6.1f Gop/s", (int)w.isa, name, w.m, w.n, w.k,
           took * 1e6, took * 1e6 / (double)w.m, operations / took / 1e9);
    if (limit > 0) printf("  %3.0f %%", 100 * operations / took / limit);
    printf("\n");
    release(w);
}

static void report_all(fiel_isa isa) {
    const size_t shapes[][2] = {{1152, 384}, {384, 384}, {1536, 384}, {384, 1536}};
    const size_t rows[] = {28, 32, 64, 128, 256};
    for (size_t s = 0; s < 4; s++) {
        const size_t n = shapes[s][0], k = shapes[s][1];
        const fiel_activation activation = n == 1536 ? fiel_activation_gelu : fiel_activation_none;
        for (size_t r = 0; r < 5; r++) {
            const double operations = 2.0 * (double)(rows[r] * n * k);
            report("gemm_f32", run_gemm_f32, prepare(isa, rows[r], n, k, activation), operations, limit_f32);
            report("gemm_u8s8", run_gemm_u8s8, prepare(isa, rows[r], n, k, activation), operations, limit_s8);
        }
    }
    const size_t lengths[] = {8, 16, 20, 28, 64, 256, 512};
    for (size_t l = 0; l < 7; l++) {
        const double operations = 4.0 * (double)(lengths[l] * lengths[l] * 384);
        const struct work work = prepare(isa, lengths[l], 1152, 384, fiel_activation_none);
        report("attention, 12 heads", run_attention, work, operations, limit_f32);
    }
    for (size_t k = 384; k <= 1536; k += 1152) {
        report("quantize_u8", run_quantize, prepare(isa, 64, 1, k, fiel_activation_none), 64.0 * (double)k, 0);
    }
    report("layer_norm", run_layer_norm, prepare(isa, 64, 384, 384, fiel_activation_none), 64 * 384, 0);
    report("gelu", run_gelu, prepare(isa, 64, 1536, 384, fiel_activation_none), 64 * 1536, 0);
}

int main(int argc, char **argv) {
    measure_limits();
    report_all(argc > 1 ? (fiel_isa)atoi(argv[1]) : fiel_isa_best());
    return 0;
}
