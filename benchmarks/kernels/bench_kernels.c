// Speed of the kernels on one thread, beside the processor's own peak measured in the same run.
//
//   clang -O2 -I Sources/CFielKernels/include benchmarks/kernels/bench_kernels.c Sources/CFielKernels/*.c -lm -o /tmp/bench_kernels && /tmp/bench_kernels

#include "fiel_kernels.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

#if defined(__x86_64__)
#include <immintrin.h>
/// Independent VNNI products in registers: the processor's peak, in operations a second.
__attribute__((target("avx512f,avx512vnni"))) static double peak_int8(void) {
    __m512i sums[12], x = _mm512_set1_epi8(3);
    for (int i = 0; i < 12; i++) sums[i] = _mm512_set1_epi32(i);
    double start = now();
    for (int i = 0; i < 20000000; i++) {
#pragma clang loop unroll(full)
        for (int j = 0; j < 12; j++) { sums[j] = _mm512_dpbusd_epi32(sums[j], x, x); __asm__ volatile("" : "+v"(sums[j])); }
    }
    double seconds = now() - start;
    return 20000000.0 * 12 * 128 / seconds;
}
#endif

static double best_of(int repeats, double work, void (*run)(void)) {
    double best = 0;
    for (int i = 0; i < repeats; i++) {
        double start = now();
        run();
        double rate = work / (now() - start);
        best = rate > best ? rate : best;
    }
    return best;
}

static fiel_isa isa;
static size_t m, n, k;
static float *a, *weights, *packed, *out, *bias, *scales, *wscales, *scratch;
static uint8_t *q;
static int8_t *w8, *packed8;
static int32_t *zeros, *sums;
static fiel_activation activation;

static void run_f32(void) { fiel_gemm_f32(isa, m, n, k, a, k, packed, bias, activation, NULL, 0, out, n); }
static void run_int8(void) {
    fiel_gemm_u8s8(isa, m, n, k, q, k, scales, zeros, packed8, wscales, sums, bias, activation, NULL, 0, out, n);
}
static void run_quantize(void) { fiel_quantize_u8(isa, m, k, a, k, bias, q, k, scales, zeros); }
static void run_norm(void) { fiel_layer_norm(isa, m, k, a, k, bias, bias, 1e-12f, out, k); }
static void run_attention(void) { fiel_attention(isa, m, 32, 0.17f, a, a + 32, a + 64, 96, scratch, out, 32); }

int main(void) {
    size_t most = 512 * 1536;
    a = calloc(most, 4), weights = calloc(1536 * 1536, 4), packed = calloc(1536 * 1536 + 64, 4), out = calloc(most, 4);
    bias = calloc(1536, 4), scales = calloc(512, 4), wscales = calloc(1536, 4), q = calloc(most, 1);
    w8 = calloc(1536 * 1536, 1), packed8 = calloc(1536 * 1536 + 64, 1), zeros = calloc(512, 4), sums = calloc(1536, 4);
    scratch = calloc(1 << 20, 4);
    for (size_t i = 0; i < most; i++) a[i] = (float)(rand() % 2001 - 1000) / 500, q[i] = (uint8_t)rand();
    for (size_t i = 0; i < 1536 * 1536; i++) weights[i] = (float)(rand() % 2001 - 1000) / 9000, w8[i] = (int8_t)(rand() % 255 - 127);
    for (size_t i = 0; i < 1536; i++) bias[i] = 1, wscales[i] = 1e-3f;
    for (size_t i = 0; i < 512; i++) scales[i] = 1e-2f;
#if defined(__x86_64__)
    if (fiel_isa_supported(fiel_isa_avx512)) printf("peak int8 %.0f GOP/s\n", peak_int8() / 1e9);
#endif
    const char *names[] = {"scalar", "avx2", "avx512", "neon"};
    size_t shapes[][2] = {{1152, 384}, {384, 384}, {1536, 384}, {384, 1536}};
    for (int set = 1; set < 4; set++) {
        isa = (fiel_isa)set;
        if (!fiel_isa_supported(isa)) continue;
        for (m = 16; m <= 128; m *= 8) {
            for (int s = 0; s < 4; s++) {
                n = shapes[s][0], k = shapes[s][1], activation = n == 1536 ? fiel_activation_gelu : fiel_activation_none;
                fiel_pack_f32(isa, n, k, weights, packed);
                fiel_pack_s8(isa, n, k, w8, packed8, sums);
                double work = 2.0 * (double)(m * n * k);
                printf("%-7s m %3zu n %4zu k %4zu  f32 %6.1f GFLOP/s  int8 %6.1f GOP/s  quantize %5.2f  norm %5.2f Gvalues/s\n", names[set], m, n, k,
                       best_of(20, work, run_f32) / 1e9, best_of(40, work, run_int8) / 1e9,
                       best_of(40, (double)(m * k), run_quantize) / 1e9, best_of(40, (double)(m * k), run_norm) / 1e9);
            }
        }
        for (m = 28; m <= 512; m = m == 28 ? 128 : m * 4)
            printf("%-7s attention of length %3zu: %.1f GFLOP/s, %.2f us a token and head\n", names[set], m,
                   best_of(40, 4.0 * (double)(m * m * 32), run_attention) / 1e9, 1e6 / best_of(40, (double)m, run_attention));
    }
}
