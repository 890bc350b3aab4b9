// The table of kernels that each instruction set fills in, and that `dispatch.c` chooses from.

#ifndef FIEL_KERNEL_TABLE_H
#define FIEL_KERNEL_TABLE_H

#include "include/fiel_kernels.h"

/// One implementation of every kernel. The parameters are those of the public functions, without the set.
struct kernels {
    size_t (*packed_f32_count)(size_t n, size_t k);
    void (*pack_f32)(size_t n, size_t k, const float *w, float *packed);
    size_t (*packed_s8_count)(size_t n, size_t k);
    void (*pack_s8)(size_t n, size_t k, const int8_t *w, int8_t *packed, int32_t *sums);
    void (*gemm_f32)(size_t m, size_t n, size_t k, const float *a, size_t lda, const float *packed, const float *bias,
                     fiel_activation activation, const float *residual, size_t ldr, float *out, size_t ldo);
    void (*quantize_u8)(size_t m, size_t k, const float *x, size_t ldx, const float *factor, uint8_t *q, size_t ldq, float *scale,
                        int32_t *zero);
    void (*gemm_u8s8)(size_t m, size_t n, size_t k, const uint8_t *q, size_t ldq, const float *scale,
                      const int32_t *zero, const int8_t *packed, const float *wscale, const int32_t *sums,
                      const float *bias, fiel_activation activation, const float *residual, size_t ldr, float *out,
                      size_t ldo);
    float (*dot_f32)(size_t n, const float *x, const float *y);
    void (*gelu)(size_t n, float *x);
    void (*gelu_gradient)(size_t n, const float *x, float *gradient);
    void (*softmax)(size_t n, float *x);
    void (*layer_norm)(size_t m, size_t n, const float *x, size_t ldx, const float *weight, const float *bias,
                       float epsilon, float *out, size_t ldo);
    size_t (*attention_scratch_count)(size_t length, size_t head);
    void (*attention)(size_t length, size_t head, float scale, const float *q, const float *k, const float *v,
                      size_t ld, float *scratch, float *out, size_t ldo);
    void (*widen_f16)(size_t n, const uint16_t *x, float *out);
    void (*quantize_s8)(size_t m, size_t k, const float *x, size_t ldx, int8_t *codes, float *terms);
    void (*gemm_blocks_s8)(fiel_block type, size_t m, size_t n, size_t k, const int8_t *codes, const float *terms,
                           const void *panels, const float *bias, const float *residual, size_t ldr, float *out,
                           size_t ldo);
    void (*gemm_blocks_f32)(fiel_block type, size_t m, size_t n, size_t k, const float *x, size_t ldx,
                            const void *panels, const float *bias, const float *residual, size_t ldr, float *out,
                            size_t ldo);
    void (*rms_norm)(size_t m, size_t n, const float *x, size_t ldx, const float *weight, float epsilon, float *out,
                     size_t ldo);
    void (*gate)(fiel_gate_kind kind, size_t n, const float *gate, float *up);
    void (*rotate)(size_t half, const float *cosine, const float *sine, float *x);
    void (*cache_put)(fiel_cache kind, size_t head, size_t place, const float *key, const float *value, void *keys,
                      void *values);
    void (*cache_scores)(fiel_cache kind, size_t m, size_t head, size_t places, float scale, const float *q, size_t ldq,
                         const void *keys, float *scores, size_t lds);
    void (*cache_mix)(fiel_cache kind, size_t m, size_t head, size_t places, const float *scores, size_t lds,
                      const void *values, bool add, float *out, size_t ldo);
    double (*exp_sum)(size_t n, const float *x, double *highest, double *out);
    void (*score_f32)(size_t m, size_t n, size_t k, const float *queries, const float *rows, const uint32_t *places,
                      float *out, size_t ldo);
    void (*score_s8)(size_t m, size_t n, size_t k, const int8_t *queries, const float *query_scale, const int8_t *rows,
                     const float *scales, const uint32_t *places, float *out, size_t ldo);
    size_t (*places_above)(size_t n, const float *x, float limit, uint32_t *places);
};

extern const struct kernels fiel_kernels_scalar;

#if defined(__x86_64__)
extern const struct kernels fiel_kernels_avx2;
extern const struct kernels fiel_kernels_avx512;
#endif

#if defined(__aarch64__)
extern const struct kernels fiel_kernels_neon;
#endif

#endif
