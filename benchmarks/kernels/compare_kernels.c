// Compares every instruction set of this processor with the scalar kernels, at sizes around the widths of vectors and
// tiles. Plain C, so that it also runs where Swift does not, such as under an emulator:
//
//     clang -O2 -I Sources/CFielKernels/include -o compare benchmarks/kernels/compare_kernels.c \
//         Sources/CFielKernels/*.c -lm && ./compare

#include "fiel_kernels.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state = 1;

static float uniform(void) { // -1...1, by xorshift64*
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return (float)((state * 2685821657736338717u) >> 40) / 8388608 - 1;
}

static float *random_floats(size_t n, float size) {
    float *x = malloc((n + 1) * sizeof *x);
    for (size_t i = 0; i < n; i++) x[i] = uniform() * size;
    return x;
}

static int failures = 0;

static void expect(fiel_isa isa, const char *kernel, size_t n, const float *x, const float *y, float tolerance) {
    for (size_t i = 0; i < n; i++) {
        if (fabsf(x[i] - y[i]) <= tolerance * fmaxf(1, fabsf(y[i]))) continue;
        printf("isa %d, %s: [%zu] of %zu is %g, not %g\n", (int)isa, kernel, i, n, x[i], y[i]);
        failures += 1;
        return;
    }
}

static void compare_products(fiel_isa isa, size_t m, size_t n, size_t k) {
    float *x = random_floats(m * k, 2), *w = random_floats(n * k, 1), *bias = random_floats(n, 1);
    float *residual = random_floats(m * n, 1), *wscale = random_floats(n, 0.01f);
    int8_t *w8 = malloc(n * k + 1);
    for (size_t i = 0; i < n * k; i++) w8[i] = (int8_t)(w[i] * 127);
    float *outs[2], *exacts[2], *scales[2];
    uint8_t *qs[2];
    for (int s = 0; s < 2; s++) {
        const fiel_isa set = s ? isa : fiel_isa_scalar;
        float *packed = malloc((fiel_packed_f32_count(set, n, k) + 1) * sizeof *packed);
        int8_t *packed8 = malloc(fiel_packed_s8_count(set, n, k) + 1);
        int32_t *sums = malloc((n + 1) * sizeof *sums), *zero = malloc((m + 1) * sizeof *zero);
        outs[s] = random_floats(m * n, 0), exacts[s] = random_floats(m * n, 0), scales[s] = random_floats(m, 0);
        qs[s] = malloc(m * k + 1);
        fiel_pack_f32(set, n, k, w, packed);
        fiel_pack_s8(set, n, k, w8, packed8, sums);
        fiel_gemm_f32(set, m, n, k, x, k, packed, bias, fiel_activation_gelu, residual, n, outs[s], n);
        fiel_quantize_u8(set, m, k, x, k, NULL, qs[s], k, scales[s], zero);
        fiel_gemm_u8s8(set, m, n, k, qs[s], k, scales[s], zero, packed8, wscale, sums, bias, fiel_activation_none,
                       residual, n, exacts[s], n);
        free(packed), free(packed8), free(sums), free(zero);
    }
    expect(isa, "gemm_f32", m * n, outs[1], outs[0], 3e-5f);
    expect(isa, "gemm_u8s8", m * n, exacts[1], exacts[0], 0);
    expect(isa, "quantize_u8 scale", m, scales[1], scales[0], 0);
    if (memcmp(qs[0], qs[1], m * k) != 0) failures += printf("isa %d, quantize_u8 differs\n", (int)isa);
    for (int s = 0; s < 2; s++) free(outs[s]), free(exacts[s]), free(scales[s]), free(qs[s]);
    free(x), free(w), free(bias), free(residual), free(wscale), free(w8);
}

static void compare_rows(fiel_isa isa, size_t n) {
    float *x = random_floats(n, 8), *y = random_floats(n, 1), *z = random_floats(n, 1), *outs[2];
    float dots[2];
    for (int s = 0; s < 2; s++) {
        const fiel_isa set = s ? isa : fiel_isa_scalar;
        outs[s] = random_floats(3 * n, 0);
        memcpy(outs[s], x, n * sizeof *x);
        memcpy(outs[s] + n, x, n * sizeof *x);
        fiel_gelu(set, n, outs[s]);
        if (n > 0) fiel_softmax(set, n, outs[s] + n);
        fiel_layer_norm(set, 1, n, x, n, y, z, 1e-12f, outs[s] + 2 * n, n);
        dots[s] = fiel_dot_f32(set, n, x, y);
    }
    expect(isa, "gelu, softmax, layer_norm", n < 2 ? 2 * n : 3 * n, outs[1], outs[0], 2e-6f);
    expect(isa, "dot", 1, dots + 1, dots, 1e-4f);
    free(x), free(y), free(z), free(outs[0]), free(outs[1]);
}

static void compare_attention(fiel_isa isa, size_t length, size_t head) {
    const size_t ld = 3 * head, count = length * head;
    float *qkv = random_floats(length * ld, 3), *outs[2];
    for (int s = 0; s < 2; s++) {
        const fiel_isa set = s ? isa : fiel_isa_scalar;
        float *scratch = malloc(fiel_attention_scratch_count(set, length, head) * sizeof *scratch);
        outs[s] = random_floats(count, 0);
        fiel_attention(set, length, head, 0.3f, qkv, qkv + head, qkv + 2 * head, ld, scratch, outs[s], head);
        free(scratch);
    }
    expect(isa, "attention", count, outs[1], outs[0], 1e-5f);
    free(qkv), free(outs[0]), free(outs[1]);
}

static void compare_halves(fiel_isa isa) {
    static uint16_t half[65536];
    static float outs[2][65536];
    for (int i = 0; i < 65536; i++) half[i] = (uint16_t)i;
    fiel_widen_f16(fiel_isa_scalar, 65536, half, outs[0]);
    fiel_widen_f16(isa, 65535, half, outs[1]);
    fiel_widen_f16(isa, 1, half + 65535, outs[1] + 65535);
    if (memcmp(outs[0], outs[1], sizeof outs[0]) != 0) failures += printf("isa %d, widen_f16 differs\n", (int)isa);
}

int main(void) {
    const size_t sizes[] = {0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 97, 130};
    const size_t count = sizeof sizes / sizeof sizes[0];
    for (int isa = 1; isa <= 3; isa++) {
        if (!fiel_isa_supported((fiel_isa)isa)) continue;
        for (size_t a = 0; a < count; a++) {
            compare_rows((fiel_isa)isa, sizes[a]);
            if (sizes[a] > 0) compare_attention((fiel_isa)isa, sizes[a], sizes[a] % 3 * 16 + 8);
            for (size_t b = 0; b < count; b++) {
                compare_products((fiel_isa)isa, sizes[(a + b) % count], sizes[b], sizes[a]);
            }
        }
        compare_products((fiel_isa)isa, 5, 33, 1536);
        compare_halves((fiel_isa)isa);
        printf("isa %d: %s\n", isa, failures ? "differs" : "agrees with scalar");
    }
    return failures > 0;
}
