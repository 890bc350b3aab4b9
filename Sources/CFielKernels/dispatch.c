// Which instruction sets the processor has, and the public functions, each of which passes on to one set's kernel.

#include "kernels.h"

#if defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>
#endif

// MARK: Instruction sets

#if defined(__x86_64__)

static bool has_avx2(void) {
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
}

static bool has_avx512(void) {
    return has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
        && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")
        && __builtin_cpu_supports("avx512vnni");
}

#elif defined(__aarch64__)

static bool has_dot_product(void) {
#if defined(__APPLE__)
    return true; // every Mac with an arm64 processor has it
#elif defined(__linux__)
    const unsigned long asimddp = 1UL << 20; // HWCAP_ASIMDDP of <asm/hwcap.h>
    return (getauxval(AT_HWCAP) & asimddp) != 0;
#else
    return false;
#endif
}

#endif

bool fiel_isa_supported(fiel_isa isa) {
    switch (isa) {
    case fiel_isa_scalar: return true;
#if defined(__x86_64__)
    case fiel_isa_avx2: return has_avx2();
    case fiel_isa_avx512: return has_avx512();
    case fiel_isa_neon: return false;
#elif defined(__aarch64__)
    case fiel_isa_neon: return has_dot_product();
    case fiel_isa_avx2:
    case fiel_isa_avx512: return false;
#else
    case fiel_isa_avx2:
    case fiel_isa_avx512:
    case fiel_isa_neon: return false;
#endif
    }
    return false;
}

fiel_isa fiel_isa_best(void) {
    const fiel_isa fastest_first[] = {fiel_isa_avx512, fiel_isa_neon, fiel_isa_avx2};
    for (size_t i = 0; i < sizeof fastest_first / sizeof fastest_first[0]; i++) {
        if (fiel_isa_supported(fastest_first[i])) return fastest_first[i];
    }
    return fiel_isa_scalar;
}

static const struct kernels *kernels_for(fiel_isa isa) {
    switch (isa) {
#if defined(__x86_64__)
    case fiel_isa_avx2: return &fiel_kernels_avx2;
    case fiel_isa_avx512: return &fiel_kernels_avx512;
#elif defined(__aarch64__)
    case fiel_isa_neon: return &fiel_kernels_neon;
#endif
    default: return &fiel_kernels_scalar;
    }
}

// MARK: Public functions

size_t fiel_packed_f32_count(fiel_isa isa, size_t n, size_t k) { return kernels_for(isa)->packed_f32_count(n, k); }

void fiel_pack_f32(fiel_isa isa, size_t n, size_t k, const float *w, float *packed) {
    kernels_for(isa)->pack_f32(n, k, w, packed);
}

size_t fiel_packed_s8_count(fiel_isa isa, size_t n, size_t k) { return kernels_for(isa)->packed_s8_count(n, k); }

void fiel_pack_s8(fiel_isa isa, size_t n, size_t k, const int8_t *w, int8_t *packed, int32_t *sums) {
    kernels_for(isa)->pack_s8(n, k, w, packed, sums);
}

void fiel_gemm_f32(fiel_isa isa, size_t m, size_t n, size_t k, const float *a, size_t lda, const float *packed,
                   const float *bias, fiel_activation activation, const float *residual, size_t ldr, float *out,
                   size_t ldo) {
    kernels_for(isa)->gemm_f32(m, n, k, a, lda, packed, bias, activation, residual, ldr, out, ldo);
}

void fiel_quantize_u8(fiel_isa isa, size_t m, size_t k, const float *x, size_t ldx, const float *factor,
                      uint8_t *q, size_t ldq,
                      float *scale, int32_t *zero) {
    kernels_for(isa)->quantize_u8(m, k, x, ldx, factor, q, ldq, scale, zero);
}

void fiel_gemm_u8s8(fiel_isa isa, size_t m, size_t n, size_t k, const uint8_t *q, size_t ldq, const float *scale,
                    const int32_t *zero, const int8_t *packed, const float *wscale, const int32_t *sums,
                    const float *bias, fiel_activation activation, const float *residual, size_t ldr, float *out,
                    size_t ldo) {
    kernels_for(isa)->gemm_u8s8(m, n, k, q, ldq, scale, zero, packed, wscale, sums, bias, activation, residual, ldr,
                                out, ldo);
}

float fiel_dot_f32(fiel_isa isa, size_t n, const float *x, const float *y) {
    return kernels_for(isa)->dot_f32(n, x, y);
}

void fiel_gelu(fiel_isa isa, size_t n, float *x) { kernels_for(isa)->gelu(n, x); }

void fiel_gelu_gradient(fiel_isa isa, size_t n, const float *x, float *gradient) {
    kernels_for(isa)->gelu_gradient(n, x, gradient);
}

