// Picks the instruction set at run time, and packs weights (whose layout depends on the panel width alone).

#include "kernel_set.h"

#include <string.h>

#if defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>
#endif

bool fiel_isa_supported(fiel_isa isa) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
    switch (isa) {
    case fiel_isa_scalar: return true;
    case fiel_isa_avx2: return avx2;
    case fiel_isa_avx512:
        return avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
            && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")
            && __builtin_cpu_supports("avx512vnni");
    case fiel_isa_neon: return false;
    }
    return false;
#elif defined(__aarch64__) && defined(__linux__)
    const unsigned long dot_product = 1ul << 20; // HWCAP_ASIMDDP
    return isa == fiel_isa_scalar || (isa == fiel_isa_neon && (getauxval(AT_HWCAP) & dot_product) != 0);
#elif defined(__aarch64__)
    return isa == fiel_isa_scalar || isa == fiel_isa_neon;
#else
    return isa == fiel_isa_scalar;
#endif
}

fiel_isa fiel_isa_best(void) {
    if (fiel_isa_supported(fiel_isa_avx512)) return fiel_isa_avx512;
    if (fiel_isa_supported(fiel_isa_avx2)) return fiel_isa_avx2;
    if (fiel_isa_supported(fiel_isa_neon)) return fiel_isa_neon;
    return fiel_isa_scalar;
}

static const fiel_kernel_set *kernels(fiel_isa isa) {
#if defined(__x86_64__)
    if (isa == fiel_isa_avx512) return &fiel_kernels_avx512;
    if (isa == fiel_isa_avx2) return &fiel_kernels_avx2;
#elif defined(__aarch64__)
    if (isa == fiel_isa_neon) return &fiel_kernels_neon;
#endif
    (void)isa;
    return &fiel_kernels_scalar;
}

// MARK: Packing

size_t fiel_packed_f32_count(fiel_isa isa, size_t n, size_t k) { return fiel_padded(n, kernels(isa)->panel) * k; }

// Panels of `panel` columns: packed[n / panel][k][n % panel], padded with zeros.
void fiel_pack_f32(fiel_isa isa, size_t n, size_t k, const float *w, float *packed) {
    size_t panel = kernels(isa)->panel;
    for (size_t start = 0; start < n; start += panel) {
        for (size_t row = 0; row < panel; row++) {
            for (size_t i = 0; i < k; i++) {
                packed[start * k + i * panel + row] = start + row < n ? w[(start + row) * k + i] : 0;
            }
        }
    }
}

size_t fiel_packed_s8_count(fiel_isa isa, size_t n, size_t k) {
    return fiel_padded(n, kernels(isa)->panel) * fiel_padded(k, 4);
}

// Panels of `panel` columns, four weights of a column side by side: packed[n / panel][k / 4][n % panel][k % 4], padded
// with zeros.
void fiel_pack_s8(fiel_isa isa, size_t n, size_t k, const int8_t *w, int8_t *packed, int32_t *sums) {
    size_t panel = kernels(isa)->panel, padded = fiel_padded(k, 4);
    memset(packed, 0, fiel_packed_s8_count(isa, n, k));
    for (size_t row = 0; row < n; row++) {
        int8_t *start = packed + row / panel * panel * padded + row % panel * 4;
        int32_t sum = 0;
        for (size_t i = 0; i < k; i++) {
            int8_t value = w[row * k + i];
            start[i / 4 * panel * 4 + i % 4] = value;
            sum += value;
        }
        sums[row] = sum;
    }
}

// MARK: Calls

void fiel_gemm_f32(fiel_isa isa, size_t m, size_t n, size_t k, const float *a, size_t lda, const float *packed,
                   const float *bias, fiel_activation activation, const float *residual, size_t ldr, float *out,
                   size_t ldo) {
    kernels(isa)->gemm_f32(m, n, k, a, lda, packed, bias, activation, residual, ldr, out, ldo);
}

void fiel_gemm_u8s8(fiel_isa isa, size_t m, size_t n, size_t k, const uint8_t *q, size_t ldq, const float *scale,
                    const int32_t *zero, const int8_t *packed, const float *wscale, const int32_t *sums,
                    const float *bias, fiel_activation activation, const float *residual, size_t ldr, float *out,
                    size_t ldo) {
    kernels(isa)->gemm_u8s8(m, n, k, q, ldq, scale, zero, packed, wscale, sums, bias, activation, residual, ldr, out,
                            ldo);
}

void fiel_quantize_u8(fiel_isa isa, size_t m, size_t k, const float *x, size_t ldx, const float *factor, uint8_t *q,
                      size_t ldq, float *scale, int32_t *zero) {
    kernels(isa)->quantize_u8(m, k, x, ldx, factor, q, ldq, scale, zero);
}

float fiel_dot_f32(fiel_isa isa, size_t n, const float *x, const float *y) { return kernels(isa)->dot_f32(n, x, y); }

void fiel_gelu(fiel_isa isa, size_t n, float *x) { kernels(isa)->gelu(n, x); }

void fiel_softmax(fiel_isa isa, size_t n, float *x) { kernels(isa)->softmax(n, x); }

void fiel_layer_norm(fiel_isa isa, size_t m, size_t n, const float *x, size_t ldx, const float *weight,
                     const float *bias, float epsilon, float *out, size_t ldo) {
    kernels(isa)->layer_norm(m, n, x, ldx, weight, bias, epsilon, out, ldo);
}

size_t fiel_attention_scratch_count(fiel_isa isa, size_t length, size_t head) {
    size_t panel = kernels(isa)->panel;
    size_t keys = fiel_padded(length, panel);
    return keys * head + length * fiel_padded(head, panel) + FIEL_ATTENTION_ROWS * keys;
}

void fiel_attention(fiel_isa isa, size_t length, size_t head, float scale, const float *q, const float *k,
                    const float *v, size_t ld, float *scratch, float *out, size_t ldo) {
    kernels(isa)->attention(length, head, scale, q, k, v, ld, scratch, out, ldo);
}

void fiel_widen_f16(fiel_isa isa, size_t n, const uint16_t *x, float *out) { kernels(isa)->widen_f16(n, x, out); }