void fiel_softmax(fiel_isa isa, size_t n, float *x) { kernels_for(isa)->softmax(n, x); }

void fiel_layer_norm(fiel_isa isa, size_t m, size_t n, const float *x, size_t ldx, const float *weight,
                     const float *bias, float epsilon, float *out, size_t ldo) {
    kernels_for(isa)->layer_norm(m, n, x, ldx, weight, bias, epsilon, out, ldo);
}

size_t fiel_attention_scratch_count(fiel_isa isa, size_t length, size_t head) {
    return kernels_for(isa)->attention_scratch_count(length, head);
}

void fiel_attention(fiel_isa isa, size_t length, size_t head, float scale, const float *q, const float *k,
                    const float *v, size_t ld, float *scratch, float *out, size_t ldo) {
    kernels_for(isa)->attention(length, head, scale, q, k, v, ld, scratch, out, ldo);
}

void fiel_widen_f16(fiel_isa isa, size_t n, const uint16_t *x, float *out) { kernels_for(isa)->widen_f16(n, x, out); }

void fiel_quantize_s8(fiel_isa isa, size_t m, size_t k, const float *x, size_t ldx, int8_t *codes, float *terms) {
    kernels_for(isa)->quantize_s8(m, k, x, ldx, codes, terms);
}

void fiel_gemm_blocks_s8(fiel_isa isa, fiel_block type, size_t m, size_t n, size_t k, const int8_t *codes,
                         const float *terms, const void *panels, const float *bias, const float *residual, size_t ldr,
                         float *out, size_t ldo) {
    kernels_for(isa)->gemm_blocks_s8(type, m, n, k, codes, terms, panels, bias, residual, ldr, out, ldo);
}

void fiel_gemm_blocks_f32(fiel_isa isa, fiel_block type, size_t m, size_t n, size_t k, const float *x, size_t ldx,
                          const void *panels, const float *bias, const float *residual, size_t ldr, float *out,
                          size_t ldo) {
    kernels_for(isa)->gemm_blocks_f32(type, m, n, k, x, ldx, panels, bias, residual, ldr, out, ldo);
}

void fiel_rms_norm(fiel_isa isa, size_t m, size_t n, const float *x, size_t ldx, const float *weight, float epsilon,
                   float *out, size_t ldo) {
    kernels_for(isa)->rms_norm(m, n, x, ldx, weight, epsilon, out, ldo);
}

void fiel_gate(fiel_isa isa, fiel_gate_kind kind, size_t n, const float *gate, float *up) {
    kernels_for(isa)->gate(kind, n, gate, up);
}

void fiel_rotate(fiel_isa isa, size_t half, const float *cosine, const float *sine, float *x) {
    kernels_for(isa)->rotate(half, cosine, sine, x);
}

void fiel_cache_put(fiel_isa isa, fiel_cache kind, size_t head, size_t place, const float *key, const float *value,
                    void *keys, void *values) {
    kernels_for(isa)->cache_put(kind, head, place, key, value, keys, values);
}

void fiel_cache_scores(fiel_isa isa, fiel_cache kind, size_t m, size_t head, size_t places, float scale,
                       const float *q, size_t ldq, const void *keys, float *scores, size_t lds) {
    kernels_for(isa)->cache_scores(kind, m, head, places, scale, q, ldq, keys, scores, lds);
}

void fiel_cache_mix(fiel_isa isa, fiel_cache kind, size_t m, size_t head, size_t places, const float *scores,
                    size_t lds, const void *values, bool add, float *out, size_t ldo) {
    kernels_for(isa)->cache_mix(kind, m, head, places, scores, lds, values, add, out, ldo);
}

double fiel_exp_sum(fiel_isa isa, size_t n, const float *x, double *highest, double *out) {
    return kernels_for(isa)->exp_sum(n, x, highest, out);
}

void fiel_score_f32(fiel_isa isa, size_t m, size_t n, size_t k, const float *queries, const float *rows,
                    const uint32_t *places, float *out, size_t ldo) {
    kernels_for(isa)->score_f32(m, n, k, queries, rows, places, out, ldo);
}

void fiel_score_s8(fiel_isa isa, size_t m, size_t n, size_t k, const int8_t *queries, const float *query_scale,
                   const int8_t *rows, const float *scales, const uint32_t *places, float *out, size_t ldo) {
    kernels_for(isa)->score_s8(m, n, k, queries, query_scale, rows, scales, places, out, ldo);
}

size_t fiel_places_above(fiel_isa isa, size_t n, const float *x, float limit, uint32_t *places) {
    return kernels_for(isa)->places_above(n, x, limit, places);
}

void fiel_pause(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}
